"""Statistical icons: a shape, a colour and a word for each judgement, never one of them alone."""

import html
from functools import lru_cache

from svd.views.embed import embed_svg

_GREY, _BLUE, _ORANGE, _PURPLE = "#5A5A5A", "#12436D", "#B84A0E", "#6B4C9A"
_UP, _DOWN = "M8 3.2 L12.6 10.6 H3.4 Z", "M8 12.8 L3.4 5.4 H12.6 Z"

_ASSURANCE = {
    **dict.fromkeys(("consistently passing", "reached"), "M4.6 8.4 L7 10.8 L11.4 5.6"),
    **dict.fromkeys(("consistently failing", "missed"), "M5.4 5.4 L10.6 10.6 M10.6 5.4 L5.4 10.6"),
    "hit and miss": "M3.8 9 C5.4 5 6.6 6.4 8 8 S10.6 11 12.2 7",
}
"""A tick, a cross and a wave, in a disc: they stand beside arrows and must not be taken for them."""

_HOLLOW = {"may be higher": _UP, "may be lower": _DOWN}

BADGES = {
    "improving": (_BLUE, "improving"),
    "better": (_BLUE, "better"),
    "improvement": (_BLUE, "improvement"),
    "worsening": (_ORANGE, "worsening"),
    "worse": (_ORANGE, "worse"),
    "concern": (_ORANGE, "concern"),
    "changed": (_PURPLE, "changed"),
    "neutral": (_PURPLE, "differs"),
    "no clear change": (_GREY, "no clear change"),
    "similar": (_GREY, "no clear difference"),
    "common cause": (_GREY, "no month stands out"),
    "not tested": (_GREY, "not tested"),
    "consistently passing": (_BLUE, "consistently passing"),
    "consistently failing": (_ORANGE, "consistently failing"),
    "hit and miss": (_GREY, "hit and miss"),
    "reached": (_BLUE, "reached"),
    "missed": (_ORANGE, "missed"),
    "can't tell": (_GREY, "can't tell"),
    "no target": (_GREY, "no target"),
    "not judged": (_GREY, "not judged"),
}
"""Judgement: its colour (at least 4.5:1 on white) and its word."""


def draw_badge(judgement: str, direction: str = "", word: str | None = None) -> str:
    """An icon and its word: an arrow up (rising, higher) or down, a ring for no change, a dash for not tested."""
    colour, default = BADGES.get(judgement, (_GREY, judgement or "not compared"))
    text = html.escape(default if word is None else word)
    icon = _icon(judgement, direction, colour)
    return f'<span class="svd-verdict" style="color:{colour}">{icon}<span>{text}</span></span>'


@lru_cache(maxsize=200)
def _icon(judgement: str, direction: str, colour: str) -> str:
    if direction in _HOLLOW:
        shape = f'<path d="{_HOLLOW[direction]}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
    elif judgement in _ASSURANCE:
        shape = f'<circle cx="8" cy="8" r="7" fill="{colour}"/>'
        shape += f'<path d="{_ASSURANCE[judgement]}" fill="none" stroke="#FFFFFF" stroke-width="2"/>'
    elif judgement in ("no clear change", "similar", "common cause"):
        shape = f'<circle cx="8" cy="8" r="5.6" fill="none" stroke="{colour}" stroke-width="2.2"/>'
    elif judgement in ("not tested", "not judged", "no target", "can't tell", ""):
        shape = f'<path d="M3 8 H13" stroke="{colour}" stroke-width="2.2"/>'
    else:
        shape = f'<path d="{_UP if direction in ("rising", "higher") else _DOWN}" fill="{colour}"/>'
    return embed_svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{shape}</svg>', "", 18, 18)
