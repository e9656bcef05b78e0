"""The table of feeds: shares that never round up to whole, bars with their words, and missing that is not zero."""

import base64
import re

import pandas as pd
import pytest

from svd.figures.feeds import WAYS
from svd.views.feed_table import draw_feed_table, present_feeds, word_placed, word_rules

_NUMBERS = {"newest_late": 3, "median_late": 1.0, "judged": 2, "fields_filled": 90, "fields_expected": 100}
_ROWS = {"rows_read": 101, "rows_kept": 100, "rows_faulty": 1, "filled": 90.0, "usable": 99.97, "placed": 80.0}
_PLACED = dict(zip(WAYS, (50, 0, 10, 20, 20), strict=True))
FEED = {"source": "lfb", "partner": "Fire", "title": "Fires & <calls>", **_NUMBERS, **_ROWS, **_PLACED}
NOTHING = {**FEED, "source": "icb", "title": "Returns", **dict.fromkeys([*_NUMBERS, *_ROWS, *WAYS])}


def _read_bar(table: str) -> list[str]:
    """The widths drawn in the first bar that has words."""
    code = re.search(r'base64,([^"]+)" alt="point', table).group(1)
    return re.findall(r'width="([\d.]+)" height="14" fill="#', base64.b64decode(code).decode())


def test_a_bar_is_as_wide_as_its_shares_and_says_them():
    table = draw_feed_table(pd.DataFrame([FEED]))
    assert word_placed(pd.Series(FEED)) == "point 50.0%, small area 10.0%, ward 20.0%, no ward 20.0%"
    assert _read_bar(table) == ["55.00", "11.00", "22.00", "22.00"], "Of 110 pixels."
    assert 'alt="point 50.0%, small area 10.0%, ward 20.0%, no ward 20.0%"' in table


def test_a_share_short_of_the_whole_is_never_100():
    table = draw_feed_table(pd.DataFrame([FEED]))
    assert "over 99.9%" in table and "100.0%" not in table


def test_nothing_received_is_a_dash_and_no_zero():
    table = draw_feed_table(pd.DataFrame([NOTHING]))
    cells = re.findall(r'<td class="svd-number">(.*?)</td>', table)
    assert set(cells) == {"–"} and 'alt="point' not in table


def test_a_name_never_becomes_markup():
    assert "<calls>" not in draw_feed_table(pd.DataFrame([FEED]))


@pytest.mark.parametrize(("rules", "words"), [([], "–"), ([("bad_date", 2), ("bad_sex", 1)], "Bad date 2, Bad sex 1")])
def test_the_table_in_words_has_rules_and_terms(rules, words):
    counted = pd.DataFrame(rules, columns=["rule", "rows"]).assign(source="lfb")
    terms = pd.DataFrame([{"agreement": "Crime", "review": "31 Mar 2027", "owner": ""}])
    row = present_feeds(pd.DataFrame([FEED]), counted, terms).iloc[0]
    assert (row["Set aside by rule"], row["Review"], row["Owner"]) == (words, "31 Mar 2027", "–")
    assert (row["Placed by point"], row["No ward"]) == ("50", "20")
    assert (word_rules(counted) or "–") == words
