"""The dated events of a series in its chart: an upright line each, and names on as many lines as they need."""

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

import pandas as pd

from svd.catalogue.declarations import Break
from svd.catalogue.wording import word_month
from svd.views.palette import INK, PAPER
from svd.views.theme import type_for
from svd.views.vega import Channel, Chart, at

Span = tuple[float, float]
"""From where to where words reach, as shares of the plot's width."""
_LETTER, _GAP = 1 / 90, 3
"""Share of the plot's width a letter needs where the plot is narrowest, on a laptop; letters of room between names."""
_LINE_ROOM = 0.08
"""Share of the plot's height a line of names needs."""


class Name(NamedTuple):
    """An event's words in a chart: whether they stand left of its line, and from which line of names on."""

    event: Break
    words: str
    is_left: bool
    line: int


def place_names(breaks: Sequence[Break], first: pd.Timestamp, last: pd.Timestamp) -> list[Name]:
    """Each event's name, so placed that none touches another.

    It stands where it leaves the plot least, then on the first line that is free, then on the right; in two lines where
    one would leave the plot on either side.
    """
    taken: list[list[Span]] = []
    placed = []
    for event in breaks:
        at = (pd.Timestamp(event.date) - first) / max(last - first, pd.Timedelta(days=1))
        words = f"{event.title}, {word_month(event.date)}"
        if (len(words) + _GAP) * _LETTER > max(at, 1 - at):
            words = "\n".join(wrap(words, len(words) // 2 + 3))
        rows = words.split("\n")
        width = (max(map(len, rows)) + _GAP) * _LETTER
        sides = {False: (at, at + width), True: (at - width, at)}
        over = {is_left: max(0.0, -span[0], span[1] - 1) for is_left, span in sides.items()}
        lines = {is_left: _find_line(span, len(rows), taken) for is_left, span in sides.items()}
        is_left = min(sides, key=lambda side: (over[side], lines[side], side))
        line = lines[is_left]
        taken += [[] for _ in range(line + len(rows) - len(taken))]
        for number in range(line, line + len(rows)):
            taken[number].append(sides[is_left])
        placed.append(Name(event, words, is_left, line))
    return placed


def _find_line(span: Span, rows: int, taken: list[list[Span]]) -> int:
    """The first line from which on the span touches no other on as many lines as it has rows."""
    for line in range(len(taken)):
        others = [other for spans in taken[line : line + rows] for other in spans]
        if not any(span[0] < high and low < span[1] for low, high in others):
            return line
    return len(taken)


def find_headroom(names: Sequence[Name]) -> float:
    """How much higher than its tallest figure a plot must be, so that names stand above the figures."""
    return 1.17 + _LINE_ROOM * max((name.line + name.words.count("\n") + 1 for name in names), default=0.4)


def draw_breaks(names: Sequence[Name], month: Channel, is_large: bool) -> list[Chart]:
    """An upright line at each event, with its words beside it; lines lie under all words."""
    size = type_for(is_large).text
    if not names:
        return []
    days = [{"month": name.event.date} for name in names]
    rules = Chart(days).mark("rule", color=INK, strokeDash=[5, 3], strokeWidth=1.5).encode(month)
    texts = []
    for event, words, is_left, line in names:
        row = Chart([{"month": event.date, "title": words}]).encode(month)
        text = row.encode(y=at(2 + line * (size + 6)), text="title:N")
        side = {"align": "right", "dx": -6} if is_left else {"align": "left", "dx": 6}
        look = {"fontSize": size, "baseline": "top", "lineBreak": "\n", "lineHeight": size + 6, **side}
        texts.append(text.mark("text", color=PAPER, stroke=PAPER, strokeWidth=5, **look))
        texts.append(text.mark("text", color=INK, **look))
    return [rules, *texts]
