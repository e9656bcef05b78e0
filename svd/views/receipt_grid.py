"""Who sent what, when: a grid of feeds by month in which a shape and a word, never a colour alone, say the state."""

import html
from functools import cache

import pandas as pd

from svd.catalogue.wording import word_count_of, word_month
from svd.figures.receipts import ABSENT, AWAITED, LATE, NOTHING, PARTIAL, RECEIVED, STATES
from svd.rows import list_rows
from svd.views.embed import embed_svg
from svd.views.figure_words import is_null
from svd.views.palette import DARK_BLUE, DARK_PINK, MUTED, PAPER
from svd.views.vega import Spec

_SHAPES = {
    RECEIVED: f'<circle cx="8" cy="8" r="5.5" fill="{DARK_BLUE}"/>',
    LATE: f'<circle cx="8" cy="8" r="5.5" fill="{DARK_BLUE}"/>'
    f'<path d="M8 4.6 V8.4 L10.6 9.9" fill="none" stroke="{PAPER}" stroke-width="1.7"/>',
    PARTIAL: f'<circle cx="8" cy="8" r="5" fill="none" stroke="{DARK_BLUE}" stroke-width="1.8"/>'
    f'<path d="M8 3 A5 5 0 0 0 8 13 Z" fill="{DARK_BLUE}"/>',
    ABSENT: f'<path d="M3.5 3.5 L12.5 12.5 M12.5 3.5 L3.5 12.5" stroke="{DARK_PINK}" stroke-width="2.6"/>',
    AWAITED: f'<circle cx="8" cy="8" r="5" fill="none" stroke="{MUTED}" stroke-width="1.6" stroke-dasharray="2.2 2"/>',
    NOTHING: f'<path d="M5.5 8 H10.5" stroke="{MUTED}" stroke-width="1.6"/>',
}
"""Full disc, clock, half disc, cross, broken ring and dash: told apart without colour."""


def draw_receipt_grid(receipts: pd.DataFrame) -> str:
    """The receipts as an HTML table: partner and feed down, months along under their years, a shape in each cell."""
    months = sorted(receipts["month"].unique())
    partners: dict[str, dict[str, list[Spec]]] = {}
    for row in list_rows(receipts):
        partners.setdefault(row["partner"], {}).setdefault(row["source"], []).append(row)
    rows = "".join(_draw_partner(*partner) for partner in partners.items())
    legend = _draw_legend(set(receipts["state"]))
    return (
        f'{legend}<div class="svd-grid" role="region" aria-label="Feeds by month" tabindex="0"><table>'
        "<caption>State of each feed in each month</caption>"
        f"<thead>{_draw_heads(months)}</thead>{rows}</table></div>"
    )


def _draw_heads(months: list[pd.Timestamp]) -> str:
    years = pd.Series([pd.Timestamp(month).year for month in months])
    spans = "".join(
        f'<th scope="colgroup" colspan="{count}" class="svd-year">{year}</th>'
        for year, count in years.value_counts(sort=False).items()
    )
    names = "".join(f'<th scope="col">{word_month(pd.Timestamp(month)).split()[0]}</th>' for month in months)
    feed = '<th scope="col" rowspan="2">Partner</th><th scope="col" rowspan="2">Feed</th>'
    return f"<tr>{feed}{spans}</tr><tr>{names}</tr>"


def _draw_partner(name: str, feeds: dict[str, list[Spec]]) -> str:
    """The feeds of one partner, whose name spans their rows."""
    head = f'<th scope="rowgroup" rowspan="{len(feeds)}">{html.escape(name)}</th>'
    rows = "".join(f"<tr>{'' if place else head}{_draw_feed(feed)}</tr>" for place, feed in enumerate(feeds.values()))
    return f"<tbody>{rows}</tbody>"


def _draw_feed(feed: list[Spec]) -> str:
    years = [None, *(month["month"].year for month in feed)]
    cells = "".join(
        _draw_cell(month, is_first=month["month"].year != before) for month, before in zip(feed, years, strict=False)
    )
    return f'<th scope="row">{html.escape(feed[0]["title"])}</th>{cells}'


def _draw_cell(month: Spec, *, is_first: bool) -> str:
    edge = ' class="svd-year"' if is_first else ""
    words = word_receipt(month["state"], month["days_late"])
    said = f'<span class="svd-hidden">{words}</span>'
    return f'<td{edge} title="{word_month(month["month"])}: {words}">{_draw_shape(month["state"])}{said}</td>'


def word_receipt(state: str, days_late: int | None) -> str:
    """The state of a month and, where it came late, by how many days."""
    if is_null(days_late) or not days_late or state not in (LATE, PARTIAL):
        return state
    return f"{state}, {word_count_of(days_late, 'day', 'days')}{' late' if state == PARTIAL else ''}"


def present_receipts(receipts: pd.DataFrame) -> pd.DataFrame:
    """The grid as a table of words: a row a feed, a column a month."""
    named = receipts.assign(
        words=[word_receipt(*pair) for pair in zip(receipts["state"], receipts["days_late"], strict=True)],
        month=[word_month(month) for month in receipts["month"]],
    )
    months = list(named["month"].unique())
    feeds = list(named[["partner", "title"]].drop_duplicates().itertuples(index=False, name=None))
    wide = named.pivot(index=["partner", "title"], columns="month", values="words").loc[feeds, months]
    return wide.reset_index().rename(columns={"partner": "Partner", "title": "Feed"}).rename_axis(columns=None)


@cache
def _draw_shape(state: str) -> str:
    return embed_svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{_SHAPES[state]}</svg>', "", 16, 16)


def _draw_legend(states: set[str]) -> str:
    items = "".join(
        f"<li>{_draw_shape(state)}<span><strong>{state.capitalize()}</strong>: {meaning}</span></li>"
        for state, meaning in STATES.items()
        if state in states
    )
    return f'<ul class="svd-legend">{items}</ul>'
