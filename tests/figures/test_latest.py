"""The newest whole month beside the change: its signal in words, its target, and what has no chart says so."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.latest import judge_latest
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY = "E05014053"
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-04", "2026-03", freq="MS")]
YEAR = Selection(date(2025, 4, 1), date(2026, 3, 1))


def build(folder, levels: dict[str, int]):
    """Violence with injury at 19 and 21 by turns, but for the months named."""
    counts = {month: levels.get(month, 19 + number % 2 * 2) for number, month in enumerate(MONTHS)}
    facts = [fact(month, ABBEY, count) for month, count in counts.items()]
    return build_evidence(folder, facts=facts, coverage=covered(*MONTHS))


def read_newest(evidence, selection=YEAR) -> pd.Series:
    return judge_latest(evidence, selection).loc["violence_with_injury"]


@pytest.mark.parametrize(
    ("levels", "variation", "way", "words"),
    [
        ({}, "common cause", "", "as usual"),
        ({0: 60}, "concern", "rising", "above its usual range"),
        ({0: 5}, "improvement", "falling", "below its usual range"),
        (dict.fromkeys(range(7), 22), "concern", "rising", "long above its mean"),
    ],
)
def test_the_newest_month_in_words(tmp_path, levels, variation, way, words):
    known = read_newest(build(tmp_path, {}))["newest"] if levels else None
    last = MONTHS.index(f"{known:%Y-%m-%d}") if known is not None else 0
    folder = tmp_path / "changed"
    folder.mkdir()
    newest = read_newest(build(folder, {MONTHS[last - back]: level for back, level in levels.items()}))
    assert (newest["variation"], newest["way"]) == (variation, way)
    assert newest["newest_words"].endswith(f": {words}")


def test_months_after_the_selection_say_nothing(tmp_path):
    evidence = build(tmp_path, {MONTHS[-3]: 90})
    earlier = Selection(date(2025, 1, 1), date(2025, 6, 1))
    assert read_newest(evidence, earlier)["newest_words"] == "Jun 2025: as usual"


def test_what_has_no_chart_says_so(tmp_path):
    latest = judge_latest(build(tmp_path, {}), YEAR)
    assert set(latest.loc[["first_time_entrants", "rows_set_aside"], "variation"]) == {"not tested"}
    assert set(latest.loc[["first_time_entrants", "rows_set_aside"], "newest_words"]) == {""}
