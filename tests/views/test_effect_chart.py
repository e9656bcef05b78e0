"""The pictures and tables of an evaluation: both lines, the start, the limits; made-up data said to be so."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.evaluation.design import Design
from svd.figures.evaluation.evaluate import Evaluation, evaluate
from svd.views.chart_picture import draw_chart_picture
from svd.views.effect_chart import draw_course, draw_placebos
from svd.views.effect_table import draw_effect, list_results, present_months, present_placebos, present_weights
from svd.views.theme import SYNTHETIC_WORDS
from tests.builders import build_evidence, covered, fact
from tests.views.pictures import list_rows, spec_texts

WARDS = [f"E050140{number}" for number in range(53, 72)]
LOOK = {"start": date(2025, 5, 1), "title": "Fell", "subtitle": "Offences a month", "named": "as the others went"}


def months(values: list[float], expected: list[float], first: str = "2025-01") -> pd.DataFrame:
    listed = pd.date_range(first, periods=len(values), freq="MS")
    figures = np.array(values, dtype=float)
    limits = {"lower": figures * 0.5, "upper": figures * 2}
    return pd.DataFrame(
        {"month": listed, "value": figures, **limits, "expected": expected, "is_after": listed >= "2025-05-01"}
    )


def draw(table: pd.DataFrame, **others) -> dict:
    return draw_course(table, **LOOK | {"is_synthetic": True} | others).to_dict()


def test_the_axis_starts_at_zero_and_holds_every_limit():
    spec = draw(months([10, 12, 11, 20, 6, 5], [11] * 6))
    domains = [
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("y", {})
    ]
    assert domains and all(domain[0] == 0 and domain[1] >= 40 for domain in domains)


def test_it_says_where_the_intervention_starts_and_what_both_lines_are():
    spec = draw(months([10, 12, 11, 20, 6, 5], [11] * 6))
    said = " ".join(spec_texts(spec))
    assert "Start, May 2025" in said and "Dashed: as the others went." in said
    assert "these wards: 5.5" in said and "expected: 11.0" in said
    assert "before the start 13.2 a month, expected 11.0; after the start 5.5 a month, expected 11.0" in said


def test_the_band_is_the_limits_or_the_gap_between_the_lines():
    table = months([10, 12, 11, 20, 6, 5], [11] * 6)
    bands = {}
    for shows_gap in (False, True):
        spec = draw(table, shows_gap=shows_gap)
        (area,) = [layer["encoding"] for layer in spec["layer"] if layer["mark"]["type"] == "area"]
        bands[shows_gap] = (area["y"]["field"], area["y2"]["field"])
    assert bands == {False: ("lower", "upper"), True: ("value", "expected")}


def test_names_of_lines_that_lie_close_are_moved_apart():
    spec = draw(months([10, 10, 10, 10, 10, 10], [10.2] * 6))
    places = [row["place"] for row in list_rows(spec) if "place" in row]
    assert len(places) == 2 and abs(places[0] - places[1]) > 1


def test_a_month_left_out_breaks_the_lines():
    table = months([10, 12, 11, 20, 6, 5], [11] * 6).drop(index=2)
    runs = [row["run"] for row in list_rows(draw(table)) if "run" in row]
    assert set(runs) == {1, 2}


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_made_up_data_are_said_to_be_so(is_synthetic):
    assert (
        SYNTHETIC_WORDS in spec_texts(draw(months([1, 2, 3, 4, 5], [2] * 5), is_synthetic=is_synthetic))
    ) == is_synthetic


def test_placebo_wards_stand_beside_the_real_ones_on_one_scale():
    rows = pd.DataFrame(
        {
            "name": ["Ash", "Birch"],
            "ratio": [0.5, 1.1],
            "lower": [0.4, 0.8],
            "upper": [0.6, 1.4],
            "is_real": [True, False],
        }
    )
    chart = draw_placebos(rows, is_synthetic=False)
    spec = chart.to_dict()
    assert "Ash 0.50 (0.40 to 0.60); Birch 1.10 (0.80 to 1.40)" in chart.description
    shapes = {row["name"]: row["shape"] for row in list_rows(spec) if "shape" in row}
    assert shapes == {"Ash": "diamond", "Birch": "circle"}


def test_the_chart_becomes_a_picture():
    chart = draw_course(months([10, 12, 11, 20, 6, 5], [11] * 6), **LOOK, is_synthetic=True)
    assert draw_chart_picture(chart, source_line="Source").startswith(b"\x89PNG")


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Evaluation:
    listed = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-09-01", "2026-03-01", freq="MS")]
    facts = [
        fact(month, ward, (10 if ward == WARDS[0] and month >= "2025-09" else 20) + place % 3)
        for month in listed
        for place, ward in enumerate(WARDS)
    ]
    evidence = build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=covered(*listed))
    return evaluate(evidence, Design("violence_with_injury", (WARDS[0],), date(2025, 9, 1)))


def test_the_table_sets_before_beside_after(found):
    table = draw_effect(found, ("improving", "falling"))
    assert '<th scope="row">These wards</th><td>20.0</td><td>10.0</td><td>\u221250%</td>' in table
    assert '<th scope="row">Comparison wards</th><td>378.0</td><td>378.0</td><td>0%</td>' in table
    assert "50% lower (62% lower to 33% lower)" in table and "fell" in table


def test_months_are_listed_with_those_expected(found):
    table = present_months(found)
    assert table.iloc[-1].tolist() == ["Feb 2026", "10", "4.8 to 18.4", "20.0", "after"]
    assert (table["Part"] == "before").sum() == 12


def test_results_are_numbers_with_their_verdict_once(found):
    table = list_results(found, is_synthetic=True)
    assert table["Verdict"].tolist()[0] == "fell" and set(table["Verdict"][1:]) == {""}
    assert table["Ratio"][0] == pytest.approx(0.5) and set(table["Synthetic"]) == {"yes"}
    assert not table["Test"].duplicated().any()


def test_placebos_and_weights_are_listed_by_name(found):
    names = {code: f"Ward {code[-2:]}" for code in WARDS}
    placebos = present_placebos(found, names)
    assert len(placebos) == 18 and placebos["Ward"][0] == "Ward 54"
    weights = present_weights(found, names)
    assert weights["Weight"].astype(float).sum() == pytest.approx(1, abs=0.01)
