"""Present: slides in order, the place kept in the URL, and a number that is none doing no harm."""

import pytest

from tests.pages.tiny_app import read_html


@pytest.mark.parametrize(
    ("slide", "words"),
    [
        ("1", "Violence with injury"),
        ("2", "Violence with injury against the borough"),
        ("3", "Deter:"),
        ("7", "Data:"),
        ("8", "indicators tested"),
    ],
)
def test_each_slide_has_its_one_title(run_page, slide, words):
    shown = read_html(run_page("present", slide=slide))

    assert shown.count('<h1 class="svd-slide-title">') == 1
    assert words in shown and f"Slide {slide} of 8" in shown and "SYNTHETIC" in shown


@pytest.mark.parametrize(("slide", "shown"), [("0", 1), ("99", 8), ("two", 1), ("-1", 1)])
def test_a_number_out_of_range_shows_the_nearest(run_page, slide, shown):
    assert f"Slide {shown} of 8" in read_html(run_page("present", slide=slide))
