"""Control limits on a trend: level lines that end at a break, triangles by way and meaning, and all of it in words."""

import pandas as pd
import pytest

from svd.figures.over_time.control_charts import COMMON, CONCERN, IMPROVEMENT
from svd.views.control_marks import describe_control, explain_control
from svd.views.palette import DARK_BLUE, ORANGE
from svd.views.trend_chart import draw_trend
from tests.views.pictures import list_rows, make_series, spec_texts

TREND = {"title": "It left its limits", "subtitle": "Offences a month", "unit": "offences"}


def make_control(judgements: list[str], **more: object) -> pd.DataFrame:
    ways = {COMMON: 0, CONCERN: 1, IMPROVEMENT: -1}
    table = {
        "month": pd.date_range("2025-01", periods=len(judgements), freq="MS"),
        "segment": 0,
        "value": 10.0,
        "share": 1.0,
        "centre": 10.0,
        "lower": 4.0,
        "near_lower": 6.0,
        "near_upper": 14.0,
        "upper": 160.0,
        "is_trial": False,
        "is_provisional": False,
        "signal": ["" if judgement == COMMON else "outside its limits" for judgement in judgements],
        "direction": [ways[judgement] for judgement in judgements],
        "judgement": judgements,
    }
    return pd.DataFrame({**table, **more})


def spec_of(control: pd.DataFrame) -> dict:
    return draw_trend(make_series([10.0] * len(control)), control=control, **TREND).to_dict()


def rows_with(spec: dict, name: str) -> list[dict]:
    found = {str(row): row for row in list_rows(spec) if name in row}
    return list(found.values())


def test_the_axis_holds_the_limits_and_the_intervals_are_gone() -> None:
    spec = spec_of(make_control([COMMON] * 3))
    domains = [layer["encoding"].get("y", {}).get("scale", {}).get("domain") for layer in spec["layer"]]
    assert all(domain[1] > 160 for domain in domains if domain)
    assert not any(layer["mark"]["type"] == "area" for layer in spec["layer"])


def test_lines_end_where_limits_start_anew() -> None:
    control = make_control([COMMON] * 6, segment=[0] * 3 + [1] * 3)
    spans = [(row["start"][:10], row["end"][:10]) for row in rows_with(spec_of(control), "end") if "label" not in row]
    assert ("2025-01-01", "2025-03-16") in spans
    assert ("2025-03-17", "2025-06-01") in spans


def test_a_segment_without_limits_has_no_line() -> None:
    control = make_control([COMMON] * 4, segment=[0, 0, 1, 1])
    control.loc[:1, ["centre", "lower", "near_lower", "near_upper", "upper"]] = None
    assert {row["start"][:10] for row in rows_with(spec_of(control), "start")} == {"2025-02-14"}


def test_a_mean_without_limits_of_single_months_is_drawn_alone_and_said_to_be() -> None:
    bare = dict.fromkeys(["lower", "near_lower", "near_upper", "upper"], float("nan"))
    control = make_control([COMMON] * 3, **bare)
    spec = spec_of(control)
    assert [row["label"] for row in rows_with(spec, "label") if "value" not in row or row["value"] is None] == [
        "mean 10"
    ]
    assert [row["level"] for row in rows_with(spec, "level")] == [10.0]
    assert "seven months" in explain_control(control, 0) and "dotted" not in explain_control(control, 0)
    assert describe_control(control, 0).startswith(" No limits of single months, mean 10.")


@pytest.mark.parametrize(("judgement", "way", "colour"), [(CONCERN, 1, ORANGE), (IMPROVEMENT, -1, DARK_BLUE)])
def test_a_month_that_stands_out_has_its_shape_colour_and_words(judgement: str, way: int, colour: str) -> None:
    spec = spec_of(make_control([COMMON, judgement, COMMON]))
    (row,) = rows_with(spec, "colour")
    assert (row["colour"], row["direction"], row["month"][:10]) == (colour, way, "2025-02-01")
    assert judgement in row["words"]
    assert any(judgement in text for text in spec_texts(spec["title"]))


def test_where_no_month_stands_out_there_are_lines_and_no_triangle() -> None:
    spec = spec_of(make_control([COMMON] * 3))
    assert not rows_with(spec, "colour")
    assert not any("Triangles" in text for text in spec_texts(spec["title"]))


def test_the_limits_are_named_and_in_the_description() -> None:
    spec = spec_of(make_control([COMMON, CONCERN]))
    assert {row["label"] for row in rows_with(spec, "label")} >= {"upper 160", "mean 10", "lower 4"}
    assert "Control limits 4 to 160, mean 10. 1 month stands out." in spec["description"]


def test_names_that_would_touch_leave_the_mean_out() -> None:
    labels = {row["label"] for row in rows_with(spec_of(make_control([COMMON] * 2, upper=10.1)), "label")}
    assert "upper 10" in labels and "mean 10" not in labels


def test_trial_limits_are_said_to_be_so() -> None:
    spec = spec_of(make_control([COMMON] * 2, is_trial=True))
    assert any("(trial)" in text for text in spec_texts(spec["title"]))


def test_limits_that_follow_a_season_are_a_band_and_said_so() -> None:
    control = make_control([COMMON] * 3, share=[0.8, 1.0, 1.2], upper=[130.0, 160.0, 190.0])
    spec = spec_of(control)
    (band,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "area"]
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("lower", "upper")
    assert any("limits, which follow the season" in text for text in spec_texts(spec["title"]))
    assert "for Mar 2025; they follow the season" in spec["description"]


def test_a_target_is_a_line_from_its_first_day_with_its_name_and_figure() -> None:
    control = make_control([COMMON] * 3, target=[None, 100.0, 100.0], kind="benchmark")
    spec = spec_of(control)
    assert "benchmark 100" in {row["label"] for row in rows_with(spec, "label")}
    lines = [layer for layer in spec["layer"] if layer["encoding"].get("y", {}).get("field") == "target"]
    assert {layer["mark"]["type"] for layer in lines} == {"line", "text"}


def test_a_target_beyond_all_limits_is_inside_the_picture() -> None:
    spec = spec_of(make_control([COMMON] * 3, target=500.0, kind="target"))
    assert all(
        layer["encoding"]["y"]["scale"]["domain"][1] > 500
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("y", {})
    )


def test_no_target_draws_nothing() -> None:
    spec = spec_of(make_control([COMMON] * 3, target=None, kind=""))
    assert not any(layer["encoding"].get("y", {}).get("field") == "target" for layer in spec["layer"])


def test_the_band_of_a_season_ends_at_a_month_without_limits() -> None:
    control = make_control([COMMON] * 5, share=[0.8, 1.0, None, 1.0, 1.2], upper=[130.0, 160.0, 160.0, 160.0, 190.0])
    control.loc[2, ["centre", "lower", "near_lower", "near_upper", "upper"]] = None
    rows = rows_with(spec_of(control), "stretch")
    assert sorted(row["stretch"] for row in rows) == ["0 0", "0 0", "0 1", "0 1"]
