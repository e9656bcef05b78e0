"""Police offences by ward and category with a column a month, in the recent and the historical layout alike."""

from collections.abc import Mapping

import pandas as pd

from svd.ingest.categories import map_categories
from svd.ingest.columns import name_columns
from svd.ingest.dates import list_months, name_runs, parse_months
from svd.ingest.extract import Curated, ReadExtract, finish_extract, list_covered
from svd.ingest.facts import add_unread, leave_unknown
from svd.ingest.numbers import parse_counts
from svd.ingest.problems import UnusableFileError, list_whole
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender
from svd.ingest.reference import Reference
from svd.ingest.validate import (
    check_filled,
    check_understood,
    find_copies,
    find_faults,
    join_faults,
    sort_rows,
)

WINDOW = 24
_CHECKS = (
    *check_filled("category", "ward"),
    check_understood("unmapped_category", "category", "offence"),
    check_understood("unknown_ward", "ward", "ward_code"),
)


def read_mps_ward(sender: Sender, sent: SentTable, reference: Reference) -> ReadExtract:
    """Facts (offences) for every month column; a ward and category without a row had none, and so gets no fact."""
    text, names = name_columns(sent, sender, ("category", "ward", "borough"))
    columns = _find_months(sent, sender)
    offence = map_categories(text["category"], sender.source, reference.catalogue)
    rows = pd.DataFrame({"offence": offence, "ward_code": reference.find_wards(text["ward"])})
    is_outside = rows["ward_code"].isna() & (text["borough"] != "") & ~reference.names_area(text["borough"])
    counts, count_faults = _read_counts(sent.frame.loc[~is_outside, list(columns)], columns)
    copies = find_copies(sent.frame, text["category"])
    found = sort_rows(
        rows, join_faults(find_faults(text, rows, _CHECKS), count_faults, copies), is_outside, text[["borough"]]
    )
    months = pd.DatetimeIndex(columns.values()).sort_values()
    facts = _sum_counts(found.kept, counts)
    said = add_unread(found.set_aside.drop(copies.index, errors="ignore"), sent.ragged)
    unknown = leave_unknown(said, months, "offences")
    covered, warnings = _judge_last(facts, list_covered(months, len(found.kept), sender.received_on), sender)
    gaps = name_runs(list_months(months[0], months[-1]).difference(months))
    curated = Curated(
        edition=_date_edition(sender, months),
        months=covered,
        placed_by=pd.Series("ward", index=found.kept.index),
        facts=pd.concat([facts, unknown]) if len(unknown) else facts,
        warnings=(*warnings, *(list_whole(sender.source.id, sender.name, "empty_month", gap) for gap in gaps)),
    )
    return finish_extract(sender, sent, found, names, curated)


def _find_months(sent: SentTable, sender: Sender) -> Mapping[str, pd.Timestamp]:
    """The month columns as sent and the first day of each; raises UnusableFileError where they can't be told."""
    names = pd.Series(sent.frame.columns, dtype="str")
    months = pd.Series(parse_months(names).to_numpy(), index=names)
    wrong = [name for name in names if pd.isna(months[name]) and name.isdecimal()]
    found = months.dropna()
    if wrong or found.empty:
        fault = f"has column {wrong[0]!r}, which is no month" if wrong else "has no month columns"
        remedy = "Name each month as YYYYMM, as 202601."
        raise UnusableFileError("missing_column", f"{sent.name} {fault}.", remedy, column=wrong[0] if wrong else None)
    again = found[found.duplicated(keep=False)]
    if len(again):
        both = " and ".join(repr(name) for name in again.index[again == again.iloc[0]])
        message = f"{sent.name} has the month {again.iloc[0]:%Y-%m} twice, in columns {both}."
        raise UnusableFileError("wrong_format", message, "Keep one column for each month.", column=again.index[1])
    ahead = found[found > pd.Timestamp(sender.received_on)]
    if len(ahead):
        message = f"{sent.name} has column {ahead.index[0]!r}, a month that had not begun when the file was received."
        raise UnusableFileError("future_date", message, "Delete the months to come: they are not zero.", ahead.index[0])
    return dict(found)


def _read_counts(cells: pd.DataFrame, columns: Mapping[str, pd.Timestamp]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts, a column a month, and their faults."""
    long = cells.rename_axis(columns="column").stack()
    number, rule = parse_counts(long)
    broken = rule.dropna()
    faults = pd.DataFrame({"rule": broken, "value": long[broken.index]}).reset_index("column")
    return number.unstack("column").reindex(columns=list(columns)).rename(columns=columns), faults


def _sum_counts(kept: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """FACTS rows; several of the publisher's categories may be one of ours."""
    sums = counts.loc[kept.index].groupby([kept["ward_code"], kept["offence"]], sort=False).sum()
    long = sums.rename_axis(columns="month").stack().rename("count").reset_index()
    return long.assign(measure="offences")


def _date_edition(sender: Sender, months: pd.DatetimeIndex) -> pd.Timestamp:
    """The edition's month; the historical file holds what has left the window of the edition it came out with."""
    if sender.named_month is not None:
        return sender.named_month
    later = WINDOW - 1 if len(months) > WINDOW else 0
    return months[-1] + pd.DateOffset(months=later)


def _judge_last(
    facts: pd.DataFrame, covered: pd.DataFrame, sender: Sender
) -> tuple[pd.DataFrame, tuple[pd.DataFrame, ...]]:
    """``covered`` with the last month marked where it holds under half the mean of the twelve before it."""
    totals = facts.groupby("month")["count"].sum().reindex(covered["month"], fill_value=0)
    before = totals.iloc[-13:-1]
    if len(before) < 12 or totals.iloc[-1] >= before.mean() / 2:
        return covered, ()
    is_last = covered["month"] == covered["month"].max()
    column = f"{covered['month'].max():%Y%m}"
    warning = list_whole(sender.source.id, sender.name, "looks_incomplete", totals.iloc[-1], column)
    return covered.assign(is_complete=covered["is_complete"] & ~is_last), (warning,)
