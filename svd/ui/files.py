"""The files offered under a figure: its picture and its workbook, each made only when it is asked for."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from svd.figures.question import By, Evidence
from svd.store.selection import Selection
from svd.ui.show import XLSX, File
from svd.views.file_names import name_file
from svd.views.selection_workbook import write_selection


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
    if draw is None:
        return (book,)
    return (File("Picture (PNG)", name_file(evidence, what, selection, "png"), "image/png", draw), book)
