"""What Excel itself refuses in a template: for each column a list to choose from, or limits, each with its remedy."""

from collections.abc import Mapping

from openpyxl.worksheet.datavalidation import DataValidation

from svd.catalogue.contract import Column
from svd.views.contract_tables import TYPES

FIRST_ROW, LAST_ROW = 2, 1_048_576
MARKS = ("*", "[c]", "c", "[x]")
"""What may stand in place of a number: hidden by its sender, or [x] where it is not known; <5 and the like may too."""

_LIMITS: Mapping[str, tuple[str, float, float]] = {
    "longitude": ("decimal", -9, 2.2),
    "latitude": ("decimal", 49, 61.5),
    "easting": ("decimal", 1, 700_000),
    "northing": ("decimal", 1, 1_300_000),
    "age": ("whole", 0, 120),
    "count": ("whole", 0, 5_000),
    "month_count": ("whole", 0, 5_000),
    "postcode": ("textLength", 5, 8),
    "small_area": ("textLength", 9, 9),
    "record": ("textLength", 1, 60),
    "person": ("textLength", 1, 60),
}
"""Kind, least and most by field, else by type."""

_REMEDIES = {
    "month_count": "Write the count in digits, 0 to 5,000.",
    "count": "Write the count in digits, 0 to 5,000.",
    "number": "Write a number; *, <5 or [c] where you hide it; [x] where it is not known.",
    "moment": "Write it as 2026-01-31 14:05, 2026-01-31 or 2026-01, from 2000 on and not in the future.",
    "month": "Write the month as 2026-01, from 2000 on and not in the future.",
    "age": "Write the age in whole years, 0 to 120, or leave it empty.",
    "degrees": "Write degrees, as 51.5500, inside Great Britain; or leave both coordinates empty.",
    "metres": "Write metres on the British National Grid; or leave both coordinates empty.",
    "postcode": "Write a whole postcode of 5 to 8 characters, or leave it empty.",
    "small_area": "Write the code of 9 characters that begins with E or W, or leave it empty.",
    "record": "Write any code of up to 60 characters that names nobody.",
    "person": "Write your own code for the person, up to 60 characters; never a name.",
}
_LONGEST_TITLE, _LONGEST_TEXT = 32, 225


def limit_column(column: Column, letter: str, words: str) -> DataValidation:
    """What may be typed below the header at ``letter``; ``words`` is the range that lists them, or empty."""
    cells = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
    named = _LIMITS.get(column.field) or _LIMITS.get(column.type)
    if words:
        limit = DataValidation(type="list", formula1=words)
    elif named:
        kind, least, most = named
        limit = DataValidation(type=kind, operator="between", formula1=str(least), formula2=str(most))
    elif column.type in ("moment", "month"):
        limit = DataValidation(type="custom", formula1=_is_date(f"{letter}{FIRST_ROW}"))
    elif column.type == "number":
        limit = DataValidation(type="custom", formula1=_is_number(f"{letter}{FIRST_ROW}"))
    else:
        limit = DataValidation()
    limit.sqref = cells
    limit.allow_blank = not column.is_required
    return _explain(limit, column, bool(words))


def _explain(limit: DataValidation, column: Column, has_words: bool) -> DataValidation:
    """The same with what Excel says when a cell is entered, and when it refuses what was typed."""
    remedy = "Choose a word from the list." if has_words else _REMEDIES.get(column.type, "")
    limit.promptTitle = _cut(column.name, _LONGEST_TITLE)
    limit.prompt = _cut(f"{TYPES[column.type]}. {column.meaning}", _LONGEST_TEXT)
    limit.showInputMessage = True
    if limit.type:
        limit.errorTitle = _cut(f"{column.name}: not as agreed", _LONGEST_TITLE)
        limit.error = _cut(remedy, _LONGEST_TEXT)
        limit.showErrorMessage, limit.errorStyle = True, "stop"
    return limit


def _is_date(cell: str) -> str:
    """True for a date of Excel's from 2000 to today, and for the same as ISO text, to the day or the month."""
    text = f'DATEVALUE(LEFT(LEFT({cell},10)&"-01",10))'
    is_iso = f'IF(MID({cell},5,1)="-",IF(ISNUMBER({text}),AND({text}>=36526,{text}<NOW()),FALSE),FALSE)'
    return f"IF(ISNUMBER({cell}),AND({cell}>=36526,{cell}<NOW()),{is_iso})"


def _is_number(cell: str) -> str:
    """True for a number not below zero, and for the marks that stand in place of one."""
    marks = ",".join(f'{cell}="{mark}"' for mark in MARKS)
    return f'IF(ISNUMBER({cell}),{cell}>=0,OR({marks},LEFT({cell},1)="<"))'


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
