"""``python -m benchmarks.one_run build|scan FROM TO``: one task timed in a fresh process, and its peak memory.

Timed is the task alone: not the start of the interpreter, the imports, or the reading of catalogue and geography.
"""

import json
import math
import re
import sys
import time
from pathlib import Path

import duckdb

from svd.catalogue import Catalogue, load_catalogue
from svd.figures.places.verdicts import save_verdicts
from svd.geography.wards import Geography, load_geography
from svd.ingest.curate import build_store
from svd.measures.question import Evidence, prepare_figures
from svd.paths import read_paths
from svd.store.store import open_store


def build(extracts: Path, store: Path, catalogue: Catalogue, geography: Geography) -> None:
    """A store from nothing, its figures counted and protected."""
    report = build_store(extracts, store, catalogue, geography)
    evidence = Evidence(open_store(store), catalogue, geography)
    prepare_figures(evidence)
    save_verdicts(evidence)
    ledger = report.extracts
    # A contract that no longer listed the columns of the place would make the build fast and the figure worthless.
    assert ledger["placed_by_point"].sum() > 0.9 * ledger["rows_read"].sum(), "the rows were not read and placed"


def scan(csv: Path, parquet: Path) -> None:
    """The least that could be done: DuckDB reads the file, guessing its types, and writes it as Parquet."""
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{csv}')) TO '{parquet}' (FORMAT parquet)")


def read_peak() -> float:
    """The most memory this process has held, in MiB; null where the system doesn't say."""
    status = Path("/proc/self/status")
    if status.exists():  # the other way counts what the process that started this one held
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024
    return read_usage("RUSAGE_SELF")


def read_usage(whose: str) -> float:
    """The most memory held, in MiB, of this process or of those it started; null on Windows, which does not say."""
    try:
        import resource
    except ImportError:
        return math.nan
    return resource.getrusage(getattr(resource, whose)).ru_maxrss / 1024


def main() -> None:
    what, given = sys.argv[1], [Path(name) for name in sys.argv[2:]]
    paths = read_paths()
    declared = (load_catalogue(paths.catalogue), load_geography(paths.geo))
    started, worked = time.perf_counter(), time.process_time()
    if what == "build":
        build(*given, *declared)
    else:
        scan(*given)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mib": read_peak()}))


if __name__ == "__main__":
    main()
