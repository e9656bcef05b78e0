"""Plants the declared bad rows in the made-up extracts and says where each one stands."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from svd.errors import CatalogueError
from svd.ingest.sample.answer_key import BadRow
from svd.ingest.sample.police import SampleFile
from svd.ingest.sample.signals import Fault

_HEADER_ROWS = 2
"""Excel counts rows from 1 and the header is one, so the first row of a table is row 2."""


def plant_faults(files: Sequence[SampleFile], faults: Sequence[Fault]) -> tuple[list[SampleFile], list[BadRow]]:
    """The files with the bad rows in them, and an answer for each; raises CatalogueError for a fault without a home."""
    for fault in faults:
        if not any(fault.file in file.name for file in files):
            raise CatalogueError(f"Fault {fault.rule!r}: no file's name has {fault.file!r}.", "Correct its file.")
    planted, answers = [], []
    for file in files:
        here = [fault for fault in faults if fault.file in file.name]
        frame, rows = _plant(file, here)
        planted.append(replace(file, frame=frame))
        answers += rows
    return planted, answers


def _plant(file: SampleFile, faults: Sequence[Fault]) -> tuple[pd.DataFrame, list[BadRow]]:
    """Bad rows are put in last, so that each fault finds its row among the good ones alone."""
    good = file.frame.assign(fault=-1, order=range(len(file.frame)))
    parts = [good]
    for number, fault in enumerate(faults):
        template = _find_row(good, fault, file.name)
        if fault.is_edit:
            good.loc[template, [*fault.values, "fault"]] = [*fault.values.values(), number]
            continue
        copies = good.loc[[template] * fault.rows].assign(fault=number, order=template + 0.5)
        if fault.values and "record_id" in copies:
            prefix = copies["record_id"].str.split("-").str[0]
            copies["record_id"] = [f"{prefix.iloc[0]}-9{number:02d}{copy:02d}" for copy in range(fault.rows)]
        parts.append(copies.assign(**fault.values))
    whole = pd.concat(parts).sort_values("order", kind="stable", ignore_index=True)
    answers = [_answer(file.name, fault, whole, number) for number, fault in enumerate(faults)]
    return whole.drop(columns=["fault", "order"]), answers


def _find_row(good: pd.DataFrame, fault: Fault, name: str) -> int:
    if not fault.match:
        return int(fault.at * (len(good) - 1))
    has_match = pd.Series(True, index=good.index)
    for column, value in fault.match.items():
        has_match &= good[column] == value
    if not has_match.any():
        raise CatalogueError(f"Fault {fault.rule!r}: no row of {name} has {fault.match}.", "Correct its match.")
    found = good.index[has_match]
    return int(found[int(fault.at * (len(found) - 1))])


def _answer(name: str, fault: Fault, whole: pd.DataFrame, number: int) -> BadRow:
    first = int(whole.index[whole["fault"] == number][0])
    column = fault.column or next(iter(fault.values), "")
    value = str(whole.at[first, column]) if column else ""
    return BadRow(name, first + _HEADER_ROWS, column, value, fault.rule, fault.rows)
