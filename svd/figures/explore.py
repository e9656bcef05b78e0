"""The tables an officer takes away: the selection's indicators by area, ward and month; and the selection in words."""

import pandas as pd

from svd.catalogue.wording import word_period
from svd.figures.periods import find_comparator
from svd.figures.scorecard import find_indicators
from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.store.selection import Selection


def measure_all(evidence: Evidence, selection: Selection, by: By, indicators: tuple[str, ...] = ()) -> pd.DataFrame:
    """The results of the selection's indicators (or of those named), one under the other."""
    named = indicators or tuple(indicator.id for indicator in find_indicators(evidence.catalogue, selection))
    return measure_many(evidence, named, selection, by)


def word_selection(evidence: Evidence, selection: Selection) -> dict[str, str]:
    """The filters in words, for a page's header and a workbook's cover."""
    c, wards = evidence.catalogue, evidence.geography.ward_names
    definition = c.definitions.get(selection.definition, c.latest_definition)
    return {
        "Period": word_period(selection.month_from, selection.month_to),
        "Wards": ", ".join(wards[code] for code in selection.wards) or "all wards",
        "Kind of violence": ", ".join(c.kinds[kind].title for kind in selection.kinds) or "all kinds",
        "Partner": ", ".join(c.partners[partner].short_name for partner in selection.partners) or "all partners",
        "Age": ", ".join(selection.ages) or "all ages",
        "Definition of serious violence": definition.title,
    }


def word_comparison(evidence: Evidence, selection: Selection) -> str:
    """Which area and periods an overview shows: the whole area, whatever wards the filters name."""
    whole = (
        f"The whole of {evidence.catalogue.area.short_name}, {word_period(selection.month_from, selection.month_to)}"
    )
    comparator = find_comparator(selection, evidence.catalogue)
    if comparator.selection is None:
        return f"{whole}, compared with nothing: {comparator.reason}."
    before = word_period(comparator.selection.month_from, comparator.selection.month_to)
    return f"{whole}, compared with {before}."
