"""A small line for a card, as SVG text: no script, and quick enough for a page of forty."""

from html import escape

import pandas as pd

from svd.catalogue.declarations import Frequency
from svd.catalogue.wording import word_number
from svd.views.figure_words import decimals_of
from svd.views.month_series import SOLID, Month, list_months
from svd.views.palette import DARK_BLUE, MUTED, NO_DATA_LINE, PAPER

_EDGE = 5
"""Pixels kept free around the line, for its last point."""


def draw_spark(
    table: pd.DataFrame, name: str, *, frequency: Frequency = "month", width: int = 150, height: int = 40
) -> str:
    """``table``'s value by month as an SVG picture from zero upwards, with its words for those who can't see it.

    A hidden month is a small ring at the foot, a missing one a tick below it, an unfinished last one hollow.
    """
    decimals = decimals_of(table["value"])
    months = list_months(table, (), decimals, frequency)
    tallest = max((month.value for month in months if month.look), default=0) or 1
    step = (width - 2 * _EDGE) / max(len(months) - 1, 1)
    foot = height - _EDGE
    places = [
        (_EDGE + number * step, foot - month.value / tallest * (foot - _EDGE)) for number, month in enumerate(months)
    ]
    parts = [f'<path d="M{_EDGE} {foot}H{width - _EDGE}" stroke="{NO_DATA_LINE}" stroke-width="1"/>']
    parts += _draw_runs(months, places)
    parts += [_draw_gap(month.status, x, foot) for month, (x, _) in zip(months, places, strict=True) if not month.look]
    parts += _draw_last(months[-1], *places[-1]) if months else []
    words = escape(_words(months, name, frequency, decimals) if months else f"{name}: nothing received")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" aria-label="{words}"><title>{words}</title>{"".join(parts)}</svg>'
    )


def _draw_runs(months: list[Month], places: list[tuple[float, float]]) -> list[str]:
    runs: dict[int, list[str]] = {}
    for month, (x, y) in zip(months, places, strict=True):
        if month.look:
            runs.setdefault(month.run, []).append(f"{x:.1f} {y:.1f}")
    # A lone month is a line of no length: its round ends make it a point.
    paths = [f"M{points[0]}L{' '.join(points[1:] or points)}" for points in runs.values()]
    looks = f'fill="none" stroke="{DARK_BLUE}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return [f'<path d="{path}" {looks}/>' for path in paths]


def _draw_gap(status: str, x: float, foot: float) -> str:
    if status == "missing":
        return f'<path d="M{x:.1f} {foot - 2}V{foot + 3}" stroke="{MUTED}" stroke-width="1.5"/>'
    return f'<circle cx="{x:.1f}" cy="{foot}" r="2" fill="{PAPER}" stroke="{MUTED}"/>'


def _draw_last(month: Month, x: float, y: float) -> list[str]:
    """A point on the latest figure, hollow where it may be too low; none where the last month has no figure."""
    if not month.look:
        return []
    fill = DARK_BLUE if month.look == SOLID else PAPER
    return [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}" stroke="{DARK_BLUE}" stroke-width="2"/>']


def _words(months: list[Month], name: str, frequency: str, decimals: int) -> str:
    shown = [month for month in months if month.look]
    span = f"{name} by {frequency}, {months[0].month_words} to {months[-1].month_words}"
    if not shown:
        return f"{span}: no figure to show"
    low, high = (word_number(pick(month.value for month in shown), decimals) for pick in (min, max))
    absent = len(months) - len(shown)
    gaps = f"; {absent} not shown" if absent else ""
    return f"{span}: between {low} and {high}; {shown[-1].month_words} {shown[-1].words}{gaps}"
