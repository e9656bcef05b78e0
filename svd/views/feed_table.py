"""How good each feed is, as a table with a small bar of how its rows were placed, and as words."""

import html

import pandas as pd

from svd.catalogue.wording import word_number, word_share
from svd.figures.faults import word_rule
from svd.figures.feeds import WAYS
from svd.measures.result import SHORTHAND, SUPPRESSED
from svd.views.embed import embed_svg
from svd.views.palette import DARK_BLUE, MUTED, PAPER, SEQUENTIAL

_DASH = "–"
_WORDS = dict(zip(WAYS, ("point", "postcode", "small area", "ward", "no ward"), strict=True))
_FILLS = dict(zip(WAYS, (DARK_BLUE, *SEQUENTIAL[2::-1], PAPER), strict=True))
"""The finer the way, the darker; none is empty, so that it never reads as a way."""
_WIDTH, _HEIGHT = 110, 14
_NUMBERS = ("Days late", "Median of the year", "Fields filled", "Rows set aside", "Rows usable", "In a ward")
_HEADS = ("Partner", "Feed", *_NUMBERS, "How placed")
_NUMERIC = ' class="svd-number"'


def draw_feed_table(feeds: pd.DataFrame) -> str:
    """The feeds as an HTML table under the legend of its bars."""
    head = "".join(f'<th scope="col"{_NUMERIC if name in _NUMBERS else ""}>{name}</th>' for name in _HEADS)
    rows = "".join(_draw_partner(part) for _, part in feeds.groupby("partner", sort=False))
    return (
        f'{_draw_legend()}<div class="svd-feeds" role="region" aria-label="Quality of each feed" tabindex="0"><table>'
        f"<caption>Each feed: days after the day agreed, and what of its files could be used</caption>"
        f"<thead><tr>{head}</tr></thead>{rows}</table></div>"
    )


def _draw_partner(part: pd.DataFrame) -> str:
    name = html.escape(part["partner"].iloc[0])
    head = f'<th scope="rowgroup" rowspan="{len(part)}">{name}</th>'
    rows = [f"<tr>{'' if place else head}{_draw_feed(feed)}</tr>" for place, (_, feed) in enumerate(part.iterrows())]
    return f"<tbody>{''.join(rows)}</tbody>"


def _draw_feed(feed: pd.Series) -> str:
    numbers = (
        _word_late(feed["newest_late"]),
        word_number(feed["median_late"], mark=_DASH),
        _word_share(feed["filled"]),
        word_number(feed["rows_faulty"], mark=_DASH),
        *(_word_share(feed[name]) for name in ("usable", "placed")),
    )
    cells = "".join(f"<td{_NUMERIC}>{number}</td>" for number in numbers)
    return f'<th scope="row">{html.escape(feed["title"])}</th>{cells}<td>{draw_placed(feed)}</td>'


def _word_share(share: float) -> str:
    """The share; short of the whole by too little to show, it says so instead of 100%."""
    return "over 99.9%" if 99.95 <= share < 100 else word_share(share, _DASH)


def _word_late(days: int | None) -> str:
    words = word_number(days, mark=_DASH)
    return f"<strong>{words}</strong>" if not pd.isna(days) and days > 0 else words


def draw_placed(feed: pd.Series) -> str:
    """A bar of how the rows were placed, finest way first, with its words; a dash where rows have no place."""
    if pd.isna(feed["placed"]):
        return _DASH
    return embed_svg(_draw_bar(feed), word_placed(feed), _WIDTH, _HEIGHT)


def _draw_bar(feed: pd.Series) -> str:
    total = sum(int(feed[way]) for way in WAYS)
    parts, left = [], 0.0
    for way in WAYS:
        width = int(feed[way]) / total * _WIDTH
        if width:
            parts.append(
                f'<rect x="{left:.2f}" y="0" width="{width:.2f}" height="{_HEIGHT}" fill="{_FILLS[way]}" '
                f'stroke="{PAPER}" stroke-width="0.6"/>'
            )
        left += width
    frame = f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{_HEIGHT - 1}" fill="none" stroke="{MUTED}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">{"".join(parts)}{frame}</svg>'


def word_placed(feed: pd.Series) -> str:
    """How the rows were placed, as ``point 78%, ward 22%``; empty where rows have no place."""
    if pd.isna(feed["placed"]):
        return ""
    total = sum(int(feed[way]) for way in WAYS)
    shares = {_WORDS[way]: 100 * int(feed[way]) / total for way in WAYS if feed[way]}
    return ", ".join(f"{words} {word_share(share)}" for words, share in shares.items())


def _draw_legend() -> str:
    items = "".join(f"<li>{_draw_swatch(fill)}<span>{_WORDS[way]}</span></li>" for way, fill in _FILLS.items())
    return f'<ul class="svd-legend"><li>Placed by:</li>{items}</ul>'


def _draw_swatch(fill: str) -> str:
    square = f'<rect x="1" y="1" width="12" height="12" fill="{fill}" stroke="{MUTED}"/>'
    return embed_svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 14">{square}</svg>', "", 14, 14)


def present_feeds(feeds: pd.DataFrame, rules: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """The feeds in words: a row a feed, with its rows set aside by rule, its agreement and its owner."""
    numbers = {
        "Days late, newest": "newest_late",
        "Days late, median of 12 months": "median_late",
        "Periods judged": "judged",
        "Fields filled": "fields_filled",
        "Fields expected": "fields_expected",
        "Rows read": "rows_read",
        "Rows kept": "rows_kept",
        "Rows set aside for a fault": "rows_faulty",
        **{f"Placed by {_WORDS[way]}" if way != "unplaced" else "No ward": way for way in WAYS},
    }
    words = {"Partner": feeds["partner"], "Feed": feeds["title"]}
    words |= {title: [word_number(value, mark=_DASH) for value in feeds[name]] for title, name in numbers.items()}
    words |= {
        "Share filled": [_word_share(share) for share in feeds["filled"]],
        "Share usable": [_word_share(share) for share in feeds["usable"]],
        "Share in a ward": [_word_share(share) for share in feeds["placed"]],
        "Set aside by rule": [word_rules(rules[rules["source"] == source]) or _DASH for source in feeds["source"]],
        **{name.capitalize(): [text or _DASH for text in terms[name]] for name in terms},
    }
    return pd.DataFrame(words, dtype="str")


def word_rules(rules: pd.DataFrame) -> str:
    """Rows set aside by rule, as ``Bad date 2, Bad sex 1``."""
    return ", ".join(
        f"{word_rule(row.rule)} {word_number(row.rows) if row.rows else SHORTHAND[SUPPRESSED][0]}"
        for row in rules.itertuples()
    )


def present_agreements(agreements: pd.DataFrame) -> pd.DataFrame:
    """The agreements in words."""
    names = {"title": "Agreement", "review": "Next review", "feeds": "Feeds", "owners": "Who answers for the feeds"}
    return agreements[list(names)].rename(columns=names).replace("", _DASH).astype("str")
