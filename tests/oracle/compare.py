"""One case asked of the product and summed up anew: what differs, in words; nothing where all agrees."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from svd.figures.over_time.between_events import space_events
from svd.figures.record_counts import count_records
from svd.figures.trends import find_breaks
from svd.measures.count import count_store
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.selection import Selection
from tests.oracle.cases import BETWEEN, RECORDS, REPEATS, Case
from tests.oracle.sums import ANY, NO_WARD, Oracle, Sum

_NUMBERS = ("count", "denominator", "value")
_CLOSE = 1e-9


def compare_open(evidence: Evidence, oracle: Oracle, case: Case) -> list[str]:
    """What differs where nothing is protected: every number must be the same, what is missing must not be zero."""
    return [f"{case}: {fault}" for fault in _OPEN.get(case.asked, _compare_indicator)(evidence, oracle, case)]


def _compare_indicator(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    result = measure(evidence, case.asked, case.selection, case.by)
    is_returned = evidence.catalogue.indicators[case.asked].calculation.basis == "returns"
    yield from (_check_returned_rows if is_returned else _check_rows)(result, oracle, case)
    for row in result.itertuples():
        yield from _differ(
            row, sum_row(oracle, case, row), f"{row.ward_code} {row.month:%Y-%m} to {row.month_to:%Y-%m}"
        )


def _check_rows(result: pd.DataFrame, oracle: Oracle, case: Case) -> Iterator[str]:
    """Whether there is a row for each place and period asked for, and no other."""
    months = case.selection.months
    wards = list(case.selection.wards) or oracle.places.wards
    places = wards if case.by in ("ward", "ward_month") else [oracle.catalogue.area.code]
    spans = [(month, month) for month in months] if "month" in case.by else [(months[0], months[-1])]
    asked = {(place, *span) for place in places for span in spans}
    found = set(zip(result["ward_code"], result["month"], result["month_to"], strict=True))
    if found - {(NO_WARD, *span) for span in spans} != asked or len(found) != len(result):
        yield f"rows for {sorted(found ^ asked)[:3]}"


def _check_returned_rows(result: pd.DataFrame, oracle: Oracle, case: Case) -> Iterator[str]:
    """Whether the periods are those that the rule takes."""
    indicator = oracle.catalogue.indicators[case.asked]
    first, last = case.selection.months[0], case.selection.months[-1]
    wards = (list(case.selection.wards) or oracle.places.wards) if "ward" in case.by else [oracle.catalogue.area.code]
    expected = set()
    for place in wards:
        ward = ANY if place == oracle.catalogue.area.code else place
        if "month" not in case.by:
            rows = oracle.find_returned(indicator, ward, first, last)
            span = (rows["period_from"].iloc[0], rows["period_to"].iloc[-1]) if len(rows) else (first, last)
            expected.add((place, *span))
            continue
        rows = oracle.list_returned(indicator, ward)
        inside = rows[rows["period_to"].between(first, last)]
        if indicator.frequency == "month" and (len(rows) or case.by == "month"):
            expected |= {(place, month, month) for month in case.selection.months}
        else:
            expected |= {(place, *span) for span in zip(inside["period_from"], inside["period_to"], strict=True)}
    found = set(zip(result["ward_code"], result["month"], result["month_to"], strict=True))
    if found != expected:
        yield f"periods {sorted(found ^ expected)[:3]}"


def sum_row(oracle: Oracle, case: Case, row) -> Sum:
    """The sum of the place and the months that the row itself names."""
    indicator = oracle.catalogue.indicators[case.asked]
    ward = ANY if row.ward_code == oracle.catalogue.area.code else row.ward_code
    months = list(pd.date_range(row.month, row.month_to, freq="MS"))
    if indicator.calculation.basis != "returns":
        return oracle.sum_up(indicator, case.selection, ward, months)
    rows = oracle.list_returned(indicator, ward)
    return oracle.sum_returned(
        indicator, ward, rows[(rows["period_from"] >= row.month) & (rows["period_to"] <= row.month_to)]
    )


def _differ(row, true: Sum, where: str) -> Iterator[str]:
    if true.is_missing or true.is_hidden:
        wanted = MISSING if true.is_missing else SUPPRESSED
        if row.status != wanted or not np.isnan([row.count, row.value]).all():
            yield f"{where}: {row.status} {row.count} where it is {wanted}"
        return
    if row.status == MISSING and true.count == 0 and true.is_doubtful:
        return
    if row.status not in (OK, INCOMPLETE):
        yield f"{where}: {row.status} where {true.count} were sent"
        return
    for name in _NUMBERS:
        shown, sent = float(getattr(row, name)), float(getattr(true, name))
        if not np.isclose(shown, sent, rtol=_CLOSE, atol=_CLOSE, equal_nan=True):
            yield f"{where}: {name} {shown} where it is {sent}"


def _compare_records(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    """Records by category of the kind asked for: every category with any, and no other."""
    catalogue, feed = oracle.catalogue, oracle.feeds[case.feed]
    result = count_records(evidence, case.selection, "borough")
    result = result[result["source"] == catalogue.sources[case.feed].title].set_index("offence")["count"]
    rows = list_records(feed.rows, case.selection)
    rows = rows[rows["offence"].map(lambda name: catalogue.offences[name].kind).isin(case.selection.kinds)]
    sent = rows.groupby(rows["offence"].map(lambda name: catalogue.offences[name].title))["count"].sum()
    sent = sent[sent > 0]
    told = result[result > 0].drop("Category not known", errors="ignore")
    if told.to_dict() != sent.to_dict():
        yield f"{told.to_dict()} where {sent.to_dict()} were sent"


def list_records(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Each record of the months and ages once; positive outcomes are no records, and a repeat is among them already."""
    chosen = rows["month"].isin(selection.months) & rows["measure"].isin(["records", "offences"])
    return rows[chosen & (rows["age"].isin(selection.ages) | (not selection.ages))]


