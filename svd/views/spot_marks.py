"""How each course of a hot spot looks: a colour, and a shape that holds its number, so that colour is never alone."""

from html import escape

from svd.figures.places.courses import EMERGING, FORMER, INTERMITTENT, NEW, PERSISTENT, UNDATED
from svd.views.palette import DARK_BLUE, DARK_PINK, INK, LIGHT_PURPLE, ORANGE, PAPER, TURQUOISE, text_on

COLOURS = {
    NEW: ORANGE,
    EMERGING: DARK_PINK,
    PERSISTENT: DARK_BLUE,
    INTERMITTENT: LIGHT_PURPLE,
    UNDATED: TURQUOISE,
    FORMER: PAPER,
}
_SHAPES = {
    NEW: "M14 1 L27 26 L1 26 Z",
    EMERGING: "M14 1 L27 11 L22 27 L6 27 L1 11 Z",
    PERSISTENT: "M2 2 H26 V26 H2 Z",
    INTERMITTENT: "M14 0 L28 14 L14 28 L0 14 Z",
    UNDATED: "M14 2 A12 12 0 1 1 13.99 2 Z",
    FORMER: "M14 2 A12 12 0 1 1 13.99 2 Z",
}
_LOW = {NEW: 23, EMERGING: 20}
"""Where the number stands, in pixels from the top; elsewhere in the middle."""


def draw_mark(course: str, text: str, size: int = 28) -> str:
    """The course's shape in its colour as SVG, with ``text`` in it; a former spot's edge is dashed."""
    fill = COLOURS[course]
    dash = ' stroke-dasharray="4 3"' if course == FORMER else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="-1 -1 30 30" '
        'aria-hidden="true" focusable="false" style="font-family:Arial,Liberation Sans,sans-serif">'
        f'<path d="{_SHAPES[course]}" fill="{fill}" stroke="{PAPER}" stroke-width="4"/>'
        f'<path d="{_SHAPES[course]}" fill="{fill}" stroke="{INK}" stroke-width="1.5"{dash}/>'
        f'<text x="14" y="{_LOW.get(course, 19)}" text-anchor="middle" font-size="15" font-weight="700" '
        f'fill="{text_on(fill)}">{escape(text)}</text></svg>'
    )
