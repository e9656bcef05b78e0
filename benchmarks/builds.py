"""Times a build from nothing and again, as the command line does it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

PROJECT = Path(__file__).resolve().parents[1]


def copy_sample(folder: Path) -> None:
    """The committed sample, in a folder of its own."""
    shutil.copytree(PROJECT / "data" / "sample", folder)


def write_incidents(folder: Path, rows: int, seed: int = 1) -> None:
    """Council incident records of the sample's three years, in place of the sample's own."""
    for old in folder.glob("SYNTHETIC council_asb_*.csv"):
        old.unlink()
    random = np.random.default_rng(seed)
    days = pd.Timestamp("2023-10-01") + pd.to_timedelta(random.integers(0, 1096 * 24 * 60, rows), unit="min")
    records = pd.DataFrame(
        {
            "record_id": [f"A{number:07d}" for number in range(rows)],
            "occurred_at": days.strftime("%Y-%m-%dT%H:%M"),
            "category": random.choice(["Noise", "Rowdy or inconsiderate behaviour", "Street drinking"], rows),
            "longitude": random.uniform(0.07, 0.19, rows).round(6),
            "latitude": random.uniform(51.52, 51.60, rows).round(6),
        }
    )
    records.to_csv(folder / "SYNTHETIC council_asb_2023-10_2026-09.csv", index=False)


def compare_builds(old: Path, extracts: Path, folder: Path, runs: int = 3) -> Iterator[str]:
    """Lines on first builds by the program in ``old`` and by this one, by turns, and on building again: medians."""
    taken: dict[str, list[tuple[float, float]]] = {}
    for run in range(runs):
        for name, tree in (("old", old), ("new", PROJECT)):
            store = folder / f"{name}_{run}"
            build = ["-m", "svd", "build", "--extracts", str(extracts), "--store", str(store)]
            taken.setdefault(f"{name}, first build", []).append(_take(build, tree))
            taken.setdefault(f"{name}, again", []).append(_take(build, tree))
        taken.setdefault("import pandas alone", []).append(_take(["-c", "import pandas"], PROJECT))
    for name, seconds in taken.items():
        wall, work = (median(each) for each in zip(*seconds, strict=True))
        yield f"- {name}: {wall:.1f} s, processor {work:.1f} s"


def _take(what: list[str], tree: Path) -> tuple[float, float]:
    """Seconds of the clock and of the processor that ``python`` takes for ``what``."""
    started, before = time.perf_counter(), os.times()
    done = subprocess.run([sys.executable, *what], cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, work


def time_build(extracts: Path, store: Path) -> Iterator[str]:
    """A line for the first build and one for building again with nothing changed."""
    command = [sys.executable, "-m", "svd", "build", "--extracts", str(extracts), "--store", str(store), "--json"]
    for what in ("first build", "build again, nothing changed"):
        started = time.perf_counter()
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode > 1:
            raise SystemExit(done.stderr)
        yield f"- {what}: {time.perf_counter() - started:.1f} s"
