"""The scorecard: every indicator's latest figure, its tested change and its recent course, by Five D and tier."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.figures.changes import measure_change_arrays, measure_changes
from svd.figures.latest import list_latest
from svd.measures.measure import find_rows, measure_many
from svd.measures.question import Evidence
from svd.measures.result import UNALLOCATED
from svd.store.selection import Selection, move_month

_COURSE_MONTHS = 24


def find_indicators(catalogue: Catalogue, selection: Selection) -> list[Indicator]:
    """The indicators that fit the partners and kinds of violence asked for, in the catalogue's order."""
    return [
        indicator
        for indicator in catalogue.indicators.values()
        if _fits_partners(indicator, catalogue, selection) and _fits_kinds(indicator, catalogue, selection)
    ]


def _fits_partners(indicator: Indicator, catalogue: Catalogue, selection: Selection) -> bool:
    """A Data indicator is about every partner's files, so it fits each."""
    if not selection.partners or indicator.calculation.basis == "quality":
        return True
    return catalogue.sources[indicator.source].partner in selection.partners


def _fits_kinds(indicator: Indicator, catalogue: Catalogue, selection: Selection) -> bool:
    if not selection.kinds:
        return True
    named = [name for name in indicator.calculation.offences if name in catalogue.offences]
    return any(catalogue.offences[name].kind in selection.kinds for name in named)


def score_indicators(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """A row an indicator: the columns of ``measure_changes`` for the area, with its titles, five_d, tier and form.

    Beside them stand the LATEST_COLUMNS: what its control chart says of its newest month, and its target.
    """
    indicators = find_indicators(evidence.catalogue, selection)
    names = [indicator.id for indicator in indicators]
    scores = measure_change_arrays(evidence, names, selection, "borough")
    words = {word: np.array([getattr(one, word) for one in indicators], dtype=object) for word in _WORDS}
    is_headline = np.array([one.is_headline for one in indicators], dtype=bool)
    form = np.array([one.calculation.form for one in indicators], dtype=object)
    latest = list_latest(evidence, names, selection)
    return pd.DataFrame({**scores, **words, "is_headline": is_headline, "form": form, **latest})


_WORDS = ("five_d", "tier", "title", "short_title", "polarity")


def span_course(evidence: Evidence, selection: Selection) -> Selection:
    """The months of a course: the 24 to the end of the selection, or all of the selection's where they are more."""
    start = min(selection.month_from, move_month(selection.month_to, 1 - _COURSE_MONTHS))
    first = evidence.months[0].date()
    asked = selection.spanning(max(start, first), selection.month_to)
    return replace(asked, compare="previous", compare_from=None, wards=())


def measure_courses(evidence: Evidence, names: Sequence[str], selection: Selection) -> dict[str, pd.DataFrame]:
    """Each indicator by month, or by its own period, over the months of its course."""
    measured = measure_many(evidence, names, span_course(evidence, selection), "month")
    months = {name: measured.iloc[rows].reset_index(drop=True) for name, rows in find_rows(measured).items()}
    return {name: months.get(name, measured.head(0)) for name in names}


def find_ward_changes(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """Wards in which a headline indicator changed by the test, the clearest first, as rows of ``measure_changes``.

    The ``attrs`` of the table hold how many were ``tested``, which says how many chance alone would call.
    """
    headlines = [
        indicator.id
        for indicator in find_indicators(evidence.catalogue, selection)
        if indicator.is_headline and indicator.calculation.basis == "facts" and indicator.calculation.form == "rate"
    ]
    changes = measure_changes(evidence, headlines, selection, "ward")
    is_found = changes["verdict"].isin(["rising", "falling"]) & (changes["ward_code"] != UNALLOCATED)
    found = changes[is_found].sort_values("p")
    found.attrs["tested"] = int((changes["verdict"] != "not tested").sum())
    return found
