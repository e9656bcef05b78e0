"""The grid of feeds by month: a state is a shape and a word, and never markup from a name."""

import re

import pandas as pd
import pytest

from svd.figures.receipts import STATES
from svd.views.receipt_grid import draw_receipt_grid, present_receipts, word_receipt


def _receipts(states: list[str], title: str = "Fires", days_late: int | None = None) -> pd.DataFrame:
    months = pd.date_range("2025-11-01", periods=len(states), freq="MS")
    feed = {
        "source": "lfb",
        "title": title,
        "partner": "Fire",
        "days_late": pd.array([days_late] * len(states), "Int64"),
    }
    return pd.DataFrame({"month": months, "state": states, **feed})


def _shapes(grid: str) -> list[str]:
    return re.findall(r'<td[^>]*><img src="([^"]+)"', grid)


def test_every_state_has_a_shape_of_its_own_and_is_said():
    grid = draw_receipt_grid(_receipts(list(STATES)))

    assert len(set(_shapes(grid))) == len(STATES)
    assert all(f'<span class="svd-hidden">{state}</span>' in grid for state in STATES)
    assert all(meaning in grid for meaning in STATES.values())


def test_months_stand_under_their_years():
    grid = draw_receipt_grid(_receipts(["received"] * 3))

    years = re.findall(r'colspan="(\d+)" class="svd-year">(\d{4})', grid)
    assert years == [("2", "2025"), ("1", "2026")]
    assert 'title="Jan 2026: received"' in grid


def test_the_legend_names_only_what_is_there():
    assert "Missing" not in draw_receipt_grid(_receipts(["received"]))


@pytest.mark.parametrize("title", ["<script>x</script>", "Fires & calls"])
def test_a_name_never_becomes_markup(title):
    grid = draw_receipt_grid(_receipts(["received"], title))
    assert title not in grid


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        ("received late", 1, "received late, 1 day"),
        ("received late", 20, "received late, 20 days"),
        ("not complete", 3, "not complete, 3 days late"),
        ("received", 0, "received"),
        ("received", pd.NA, "received"),
        ("missing", pd.NA, "missing"),
    ],
)
def test_a_late_month_says_by_how_many_days(state, days, words):
    assert word_receipt(state, days) == words
    days_late = None if days is pd.NA else days
    assert f'title="Nov 2025: {words}"' in draw_receipt_grid(_receipts([state], days_late=days_late))


def test_the_grid_is_a_table_of_words_too():
    table = present_receipts(pd.concat([_receipts(["received", "missing"]), _receipts(["missing"] * 2, "Calls")]))
    assert table.to_dict("list") == {
        "Partner": ["Fire", "Fire"],
        "Feed": ["Fires", "Calls"],
        "Nov 2025": ["received", "missing"],
        "Dec 2025": ["missing", "missing"],
    }
