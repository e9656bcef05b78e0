"""Incident records, the product's own format: a row an event, from any partner."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue.contract import Column
from svd.catalogue.schema import PROBLEMS
from svd.ingest.choices import read_ages
from svd.ingest.columns import find_columns, name_columns
from svd.ingest.conform import conform
from svd.ingest.dates import find_us_order
from svd.ingest.extract import Curated, ReadExtract, finish_extract, list_covered
from svd.ingest.facts import add_unread, count_rows, leave_unknown
from svd.ingest.private.identity import hash_people
from svd.ingest.private.personal import CHECKED, has_personal_values, refuse_personal_columns
from svd.ingest.private.repeatable import may_repeat
from svd.ingest.problems import UnusableFileError, list_faults
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender
from svd.ingest.records import (
    FIELDS,
    TOLD_BY,
    WORDS,
    describe_incidents,
    find_months,
    is_after_receipt,
    is_outside_period,
    read_rows,
)
from svd.ingest.reference import Reference
from svd.ingest.repeats import find_repeats
from svd.ingest.validate import (
    Check,
    SortedRows,
    check_filled,
    check_understood,
    find_faults,
    has_bad_coordinate,
    sort_rows,
)
from svd.ingest.words import encode_words, is_empty, repeat_word

_OTHER = {"longitude": "latitude", "latitude": "longitude", "easting": "northing", "northing": "easting"}
"""Each coordinate's other one, without which it says nothing."""


def read_incidents(sender: Sender, sent: SentTable, reference: Reference) -> ReadExtract:
    """Facts (records, and repeats where they are sent) and the incidents themselves."""
    refuse_personal_columns(sent.frame.columns, sender, sent.name)
    text, names = _name_columns(sent, sender)
    _refuse_us_order(sent, text["occurred_at"], names["occurred_at"], sender)
    rows = read_rows(text, sender, reference).assign(**_hash_people(text, names, sender))
    faults = find_faults(text, rows, _list_checks(sender, text))
    found = sort_rows(rows, faults, rows["is_outside"], text[list(TOLD_BY)])
    months, gaps = find_months(rows, sender)
    facts = [count_rows(found.kept, "records")]
    unknown = add_unread(_drop_silent(found, text, sender), sent.ragged)
    facts.append(leave_unknown(unknown, months, "records"))
    if rows["is_repeat"].notna().any():
        facts.append(count_rows(found.kept[found.kept["is_repeat"].fillna(False)], "repeats"))
        facts.append(leave_unknown(unknown[unknown["is_repeat"].fillna(True).astype("bool")], months, "repeats"))
    curated = Curated(
        edition=sender.edition or (months[-1] if len(months) else None),
        months=list_covered(months, found.kept["month"].value_counts(), sender.received_on),
        placed_by=found.kept["placed_by"],
        facts=pd.concat([frame for frame in facts if len(frame)] or facts[:1]),
        incidents=describe_incidents(found.kept, sender.source),
        warnings=(*gaps, _warn_of_wards(found.kept, text["ward_code"], names, sender, reference)),
    )
    return finish_extract(sender, sent, found, names, curated)


def _name_columns(sent: SentTable, sender: Sender) -> tuple[pd.DataFrame, dict[str, str]]:
    """The same as name_columns, with words as categories; those that were not sent are not written out to be read."""
    found = find_columns(sent.frame.columns, sender)
    text, names = name_columns(sent, sender, [name for name in FIELDS if name in found or name not in WORDS])
    not_sent = {name: repeat_word("", len(text)) for name in FIELDS if name not in text}
    return encode_words(text, [name for name in WORDS if name in text]).assign(**not_sent), names


def _refuse_us_order(sent: SentTable, text: pd.Series, name: str, sender: Sender) -> None:
    """Raise UnusableFileError where the dates put the month first: those that can be read would be read wrong."""
    shown = find_us_order(text, name in sent.dated)
    if shown:
        may_show = not sender.source.is_private_record or may_repeat(
            shown, "bad_date", "occurred_at", sender.received_on
        )
        example = f", as in {shown!r}" if may_show else ""
        message = f"{sent.name}, column {name!r}: it looks as if the month comes first{example}."
        remedy = "Write every date with the day first (31/01/2026) or as 2026-01-31, and send the file again."
        raise UnusableFileError("us_dates", message, remedy, column=name)


