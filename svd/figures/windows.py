"""Every period of one length that the store holds: what a map's one colour scale, the same for all, must span."""

from datetime import date

import pandas as pd

from svd.figures.counted import count_facts
from svd.figures.disclosure import hide_small_numbers
from svd.figures.harm.seen import find_indicator
from svd.figures.harm.weighted import ask_part, weigh
from svd.figures.periods import find_comparator
from svd.figures.question import Evidence, Question
from svd.figures.result import MISSING, NOT_APPLICABLE, OK
from svd.store.selection import Selection, move_month


def measure_windows(evidence: Evidence, indicator_id: str, selection: Selection) -> pd.DataFrame:
    """month_from, ward_code, count, value and difference of each ward in every period as long as the selection's.

    The indicator must count facts. Figures are those ``measure`` gives for that period, disclosed alike, but for
    periods with a month not received, which are left out. ``difference`` is against the period that the selection's
    ``compare`` asks for: of counts, or of the value where the indicator is a proportion; null where there is none.
    """
    indicator = find_indicator(evidence.catalogue, indicator_id)
    first, last = (month.date() for month in evidence.store.months)
    whole = Selection(first, last, ages=selection.ages, definition=selection.definition)
    question = Question(evidence, indicator, whole, "ward_month")
    how = indicator.calculation
    windows = _weigh(question, len(selection.months)) if how.weights else _count(question, len(selection.months))
    if not how.weights:
        divided = windows["count"] / windows["denominator"] * how.per
        windows["value"] = windows["count"] if how.form == "count" else divided
    compared = "value" if how.form == "proportion" else "count"
    windows["difference"] = windows[compared] - _find_earlier(windows, compared, selection, evidence)
    return windows[["month_from", "ward_code", "count", "value", "difference"]]


def _count(question: Question, length: int) -> pd.DataFrame:
    return _disclose(_roll(count_facts(question), length, question), question)


def _weigh(question: Question, length: int) -> pd.DataFrame:
    """The same of a weighed indicator, from the disclosed windows of each category; none where one is not known."""
    weights = weigh(question)
    counted = {name: _count(ask_part(question, name), length) for name in weights}
    parts = pd.concat([part.assign(total=part["count"] * weights[name]) for name, part in counted.items()])
    keys = ["month_from", "ward_code"]
    sums = parts.groupby(keys)[["count", "total"]].sum(min_count=len(weights))
    windows = sums.join(parts.groupby(keys)["denominator"].first()).reset_index()
    return windows.assign(value=windows["total"] / windows["denominator"] * question.indicator.calculation.per)


def _roll(raw: pd.DataFrame, length: int, question: Question) -> pd.DataFrame:
    """Sums of ``length`` months on end, a row a first month and ward."""
    known = raw.assign(count=raw["count"].where(~raw["status"].isin([MISSING, NOT_APPLICABLE])))
    wide = known.pivot(index="month", columns="ward_code", values=["count", "denominator"]).astype(float)
    rolled = wide.rolling(length).sum()
    if question.indicator.calculation.form == "rate":
        # Residents are the same people in every month.
        rolled["denominator"] = wide["denominator"]
    rolled.index = [move_month(month.date(), 1 - length) for month in rolled.index]
    rows = rolled.rename_axis("month_from").stack("ward_code", future_stack=True).reset_index()
    return rows.dropna(subset="count").reset_index(drop=True)


def _disclose(windows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Each period's wards with small numbers hidden; hidden figures are null."""
    rule = question.evidence.catalogue.rules[question.indicator.small_number_rule]
    is_share = question.indicator.calculation.form == "proportion"
    windows = windows.assign(status=OK)
    if rule.hide_up_to == 0 or windows.empty:
        return windows
    shown = [
        hide_small_numbers(wards.reset_index(drop=True), rule, is_share=is_share, is_fine=True)
        for _, wards in windows.groupby("month_from")
    ]
    return pd.concat(shown, ignore_index=True)


def _find_earlier(windows: pd.DataFrame, column: str, selection: Selection, evidence: Evidence) -> pd.Series:
    """The column's figure of the same ward in the period each period is compared with."""
    starts = {start: _earlier_start(start, selection, evidence) for start in windows["month_from"].unique()}
    before = windows.set_index(["month_from", "ward_code"])[column]
    wanted = pd.MultiIndex.from_arrays([windows["month_from"].map(starts), windows["ward_code"]])
    return pd.Series(before.reindex(wanted).to_numpy(), index=windows.index, dtype=float)


def _earlier_start(start: date, selection: Selection, evidence: Evidence) -> date | None:
    period = selection.spanning(start, move_month(start, len(selection.months) - 1))
    earlier = find_comparator(period, evidence.catalogue).selection
    return earlier.month_from if earlier else None
