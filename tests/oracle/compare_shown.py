"""One case as the product shows it, protected, held against the sum of all that was sent for the months it names."""

from collections.abc import Iterator
from math import ceil

import numpy as np
import pandas as pd

from svd.figures.people.repeats import measure_flagged
from svd.figures.record_counts import count_records
from svd.measures.cube import AREA
from svd.measures.measure import measure
from svd.measures.protect import variance_of
from svd.measures.question import Evidence
from svd.measures.recipe import find_recipe
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.selection import Selection
from tests.oracle.cases import BETWEEN, RECORDS, REPEATS, Case
from tests.oracle.compare import list_records, sum_row
from tests.oracle.sums import Oracle, Sum


def compare_shown(evidence: Evidence, oracle: Oracle, case: Case) -> list[str]:
    """What is beyond the stated error, no multiple of the step, or withheld without a reason."""
    if case.asked == BETWEEN or not _is_protected(oracle, case):
        return []
    compare = {RECORDS: _compare_records, REPEATS: _compare_repeats}.get(case.asked, _compare_indicator)
    return [f"{case}: {fault}" for fault in compare(evidence, oracle, case)]


def _is_protected(oracle: Oracle, case: Case) -> bool:
    return find_step(oracle, case.feed) > 1


def find_step(oracle: Oracle, feed: str) -> int:
    """The step in which the feed's counts are shown."""
    return oracle.catalogue.rules[oracle.catalogue.sources[feed].small_number_rule].base


