"""Signals of the test of change: series too small, too rare or too hidden for a control chart, year against year."""

from datetime import date

import numpy as np
import pandas as pd

from svd.figures.changes import measure_changes
from svd.figures.signals.chance import pass_tests
from svd.figures.signals.chart_signals import list_charted, list_received, name_places, read_charts
from svd.figures.signals.signal_words import word_change_signal
from svd.measures.question import Evidence
from svd.measures.result import UNALLOCATED
from svd.store.selection import Selection, move_month

CHANGE = "change"
YEAR = 12
_JUDGEMENTS = {"improving": "improvement", "worsening": "concern", "changed": "neutral"}


def find_change_signals(evidence: Evidence, month_to: date) -> pd.DataFrame:
    """Series without control limits in which the year to ``month_to`` differs from the year before: RAISED_COLUMNS.

    Called by the test of change, and raised where it passes the correction for all series tested, of the area or of
    its wards. ``first`` and ``last`` are the months the later year begins and ends with.
    """
    indicators = evidence.catalogue.indicators
    first = move_month(month_to, 1 - YEAR)
    year = Selection(first, month_to, definition=evidence.catalogue.latest_definition.id)
    charted, of_area, of_wards = _choose_indicators(evidence)
    levels = [measure_changes(evidence, of_area, year, "borough"), measure_changes(evidence, of_wards, year, "ward")]
    changes = pd.concat([level.assign(level=number) for number, level in enumerate(levels)], ignore_index=True)
    is_charted = pd.MultiIndex.from_frame(changes[["indicator", "ward_code"]]).isin(charted)
    changes = changes[~is_charted & (changes["ward_code"] != UNALLOCATED)].reset_index(drop=True)
    passed = pass_tests(changes["p"].to_numpy(float), changes["level"].to_numpy())
    raised = changes[passed & changes["judgement"].isin(_JUDGEMENTS)].reset_index(drop=True)
    names = name_places(evidence)
    words = [word_change_signal(row, indicators[row["indicator"]], names) for _, row in raised.iterrows()]
    return raised.assign(
        ward_name=raised["ward_code"].map(names),
        rule=CHANGE,
        way=np.where(raised["verdict"] == "rising", "up", "down"),
        first=pd.Timestamp(first),
        last=pd.Timestamp(month_to),
        judgement=raised["judgement"].map(_JUDGEMENTS),
        is_on=True,
        finding=pd.Series(words, raised.index, dtype=object),
    )


def _choose_indicators(evidence: Evidence) -> tuple[pd.MultiIndex, list[str], list[str]]:
    """The series that charts judge; the indicators whose area they do not; and those with a ward they do not.

    Left out are those of which nothing was received, or that count nothing in any ward: comparing takes its time.
    """
    charted = list_charted(evidence)
    area, wards = evidence.catalogue.area.code, len(evidence.geography.ward_names)
    received = list_received(evidence)
    of_area = [name for name in received if (name, area) not in charted]
    months = read_charts(evidence)
    counted = set(months.loc[(months["ward_code"] != area) & (months["count"] > 0), "indicator"])
    judged = pd.Series(charted.get_level_values(0)[charted.get_level_values(1) != area]).value_counts()
    of_wards = [name for name in evidence.catalogue.indicators if name in counted and judged.get(name, 0) < wards]
    return charted, of_area, of_wards
