"""Several indicators over the very same months, where some are shown by longer steps than others."""

from collections.abc import Sequence

import pandas as pd

from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.store.selection import Selection


def measure_alike(evidence: Evidence, names: Sequence[str], selection: Selection, by: By) -> pd.DataFrame:
    """``measure_many`` of the area or of wards, every figure of the same months: those of the one shown most coarsely.

    Figures that can't be brought to those months are left as they are; their ``month`` and ``month_to`` say so.
    """
    found = measure_many(evidence, names, selection, by)
    spans = found[["month", "month_to"]].drop_duplicates()
    asked = (pd.Timestamp(selection.month_from), pd.Timestamp(selection.month_to))
    moved = spans[(spans["month"] != asked[0]) | (spans["month_to"] != asked[1])]
    if moved.empty:
        return found
    first, last = moved.sort_values("month_to").iloc[0]
    return measure_many(evidence, names, selection.spanning(first.date(), last.date()), by)
