"""The ledger of files, the faults and the months received as they may be shown: protected feeds count in blocks."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.measures.book import Book, show_levels
from svd.measures.count import Counts
from svd.measures.feed import Shown
from svd.measures.protect import find_base, identify

BEARABLE = 0.01
"""Share of events that could not be used up to which a count of records still stands as whole."""
_ROW = r": see row \d+ of the file"
"""Told of an exact feed alone: a row's number tells that there are as many rows at least."""
_ODD = "Something is odd in this file. What it is holds counts, and is told to whoever checks the file itself."
_WAYS = ("placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward")
_NUMBERS = ("rows_read", "rows_kept", "rows_set_aside", *_WAYS, "unplaced", "fields_expected", "fields_filled")


def show_extracts(
    extracts: pd.DataFrame, counts: Counts, feeds: Mapping[str, Shown], catalogue: Catalogue, book: Book | None
) -> pd.DataFrame:
    """The ledger; of protected feeds of records every number is made of shown totals, or null where none is in use.

    What was kept and what has no ward follow from the feed's own totals; other counts have blocks of their own.
    """
    numbers = extracts.astype(dict.fromkeys(_NUMBERS, "Float64"))
    hidden = {one.id for one in catalogue.sources.values() if is_protected_record(catalogue, one)}
    for row, extract in extracts.iterrows():
        if extract["source"] in hidden:
            source, feed = catalogue.sources[extract["source"]], feeds.get(extract["source"])
            shown = _show_extract(extract, source, counts, feed, catalogue, book) if feed else {}
            numbers.loc[row, list(_NUMBERS)] = [shown.get(name, np.nan) for name in _NUMBERS]
    whole = {name: numbers[name].fillna(np.nan).round().astype("Int64") for name in _NUMBERS}
    return numbers.assign(**whole)


def is_protected_record(catalogue: Catalogue, source: Source) -> bool:
    """Whether the source sends records under a rule that hides small numbers."""
    return source.reader != "returns" and catalogue.rules[source.small_number_rule].hide_up_to > 0


def _show_extract(
    extract: pd.Series, source: Source, counts: Counts, feed: Shown, catalogue: Catalogue, book: Book
) -> dict[str, float]:
    own = counts.coverage[(counts.coverage["source"] == source.id) & (counts.coverage["extract"] == extract["extract"])]
    if own.empty:
        return {}
    base = find_base(catalogue.rules[source.small_number_rule])
    first, last = (counts.months.get_loc(own["month"].agg(how)) for how in ("min", "max"))
    kept, unplaced = (_add_up(feed, place, first, last + 1) for place in (-1, -2))
    period = [extract["period_from"], extract["period_to"]]
    levels = {"missing": extract["fields_expected"] - extract["fields_filled"], "set_aside": extract["rows_set_aside"]}
    levels |= {way: extract[way] for way in _WAYS}
    shown = {}
    for name, level in levels.items():
        identity = identify("file", source.id, name, *period)
        (shown[name],) = show_levels(book, identity, {0: float(level)}, base).values()
    read = kept + shown["set_aside"]
    expected = read * len(source.required_fields)
    told = {"rows_read": read, "rows_kept": kept, "rows_set_aside": shown["set_aside"], "unplaced": unplaced}
    filled = max(expected - shown["missing"], 0.0)
    return {**told, **{way: shown[way] for way in _WAYS}, "fields_expected": expected, "fields_filled": filled}


def _add_up(feed: Shown, place: int, first: int, last: int) -> float:
    """The shown events of all rings at the place, between the shown totals nearest to both ends."""
    total = 0.0
    for row in feed.whole:
        series = feed.totals[row][place]
        known = np.flatnonzero(~np.isnan(series))
        inside = known[(known >= first) & (known <= last)]
        if len(inside) > 1:
            total += series[inside[-1]] - series[inside[0]]
    return max(total, 0.0)


def show_problems(
    problems: pd.DataFrame, extracts: pd.DataFrame, feeds: Mapping[str, Shown], catalogue: Catalogue, book: Book | None
) -> pd.DataFrame:
    """Faults; of protected feeds one a file, column and rule, without its rows, how many of them being a block."""
    is_hidden = problems["source"].isin(
        [one.id for one in catalogue.sources.values() if is_protected_record(catalogue, one)]
    )
    periods = extracts.set_index("extract")[["period_from", "period_to"]]
    keys = ["source", "file", "column", "rule", "severity"]
    parts = [problems[~is_hidden]]
    for key, part in problems[is_hidden].groupby(keys, sort=False, dropna=False):
        named = dict(zip(keys, key, strict=True))
        base = find_base(catalogue.rules[catalogue.sources[named["source"]].small_number_rule])
        period = list(periods.loc[named["file"]]) if named["file"] in periods.index else []
        identity = identify("faults", named["source"], named["column"], named["rule"], *period)
        level = {0: float(part["rows"].sum())}
        (rows,) = show_levels(book, identity, level, base).values() if book else (0.0,)
        row = part.iloc[[0]].assign(row=np.nan, value=None, rows=int(rows))
        row["message"] = row["message"].str.replace(_ROW, "", regex=True)
        if named["severity"] == "warning":
            row["message"] = _ODD
        parts.append(row.astype(problems.dtypes.to_dict()))
    return pd.concat(parts).sort_values(["source", "file", "row"], kind="stable", ignore_index=True)


def show_coverage(coverage: pd.DataFrame, feeds: Mapping[str, Shown]) -> pd.DataFrame:
    """The months received; how many rows a month has is null of protected feeds."""
    return coverage.assign(rows=coverage["rows"].mask(coverage["source"].isin(list(feeds))))


def find_low(extracts: pd.DataFrame, counts: Counts, sources: list[str]) -> np.ndarray:
    """Whether more than 1% of a protected feed's events could not be used, by source and month, by shown counts."""
    low = np.zeros((len(sources), len(counts.months)), dtype=bool)
    aside, read = extracts["rows_set_aside"].astype(float), extracts["rows_read"].astype(float)
    named = set(extracts.loc[aside > BEARABLE * read, "extract"])
    months = counts.months.get_indexer(counts.coverage["month"])
    for source, extract, month in zip(counts.coverage["source"], counts.coverage["extract"], months, strict=True):
        if source in sources and extract in named:
            low[sources.index(source), month] = True
    return low
