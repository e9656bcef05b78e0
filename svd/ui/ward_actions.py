"""What stands under a picture of the wards: its table, its method, its picture as a file and its workbook."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from svd.figures.question import Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.views.file_names import name_file
from svd.views.selection_workbook import write_selection
from svd.views.tables import present_table
from svd.views.ward_view import WardView, word_colours, word_comparison

_LEVEL_COLUMNS = ("ward_name", "count", "denominator", "value", "lower", "upper", "unit", "compared")
_CHANGE_COLUMNS = ("ward_name", "count_before", "count", "difference", "value_before", "value", "verdict", "reason")


def show_ward_actions(
    evidence: Evidence, selection: Selection, view: WardView, key: str, draw: Callable[[], bytes], *, is_map: bool
) -> None:
    """Table, method and download of the view; ``draw`` makes its picture."""
    what = f"{view.indicator.short_title} by ward{f' {view.shows}' if view.shows != 'rate' else ''}"
    files = (
        ("Picture (PNG)", name_file(evidence, f"{what} {key}", selection, "png"), "image/png", draw),
        (
            "Workbook (Excel)",
            name_file(evidence, what, selection, "xlsx"),
            show.XLSX,
            lambda: _write_workbook(evidence, selection, view),
        ),
    )
    show.show_actions(show.Actions(key, _present(view), _word_method(evidence, selection, view, is_map), files))


def _present(view: WardView) -> pd.DataFrame:
    return present_table(view.listed, columns=_CHANGE_COLUMNS if view.shows == "change" else _LEVEL_COLUMNS)


def _word_method(evidence: Evidence, selection: Selection, view: WardView, is_map: bool) -> str:
    rule = evidence.catalogue.rules[view.indicator.small_number_rule].words
    parts = [word_comparison(), *([word_colours(len(selection.months))] if is_map else [])]
    return "\n\n".join([*parts, show.word_method(view.indicator, rule)])


def _write_workbook(evidence: Evidence, selection: Selection, view: WardView) -> bytes:
    area = data.measure(evidence, view.indicator.id, selection, "borough")
    return write_selection(evidence, selection, {"borough": area, "ward": view.listed}, date.today())
