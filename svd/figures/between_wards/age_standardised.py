"""Wards held against what the ages of their residents would lead one to expect (indirect standardisation)."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from svd.catalogue.declarations import Indicator
from svd.catalogue.schema import RESIDENT_BANDS
from svd.measures.denominators import BANDS_OF_AGES, find_residents
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.stats.limits import Z_95, limits_count
from svd.store.selection import Selection

RATIO_PER = 100
RATIO_UNIT = f"per {RATIO_PER} expected from the ages of residents"


def expect_events(population: ArrayLike, events: ArrayLike, reference: ArrayLike) -> NDArray:
    """Events each area would have at the reference's age-specific rates.

    ``population``: a row an area, a column an age band; ``events`` and ``reference``: events and residents of the
    reference by age band. Null where a band is.
    Source: Breslow and Day 1987, Statistical methods in cancer research II.
    """
    rates = np.asarray(events, dtype=float) / np.asarray(reference, dtype=float)
    return np.asarray(population, dtype=float) @ rates


def rate_ratio(
    observed: ArrayLike, expected: ArrayLike, z: float = Z_95, dispersion: ArrayLike = 1
) -> tuple[NDArray, NDArray, NDArray]:
    """Observed events per 100 expected, with lower and upper limits as ``limits_count`` has them.

    Source: the Office for Health Improvement and Disparities' indirectly standardised ratios (PHEindicatormethods).
    """
    x, e = np.asarray(observed, dtype=float), np.asarray(expected, dtype=float)
    lower, upper = limits_count(x, z, dispersion)
    return x / e * RATIO_PER, lower / e * RATIO_PER, upper / e * RATIO_PER


def find_age_reason(evidence: Evidence, indicator: Indicator, selection: Selection) -> str:
    """Why ages can't be allowed for in the indicator and selection, or an empty text where they might be."""
    if indicator.calculation.form == "count":
        return "it is a number of events, not a rate"
    if indicator.calculation.form == "weighed":
        return "it is a weighed sum, of which one grave offence can be most"
    if indicator.calculation.form != "rate":
        return "it is a share of cases, not a rate of residents"
    if not evidence.catalogue.sources[indicator.source].has_age:
        return "its source doesn't say how old people are"
    if len(_find_bands(indicator)) < 2:
        return "it is about one age band alone"
    return "ages are chosen in the sidebar" if selection.ages else ""


def allow_for_age(
    evidence: Evidence, indicator: Indicator, selection: Selection, wards: pd.DataFrame, placed: float
) -> tuple[pd.DataFrame, str]:
    """The ward results as observed events per 100 expected, or as they were and the reason why not.

    ``placed``: the area's rate of the events that have a known ward. The area's events by age, as shown (hidden ones
    make it impossible), give its rates by age; expected events are scaled so that over all wards they are as many as
    the placed ones, which takes events of unknown age and ward to be like the others. ``denominator`` becomes the
    expected events, null where the ward's count is not shown.
    """
    reason = find_age_reason(evidence, indicator, selection)
    if reason:
        return wards, reason
    bands = _find_bands(indicator)
    events = [_count_area(evidence, indicator, selection, ages) for ages in bands]
    if not np.isfinite(events).all():
        return wards, "the borough's numbers by age are too small to be shown, or missing, in this period"
    if not sum(events) > 0:
        return wards, "there was no event of known age in this period"
    population = _count_residents(evidence, indicator, list(bands), wards)
    expected = expect_events(population, events, population.sum(axis=0))
    expected *= placed * population.sum() / indicator.calculation.per / expected.sum()
    of_ward = wards["ward_code"].map(dict(zip(evidence.cube.wards, expected, strict=True)))
    of_ward = of_ward.where(wards["count"].notna())
    value, lower, upper = rate_ratio(wards["count"], of_ward, dispersion=wards["dispersion"])
    return wards.assign(denominator=of_ward, value=value, lower=lower, upper=upper, unit=RATIO_UNIT), ""


def _find_bands(indicator: Indicator) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Age bands of records and the bands of residents that hold the same people, of those the rate is of."""
    declared = set(indicator.calculation.residents or RESIDENT_BANDS)
    return {ages: bands for ages, bands in BANDS_OF_AGES if set(bands) <= declared}


def _count_residents(
    evidence: Evidence, indicator: Indicator, bands: list[tuple[str, ...]], wards: pd.DataFrame
) -> NDArray:
    """Residents of every ward by age [ward, band], those whom the rate of the wards' months is per."""
    cube = evidence.cube
    start, end = cube.at(wards["month"].iloc[0]), cube.at(wards["month_to"].iloc[0]) + 1
    place = np.arange(len(cube.wards))
    ends = (np.full(len(place), start), np.full(len(place), end))
    held = [find_residents(cube, evidence.geography, indicator, ages) for ages in bands]
    return np.column_stack([one.between(place, *ends)[0] for one in held])


def _count_area(evidence: Evidence, indicator: Indicator, selection: Selection, ages: tuple[str, ...]) -> float:
    """The area's events of these ages as they are shown; null where hidden or missing."""
    of_ages = replace(selection, wards=(), ages=ages)
    return float(measure(evidence, indicator.id, of_ages, "borough")["count"].iloc[0])
