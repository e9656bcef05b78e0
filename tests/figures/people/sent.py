"""Records of people as a feed sends them: the rows themselves, and the facts that reading them gives."""

from collections import Counter

import pandas as pd

_COUNTED = ("source", "extract", "month", "ward_code", "offence", "age_band", "is_knife", "is_domestic")


def count_facts(rows: list[dict]) -> list[dict]:
    """The facts of the records: how many of each kind, and of those how many are marked as repeats."""
    records = Counter(_name(row) for row in rows)
    repeats = Counter(_name(row) for row in rows if row.get("is_repeat"))
    told = [(key, "records", count) for key, count in records.items()]
    told += [(key, "repeats", count) for key, count in repeats.items()]
    return [
        dict(zip(_COUNTED, key, strict=True)) | {"measure": measure, "count": count} for key, measure, count in told
    ]


def _name(row: dict) -> tuple:
    return tuple(row.get(name) for name in _COUNTED)


def list_months(first: str, last: str) -> list[str]:
    """The months from first to last, as the builders take them."""
    return [f"{month:%Y-%m-%d}" for month in pd.date_range(first, last, freq="MS")]
