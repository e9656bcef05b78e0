"""How every chart is dressed: type, colours, title, and the word SYNTHETIC where the data are made up."""

from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap

from svd.views.palette import CATEGORIES, GRID, INK, MUTED, PAPER, SEQUENTIAL
from svd.views.vega import LayerChart, Spec

FONT = "Source Sans, Source Sans Pro, Segoe UI, Arial, Liberation Sans, sans-serif"
"""The first that is there: Streamlit's own in the browser, the picture writer's Liberation Sans in a file."""

SYNTHETIC_WORDS = "SYNTHETIC: made-up data, not a real place's figures"


@dataclass(frozen=True)
class Type:
    """Sizes in pixels, and how many letters of a title fit on a line.

    ``line``: of a title as wide as the page. ``narrow_line``: of a subtitle as wide as a third of a laptop's page.
    """

    text: int
    title: int
    subtitle: int
    line: int
    narrow_line: int


READING = Type(text=14, title=19, subtitle=15, line=78, narrow_line=46)
PRESENTING = Type(text=18, title=26, subtitle=20, line=66, narrow_line=34)


def type_for(is_large: bool) -> Type:
    """The sizes for reading at a desk, or for presenting to a room."""
    return PRESENTING if is_large else READING


def write_title(
    title: str, subtitle: str, *, is_synthetic: bool, is_large: bool = False, is_narrow: bool = False
) -> Spec:
    """The finding on as many lines as it needs, the subtitle's lines below it, SYNTHETIC first where it is so.

    Without a finding, which the page then shows as its heading, the subtitle's lines stand alone.
    """
    size = type_for(is_large)
    letters = size.narrow_line if is_narrow else round(size.line * 1.25)
    parts = [*([SYNTHETIC_WORDS] if is_synthetic else []), *subtitle.split("\n")]
    below = [line for part in parts for line in wrap(part, letters)]
    if not title:
        look = {"fontSize": size.subtitle, "fontWeight": "normal", "color": MUTED}
        return {"text": below or "", "lineHeight": round(size.subtitle * 1.3), **look}
    return {"text": wrap(title, size.line), "subtitle": below}


def dress_chart(chart: LayerChart, *, description: str, is_large: bool = False) -> LayerChart:
    """The chart with the house's configuration, drawn as SVG, and its words for those who can't see it."""
    # The configuration travels with the chart: a theme switched on for a whole process would alter others' charts.
    return chart.properties(
        description=description,
        config=_configuration(type_for(is_large)),
        usermeta={"embedOptions": {"renderer": "svg", "actions": False}},
        # The height is the plot's own: a title of more lines makes the picture taller, never the plot flatter.
        autosize={"type": "fit-x", "contains": "padding"},
    )


@lru_cache
def _configuration(size: Type) -> Spec:
    words = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": size.text, "titleFontSize": size.text}
    inks = {"labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"}
    return {
        "background": PAPER,
        "font": FONT,
        "padding": {"left": 4, "right": 8, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        # The chart is one picture with one description: groups of marks without a name would only be in the way.
        "mark": {"aria": False},
        "title": {
            "font": FONT, "fontSize": size.title, "fontWeight": 600, "color": INK, "anchor": "start", "frame": "bounds",
            "subtitleFont": FONT, "subtitleFontSize": size.subtitle, "subtitleColor": MUTED, "offset": 14,
            "lineHeight": round(size.title * 1.25), "subtitleLineHeight": round(size.subtitle * 1.3),
            "subtitlePadding": 4,
        },
        "axis": {**words, **inks, "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED, "labelPadding": 6},
        "legend": {**words, **inks},
        "text": {"font": FONT, "fontSize": size.text, "color": INK},
        "range": {"category": list(CATEGORIES), "ramp": list(SEQUENTIAL)},
    }  # fmt: skip
