"""What each partner sent and when: months received, late, not complete or missing, and the ledger of files."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_count_of
from svd.figures.lateness import find_due_day, list_first_receipts
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month

RECEIVED, LATE, PARTIAL = "received", "received late", "not complete"
ABSENT, AWAITED, NOTHING = "missing", "not due yet", "nothing due"
STATES = {
    RECEIVED: "the month came whole",
    LATE: "it came whole, but after the day agreed",
    PARTIAL: "the file ends inside the month, or looks cut short",
    ABSENT: "it was due, and nothing has come",
    AWAITED: "its due day comes after the newest file",
    NOTHING: "before the feed's first month, or no school term in it",
}
"""The state of a month of a feed and what it means."""

PLACED_BY = ("placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward")
UNKNOWN = "Not recognised"
_GRID_MONTHS = 18
_NO_TERM = 8

FEW = "too few rows to show"
"""Of a protected feed no block of rows is full: some were, or no fault would be listed."""


def select_sources(evidence: Evidence, selection: Selection) -> list[Source]:
    """The sources of the partners asked for, in the order of their partners."""
    partners = [name for name in evidence.catalogue.partners if not selection.partners or name in selection.partners]
    sources = evidence.catalogue.sources.values()
    return [source for partner in partners for source in sources if source.partner == partner]


def find_known_day(evidence: Evidence) -> date:
    """The day the newest file was received: what was due later can't be called missing."""
    return evidence.extracts["received_on"].max().date()


