"""The parts of the Explore and export page: what to list and at which level, the table, and its files."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from svd.catalogue.wording import word_count_of, word_number
from svd.figures.explore import word_selection
from svd.figures.scorecard import find_indicators
from svd.measures.question import By, Evidence
from svd.measures.result import EXTRA_COLUMNS, SHORTHAND
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.keep import keep
from svd.ui.lineage import show_lineage, trace
from svd.ui.questions import NOTHING_FITS, stop_empty
from svd.views.column_forms import forms_of
from svd.views.csv_file import write_csv
from svd.views.file_names import name_file
from svd.views.selection_workbook import LEVELS, write_selection
from svd.views.tables import mark_hidden, present_table

INDICATORS, RECORDS = "Indicators", "Records"
_LEVELS: dict[By, str] = {"borough": "Area", "ward": "Ward", "month": "Month", "ward_month": "Ward and month"}
_MOST_ROWS, _MOST_BY_WARD_AND_MONTH = 1000, 5
_WHOLE: tuple[By, ...] = ("borough", "ward", "month")
_KEPT_FOR_FILES = ("definition", "denominator_year", "extract")


@dataclass(frozen=True)
class Listing:
    """What is asked for: indicators or records, at a level; ``names`` are the indicators, all that fit where empty."""

    what: str
    by: By
    names: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return f"{self.what} {LEVELS[self.by].lower()}"


def ask_listing(evidence: Evidence, selection: Selection) -> Listing:
    """What to list; stops the page, saying what to do, where nothing fits or too much is asked for."""
    kind, level = st.columns([1, 2], gap="medium")
    with kind:
        what = st.segmented_control(
            "List", [INDICATORS, RECORDS], default=INDICATORS, required=True, key="list", bind="query-params"
        )
    with level:
        by = st.segmented_control(
            "One row for each",
            list(_LEVELS),
            format_func=_LEVELS.get,
            default="ward",
            required=True,
            key="level",
            bind="query-params",
        )
    names = _ask_indicators(evidence, selection, by) if what == INDICATORS else ()
    return Listing(what, by, names)


def _ask_indicators(evidence: Evidence, selection: Selection, by: By) -> tuple[str, ...]:
    fitting = {indicator.id: indicator.short_title for indicator in find_indicators(evidence.catalogue, selection)}
    if not fitting:
        stop_empty(NOTHING_FITS)
    names = st.multiselect(
        "Indicators",
        list(fitting),
        format_func=fitting.get,
        placeholder=f"All {len(fitting)} that fit the filters",
        key="indicators",
        bind="query-params",
    )
    if by == "ward_month" and not 0 < len(names) <= _MOST_BY_WARD_AND_MONTH:
        stop_empty(
            f"**Choose one to {_MOST_BY_WARD_AND_MONTH} indicators** to list them by ward and month: more would make a "
            "table too long to read. To take all of them, choose another level."
        )
    return tuple(names)


def list_rows(evidence: Evidence, selection: Selection, listing: Listing) -> pd.DataFrame:
    """The rows asked for; stops the page where there are none."""
    if listing.what == INDICATORS:
        rows = data.measure_all(evidence, selection, listing.by, listing.names)
    else:
        rows = data.count_records(evidence, selection, listing.by)
    if rows.empty:
        stop_empty(
            "**No row fits these filters.** No source holds records of this kind, partner, age and period; those that "
            "don't say how old people are drop out when an age is chosen. Clear a filter in the sidebar."
        )
    return rows


def show_heading(evidence: Evidence, selection: Selection, listing: Listing, rows: pd.DataFrame) -> None:
    """What is listed, for which period and wards, and how many rows there are."""
    scope = word_selection(evidence, selection)
    note = f" The first {word_number(_MOST_ROWS)} are shown; the files have them all." if len(rows) > _MOST_ROWS else ""
    found = word_count_of(len(rows), "row", "rows")
    show.show_finding(f"{listing.words}: {found}.", f"{scope['Period']}; {scope['Wards']}.{note}")


def show_rows(evidence: Evidence, selection: Selection, listing: Listing, rows: pd.DataFrame) -> None:
    """The first rows as a table that scrolls, numbers to the right."""
    shown, numbers = _present(evidence.version, selection, listing, evidence, rows)
    st.dataframe(
        shown,
        hide_index=True,
        height=340,
        column_config={title: st.column_config.TextColumn(alignment="right") for title in numbers},
        alt=f"{listing.words}, the first {len(shown)} of {len(rows)} rows",
    )


@keep(8)
def _present(
    version: str, selection: Selection, listing: Listing, _evidence: Evidence, _rows: pd.DataFrame
) -> tuple[pd.DataFrame, set[str]]:
    """The first rows as they are shown, and the titles of the columns that hold numbers."""
    names = {indicator.id: indicator.short_title for indicator in _evidence.catalogue.indicators.values()}
    columns = tuple(name for name in _list_columns(_rows) if name not in _KEPT_FOR_FILES)
    shown = present_table(_rows.head(_MOST_ROWS), names, columns)
    return shown, {form.title for form in forms_of(_rows, columns).values() if form.kind in ("number", "year")}


def _list_columns(rows: pd.DataFrame) -> list[str]:
    """Those of the table for people: without what only a program needs, and the month only where it is no period."""
    left_out = {*EXTRA_COLUMNS, "ward_code"} - {"month"} | ({"month"} if "period" in rows else set())
    return [name for name in rows if name not in left_out]


def show_files(evidence: Evidence, selection: Selection, listing: Listing, rows: pd.DataFrame) -> None:
    """The files: exactly these rows, or every level of the selection; each is made when its button is pressed."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "This table (Excel)",
            lambda: _write_listing(evidence, selection, listing, rows),
            name_file(evidence, listing.words, selection, "xlsx"),
            show.XLSX,
            on_click="ignore",
            type="primary",
        )
        st.download_button(
            "This table (CSV)",
            lambda: write_csv(_mark(rows)),
            name_file(evidence, listing.words, selection, "csv"),
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Everything selected (Excel)",
            lambda: _write_everything(evidence, selection),
            name_file(evidence, "everything selected", selection, "xlsx"),
            show.XLSX,
            on_click="ignore",
            help="Every indicator that fits the filters by area, ward and month, and the records by ward",
        )


def _write_listing(evidence: Evidence, selection: Selection, listing: Listing, rows: pd.DataFrame) -> bytes:
    if listing.what == RECORDS:
        return write_selection(evidence, selection, {}, date.today(), rows)
    return write_selection(evidence, selection, {listing.by: rows}, date.today())


def _write_everything(evidence: Evidence, selection: Selection) -> bytes:
    tables = {by: data.measure_all(evidence, selection, by) for by in _WHOLE}
    return write_selection(evidence, selection, tables, date.today(), data.count_records(evidence, selection, "ward"))


def _mark(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their marks; a file without a cover says in a column what is made up."""
    marked = mark_hidden(rows)
    return marked.assign(is_synthetic=rows["is_synthetic"]) if "is_synthetic" in rows else marked


def show_extracts(evidence: Evidence, selection: Selection, rows: pd.DataFrame) -> None:
    """The extracts behind the rows, listed when they are asked for."""
    if st.toggle("Extracts behind these rows", key="extracts"):
        show_lineage(trace(evidence, selection, rows)())


def show_shorthand() -> None:
    """What the marks in the table mean."""
    st.html("<h2>What the marks mean</h2>")
    st.html(
        "".join(f'<p class="svd-note"><strong>{mark}</strong> {meaning}</p>' for mark, meaning in SHORTHAND.values())
    )
