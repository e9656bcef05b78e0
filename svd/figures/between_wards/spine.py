"""A spine chart's places: each indicator on one scale, the area in the middle, the worse end at the left."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    number, _ = pd.factorize(profile["indicator"])
    finite = np.where(np.isfinite(distance), distance.abs(), np.nan)
    farthest = np.fmax(_rank(finite, number, (1.0,))[:, 0], _LEAST_REACH)[number]
    place = np.clip(distance.to_numpy() / farthest, -1, 1) * way
    placed = _rank(place, number, (0.0, 0.25, 0.75, 1.0))[number]
    return profile.assign(**dict(zip(PLACES, placed.T, strict=True)), place=place)


def _rank(values: NDArray, number: NDArray, shares: Sequence[float]) -> NDArray:
    """Of the known values of each number their quantiles [number, share], between two on a straight line."""
    order = np.lexsort((values, number))  # the unknown ones last of their number
    starts = np.searchsorted(number[order], np.arange(number.max(initial=-1) + 1))
    known = np.bincount(number, ~np.isnan(values), len(starts)).astype(int)
    ranked = np.append(values[order], np.nan)
    at = np.maximum(known - 1, 0)[:, None] * np.asarray(shares)
    low, high = (ranked[starts[:, None] + end(at).astype(int)] for end in (np.floor, np.ceil))
    return np.where(known[:, None] > 0, low + (at - np.floor(at)) * (high - low), np.nan)


def word_standing(compared: str, leaning: str) -> str:
    """What the comparison means and how it stands, as ``worse: higher`` or ``may be better: lower``."""
    if leaning not in ("better", "worse"):
        return compared
    return (
        f"may be {leaning}: {compared.removeprefix('may be ')}"
        if compared.startswith("may")
        else f"{leaning}: {compared}"
    )
