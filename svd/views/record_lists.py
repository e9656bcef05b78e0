"""What was recorded in a ward, a list a source: sources count in their own ways and are never added together."""

from html import escape

import pandas as pd

from svd.views.figure_words import STATUS_WORDS, figure_words, mark_of

_MOST = 8


def draw_records(records: pd.DataFrame, asked: str = "") -> str:
    """An HTML list a source of ``count_records``: its largest categories, and how many smaller there are.

    Counts of other months than those ``asked`` for, in words, name theirs.
    """
    sources = "".join(_draw_source(of_source, asked) for _, of_source in records.groupby("source", sort=False))
    return f'<div class="svd-records">{sources}</div>'


def list_marks(statuses: pd.Series) -> list[str]:
    """What each mark among ``statuses`` means, as ``[c] hidden: a small number, not zero``."""
    named = [status for status in STATUS_WORDS if statuses.eq(status).any()]
    zero = {"suppressed": ", not zero", "missing": ", not zero"}
    return [f"{mark_of(status)} {STATUS_WORDS[status]}{zero.get(status, '')}" for status in named]


def _draw_source(records: pd.DataFrame, asked: str) -> str:
    ordered = records.sort_values("count", ascending=False, na_position="last")
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row.offence))}{_note_period(row.period, asked)}</th>'
        f"<td>{figure_words(row.count_, row.status)}</td></tr>"
        for row in ordered.rename(columns={"count": "count_"}).head(_MOST).itertuples()
    )
    more = len(ordered) - _MOST
    note = f'<p class="svd-small">and {more} smaller: see the table</p>' if more > 0 else ""
    return f"<section><h3>{escape(records['source'].iloc[0])}</h3><table><tbody>{rows}</tbody></table>{note}</section>"


def _note_period(period: str, asked: str) -> str:
    return "" if period == asked else f' <span class="svd-small">{escape(period)}</span>'
