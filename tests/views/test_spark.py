"""The small line of a card: gaps stay gaps, its words say the rest, and forty of them cost little."""

import re
from time import process_time
from xml.etree import ElementTree

from svd.views.palette import DARK_BLUE, PAPER
from svd.views.spark import draw_spark
from tests.views.pictures import make_series

SVG = "{http://www.w3.org/2000/svg}"


def lines_of(svg: str) -> list[str]:
    return [path.get("d") for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == "none"]


def test_the_line_starts_from_zero_and_spans_the_picture() -> None:
    (line,) = lines_of(draw_spark(make_series([0, 10]), "Knife crime", width=110, height=50))
    assert line == "M5.0 45.0L105.0 5.0"


def test_a_gap_breaks_the_line_and_leaves_its_sign_at_the_foot() -> None:
    svg = draw_spark(make_series([1, 2, None, 4, 5]), "Knife crime")
    assert len(lines_of(svg)) == 2
    hidden = draw_spark(make_series([1, None, 4]).assign(status=["ok", "suppressed", "ok"]), "Knife crime")
    assert hidden.count("<circle") == 2, "the hidden month and the last point"


def test_the_last_point_is_hollow_when_its_month_is_open() -> None:
    whole, still_open = make_series([1, 2]), make_series([1, 2]).assign(is_complete=[True, False])
    fills = [re.findall(r'<circle[^>]*fill="([^"]+)"', draw_spark(table, "x"))[-1] for table in (whole, still_open)]
    assert fills == [DARK_BLUE, PAPER]


def test_its_words_say_span_range_last_figure_and_what_is_not_shown() -> None:
    svg = draw_spark(make_series([3, None, 1_234]), "Knife & sharp objects")
    words = ElementTree.fromstring(svg).find(f"{SVG}title").text
    assert words == (
        "Knife & sharp objects by month, Jan 2025 to Mar 2025: between 3 and 1,234; Mar 2025 1,234 "
        "(95% interval 617.0 to 2,468.0); 1 not shown"
    )


def test_nothing_received_and_nothing_shown_are_said() -> None:
    assert "nothing received" in draw_spark(make_series([1]).head(0), "Knife crime")
    assert "no figure to show" in draw_spark(make_series([None, None]), "Knife crime")
    assert "<circle" in draw_spark(make_series([0, 0]), "Knife crime")


def test_a_page_of_forty_takes_less_than_half_a_second() -> None:
    table = make_series([x % 7 for x in range(24)])
    start = process_time()
    for _ in range(40):
        draw_spark(table, "Knife crime")
    assert process_time() - start < 0.5
