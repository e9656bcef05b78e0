"""An evaluation in words: sizes, limits and tests in each sentence, and 'no clear effect' when that is the answer."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from svd.figures.evaluation import effect_findings as words
from svd.figures.evaluation.assumptions import list_assumptions, word_evaluation_method
from svd.figures.evaluation.design import Design
from svd.figures.evaluation.evaluate import FELL, MAY_HAVE_FALLEN, NOT_TESTED, Evaluation, Synthetic, evaluate
from svd.figures.evaluation.parallel import TrendGap
from svd.figures.evaluation.placebo import InPlace
from svd.measures.question import Evidence
from tests.builders import build_evidence, covered, fact

WARDS = [f"E050140{number}" for number in range(53, 72)]
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-09-01", "2026-03-01", freq="MS")]
DESIGN = Design("violence_with_injury", (WARDS[0],), date(2025, 9, 1))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    """20 a month everywhere; half in the first ward from September 2025 on. The last month is provisional."""
    facts = [
        fact(month, ward, 10 if ward == WARDS[0] and month >= "2025-09" else 20) for month in MONTHS for ward in WARDS
    ]
    return build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=covered(*MONTHS))


@pytest.fixture(scope="module")
def halved(evidence) -> Evaluation:
    return evaluate(evidence, DESIGN)


@pytest.fixture(scope="module")
def level(evidence) -> Evaluation:
    return evaluate(evidence, replace(DESIGN, treated=(WARDS[1], WARDS[2])))


def indicator(evidence: Evidence):
    return evidence.catalogue.indicators["violence_with_injury"]


def test_an_effect_is_said_with_its_limits(evidence, halved):
    said = words.word_effect(halved, indicator(evidence), "A ward")
    assert said == (
        "Violence with injury in A ward fell by 50% against the comparison wards (33% to 62%): beyond chance."
    )
    assert words.judge_verdict(halved, indicator(evidence)) == ("improving", "falling")


def test_no_effect_is_said_plainly_with_the_limits_of_both_sides(evidence, level):
    said = words.word_effect(level, indicator(evidence), "B and C")
    assert said.startswith("Violence with injury in B and C: no clear effect (3% higher against the comparison wards; ")
    assert "% lower to " in said and said.endswith("% higher).")
    assert words.judge_verdict(level, indicator(evidence)) == ("no clear change", "")


def test_an_effect_in_doubt_says_what_doubts_it(evidence, halved):
    doubted = replace(halved, verdict=MAY_HAVE_FALLEN)
    said = words.word_effect(doubted, indicator(evidence), "A ward")
    assert "may have fallen by 50%" in said and said.endswith("but wards without it changed as much.")
    apart = replace(doubted, trend=TrendGap(0.5, 0.4, 0.6, 0.001))
    assert words.word_effect(apart, indicator(evidence), "A").endswith("but they were moving apart before it began.")


def test_nothing_tested_says_why(evidence):
    found = evaluate(evidence, replace(DESIGN, indicator="homicide"))
    assert found.verdict == NOT_TESTED
    said = words.word_effect(found, evidence.catalogue.indicators["homicide"], "A ward")
    assert said.startswith("Homicide in A ward: no effect can be tested, because 0 events of these wards")
    assert words.judge_verdict(found, evidence.catalogue.indicators["homicide"]) == ("not tested", "")


def test_events_are_set_against_those_expected(halved, level):
    said = words.word_events(halved, "offences")
    assert said.startswith("60 offences came after the start, where 120 would have come had these wards gone as the")
    assert said.endswith("60 fewer (30 to 100).")
    both = words.word_events(level, "offences")
    assert " fewer to " in both and both.endswith(" more).")


def test_the_tests_are_said_with_what_they_found(halved):
    assert words.word_trend(halved) == (
        "Before the start the wards show no clear difference of trend (level each year against the others; 95% limits "
        "59% lower to 147% higher); with so few events that says little."
    )
    assert words.word_in_place(halved) == (
        "Taking each ward of the 19 as if it had the intervention: of 19, none but the real one changed as much "
        "against the rest (p = 0.053). So large a change is rare by chance."
    )
    assert words.word_singly(halved).startswith("Taken one at a time, none of the 18 comparison wards show an effect")
    assert "A made-up start in Mar 2025, before the real one, shows no clear effect (level; " in words.word_in_time(
        halved
    )


def test_tests_that_speak_against_it_are_said_too(halved):
    apart = replace(halved, trend=TrendGap(0.5, 0.4, 0.6, 0.001))
    assert "were already moving apart (50% lower each year" in words.word_trend(apart)
    common = replace(halved, in_place=InPlace(19, 9))
    assert words.word_in_place(common).endswith(
        "8 beside the real one changed as much against the rest (p = 0.47). That is not rare."
    )
    assert "too few wards" in words.word_in_place(replace(halved, in_place=InPlace(0, 0)))
    moved = replace(halved, earlier=replace(halved.earlier, p=0.001))
    assert words.word_in_time(moved).endswith("something else moves them.")
    assert "can't be tested" in words.word_trend(replace(halved, trend=TrendGap(*[float("nan")] * 4)))


def test_the_smallest_effect_that_could_be_seen_is_named(halved):
    assert words.word_least(halved.effect).startswith("A fall of 30% or a rise of 34% would")
    assert "too few events" in words.word_least(replace(halved.effect, least_fall=float("nan")))


def test_the_synthetic_control_is_said_or_why_there_is_none(evidence, halved):
    assert words.word_synthetic(replace(halved, synthetic=Synthetic("it needs more"))) == (
        "Synthetic control can't be used: it needs more."
    )
    weights = pd.Series({WARDS[1]: 0.6, WARDS[2]: 0.2, WARDS[3]: 0.15, WARDS[4]: 0.05, WARDS[5]: 0.0})
    mixed = replace(halved, synthetic=Synthetic("", weights, halved.months, 120.0, 3.2, InPlace(19, 1)))
    said = words.word_synthetic(mixed)
    assert "60 after the start, where the mix of wards has 120 (50% lower). The gap is 3.2 times as wide" in said
    assert said.endswith(
        "1 of 19 groups, the real one included, have one as wide (p = 0.053), which is rare by chance."
    )
    assert words.word_mix(evidence, mixed).endswith("20%, Beam 15% and 1 other.")


def test_wards_are_named_or_counted(evidence):
    assert words.word_wards(evidence, tuple(WARDS[:1])) == evidence.geography.ward_names[WARDS[0]]
    assert " and " in words.word_wards(evidence, tuple(WARDS[:2]))
    assert words.word_wards(evidence, tuple(WARDS[:4])) == "4 wards"
    assert words.word_wards(evidence, ()) == "the whole area"


def test_assumptions_are_those_of_this_design(evidence, halved):
    listed = " ".join(list_assumptions(evidence, halved))
    assert "Alike but for the intervention" in listed and "Not chosen for a bad spell" in listed
    assert "neighbours are among them" in listed
    apart = evaluate(evidence, replace(DESIGN, leaves_out_neighbours=True))
    assert "the wards that touch the treated ones are left out" in " ".join(list_assumptions(evidence, apart))


def test_the_method_names_its_sources():
    method = word_evaluation_method()
    for source in ("Wooldridge 2023", "Abadie", "Bertrand", "MacKinnon and Webb 2020", "Bloom 1995"):
        assert source in method


def test_p_is_never_said_to_be_zero():
    assert [words.word_p(p) for p in (0.00001, 0.0058, 0.053, 0.42)] == ["below 0.001", "0.006", "0.053", "0.42"]


def test_the_verdict_of_the_halved_ward_is_fell(halved):
    assert halved.verdict == FELL
