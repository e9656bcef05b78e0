"""Sentences for none, one, a few and many; each must say what was found and never more."""

import numpy as np
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.findings import (
    lower_title,
    word_chance,
    word_change,
    word_changes,
    word_headlines,
    word_many,
    word_rule,
    word_test,
    word_unplaced,
    word_ward_change,
    word_wards,
)
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)
VIOLENCE = CATALOGUE.indicators["violence_with_injury"]
OUTCOMES = CATALOGUE.indicators["knife_positive_outcomes"]
COMPLETED = CATALOGUE.indicators["order_completion"]


def _wards(**compared: str) -> pd.DataFrame:
    return pd.DataFrame({"ward_name": list(compared), "compared": list(compared.values())})


@pytest.mark.parametrize(
    ("wards", "sentence"),
    [
        (_wards(A="higher"), "Violence with injury against the borough: A higher."),
        (
            _wards(A="higher", B="similar"),
            "Violence with injury against the borough: A higher; 1 ward does not clearly differ.",
        ),
        (
            _wards(A="higher", B="higher", C="lower", D="may be lower", E="similar", F="not compared"),
            "Violence with injury against the borough: A and B higher; C lower; 2 wards do not clearly differ.",
        ),
        (
            _wards(**dict.fromkeys("ABCDEF", "lower"), G="higher"),
            "Violence with injury against the borough: G higher; 6 wards lower.",
        ),
        (_wards(A="not compared"), "Violence with injury: no ward can be compared with Here."),
        (_wards(), "Violence with injury: no ward can be compared with Here."),
    ],
    ids=["one", "one and a rest", "both ways", "many", "not compared", "no wards"],
)
def test_wards_in_a_sentence(wards, sentence):
    assert word_wards(wards, VIOLENCE, "Here") == sentence


def test_no_ward_that_differs_is_said_outright():
    sentence = word_wards(_wards(A="similar", B="may be higher", C="may be lower"), VIOLENCE, "Here").lower()
    assert (
        "no ward" in sentence and "violence with injury" in sentence and "clearly differs from the borough" in sentence
    )
    assert "higher" not in sentence and "lower" not in sentence


def test_five_wards_are_named_and_six_are_counted():
    assert "A, B, C, D and E higher" in word_wards(_wards(**dict.fromkeys("ABCDE", "higher")), VIOLENCE, "Here")
    assert "6 wards higher" in word_wards(_wards(**dict.fromkeys("ABCDEF", "higher")), VIOLENCE, "Here")


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence():
    assert [lower_title(title) for title in ("MARAC cases", "Homicide", "Knife crime")] == [
        "MARAC cases",
        "homicide",
        "knife crime",
    ]
    assert "MARAC cases" in word_wards(_wards(A="similar"), CATALOGUE.indicators["marac_cases"], "Here")


def _change(verdict: str, **others) -> pd.Series:
    told = {"verdict": verdict, "count": 1200.0, "count_before": 900.0, "value": 5.5, "value_before": 4.1}
    words = {"period_before": "Jan 2025", "reason": "", "status": "ok", "ward_name": "Abbey"}
    return pd.Series({**told, **words, **others})


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (_change("rising"), "Violence with injury is rising: 1,200, from 900 in Jan 2025."),
        (_change("falling", count=5), "Violence with injury is falling: 5, from 900 in Jan 2025."),
        (_change("no clear change"), "Violence with injury: no clear change (1,200, from 900)."),
        (
            _change("not tested", reason="a small number is hidden"),
            "Violence with injury: 5.5 per 1,000 residents; change not tested, because a small number is hidden.",
        ),
        (
            _change("not tested", reason="nothing came", value=np.nan, status="missing"),
            "Violence with injury: [x]; change not tested, because nothing came.",
        ),
        (
            _change("not tested", reason="nothing came", status="missing", status_now="ok"),
            "Violence with injury: 5.5 per 1,000 residents; change not tested, because nothing came.",
        ),
        (
            _change("not tested", reason="it is", value=np.nan, status="missing", status_now="suppressed"),
            "Violence with injury: [c]; change not tested, because it is.",
        ),
    ],
)
def test_a_change_in_a_sentence(row, sentence):
    assert word_change(row, VIOLENCE) == sentence


def test_a_share_is_told_as_a_share():
    row = _change("rising", value=30.0, value_before=19.5)
    assert word_change(row, COMPLETED) == f"{COMPLETED.short_title} is rising: 30.0%, from 19.5% in Jan 2025."
    assert "(30.0%, from 19.5%)" in word_change(_change("no clear change", value=30.0, value_before=19.5), COMPLETED)


