"""The colours every picture uses, after the Government Analysis Function's accessible palette, and their meaning."""

from typing import Literal

Polarity = Literal["lower", "higher", "neutral"]
"""Which way is good, as the catalogue's indicators say it."""

DARK_BLUE, TURQUOISE, DARK_PINK = "#12436D", "#28A197", "#801650"
ORANGE, DARK_GREY, LIGHT_PURPLE = "#F46A25", "#3D3D3D", "#A285D1"
CATEGORIES = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LIGHT_PURPLE)

INK, MUTED, GRID, PAPER = "#0B0C0C", "#505A5F", "#D9DCDE", "#FFFFFF"
"""Text, quieter text (7:1 on paper), grid lines, background."""

ZERO = "#F1F5FA"
SEQUENTIAL = ("#D0DFEF", "#9DBBDB", "#6893C1", "#3A6AA0", DARK_BLUE)
"""Five classes, low to high, in even steps of lightness; zero is paler than the first."""

NO_DATA, NO_DATA_LINE, NOT_APPLICABLE = "#ECEDEE", "#8A9095", "#E3E5E7"
DOTS = "#505A5F"

_FALL_GOOD = (DARK_BLUE, "#8FB4D9", "#F0F0F0", "#FBBF98", ORANGE)
_NEUTRAL = (TURQUOISE, "#A9DAD6", "#F0F0F0", "#D3C6EA", LIGHT_PURPLE)

JUDGEMENTS = {
    "better": DARK_BLUE,
    "improving": DARK_BLUE,
    "improvement": DARK_BLUE,
    "worse": ORANGE,
    "worsening": ORANGE,
    "concern": ORANGE,
    "neutral": LIGHT_PURPLE,
    "changed": LIGHT_PURPLE,
    "similar": MUTED,
    "no clear change": MUTED,
    "common cause": MUTED,
}
"""Blue improves, orange is a concern, grey no clear change, purple neither good nor bad; always with shape and word."""


def judgement_colour(judgement: str) -> str:
    """The colour of a judgement; grey where there is none."""
    return JUDGEMENTS.get(judgement, MUTED)


def diverging_colours(polarity: Polarity) -> tuple[str, ...]:
    """Five colours from a large fall to a large rise: blue is the good end, orange the bad, neither when neutral."""
    if polarity == "neutral":
        return _NEUTRAL
    return _FALL_GOOD if polarity == "lower" else _FALL_GOOD[::-1]


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, from 0 to 1; source: WCAG 2.2, definition of relative luminance."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21; source: WCAG 2.2, definition of contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(fill: str) -> str:
    """White or ink, whichever reads better on ``fill``."""
    return PAPER if contrast(PAPER, fill) > contrast(INK, fill) else INK