def list_receipts(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """source, title, partner, month, state, extract, due_on and days_late of the 18 months to the selection's end.

    days_late is null where the month is not judged: see ``list_first_receipts``.
    """
    first, last = move_month(selection.month_to, 1 - _GRID_MONTHS), selection.month_to
    held = _read_receipts(evidence, first, last)
    is_asked = held["month"].between(pd.Timestamp(first), pd.Timestamp(last))
    if selection.partners:
        is_asked &= held["source"].isin([source.id for source in select_sources(evidence, selection)])
    return held[is_asked].reset_index(drop=True)


def _read_receipts(evidence: Evidence, first: date, last: date) -> pd.DataFrame:
    """The receipts of every source and month received at least, which no selection changes: listed once a version.

    Months beyond those, which no page asks for, are listed anew.
    """
    begun, ended = (month.date() for month in evidence.months)
    begun = move_month(begun, 1 - _GRID_MONTHS)
    if first < begun or last > ended:
        return _list_receipts(evidence, min(first, begun), max(last, ended))
    held = evidence.cube.worked_out
    if "receipts" not in held:
        held["receipts"] = _list_receipts(evidence, begun, ended)
    return held["receipts"]


def _list_receipts(evidence: Evidence, first: date, last: date) -> pd.DataFrame:
    """``list_receipts`` of all sources from the first month to the last."""
    months = pd.date_range(first, last, freq="MS", unit="us")
    known_day = pd.Timestamp(find_known_day(evidence))
    parts = []
    for source in select_sources(evidence, Selection(first, last)):
        covered = evidence.coverage_of(source.id).set_index("month")
        feed = {
            "source": source.id,
            "title": source.title,
            "partner": evidence.catalogue.partners[source.partner].short_name,
        }
        part = covered.reindex(months)[["extract", "is_complete"]]
        part = part.join(_find_days_late(evidence, source))
        part = part.rename_axis("month").reset_index().assign(**feed)
        part["due_on"] = [find_due_day(source, month) for month in months]
        begun = covered.index.min()
        part["state"] = [_state(row, source, begun, known_day) for row in part.itertuples()]
        parts.append(part)
    columns = ["source", "title", "partner", "month", "state", "extract", "due_on", "days_late"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _find_days_late(evidence: Evidence, source: Source) -> pd.Series:
    """How late each month of the source came, which no selection changes: found once for a version."""
    key = ("days late", source.id)
    if key not in evidence.cube.worked_out:
        evidence.cube.worked_out[key] = list_first_receipts(evidence.extracts, source)["days_late"]
    return evidence.cube.worked_out[key]


def _state(row: NamedTuple, source: Source, first: pd.Timestamp, known_day: pd.Timestamp) -> str:
    if not pd.isna(row.extract):
        if not row.is_complete:
            return PARTIAL
        return LATE if not pd.isna(row.days_late) and row.days_late > 0 else RECEIVED
    has_no_term = source.frequency == "term" and row.month.month == _NO_TERM
    if has_no_term or row.month < first:
        return NOTHING
    return ABSENT if find_due_day(source, row.month) <= known_day else AWAITED


def list_extracts(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """The ledger, newest first within each feed: the columns of ``extracts`` with title, partner, due_on and days_late.

    A file nobody's feed was recognised in stands last, unless only some partners are asked for.
    """
    sources = {source.id: source for source in select_sources(evidence, selection)}
    ledger = evidence.extracts
    is_wanted = ledger["source"].isin(sources) | (ledger["source"].isna() & (not selection.partners))
    ledger = ledger[is_wanted].copy()
    senders = [sources.get(name) for name in ledger["source"]]
    partners = evidence.catalogue.partners
    ledger["title"] = [source.title if source else UNKNOWN for source in senders]
    ledger["partner"] = [partners[source.partner].short_name if source else "" for source in senders]
    due = [_due_on(source, last) for source, last in zip(senders, ledger["period_to"], strict=True)]
    ledger["due_on"] = pd.Series(due, index=ledger.index, dtype="datetime64[us]")
    ledger["days_late"] = (ledger["received_on"] - ledger["due_on"]).dt.days.clip(lower=0).astype("Int64")
    places = {name: place for place, name in enumerate(sources)}
    ledger["place"] = [places.get(name, len(places)) for name in ledger["source"]]
    ordered = ledger.sort_values(["place", "edition", "period_to"], ascending=[True, False, False], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def _due_on(source: Source | None, period_to: pd.Timestamp) -> pd.Timestamp:
    """What is published has no due day: nobody sends it."""
    is_sent = source is not None and not source.is_public and not pd.isna(period_to)
    return find_due_day(source, period_to) if is_sent else pd.NaT


def count_placed(evidence: Evidence, extracts: pd.DataFrame, selection: Selection) -> tuple[int, int]:
    """Rows placed in a ward, and rows kept, of the files in use that hold one event a row and meet the selection."""
    months = selection.months
    sources = evidence.catalogue.sources.values()
    with_places = [source.id for source in sources if source.reader in ("incidents", "police_uk_street")]
    is_in_use = (extracts["status"] == "used") & extracts["source"].isin(with_places)
    meets = (extracts["period_from"] <= months[-1]) & (extracts["period_to"] >= months[0])
    in_use = extracts[is_in_use & meets]
    placed = int(in_use[list(PLACED_BY)].sum().sum())
    return placed, placed + int(in_use["unplaced"].sum())


def word_receipts(receipts: pd.DataFrame, rows_set_aside: int | None) -> str:
    """The state of the feeds in a sentence: how many are in, which are not, how many have gaps, rows set aside.

    ``rows_set_aside`` is None where some were, and too few to show.
    """
    due = receipts[~receipts["state"].isin([AWAITED, NOTHING])]
    newest = due.groupby("title", sort=False)["state"].last()
    late = list(newest.index[newest == ABSENT])
    earlier = due[~due["title"].isin(late)]
    gaps = list(earlier.loc[earlier["state"] == ABSENT, "title"].unique())
    partial = list(earlier.loc[earlier["state"] == PARTIAL, "title"].unique())
    feeds = word_count_of(len(newest), "feed", "feeds")
    parts = [
        f"{len(newest) - len(late)} of {feeds} are in" if late else f"The newest due of all {feeds} has come",
        f"the newest due is missing from {_list(late)}" if late else "",
        f"earlier months are missing from {_list(gaps)}" if gaps else "",
        f"a month is not complete in {_list(partial)}" if partial else "",
        f"{FEW if rows_set_aside is None else word_count_of(rows_set_aside, 'row', 'rows')} "
        f"{'was' if rows_set_aside == 1 else 'were'} set aside",
    ]
    return f"{'; '.join(part for part in parts if part)}."


def _list(names: list[str]) -> str:
    if len(names) > 3:
        return f"{len(names)} feeds"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
