"""Incident records, the product's own format: a row an event, from any partner."""

import pandas as pd

from svd.ingest.columns import name_columns
from svd.ingest.dates import find_us_order
from svd.ingest.extract import Curated, ReadExtract, finish_extract, list_covered
from svd.ingest.facts import count_rows, find_unread, leave_unknown
from svd.ingest.problems import UnusableFileError, list_whole
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender
from svd.ingest.records import (
    FIELDS,
    FLAGS,
    TOLD_BY,
    describe_incidents,
    find_months,
    is_after_receipt,
    is_outside_period,
    read_rows,
)
from svd.ingest.reference import Reference
from svd.ingest.validate import (
    Check,
    SortedRows,
    check_filled,
    check_understood,
    find_faults,
    has_bad_coordinate,
    sort_rows,
)

_REQUIRED = ("record_id", "occurred_at", "category")


def read_incidents(sender: Sender, sent: SentTable, reference: Reference) -> ReadExtract:
    """Facts (records, and repeats where they are sent) and the incidents themselves."""
    text, names = name_columns(sent, sender, FIELDS)
    _refuse_us_order(sent, text["occurred_at"], names["occurred_at"])
    rows = read_rows(text, sender, reference)
    faults = find_faults(text, rows, _list_checks(sender, text))
    found = sort_rows(rows, faults, rows["is_outside"], text[list(TOLD_BY)])
    months, gaps = find_months(rows, sender)
    facts = [count_rows(found.kept, "records")]
    unknown = pd.concat([_drop_silent(found, text, sender), find_unread(sent.ragged)])
    facts.append(leave_unknown(unknown, months, "records"))
    if rows["is_repeat"].notna().any():
        facts.append(count_rows(found.kept[found.kept["is_repeat"].fillna(False)], "repeats"))
        facts.append(leave_unknown(unknown[unknown["is_repeat"].fillna(True).astype("bool")], months, "repeats"))
    curated = Curated(
        edition=sender.period_to or (months[-1] if len(months) else None),
        months=list_covered(months, found.kept["month"].value_counts(), sender.received_on),
        placed_by=found.kept["placed_by"],
        facts=pd.concat([frame for frame in facts if len(frame)] or facts[:1]),
        incidents=describe_incidents(found.kept),
        warnings=(*gaps, *_warn_of_wards(found.kept, text["ward_code"], sender, reference)),
    )
    return finish_extract(sender, sent, found, names, curated)


def _refuse_us_order(sent: SentTable, text: pd.Series, name: str) -> None:
    """Raise UnusableFileError where the dates put the month first: those that can be read would be read wrong."""
    shown = find_us_order(text, name in sent.dated)
    if shown:
        message = f"{sent.name}, column {name!r}: it looks as if the month comes first, as in {shown!r}."
        remedy = "Write every date with the day first (31/01/2026) or as 2026-01-31, and send the file again."
        raise UnusableFileError("us_dates", message, remedy, column=name)


def _list_checks(sender: Sender, text: pd.DataFrame) -> list[Check]:
    pairs = (("longitude", "latitude"), ("easting", "northing"))
    coordinates = [(name, other) for pair in pairs for name, other in (pair, pair[::-1])]
    return [
        *check_filled(*_REQUIRED),
        check_understood("bad_date", "occurred_at", "moment"),
        Check("future_date", "occurred_at", lambda _, rows: is_after_receipt(rows, sender)),
        Check("outside_period", "occurred_at", lambda _, rows: is_outside_period(rows, sender)),
        check_understood("unmapped_category", "category", "offence"),
        Check("duplicate_record", "record_id", lambda text, _: (text != "") & text.duplicated()),
        check_understood("bad_age_band", "age_band"),
        check_understood("bad_sex", "sex"),
        *(check_understood("bad_flag", flag) for flag in FLAGS),
        *(has_bad_coordinate(name, text[other]) for name, other in coordinates),
        # A ward the area does not have matters only where nothing better says where it was; elsewhere it is a warning.
        Check("unknown_ward", "ward_code", lambda text, rows: (text != "") & (rows["placed_by"] == "unplaced")),
    ]


def _drop_silent(found: SortedRows, text: pd.DataFrame, sender: Sender) -> pd.DataFrame:
    """The rows set aside that would have added to a count: not a row sent twice, nor one of another period."""
    rows = found.set_aside
    # Only records that share their id with a row set aside can be one of these sent twice.
    alike = text[text["record_id"].isin(text.loc[rows.index, "record_id"].unique())]
    is_copy = alike.duplicated().reindex(rows.index)
    is_late = is_after_receipt(rows, sender)
    rows = rows.assign(month=rows["month"].mask(is_late))
    return rows[~is_copy & ~is_outside_period(rows, sender)]


def _warn_of_wards(kept: pd.DataFrame, sent: pd.Series, sender: Sender, reference: Reference) -> list[pd.DataFrame]:
    """One warning for each ward code the area lacks in rows that were placed by something better."""
    codes = sent[sent != ""]
    codes = codes[codes.index.isin(kept.index)].drop_duplicates()
    unknown = codes[reference.find_wards(codes).isna()]
    where = (sender.source.id, sender.name, "unknown_ward")
    return [list_whole(*where, code, "ward_code", row=row, severity="warning") for row, code in unknown.items()]
