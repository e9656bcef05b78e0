"""Whether what is said beside a figure follows from shown figures: the same figures must have the same words."""

from collections.abc import Sequence

import pandas as pd

BESIDE_A_FIGURE = (("indicator", "ward_code", "count", "denominator"), ("value", "lower", "upper"))
BESIDE_A_CHANGE = (
    ("indicator", "ward_code", "count", "count_before", "spread", "free", "reason"),
    ("p", "verdict", "judgement", "difference", "difference_lower", "difference_upper"),
)
"""What is shown, and what is worked out from it."""


def find_unfounded(rows: Sequence[dict], shown: Sequence[str], told: Sequence[str]) -> pd.DataFrame:
    """Groups of rows that show the same and tell different things: each tells something of a true count."""
    table = pd.DataFrame(rows, columns=[*shown, *told])
    for name in table:
        if pd.api.types.is_float_dtype(table[name]):
            table[name] = table[name].round(9)
    words = table.astype(object).where(table.notna(), "not shown").astype(str)
    different = words.drop_duplicates().groupby(list(shown)).size()
    return different[different > 1].rename("different").reset_index()
