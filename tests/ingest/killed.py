"""What the tests of kills have another process do: take a file in and build, from nothing but paths."""

import multiprocessing
import os
import signal
import time
from datetime import date
from pathlib import Path

from svd.ingest.curate import BuildReport, build_store
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.vault.accept import accept_file
from tests.ingest.builders import incident_row, make_catalogue, make_geography, write_csv

NAME = "asb_2025-02_2025-02.csv"


def lay_out(place: Path) -> None:
    """Two files that lie in the folder, and one that is to be taken in."""
    write_csv(place / "extracts", "asb_2025-01_2025-01.csv", [incident_row(n) for n in range(1, 40)])
    rows = [incident_row(n, occurred_at="2025-02-03", category="Fight") for n in range(1, 200)]
    write_csv(place / "inbox", NAME, rows)


def build(place: Path) -> BuildReport:
    return build_store(place / "extracts", place / "store", make_catalogue(), make_geography(), wait_seconds=30)


def take_in(place: Path) -> None:
    path = place / "inbox" / NAME
    accept_file(place / "extracts", ReceivedFile(path, NAME, date(2025, 3, 1), hash_file(path)), "Ann")
    build(place)


def run_and_kill(place: Path, after_seconds: float | None) -> float:
    """Take the file in, in a process of its own that is killed after so long; gives how long it lived once it began."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    begun = context.Event()
    process = context.Process(target=_begin, args=(begun, place))
    process.start()
    begun.wait(60)
    start = time.monotonic()
    process.join(after_seconds)
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    return time.monotonic() - start


def _begin(begun, place: Path) -> None:
    begun.set()
    take_in(place)
