"""Harm in plain words: where most of it lies, which is no test."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator, Offence
from svd.catalogue.wording import word_count_of, word_share
from svd.stats.weighted_sums import hold_half

_MOST_NAMES = 4


def word_gravest(area: pd.Series, offences: Mapping[str, Offence]) -> str:
    """How much of the area's weighed sum its gravest offence makes up; an empty text where there is none to tell.

    ``area``: a row of ``measure_harm``. ``offences``: the catalogue's.
    """
    if pd.isna(area["gravest_share"]):
        return ""
    title = offences[area["gravest"]].title.lower()
    times = word_count_of(area["gravest_count"], "offence", "offences")
    return f"The gravest, {title} ({times}), is {word_share(area['gravest_share'] * 100)} of it."


def word_concentration(wards: pd.DataFrame, indicator: Indicator) -> str:
    """In how few of the wards half of a sum lies, and which share of residents lives there, as a sentence.

    ``wards``: every ward of the area with value and denominator, none of no known ward; the sum is of values by
    residents, or of bare numbers, which have none. Where any has no figure nothing is said of a half, because the
    others' sum would be too low.
    """
    title = indicator.short_title
    known = wards["value"].notna().to_numpy()
    if not known.all():
        lacking = word_count_of(int((~known).sum()), "ward", "wards")
        return f"{title}: where half of it lies can't be said; {lacking} not known."
    is_number = indicator.calculation.form == "count"
    people = wards["denominator"].to_numpy(float)
    places = hold_half(wards["value"].to_numpy(float) * (1 if is_number else people))
    if not len(places):
        return f"{title}: none was recorded in any ward."
    names = list(wards["ward_name"].iloc[places])
    named = f" ({', '.join(names)})" if len(names) <= _MOST_NAMES else ""
    lies = f"{len(names)} of {len(wards)} wards{named}"
    if is_number:
        return f"{title}: half of it is in {lies}."
    share = word_share(float(np.sum(people[places]) / np.sum(people) * 100))
    return f"{title}: half of it is in {lies}, where {share} of residents live."
