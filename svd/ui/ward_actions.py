"""What stands under a picture of the wards: its table, its method, its picture as a file and its workbook."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from svd.figures.between_wards.comparison_methods import word_comparison
from svd.figures.findings import word_many
from svd.measures.question import By, Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.files import offer_files
from svd.ui.lineage import trace
from svd.views.tables import present_table
from svd.views.ward_view import WardView, word_colours

_LEVEL_COLUMNS = ("ward_name", "count", "denominator", "value", "lower", "upper", "unit", "compared")
_CHANGE_COLUMNS = (
    "ward_name",
    "count_before",
    "count",
    "difference",
    "difference_lower",
    "difference_upper",
    "verdict",
    "reason",
)


def show_ward_actions(
    evidence: Evidence, selection: Selection, view: WardView, key: str, draw: Callable[[], bytes]
) -> None:
    """Table, method and download of the view; ``draw`` makes its picture."""
    what = f"{view.indicator.short_title} by ward {key}{f' {view.shows}' if view.shows != 'rate' else ''}"

    def read() -> dict[By, pd.DataFrame]:
        return {"borough": data.measure(evidence, view.indicator.id, selection, "borough"), "ward": view.listed}

    files = offer_files(evidence, selection, what, read, draw)
    table = partial(present_table, view.listed, columns=_CHANGE_COLUMNS if view.shows == "change" else _LEVEL_COLUMNS)
    method = _word_method(evidence, selection, view)
    show.show_actions(show.Actions(key, table, method, files, trace(evidence, selection, view.listed)))


def _word_method(evidence: Evidence, selection: Selection, view: WardView) -> str:
    rule = evidence.catalogue.rules[view.indicator.small_number_rule].words
    colours = [word_colours(selection.length)]
    if view.shows == "change":
        colours.append(word_many(int((view.wards["verdict"] != "not tested").sum())))
    return "\n\n".join([word_comparison(), *colours, show.word_method(view.indicator, rule)])
