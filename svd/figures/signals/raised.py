"""The signals raised: series of the area and of every ward of which tests say that chance is no explanation."""

from datetime import date

import pandas as pd

from svd.catalogue import Catalogue
from svd.figures.signals.change_signals import CHANGE, find_change_signals
from svd.figures.signals.chart_signals import find_chart_signals
from svd.figures.signals.kept import keep
from svd.journal.signal_log import SignalKey
from svd.measures.question import Evidence

RAISED_COLUMNS = (
    "indicator",
    "ward_code",
    "ward_name",
    "rule",
    "way",
    "first",
    "last",
    "raised",
    "judgement",
    "is_on",
    "finding",
)
"""``first`` and ``last``: the months it spans; ``raised``: the month whose figures raised it; all are first days."""


def raise_signals(evidence: Evidence, month_to: date) -> pd.DataFrame:
    """Every signal raised by the figures up to ``month_to``, a row each with RAISED_COLUMNS, the newest first.

    Monthly series with control limits are judged by their charts, all others by the year to ``month_to`` against the
    year before. All ages and the newest definition, whatever the filters say. Kept for the version of the store.
    """
    return keep(evidence, f"signals to {month_to:%Y-%m}", lambda: _raise(evidence, month_to))


def _raise(evidence: Evidence, month_to: date) -> pd.DataFrame:
    end = pd.Timestamp(month_to)
    charts = keep(evidence, "chart signals", lambda: find_chart_signals(evidence))
    charts = charts[charts["first"] <= end]
    charts = charts.assign(raised=charts["first"], last=charts["last"].clip(upper=end))
    changes = find_change_signals(evidence, month_to).assign(raised=end)
    raised = pd.concat([table[list(RAISED_COLUMNS)] for table in (charts, changes) if len(table)] or [charts])
    order = ["raised", "ward_code", "indicator"]
    return raised.sort_values(order, ascending=[False, True, True], ignore_index=True)[list(RAISED_COLUMNS)]


def find_key(signal: pd.Series, catalogue: Catalogue) -> SignalKey:
    """What the signal of this row is about, as the log of signals knows it."""
    ward = "" if signal["ward_code"] == catalogue.area.code else signal["ward_code"]
    first, last = signal["first"].date(), signal["last"].date()
    return SignalKey(signal["indicator"], ward, signal["rule"], signal["way"], first, last)


def is_about_a_year(signal: pd.Series) -> bool:
    """Whether the signal compares a year with the year before, so that it ends by itself as years pass."""
    return signal["rule"] == CHANGE
