"""The small chart of rolling years: from zero, cut at breaks, the last value named, and said to have no limits."""

from datetime import date

import pandas as pd

from svd.catalogue.declarations import Break
from svd.views.rolling_chart import draw_rolling
from tests.views.pictures import list_rows, spec_texts

BREAK = Break(id="new", date=date(2025, 3, 1), title="New system", what="Counted anew", sources=("mps_ward",))


def make_years(values: list[float | None]) -> pd.DataFrame:
    months = pd.date_range("2025-01", periods=len(values), freq="MS")
    return pd.DataFrame({"month": months, "value": pd.Series(values, dtype=float)})


def test_the_last_value_is_named_and_a_gap_parts_the_line() -> None:
    spec = draw_rolling(make_years([100, None, 120, 130]), unit="number", breaks=[BREAK], is_synthetic=True).to_dict()
    rows = [row for row in list_rows(spec) if "run" in row]
    assert len({row["run"] for row in rows}) == 2
    assert "To Jan 2025: 100; to Apr 2025: 130." in spec["description"]
    texts = " ".join(spec_texts(spec["title"]))
    assert "SYNTHETIC" in texts and "no limits" in texts


def test_without_a_break_no_line_is_drawn_for_one() -> None:
    spec = draw_rolling(make_years([100, 110]), unit="number", breaks=[], is_synthetic=False).to_dict()
    assert not any(layer["mark"]["type"] == "rule" for layer in spec["layer"])
    assert "SYNTHETIC" not in " ".join(spec_texts(spec["title"]))
