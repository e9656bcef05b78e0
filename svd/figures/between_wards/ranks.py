"""Ranks of wards with their uncertainty: the places each could hold, for a place alone says more than is known."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from svd.catalogue.wording import word_ordinal
from svd.figures.between_wards.compare import NOT_COMPARED

DRAWS = 10_000
_SEED = 1996
_NEITHER = 0.5
"""Added to each count (and its rest, for shares): the draws then favour no level beforehand (Jeffreys)."""


def rank_wards(compared: pd.DataFrame, form: str, rounding: int = 1) -> pd.DataFrame:
    """rank, rank_low and rank_high of each ward of ``compare_figures``, 1 being the highest figure; its index.

    ``rank`` is the place of the figure itself, wards of one figure sharing the best; in 95 of 100 draws of all wards'
    true levels the ward's place lies from ``rank_low`` to ``rank_high``. Null where a ward can't be compared: the
    places are those among the others. Draws come from the shown counts, with a fixed seed; a count shown as a multiple
    of ``rounding`` may be any that is shown so.
    Sources: Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical Society A 159:385; Marshall and
    Spiegelhalter 1998, British Medical Journal 316:1701.
    """
    ranks = pd.DataFrame(np.nan, compared.index, ["rank", "rank_low", "rank_high"])
    shown = compared[compared["compared"] != NOT_COMPARED]
    if shown.empty:
        return ranks
    levels = draw_levels(shown["count"], shown["denominator"], form, rounding=rounding)
    low, high = limit_ranks(levels)
    place = shown["value"].rank(method="min", ascending=False)
    ranks.loc[shown.index] = np.column_stack([place, low, high])
    return ranks


def word_places(low: float, high: float) -> str:
    """The places a ward could hold, as ``1st`` or ``1st to 6th``; not ranked where they are null."""
    if np.isnan(low):
        return "not ranked"
    return word_ordinal(low) if low == high else f"{word_ordinal(low)} to {word_ordinal(high)}"


def draw_levels(count: ArrayLike, denominator: ArrayLike, form: str, draws: int = DRAWS, rounding: int = 1) -> NDArray:
    """What the true rates or shares could be, given the counts: a row a draw, a column a ward.

    Rates from the gamma distribution of the count plus one half, shares from the beta distribution likewise.
    """
    x, n = np.asarray(count, dtype=float), np.asarray(denominator, dtype=float)
    chance, size = np.random.default_rng(_SEED), (draws, len(x))
    if rounding > 1:
        half = (rounding - 1) // 2
        x = np.where(x > 0, np.maximum(x + chance.integers(-half, half, size, endpoint=True), 0), x)
        n = np.maximum(n, x) if form == "proportion" else n
    if form == "proportion":
        return chance.beta(x + _NEITHER, n - x + _NEITHER, size)
    return chance.gamma(x + _NEITHER, 1.0, size) / n


def limit_ranks(levels: NDArray) -> tuple[NDArray, NDArray]:
    """The lowest and the highest place of each column that leave at most 2.5% of the draws beyond, on either side."""
    order = np.argsort(-levels, axis=1)
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, levels.shape[1] + 1)[None, :], axis=1)
    low, high = np.quantile(places, [0.025, 0.975], axis=0, method="inverted_cdf")
    return low, high
