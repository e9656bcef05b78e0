"""Bad workbooks, and files of other kinds under a workbook's or a table's name."""

import datetime as dt
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from tests.bad_files.sound import (
    ASB,
    RETURNS,
    WARD,
    Rows,
    add,
    change,
    change_column,
    name_file,
    pack,
    rename,
    unpack,
    write_csv,
)
from tests.ingest.tables.books import make_ods, make_xlsx, ods_row, word_cell

_SAVED = b"2026-04-01T09:00:00Z"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000000030001"
    "5e2d1d0a0000000049454e44ae426082"
)
_GROUPS = b't="inlineStr"><is><t>Groups</t></is>'
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DAYS = [dt.date(2026, 1, 5), dt.date(2026, 1, 20), dt.date(2026, 2, 3), dt.date(2026, 2, 14), dt.date(2026, 3, 2)]


def write_book(sheets: dict[str, Rows], edit: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A workbook of ``sheets``, the same bytes whenever it is made; ``edit`` changes it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if edit:
        edit(book)
    made = io.BytesIO()
    book.save(made)
    parts = unpack(made.getvalue())
    saved = rb"(<dcterms:\w+[^>]*>)[^<]*"
    parts["docProps/core.xml"] = re.sub(saved, rb"\g<1>" + _SAVED, parts["docProps/core.xml"])
    return pack(parts)


def on_sheet(edit: Callable[[Worksheet], None]) -> Callable[[openpyxl.Workbook], None]:
    """``edit`` for the first sheet."""
    return lambda book: edit(book.worksheets[0])


def make_sheets() -> dict[str, bytes]:
    """Workbooks in which the table is not where it should be."""
    title: Rows = [["Anti-social behaviour reports"], ["Run on 1 April 2026"], []]
    summary: Rows = [["Summary"], ["Ward", "Reports"], ["Abbey", 2], ["Alibon", 1]]
    january, march = ASB[:3], [ASB[0], *ASB[5:]]
    two_rows: Rows = [["record_id", "Incident", None, "postcode", "ward_code"], [None, "date", "type"], *ASB[1:]]
    made = {
        "the wrong sheet first": write_book({"Summary": summary, "Notes": [["n", "b"]], "Records": ASB}),
        "two sheets alike": write_book({"January": january, "March": march}),
        "a sheet for each ward": write_book({ward: ASB[:2] for ward in ("Abbey", "Alibon", "Beam", "Heath")}),
        "an old table on a hidden sheet": write_book({"Records": ASB, "Old": ASB}, _hide),
        "a pivot table and no records": write_book({"Pivot": [["Row Labels", "Count"], ["Abbey", 2]]}),
        "an empty sheet": write_book({"Sheet1": []}),
        "header and no rows": write_book({"Sheet1": ASB[:1]}),
        "title above the header": write_book({"Sheet1": [*title, *ASB]}),
        "merged headers": write_book({"Sheet1": two_rows}, on_sheet(_merge_header)),
        "merged cells among the records": write_book(
            {"Sheet1": change(ASB, (2, "occurred_at", None))}, on_sheet(lambda sheet: sheet.merge_cells("B2:B3"))
        ),
        "a table far from the corner": write_book({"Sheet1": [[], [], *[[None, None, *row] for row in ASB]]}),
        "a totals row": write_book({"Sheet1": [*ASB, ["Total", 6]]}),
        "a note under the table": write_book({"Sheet1": [*ASB, [], ["Source: case system, run 1 April 2026"]]}),
        "hidden rows": write_book({"Sheet1": ASB}, on_sheet(_hide_rows)),
        "a locked sheet": write_book({"Sheet1": ASB}, on_sheet(lambda sheet: setattr(sheet.protection, "sheet", True))),
        "one cell far below": write_book({"Sheet1": ASB}, on_sheet(lambda sheet: sheet.cell(60_000, 2, "x"))),
        "one cell in the last corner": write_book(
            {"Sheet1": ASB}, on_sheet(lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
        ),
        "columns coloured to the edge": write_book({"Sheet1": ASB}, on_sheet(_colour)),
    }
    return {name_file("asb", fault, ".xlsx"): data for fault, data in made.items()}


def make_cells() -> dict[str, bytes]:
    """Workbooks whose cells hold other than plain text."""
    dates = change_column(ASB, "occurred_at", [*_DAYS, "28/03/2026"])
    # Read by a computer set to American dates: what could be a date was turned round, the rest stayed text.
    swapped = change_column(
        ASB,
        "occurred_at",
        [dt.date(2026, 5, 1), "20/01/2026", dt.date(2026, 3, 2), "14/02/2026", dt.date(2026, 2, 3), "28/03/2026"],
    )
    worked = add(ASB, "week", [f"=WEEKNUM(B{row})" for row in range(2, 8)])
    made = {
        "real dates": write_book(
            {"Sheet1": change_column(ASB, "occurred_at", [*_DAYS, dt.datetime(2026, 3, 28, 14, 5)])}
        ),
        "dates counted from 1904": write_book(
            {"Sheet1": dates}, lambda book: setattr(book, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904)
        ),
        "dates and texts mixed": write_book({"Sheet1": dates}),
        "swapped day and month": write_book({"Sheet1": swapped}),
        "formulas without results": write_book({"Sheet1": worked}),
        "formulas with results": _work_out(write_book({"Sheet1": worked})),
        "errors in cells": write_book({"Sheet1": change(ASB, (1, "ward_code", "#N/A"), (2, "category", "#REF!"))}),
        "numbers as record ids": write_book({"Sheet1": change_column(ASB, "record_id", [1.0, 2, 3, "0004", 5, 6])}),
    }
    returns = change(RETURNS, (0, "period_from", dt.date(2026, 1, 1)), (0, "period_to", dt.date(2026, 3, 1)))
    months = rename(WARD, **{f"20260{m}": dt.datetime(2026, m, 1) for m in (1, 2, 3)})
    return {name_file("asb", fault, ".xlsx"): data for fault, data in made.items()} | {
        name_file("returns", "months made dates by Excel", ".xlsx"): write_book({"Sheet1": returns}),
        name_file("ward", "months made dates by Excel", ".xlsx"): write_book({"Sheet1": months}),
        name_file("ward", "months as numbers", ".xlsx"): write_book(
            {"Sheet1": rename(WARD, **{f"20260{m}": 202600 + m for m in (1, 2, 3)})}
        ),
    }


def make_others() -> dict[str, bytes]:
    """Files of other kinds, spoilt archives and traps."""
    good = write_book({"Sheet1": ASB})
    parts = unpack(good)
    text = write_csv(ASB)
    page = f"<html><body><table><tr><td>{'</td><td>'.join(map(str, ASB[0]))}</td></tr></table></body></html>"
    xml = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    table = io.BytesIO()
    pd.DataFrame(ASB[1:], columns=ASB[0]).to_parquet(table, index=False)
    records = [dict(zip(map(str, ASB[0]), row, strict=True)) for row in ASB[1:]]
    sheet = "xl/worksheets/sheet1.xml"
    made = {
        "empty.csv": b"",
        "blank lines alone.csv": b"\r\n\r\n  \r\n",
        "an image renamed.xlsx": _PNG,
        "a photograph renamed.csv": bytes.fromhex("ffd8ffe000104a46494600010100") + bytes(64),
        "a PDF renamed.xlsx": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
        "a Word document renamed.xlsx": pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        "an old Word document renamed.xls": _OLE + bytes(600) + "WordDocument\0".encode("utf-16-le"),
        "an e-mail renamed.xls": _OLE + bytes(600) + "__substg1.0_0037001F\0".encode("utf-16-le"),
        "a web page named.xls": page.encode(),
        "an XML spreadsheet named.xls": xml.encode(),
        "JSON renamed.csv": json.dumps(records).encode(),
        "packed with gzip.csv": gzip.compress(text.encode(), mtime=0),
        "a CSV in a zip.zip": pack({"council_asb.csv": text}),
        "an Apple Numbers file.xlsx": pack({"Index/Document.iwa": "x", "preview.jpg": "x"}),
        "a Parquet table.csv": table.getvalue(),
        "a database.csv": b"SQLite format 3\0" + bytes(100),
        "a shortcut to a file.csv": bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60),
        "a CSV named a workbook.xlsx": text.encode(),
        "a workbook named CSV.csv": good,
        "truncated zip.xlsx": good[: len(good) // 2],
        "a damaged part.xlsx": _spoil(good),
        "a sheet that breaks off.xlsx": pack(parts | {sheet: parts[sheet][:400]}),
        "a sheet missing.xlsx": pack({name: part for name, part in parts.items() if name != sheet}),
        "texts missing.xlsx": pack(parts | {sheet: parts[sheet].replace(_GROUPS, b't="s"><v>99</v>')}),
        "an encrypted zip.xlsx": _lock(good),
        "a text that unfolds without end.xlsx": _unfold(),
        "a link to a file outside.xlsx": _point_outside(),
        "an OpenDocument sheet.ods": pack(unpack(make_ods("".join(ods_row(*map(str, row)) for row in ASB)))),
        "one cell repeated over a sheet.ods": pack(unpack(make_ods(_repeat_cell()))),
        "an OpenDocument text.ods": pack(
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
        ),
    }
    return {name_file("asb", fault, ""): data for fault, data in made.items()}


def _hide(book: openpyxl.Workbook) -> None:
    book["Old"].sheet_state = "hidden"


def _hide_rows(sheet: Worksheet) -> None:
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True


def _merge_header(sheet: Worksheet) -> None:
    for cells in ("A1:A2", "B1:C1", "D1:D2", "E1:E2"):
        sheet.merge_cells(cells)


def _colour(sheet: Worksheet) -> None:
    fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    for column in range(1, 16_385):
        sheet.cell(1, column).fill = fill


def _work_out(data: bytes) -> bytes:
    """The workbook as Excel saves it, with each formula's result beside it."""
    parts = unpack(data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"</f><v\s*/>|</f><v></v>", b"</f><v>7</v>", sheet)
    return pack(parts)


def _spoil(data: bytes) -> bytes:
    """The workbook with twenty bytes of its sheet turned over."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        about = archive.getinfo("xl/worksheets/sheet1.xml")
    at = about.header_offset + 30 + len(about.filename) + 40
    return data[:at] + bytes(byte ^ 255 for byte in data[at : at + 20]) + data[at + 20 :]


def _lock(data: bytes) -> bytes:
    """The workbook with every part marked as encrypted, as zip programs do."""
    made = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            made[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(made)


def _unfold() -> bytes:
    """A workbook whose text names itself ten times over, nine deep."""
    lines = ['<!ENTITY a0 "lol">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    rows = ""
    for number, row in enumerate(change(ASB, (1, "category", "&a9;")), start=1):
        cells = [word_cell(f"{letter}{number}", str(cell)) for letter, cell in zip("ABCDE", row, strict=True)]
        rows += f'<row r="{number}">{"".join(cells)}</row>'
    parts = unpack(make_xlsx(rows))
    sheet = "xl/worksheets/sheet1.xml"
    return pack(parts | {sheet: f"<!DOCTYPE worksheet [{''.join(lines)}]>".encode() + parts[sheet]})


def _point_outside() -> bytes:
    parts = unpack(make_xlsx(f'<row r="1">{word_cell("A1", "record_id")}{word_cell("B1", "&x;")}</row>'))
    sheet = "xl/worksheets/sheet1.xml"
    return pack(parts | {sheet: b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + parts[sheet]})


def _repeat_cell() -> str:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"/>'
    row = '<table:table-row table:number-rows-repeated="1048576">'
    return ods_row(*map(str, ASB[0])) + f"{row}{cell}</table:table-row>"
