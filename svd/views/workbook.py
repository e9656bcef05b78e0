"""An accessible Excel workbook to take away: cover, contents, notes, and one real table a sheet."""

import re
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties

from svd.views.workbook_cells import clean_text, name_sheets
from svd.views.workbook_parts import FRONT, SYNTHETIC, Cover, Sheet, make_contents, make_cover, make_data, make_notes
from svd.views.workbook_sheets import Page, write_page

__all__ = ["Cover", "Sheet", "write_workbook"]

MADE_BY = "Serious Violence Duty dashboard"


def write_workbook(cover: Cover, sheets: list[Sheet]) -> bytes:
    """The workbook as a file's bytes, the same for the same cover and sheets.

    A null becomes the mark of its row's status, or [x]; text never becomes a formula; a table without rows says so.
    It is labelled synthetic throughout where the cover or any row of a sheet is.
    """
    is_synthetic = cover.is_synthetic or any(_holds_synthetic(sheet) for sheet in sheets)
    names = name_sheets([*FRONT, *(sheet.title for sheet in sheets)])[len(FRONT) :]
    front = [make_cover(cover, is_synthetic), make_contents(sheets, names), make_notes(cover, sheets)]
    data = [make_data(cover, sheet, name) for sheet, name in zip(sheets, names, strict=True)]
    banner = SYNTHETIC if is_synthetic else ""
    book = Workbook(write_only=True)
    book.properties = _describe(cover, banner)
    for page in [*front, *data]:
        write_page(book, _label(page, banner), banner, cover.title)
    return save_book(book)


def _holds_synthetic(sheet: Sheet) -> bool:
    return "is_synthetic" in sheet.table and bool(sheet.table["is_synthetic"].eq(True).any())


def _label(page: Page, banner: str) -> Page:
    """The page with ``banner`` on its first line and no line empty."""
    heading, *others = (clean_text(" ".join(line.split())) for line in page.lines)
    lines = [f"{banner}. {heading}" if banner else heading, *others]
    return replace(page, lines=tuple(line for line in lines if line))


def _describe(cover: Cover, banner: str) -> DocumentProperties:
    made_at = datetime.combine(cover.made_on, time())
    return DocumentProperties(
        title=clean_text(f"{banner}. {cover.title}" if banner else cover.title),
        subject=clean_text(f"{cover.period}. Definition: {cover.definition}"),
        description=clean_text(". ".join([*([banner] if banner else []), *cover.sources])),
        keywords="SYNTHETIC" if banner else None,
        creator=MADE_BY,
        language="en-GB",
        created=made_at,
        modified=made_at,
    )


def save_book(book: Workbook) -> bytes:
    """The book's bytes with its own date in place of the clock's, which openpyxl writes into every part."""
    made_at = book.properties.created
    draft, final = BytesIO(), BytesIO()
    book.save(draft)
    with ZipFile(draft) as written, ZipFile(final, "w", ZIP_DEFLATED) as dated:
        for name in written.namelist():
            part = written.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + made_at.isoformat().encode() + b"Z", part)
            dated.writestr(ZipInfo(name, (made_at.year, made_at.month, made_at.day, 0, 0, 0)), part, ZIP_DEFLATED)
    return final.getvalue()
