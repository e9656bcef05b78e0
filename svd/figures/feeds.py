"""How good each feed is: days late, fields filled, rows that could be used, and how they were placed."""

import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.schema import INFORMATION
from svd.figures.faults import count_rows
from svd.figures.lateness import list_first_receipts
from svd.figures.receipts import PLACED_BY, select_sources
from svd.measures.question import Evidence
from svd.measures.receipts import is_protected_record
from svd.store.selection import Selection, move_month

WAYS = (*PLACED_BY, "unplaced")
"""How a row was placed, the finest way first."""
_SUMS = ("fields_filled", "fields_expected", "rows_read", "rows_kept", "rows_set_aside", *WAYS)


def count_feeds(evidence: Evidence, faults: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """A row a feed of the partners asked for, over its files in use whose period meets the selection.

    ``newest_late`` and ``median_late`` are days after the day agreed, of the newest period judged and of those judged
    in the 12 months to the selection's end (``judged``, how many). The sums of the ledger are null where no file is in
    use; ``rows_faulty`` leaves out rows of other areas and of totals, and is null where they are too few to show; of a
    protected feed, whose faults are shown in steps each, it is at most what was set aside.
    ``faults`` is what ``list_faults`` gives for the selection.
    """
    rows = [_count_feed(evidence, source, faults, selection) for source in select_sources(evidence, selection)]
    columns = ["source", "partner", "title", *_LATE, "files", *_SUMS, "rows_faulty", "filled", "usable", "placed"]
    feeds = pd.DataFrame(rows, columns=columns)
    whole = {name: "Int64" for name in ("newest_late", "judged", "files", *_SUMS, "rows_faulty")}
    return feeds.astype(whole | dict.fromkeys(("median_late", "filled", "usable", "placed"), "float64"))


_LATE = ("newest_late", "median_late", "judged")


def _count_feed(evidence: Evidence, source: Source, faults: pd.DataFrame, selection: Selection) -> dict:
    partner = evidence.catalogue.partners[source.partner].short_name
    feed = {"source": source.id, "partner": partner, "title": source.title}
    feed |= _count_late(evidence.extracts, source, selection)
    files = find_files_in_use(evidence, source.id, selection)
    feed["files"] = len(files)
    if files.empty:
        return feed
    sums = {name: int(files[name].sum()) for name in _SUMS}
    ours = faults[(faults["source"] == source.id) & faults["file"].isin(files["extract"])]
    faulty = count_rows(ours[~ours["rule"].isin(INFORMATION)])
    if is_protected_record(evidence.catalogue, source):
        faulty = min(faulty, sums["rows_set_aside"])
    else:
        assert faulty <= sums["rows_set_aside"], f"{source.id}: more rows are faulty than were set aside"
    shown = faulty or (pd.NA if (~ours["rule"].isin(INFORMATION) & (ours["severity"] == "set_aside")).any() else 0)
    return {**feed, **sums, "rows_faulty": shown, **_share(sums, faulty, has_places=source.reader != "returns")}


def list_revisable(evidence: Evidence, selection: Selection) -> list[Source]:
    """The sources of the partners asked for of which more than one file counts."""
    extracts = evidence.extracts
    counts = extracts.loc[extracts["status"] != "refused", "source"].value_counts()
    return [source for source in select_sources(evidence, selection) if counts.get(source.id, 0) > 1]


def find_files_in_use(evidence: Evidence, source: str, selection: Selection) -> pd.DataFrame:
    """The extracts in use of the source whose period meets the selection."""
    extracts, months = evidence.extracts, selection.months
    meets = (extracts["period_from"] <= months[-1]) & (extracts["period_to"] >= months[0])
    return extracts[(extracts["source"] == source) & (extracts["status"] == "used") & meets]


def _count_late(extracts: pd.DataFrame, source: Source, selection: Selection) -> dict:
    """The newest period judged and the median of the year; a quarter counts once, by its due day."""
    first = list_first_receipts(extracts, source)
    judged = first[first["days_late"].notna() & (first.index <= selection.months[-1])]
    by_period = judged.groupby("due_on")["days_late"].max()
    is_recent = judged.index >= pd.Timestamp(move_month(selection.month_to, -11))
    recent = by_period[by_period.index.isin(judged.loc[is_recent, "due_on"])]
    return {
        "newest_late": by_period.iloc[-1] if len(by_period) else pd.NA,
        "median_late": float(recent.median()) if len(recent) else float("nan"),
        "judged": len(recent),
    }


def _share(sums: dict[str, int], faulty: int, *, has_places: bool) -> dict[str, float]:
    """Percentages of what was expected; null where nothing was."""
    rows = sums["rows_kept"] + faulty
    placed = sum(sums[way] for way in PLACED_BY)
    known = placed + sums["unplaced"] if has_places else 0
    return {
        "filled": _percent(sums["fields_filled"], sums["fields_expected"]),
        "usable": _percent(sums["rows_kept"], rows),
        "placed": _percent(placed, known),
    }


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")


def count_rules(faults: pd.DataFrame) -> pd.DataFrame:
    """source, rule and rows set aside under it, most first within a feed; other areas and totals are left out."""
    aside = faults[(faults["severity"] == "set_aside") & ~faults["rule"].isin(INFORMATION)]
    rows = [
        {"source": source, "rule": rule, "rows": count_rows(part)}
        for (source, rule), part in aside.groupby(["source", "rule"], sort=False)
    ]
    counted = pd.DataFrame(rows, columns=["source", "rule", "rows"])
    return counted.sort_values(["source", "rows"], ascending=[True, False], kind="stable", ignore_index=True)


def word_feeds(feeds: pd.DataFrame) -> str:
    """The feeds' lateness and the worst of their filling, in a sentence."""
    judged = feeds[feeds["newest_late"].notna()]
    if judged.empty:
        return "No file of these feeds can be judged late: none was sent by agreement."
    late = judged[judged["newest_late"] > 0]
    said = f"{len(judged) - len(late)} of {len(judged)} feeds sent their newest file by the day agreed"
    filled = feeds[feeds["filled"].notna()]
    if filled.empty:
        return f"{said}."
    worst = filled.loc[filled["filled"].idxmin()]
    return f"{said}; the least filled is {worst['title']}, at {worst['filled']:.1f}%."
