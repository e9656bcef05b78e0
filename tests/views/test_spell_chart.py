"""The gaps between rare events drawn: each at its end, the open one hollow, limits named, and all of it in words."""

import pandas as pd

from svd.views.palette import DARK_BLUE, PAPER
from svd.views.spell_chart import draw_spells
from tests.views.pictures import spec_texts

LOOK = {"title": "61 to 91 days since the last", "subtitle": "Months without one", "is_synthetic": True}


def make_spells(months: list[float | None], upper: float | None = 20.0, signal: str = "") -> pd.DataFrame:
    ends = pd.date_range("2024-01", periods=len(months) + 1, freq="YS")
    table = {
        "since": ends[:-1],
        "until": ends[1:],
        "months": months,
        "events": 1.0,
        "is_open": [False] * (len(months) - 1) + [True],
        "segment": 0,
        "centre": None if upper is None else 4.5,
        "upper": upper,
        "is_trial": False,
        "signal": [signal] + [""] * (len(months) - 1),
        "direction": [1 if signal else 0] + [0] * (len(months) - 1),
        "judgement": ["improvement" if signal else "common cause"] + ["common cause"] * (len(months) - 1),
    }
    return pd.DataFrame(table).astype({"months": float, "upper": float, "centre": float})


def test_the_open_gap_is_hollow_and_its_limit_is_named() -> None:
    chart = draw_spells(make_spells([5, None, 3]), **LOOK)
    spec = chart.to_dict()
    texts = spec_texts(spec)
    assert {"limit 20", "middle 4.5", "3"} <= set(texts)
    assert any("Each gap stands at its end; hollow: still open. Lines: limit and middle." in text for text in texts)
    hollow = [layer for layer in spec["layer"] if layer["mark"].get("fill") == PAPER]
    assert len(hollow) == 1 and hollow[0]["mark"]["color"] == DARK_BLUE
    assert "SYNTHETIC" in " ".join(texts)
    assert "2 months" not in chart.description and "Longest: 5 months without one, up to Jan 2025" in chart.description


def test_without_limits_no_line_is_drawn_nor_told_of() -> None:
    spec = draw_spells(make_spells([3], None), **LOOK).to_dict()
    assert not any("Lines:" in text for text in spec_texts(spec))


def test_a_gap_that_stands_out_has_a_triangle_and_words() -> None:
    texts = spec_texts(draw_spells(make_spells([25, 3], signal="outside its limits"), **LOOK).to_dict())
    assert "outside its limits, longer: improvement" in texts


def test_large_text_is_larger() -> None:
    sizes = [
        draw_spells(make_spells([5, 3]), is_large=large, **LOOK).to_dict()["config"]["axis"]["labelFontSize"]
        for large in (False, True)
    ]
    assert sizes[0] >= 14 and sizes[1] >= 18