def _compare_between(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    """Months between homicides: counted from the months in which the police's files hold one."""
    indicator = oracle.catalogue.indicators["homicide"]
    series = measure(evidence, "homicide", case.selection, "month")
    spells = space_events(series, indicator, find_breaks(evidence, indicator)).spells
    rows = oracle.feeds[case.feed].rows
    own = rows[(rows["offence"] == "homicide") & rows["month"].isin(case.selection.months) & (rows["count"] > 0)]
    months = sorted(own["month"].unique())
    last = max(month for month in case.selection.months if month in oracle.feeds[case.feed].file)
    ends = [*months[1:], last]
    # Between two homicides neither's month counts; since the last one all months do.
    apart = [(b.year - a.year) * 12 + b.month - a.month for a, b in zip(months, ends, strict=True)]
    gaps = [*(months_apart - 1 for months_apart in apart[:-1]), *apart[-1:]]
    if [*spells["months"]] != gaps or [*spells["since"]] != months:
        yield f"{[*spells['months']]} months between where it is {gaps}"


def _compare_marks(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    """Cases marked as a repeat and the rest, as they are counted before anything is protected."""
    wards = tuple(evidence.geography.ward_names)
    counts = evidence.store.keep("counts", lambda: count_store(evidence.store, wards))
    rows = oracle.feeds[case.feed].rows
    own = rows[rows["month"].isin(case.selection.months)]
    sent = {name: int((own["measure"] == name).sum()) for name in ("repeats", "records")}
    is_asked = counts.months.isin(case.selection.months)
    told = {
        name: counts.counts[((counts.cells["source"] == case.feed) & counts.cells["measure"].isin(measures)).to_numpy()]
        for name, measures in (("repeats", ["repeats"]), ("records", ["repeats", "rest"]))
    }
    found = {name: int(array[..., is_asked].sum()) for name, array in told.items()}
    if found != sent:
        yield f"{found} where {sent} were sent"


_OPEN = {RECORDS: _compare_records, BETWEEN: _compare_between, REPEATS: _compare_marks}
