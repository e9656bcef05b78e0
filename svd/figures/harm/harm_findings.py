"""Harm in plain words: where most of it lies, which is no test."""

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_share
from svd.figures.harm.weighted_sums import hold_half

_MOST_NAMES = 4


def word_concentration(wards: pd.DataFrame, indicator: Indicator) -> str:
    """In how few of the wards half of the weighed sum lies, and which share of residents lives there, as a sentence.

    ``wards``: every ward of the area with value and denominator, none of no known ward. Where any has no figure nothing
    is said of a half, because the others' sum would be too low.
    """
    title = indicator.short_title
    known = wards["value"].notna().to_numpy()
    if not known.all():
        lacking = word_count_of(int((~known).sum()), "ward", "wards")
        return f"{title}: where half of it lies can't be said; {lacking} not known."
    people = wards["denominator"].to_numpy(float)
    places = hold_half(wards["value"].to_numpy(float) * people)
    if not len(places):
        return f"{title}: none was recorded in any ward."
    share = word_share(float(np.sum(people[places]) / np.sum(people) * 100))
    names = list(wards["ward_name"].iloc[places])
    named = f" ({', '.join(names)})" if len(names) <= _MOST_NAMES else ""
    lies = f"{len(names)} of {len(wards)} wards{named}"
    return f"{title}: half of it is in {lies}, where {share} of residents live."
