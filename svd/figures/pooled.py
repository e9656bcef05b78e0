"""Several returned periods as one figure: summed where they lie whole inside the selection, else the latest alone.

Plain Python over the few rows an indicator has, because a page asks for some thirty indicators at once.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from svd.figures.counted import name_extracts
from svd.figures.question import Question
from svd.figures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.store import ReturnRow

_OLDEST_MONTHS = 24


def pool_returns(question: Question) -> pd.DataFrame:
    """The indicator's figure for each area of the question, in the columns of ``count_facts``."""
    by_area = question.evidence.store.return_rows(question.indicator.id)
    area = question.evidence.catalogue.area.code
    return pd.DataFrame(
        [_pool(by_area.get("" if code == area else code, ()), code, question) for code in question.index]
    )


def _pool(rows: Sequence[ReturnRow], code: str, question: Question) -> dict:
    months = question.selection.months
    used = _periods_used(rows, months[0], months[-1])
    if not used:
        nothing = {"count": math.nan, "denominator": math.nan, "status": MISSING, "is_complete": False, "extract": ""}
        return {"ward_code": code, **nothing, "period_from": months[0], "period_to": months[-1]}
    is_whole = not _has_gap(used)
    return {
        "ward_code": code,
        "count": math.fsum(row.numerator for row in used),
        "denominator": _denominator(used, question.indicator.calculation.form),
        "status": _status(used, is_whole),
        "is_complete": is_whole,
        "extract": name_extracts(pd.Series([row.extract for row in used])),
        "period_from": min(row.period_from for row in used),
        "period_to": max(row.period_to for row in used),
    }


def _status(used: Sequence[ReturnRow], is_whole: bool) -> str:
    if any(row.is_suppressed for row in used):
        return SUPPRESSED
    if any(math.isnan(row.numerator) for row in used):
        return MISSING
    return OK if is_whole else INCOMPLETE


def _denominator(used: Sequence[ReturnRow], form: str) -> float:
    """Cases are added up over the periods; residents are the same people in each, so the last count stands."""
    if form not in ("proportion", "mean"):
        return used[-1].denominator
    known = [row.denominator for row in used if not math.isnan(row.denominator)]
    return math.fsum(known) if known else math.nan


def _has_gap(used: Sequence[ReturnRow]) -> bool:
    """Whether a period is lacking between others; August, which lies between terms and is shorter, is none."""
    shortest = min(_number(row.period_to) - _number(row.period_from) + 1 for row in used)
    return any(
        _number(after.period_from) - _number(before.period_to) - 1 >= shortest for before, after in pairwise(used)
    )


def _number(month: pd.Timestamp) -> int:
    return month.year * 12 + month.month


def _periods_used(rows: Sequence[ReturnRow], first: pd.Timestamp, last: pd.Timestamp) -> Sequence[ReturnRow]:
    """Periods whole inside the selection where they don't overlap, else the latest that is not too old."""
    inside = [row for row in rows if row.period_from >= first and row.period_to <= last]
    if inside and all(after.period_from > before.period_to for before, after in pairwise(inside)):
        return inside
    oldest = _number(last) - _OLDEST_MONTHS
    return [row for row in rows if row.period_to <= last and _number(row.period_to) >= oldest][-1:]
