"""Ranks of wards with their uncertainty: the places each could hold, for a place alone says more than is known."""

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_ordinal
from svd.figures.between_wards.compare import NOT_COMPARED
from svd.stats.wards import draw_levels, limit_ranks

DRAWS = 10_000


def rank_wards(compared: pd.DataFrame, form: str, rounding: int = 1, dispersion: float = 1.0) -> pd.DataFrame:
    """rank, rank_low and rank_high of each ward of ``compare_figures``, 1 being the highest figure; its index.

    ``rank`` is the place of the figure itself, wards of one figure sharing the best; in 96 of 100 draws of all wards'
    true levels the ward's place lies from ``rank_low`` to ``rank_high``. Null where a ward can't be compared: the
    places are those among the others. Draws come from the shown counts, with a fixed seed; a count shown as a multiple
    of ``rounding`` may be any that is shown so; events are worth ``dispersion`` times fewer.
    Sources: Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical Society A 159:385; Marshall and
    Spiegelhalter 1998, British Medical Journal 316:1701.
    """
    ranks = pd.DataFrame(np.nan, compared.index, ["rank", "rank_low", "rank_high"])
    shown = compared[compared["compared"] != NOT_COMPARED]
    if shown.empty:
        return ranks
    levels = draw_levels(shown["count"], shown["denominator"], form, DRAWS, rounding, dispersion)
    low, high = limit_ranks(levels)
    place = shown["value"].rank(method="min", ascending=False)
    ranks.loc[shown.index] = np.column_stack([place, low, high])
    return ranks


def word_places(low: float, high: float) -> str:
    """The places a ward could hold, as ``1st`` or ``1st to 6th``; not ranked where they are null."""
    if np.isnan(low):
        return "not ranked"
    return word_ordinal(low) if low == high else f"{word_ordinal(low)} to {word_ordinal(high)}"
