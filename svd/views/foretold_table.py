"""What accepting a file would change, as tables and a sentence for whoever decides."""

import pandas as pd

from svd.catalogue.wording import word_count_of, word_value
from svd.measures.result import SHORTHAND


def word_foretold(indicators: pd.DataFrame) -> str:
    """How many indicators would change as they are shown, in a sentence."""
    changed = len(present_foretold(indicators))
    if not changed:
        return "No indicator would change."
    return f"{word_count_of(changed, 'indicator', 'indicators')} of {len(indicators)} would change."


def present_foretold(indicators: pd.DataFrame) -> pd.DataFrame:
    """The indicators that would be shown otherwise: name, before and after with their units, or their marks."""
    changed = indicators[indicators["is_changed"]]
    rows = [
        {
            "Indicator": row.title,
            "Before": _word(row.before, row.status_before, row.unit, row.form),
            "After": _word(row.after, row.status_after, row.unit, row.form),
        }
        for row in changed.itertuples()
    ]
    shown = [row for row in rows if row["Before"] != row["After"]]
    return pd.DataFrame(shown, columns=["Indicator", "Before", "After"])


def _word(value: float, status: str, unit: str, form: str) -> str:
    mark = SHORTHAND[status][0] if status in SHORTHAND else ""
    if pd.isna(value):
        return mark
    return f"{word_value(value, unit, form)} {mark}".strip()
