"""Badges: each judgement has its own shape, and none is told by colour alone."""

import base64
import re

import pytest

from svd.views.badges import BADGES, draw_badge


def shape_of(judgement: str, direction: str = "") -> str:
    """The picture without its colour."""
    (code,) = re.findall(r"base64,([^\"]+)", draw_badge(judgement, direction))
    return base64.b64decode(code).decode("utf-8").replace(BADGES[judgement][0], "")


def test_passing_failing_and_hit_and_miss_differ_in_shape_and_word() -> None:
    kinds = ("consistently passing", "consistently failing", "hit and miss", "no target")
    assert len({shape_of(kind) for kind in kinds}) == len(kinds)
    assert all(kind in draw_badge(kind) for kind in kinds)


@pytest.mark.parametrize("judgement", ["no target", "not judged"])
def test_what_is_not_judged_has_the_dash_of_what_is_not_tested(judgement: str) -> None:
    assert shape_of(judgement) == shape_of("not tested")
    assert shape_of(judgement) != shape_of("improvement", "falling")
