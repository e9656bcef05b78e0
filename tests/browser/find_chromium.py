"""Finds the Chromium that the browser tests drive and prints its path; with --install, installs one where none is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
REMEDY = (
    "The browser tests need Chromium and none could be found or installed. Install Chromium or Google Chrome, or set "
    "the environment variable CHROME to the path of one; 'make check' runs every other test without it."
)


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome: the one CHROME names, else one on this computer, else playwright's own."""
    named = os.environ.get("CHROME")
    if named:
        found = shutil.which(named)
        if not found:
            raise SystemExit(f"CHROME is set to {named!r}, which can't be run. Correct it or unset it.")
        return found
    for name in (*NAMES, *PLACES):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install_chromium() -> str:
    """The path of a newly installed Chromium; ends the program with the remedy where none can be had."""
    for command in _ways():
        print("$", *command, file=sys.stderr, flush=True)
        # Standard output is this script's answer, so the installers write to the other stream.
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        if done.returncode == 0 and (found := find_chromium()):
            return found
    raise SystemExit(REMEDY)


def _ways() -> list[list[str]]:
    """The commands to try in turn. Only Debian's own package is a real one: Ubuntu's is a snap that can't be driven."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    as_root = _as_root()
    if as_root is not None and "ID=debian" in _read_release():
        apt = "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium"
        ways.insert(0, [*as_root, "sh", "-c", apt])
    return ways


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None where that would ask for a password."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    has_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if has_sudo else None


def _read_release() -> list[str]:
    release = Path("/etc/os-release")
    return release.read_text(encoding="utf-8").splitlines() if release.exists() else []


if __name__ == "__main__":
    path = find_chromium() or (install_chromium() if "--install" in sys.argv else None)
    if path is None:
        raise SystemExit(REMEDY)
    print(path)
