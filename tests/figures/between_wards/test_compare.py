"""Wards against the area at the 95% and 99.8% limits, on counts whose limits are published."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.between_wards.compare import compare_figures, compare_wards, find_benchmark
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED, UNALLOCATED
from svd.stats.limits import Z_998, limits_count, limits_proportion
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY, ALIBON = "E05014053", "E05014054"
JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))
PLAIN = {"base": 1.0, "dispersion": 1.0}
"""Of an exact count whose months scatter as chance would have them."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    return build_evidence(tmp_path_factory.mktemp("store"))


def _rate(count: float, status: str = OK, indicator: str = "violence_with_injury", ward: str = "W") -> pd.DataFrame:
    """A ward of 1,000 residents, so that its rate per 1,000 and its limits are those of its count."""
    lower, upper = limits_count(count)
    row = {"indicator": indicator, "ward_code": ward, "count": count, "denominator": 1000.0, "status": status}
    return pd.DataFrame([{**row, **PLAIN, "value": count, "lower": float(lower), "upper": float(upper)}])


def _area(value: float, count: float = 1000.0, denominator: float = 1000.0) -> pd.DataFrame:
    return pd.DataFrame([{"value": value, "count": count, "denominator": denominator}])


def _word(evidence, wards: pd.DataFrame, area: float) -> tuple[str, str]:
    return tuple(compare_wards(evidence, wards, _area(area))[["compared", "judgement"]].iloc[0])


def test_the_998_limits_of_100_are_those_of_byar():
    # z = 3.0902: 100 (1 - 1/900 -+ 3.0902/30)^3, the upper of 101
    lower, upper = limits_count(100, Z_998)
    assert (float(lower), float(upper)) == (pytest.approx(71.90, abs=0.01), pytest.approx(134.94, abs=0.01))


@pytest.mark.parametrize(
    ("area", "compared", "judgement"),
    [
        (71.8, "higher", "worse"),  # below the 99.8% limits 71.90 to 134.94
        (72.0, "may be higher", "similar"),
        (81.3, "may be higher", "similar"),  # below the 95% limits 81.36 to 121.63
        (81.4, "similar", "similar"),
        (121.6, "similar", "similar"),
        (121.7, "may be lower", "similar"),
        (134.9, "may be lower", "similar"),
        (135.0, "lower", "better"),
    ],
)
def test_a_ward_of_100_against_the_area(evidence, area, compared, judgement):
    assert _word(evidence, _rate(100), area) == (compared, judgement)


@pytest.mark.parametrize(("area", "compared"), [(6.9, "may be lower"), (6.91, "lower"), (3.6, "similar")])
def test_a_ward_of_none_has_exact_limits(evidence, area, compared):
    # 3.6889 at 95%; at 99.8% -ln(0.001) = 6.9078
    assert _word(evidence, _rate(0), area)[0] == compared


@pytest.mark.parametrize(("indicator", "judgement"), [("violence_with_injury", "worse"), ("all_offences", "neutral")])
def test_higher_is_judged_by_polarity(evidence, indicator, judgement):
    assert _word(evidence, _rate(100, indicator=indicator), 50) == ("higher", judgement)


@pytest.mark.parametrize(("area", "expected"), [(30, ("lower", "worse")), (8, ("similar", "similar"))])
def test_a_share_is_held_against_wilson_limits(area, expected):
    # 10 of 100: 95% 5.52 to 17.44, 99.8% 3.97 to 23.01; a higher share of positive outcomes is better
    lower, upper = limits_proportion(10, 100)
    row = {
        "ward_code": "W",
        "count": 10,
        "denominator": 100.0,
        "status": OK,
        "base": 1.0,
        "dispersion": 1.0,
        "benchmark": 0.0,
    }
    wards = pd.DataFrame([{**row, "value": 10.0, "lower": float(lower) * 100, "upper": float(upper) * 100}])

    def say(benchmark: float) -> tuple[str, str]:
        return tuple(compare_figures(wards, benchmark, "proportion", 100, "higher")[["compared", "judgement"]].iloc[0])

    assert say(area) == expected
    assert say(22.9)[0] == "may be lower" and say(23.1)[0] == "lower"


def test_a_ratio_of_two_counts_is_not_compared(evidence):
    row = {"indicator": "knife_positive_outcomes", "ward_code": "W", "count": 10, "denominator": 100.0, "status": OK}
    wards = pd.DataFrame([{**row, "value": 10.0, "lower": 4.0, "upper": 19.0, **PLAIN}])
    assert _word(evidence, wards, 90) == ("not compared", "")


@pytest.mark.parametrize("status", [SUPPRESSED, MISSING])
def test_hidden_and_missing_wards_are_not_compared(evidence, status):
    assert _word(evidence, _rate(100, status), 1) == ("not compared", "")


def test_a_ward_that_may_be_too_low_is_compared_all_the_same(evidence):
    assert _word(evidence, _rate(100, INCOMPLETE), 50)[0] == "higher"


