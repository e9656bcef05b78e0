"""The tables an officer takes away: the selection's indicators by area, ward and month, and its records by category."""

import numpy as np
import pandas as pd

from svd.catalogue.schema import UNMAPPED
from svd.catalogue.wording import word_period
from svd.figures.counted import judge_known, name_extracts
from svd.figures.disclosure import hide_small_numbers
from svd.figures.measures import measure_many
from svd.figures.periods import find_comparator
from svd.figures.question import By, Evidence
from svd.figures.result import MISSING, UNALLOCATED
from svd.figures.scorecard import find_indicators
from svd.store.selection import Selection

RECORD_COLUMNS = ("source", "kind", "offence", "ward_code", "ward_name", "month", "count", "status", "extract")


def measure_all(evidence: Evidence, selection: Selection, by: By, indicators: tuple[str, ...] = ()) -> pd.DataFrame:
    """The results of the selection's indicators (or of those named), one under the other."""
    named = indicators or tuple(indicator.id for indicator in find_indicators(evidence.catalogue, selection))
    return measure_many(evidence, named, selection, by)


def count_records(evidence: Evidence, selection: Selection, by: By) -> pd.DataFrame:
    """Records by source and our category, with RECORD_COLUMNS: sources are listed side by side, never added.

    Disclosed by each source's rule over all wards and months before any filter of wards takes rows away.
    """
    tables = [_count_source(evidence, source, selection, by) for source in _sources(evidence, selection)]
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=list(RECORD_COLUMNS))
    return pd.concat(tables, ignore_index=True)


def _sources(evidence: Evidence, selection: Selection) -> list[str]:
    sources = evidence.catalogue.sources.values()
    return [
        source.id
        for source in sources
        if source.reader != "returns"
        and (not selection.partners or source.partner in selection.partners)
        and (not selection.ages or source.has_age)
    ]


def _count_source(evidence: Evidence, source: str, selection: Selection, by: By) -> pd.DataFrame:
    facts = _with_kinds(evidence, evidence.store.facts_of(source, selection), selection)
    if facts.empty:
        return pd.DataFrame()
    keys = ["kind", "offence", *_axes(by)]
    sums = facts.groupby(keys, observed=True)[["count", "unknown"]].sum().reset_index()
    sums = sums.assign(status=_status(sums, evidence, source, selection), denominator=float("nan"))
    sums["count"] = sums["count"].astype(float).mask(sums["status"] == MISSING)
    rule = evidence.catalogue.rules[evidence.catalogue.sources[source].small_number_rule]
    # Fine even for the whole area: an indicator gives the exact sum of several categories, so one could be worked out.
    parts = [
        hide_small_numbers(part.reset_index(drop=True), rule, is_share=False, is_fine=True)
        for _, part in sums.groupby("offence", observed=True)
    ]
    return _named(pd.concat(parts, ignore_index=True), evidence, source, selection, facts["extract"])


def _status(sums: pd.DataFrame, evidence: Evidence, source: str, selection: Selection) -> np.ndarray:
    covered = evidence.store.coverage_of(source)
    whole = covered.loc[covered["is_complete"] & covered["month"].isin(selection.months), "month"]
    is_complete = (
        sums["month"].isin(whole) if "month" in sums else np.full(len(sums), len(whole) == len(selection.months))
    )
    declared = evidence.catalogue.sources[source]
    return judge_known(sums["count"].to_numpy(), sums["unknown"].to_numpy(), np.asarray(is_complete), declared)


def _axes(by: By) -> list[str]:
    return {"borough": [], "ward": ["ward_code"], "month": ["month"], "ward_month": ["ward_code", "month"]}[by]


def _with_kinds(evidence: Evidence, facts: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    offences = evidence.catalogue.offences
    facts = facts[facts["measure"].isin(["offences", "records"])]
    named = facts.assign(
        offence=facts["offence"].astype(str),
        ward_code=facts["ward_code"].astype(object).fillna(UNALLOCATED).astype(str),
    )
    named["kind"] = named["offence"].map({name: offence.kind for name, offence in offences.items()}).fillna("other")
    return named[named["kind"].isin(selection.kinds)] if selection.kinds else named


def _named(
    table: pd.DataFrame, evidence: Evidence, source: str, selection: Selection, extracts: pd.Series
) -> pd.DataFrame:
    catalogue, geography = evidence.catalogue, evidence.geography
    names = {**geography.ward_names, catalogue.area.code: catalogue.area.name, UNALLOCATED: "No ward known"}
    if "ward_code" not in table:
        table["ward_code"] = catalogue.area.code
    elif selection.wards:
        table = table[table["ward_code"].isin(selection.wards)]
    table["month"] = table.get("month", pd.Series(selection.months[0], index=table.index))
    table["ward_name"] = table["ward_code"].map(names)
    table["source"] = catalogue.sources[source].title
    table["extract"] = name_extracts(extracts.astype(str))
    titles = {name: offence.title for name, offence in catalogue.offences.items()} | {UNMAPPED: "Category not known"}
    table["offence"] = table["offence"].map(titles)
    table["kind"] = table["kind"].map({name: kind.title for name, kind in catalogue.kinds.items()})
    return table[list(RECORD_COLUMNS)]


def word_selection(evidence: Evidence, selection: Selection) -> dict[str, str]:
    """The filters in words, for a page's header and a workbook's cover."""
    c, wards = evidence.catalogue, evidence.geography.ward_names
    definition = c.definitions.get(selection.definition, c.latest_definition)
    return {
        "Period": word_period(selection.month_from, selection.month_to),
        "Wards": ", ".join(wards[code] for code in selection.wards) or "all wards",
        "Kind of violence": ", ".join(c.kinds[kind].title for kind in selection.kinds) or "all kinds",
        "Partner": ", ".join(c.partners[partner].short_name for partner in selection.partners) or "all partners",
        "Age": ", ".join(selection.ages) or "all ages",
        "Definition of serious violence": definition.title,
    }


def word_comparison(evidence: Evidence, selection: Selection) -> str:
    """Which area and periods an overview shows: the whole area, whatever wards the filters name."""
    whole = (
        f"The whole of {evidence.catalogue.area.short_name}, {word_period(selection.month_from, selection.month_to)}"
    )
    comparator = find_comparator(selection, evidence.catalogue)
    if comparator.selection is None:
        return f"{whole}, compared with nothing: {comparator.reason}."
    before = word_period(comparator.selection.month_from, comparator.selection.month_to)
    return f"{whole}, compared with {before}."
