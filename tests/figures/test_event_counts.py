"""A result in events: the count takes the value's place with its own limits, and what is hidden stays so."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.event_counts import as_counts, name_events
from tests.builders import PATHS

INDICATORS = load_catalogue(PATHS.catalogue).indicators


def test_the_count_takes_the_place_of_the_rate() -> None:
    rates = pd.DataFrame({"count": [10.0, None], "value": [2.5, None], "lower": [1.0, None], "upper": [4.0, None]})
    counts = as_counts(rates, INDICATORS["violence_with_injury"])

    assert counts["value"].iloc[0] == 10 and counts["unit"].tolist() == ["offences", "offences"]
    assert (counts["lower"].iloc[0], counts["upper"].iloc[0]) == pytest.approx((4.7874, 18.3915), abs=1e-4)
    assert counts.loc[1, ["value", "lower", "upper"]].isna().all()


@pytest.mark.parametrize(
    ("indicator", "events"),
    [("homicide", "homicides"), ("deliberate_fires", "records"), ("knife_positive_outcomes", "positive outcomes")],
)
def test_what_is_counted_has_a_name(indicator: str, events: str) -> None:
    assert name_events(INDICATORS[indicator]) == events
