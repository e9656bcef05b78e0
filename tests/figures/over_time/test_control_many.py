"""Many series at once are as each alone: neither limits nor runs nor reasons leak from one to the next."""

import numpy as np
import pandas as pd
import pytest

from svd.figures.over_time.control_charts import COMMON
from svd.figures.over_time.controlled import control_many, control_series
from svd.figures.trends import find_restarts
from svd.measures.question import Evidence
from tests.builders import build_evidence
from tests.proof import part

NAMES = ("violence_with_injury", "knife_positive_outcomes", "deliberate_fires", "stop_search_positive_outcome", "rape")
"""A rate, a ratio, a feed without breaks, a neutral share and a rare one."""
LIMITS = ["centre", "lower", "near_lower", "near_upper", "upper"]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    return build_evidence(tmp_path_factory.mktemp("store"))


def make_worlds(rng: np.random.Generator, wards: int, size: int = 40) -> pd.DataFrame:
    """Series of every kind: levels from 1 to 90, steps, months hidden, missing or not whole."""
    months = pd.date_range("2023-06", periods=size, freq="MS")
    worlds = []
    for name in NAMES:
        for ward in range(wards):
            level = rng.choice([1, 6, 30, 90]) * np.where(np.arange(size) < rng.integers(size * 2), 1, 1.6)
            status = rng.choice(["ok", "missing", "incomplete"], size, p=[0.94, 0.03, 0.03]).astype(object)
            status[rng.random(size) < rng.choice([0, 0, 0.05])] = "suppressed"
            count = np.where(np.isin(status, ["ok", "incomplete"]), rng.poisson(level), np.nan)
            figures = {"count": count, "value": count, "denominator": 3 * count, "status": status}
            figures["is_complete"] = status != "incomplete"
            worlds.append(pd.DataFrame({"indicator": name, "ward_code": f"W{ward:02}", "month": months, **figures}))
    return pd.concat(worlds, ignore_index=True)


def test_many_are_as_each_alone(evidence):
    many = make_worlds(np.random.default_rng(11), wards=24)
    together = control_many(many.sample(frac=1, random_state=3), evidence)
    assert len(together.series) == 24 * len(NAMES)
    for (name, ward), one in part(many.groupby(["indicator", "ward_code"])):
        indicator = evidence.catalogue.indicators[name]
        alone = control_series(one, indicator, find_restarts(evidence, indicator))
        taken = together.take(name, ward)
        pd.testing.assert_frame_equal(taken.months, alone.months)
        assert (taken.reason, taken.trial) == (alone.reason, alone.trial)
    assert together.series["reason"].nunique() == 5 and (together.months["signal"] != "").any(), "a fair test"


def test_a_series_without_limits_calls_nothing(evidence):
    together = control_many(make_worlds(np.random.default_rng(2), wards=24), evidence)
    months = together.months.merge(together.series, on=["indicator", "ward_code"])
    without = months[months["reason"] != ""]
    assert without[LIMITS].isna().all(axis=None)
    assert without["signal"].eq("").all() and without["judgement"].eq(COMMON).all()


def test_a_series_by_quarter_says_so(evidence):
    quarters = make_worlds(np.random.default_rng(2), wards=1).assign(indicator="first_time_entrants")
    quarters = quarters.drop_duplicates(["indicator", "month"])
    assert "a figure a quarter" in control_many(quarters, evidence).series["reason"].item()


def test_a_series_shown_by_longer_steps_says_so_and_counts_no_months(evidence):
    months = pd.date_range("2024-01", periods=4, freq="6MS")
    figures = {"count": 15.0, "value": 15.0, "denominator": 100.0, "status": "ok", "is_complete": True}
    series = pd.DataFrame({"indicator": NAMES[0], "ward_code": "W", "month": months, **figures})
    told = control_many(series.assign(month_to=months + pd.DateOffset(months=5)), evidence).series["reason"][0]
    assert told == "this series is shown by longer periods than a month, and limits need one a month"
    by_month = control_many(series.assign(month_to=months), evidence).series["reason"][0]
    assert by_month.startswith("there are 3 whole months since the break of Feb 2024")


def test_nothing_in_gives_nothing_out(evidence):
    nothing = control_many(make_worlds(np.random.default_rng(2), wards=1).head(0), evidence)
    assert nothing.months.empty and nothing.series.empty
    assert {"indicator", "ward_code", "month", "signal", "judgement", *LIMITS} <= set(nothing.months)
    assert {"reason", "trial"} <= set(nothing.series)


def test_a_series_without_a_month_has_no_chart_and_says_so(evidence):
    indicator = next(iter(evidence.catalogue.indicators.values()))
    nothing = control_series(make_worlds(np.random.default_rng(2), wards=1).head(0), indicator, ())
    assert nothing.months.empty and nothing.alike == 0
    assert nothing.reason == "no month has a figure"


def test_a_series_that_is_not_there_is_an_error(evidence):
    with pytest.raises(KeyError):
        control_many(make_worlds(np.random.default_rng(2), wards=1), evidence).take("rape", "nowhere")
