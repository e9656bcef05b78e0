"""The workbook of signals: what was raised, what was said of each, and what is called no longer."""

from datetime import date

import pandas as pd

from svd.figures.explore import word_selection
from svd.figures.signals.reviewed import word_reviewed
from svd.figures.signals.signal_words import word_promise, word_raising
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.views.column_forms import ColumnForm
from svd.views.signal_table import present_signals, present_uncalled
from svd.views.workbook import Cover, Sheet, write_workbook

_SOURCE = "Source: the figures of this dashboard and its log of signals"
_NOTHING = "–"


def write_signals(
    evidence: Evidence, selection: Selection, listed: pd.DataFrame, uncalled: pd.DataFrame, made_on: date
) -> bytes:
    """The workbook's bytes: a sheet of the signals ``listed``, and one of those called no longer if there are any."""
    filters = word_selection(evidence, selection)
    sheets = [_make_sheet("Signals", word_reviewed(listed, selection), present_signals(listed))]
    if len(uncalled):
        sheets.append(_make_sheet("No longer called", "Logged, and no longer called", present_uncalled(uncalled)))
    cover = Cover(
        title=f"{evidence.catalogue.area.short_name}: signals and what is done about them",
        period=filters["Period"],
        definition=evidence.catalogue.latest_definition.title,
        filters={name: filters[name] for name in ("Wards", "Kind of violence", "Partner")},
        made_on=made_on,
        is_synthetic=evidence.store.is_synthetic,
        sources=("The feeds of each indicator, as the page Partners and data lists them",),
        notes=(word_promise(), *word_raising().replace("**", "").split("\n\n")),
    )
    return write_workbook(cover, sheets)


def _make_sheet(title: str, heading: str, table: pd.DataFrame) -> Sheet:
    columns = {name: ColumnForm(name) for name in table}
    return Sheet(title, heading, table.replace("", _NOTHING), columns, _SOURCE)
