"""Wards against the whole area: which differ by more than chance, and what that means."""

import numpy as np
import pandas as pd

from svd.figures.question import Evidence
from svd.figures.rates import Z_998, limits_count, limits_proportion
from svd.figures.result import INCOMPLETE, OK, UNALLOCATED

_WORDS = ("lower", "may be lower", "similar", "may be higher", "higher")


def compare_wards(evidence: Evidence, wards: pd.DataFrame, area: pd.DataFrame) -> pd.DataFrame:
    """The ward results with ``compared`` and ``judgement`` beside them, the row of no known ward left out.

    ``compared``: higher or lower where the ward's 99.8% limits leave out the area's value; may be higher or lower where
    only its 95% limits do (about one ward in twenty by chance); similar otherwise; not compared where a figure is
    hidden, missing or has no limits. ``judgement``: better, worse, similar, neutral or empty, by the polarity.
    Source: Fingertips technical guidance, comparison with a benchmark.
    """
    wards = wards[wards["ward_code"] != UNALLOCATED].copy()
    benchmark = float(area["value"].iloc[0]) if len(area) else np.nan
    if wards.empty:
        return wards.assign(compared=[], judgement=[])
    indicator = evidence.catalogue.indicators[wards["indicator"].iloc[0]]
    wide_lower, wide_upper = _limits_998(wards, indicator.calculation.form, indicator.calculation.per)
    step = np.select(
        [wide_lower > benchmark, wide_upper < benchmark, wards["lower"] > benchmark, wards["upper"] < benchmark],
        [4, 0, 3, 1],
        2,
    )
    compared = pd.Series(np.array(_WORDS, dtype=object)[step], index=wards.index)
    can_compare = wards["status"].isin([OK, INCOMPLETE]) & wards["lower"].notna() & np.isfinite(benchmark)
    can_compare &= indicator.calculation.form != "count"
    wards["compared"] = compared.where(can_compare, "not compared")
    wards["judgement"] = [_judge(word, indicator.polarity) for word in wards["compared"]]
    return wards


def _limits_998(wards: pd.DataFrame, form: str, per: float) -> tuple[np.ndarray, np.ndarray]:
    count, denominator = wards["count"].to_numpy(float), wards["denominator"].to_numpy(float)
    if form == "proportion":
        lower, upper = limits_proportion(count, denominator, Z_998)
        return lower * per, upper * per
    lower, upper = limits_count(count, Z_998)
    return lower / denominator * per, upper / denominator * per


def _judge(compared: str, polarity: str) -> str:
    if compared == "not compared":
        return ""
    if compared not in ("higher", "lower"):
        return "similar"
    if polarity == "neutral":
        return "neutral"
    return "worse" if (compared == "higher") == (polarity == "lower") else "better"
