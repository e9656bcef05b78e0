"""Targets: what they are held to, and their level in a month."""

import pytest

from svd.catalogue import load_catalogue
from tests.builders import PATHS
from tests.catalogue.small import change, fault_of, repeat


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"knife_crime"\nkind', '"knives"\nkind', "indicator names knives, which nothing declares"),
        ('unit = "per 1,000 residents"', 'unit = "%"', "unit is '%', and the indicator's is 'per 1,000 residents'"),
        ('kind = "benchmark"', 'kind = "wish"', "kind"),
    ],
)
def test_a_target_that_fits_no_indicator_is_a_fault(folder, old, new, words):
    change(folder, "targets.toml", old, new)
    assert "targets.toml, target 'knife_level'" in fault_of(folder) and words in fault_of(folder)


def test_a_second_target_of_an_indicator_is_a_fault(folder):
    repeat(folder, "targets.toml", "[[target]]")
    change(folder, "targets.toml", '"knife_level"', '"knife_again"')
    assert "knife_crime has another target" in fault_of(folder)


def test_what_is_good_neither_way_can_have_no_target(folder):
    change(folder, "indicators.toml", 'polarity = "lower"', 'polarity = "neutral"')
    assert "nothing can pass or fail" in fault_of(folder)


def test_a_rate_is_a_twelfth_a_month_and_a_share_the_same():
    catalogue = load_catalogue(PATHS.catalogue)
    rate, share = catalogue.indicators["violence_with_injury"], catalogue.indicators["knife_positive_outcomes"]
    assert catalogue.find_target(rate.id).level_a_month(rate) == pytest.approx(7.28 / 12)
    assert catalogue.find_target(share.id).level_a_month(share) == 17
    assert catalogue.find_target("homicide") is None
