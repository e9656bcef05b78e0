"""Builders of tiny stores whose answers can be worked out by eye."""

import json
from pathlib import Path

import pandas as pd

from svd.catalogue import load_catalogue
from svd.catalogue.schema import TABLES, Table
from svd.figures.signals.reviewed import count_reviewed
from svd.geography.wards import load_geography
from svd.measures.question import Evidence
from svd.paths import read_paths
from svd.store.store import Store

PATHS = read_paths()


def build_table(table: Table, rows: list[dict]) -> pd.DataFrame:
    """Rows as a curated table: columns left out are null."""
    frame = pd.DataFrame(rows, columns=table.names)
    return frame.astype(table.dtypes)


def list_whole(rows: list[dict], coverage: list[dict]) -> list[dict]:
    """Rows of no offence, with which each file of the police's counts lists every ward and every category once.

    A file of counts proves zero only of what it lists; those that ``rows`` hold in a wider category are left out.
    """
    catalogue, geography = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
    wider = {name for row in rows for name in catalogue.offences.get(row["offence"], _NONE).includes}
    listed = []
    for (source, extract), month in {(row["source"], row["extract"]): row["month"] for row in coverage}.items():
        if source not in ("mps_ward", "mps_knife"):
            continue
        plain = {one.offence for one in catalogue.categories if one.reader_or_source == source} - wider
        names = sorted(name for name in plain if not catalogue.offences[name].includes)
        wards = list(geography.ward_names)
        for name, ward in [*((name, wards[0]) for name in names), *((names[0], ward) for ward in wards)]:
            row = {"source": source, "extract": extract, "measure": "offences", "offence": name}
            listed.append({**row, "month": month, "ward_code": ward, "count": 0})
    return listed


class _NONE:
    includes = ()


def write_store(
    folder: Path, *, version: str = "test", is_synthetic: bool = False, is_listed: bool = True, **rows: list[dict]
) -> Store:
    """A store of the rows given by table name; the tables not named are empty.

    ``is_listed``: the police's files list every ward and category, so that what they don't count is zero.
    """
    if is_listed:
        rows["facts"] = [*rows.get("facts", []), *list_whole(rows.get("facts", []), rows.get("coverage", []))]
    folder = folder / "versions" / version
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        build_table(table, rows.get(name, [])).to_parquet(folder / f"{name}.parquet", index=False)
    about = {"version": version, "sources": [], "is_synthetic": is_synthetic}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    return Store(folder)


def build_evidence(folder: Path, *, is_listed: bool = True, **rows: list[dict]) -> Evidence:
    """A store of the rows with the product's own catalogue and geography."""
    rows["is_listed"] = is_listed
    declared = (load_catalogue(PATHS.catalogue), load_geography(PATHS.geo))
    return Evidence(write_store(folder, **rows), *declared, count_reviewed=count_reviewed)


def fact(month: str, ward: str | None, count: int | None, **others) -> dict:
    """A fact of violence with injury, unless told otherwise."""
    row = {
        "source": "mps_ward",
        "extract": "wards 2026-01.csv",
        "offence": "violence_with_injury",
        "measure": "offences",
    }
    return {**row, "month": pd.Timestamp(month), "ward_code": ward, "count": count, **others}


def incident(month: str, **others) -> dict:
    """An ambulance call in the month to an assault, in no known ward, unless told otherwise."""
    row = {"source": "las_incidents", "extract": "calls 2026-01.csv", "offence": "ambulance_assault"}
    return {**row, "month": pd.Timestamp(month), **others}


def covered(
    *months: str, source: str = "mps_ward", extract: str = "wards 2026-01.csv", is_complete: bool = True
) -> list[dict]:
    """Coverage of the months by one extract."""
    return [
        {"source": source, "month": pd.Timestamp(month), "extract": extract, "rows": 1, "is_complete": is_complete}
        for month in months
    ]


def returned(month_from: str, month_to: str, numerator: float | None, denominator: float | None, **others) -> dict:
    """A return of first-time entrants for the whole area, unless told otherwise."""
    row = {"source": "yjs_returns", "extract": "yjs.csv", "indicator": "first_time_entrants", "is_suppressed": False}
    period = {"period_from": pd.Timestamp(month_from), "period_to": pd.Timestamp(month_to)}
    return {**row, **period, "numerator": numerator, "denominator": denominator, **others}
