"""A ward whose rate rests on few residents and many visitors is marked where it is named, with its count beside it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.between_wards.comparison import compare_each_way
from svd.figures.between_wards.comparison_findings import word_funnel, word_intervals, word_ranks
from svd.figures.between_wards.footfall import mark_names, note_footfall, word_footfall
from svd.measures.measure import measure
from svd.measures.seen import find_indicator, name_number
from svd.store.selection import Selection
from tests.builders import PATHS, build_evidence, covered, fact

CATALOGUE = load_catalogue(PATHS.catalogue)
ABBEY, ALIBON = "E05014053", "E05014054"
MONTHS = [f"2026-0{month}-01" for month in range(1, 7)]
PERIOD = Selection(date(2026, 1, 1), date(2026, 6, 1))
WARDS = pd.DataFrame(
    {"ward_code": [ABBEY, ALIBON], "ward_name": ["Abbey", "Alibon"], "count": [149.0, 80.0]}, index=[7, 3]
)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("violence_with_injury", "149 offences; few residents, many visitors"),
        ("violence_with_injury:number", ""),
        ("knife_positive_outcomes", ""),
    ],
)
def test_only_what_is_divided_by_residents_has_a_note(name, note):
    noted = note_footfall(WARDS, find_indicator(CATALOGUE, name), CATALOGUE.area)
    assert list(noted["footfall"]) == [note, ""] and list(noted.index) == [7, 3]


def test_names_are_marked_and_the_mark_is_told_with_its_count_and_its_reason():
    indicator = CATALOGUE.indicators["violence_with_injury"]
    noted = note_footfall(WARDS, indicator, CATALOGUE.area)
    assert list(mark_names(noted)["ward_name"]) == ["Abbey †", "Alibon"]
    assert word_footfall(noted, CATALOGUE.area) == (
        "† Abbey: 149 offences; few residents, many visitors. Barking town centre and its station are in it, so its "
        "rate says less of those who live there."
    )
    assert word_footfall(noted[1:], CATALOGUE.area) == "" and word_footfall(WARDS, CATALOGUE.area) == ""
    assert mark_names(WARDS) is WARDS


def test_a_hidden_count_is_not_told():
    hidden = note_footfall(
        WARDS.assign(count=float("nan")), CATALOGUE.indicators["violence_with_injury"], CATALOGUE.area
    )
    assert list(hidden["footfall"]) == ["few residents, many visitors", ""]


def compare(folder, name, area=None):
    """Abbey has far more violence than each of the others, in every month."""
    wards = [code for code in load_wards() if code != ABBEY]
    facts = [fact(month, code, 5) for month in MONTHS for code in wards] + [fact(month, ABBEY, 60) for month in MONTHS]
    evidence = build_evidence(folder, facts=facts, coverage=covered(*MONTHS))
    if area is not None:
        evidence = replace(evidence, catalogue=replace(evidence.catalogue, area=area))
    indicator = find_indicator(evidence.catalogue, name)
    results = tuple(measure(evidence, name, PERIOD, by) for by in ("ward", "borough"))
    return compare_each_way(evidence, indicator, PERIOD, results)


def load_wards() -> list[str]:
    return [f"E050140{number}" for number in range(53, 72)]


def test_what_ranks_first_by_its_visitors_says_so_in_every_finding(tmp_path):
    comparison = compare(tmp_path, "violence_with_injury")
    assert "Abbey † higher" in word_intervals(comparison, comparison.wards)
    assert "Abbey † above the funnel" in word_funnel(comparison, comparison.wards)
    assert "Abbey † ranks 1st (highest)" in word_ranks(comparison, comparison.wards)


def test_with_the_rule_off_it_is_named_as_any_other(tmp_path):
    area = CATALOGUE.area.model_copy(update={"footfall": {}})
    comparison = compare(tmp_path, "violence_with_injury", area)
    assert "Abbey ranks 1st (highest)" in word_ranks(comparison, comparison.wards)


def test_a_number_of_events_needs_no_mark(tmp_path):
    comparison = compare(tmp_path, name_number(CATALOGUE.indicators["violence_with_injury"]))
    assert set(comparison.wards["footfall"]) == {""}
