"""A ward's spine chart as an HTML table: figure, interval, place among the wards by indicator, and what it means."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_number, word_range
from svd.figures.between_wards.compare import NOT_COMPARED
from svd.figures.between_wards.spine import PLACES, place_on_spine, word_standing
from svd.figures.event_counts import word_events
from svd.measures.result import INCOMPLETE
from svd.rows import list_rows
from svd.views.badges import draw_badge
from svd.views.embed import embed_svg
from svd.views.figure_words import STATUS_WORDS, decimals_of, figure_words, is_shown
from svd.views.palette import INK, NO_DATA_LINE, PAPER, SEQUENTIAL, judgement_colour

_WIDTH, _HEIGHT, _EDGE = 240, 18, 9
_HEADS = ("Indicator", "Ward (95% interval)", "All wards", "Worse ← → better", "Against all wards")
_NO_D = "Whole area"
_EXPLAINED = (
    "Line: all wards together. Pale bar: from the worst ward shown to the best (lowest to highest where neither is "
    "better), twice and half as high equally far; dark bar: the middle half of the wards. Mark: this ward, filled "
    "where it differs, hollow where it may, a ring where it is similar."
)


def draw_spine_table(
    profile: pd.DataFrame,
    ward_code: str,
    indicators: Mapping[str, Indicator],
    groups: Mapping[str, str],
    asked: str = "",
    *,
    has_counts: bool = False,
) -> str:
    """A row an indicator of ``profile`` (all wards' rows of ``profile_wards``), under the title of its Five D.

    ``groups``: the titles by the id of a Five D, in their order; an indicator of none of them stands last.
    A figure of other months than those ``asked`` for, in words, names its own; ``has_counts`` sets the counts beside
    the rates.
    """
    placed = place_on_spine(profile, {name: one.polarity for name, one in indicators.items()})
    rows: dict[str, list[str]] = {title: [] for title in [*groups.values(), _NO_D]}
    values = placed.groupby("indicator", sort=False)["value"].agg(list)
    for ward in list_rows(placed[placed["ward_code"] == ward_code]):
        indicator = indicators[ward["indicator"]]
        rows[groups.get(indicator.five_d, _NO_D)].append(
            _row(values[indicator.id], ward, indicator, asked, has_counts=has_counts)
        )
    head = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    bodies = "".join(_group(title, listed) for title, listed in rows.items() if listed)
    table = f"<caption>{_EXPLAINED}</caption><thead><tr>{head}</tr></thead>{bodies}"
    return f'<div class="svd-spine-fits"><table class="svd-spine svd-profile">{table}</table></div>'


def _group(title: str, rows: list[str]) -> str:
    head = f'<tr class="svd-group"><th scope="rowgroup" colspan="{len(_HEADS)}">{escape(title)}</th></tr>'
    return f"<tbody>{head}{''.join(rows)}</tbody>"


def _row(values: list[float], ward: Mapping, indicator: Indicator, asked: str, *, has_counts: bool) -> str:
    is_whole = indicator.calculation.form == "count"
    decimals = 0 if is_whole else max(decimals_of([*values, ward["benchmark"]]), 1)
    badge = draw_badge(_judge(ward), ward["compared"], word_standing(ward["compared"], ward["leaning"]))
    area = word_number(ward["benchmark"], decimals, mark="[x]")
    unit = f'<span class="svd-small">{escape(indicator.unit)}</span>'
    count = _note_count(ward, indicator) if has_counts else ""
    figure = f"{_figure(ward, decimals)}{count}{_note_period(ward, asked)}"
    return (
        f'<tr><th scope="row">{escape(indicator.short_title)} {unit}</th>'
        f"<td>{figure}</td><td>{area}</td><td>{_draw_spine(ward)}</td><td>{badge}</td></tr>"
    )


def _judge(ward: Mapping) -> str:
    return "" if ward["compared"] == NOT_COMPARED else ward["leaning"]


def _figure(ward: Mapping, decimals: int) -> str:
    if not is_shown(ward["value"], ward["status"]):
        status = ward["status"] if ward["status"] in STATUS_WORDS and ward["status"] != INCOMPLETE else "missing"
        return f"{figure_words(None, status)} {STATUS_WORDS[status]}"
    interval = word_range(ward["lower"], ward["upper"], decimals, mark="")
    return f"<b>{figure_words(ward['value'], ward['status'], decimals)}</b>" + (f" ({interval})" if interval else "")


def _note_count(ward: Mapping, indicator: Indicator) -> str:
    told = word_events(ward["count"], indicator) if indicator.calculation.form == "rate" else ""
    return f' <span class="svd-small">{escape(told)}</span>' if told else ""


def _note_period(ward: Mapping, asked: str) -> str:
    own = ward.get("period", "")
    is_noted = asked and own not in ("", asked) and is_shown(ward["value"], ward["status"])
    return f'<br><span class="svd-small">{escape(own)}</span>' if is_noted else ""


def _draw_spine(ward: Mapping) -> str:
    """The range and middle half of the shown wards round the middle line, and this ward's mark where it has one."""
    if any(pd.isna(ward[name]) for name in PLACES):
        return ""
    worst, quarter, three_quarters, best = (_across(ward[name]) for name in PLACES)
    middle = _HEIGHT / 2
    mark = "" if pd.isna(ward["place"]) else _draw_mark(_across(ward["place"]), middle, ward)
    shapes = (
        f"{_draw_bar(worst, best, 8, SEQUENTIAL[0])}{_draw_bar(quarter, three_quarters, 8, NO_DATA_LINE)}"
        f'<path d="M{_WIDTH / 2} 0 V{_HEIGHT}" stroke="{INK}" stroke-width="1.5"/>{mark}'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    return embed_svg(f"{head}{shapes}</svg>", "", _WIDTH, _HEIGHT)


def _across(place: float) -> float:
    return round(_WIDTH / 2 + place * (_WIDTH / 2 - _EDGE), 1)


def _draw_bar(start: float, end: float, height: int, colour: str) -> str:
    width = max(round(end - start, 1), 1)
    return f'<rect x="{start}" y="{(_HEIGHT - height) / 2}" width="{width}" height="{height}" fill="{colour}"/>'


def _draw_mark(x: float, y: float, ward: Mapping) -> str:
    """A triangle where the ward differs, hollow where it only may, else a ring: never colour alone."""
    compared, colour = ward["compared"], judgement_colour(ward["leaning"])
    if compared == "similar":
        return f'<circle cx="{x}" cy="{y}" r="5" fill="{PAPER}" stroke="{colour}" stroke-width="2.5"/>'
    up = "higher" in compared
    shape = f"M{x} {y - 7} l7 13 h-14 z" if up else f"M{x} {y + 7} l7 -13 h-14 z"
    fill, line = (PAPER, colour) if compared.startswith("may be") else (colour, PAPER)
    return f'<path d="{shape}" fill="{fill}" stroke="{line}" stroke-width="2"/>'
