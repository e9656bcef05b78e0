"""What was recorded in a ward, a list a source: sources count in their own ways and are never added together."""

from collections.abc import Sequence
from html import escape
from math import inf

import pandas as pd

from svd.rows import list_rows
from svd.views.figure_words import STATUS_WORDS, figure_words, mark_of

_MOST = 8


def draw_records(records: pd.DataFrame, asked: str = "") -> str:
    """An HTML list a source of ``count_records``: its largest categories, and how many smaller there are.

    Counts of other months than those ``asked`` for, in words, name theirs.
    """
    of_sources: dict[str, list[dict]] = {}
    for row in list_rows(records):
        of_sources.setdefault(row["source"], []).append(row)
    sources = "".join(_draw_source(rows, asked) for rows in of_sources.values())
    return f'<div class="svd-records">{sources}</div>'


def list_marks(statuses: pd.Series) -> list[str]:
    """What each mark among ``statuses`` means, as ``[c] hidden: a small number, not zero``."""
    named = [status for status in STATUS_WORDS if statuses.eq(status).any()]
    zero = {"suppressed": ", not zero", "missing": ", not zero"}
    return [f"{mark_of(status)} {STATUS_WORDS[status]}{zero.get(status, '')}" for status in named]


def _draw_source(records: Sequence[dict], asked: str) -> str:
    largest = sorted(records, key=lambda row: inf if pd.isna(row["count"]) else -row["count"])[:_MOST]
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row["offence"]))}{_note_period(row["period"], asked)}</th>'
        f"<td>{figure_words(row['count'], row['status'])}</td></tr>"
        for row in largest
    )
    more = len(records) - _MOST
    note = f'<p class="svd-small">and {more} smaller: see the table</p>' if more > 0 else ""
    return f"<section><h3>{escape(records[0]['source'])}</h3><table><tbody>{rows}</tbody></table>{note}</section>"


def _note_period(period: str, asked: str) -> str:
    return "" if period == asked else f' <span class="svd-small">{escape(period)}</span>'
