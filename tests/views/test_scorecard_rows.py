"""The scorecard's full rows: figure, change, newest month, target and course, each with shape and word."""

import html

import pandas as pd

from svd.catalogue import load_catalogue
from svd.views.scorecard_rows import draw_rows
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)
SCORE = {
    "indicator": "personal_robbery", "tier": "primary", "count": 519.0, "value": 2.4, "lower": 2.2, "upper": 2.6,
    "status_now": "ok", "judgement": "improving", "verdict": "falling", "newest_words": "Aug 2026: long below its mean",
    "variation": "improvement", "way": "falling", "target": 0.2, "assurance": "hit and miss", "period": "2026",
    "yearly": 2.65, "year": "reached", "year_words": "2.4 (2.2 to 2.6)",
}  # fmt: skip
BARE = {
    **SCORE, "indicator": "first_time_entrants", "newest_words": "", "variation": "not tested", "way": "",
    "target": float("nan"), "assurance": "no target",
    "yearly": float("nan"), "year": "no target", "year_words": "", "judgement": "not tested", "verdict": "not tested",
}  # fmt: skip


def draw(*scores: dict, asked: str = "") -> str:
    nothing = pd.DataFrame({"value": [float("nan")]})
    courses = {score["indicator"]: nothing for score in scores}
    return html.unescape(
        draw_rows(pd.DataFrame(scores), courses, CATALOGUE, lambda one: f"five_ds?indicator={one.id}", asked)
    )


def test_a_row_has_each_part_in_words():
    shown = draw(SCORE)
    for words in ("519", "2.4 per 1,000 (2.2 to 2.6)", "falling: improving", "Aug 2026: long below its mean"):
        assert words in shown
    assert "2.65 per 1,000<br>" in shown or "2.6 per 1,000<br>" in shown
    assert "reached: 2.4 (2.2 to 2.6)" in shown and "its months: hit and miss" in shown and "no course to draw" in shown
    assert '<a href="five_ds?indicator=personal_robbery" target="_self">Personal robbery</a>' in shown
    assert shown.count('scope="col"') == 6 and CATALOGUE.tiers["primary"].title in shown


def test_what_has_neither_chart_nor_target_says_so():
    shown = draw(BARE)
    assert "no control limits" in shown and "no target" in shown and "not tested" in shown


def test_indicators_of_every_tier_have_a_heading_of_their_own():
    shown = draw(SCORE, {**BARE, "tier": "all"})
    assert shown.index("Primary") < shown.index("Every tier")


def test_a_figure_of_other_months_than_those_asked_for_names_its_own():
    assert "(2.2 to 2.6); 2026<" not in draw(SCORE, asked="2026")
    assert "(2.2 to 2.6); 2026<" in draw(SCORE, asked="Feb 2026 to Mar 2026")
