"""Indicators and a selection in, one tidy result table out: from the cube, with value and limits, all at once."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.measures.counted import COLUMNS, count_recipes
from svd.measures.denominators import find_residents
from svd.measures.label import label
from svd.measures.protect import widen_limits
from svd.measures.quality import count_quality
from svd.measures.question import By, Evidence
from svd.measures.recipe import find_recipe
from svd.measures.result import (
    CUT_SHORT,
    EXTRA_COLUMNS,
    MISSING,
    NOT_APPLICABLE,
    RESULT_COLUMNS,
    SUPPRESSED,
)
from svd.measures.returned import count_returned
from svd.measures.seen import find_indicator
from svd.measures.weighted import HARM_COLUMNS, count_weighted
from svd.measures.windows import find_bounds
from svd.stats.limits import Z_95, limits_count, limits_proportion
from svd.stats.ratio import limits_ratio
from svd.store.selection import Selection

PER_RESIDENT, _SHARES = ("rate", "weighed"), ("proportion", "ratio")
"""Forms of indicators: those divided by residents, and those of which a part is held against a whole or another."""


def measure(evidence: Evidence, indicator_id: str, selection: Selection, by: By) -> pd.DataFrame:
    """The indicator for the selection: a row a ward, a month, both, or one for the whole area.

    Columns are RESULT_COLUMNS and EXTRA_COLUMNS. ``value`` is the count, the rate per ``per`` residents over the
    period, the percentage or the mean; ``lower`` and ``upper`` are its 95% limits by Byar or exact (counts, rates) or
    Wilson (proportions), of Fay and Feuer where events are weighed, wider by what protection adds, and null for a mean.
    Numbers are null where ``status`` says why (ok: not applicable). Raises UserError for an unknown indicator.
    """
    return measure_many(evidence, [indicator_id], selection, by)


def measure_many(evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By) -> pd.DataFrame:
    """The results of several indicators, one under the other, as ``measure`` gives each."""
    return _lay_out(measure_arrays(evidence, indicator_ids, selection, by), [*RESULT_COLUMNS, *EXTRA_COLUMNS])


def find_rows(measured: pd.DataFrame) -> dict[str, slice]:
    """Where each indicator's rows lie in what ``measure_many`` gave: they follow each other."""
    of = measured["indicator"].to_numpy(object)
    starts = [0, *(np.flatnonzero(of[1:] != of[:-1]) + 1).tolist(), len(of)]
    return {of[start]: slice(start, end) for start, end in pairwise(starts) if end > start}


def measure_harm(evidence: Evidence, indicator_id: str, selection: Selection, by: By) -> pd.DataFrame:
    """The result of an indicator whose events are weighed, with HARM_COLUMNS: null where the value is."""
    arrays = measure_arrays(evidence, [indicator_id], selection, by)
    return _lay_out(arrays, [*RESULT_COLUMNS, *EXTRA_COLUMNS, *HARM_COLUMNS])


def measure_arrays(
    evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By
) -> dict[str, NDArray]:
    """``measure_many`` as an array a column, for what works on: with ``number`` and ``place``.

    ``number``: which of ``indicator_ids`` a row is of; ``place``: as in the cube. No table is made, which would cost
    more than the figures.
    """
    found = [find_indicator(evidence.catalogue, name) for name in indicator_ids]
    if not found:
        # Of any other, so that its columns have their types.
        other = measure_arrays(evidence, list(evidence.catalogue.indicators)[:1], selection, by)
        return {name: array[:0] for name, array in other.items()}
    raw = _count(evidence, found, selection, by)
    _value(raw, found)
    return _select_wards(label(raw, evidence, found, selection), selection, by)


