"""The counts an evaluation rests on: by ward and whole month, before and after, with what was left out and why."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_month, word_period
from svd.figures.evaluation.design import Design, list_comparison, refuse_indicator
from svd.figures.evaluation.difference import Flags, Numbers
from svd.figures.trends import find_restarts
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, OK
from svd.store.selection import Selection, move_month

LEAST_WARDS, LEAST_BEFORE, LEAST_AFTER, LEAST_EVENTS = 5, 6, 3, 10
"""Comparison wards, whole months before and after, and events of the treated wards before, and expected after."""
_MOST_NAMED = 4
_WHY = {MISSING: "nothing received", INCOMPLETE: "not whole"}


@dataclass(frozen=True)
class Panel:
    """``counts``: a row a ward_code, a column a whole month; the treated wards and the comparison wards.

    ``measured``: the figures as measured, a row a ward and month. ``left_out``: what was left out, a phrase each;
    ``cautions``: sentences on breaks. ``reason``: why nothing can be tested, or an empty text.
    """

    counts: pd.DataFrame
    is_treated: Flags
    is_after: Flags
    measured: pd.DataFrame
    people: Numbers
    left_out: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    reason: str = ""

    @property
    def numbers(self) -> Numbers:
        return self.counts.to_numpy(float)


@dataclass
class _Window:
    """The first and last month looked at, and what is to be said of them."""

    first: date
    last: date
    left_out: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)


def build_panel(evidence: Evidence, design: Design) -> Panel:
    """The design's counts: months that are provisional, not whole in any of its wards or before a break are left out.

    Where too few months would be left after a break, the months before it stay, and a caution says what that assumes.
    """
    indicator = evidence.catalogue.indicators[design.indicator]
    refused = refuse_indicator(indicator, evidence.catalogue)
    comparison = list_comparison(evidence, design)
    if refused or not design.treated:
        return _without(refused or "no ward of the intervention is named, and the whole area has none to compare with")
    if design.end and design.end < design.start:
        return _without(f"the last month, {word_month(design.end)}, lies before the first")
    window = _find_window(evidence, design, indicator)
    if window.last < design.start:
        return _without(f"nothing has been received from {word_month(design.start)} on")
    if window.first >= design.start:
        return _without(f"nothing has been received from before {word_month(design.start)}")
    asked = Selection(window.first, window.last, definition=design.definition)
    measured = measure(evidence, design.indicator, asked, "ward_month")
    measured = measured[measured["ward_code"].isin([*design.treated, *comparison])].reset_index(drop=True)
    counts, gaps = _keep_whole(measured)
    codes = [*design.treated, *comparison]
    counts = counts.reindex(codes)
    panel = Panel(
        counts=counts,
        is_treated=np.isin(codes, design.treated),
        is_after=np.array(counts.columns >= pd.Timestamp(design.start)),
        measured=measured,
        people=_count_people(evidence, indicator, codes),
        left_out=(*window.left_out, *gaps),
        cautions=tuple(window.cautions),
        reason="",
    )
    return _judge(panel)


def _without(reason: str) -> Panel:
    none = np.zeros(0, dtype=bool)
    return Panel(pd.DataFrame(), none, none, pd.DataFrame(), np.zeros(0), reason=reason)


def _find_window(evidence: Evidence, design: Design, indicator: Indicator) -> _Window:
    """From as many months before the start as asked for, or from the last break before it, to the newest received."""
    covered = evidence.coverage_of(indicator.source)["month"]
    newest = covered.max().date() if len(covered) else move_month(design.start, -1)
    oldest = covered.min().date() if len(covered) else design.start
    last = min(design.end or newest, newest)
    window = _Window(max(move_month(design.start, -design.months_before), oldest), last)
    for event in find_restarts(evidence, indicator):
        if not window.first < event.date < move_month(last, 1):
            continue
        named = f"{event.title}, {word_month(event.date)}"
        fresh = event.date if event.date.day == 1 else move_month(event.date.replace(day=1), 1)
        if event.cuts(indicator) and fresh <= move_month(design.start, -LEAST_BEFORE):
            words = word_period(window.first, move_month(fresh, -1))
            window.left_out.append(f"{words} (before a break: {named})")
            window.first = fresh
        else:
            window.cautions.append(
                f"**Within these months came a break** ({named}). What it did to all wards alike is taken out by the "
                "comparison; what it did to these wards otherwise is not."
            )
    return window


def _keep_whole(measured: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Counts by ward and month of the months that are whole in every ward and final, and phrases for the others."""
    why = measured["status"].map(_WHY).where(measured["status"] != OK, "")
    why = why.mask((why == "") & ~measured["is_complete"].astype(bool), _WHY[INCOMPLETE])
    why = why.mask((why == "") & measured["is_provisional"].astype(bool), "provisional").fillna(_WHY[INCOMPLETE])
    whole = measured.assign(count=measured["count"].where(why == ""))
    counts = whole.pivot(index="ward_code", columns="month", values="count")
    lacking = measured.assign(why=why)[why != ""].drop_duplicates("month").sort_values("month")
    phrases = [f"{_name_months(rows['month'])} ({reason})" for reason, rows in lacking.groupby("why", sort=False)]
    return counts[counts.columns[counts.notna().all()]], phrases


def _name_months(months: pd.Series) -> str:
    named = ", ".join(word_month(month) for month in months[:_MOST_NAMED])
    more = len(months) - _MOST_NAMED
    return f"{named} and {word_count_of(more, 'month', 'months')} more" if more > 0 else named


def _count_people(evidence: Evidence, indicator: Indicator, codes: list[str]) -> Numbers:
    """Residents of each ward, of the ages the indicator is about."""
    residents = evidence.geography.residents_in(indicator.calculation.residents)
    return residents.reindex(codes).to_numpy(float)


def _judge(panel: Panel) -> Panel:
    """The panel with the reason why it can't be tested, where there is one."""
    wards, before = int((~panel.is_treated).sum()), int((~panel.is_after).sum())
    after = int(panel.is_after.sum())
    reason = ""
    if wards < LEAST_WARDS:
        reason = (
            f"there are {word_count_of(wards, 'comparison ward', 'comparison wards')}, and {LEAST_WARDS} are needed"
        )
    elif before < LEAST_BEFORE:
        reason = (
            f"there are {word_count_of(before, 'whole month', 'whole months')} before, and {LEAST_BEFORE} are needed"
        )
    elif after < LEAST_AFTER:
        reason = f"there are {word_count_of(after, 'whole month', 'whole months')} after, and {LEAST_AFTER} are needed"
    elif (fewest := _fewest_events(panel)) < LEAST_EVENTS:
        reason = f"{fewest:.0f} events of these wards before, or to be expected after, are fewer than {LEAST_EVENTS}"
    return replace(panel, reason=reason)


def _fewest_events(panel: Panel) -> float:
    counts = panel.numbers
    before = counts[panel.is_treated][:, ~panel.is_after].sum()
    others = counts[~panel.is_treated]
    there = others[:, ~panel.is_after].sum()
    return float(min(before, before * others[:, panel.is_after].sum() / there if there else 0))