def test_without_the_areas_figure_nothing_is_compared(evidence):
    assert _word(evidence, _rate(100), float("nan"))[0] == "not compared"
    assert set(compare_wards(evidence, _rate(100), _area(1).iloc[:0])["compared"]) == {"not compared"}


def test_counts_without_a_denominator_are_not_compared(evidence):
    assert _word(evidence, _rate(100, indicator="homicide"), 1) == ("not compared", "")


def test_no_wards_give_no_rows(evidence):
    assert list(compare_wards(evidence, _rate(1).iloc[:0], _area(1))["compared"]) == []


def test_events_without_a_ward_are_left_out(evidence):
    both = pd.concat([_rate(100), _rate(5, ward=UNALLOCATED)])
    assert list(compare_wards(evidence, both, _area(50))["ward_code"]) == ["W"]


def test_a_ward_is_held_against_what_has_a_known_ward(evidence):
    # 28% of the events of the emergency department have no ward: 1,000 events per 1,000, of which 720 are placed.
    both = pd.concat([_rate(720), _rate(280, ward=UNALLOCATED)])
    compared = compare_wards(evidence, both, _area(1000)).iloc[0]
    assert (compared["benchmark"], compared["compared"]) == (pytest.approx(720), "similar")


def test_a_share_leaves_out_the_cases_with_no_ward_above_and_below_the_line(evidence):
    row = {
        "indicator": "marac_repeat_rate",
        "status": OK,
        "value": 20.0,
        "lower": 12.0,
        "upper": 30.0,
        "base": 1.0,
        "dispersion": 1.0,
    }
    ward = {**row, "ward_code": "W", "count": 16.0, "denominator": 80.0}
    loose = {**row, "ward_code": UNALLOCATED, "count": 2.0, "denominator": 40.0}
    for base in (1.0, 5.0):
        wards = pd.DataFrame([ward, loose]).assign(base=base)
        compared = compare_wards(evidence, wards, _area(15.0, 18, 120))
        assert compared["benchmark"].item() == pytest.approx(100 * 16 / 80)


def test_of_a_protected_feed_a_ward_is_held_against_all_wards_as_shown(evidence):
    wards = pd.concat([_rate(30, ward="V"), _rate(10), _rate(5, ward=UNALLOCATED)]).assign(base=5.0)
    hidden = _rate(5, ward="U").assign(count=float("nan"), value=float("nan"), status=SUPPRESSED, base=5.0)
    compared = compare_wards(evidence, pd.concat([wards, hidden]), _area(15.0, 45, 3000))
    assert compared["benchmark"].tolist() == [pytest.approx(40 / 3000 * 1000)] * 3, "A hidden ward counts as none."


@pytest.mark.parametrize("form", ["rate", "proportion"])
def test_where_the_number_without_a_ward_is_hidden_the_areas_value_stands(form):
    loose = _rate(5, ward=UNALLOCATED).assign(count=float("nan"), denominator=float("nan"), status=SUPPRESSED)
    assert find_benchmark(loose, _area(9.0, 90), form) == 9.0


def test_the_wider_limits_stand_beside_the_others_and_are_hidden_with_the_figure(evidence):
    hidden = _rate(5, ward="V").assign(count=float("nan"), value=float("nan"), lower=float("nan"), status=SUPPRESSED)
    compared = compare_wards(evidence, pd.concat([_rate(100), hidden]), _area(50)).set_index("ward_code")
    low, high = limits_count(100, Z_998)
    assert tuple(compared.loc["W", ["lower_998", "upper_998"]]) == (pytest.approx(low), pytest.approx(high))
    assert compared.loc["V", ["lower_998", "upper_998"]].isna().all()


@pytest.mark.parametrize(("area", "leaning"), [(50, "worse"), (72.0, "worse"), (100, "similar"), (134.9, "better")])
def test_a_ward_that_may_differ_leans_to_what_it_would_mean(evidence, area, leaning):
    assert compare_wards(evidence, _rate(100), _area(area))["leaning"].item() == leaning


def test_measured_wards_through_the_whole_path(tmp_path):
    facts = [fact("2026-01-01", ABBEY, 40), fact("2026-01-01", ALIBON, 10)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered("2026-01-01"))
    results = {by: measure(evidence, "violence_with_injury", JANUARY, by) for by in ("ward", "borough")}

    compared = compare_wards(evidence, results["ward"], results["borough"]).set_index("ward_code")["compared"]
    # The area has 50 of over 200,000 residents, 0.23 per 1,000; 40 of 3,956 is 10.1 and 10 of 10,023 is 1.0, at 99.8%
    # no less than 0.3. A ward of 10,000 without any has an upper limit of 0.37 at 95%.
    assert compared[ABBEY] == "higher" and compared[ALIBON] == "higher"
    assert set(compared.drop([ABBEY, ALIBON])) == {"similar"}
