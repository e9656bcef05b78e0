"""The palette keeps what it promises: text that can be read, and steps that can be told apart."""

from itertools import pairwise

import pytest

from svd.views import palette


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("fill", [*palette.SEQUENTIAL, palette.ZERO, *palette.diverging_colours("lower")])
def test_names_on_every_class_reach_the_contrast_of_body_text(fill: str) -> None:
    assert palette.contrast(palette.text_on(fill), fill) >= 4.5


@pytest.mark.parametrize("fill", palette.diverging_colours("neutral"))
def test_names_on_a_neutral_change_do_too(fill: str) -> None:
    assert palette.contrast(palette.text_on(fill), fill) >= 4.5


def test_classes_darken_in_steps_that_can_be_told_apart() -> None:
    ramp = (palette.ZERO, *palette.SEQUENTIAL)
    assert all(palette.contrast(darker, paler) >= 1.2 for paler, darker in pairwise(ramp))
    assert [palette.luminance(colour) for colour in ramp] == sorted(map(palette.luminance, ramp), reverse=True)


def test_every_mark_on_paper_reaches_three_to_one() -> None:
    for colour in (*palette.CATEGORIES, *palette.JUDGEMENTS.values(), palette.NO_DATA_LINE, palette.DOTS):
        assert palette.contrast(colour, palette.PAPER) >= 3


def test_the_good_end_of_a_change_is_blue_whichever_way_is_good() -> None:
    assert palette.diverging_colours("lower")[0] == palette.DARK_BLUE
    assert palette.diverging_colours("higher")[-1] == palette.DARK_BLUE
    assert palette.DARK_BLUE not in palette.diverging_colours("neutral")


def test_an_unknown_judgement_is_grey() -> None:
    assert palette.judgement_colour("") == palette.MUTED