def _compare_indicator(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    indicator, step = oracle.catalogue.indicators[case.asked], find_step(oracle, case.feed)
    result = measure(evidence, case.asked, case.selection, case.by)
    if case.by == "borough" and len(result) != 1:
        yield f"{len(result)} rows for the area"
    for row in result.itertuples():
        where = f"{row.ward_code} {row.month:%Y-%m} to {row.month_to:%Y-%m}"
        true = sum_row(oracle, case, row)
        if case.selection.ages and "ward" in case.by:
            if not np.isnan(row.count):
                yield f"{where}: {row.count} for ages by ward, which are for the area alone"
        elif row.status in (OK, INCOMPLETE):
            yield from _check_number(row, true, step, indicator.calculation, where)
        elif not np.isnan([row.count, row.value]).all():
            yield f"{where}: {row.count} though {row.status}"
        elif row.status == SUPPRESSED:
            yield from _check_withheld(evidence, case, row, true, where)
        elif row.status != MISSING or not true.is_missing:
            yield f"{where}: {row.status} where {true.count} were sent"


def _check_number(row, true: Sum, step: int, how, where: str) -> Iterator[str]:
    if true.is_missing or true.is_hidden:
        yield f"{where}: {row.count} where nothing is known"
        return
    error = _bound(row.noise, row.base)
    if row.count % step or not row.count > 0:
        yield f"{where}: {row.count} is no multiple of {step}"
    if abs(row.count - true.count) >= error:
        yield f"{where}: {row.count} is {error} or more from {true.count}"
    if how.form in ("proportion", "ratio"):
        if abs(row.denominator - true.denominator) >= _bound(row.noise, row.base) + _bound(row.rest_noise, row.base):
            yield f"{where}: of {row.denominator} where it is of {true.denominator}"
    elif not np.isclose(row.denominator, true.denominator, rtol=1e-9, equal_nan=True):
        yield f"{where}: per {row.denominator} where it is per {true.denominator}"
    expected = row.count if how.form == "count" else row.count / row.denominator * how.per
    if not np.isclose(row.value, expected, rtol=1e-9, equal_nan=True):
        yield f"{where}: {row.value} where {row.count} of {row.denominator} are {expected}"


def _bound(noise: float, base: float) -> float:
    """Less than a step for every part that the figure says is added up in it."""
    return max(ceil(round(noise / variance_of(base), 6)), 1) * base if base > 1 else 0.5


def _check_withheld(evidence: Evidence, case: Case, row, true: Sum, where: str) -> Iterator[str]:
    """A figure is withheld only where its steps are not reached or no total is shown where it begins or ends."""
    few = true.is_missing or true.is_hidden or true.count < max(_bound(row.noise, row.base), row.base)
    rest = true.denominator - true.count if np.isfinite(true.denominator) else np.inf
    if not few and rest >= max(_bound(row.rest_noise, row.base), row.base) and _is_told(evidence, case, row):
        yield f"{where}: withheld though {true.count} of {true.denominator} were sent and both ends are shown"


def _is_told(evidence: Evidence, case: Case, row) -> bool:
    cube, catalogue = evidence.cube, evidence.catalogue
    indicator = catalogue.indicators[case.asked]
    if indicator.calculation.basis == "returns":
        own = evidence.returns_of(case.asked)
        own = own[own["ward_code"].fillna("") == ("" if row.ward_code == catalogue.area.code else row.ward_code)]
        inside = own[(own["period_from"] >= row.month) & (own["period_to"] <= row.month_to)]
        return bool(inside["start"].notna().iloc[0] and inside["end"].notna().iloc[-1])
    definition = catalogue.definitions[case.selection.definition]
    recipe = find_recipe(cube, catalogue, indicator, definition, case.selection.ages)
    place = (
        AREA
        if row.ward_code == catalogue.area.code
        else -2
        if row.ward_code not in cube.wards
        else cube.wards.index(row.ward_code)
    )
    ends = np.clip([cube.at(row.month), cube.at(row.month_to) + 1], 0, len(cube.months))
    return bool(np.isfinite(recipe.shown[place, ends]).all())


def _compare_records(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    """Records by category, or with ages by the categories counted together, of the months that each row names."""
    catalogue, step = oracle.catalogue, find_step(oracle, case.feed)
    result = count_records(evidence, case.selection, "borough")
    titles = {one.title: one.id for one in catalogue.offences.values()}
    for row in result[result["source"] == catalogue.sources[case.feed].title].itertuples():
        offences = [titles[title] for title in row.offence.split("; ") if title in titles]
        if case.selection.ages or row.status == SUPPRESSED or len(offences) != len(row.offence.split("; ")):
            if row.status == SUPPRESSED and not np.isnan(row.count):
                yield f"{row.offence}: {row.count} though withheld"
            continue
        first, last = (pd.Timestamp(text) for text in _read_period(row.period))
        rows = list_records(oracle.feeds[case.feed].rows, Selection(first.date(), last.date()))
        true = rows.loc[rows["offence"].isin(offences), "count"].sum()
        error = _add_steps(evidence, case.feed, offences)
        if row.count % step or abs(row.count - true) >= error:
            yield f"{row.offence} {row.period}: {row.count} where {true} were sent, {error} or more away"


def _add_steps(evidence: Evidence, feed: str, offences: list[str]) -> float:
    """A step for each series that is added up: repeats and the rest are two."""
    kinds = evidence.cube.tables["kinds"]
    series = kinds.loc[(kinds["source"] == feed) & kinds["offence"].isin(offences), "series"].unique()
    return float(evidence.cube.base[series, AREA].sum())


def _read_period(words: str) -> tuple[str, str]:
    first, _, last = words.partition(" to ")
    return (first if len(first.split()) > 1 else f"{first} {last.split()[-1]}"), last or first


def _compare_repeats(evidence: Evidence, oracle: Oracle, case: Case) -> Iterator[str]:
    """Cases marked as a repeat, of all, between the shown totals that the share says it lies between."""
    source = evidence.catalogue.sources[case.feed]
    share = measure_flagged(evidence, source, case.selection, None).now
    if share.status not in (OK, INCOMPLETE):
        return
    months = evidence.cube.months[share.start : share.end]
    rows = oracle.feeds[case.feed].rows
    own = rows[rows["month"].isin(months)]
    repeats, records = ((own["measure"] == name).sum() for name in ("repeats", "records"))
    error, rest_error = (round((6 * noise + 1) ** 0.5) for noise in (share.noise, share.rest_noise))
    off = share.count - repeats, share.of - share.count - (records - repeats)
    if share.count % find_step(oracle, case.feed) or abs(off[0]) >= error or abs(off[1]) >= rest_error:
        yield f"{share.count} of {share.of} where {repeats} of {records} were sent"
    if not np.isclose(share.value, share.count / share.of * 100, rtol=1e-9):
        yield f"{share.value}% where {share.count} of {share.of} are shown"
