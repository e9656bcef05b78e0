"""Times a build and each page's script, on the sample and with 200,000 incident rows more; then a million rows.

``python -m benchmarks records`` times the million only, ``scoring`` the scoring, ``reruns`` pages run again;
``visitors`` has many at once on a server just started;
``builds OLD EXTRACTS`` has builds by another version of the program and by this one, by turns;
``pages [--store FOLDER] [--runs NUMBER] [PAGE ...]`` has the pages' processor time in trivial pages.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import visitors
from benchmarks.builds import compare_builds, copy_sample, time_build, write_incidents
from benchmarks.one_run import read_usage
from benchmarks.page_times import time_pages
from benchmarks.pages import RUNS as PAGE_RUNS
from benchmarks.pages import measure_pages
from benchmarks.records import measure_csv, measure_workbook
from benchmarks.reruns import RUNS, SECONDS, time_reruns
from benchmarks.scoring import time_scoring

MANY = 200_000
MILLION = 1_000_000


def main() -> None:
    if sys.argv[1:2] == ["visitors"]:
        sys.exit(visitors.main(sys.argv[2:]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "pages" in sys.argv:
            _measure_pages(folder)
            return
        if "scoring" in sys.argv:
            _time_scoring(folder)
            return
        if "reruns" in sys.argv:
            _time_reruns(folder)
            return
        if "builds" in sys.argv:
            for line in compare_builds(*(Path(each).resolve() for each in sys.argv[2:4]), folder):
                print(line, flush=True)
            return
        if "records" not in sys.argv:
            _time_use(folder)
        print("\n## A million incident records\n")
        for line in (*measure_csv(folder, MILLION), *measure_workbook(folder, MANY)):
            print(line)


def _measure_pages(folder: Path) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("pages", choices=["pages"])
    parser.add_argument("--store", type=Path, help="a store that stands already; else the sample's is built")
    parser.add_argument("--runs", type=int, default=PAGE_RUNS)
    parser.add_argument("names", nargs="*", metavar="page")
    asked = parser.parse_args()
    if asked.store is None:
        copy_sample(folder / "sample")
        list(time_build(folder / "sample", folder / "store"))
    for line in measure_pages(asked.store or folder / "store", asked.runs, tuple(asked.names)):
        print(line, flush=True)


def _time_scoring(folder: Path) -> None:
    copy_sample(folder / "sample")
    for line in (*time_build(folder / "sample", folder / "store"), *time_scoring(folder / "store")):
        print(line)


def _time_reruns(folder: Path) -> None:
    copy_sample(folder / "sample")
    list(time_build(folder / "sample", folder / "store"))
    print(f"| page | best, s | median of {RUNS}, s |\n|--|--|--|")
    for name, best, median in time_reruns(folder / "store"):
        over = "" if median < SECONDS else " (over)"
        print(f"| {name} | {best:.3f} | {median:.3f}{over} |")


def _time_use(folder: Path) -> None:
    copy_sample(folder / "sample")
    copy_sample(folder / "many")
    write_incidents(folder / "many", MANY)
    for size in ("sample", "many"):
        print(f"\n## {'The sample' if size == 'sample' else f'The sample and {MANY:,} incident rows more'}\n")
        for line in time_build(folder / size, folder / f"{size}_store"):
            print(line)
        for line in time_scoring(folder / f"{size}_store"):
            print(line)
        print("\n| page | first script run, s | after a filter change, s |\n|--|--|--|")
        for title, first, changed in time_pages(folder / f"{size}_store"):
            print(f"| {title} | {first:.2f} | {changed:.2f} |")
    print(f"\nLargest memory of a build: {read_usage('RUSAGE_CHILDREN'):,.0f} MiB")


if __name__ == "__main__":
    main()
