"""A store built from the sample in a temporary folder, and the dashboard served from it on a free port."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class ServedApp:
    """Where the dashboard answers, and the file its server writes its log to."""

    address: str
    log: Path

    def tell(self) -> str:
        """The end of the server's log: a page shows no traceback, so it stands only there."""
        return re.sub(r"\x1b\[[\d;]*m", "", self.log.read_text(encoding="utf-8"))[-4000:]


def build_sample_store(store: Path, home: Path = PROJECT) -> Path:
    """The store that the real command builds from the sample of ``home``, whatever lies in its extracts."""
    command = [sys.executable, "-m", "svd", "build", "--extracts", str(home / "data/sample"), "--store", str(store)]
    environment = _environment(store) | {"SVD_HOME": str(home)}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    # 1 says that rows were set aside, as the sample means some to be; 2 that nothing was built.
    is_built = done.returncode in (0, 1) and "Traceback" not in done.stderr
    assert is_built, f"The sample store could not be built:\n{done.stdout}\n{done.stderr}"
    return store


@contextmanager
def serve(store: Path, log: Path, extracts: Path | None = None) -> Iterator[ServedApp]:
    """The dashboard, showing ``store`` at its address until the block ends; what it takes in goes to ``extracts``."""
    port = _free_port()
    options = ["--server.port", str(port), "--server.fileWatcherType", "none", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    with log.open("w", encoding="utf-8") as sink:
        taken = {"SVD_EXTRACTS": str(extracts or store.parent / "extracts")}
        server = subprocess.Popen(command, cwd=PROJECT, env=_environment(store) | taken, stdout=sink, stderr=sink)
        try:
            app = ServedApp(f"http://localhost:{port}", log)
            _wait_until_up(app, server)
            yield app
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_up(app: ServedApp, server: subprocess.Popen) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, f"The dashboard stopped as it started:\n{app.tell()}"
        try:
            with urlopen(f"{app.address}/_stcore/health", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"The dashboard did not start in {START_SECONDS} seconds:\n{app.tell()}")


def _environment(store: Path) -> dict[str, str]:
    return os.environ | {"SVD_HOME": str(PROJECT), "SVD_STORE": str(store), "PYTHONUTF8": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]
