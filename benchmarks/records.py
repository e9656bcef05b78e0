"""A million incident records as a partner might send them: what a build of them takes beside a plain scan by DuckDB."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
from pyproj import Transformer

from svd.geography.wards import CRS, Geography, load_geography
from svd.paths import read_paths

PROJECT = Path(__file__).resolve().parents[1]
NAME = "SYNTHETIC las_incidents_2023-10_2026-09"
TIMES_SCAN, MEMORY_MIB, WORKBOOK_SECONDS = 4, 1536, 60
RUNS = 5
_MINUTES = 1096 * 24 * 60


def make_records(rows: int, seed: int = 1) -> pd.DataFrame:
    """Records of three years: 96 in 100 in or beside the wards, 3 far from them, 1 with a fault, as text."""
    random = np.random.default_rng(seed)
    easting, northing = _scatter(load_geography(read_paths().geo), rows, random)
    easting[random.random(rows) < 0.03] += 50_000
    longitude, latitude = Transformer.from_crs(CRS, 4326, always_xy=True).transform(easting, northing)
    day = np.datetime64("2023-10-01T00:00") + random.integers(0, _MINUTES, rows).astype("timedelta64[m]")
    records = pd.DataFrame(
        {
            "record_id": [f"CAD-{number:08d}" for number in random.permutation(rows)],
            "occurred_at": np.datetime_as_string(day, unit="m"),
            "category": random.choice(["Assault", "Stab or gunshot"], rows, p=[0.9, 0.1]),
            "longitude": pd.Series(longitude.round(5)).astype("str"),
            "latitude": pd.Series(latitude.round(5)).astype("str"),
            "age_band": random.choice(["10-14", "15-17", "18-24", "25-34", "35+", ""], rows),
            "sex": random.choice(["female", "male", "other", ""], rows, p=[0.45, 0.45, 0.02, 0.08]),
            "is_knife": random.choice(["yes", "no", ""], rows, p=[0.1, 0.8, 0.1]),
            "is_domestic": random.choice(["yes", "no", ""], rows, p=[0.2, 0.7, 0.1]),
        }
    )
    spoilt = random.permutation(rows)[: rows // 100]
    faults = ("occurred_at", "31/31/2025"), ("category", "Stabbing pain"), ("age_band", "twelve"), ("longitude", "0")
    for (column, value), where in zip(faults, np.array_split(spoilt, len(faults)), strict=True):
        records.loc[where, column] = value
    return records


def write_csv(folder: Path, rows: int) -> Path:
    """A folder's one extract, as CSV."""
    folder.mkdir()
    path = folder / f"{NAME}.csv"
    make_records(rows).to_csv(path, index=False)
    return path


def write_workbook(folder: Path, rows: int) -> Path:
    """A folder's one extract, as an Excel workbook."""
    folder.mkdir()
    path = folder / f"{NAME}.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    records = make_records(rows)
    sheet.append(list(records))
    for row in records.itertuples(index=False):
        sheet.append(row)
    book.save(path)
    return path


def measure_csv(folder: Path, rows: int) -> Iterator[str]:
    """Lines on a CSV of ``rows``: its scan, its build, one against the other, and the memory; each the best of runs."""
    path = write_csv(folder / "csv", rows)
    yield f"A CSV of {rows:,} incident records, {path.stat().st_size / 2**20:.0f} MiB; best of {RUNS} runs:\n"
    scans, builds = [], []
    for run in range(RUNS):  # by turns, so that whatever else the machine does slows both
        scans.append(_run("scan", path, folder / f"scan_{run}.parquet"))
        builds.append(_run("build", path.parent, folder / f"csv_store_{run}"))
    scan, build = (min(run["seconds"] for run in runs) for runs in (scans, builds))
    peak = max(run["peak_mib"] for run in builds)
    work_of_scan, work_of_build = (min(run["cpu_seconds"] for run in runs) for runs in (scans, builds))
    yield f"- DuckDB's own scan of it into Parquet: {scan:.2f} s"
    yield f"- build: {build:.2f} s, {build / scan:.1f} times the scan (wanted: within {TIMES_SCAN})"
    yield f"- processor time: scan {work_of_scan:.2f} s, build {work_of_build:.2f} s"
    yield f"- most memory of a build: {peak:,.0f} MiB (wanted: under {MEMORY_MIB:,})"


def measure_workbook(folder: Path, rows: int) -> Iterator[str]:
    """A line on an Excel workbook of ``rows``."""
    path = write_workbook(folder / "xlsx", rows)
    run = _run("build", path.parent, folder / "xlsx_store")
    yield (
        f"- an Excel workbook of {rows:,} records: {run['seconds']:.1f} s (wanted: under {WORKBOOK_SECONDS}), "
        f"{run['peak_mib']:,.0f} MiB"
    )


def _scatter(geography: Geography, rows: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points around the middles of the wards: most in one, some over the area's edge."""
    middles = geography.wards.geometry.representative_point()
    ward = random.integers(0, len(middles), rows)
    return tuple(axis.to_numpy()[ward] + random.normal(0, 250, rows) for axis in (middles.x, middles.y))


def _run(what: str, *given: Path) -> dict[str, float]:
    """Seconds, imports not counted, and peak memory of one task in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.one_run", what, *map(str, given)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)