def _hash_people(text: pd.DataFrame, names: Mapping[str, str], sender: Sender) -> dict[str, pd.Series]:
    """The keyed hash of each person; none where the feed is not of people, and nobody is to be followed in it."""
    if not sender.source.is_person_level:
        return {}
    hashes = hash_people(text["person_id"], sender.source.partner, sender.name, names.get("person_id", ""))
    return {"person_hash": hashes}


def _list_checks(sender: Sender, text: pd.DataFrame) -> list[Check]:
    """The checks that the types of the contract's columns ask for, and those of its required ones."""
    checks = [*check_filled(*(column.field for column in sender.columns if column.is_required))]
    for column in sender.columns:
        checks += _check_type(column, sender, text)
        if column.type in CHECKED and sender.source.is_private_record:
            checks.append(_check_personal(column))
    return checks


def _check_type(column: Column, sender: Sender, sent: pd.DataFrame) -> list[Check]:
    field, rule = column.field, column.rule
    match column.type:
        case "record":
            return [Check("duplicate_record", field, lambda text, _: find_repeats(text) & ~is_empty(text))]
        case "moment":
            return [
                check_understood(rule, field, "moment"),
                Check("future_date", field, lambda _, rows: is_after_receipt(rows, sender)),
                Check("outside_period", field, lambda _, rows: is_outside_period(rows, sender)),
            ]
        case "category":
            return [check_understood(rule, field, "offence")]
        case "choice" | "flag":
            return [check_understood(rule, field)]
        case "age":
            # A row whose band was sent loses nothing by a bad age beside it.
            return [
                Check(
                    rule, field, lambda text, rows: ~is_empty(text) & read_ages(text).isna() & rows["age_band"].isna()
                )
            ]
        case "degrees" | "metres":
            return [has_bad_coordinate(field, sent[_OTHER[field]])]
        case "ward":
            # A ward the area lacks matters only where nothing better says where it was; elsewhere it is a warning.
            return [Check(rule, field, lambda text, rows: ~is_empty(text) & ~rows["is_inside"])]
    return []


def _check_personal(column: Column) -> Check:
    """A check for what reads as a person's own data; a category that is known is none."""

    def is_broken(text: pd.Series, rows: pd.DataFrame) -> pd.Series:
        unknown = text[rows["offence"].isna()] if column.type == "category" else text
        return has_personal_values(unknown, column.type).reindex(text.index, fill_value=False)

    return Check("personal_value", column.field, is_broken)


def _drop_silent(found: SortedRows, text: pd.DataFrame, sender: Sender) -> pd.DataFrame:
    """The rows set aside that would have added to a count: not a row sent twice, nor one of another period."""
    rows = found.set_aside
    if rows.empty:
        return rows
    ids = text.loc[rows.index, "record_id"]
    # Only a row whose id came before, or that has none, can be one sent twice, and only of a row with the same id.
    may_be_copy = (ids == "") | ids.index.isin(found.faults.index[found.faults["rule"] == "duplicate_record"])
    alike = text.loc[rows.index]
    if may_be_copy.any():
        alike = text[text["record_id"].isin(ids[may_be_copy].unique())]
    is_copy = alike.duplicated().reindex(rows.index, fill_value=False)
    is_late = is_after_receipt(rows, sender)
    rows = rows.assign(month=rows["month"].mask(is_late))
    return rows[~is_copy & ~is_outside_period(rows, sender)]


def _warn_of_wards(
    kept: pd.DataFrame, sent: pd.Series, names: Mapping[str, str], sender: Sender, reference: Reference
) -> pd.DataFrame:
    """One warning for each ward code the area lacks in rows that were placed by something better."""
    is_named = ~is_empty(sent)
    if not is_named.any():
        return conform(pd.DataFrame(), PROBLEMS)
    codes = sent[is_named]
    codes = codes[codes.index.isin(kept.index)].drop_duplicates().astype("str")
    unknown = codes[reference.find_wards(codes).isna()]
    faults = pd.DataFrame({"rule": "unknown_ward", "column": "ward_code", "value": unknown}, index=unknown.index)
    warnings = list_faults(faults, sender.source, sender.name, sender.received_on, names)
    return warnings.assign(severity="warning", rows=0)
