"""The file a partner of the made-up partnership might send next: September's reports again, a month on."""

import csv
from pathlib import Path

from tests.builders import PATHS

WARDS = PATHS.sample / "SYNTHETIC MPS Ward Level Crime (most recent 24 months) 2026-09.csv"
LAST = PATHS.sample / "SYNTHETIC council_asb_2025-10_2026-09.csv"
NEXT = "SYNTHETIC council_asb_2026-10_2026-10.csv"


def read_next_month() -> list[dict[str, str]]:
    """October's rows: sound, usual in number and kind, and up to the month's last day."""
    with LAST.open(encoding="utf-8", newline="") as file:
        september = [row for row in csv.DictReader(file) if row["occurred_at"].startswith("2026-09")]
    october = [row | {"occurred_at": row["occurred_at"].replace("2026-09", "2026-10")} for row in september]
    for number, row in enumerate(october):
        row["record_id"] = f"NEXT-{number:05}"
    return [*october, october[-1] | {"record_id": "NEXT-LAST", "occurred_at": "2026-10-31"}]


def write_rows(folder: Path, rows: list[dict[str, str]], name: str = NEXT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def write_next_month(folder: Path, name: str = NEXT) -> Path:
    return write_rows(folder, read_next_month(), name)


def write_next_wards(folder: Path) -> Path:
    """The police's counts by ward as they might come a month on: each month has the counts of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    header, *rows = WARDS.read_text(encoding="utf-8").splitlines()
    names = header.split(",")
    months = [name for name in names if name.isdigit()]
    later = {old: new for old, new in zip(months, [*months[1:], "202610"], strict=True)}
    path = folder / WARDS.name.replace("2026-09", "2026-10")
    path.write_text("\n".join([",".join(later.get(name, name) for name in names), *rows]) + "\n", encoding="utf-8")
    return path
