"""A result in events instead of a rate or share: for maps of counts, and for one ward's months, which are small."""

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_number
from svd.figures.trends import read_counts


def as_counts(result: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """``result`` with its counts as the value, their 95% limits, and what is counted as the unit."""
    return read_counts(result).assign(unit=name_events(indicator))


def word_events(count: float, indicator: Indicator) -> str:
    """How many events the indicator counted, as ``149 offences``; empty where the count is not shown."""
    return "" if pd.isna(count) else f"{word_number(count)} {name_events(indicator)}"


def name_events(indicator: Indicator) -> str:
    """What the indicator counts, in the plural: its own unit where it is a count, else what its source holds."""
    how = indicator.calculation
    return indicator.unit if how.form == "count" else how.measure.replace("_", " ")
