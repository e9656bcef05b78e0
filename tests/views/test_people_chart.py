"""Groups of people as bars: from zero, with limits, the mark of what they are held against, and hidden ones told."""

import json

import pandas as pd
import pytest

from svd.measures.result import MISSING, OK, SUPPRESSED
from svd.views.chart_picture import draw_chart_picture
from svd.views.people_chart import draw_people
from svd.views.theme import SYNTHETIC_WORDS
from tests.views.pictures import png_size, spec_texts

LOOK = {"title": "A finding", "subtitle": "Patients by age", "what": "patients", "held_against": "share of residents"}
NULL = float("nan")


def rows(*values: float, status: str = OK, benchmark: float = 20.0) -> pd.DataFrame:
    table = pd.DataFrame({"name": [f"Band {place}" for place in range(len(values))], "value": values})
    limits = {"lower": table["value"] - 2, "upper": table["value"] + 2, "benchmark": benchmark}
    return table.assign(**limits, compared="higher", status=[status] * len(values), is_synthetic=False)


def test_bars_start_at_zero_and_hold_every_limit_and_mark() -> None:
    spec = draw_people(rows(30, 10, benchmark=60), **LOOK).to_dict()
    domains = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("x", {})
    ]

    assert domains and all(low == 0 and high > 60 for low, high in domains)


def test_the_chart_in_words() -> None:
    assert draw_people(rows(30), **LOOK).to_dict()["description"] == (
        "A finding. Bar chart of patients with 95% limits: "
        "Band 0 30.0% (28.0 to 32.0) higher, share of residents 20.0%."
    )


@pytest.mark.parametrize(
    ("status", "words"), [(SUPPRESSED, "[c] hidden: a small number"), (MISSING, "[x] no data received")]
)
def test_a_figure_that_is_not_shown_keeps_its_row_and_nothing_of_its_number(status: str, words: str) -> None:
    table = rows(30, 41.7)
    table.loc[1, "status"] = status
    spec = json.dumps(draw_people(table, **LOOK).to_dict())

    assert words in spec and "41.7" not in spec and "43.7" not in spec


def test_the_keys_name_the_mark_only_where_there_is_one() -> None:
    marked, bare = (
        " ".join(spec_texts(draw_people(rows(30, benchmark=held), **LOOK).to_dict())) for held in (20.0, NULL)
    )

    assert "diamond: share of residents" in marked and "diamond:" not in bare


def test_made_up_data_say_so_and_the_picture_is_written() -> None:
    chart = draw_people(rows(30, NULL).assign(is_synthetic=True), first=1, is_large=True, **LOOK)

    assert SYNTHETIC_WORDS in spec_texts(chart.to_dict()["title"])
    assert chart.to_dict()["config"]["axis"]["labelFontSize"] >= 18
    assert png_size(draw_chart_picture(chart, scale=1)).width > 900