def test_a_ratio_is_told_as_so_many_for_every_hundred():
    said = word_change(_change("rising", value=30.0, value_before=19.5), OUTCOMES)
    assert said == (
        f"{OUTCOMES.short_title} is rising: 30.0 for every 100 offences, from 19.5 for every 100 offences in Jan 2025."
    )


def test_a_wards_change_names_the_ward():
    assert (
        word_ward_change(_change("falling"), VIOLENCE) == "Violence with injury in Abbey is falling: 1,200, from 900."
    )


def _scores(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    scores = pd.DataFrame(rows, columns=["short_title", "verdict", "is_headline"])
    reasons = scores["verdict"].map({"not tested": "nothing was received"}).astype("str").fillna("")
    return scores.astype({"is_headline": bool}).assign(reason=reasons)


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        (_scores(("Knife crime", "rising", True)), "Knife crime is rising."),
        (
            _scores(("Homicide", "no clear change", True), ("MARAC cases", "no clear change", True)),
            "No clear change in homicide and MARAC cases.",
        ),
        (
            _scores(
                ("Robbery", "falling", True),
                ("Knife crime", "rising", True),
                ("Arson", "falling", True),
                ("Homicide", "no clear change", True),
            ),
            "Knife crime is rising; Robbery and Arson are falling; no clear change in homicide.",
        ),
    ],
    ids=["one", "steady", "all"],
)
def test_headlines_in_a_sentence(scores, sentence):
    assert word_headlines(scores) == sentence


@pytest.mark.parametrize(
    ("scores", "because"),
    [
        (_scores(), ""),
        (_scores(("Arson", "rising", False)), ""),
        (_scores(("Arson", "rising", False), ("Homicide", "not tested", True)), ": nothing was received"),
    ],
    ids=["nothing", "no headline", "none tested"],
)
def test_headlines_that_could_not_be_tested_are_not_called_steady(scores, because):
    sentence = f"No headline figure could be tested for change in this period{because}."
    assert word_headlines(scores) == sentence


def test_changes_are_listed_by_certainty_and_only_where_tested():
    rows = [
        _change("rising", indicator="knife_crime", p=0.002),
        _change("no clear change", indicator="arson", p=0.4),
        _change("falling", indicator="personal_robbery", p=0.0001),
        _change("not tested", indicator="homicide", p=np.nan),
    ]
    told = word_changes(pd.DataFrame(rows).reset_index(drop=True), CATALOGUE)
    assert [name for name, _ in told] == ["personal_robbery", "knife_crime"]
    assert told[1][1].startswith("Knife crime is rising: 1,200, from 900")


@pytest.mark.parametrize(
    ("loose", "words"),
    [
        (None, ""),
        (0, ""),
        (1, "1 of 1,000 has no known ward: in the borough's total only."),
        (25, "25 of 1,000 have no known ward: in the borough's total only."),
    ],
)
def test_events_without_a_ward(loose, words):
    wards = [{"ward_code": "A", "count": 900.0}]
    wards += [] if loose is None else [{"ward_code": "unallocated", "count": float(loose)}]
    assert word_unplaced(pd.DataFrame(wards), pd.DataFrame({"count": [1000.0]})) == words


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (np.nan, "not tested"),
        (1.0, "more often than not"),
        (0.5, "more often than not"),
        (0.3, "about 1 time in 3"),
        (0.025, "about 1 time in 40"),
        (0.0027, "about 1 time in 370"),
        (0.0001, "about 1 time in 10,000"),
        (0.00001, "less than 1 time in 10,000"),
    ],
)
def test_chance_in_words(p, words):
    assert word_chance(p) == words


def test_the_method_names_the_limit_and_how_often_chance_passes_it():
    assert "0.0027" in word_test() and "1 in 370 comparisons" in word_test()


def test_the_exact_test_and_the_rule_of_thumb_stand_side_by_side():
    change = pd.Series({"count": 25.0, "count_before": 16.0, "p": 0.2110})
    said = word_rule(change, VIOLENCE)
    assert said.startswith("Here p is 0.2110. Beside it, the rule of thumb for two counts, 2(√25 − √16), is 2.0;")
    assert word_rule(change, OUTCOMES) == "" and word_rule(pd.Series({**change, "p": np.nan}), VIOLENCE) == ""
    assert "p is below 0.0001" in word_rule(pd.Series({"count": 90.0, "count_before": 16.0, "p": 1e-9}), VIOLENCE)


@pytest.mark.parametrize(
    ("tested", "told"),
    [
        (1, "Of 1 comparison tested, chance alone would call fewer than 0.1 on average"),
        (129, "Of 129 comparisons tested, each by itself, chance alone would call 0.3 on average"),
    ],
)
def test_how_many_of_a_list_chance_alone_would_call(tested, told):
    assert word_many(tested) == f"{told} where nothing has changed."
