"""A spine chart's places: each indicator on one scale, the area in the middle, the worse end at the left."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from svd.figures.between_wards.compare import NOT_COMPARED
from svd.measures.result import INCOMPLETE, OK

PLACES = ("place_worst", "place_quarter", "place_three_quarters", "place_best")
"""The shown wards' worst and best, and the 25th and 75th percentile between."""
_LEAST_REACH = float(np.log(2))


def place_on_spine(profile: pd.DataFrame, polarities: Mapping[str, str]) -> pd.DataFrame:
    """``profile`` (rows of ``profile_wards``) with PLACES and ``place``, from -1 (left) to 1, 0 being the benchmark.

    Places go by ratio: twice and half the benchmark are equally far from it, so that one ward far out leaves the others
    room. The ward farthest out is at an end, but twice the benchmark at least; a ward with none at all is at the end
    too. Left is worse by each indicator's ``polarities``, or lower where neither way is better. Only wards whose figure
    is shown and compared take part, so that no range gives a hidden one away: PLACES are null where there are none,
    ``place`` for a ward that is not compared. Source: the form of Fingertips' spine charts, which go by difference.
    """
    is_shown = profile["status"].isin([OK, INCOMPLETE]) & (profile["compared"] != NOT_COMPARED)
    is_shown &= profile["benchmark"].astype(float) > 0
    way = np.where(profile["indicator"].map(polarities) == "lower", -1.0, 1.0)
    value, middle = (profile[name].astype(float).where(is_shown) for name in ("value", "benchmark"))
    with np.errstate(divide="ignore"):
        distance = np.log(value / middle)
    finite = distance.abs().where(np.isfinite(distance))
    reach = finite.groupby(profile["indicator"]).transform("max").fillna(0).clip(lower=_LEAST_REACH)
    place = (distance / reach).clip(-1, 1) * way
    parts = place.groupby(profile["indicator"])
    quarters = [parts.transform("quantile", share) for share in (0.25, 0.75)]
    placed = zip(PLACES, (parts.transform("min"), *quarters, parts.transform("max")), strict=True)
    return profile.assign(**dict(placed), place=place)


def word_standing(compared: str, leaning: str) -> str:
    """What the comparison means and how it stands, as ``worse: higher`` or ``may be better: lower``."""
    if leaning not in ("better", "worse"):
        return compared
    return (
        f"may be {leaning}: {compared.removeprefix('may be ')}"
        if compared.startswith("may")
        else f"{leaning}: {compared}"
    )
