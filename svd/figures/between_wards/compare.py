"""Wards against the whole area: which differ by more than chance, and what that means."""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from svd.measures.measure import find_rows
from svd.measures.protect import find_base
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, OK, UNALLOCATED
from svd.measures.seen import find_indicator
from svd.stats.limits import Z_95, Z_998, limits_count, limits_proportion

NOT_COMPARED = "not compared"
_WORDS = ("lower", "may be lower", "similar", "may be higher", "higher")


def compare_wards(evidence: Evidence, wards: pd.DataFrame, area: pd.DataFrame) -> pd.DataFrame:
    """The ward results as ``compare_figures`` gives them, the row of no known ward left out.

    Each ward is held against ``benchmark``: the area's figure for the events that have a known ward.
    """
    of = wards["indicator"].iloc[0] if len(wards) else ""
    return compare_many(evidence, wards, area.assign(indicator=of)).drop(columns="area_value")


def find_dispersion(wards: pd.DataFrame) -> float:
    """How far the months of the wards' results scatter against chance alone, which is one for all of them."""
    return float(wards["dispersion"].max()) if len(wards) else 1.0


def compare_many(evidence: Evidence, wards: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """``compare_wards`` of several indicators at once, one under the other, with ``area_value`` beside them."""
    parts, wholes = _split(wards), _split(areas)
    told = {"benchmark": [], "form": [], "per": [], "polarity": [], "rounding": [], "dispersion": [], "area_value": []}
    for name, part in parts.items():
        indicator = find_indicator(evidence.catalogue, name)
        how, whole = indicator.calculation, wholes.get(name, _NO_AREA)
        told["benchmark"].append(_find_benchmark(part, whole, how.form))
        told["form"].append(how.form)
        told["per"].append(float(how.per))
        told["polarity"].append(indicator.polarity)
        told["rounding"].append(2 * find_base(evidence.catalogue.rules[indicator.small_number_rule]) - 1)
        told["dispersion"].append(max(part["dispersion"].max(initial=1.0), 1.0))
        told["area_value"].append(whole["value"][0] if len(whole["value"]) else np.nan)
    placed = wards[wards["ward_code"] != UNALLOCATED]
    at = pd.Index(parts).get_indexer(placed["indicator"])
    of_row = {
        name: np.array(each, dtype=object if name in ("form", "polarity") else float)[at] for name, each in told.items()
    }
    area_value = of_row.pop("area_value")
    return compare_figures(placed, **of_row).assign(area_value=area_value)


_READ = ("count", "denominator", "value", "base", "dispersion")
_NO_AREA = dict.fromkeys(_READ, np.empty(0))


def _split(table: pd.DataFrame) -> dict[str, dict[str, NDArray]]:
    """Each indicator's figures as arrays."""
    columns = _read(table)
    return {name: {column: array[rows] for column, array in columns.items()} for name, rows in find_rows(table).items()}


def _read(table: pd.DataFrame) -> dict[str, NDArray]:
    figures = {name: table[name].to_numpy(float, na_value=np.nan) for name in _READ if name in table}
    codes = table["ward_code"].to_numpy(object) if "ward_code" in table else np.full(len(table), "")
    return figures | {"is_placed": codes != UNALLOCATED}


def find_benchmark(wards: pd.DataFrame, area: pd.DataFrame, form: str) -> float:
    """The area's value less the events with no known ward; the area's value where their number is not shown.

    A ward's count has no such events, so that against the area's whole value every ward would stand too low. It is
    worked out from shown figures alone, which are disclosed already.
    """
    return _find_benchmark(_read(wards), _read(area), form)


def _find_benchmark(wards: dict[str, NDArray], area: dict[str, NDArray], form: str) -> float:
    if not len(area["value"]):
        return np.nan
    if (wards.get("base", _NO_AREA["base"]) > 1).any():
        return _pool_wards(wards, form)
    value, loose = float(area["value"][0]), np.flatnonzero(~wards["is_placed"])
    if form == "weighed" or not len(loose) or np.isnan(value) or not value:
        return value
    count, cases = area["count"][0], area["denominator"][0]
    without = count - wards["count"][loose[0]]
    share = without / count
    if form == "proportion":
        left = cases - wards["denominator"][loose[0]]
        share = without / left / (count / cases) if left > 0 else np.nan
    return value * float(share) if share > 0 else value


def _pool_wards(wards: dict[str, NDArray], form: str) -> float:
    """The value of all wards together, of the wards' own months, which may be others than the area's.

    A ward too small to be shown counts as none: protection is even-handed over many of them.
    """
    count, denominator, value = (wards[name][wards["is_placed"]] for name in ("count", "denominator", "value"))
    whole = np.nansum(denominator)
    if form == "count" or not whole > 0:
        return np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        per = value / (count / denominator)
    per = per[~np.isnan(per)]
    return float(np.nansum(count) / whole * per[0]) if len(per) else np.nan


def compare_figures(
    wards: pd.DataFrame,
    benchmark: ArrayLike,
    form: str | NDArray,
    per: ArrayLike,
    polarity: str | NDArray,
    rounding: ArrayLike = 1,
    dispersion: ArrayLike = 1.0,
) -> pd.DataFrame:
    """``wards`` with benchmark, lower_998, upper_998, ``compared``, ``judgement`` and ``leaning`` beside them.

    ``compared``: higher or lower where the ward's 99.8% limits leave out the benchmark; may be higher or lower where
    only its 95% limits do (about one ward in twenty by chance); similar otherwise; not compared where a figure is
    hidden, missing, has no limits, is a bare count or a weighed sum. ``judgement``: better, worse, similar, neutral or
    empty, by the polarity; ``leaning`` says the same of those that only may differ. Limits are null where the figure
    is. Of counts shown as multiples of ``rounding`` the nearest possible one is tested, so that rounding calls no ward.
    ``dispersion``: the months', by which all of these limits are wider. All of these may differ from row to row.
    Source: Fingertips technical guidance, comparison with a benchmark.
    """
    shown = wards["count"].to_numpy(float, na_value=np.nan)
    denominator = wards["denominator"].to_numpy(float, na_value=np.nan)
    lower, upper = _find_limits(shown, denominator, form, per, Z_998, dispersion)
    nearest = find_nearest(shown, denominator, benchmark, form, per, rounding)
    tested = (_find_limits(nearest, denominator, form, per, z, dispersion) for z in (Z_95, Z_998))
    (low, high), (far_low, far_high) = tested
    is_shown = wards["lower"].notna().to_numpy()
    can_compare = is_shown & wards["status"].isin([OK, INCOMPLETE]).to_numpy()
    form, polarity = (np.broadcast_to(np.asarray(each, dtype=object), len(wards)) for each in (form, polarity))
    can_compare &= np.isfinite(benchmark) & ~np.isin(form.astype(str), ("count", "weighed", "ratio"))
    conditions = [far_low > benchmark, far_high < benchmark, low > benchmark, high < benchmark]
    compared = np.array(_WORDS, dtype=object)[np.select(conditions, [4, 0, 3, 1], 2)]
    compared = np.where(can_compare, compared, NOT_COMPARED)
    return wards.assign(
        benchmark=benchmark,
        lower_998=np.where(is_shown & (form != "weighed"), lower, np.nan),
        upper_998=np.where(is_shown & (form != "weighed"), upper, np.nan),
        compared=compared,
        judgement=[judge_difference(*pair) for pair in zip(compared, polarity, strict=True)],
        leaning=[
            judge_difference(word.removeprefix("may be "), way) for word, way in zip(compared, polarity, strict=True)
        ],
    )


def find_nearest(
    count: NDArray,
    denominator: NDArray,
    benchmark: ArrayLike,
    form: str | NDArray,
    per: ArrayLike,
    rounding: ArrayLike,
) -> NDArray:
    """The count nearest to what the benchmark would give, of those that are shown as ``count``; none is exact.

    For shares the cases may be rounded as well, which moves what the benchmark would give.
    """
    share = benchmark / per
    half = (rounding - 1) / 2 * np.where(np.equal(form, "proportion"), 1 + share, 1)
    return np.where(count > 0, np.clip(share * denominator, count - half, count + half), count)


def _find_limits(
    count: NDArray, denominator: NDArray, form: str | NDArray, per: ArrayLike, z: float, dispersion: ArrayLike
) -> tuple[NDArray, NDArray]:
    is_share, is_count = np.equal(form, "proportion"), np.equal(form, "count")
    of_counts = limits_count(count, z, dispersion)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(is_count, 1.0, per / denominator)
    if not np.any(is_share):
        return tuple(limit * factor for limit in of_counts)
    of_shares = limits_proportion(np.where(is_share, count, np.nan), denominator, z, dispersion)
    return tuple(
        np.where(is_share, share * per, limit * factor) for share, limit in zip(of_shares, of_counts, strict=True)
    )


@cache
def judge_difference(compared: str, polarity: str) -> str:
    """What higher or lower means by the way that is good: better, worse or neutral; similar or empty where neither."""
    if compared == NOT_COMPARED:
        return ""
    if compared not in ("higher", "lower"):
        return "similar"
    if polarity == "neutral":
        return "neutral"
    return "worse" if (compared == "higher") == (polarity == "lower") else "better"
