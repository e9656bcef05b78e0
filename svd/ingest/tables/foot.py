"""Totals under a table: they are the sums of its rows and would be counted twice."""

import re

import pandas as pd

from svd.ingest.tables.delimited import cut_cells

_TOTAL = re.compile(r"(?:(?:grand|overall|sub)[ -]?)?totals?[:.]?|sum[:.]?", re.IGNORECASE)
_FIGURE = re.compile(r"[£+-]?[\d,. ]*\d%?|\*|<\s*\d+|-|")


def split_foot(frame: pd.DataFrame, ragged: pd.Series, delimiter: str) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """``frame`` and ``ragged`` without the totals rows at their end, and the text of those, index row.

    A totals row's first filled cell is the word for it and its others are figures; a row with a code is none.
    """
    foot: dict[int, str] = {}
    rows, texts = len(frame), len(ragged)
    while rows or texts:
        is_ragged = texts > 0 and (not rows or ragged.index[texts - 1] > frame.index[rows - 1])
        cells = cut_cells(ragged.iloc[texts - 1], delimiter) if is_ragged else list(frame.iloc[rows - 1])
        if not _is_total(cells):
            break
        number = ragged.index[texts - 1] if is_ragged else frame.index[rows - 1]
        foot[int(number)] = ", ".join(cell for cell in cells if cell.strip())
        rows, texts = rows - (not is_ragged), texts - is_ragged
    found = pd.Series(foot, dtype="str").rename_axis("row").sort_index()
    return frame.iloc[:rows], ragged.iloc[:texts], found


def _is_total(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and bool(_TOTAL.fullmatch(filled[0])) and all(map(_FIGURE.fullmatch, filled[1:]))
