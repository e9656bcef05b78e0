"""Wards against the whole area: which differ by more than chance, and what that means."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    placed = wards[wards["ward_code"] != UNALLOCATED]
    if wards.empty:
        return compare_figures(placed, np.nan, "rate", 1, "neutral")
    indicator = find_indicator(evidence.catalogue, wards["indicator"].iloc[0])
    how = indicator.calculation
    rounding = 2 * find_base(evidence.catalogue.rules[indicator.small_number_rule]) - 1
    benchmark = find_benchmark(wards, area, how.form)
    return compare_figures(placed, benchmark, how.form, how.per, indicator.polarity, rounding, find_dispersion(placed))


def find_dispersion(wards: pd.DataFrame) -> float:
    """How far the months of the wards' results scatter against chance alone, which is one for all of them."""
    return float(wards["dispersion"].max()) if len(wards) else 1.0


def find_benchmark(wards: pd.DataFrame, area: pd.DataFrame, form: str) -> float:
    """The area's value less the events with no known ward; the area's value where their number is not shown.

    A ward's count has no such events, so that against the area's whole value every ward would stand too low. It is
    worked out from shown figures alone, which are disclosed already.
    """
    if area.empty:
        return np.nan
    if len(wards) and (wards["base"] > 1).any():
        return _pool_wards(wards, form)
    whole = area.iloc[0]
    value = float(whole["value"])
    if form == "weighed":
        return value
    loose = wards[wards["ward_code"] == UNALLOCATED]
    if loose.empty or pd.isna(value) or not value:
        return value
    left_out = loose.iloc[0]
    if form != "proportion":
        share = (whole["count"] - left_out["count"]) / whole["count"]
    else:
        kept, cases = whole[["count", "denominator"]].astype(float) - left_out[["count", "denominator"]].astype(float)
        share = kept / cases / (whole["count"] / whole["denominator"]) if cases > 0 else np.nan
    return value * float(share) if share > 0 else value


def _pool_wards(wards: pd.DataFrame, form: str) -> float:
    """The value of all wards together, of the wards' own months, which may be others than the area's.

    A ward too small to be shown counts as none: protection is even-handed over many of them.
    """
    placed = wards[wards["ward_code"] != UNALLOCATED]
    count, whole = placed["count"].sum(), placed["denominator"].sum()
    if form == "count" or not whole > 0:
        return np.nan
    values = placed["value"] / (placed["count"] / placed["denominator"])
    per = values.dropna()
    return float(count / whole * per.iloc[0]) if len(per) else np.nan


def compare_figures(
    wards: pd.DataFrame,
    benchmark: float,
    form: str,
    per: float,
    polarity: str,
    rounding: int = 1,
    dispersion: float = 1.0,
) -> pd.DataFrame:
    """``wards`` with benchmark, lower_998, upper_998, ``compared``, ``judgement`` and ``leaning`` beside them.

    ``compared``: higher or lower where the ward's 99.8% limits leave out the benchmark; may be higher or lower where
    only its 95% limits do (about one ward in twenty by chance); similar otherwise; not compared where a figure is
    hidden, missing, has no limits, is a bare count or a weighed sum. ``judgement``: better, worse, similar, neutral or
    empty, by the polarity; ``leaning`` says the same of those that only may differ. Limits are null where the figure
    is. Of counts shown as multiples of ``rounding`` the nearest possible one is tested, so that rounding calls no ward.
    ``dispersion``: the months', by which all of these limits are wider.
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
    can_compare = can_compare & (np.isfinite(benchmark) and form not in ("count", "weighed", "ratio"))
    conditions = [far_low > benchmark, far_high < benchmark, low > benchmark, high < benchmark]
    compared = np.array(_WORDS, dtype=object)[np.select(conditions, [4, 0, 3, 1], 2)]
    compared = np.where(can_compare, compared, NOT_COMPARED)
    return wards.assign(
        benchmark=benchmark,
        lower_998=np.where(is_shown & (form != "weighed"), lower, np.nan),
        upper_998=np.where(is_shown & (form != "weighed"), upper, np.nan),
        compared=compared,
        judgement=[judge_difference(word, polarity) for word in compared],
        leaning=[judge_difference(word.removeprefix("may be "), polarity) for word in compared],
    )


def find_nearest(
    count: NDArray, denominator: NDArray, benchmark: float, form: str, per: float, rounding: int
) -> NDArray:
    """The count nearest to what the benchmark would give, of those that are shown as ``count``; none is exact.

    For shares the cases may be rounded as well, which moves what the benchmark would give.
    """
    share = benchmark / per
    half = (rounding - 1) / 2 * (1 + share if form == "proportion" else 1)
    return np.where(count > 0, np.clip(share * denominator, count - half, count + half), count)


def _find_limits(
    count: NDArray, denominator: NDArray, form: str, per: float, z: float, dispersion: float
) -> tuple[NDArray, NDArray]:
    if form == "proportion":
        lower, upper = limits_proportion(count, denominator, z, dispersion)
        return lower * per, upper * per
    lower, upper = limits_count(count, z, dispersion)
    return (lower, upper) if form == "count" else (lower / denominator * per, upper / denominator * per)


def judge_difference(compared: str, polarity: str) -> str:
    """What higher or lower means by the way that is good: better, worse or neutral; similar or empty where neither."""
    if compared == NOT_COMPARED:
        return ""
    if compared not in ("higher", "lower"):
        return "similar"
    if polarity == "neutral":
        return "neutral"
    return "worse" if (compared == "higher") == (polarity == "lower") else "better"
