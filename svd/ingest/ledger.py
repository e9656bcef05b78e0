"""The ledger of files received: what each held, what of it is in use, and how well it was filled in and placed."""

from collections.abc import Mapping, Sequence

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.schema import EXTRACTS
from svd.ingest.conform import conform
from svd.ingest.extract import ReadExtract


def list_extracts(
    extracts: Sequence[ReadExtract], hashes: Mapping[str, str], in_use: Mapping[str, int], catalogue: Catalogue
) -> pd.DataFrame:
    """EXTRACTS for ``extracts``; ``hashes`` and ``in_use`` (months and returns for which each stands) are by name."""
    entries = [_enter(extract, hashes[extract.name], in_use.get(extract.name), catalogue) for extract in extracts]
    ledger = conform(pd.DataFrame(entries), EXTRACTS)
    return ledger.sort_values(["source", "edition", "extract"], ignore_index=True)


def _enter(extract: ReadExtract, sha256: str, months_in_use: int | None, catalogue: Catalogue) -> dict:
    months = extract.months["month"]
    return {
        "source": extract.source,
        "partner": catalogue.sources[extract.source].partner if extract.source else None,
        "extract": extract.name,
        "sha256": sha256,
        "edition": pd.NaT if extract.edition is None else extract.edition,
        "received_on": pd.Timestamp(extract.received_on),
        "period_from": months.min(),
        "period_to": months.max(),
        "rows_read": extract.rows_read,
        "rows_kept": extract.rows_kept,
        "rows_set_aside": extract.rows_set_aside,
        "months_in_use": months_in_use or 0,
        "placed_by_point": extract.placed["point"],
        "placed_by_postcode": extract.placed["postcode"],
        "placed_by_small_area": extract.placed["small_area"],
        "placed_by_ward": extract.placed["ward"],
        "unplaced": extract.placed["unplaced"],
        "fields_expected": extract.fields_expected,
        "fields_filled": extract.fields_filled,
        "is_synthetic": extract.is_synthetic,
        "status": _judge(extract, months_in_use),
    }


def _judge(extract: ReadExtract, months_in_use: int | None) -> str:
    if extract.months.empty:
        return "refused"
    return "superseded" if months_in_use is None else "used"
