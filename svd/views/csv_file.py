"""A table as a CSV file a spreadsheet opens safely: UTF-8 with its mark, and no cell that could run as a formula."""

import pandas as pd

from svd.views.workbook_cells import FORMULA_STARTS


def write_csv(table: pd.DataFrame) -> bytes:
    """The table's bytes; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    safe = table.copy()
    for name in safe.columns:
        safe[name] = [_defuse(value) for value in safe[name]]
    return safe.to_csv(index=False).encode("utf-8-sig")


def _defuse(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
