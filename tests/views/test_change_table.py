"""Now and before: both figures, the difference, how often chance would do it, and the verdict, always in words."""

import re

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.findings import word_chance
from svd.views.change_table import draw_change, present_changes, word_verdict
from tests.builders import PATHS

INDICATORS = load_catalogue(PATHS.catalogue).indicators


def _change(**others) -> pd.Series:
    row = {
        "ward_name": "Abbey",
        "period": "2026",
        "period_before": "2025",
        "count": 40.0,
        "count_before": 80.0,
        "value": 4.0,
        "value_before": 8.0,
        "difference": -40.0,
        "difference_lower": -62.0,
        "difference_upper": -19.0,
        "p": 0.0003,
        "spread": 1.8,
        "verdict": "falling",
        "judgement": "improving",
        "reason": "",
        "status": "ok",
        "is_provisional": False,
    }
    return pd.Series({**row, **others})


def test_a_rate_shows_its_count_first():
    row = present_changes(pd.DataFrame([_change()]), INDICATORS["violence_with_injury"]).iloc[0]

    assert row["Now: 2026"] == "40 (4.0 per 1,000 residents)"
    assert (row["Difference"], row["By chance alone"]) == ("−40", "about 1 time in 3,300")
    assert row["95% limits of the difference"] == "−62 to −19"
    assert (row["Verdict"], row["Scatter of the months"]) == ("falling, improving", "1.8 times chance")


def test_a_share_changes_in_percentage_points():
    row = present_changes(pd.DataFrame([_change()]), INDICATORS["persistent_absence"]).iloc[0]
    assert (row["Now: 2026"], row["Difference"]) == ("4.0%", "−4.0 percentage points")


def test_a_hidden_figure_leaves_its_mark_and_its_reason():
    hidden = {
        "count": None,
        "value": None,
        "difference": None,
        "difference_lower": None,
        "p": None,
        "status": "suppressed",
    }
    change = _change(**hidden, verdict="not tested", judgement="not tested", reason="a small number is hidden")
    drawn = draw_change(change.astype(object).where(change.notna(), float("nan")), INDICATORS["deliberate_fires"])

    assert "<td>[c]<span>" in drawn
    assert "Not tested: a small number is hidden." in drawn


def test_a_period_whose_newest_month_is_provisional_says_so():
    drawn = [draw_change(_change(is_provisional=flag), INDICATORS["violence_with_injury"]) for flag in (True, False)]

    assert ["may still be revised" in words for words in drawn] == [True, False]


def test_no_percentage_change_is_ever_said():
    drawn = draw_change(_change(), INDICATORS["violence_with_injury"])
    assert "−40<span>95% limits −62 to −19</span>" in drawn and "%" not in drawn.replace("95% limits", "")


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (float("nan"), "not tested"),
        (0.9, "more often than not"),
        (0.25, "about 1 time in 4"),
        (0.0027, "about 1 time in 370"),
        (1e-9, "less than 1 time in 10,000"),
    ],
)
def test_a_probability_is_said_as_one_time_in_so_many(p, words):
    assert word_chance(p) == words


def test_a_verdict_that_is_its_own_judgement_is_said_once():
    assert word_verdict(_change(verdict="no clear change", judgement="no clear change")) == "no clear change"


def test_no_percentage_of_change_is_worked_out_but_beside_both_figures():
    """An evaluation's table has the figure before and the one after in the same row."""
    pattern = re.compile(r"pct_change|/ ?\(?(count_|value_)?before\b *- *1")
    found = {path.name for path in (PATHS.home / "svd").rglob("*.py") if pattern.search(path.read_text("utf-8"))}
    assert found == {"effect_table.py"}
