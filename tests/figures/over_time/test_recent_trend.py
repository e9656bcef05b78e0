"""The last five periods: which take part, why there may be no answer, and what is said of them."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.declarations import Break
from svd.figures.over_time.recent_findings import name_periods, word_recent, word_recent_method, word_slope
from svd.figures.over_time.recent_trend import measure_recent, measure_years, read_recent
from svd.measures.result import INCOMPLETE, OK, SUPPRESSED
from svd.stats.limits import limits_count
from svd.store.selection import Selection
from tests.builders import PATHS, build_evidence, covered, fact, returned

INDICATORS = load_catalogue(PATHS.catalogue).indicators
ENTRANTS, HOMICIDE, FIRES = (INDICATORS[name] for name in ("first_time_entrants", "homicide", "deliberate_fires"))
RISE = [400, 420, 455, 470, 520]


def quarters(counts: list[float], status: dict[int, str] | None = None, first: str = "2024-01") -> pd.DataFrame:
    months = pd.date_range(first, periods=len(counts), freq="3MS")
    values = pd.Series(counts, dtype=float)
    lower, upper = limits_count(values)
    named = {"month": months, "value": values, "lower": lower, "upper": upper, "is_complete": True}
    table = pd.DataFrame(
        {**named, "status": OK, "period": [f"{m:%b %Y} to {m + pd.DateOffset(months=2):%b %Y}" for m in months]}
    )
    for at, word in (status or {}).items():
        table.loc[at, "status"] = word
        table.loc[at, ["value", "lower", "upper"]] = None
    return table


def read(counts, status=None, breaks=(), indicator=ENTRANTS):
    return read_recent(quarters(counts, status), indicator, breaks, "quarter")


def test_five_quarters_that_rise():
    recent = read([999, *RISE])
    assert (recent.verdict, recent.judgement, recent.reason) == ("rising", "worsening", "")
    assert recent.chi_squared == pytest.approx(17.7108, abs=0.001) and recent.lower < recent.slope < recent.upper
    assert len(recent.periods) == 5 and recent.periods["value"].iloc[0] == 400
    said = word_recent(recent, ENTRANTS)
    assert said.startswith(
        "First-time entrants is increasing over the last five quarters (Apr 2024 to Jun 2025): 520.0 per"
    )
    assert said.endswith(", from 400.0.")
    assert "chi-squared 17.71, called above 9.55" in word_slope(recent, ENTRANTS)
    assert name_periods(recent) == "The last five quarters"


def test_no_trend_is_said_plainly():
    recent = read([400, 410, 395, 405, 402])
    assert (recent.verdict, recent.judgement) == ("no clear change", "no clear change")
    assert "no significant change over the last five quarters" in word_recent(recent, ENTRANTS)


@pytest.mark.parametrize(
    ("counts", "status", "reason"),
    [
        (RISE[:4], None, "there are 4 whole quarters, and it needs five"),
        (RISE[:1], None, "there is 1 whole quarter, and it needs five"),
        ([], None, "there are 0 whole quarters, and it needs five"),
        ([999, *RISE], {3: SUPPRESSED}, "one of the last five quarters is hidden, missing or not whole"),
    ],
)
def test_why_it_cannot_be_calculated(counts, status, reason):
    recent = read(counts, status)
    assert recent.reason == reason and recent.verdict == "not tested"
    assert word_recent(recent, ENTRANTS) == f"First-time entrants: the trend cannot be calculated, because {reason}."
    assert word_slope(recent, ENTRANTS) == ""


def test_newest_periods_that_are_not_whole_take_no_part():
    recent = read([*RISE, 3, 2], {5: INCOMPLETE, 6: SUPPRESSED})
    assert recent.periods["value"].tolist() == RISE


def test_a_quarter_never_returned_is_missing():
    series = quarters([999, *RISE]).drop(index=3)
    assert read_recent(series, ENTRANTS, (), "quarter").reason == (
        "one of the last five quarters is hidden, missing or not whole"
    )


def test_nothing_is_worked_out_across_a_break():
    event = Break(id="b", date=date(2024, 8, 1), title="New system", what="It changed.", sources=("yjs_returns",))
    assert read(RISE, breaks=[event]).reason == "the last five quarters have a break: New system, Aug 2024"
    before = event.model_copy(update={"date": date(2024, 1, 1)})
    assert read(RISE, breaks=[before]).reason == ""


def years_of_homicide(tmp_path, counts: dict[int, int]):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2019-04-01", "2025-06-01", freq="MS")]
    facts = [fact(f"{year}-05-01", "E05014053", count, offence="homicide") for year, count in counts.items()]
    return build_evidence(tmp_path, facts=facts, coverage=covered(*months))


def test_what_is_counted_by_month_is_taken_by_whole_financial_years(tmp_path):
    evidence = years_of_homicide(tmp_path, {2019: 9, 2020: 1, 2021: 2, 2022: 3, 2023: 4, 2024: 5, 2025: 6})
    asked = Selection(date(2025, 1, 1), date(2025, 6, 1))
    years = measure_years(evidence, HOMICIDE, asked)
    assert years["count"].tolist() == [1, 2, 3, 4, 5], "2025/26 has only begun."
    assert years["period"].iloc[0] == "Apr 2020 to Mar 2021"
    recent = measure_recent(evidence, HOMICIDE, asked)
    assert (recent.step, recent.verdict) == ("year", "no clear change"), "The break of 2024 spares homicide."
    assert name_periods(recent) == "The last five financial years"
    march = Selection(date(2024, 1, 1), date(2024, 3, 1))
    assert measure_years(evidence, HOMICIDE, march)["count"].tolist() == [9, 1, 2, 3, 4], "The year ends with March."


def test_years_before_the_first_month_received_are_not_asked_for(tmp_path):
    evidence = years_of_homicide(tmp_path, {2020: 1})
    early = Selection(date(2020, 4, 1), date(2020, 12, 1))
    assert measure_years(evidence, HOMICIDE, early)["period"].tolist() == ["Apr 2019 to Mar 2020"]
    none = measure_recent(evidence, HOMICIDE, Selection(date(2019, 4, 1), date(2019, 6, 1)))
    assert none.periods.empty and none.reason == "there are 0 whole years, and it needs five"


def test_years_are_hidden_as_any_figure_is(tmp_path):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2020-04-01", "2025-03-01", freq="MS")]
    shared = {
        "source": "lfb_incidents",
        "extract": "fires.csv",
        "offence": "deliberate_primary_fire",
        "measure": "records",
    }
    facts = [fact(month, "E05014053", 1, **shared) for month in months if month[5:7] == "06"]
    coverage = covered(*months, source="lfb_incidents", extract="fires.csv")
    evidence = build_evidence(tmp_path, facts=facts, coverage=coverage)
    recent = measure_recent(evidence, FIRES, Selection(date(2024, 4, 1), date(2025, 3, 1)))
    assert recent.reason and recent.periods["count"].isna().all()


def test_a_mean_has_no_marker_and_the_method_names_its_source(tmp_path):
    months = build_evidence(tmp_path)
    recent = read_recent(quarters(RISE), months.catalogue.indicators["extract_timeliness"], (), "quarter")
    assert "no limits" in recent.reason
    assert "Fingertips" in word_recent_method("April") and "from April" in word_recent_method("April")


def test_returns_are_read_by_the_quarter_they_came_for(tmp_path):
    rows = [
        returned(f"{m:%Y-%m-%d}", f"{m + pd.DateOffset(months=2):%Y-%m-%d}", count, 28_000)
        for m, count in zip(pd.date_range("2024-01-01", periods=5, freq="3MS"), RISE, strict=True)
    ]
    evidence = build_evidence(tmp_path, returns=rows)
    recent = measure_recent(evidence, ENTRANTS, Selection(date(2024, 4, 1), date(2025, 3, 1)))
    assert (recent.step, recent.verdict) == ("quarter", "rising") and recent.periods["count"].tolist() == RISE


def test_months_that_follow_one_another_need_a_steeper_trend():
    found = {wider: read_recent(quarters(RISE), ENTRANTS, (), "quarter", wider) for wider in (1.0, 2.0)}
    assert [found[wider].verdict for wider in (1.0, 2.0)] == ["rising", "no clear change"]
    assert found[2.0].chi_squared == pytest.approx(17.7108 / 2, abs=0.001) and found[2.0].slope == found[1.0].slope
