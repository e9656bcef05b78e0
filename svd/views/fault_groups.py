"""A file's problems as a person mends them: grouped by rule and column, counted, each at the cell Excel shows."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pandas as pd

from svd.catalogue.schema import INFORMATION
from svd.catalogue.wording import word_count_of
from svd.ingest.problems import RULES, UnusableFileError
from svd.ingest.read import SentTable, read_table

_FEW = 3
_FULL_LENGTH = 200
_NEXT_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")
NO_OTHERS: Mapping[str, str] = MappingProxyType({})
_UNSAID = "Ask whoever looks after the dashboard."


class Row(Protocol):
    """A row of the problems table."""

    row: int | None
    column: str
    rule: str
    message: str
    severity: str


@dataclass(frozen=True)
class Fault:
    """One fault: its row and letter as Excel shows them (none where it has no cell), what is wrong and what to do.

    ``is_warning``: the row is used all the same, or need not be mended.
    """

    rule: str
    row: int | None
    column: str
    letter: str
    value: str
    wrong: str
    remedy: str
    is_warning: bool

    @property
    def cell(self) -> str:
        return f"{self.letter}{self.row}" if self.letter and self.row else ""


@dataclass(frozen=True, eq=False)
class FaultGroup:
    """The faults of one rule in one column: how many there are, and the first of them."""

    rule: str
    column: str
    count: int
    faults: tuple[Fault, ...]

    @property
    def name(self) -> str:
        return self.rule.replace("_", " ")

    @property
    def words(self) -> str:
        """As ``bad date: 14 cells in column B, first B7, B9, B12``."""
        first = self.faults[0]
        if first.cell:
            shown = ", ".join(fault.cell for fault in self.faults[:_FEW])
            count = word_count_of(self.count, "cell", "cells")
            where = f"{count} in column {first.letter}"
        elif first.row:
            shown = ", ".join(str(fault.row) for fault in self.faults[:_FEW])
            where = word_count_of(self.count, "row", "rows")
        else:
            return f"{self.name}: the whole file"
        return f"{self.name}: {where}, first {shown}" if self.count > 1 else f"{self.name}: {where}, {shown}"


def read_sent(path: Path, known: Collection[str] = ()) -> SentTable | None:
    """The table in ``path`` as it was sent; None where there is none to read."""
    try:
        return read_table(path, known)
    except UnusableFileError:
        return None


def group_faults(
    problems: pd.DataFrame, sent: SentTable | None, most: int, remedies: Mapping[str, str] = NO_OTHERS
) -> list[FaultGroup]:
    """The groups, those that set aside most rows first and warnings last, each with at most ``most`` of its faults.

    Values come from the file itself where it was read: the problems may no longer hold them. ``remedies`` stand in for
    the product's own, by rule.
    """
    keyed = problems.assign(column=problems["column"].fillna(""))
    groups = []
    for (rule, column), alike in keyed.groupby(["rule", "column"], sort=False):
        faults = tuple(_read_fault(row, sent, remedies) for row in alike.head(most).itertuples())
        groups.append(FaultGroup(rule, column, int(alike["rows"].clip(lower=1).sum()), faults))
    return sorted(groups, key=lambda group: (group.faults[0].is_warning, -group.count))


def word_groups(groups: list[FaultGroup], most: int) -> Iterator[str]:
    """A line for each group, and under it what is wrong with its first fault and what to do."""
    for group in groups[:most]:
        first = group.faults[0]
        yield f"  {group.words}"
        yield f"    {first.wrong} {first.remedy}".rstrip()
    if len(groups) > most:
        yield f"  and {word_count_of(len(groups) - most, 'more kind', 'more kinds')} of fault."


def _read_fault(row: Row, sent: SentTable | None, remedies: Mapping[str, str]) -> Fault:
    letters = sent.letters if sent is not None else {}
    letter = letters.get(row.column, "")
    is_whole = pd.isna(row.row)
    if is_whole:
        # What is said of a whole column is marked at its header.
        at = sent.header_row if letter and sent is not None else None
    else:
        at = int(row.row)
        letter = letter or ("" if row.column else next(iter(letters.values()), ""))
    value = "" if is_whole else _find_value(sent, at, row.column)
    wrong, remedy = _word_fault(row, value, is_whole)
    remedy = remedies.get(row.rule, remedy)
    is_mild = row.severity == "warning" or row.rule in INFORMATION
    return Fault(row.rule, at, row.column, letter, value, wrong, remedy, is_mild)


def _find_value(sent: SentTable | None, row: int, column: str) -> str:
    if sent is None or column not in sent.frame or row not in sent.frame.index:
        return ""
    return str(sent.frame.at[row, column])[:_FULL_LENGTH]


def _word_fault(row: Row, value: str, is_whole: bool) -> tuple[str, str]:
    """What is wrong, and what to do, with the value as it stands in the file."""
    rule = RULES.get(row.rule)
    if rule is None or is_whole or not row.column:
        wrong, *remedy = _NEXT_SENTENCE.split(str(row.message), maxsplit=1)
        return wrong, remedy[0] if remedy else _UNSAID
    wrong, *remedy = _NEXT_SENTENCE.split(rule.message, maxsplit=1)
    filled = [part.format(column=row.column, value=value).replace(" is ''", " is empty") for part in (wrong, *remedy)]
    return filled[0], filled[1] if len(filled) > 1 else _UNSAID
