"""How many offences each ward records each month: drawn once, and told by the ward file and police.uk alike."""

import numpy as np
import pandas as pd

from svd.ingest.sample.levels import Crime, Levels
from svd.ingest.sample.places import Places
from svd.ingest.sample.rhythms import expect_months


def draw_counts(levels: Levels, places: Places, rng: np.random.Generator) -> pd.DataFrame:
    """Offences by (major, minor, ward_code) and month, Poisson about the declared levels and planted changes."""
    months = pd.period_range(levels.period.ward_history_from, levels.period.last, freq="M")
    rows = {
        (crime.major, crime.minor, ward): rng.poisson(np.clip(expected, 0, None))
        for crime in levels.crimes
        for ward, expected in zip(places.wards, _expect(crime, months, levels, places), strict=True)
    }
    counts = pd.DataFrame.from_dict(rows, orient="index", columns=months)
    counts.index = pd.MultiIndex.from_tuples(counts.index, names=["major", "minor", "ward_code"])
    for event in levels.rare:
        if event.minor:
            is_here = (counts.index.get_level_values("minor") == event.minor) & (
                counts.index.get_level_values("ward_code") == event.ward
            )
            counts.loc[is_here, pd.Period(event.month, "M")] += 1
    return counts


def prevent_offences(counts: pd.DataFrame, levels: Levels, rng: np.random.Generator) -> pd.DataFrame:
    """``counts`` less what the planted interventions prevented; drawn apart, so that all other counts stay the same."""
    left = counts.copy()
    for planted in levels.interventions:
        rows = left.index.get_level_values("minor") == planted.minor
        rows &= left.index.get_level_values("ward_code").isin(planted.wards)
        months = left.columns[left.columns >= pd.Period(planted.since, "M")]
        left.loc[rows, months] = rng.binomial(left.loc[rows, months], 1 - planted.prevented)
    return left


def _expect(crime: Crime, months: pd.PeriodIndex, levels: Levels, places: Places) -> np.ndarray:
    """Expected offences, a row a ward and a column a month."""
    by_month = expect_months(crime.a_year, months, levels.rhythm("even"), levels)
    by_month = by_month * [levels.period.history_factors.get(str(month.year), 1) for month in months]
    expected = np.outer(places.share_wards(crime.spread), by_month)
    for change in levels.changes:
        if change.minor == crime.minor:
            is_here = np.array([not change.ward or change.ward == ward for ward in places.wards])
            is_since = np.array(months >= pd.Period(change.since, "M"))
            expected = np.where(np.outer(is_here, is_since), expected * change.factor, expected)
    return expected
