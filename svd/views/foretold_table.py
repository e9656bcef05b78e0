"""What accepting a file would change, as tables and a sentence for whoever decides."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.wording import word_count_of, word_number, word_period, word_value
from svd.figures.result import SHORTHAND

_MOST_ROWS = 60
_REVISED = {"ok": "", "not_known": "[x]", "not_covered": "not covered", "suppressed": "[c]"}


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


def present_revisions(revisions: pd.DataFrame, catalogue: Catalogue, wards: Mapping[str, str]) -> pd.DataFrame:
    """The figures that differ from the edition before, the first sixty of them; ``wards`` are their names by code."""
    titles = {name: offence.title for name, offence in catalogue.offences.items()}
    titles |= {name: indicator.short_title for name, indicator in catalogue.indicators.items()}
    rows = [
        {
            "What": titles.get(row.category, str(row.category)),
            "Where": "whole area" if pd.isna(row.ward_code) else wards.get(row.ward_code, row.ward_code),
            "Period": word_period(row.period_from, row.period_to),
            "Measure": row.measure.replace("_", " "),
            "Before": word_number(row.before, mark=_REVISED[row.before_status]),
            "Now": word_number(row.after, mark=_REVISED[row.after_status]),
        }
        for row in revisions.head(_MOST_ROWS).itertuples()
    ]
    return pd.DataFrame(rows, columns=["What", "Where", "Period", "Measure", "Before", "Now"])


def _word(value: float, status: str, unit: str, form: str) -> str:
    mark = SHORTHAND[status][0] if status in SHORTHAND else ""
    if pd.isna(value):
        return mark
    return f"{word_value(value, unit, form)} {mark}".strip()
