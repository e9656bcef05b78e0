"""The files offered under a figure: its picture and its workbook, each made only when it is asked for."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from svd.measures.question import By, Evidence
from svd.store.selection import Selection
from svd.ui.show import XLSX, File
from svd.views.file_names import name_file
from svd.views.selection_workbook import write_selection
from svd.views.tables import result_sheet


def offer_files(
    evidence: Evidence,
    selection: Selection,
    what: str,
    read: Callable[[], Mapping[By, pd.DataFrame]],
    draw: Callable[[], bytes] | None = None,
) -> tuple[File, ...]:
    """The workbook of what ``read`` gives, after the picture that ``draw`` makes; ``what`` names both."""
    sheet = name_file(evidence, what, selection, "xlsx")
    book = File("Workbook (Excel)", sheet, XLSX, lambda: write_selection(evidence, selection, read(), date.today()))
    return (*_offer_picture(evidence, selection, what, draw), book)


def offer_table(
    evidence: Evidence,
    selection: Selection,
    what: str,
    table: pd.DataFrame,
    heading: str,
    draw: Callable[[], bytes] | None = None,
) -> tuple[File, ...]:
    """The same for a table that is of no one indicator: its columns are written as they are, under ``heading``."""

    def write() -> bytes:
        return write_selection(evidence, selection, {}, date.today(), further=[result_sheet(table, what, heading)])

    book = File("Workbook (Excel)", name_file(evidence, what, selection, "xlsx"), XLSX, write)
    return (*_offer_picture(evidence, selection, what, draw), book)


def _offer_picture(
    evidence: Evidence, selection: Selection, what: str, draw: Callable[[], bytes] | None
) -> tuple[File, ...]:
    if draw is None:
        return ()
    return (File("Picture (PNG)", name_file(evidence, what, selection, "png"), "image/png", draw),)
