"""What accepting a file would change, as tables and a sentence for whoever decides."""

import pandas as pd

from svd.catalogue.wording import word_count_of, word_month, word_number, word_period, word_value
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


def present_published(indicators: pd.DataFrame) -> pd.DataFrame:
    """The indicators as they are shown today, of a feed whose figures are not foretold."""
    rows = [
        {"Indicator": row.title, "Shown today": _word(row.before, row.status_before, row.unit, row.form)}
        for row in indicators.itertuples()
    ]
    return pd.DataFrame(rows, columns=["Indicator", "Shown today"], dtype="str")


def present_held(months: pd.DataFrame) -> pd.DataFrame:
    """What the file holds, a row a month."""
    rows = [
        {
            "Month": word_month(row.month),
            "Rows kept": word_number(row.rows),
            "Complete": "yes" if row.is_complete else "no",
        }
        for row in months.sort_values("month").itertuples()
    ]
    return pd.DataFrame(rows, columns=["Month", "Rows kept", "Complete"], dtype="str")


def word_held(months: pd.DataFrame, rejected: int) -> str:
    """How much of the file can be used, in a sentence, and why no figure is foretold."""
    period = word_period(months["month"].min(), months["month"].max())
    kept = word_count_of(int(months["rows"].sum()), "row", "rows")
    return (
        f"The file holds {kept} for {period}; {word_number(rejected)} rejected. Figures of this feed are protected, so "
        "what they would become is not shown before it is accepted."
    )


def _word(value: float, status: str, unit: str, form: str) -> str:
    mark = SHORTHAND[status][0] if status in SHORTHAND else ""
    if pd.isna(value):
        return mark
    return f"{word_value(value, unit, form)} {mark}".strip()
