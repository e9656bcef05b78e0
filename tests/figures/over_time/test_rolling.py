"""Rolling years and the same month of earlier years: sums by hand, and nothing where a month is not whole."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.declarations import Break
from svd.figures.over_time.rolling import add_earlier_years, list_same_months, sum_years
from tests.builders import PATHS

INDICATORS = load_catalogue(PATHS.catalogue).indicators
VIOLENCE, OUTCOMES = INDICATORS["violence_with_injury"], INDICATORS["knife_positive_outcomes"]
BREAK = Break(id="new", date=date(2025, 2, 28), title="New system", what="Counted anew", sources=("mps_ward",))


def make_months(counts: list[float], **more: object) -> pd.DataFrame:
    figures = {"count": counts, "value": counts, "denominator": 50_000.0, "status": "ok", "is_complete": True}
    months = pd.date_range("2024-01", periods=len(counts), freq="MS")
    return pd.DataFrame({"month": months, **figures, **more})


def test_the_sum_of_twelve_months_as_a_number_a_rate_and_a_share():
    months = make_months([float(count) for count in range(1, 15)])
    assert sum_years(months, VIOLENCE, (), is_number=True)["value"].tolist()[11:] == [78, 90, 102]
    assert sum_years(months, VIOLENCE, (), is_number=False)["value"].iloc[-1] == pytest.approx(102 / 50)
    shares = sum_years(months.assign(denominator=40.0), OUTCOMES, (), is_number=False)
    assert shares["value"].iloc[-1] == pytest.approx(100 * 102 / 480)
    assert shares["value"].iloc[:11].isna().all()


@pytest.mark.parametrize("change", [{"is_complete": False}, {"status": "incomplete"}, {"status": "suppressed"}])
def test_a_year_with_a_month_that_is_not_whole_has_no_sum(change):
    months = make_months([5.0] * 30)
    for name, value in change.items():
        months.loc[14, name] = value
    years = sum_years(months, VIOLENCE, (), is_number=True)["value"]
    assert years.notna().tolist() == [False] * 11 + [True] * 3 + [False] * 12 + [True] * 4


def test_no_year_is_added_up_across_a_break():
    years = sum_years(make_months([5.0] * 30), VIOLENCE, [BREAK], is_number=True)["value"]
    assert years.notna().tolist() == [False] * 11 + [True] * 2 + [False] * 12 + [True] * 5


def test_it_is_the_slow_obvious_sum():
    counts = np.random.default_rng(1).poisson(20, 60).astype(float).tolist()
    years = sum_years(make_months(counts), VIOLENCE, (), is_number=True)["value"].tolist()
    assert years[11:] == [sum(counts[at - 11 : at + 1]) for at in range(11, 60)]


def test_the_same_month_of_earlier_years_newest_first():
    months = make_months([float(count) for count in range(40)])
    same = list_same_months(months, pd.Timestamp("2027-02-01"))
    assert same["value"].tolist() == [37, 25, 13, 1]
    assert list_same_months(months, pd.Timestamp("2025-02-01"))["value"].tolist() == [13, 1]


def test_earlier_years_stand_beside_each_month():
    beside = add_earlier_years(make_months([float(count) for count in range(26)])).iloc[-1]
    assert beside[["year_1_before", "year_2_before"]].tolist() == [13, 1] and pd.isna(beside["year_3_before"])
