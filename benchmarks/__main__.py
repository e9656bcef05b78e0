"""Times a build and each page's script, on the sample and on the sample with 200,000 incident rows more."""

import resource
import tempfile
from pathlib import Path

from benchmarks.builds import copy_sample, time_build, write_incidents
from benchmarks.page_times import time_pages

MANY = 200_000


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_sample(folder / "sample")
        copy_sample(folder / "many")
        write_incidents(folder / "many", MANY)
        for size in ("sample", "many"):
            print(f"\n## {'The sample' if size == 'sample' else f'The sample and {MANY:,} incident rows more'}\n")
            for line in time_build(folder / size, folder / f"{size}_store"):
                print(line)
            print("\n| page | first script run, s | after a filter change, s | the same again, s |\n|--|--|--|--|")
            for title, first, changed, again in time_pages(folder / f"{size}_store"):
                print(f"| {title} | {first:.2f} | {changed:.2f} | {again:.3f} |")
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nLargest memory of a build: {children:,.0f} MiB")


main()
