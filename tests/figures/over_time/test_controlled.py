"""A series with its limits, or the reason why it has none; breaks start limits anew and unfinished months stay out."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.declarations import Break
from svd.figures.over_time.control_charts import CONCERN, OUTSIDE
from svd.figures.over_time.controlled import control_series
from svd.figures.over_time.seasons import TAKEN_OUT
from tests.builders import PATHS

INDICATORS = load_catalogue(PATHS.catalogue).indicators
VIOLENCE, OUTCOMES = INDICATORS["violence_with_injury"], INDICATORS["knife_positive_outcomes"]
SEARCHES = INDICATORS["stop_search_positive_outcome"]
BREAK = Break(id="new", date=date(2025, 2, 28), title="New system", what="Counted anew", sources=("mps_ward",))
STEADY = [9, 11] * 6


def make_months(values: list[float | None], **more: object) -> pd.DataFrame:
    figures = pd.Series(values, dtype=float)
    months = pd.date_range("2024-01", periods=len(values), freq="MS")
    status = ["missing" if value is None else "ok" for value in values]
    table = {"month": months, "count": figures, "value": figures, "denominator": 200.0, "status": status}
    return pd.DataFrame({**table, "is_complete": True, **more})


def test_a_month_outside_its_limits_is_called_and_judged():
    controlled = control_series(make_months([*STEADY, 30, 10]), VIOLENCE, ())
    assert (controlled.reason, controlled.trial) == ("", "")
    called = controlled.months[controlled.months["signal"] != ""]
    assert called[["signal", "judgement"]].to_numpy().tolist() == [[OUTSIDE, CONCERN]]


@pytest.mark.parametrize("change", [{"is_complete": False}, {"status": "incomplete"}, {"is_provisional": True}])
def test_a_month_that_is_not_whole_takes_no_part(change):
    series = make_months([*STEADY, 30], is_provisional=False)
    for name, value in change.items():
        series.loc[12, name] = value
    assert control_series(series, VIOLENCE, ()).months["signal"].eq("").all()


def test_limits_start_anew_with_the_first_month_after_a_break():
    months = control_series(make_months([9, 11] * 7 + [29, 31] * 6), VIOLENCE, [BREAK]).months
    assert months["segment"].tolist() == [0] * 14 + [1] * 12, "The system is new from the end of February."
    assert months["centre"].drop_duplicates().tolist() == [10, 30]
    assert months["signal"].eq("").all()


@pytest.mark.parametrize(
    ("points", "reason", "trial"),
    [
        (5, "there are 5 whole months since the break of Feb 2025 (New system), and limits need 12", ""),
        (7, "", "7 whole months since the break of Feb 2025 (New system); 12 are needed before a month is called"),
        (12, "", ""),
    ],
)
def test_few_months_since_a_break_give_trial_limits_or_none(points, reason, trial):
    controlled = control_series(make_months([9, 11] * 7 + ([9, 11] * 6)[:points]), VIOLENCE, [BREAK])
    assert (controlled.reason, controlled.trial) == (reason, trial)


def test_few_months_without_a_break_are_said_without_one():
    assert control_series(make_months(STEADY[:5]), VIOLENCE, ()).reason == (
        "there are 5 whole months, and limits need 12"
    )


def test_a_series_with_hidden_months_has_no_limits():
    series = make_months([*STEADY, None]).assign(status=["ok"] * 12 + ["suppressed"])
    assert "hidden as small numbers" in control_series(series, VIOLENCE, ()).reason


def test_too_few_events_for_limits():
    assert "fewer than 5 a month" in control_series(make_months([0, 1] * 6), VIOLENCE, ()).reason


def test_a_share_has_no_limit_beyond_all():
    limits = control_series(make_months([60, 98] * 6), SEARCHES, ()).months
    assert limits["upper"].max() == 100 and limits["lower"].min() >= 0


@pytest.mark.parametrize("total", [98.0, 82.0])
def test_a_share_of_fewer_than_five_without_has_no_limits(total):
    told = control_series(make_months([78, 80] * 6, denominator=total), SEARCHES, ())
    assert ("too few for a share" in told.reason) == (total == 82) == told.months["centre"].isna().all()


def test_a_ratio_of_two_counts_has_no_limits():
    told = control_series(make_months([60, 98] * 6), OUTCOMES, ())
    assert "no limits of its own" in told.reason and told.months["centre"].isna().all()


def test_the_months_shown_keep_the_limits_of_the_whole_series():
    series = make_months([*STEADY, 30, 10])
    whole = control_series(series, VIOLENCE, ())
    shown = whole.within(series.tail(2))
    assert shown.months["centre"].tolist() == [10, 10]
    assert len(shown.months) == 2


def test_a_series_whose_limits_have_no_width_has_no_chart_and_says_so():
    flat = control_series(make_months([7] * 6 + [9] + [7] * 11), VIOLENCE, ())
    assert flat.reason == "its figures hardly differ from month to month, so that limits would have no width"
    assert flat.months["centre"].isna().all() and (flat.months["signal"] == "").all()


def test_months_too_small_to_be_tested_are_no_points_of_the_limits():
    """Three years with nothing in August, then a break, and eleven months that can be tested with one that can't."""
    year = [9, 11, 10, 9, 11, 10, 9, 0, 11, 10, 9, 11]
    event = Break(id="new", date=date(2026, 12, 31), title="New", what="Counted anew", sources=("mps_ward",))
    controlled = control_series(make_months([*year * 3, 10, 10, *year[2:]]), VIOLENCE, [event])
    assert controlled.season == TAKEN_OUT and controlled.months["share"].isna().sum() == 4
    assert controlled.trial.startswith("11 whole months since the break of Dec 2026")