def _lay_out(arrays: dict[str, NDArray], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({name: arrays[name] for name in columns})


def _count(evidence: Evidence, found: Sequence[Indicator], selection: Selection, by: By) -> dict[str, NDArray]:
    """The raw figures of every indicator, a row a figure, in the order of ``found``."""
    groups: dict[str, list[int]] = {"facts": [], "weighed": [], "returns": [], "quality": []}
    for number, indicator in enumerate(found):
        how = indicator.calculation
        groups["weighed" if how.weights else how.basis].append(number)
    parts = [_COUNT[name](evidence, found, numbers, selection, by) for name, numbers in groups.items() if numbers]
    parts = [part for part in parts if len(part["number"])] or parts[:1]
    names = dict.fromkeys(name for part in parts for name in part)
    joined = {name: np.concatenate([_take(part, name) for part in parts]) for name in names}
    order = np.argsort(joined["number"], kind="stable")
    return {name: array[order] for name, array in joined.items()}


def _take(part: dict[str, NDArray], name: str) -> NDArray:
    return (
        part[name]
        if name in part
        else np.full(len(part["number"]), "" if name == "gravest" else np.nan, object if name == "gravest" else float)
    )


def _count_facts(
    evidence: Evidence, found: Sequence[Indicator], numbers: Sequence[int], selection: Selection, by: By
) -> dict[str, NDArray]:
    cube, catalogue = evidence.cube, evidence.catalogue
    definition = catalogue.definitions.get(selection.definition, catalogue.latest_definition)
    recipes = [find_recipe(cube, catalogue, found[number], definition, selection.ages) for number in numbers]
    residents = [find_residents(cube, evidence.geography, found[number], selection.ages) for number in numbers]
    raw = count_recipes(cube, recipes, residents, find_bounds(cube, selection.month_from, selection.month_to), by)
    return raw | {"number": np.array(numbers)[raw["number"]]}


def _count_weighed(
    evidence: Evidence, found: Sequence[Indicator], numbers: Sequence[int], selection: Selection, by: By
) -> dict[str, NDArray]:
    parts = [count_weighted(evidence, found[number], selection, by) for number in numbers]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return joined | {"number": np.repeat(numbers, [len(part["count"]) for part in parts])}


def _count_returns(
    evidence: Evidence, found: Sequence[Indicator], numbers: Sequence[int], selection: Selection, by: By
) -> dict[str, NDArray]:
    cube = evidence.cube
    is_by_ward = by in ("ward", "ward_month")
    codes = cube.wards if is_by_ward else ("",)
    offset = 0 if is_by_ward else len(cube.wards) + 1
    bounds = find_bounds(cube, selection.month_from, selection.month_to)
    rows = [
        row | {"number": number, "place": row["place"] + offset}
        for number in numbers
        for row in count_returned(cube, found[number], codes, bounds, by)
    ]
    if selection.ages:
        rows = [row | {"status": NOT_APPLICABLE} for row in rows]
    return _columns(rows)


def _count_quality(
    evidence: Evidence, found: Sequence[Indicator], numbers: Sequence[int], selection: Selection, by: By
) -> dict[str, NDArray]:
    rows = [
        row | {"number": number} for number in numbers for row in count_quality(evidence, found[number], selection, by)
    ]
    return _columns(rows)


def _columns(rows: Sequence[dict]) -> dict[str, NDArray]:
    texts = ("status", "extract")
    return {name: np.array([row[name] for row in rows], dtype=object if name in texts else None) for name in COLUMNS}


_COUNT = {"facts": _count_facts, "weighed": _count_weighed, "returns": _count_returns, "quality": _count_quality}


def _value(raw: dict[str, NDArray], found: Sequence[Indicator]) -> None:
    """Add value, lower and upper, and make null what the status says may not or can't be shown."""
    hows = [indicator.calculation for indicator in found]
    number = raw["number"].astype(int)
    form = np.array([how.form for how in hows], dtype=object)[number]
    per = np.array([float(how.per) for how in hows])[number]
    count = raw["count"].astype(float)
    denominator = np.where(raw["denominator"].astype(float) > 0, raw["denominator"].astype(float), np.nan)
    share = np.isin(form, _SHARES)
    divisor = np.where(form == "count", 1.0, denominator)
    factor = np.where(np.isin(form, PER_RESIDENT), per, 1.0)
    value = count / divisor * np.where(share, per, factor)
    lower, upper = _limit(raw, count, denominator, form, per, divisor, factor)
    if "total" in raw:
        of_sum = (raw[name].astype(float) / divisor * factor for name in ("total", "total_lower", "total_upper"))
        value, lower, upper = (
            np.where(form == "weighed", *pair) for pair in zip(of_sum, (value, lower, upper), strict=True)
        )
    without = np.isin(raw["status"].astype(str), [SUPPRESSED, MISSING, NOT_APPLICABLE, CUT_SHORT])
    without_limits = without | (form == "mean")
    raw["count"] = np.where(without, np.nan, count)
    raw["denominator"] = np.where(without & share, np.nan, denominator)
    raw["value"] = np.where(without, np.nan, value)
    raw["lower"] = np.where(without_limits, np.nan, lower)
    raw["upper"] = np.where(without_limits, np.nan, upper)


def _limit(
    raw: dict[str, NDArray],
    count: NDArray,
    denominator: NDArray,
    form: NDArray,
    per: NDArray,
    divisor: NDArray,
    factor: NDArray,
) -> tuple[NDArray, NDArray]:
    noise, rest = raw["noise"].astype(float), raw["rest_noise"].astype(float)
    share, is_ratio = form == "proportion", form == "ratio"
    limits = widen_limits(count, *limits_count(count, dispersion=raw["dispersion"]), noise, Z_95)
    lower, upper = (limit / divisor * factor for limit in limits)
    if share.any():
        part = np.where(share, count, np.nan)
        wilson = limits_proportion(part, denominator)
        p = part / denominator
        # The part and its rest are rounded apart: the share moves by (1 - p) of the one and by p of the other.
        spread = ((1 - p) ** 2 * noise + p**2 * rest) / denominator**2
        shares = widen_limits(p, *wilson, spread, Z_95)
        lower = np.where(share, shares[0] * per, lower)
        upper = np.where(share, np.minimum(shares[1], 1.0) * per, upper)
    if is_ratio.any():
        ratios = limits_ratio(np.where(is_ratio, count, np.nan), denominator)
        lower, upper = (
            np.where(is_ratio, limit * per, each) for limit, each in zip(ratios, (lower, upper), strict=True)
        )
    return lower, upper


def _select_wards(arrays: dict[str, NDArray], selection: Selection, by: By) -> dict[str, NDArray]:
    """Only the wards asked for."""
    if not selection.wards or by not in ("ward", "ward_month"):
        return arrays
    is_asked = np.isin(arrays["ward_code"].astype(str), selection.wards)
    return {name: array[is_asked] for name, array in arrays.items()}
