"""What a workbook is made of: a cover, sheets of figures, and the contents and notes that go before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from svd.catalogue.wording import word_day
from svd.measures.result import NOT_APPLICABLE, SHORTHAND
from svd.views.column_forms import ColumnForm
from svd.views.workbook_sheets import CONTENTS, TO_CONTENTS, Page

SYNTHETIC = "SYNTHETIC: made-up data for demonstration"
FRONT = ("Cover", CONTENTS, "Notes")
NO_ROWS = "No rows: nothing was found for these filters."


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table to write: ``columns`` says which of its columns, in which order, and how each reads.

    ``title`` names the sheet, ``heading`` says what the table shows, ``source_line`` where its figures come from.
    """

    title: str
    heading: str
    table: pd.DataFrame
    columns: Mapping[str, ColumnForm]
    source_line: str


@dataclass(frozen=True)
class Cover:
    """What the workbook is: shown on its first sheet and kept in the file's properties."""

    title: str
    period: str
    definition: str
    filters: Mapping[str, str]
    made_on: date
    is_synthetic: bool
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def make_cover(cover: Cover, is_synthetic: bool) -> Page:
    """What, when, by which definition, with which filters and from which sources."""
    about = {
        "Data": f"{SYNTHETIC}. No figure is about a real person or event."
        if is_synthetic
        else "As received from partners",
        "Period": cover.period,
        "Definition of serious violence": cover.definition,
        **{name: chosen for name, chosen in cover.filters.items() if chosen not in (cover.period, cover.definition)},
        "Made on": word_day(cover.made_on),
    }
    sources = [(f"Source {number}", source) for number, source in enumerate(cover.sources, start=1)]
    return make_text_page(
        FRONT[0], (cover.title, TO_CONTENTS), ("About this workbook", "Details"), [*about.items(), *sources]
    )


def make_contents(sheets: list[Sheet], names: list[str]) -> Page:
    """A row and a link for each sheet."""
    front = [
        (FRONT[0], "What this workbook is, and the filters in use"),
        (FRONT[2], "What the marks and the columns mean, and what to know before using the figures"),
    ]
    listed = [*front, *((name, sheet.heading) for name, sheet in zip(names, sheets, strict=True))]
    return make_text_page(CONTENTS, (CONTENTS,), ("Sheet", "What it holds"), listed, {name: name for name, _ in listed})


def make_notes(cover: Cover, sheets: list[Sheet]) -> Page:
    """The marks, the columns whose names don't say enough, and the cover's notes."""
    columns = {form.title: form.meaning for sheet in sheets for form in sheet.columns.values() if form.meaning}
    rows = [
        *SHORTHAND.values(),
        *((f"Column: {title}", meaning) for title, meaning in columns.items()),
        *((f"Note {number}", note) for number, note in enumerate(cover.notes, start=1)),
    ]
    return make_text_page(FRONT[2], (FRONT[2], TO_CONTENTS), ("Mark, column or note", "What it means"), rows)


def make_data(cover: Cover, sheet: Sheet, name: str) -> Page:
    """The sheet's own table below its heading; one row that says so where there are none."""
    scope = f"{cover.period}. Definition: {cover.definition}"
    columns = sheet.columns or {"": ColumnForm("Table")}
    table = sheet.table if len(sheet.table) and sheet.columns else _say_empty(columns)
    return Page(name, (sheet.heading or name, scope, sheet.source_line, TO_CONTENTS), table, columns)


def _say_empty(columns: Mapping[str, ColumnForm]) -> pd.DataFrame:
    first, *others = columns
    not_applicable, _ = SHORTHAND[NOT_APPLICABLE]
    return pd.DataFrame({first: [NO_ROWS], **{name: [not_applicable] for name in others}})


def make_text_page(
    name: str,
    lines: tuple[str, ...],
    headers: tuple[str, str],
    rows: list[tuple[str, str]],
    links: Mapping[str, str] = MappingProxyType({}),
) -> Page:
    """A sheet of two columns of text, named by ``headers``."""
    table = pd.DataFrame(rows, columns=["what", "details"], dtype=object)
    return Page(name, lines, table, dict(zip(table.columns, map(ColumnForm, headers), strict=True)), links)
