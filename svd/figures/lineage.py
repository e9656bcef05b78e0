"""Which extracts stand behind figures: each file once, with its hash, its edition and the months it stands for."""

from collections.abc import Iterable

import pandas as pd

from svd.figures.periods import find_comparator
from svd.measures.question import Evidence
from svd.measures.seen import find_indicator
from svd.store.selection import Selection

_LEDGER = ["source", "extract", "received_on", "edition", "sha256", "status", "rows_kept"]
COLUMNS = ("title", "partner", "extract", "received_on", "edition", "month_from", "month_to", "months", "sha256")
"""With ``status`` and ``rows_kept``, what is said of an extract."""


def list_lineage(evidence: Evidence, selection: Selection, shown: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The extracts behind the tables shown, a row each, in the order of the catalogue's feeds.

    ``months`` counts those the extract stands for of the months in question, ``month_from`` and ``month_to`` are the
    first and the last; null where a figure goes back to an extract of an earlier period. The months in question are the
    selection's, those before it that a table reaches back to, and those it is compared with.
    """
    tables = [table for table in shown if len(table)]
    sources = {name for table in tables for name in _find_sources(evidence, table)}
    named = {name for table in tables if "extract" in table for name in split_names(table["extract"])}
    months = _find_months(evidence, selection, tables)
    coverage = evidence.coverage
    covered = coverage[coverage["source"].isin(sources) & coverage["month"].isin(months)]
    spans = covered.groupby(["source", "extract"])["month"].agg(month_from="min", month_to="max", months="count")
    ledger = evidence.extracts
    is_named = ledger["source"].isin(sources) & ledger["extract"].isin(named) & (ledger["status"] != "refused")
    told = ledger.loc[is_named, ["source", "extract"]].drop_duplicates()
    listed = pd.concat([spans.reset_index(), told], ignore_index=True).drop_duplicates(["source", "extract"])
    # A file sent twice has two lines in the ledger; the newest says what it is.
    files = ledger[ledger["status"] != "refused"][_LEDGER].sort_values("received_on", kind="stable")
    joined = listed.merge(files.drop_duplicates(["source", "extract"], keep="last"), "left", ["source", "extract"])
    return _describe(evidence, joined)


def _describe(evidence: Evidence, joined: pd.DataFrame) -> pd.DataFrame:
    catalogue = evidence.catalogue
    declared = [catalogue.sources[name] for name in joined["source"]]
    order = {name: place for place, name in enumerate(catalogue.sources)}
    described = joined.assign(
        title=[source.title for source in declared],
        partner=[catalogue.partners[source.partner].short_name for source in declared],
        place=joined["source"].map(order),
        months=joined["months"].astype("Int64"),
    )
    ordered = described.sort_values(["place", "month_from", "extract"], kind="stable", ignore_index=True)
    return ordered[[*COLUMNS, "status", "rows_kept"]]


def _find_sources(evidence: Evidence, table: pd.DataFrame) -> set[str]:
    """The sources of the table's indicators, or those it names by their titles."""
    sources = evidence.catalogue.sources
    if "indicator" not in table:
        titles = split_names(table["source"])
        return {source.id for source in sources.values() if source.title in titles}
    found = set()
    for name in table["indicator"].unique():
        indicator = find_indicator(evidence.catalogue, name)
        how = indicator.calculation
        sent = {source.id for source in sources.values() if not source.is_public}
        found |= (set(how.quality_sources) or sent) if how.basis == "quality" else {indicator.source}
    return found


def split_names(named: pd.Series) -> set[str]:
    """The extracts, or the titles of sources, that a column of a result names, each once."""
    return {name for names in named.dropna().unique() for name in str(names).split("; ")}


def _find_months(evidence: Evidence, selection: Selection, tables: list[pd.DataFrame]) -> pd.DatetimeIndex:
    starts = [table["month"].min() for table in tables if "month" in table and table["month"].notna().any()]
    first = min([selection.months[0], *(pd.Timestamp(start) for start in starts)])
    months = pd.date_range(first, selection.months[-1], freq="MS")
    earlier = find_comparator(selection, evidence.catalogue).selection
    if earlier is None or not any("count_before" in table for table in tables):
        return months
    return months.union(earlier.months)
