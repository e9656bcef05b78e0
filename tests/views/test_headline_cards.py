"""A headline card: its count, or the days since the last of a rare event in its place."""

import pandas as pd

from svd.catalogue import load_catalogue
from svd.figures.untested import TOO_ROUGH
from svd.views.cards import draw_headline
from tests.builders import PATHS
from tests.views.pictures import make_series

HOMICIDE = load_catalogue(PATHS.catalogue).indicators["homicide"]
SCORE = pd.Series(
    {
        "value": 1.0, "count": 1.0, "lower": 0.0, "upper": 5.6, "status_now": "ok", "judgement": "no clear change",
        "verdict": "no clear change", "reason": "", "form": "count", "count_before": 2.0, "period": "2026",
        "newest_words": "",
    }
)  # fmt: skip


def test_days_since_the_last_take_the_place_of_the_count():
    plain = draw_headline(SCORE, make_series([0.0, 1.0]), HOMICIDE)
    assert '<p class="svd-figure">1<span' in plain and "95% limits" in plain
    since = draw_headline(SCORE, make_series([0.0, 1.0]), HOMICIDE, ("122 to 152", "days since the last", "<b>ok</b>"))
    assert '<p class="svd-figure">122 to 152<' in since and "95% limits" not in since
    assert "days since the last; 2 before</p>" in since and '<p class="svd-small"><b>ok</b></p>' in since


def test_a_card_says_in_two_words_why_nothing_is_tested_and_reads_out_the_whole():
    untested = SCORE.to_dict() | {"verdict": "not tested", "judgement": "not tested", "reason": TOO_ROUGH}
    card = draw_headline(untested, make_series([0.0, 1.0]), HOMICIDE)
    assert "<span>not tested: too rough</span>" in card
    assert f'<p class="svd-hidden">because {TOO_ROUGH}</p>' in card and "2 before" not in card


def test_a_figure_of_other_months_than_those_asked_for_names_its_own():
    same = draw_headline(SCORE, make_series([0.0, 1.0]), HOMICIDE, asked="2026")
    other = draw_headline(SCORE, make_series([0.0, 1.0]), HOMICIDE, asked="Jan 2026 to Mar 2026")
    assert "; 2026</p>" not in same
    assert '<p class="svd-small">95% limits 0.0 to 5.6; 2026</p>' in other
