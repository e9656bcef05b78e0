"""``python -m benchmarks.one_run build|scan FROM TO``: one task timed in a fresh process, with its peak memory."""

import json
import resource
import sys
import time
from pathlib import Path

import duckdb

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.curate import build_store
from svd.paths import read_paths


def build(extracts: Path, store: Path) -> None:
    """What ``python -m svd build`` does once it has been imported, the catalogue and the geography read anew."""
    paths = read_paths()
    report = build_store(extracts, store, load_catalogue(paths.catalogue), load_geography(paths.geo))
    ledger = report.extracts
    # A contract that no longer listed the columns of the place would make the build fast and the figure worthless.
    assert ledger["placed_by_point"].sum() > 0.9 * ledger["rows_read"].sum(), "the rows were not read and placed"


def scan(csv: Path, parquet: Path) -> None:
    """The least that could be done: DuckDB reads the file, guessing its types, and writes it as Parquet."""
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{csv}')) TO '{parquet}' (FORMAT parquet)")


def main() -> None:
    task = {"build": build, "scan": scan}[sys.argv[1]]
    started, worked = time.perf_counter(), time.process_time()
    task(*map(Path, sys.argv[2:]))
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mib": peak}))


main()
