"""The scorecard's full rows: figure, target, change, newest month, assurance and course of each indicator, as HTML."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_value
from svd.rows import list_rows
from svd.views.badges import draw_badge
from svd.views.cards import draw_course, word_figure, word_rate, word_verdict

_HEADS = ("Indicator", "Figure", "Change", "Newest month", "Target, a year", "24 months")
_NONE = '<span class="svd-small">{}</span>'


def draw_rows(
    scores: pd.DataFrame,
    courses: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    link: Callable[[Indicator], str],
    asked: str = "",
) -> str:
    """A row an indicator of ``scores`` under the title of its tier; ``link`` gives the address of its card.

    A figure of other months than those ``asked`` for, in words, names its own.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    of_tiers: dict[str, list[dict]] = {tier: [] for tier in (*catalogue.tiers, "all")}
    for score in list_rows(scores):
        of_tiers[score["tier"]].append(score)
    bodies = [_draw_tier(*each, courses, catalogue, link, asked) for each in of_tiers.items() if each[1]]
    caption = "<caption>The test of change leads; the newest month and the target are read beside it</caption>"
    return (
        f'<div class="svd-feeds svd-rows" role="region" aria-label="Indicators" tabindex="0"><table>{caption}'
        f"<thead><tr>{head}</tr></thead>{''.join(bodies)}</table></div>"
    )


def _draw_tier(
    name: str,
    scores: Sequence[Mapping],
    courses: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    link: Callable[[Indicator], str],
    asked: str,
) -> str:
    title = catalogue.tiers[name].title if name in catalogue.tiers else "Every tier"
    rows = "".join(
        _draw_row(score, courses[score["indicator"]], catalogue.indicators[score["indicator"]], link, asked)
        for score in scores
    )
    head = f'<tr><th scope="rowgroup" colspan="{len(_HEADS)}">{escape(title)}</th></tr>'
    return f"<tbody>{head}{rows}</tbody>"


def _draw_row(
    score: Mapping, course: pd.DataFrame, indicator: Indicator, link: Callable[[Indicator], str], asked: str
) -> str:
    name = f'<a href="{escape(link(indicator))}" target="_self">{escape(indicator.short_title)}</a>'
    cells = (
        f"{escape(word_figure(score, indicator))}<br>{_NONE.format(escape(word_rate(score, indicator, asked)))}",
        draw_badge(score["judgement"], score["verdict"], word_verdict(score)),
        _draw_newest(score),
        _draw_target(score, indicator),
        draw_course(course, indicator),
    )
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _draw_newest(score: Mapping) -> str:
    """What the control chart says of the newest whole month, with its icon; that there is no chart, where so."""
    if not score["newest_words"]:
        return _NONE.format("no control limits")
    return draw_badge(score["variation"], score["way"], score["newest_words"])


def _draw_target(score: Mapping, indicator: Indicator) -> str:
    """The yearly level with what the year says of it; beside it, small, what its months do."""
    if pd.isna(score["yearly"]):
        return _NONE.format("no target")
    level = word_value(score["yearly"], indicator.unit, indicator.calculation.form).removesuffix(" residents")
    said = f"{score['year']}: {score['year_words']}" if score["year_words"] else score["year"]
    months = "" if pd.isna(score["target"]) else _NONE.format(escape(f"its months: {score['assurance']}"))
    return f"{escape(level)}<br>{draw_badge(score['year'], word=said)}<br>{months}"
