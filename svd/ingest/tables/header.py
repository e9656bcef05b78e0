"""Where a table begins: the row that names its columns, below whatever title stands over it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from svd.ingest.words import plain_name

SEARCHED = 40


@dataclass(frozen=True)
class Header:
    """A table's column names; ``row`` counts from 0 and is the lower one of two; ``score`` is how many are known.

    ``top`` is the upper one of two, else the same row.
    """

    names: list[str]
    row: int
    score: int
    top: int


def find_header(
    rows: Sequence[Sequence[str]], known: Collection[str], merged: Mapping[tuple[int, int], str] | None = None
) -> Header | None:
    """The row among the first ones that names most ``known`` columns, else the first with two cells, else None.

    ``known`` are plain names; ``merged`` gives the text of cells joined to their left neighbours, by row and column.
    """
    rows = rows[:SEARCHED]
    single = [Header(_cut(row), number, _score(row, known), number) for number, row in enumerate(rows)]
    found = [header for header in single if sum(map(bool, header.names)) >= 2]
    if not found:
        return None
    best = max(found, key=lambda header: header.score)
    if best.score >= max(map(len, rows)):
        return best  # no two rows name more columns than there are
    pairs = [_join(rows, number, known, merged or {}) for number in range(len(rows) - 1)]
    joined = max((pair for pair in pairs if pair), key=lambda header: header.score, default=None)
    # Two rows are read as one header only where that names more columns than either does alone.
    return joined if joined and joined.score > best.score else best


def plain_names(names: Iterable[str]) -> frozenset[str]:
    """``names`` folded as headers are compared."""
    return frozenset(plain_name(name) for name in names) - {""}


def _join(
    rows: Sequence[Sequence[str]], number: int, known: Collection[str], merged: Mapping[tuple[int, int], str]
) -> Header | None:
    upper, lower = list(rows[number]), list(rows[number + 1])
    width = max(len(upper), len(lower))
    upper, lower = (row + [""] * (width - len(row)) for row in (upper, lower))
    if not any(upper) or not any(lower):
        return None
    names = []
    over = ""
    for column, (above, below) in enumerate(zip(upper, lower, strict=True)):
        # A format that tells nothing of merged cells leaves them empty: what stands to the left holds on.
        over = above or merged.get((number, column), "") or ("" if merged else over)
        whole = " ".join(part for part in (over if below else above, below) if part)
        names.append(below if plain_name(below) in known else whole)
    return Header(_cut(names), number + 1, _score(names, known), number)


def _cut(row: Sequence[str]) -> list[str]:
    """``row`` without the empty cells at its end."""
    end = next((number for number in range(len(row), 0, -1) if row[number - 1]), 0)
    return list(row[:end])


def _score(row: Iterable[str], known: Collection[str]) -> int:
    return len({plain_name(cell) for cell in row}.intersection(known)) if known else 0
