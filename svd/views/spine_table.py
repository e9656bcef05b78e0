"""A ward's indicators against the whole area as an HTML table: figure, interval, place among the wards, comparison."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_number, word_range
from svd.figures.result import INCOMPLETE
from svd.views.badges import draw_badge
from svd.views.embed import embed_svg
from svd.views.figure_words import STATUS_WORDS, decimals_of, figure_words, is_shown
from svd.views.palette import GRID, INK, PAPER, judgement_colour

_WIDTH, _HEIGHT, _EDGE = 180, 18, 8
_HEADS = ("Indicator", "Ward (95% interval)", "Borough", "Among the wards", "Against the borough")


def draw_spine_table(profile: pd.DataFrame, ward_code: str, indicators: Mapping[str, Indicator]) -> str:
    """A row an indicator of ``profile`` (all wards' rows of ``profile_wards``) that is known for the ward."""
    head = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(
        _row(wards, wards[wards["ward_code"] == ward_code].iloc[0], indicators[name])
        for name, wards in profile.groupby("indicator", sort=False)
    )
    caption = f"<caption>{_explain()}</caption>"
    return f'<table class="svd-spine">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _explain() -> str:
    return (
        "Among the wards: the grey bar runs from the lowest ward to the highest, the line is the borough, "
        "the mark is this ward."
    )


def _row(wards: pd.DataFrame, ward: pd.Series, indicator: Indicator) -> str:
    is_whole = indicator.calculation.form == "count"
    decimals = 0 if is_whole else max(decimals_of(pd.Series([*wards["value"], ward["area_value"]])), 1)
    badge = draw_badge(ward["judgement"], ward["compared"], ward["compared"])
    area = word_number(ward["area_value"], decimals, mark="[x]")
    unit = f'<span class="svd-small">{escape(indicator.unit)}</span>'
    return (
        f'<tr><th scope="row">{escape(indicator.short_title)} {unit}</th>'
        f"<td>{_figure(ward, decimals)}</td><td>{area}</td><td>{_draw_spine(wards, ward)}</td><td>{badge}</td></tr>"
    )


def _figure(ward: pd.Series, decimals: int) -> str:
    if not is_shown(ward["value"], ward["status"]):
        status = ward["status"] if ward["status"] in STATUS_WORDS and ward["status"] != INCOMPLETE else "missing"
        return f"{figure_words(None, status)} {STATUS_WORDS[status]}"
    interval = word_range(ward["lower"], ward["upper"], decimals, mark="")
    return f"<b>{figure_words(ward['value'], ward['status'], decimals)}</b>" + (f" ({interval})" if interval else "")


def _draw_spine(wards: pd.DataFrame, ward: pd.Series) -> str:
    """The ward's place between the lowest and the highest ward, with the area's figure always in the middle."""
    area, shown = ward["area_value"], wards["value"].dropna()
    reach = max((shown - area).abs().max(), 0) if len(shown) and area == area else 0
    if not reach or ward["compared"] == "not compared":
        return ""

    def across(value: float) -> float:
        return round(_EDGE + (0.5 + (value - area) / reach / 2) * (_WIDTH - 2 * _EDGE), 1)

    low, high, middle = across(shown.min()), across(shown.max()), _HEIGHT / 2
    colour = judgement_colour(ward["judgement"])
    shapes = (
        f'<rect x="{low}" y="{middle - 4}" width="{round(high - low, 1)}" height="8" fill="{GRID}"/>'
        f'<path d="M{_WIDTH / 2} 0 V{_HEIGHT}" stroke="{INK}" stroke-width="1.5"/>'
        f"{_draw_mark(across(ward['value']), middle, ward['compared'], colour)}"
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    return embed_svg(f"{head}{shapes}</svg>", "", _WIDTH, _HEIGHT)


def _draw_mark(x: float, y: float, compared: str, colour: str) -> str:
    """A triangle where the ward differs, hollow where it only may, else a ring: never colour alone."""
    if compared == "similar":
        return f'<circle cx="{x}" cy="{y}" r="5" fill="{PAPER}" stroke="{colour}" stroke-width="2.5"/>'
    up = "higher" in compared
    shape = f"M{x} {y - 6} l6 11 h-12 z" if up else f"M{x} {y + 6} l6 -11 h-12 z"
    fill, line = (PAPER, colour) if compared.startswith("may be") else (colour, PAPER)
    return f'<path d="{shape}" fill="{fill}" stroke="{line}" stroke-width="1.5"/>'
