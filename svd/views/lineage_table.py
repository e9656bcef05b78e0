"""The extracts behind figures, as words under a figure and as a sheet of a workbook."""

from html import escape

import pandas as pd

from svd.catalogue.wording import word_count_of, word_day, word_month, word_number, word_period
from svd.figures.lineage import COLUMNS
from svd.views.column_forms import ColumnForm
from svd.views.workbook import Sheet

_DASH = "–"
_SHORT = 8
_FORMS = {
    "partner": ColumnForm("Partner"),
    "title": ColumnForm("Feed"),
    "extract": ColumnForm("File", meaning="Named as it was sent; the figures' own rows name it too."),
    "received_on": ColumnForm("Received on", "date"),
    "edition": ColumnForm("Edition", "month", "The month the file belongs to; the newest edition stands for a month."),
    "months": ColumnForm("Months in use", "number", "Months of this workbook for which the file's figures stand."),
    "month_from": ColumnForm("In use from", "month"),
    "month_to": ColumnForm("In use to", "month"),
    "rows_kept": ColumnForm("Rows kept", "number", "In the whole file."),
    "status": ColumnForm("State", meaning="Superseded: newer files stand for all its months."),
    "sha256": ColumnForm("SHA-256", meaning="The fingerprint of the file as sent: the same file gives the same one."),
}
assert set(COLUMNS) <= set(_FORMS)


def present_lineage(lineage: pd.DataFrame) -> pd.DataFrame:
    """The extracts in words: feed, file, when received, edition, months in use, and the start of the hash."""
    spans = zip(lineage["month_from"], lineage["month_to"], strict=True)
    return pd.DataFrame(
        {
            "Feed": lineage["title"],
            "File": lineage["extract"],
            "Received on": [word_day(day, _DASH) for day in lineage["received_on"]],
            "Edition": [word_month(month, _DASH) for month in lineage["edition"]],
            "Months in use": [word_period(first, last, _DASH) for first, last in spans],
            "Rows kept": [word_number(rows, mark=_DASH) for rows in lineage["rows_kept"]],
            "Hash": [_DASH if pd.isna(code) else code[:_SHORT] for code in lineage["sha256"]],
        },
        dtype="str",
    )


def draw_lineage(lineage: pd.DataFrame) -> str:
    """The extracts in words as an HTML table that scrolls by keyboard where it is long."""
    words = present_lineage(lineage).drop(columns="Rows kept")
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Feed and file", *words.columns[2:]))
    rows = "".join(_draw_row(list(row)) for row in words.itertuples(index=False))
    return (
        '<div class="svd-extracts svd-feeds" role="region" aria-label="Extracts in use" tabindex="0"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _draw_row(cells: list[str]) -> str:
    feed, file, *others = (escape(cell) for cell in cells)
    name = f'<th scope="row">{feed}<span>{file}</span></th>'
    return f"<tr>{name}{''.join(f'<td>{cell}</td>' for cell in others)}</tr>"


def lineage_sheet(lineage: pd.DataFrame) -> Sheet:
    """The extracts as a sheet of a workbook, with the whole of each hash."""
    heading = f"Extracts: the figures of this workbook come from {word_count_of(len(lineage), 'file', 'files')}"
    return Sheet("Extracts", heading, lineage[list(_FORMS)], _FORMS, "Source: the ledger kept as files are read")
