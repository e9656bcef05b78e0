"""Raw figures of an indicator from the partners' own returns: their numerator, their denominator, their period."""

import pandas as pd

from svd.figures.pooled import pool_returns
from svd.figures.question import Question
from svd.figures.result import MISSING, NOT_APPLICABLE, OK, SUPPRESSED

_COLUMNS = ["count", "denominator", "status", "is_complete", "extract", "period_from", "period_to"]


def count_returns(question: Question) -> pd.DataFrame:
    """The indicator's raw figures as returned, in the columns of ``count_facts``.

    A month level gives a row a returned period (a quarter, a term) that ends inside the selection. Other levels pool
    the periods that lie whole inside the selection, else take the latest that ended before its end, not over two years
    ago.
    """
    rows = question.evidence.store.returns_of(question.indicator.id)
    if question.by == "month":
        answer = _by_period(rows[rows["ward_code"].isna()], question)
    elif question.by == "ward_month":
        answer = _by_ward_and_period(rows[rows["ward_code"].notna()], question)
    else:
        answer = pool_returns(question)
    if question.is_by_age:
        answer["status"] = NOT_APPLICABLE
    return answer


def _by_period(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    months = question.selection.months
    inside = rows[rows["period_to"].between(months[0], months[-1])].sort_values("period_from")
    frame = _as_raw(inside).assign(month=inside["period_from"].to_numpy())
    if question.indicator.frequency != "month":
        return frame.reset_index(drop=True)
    whole = frame.set_index("month").reindex(question.index)
    whole["status"] = whole["status"].fillna(MISSING)
    whole["is_complete"] = whole["is_complete"].fillna(False).astype(bool)
    whole["period_from"] = whole["period_to"] = question.index
    return whole.reset_index()


def _by_ward_and_period(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    wards = [
        _by_period(of_ward, question).assign(ward_code=ward)
        for ward, of_ward in rows.groupby("ward_code")
        if ward in question.evidence.geography.ward_names
    ]
    return pd.concat(wards, ignore_index=True) if wards else pd.DataFrame(columns=["ward_code", "month", *_COLUMNS])


def _as_raw(rows: pd.DataFrame) -> pd.DataFrame:
    hidden = rows["is_suppressed"].fillna(False).astype(bool)
    raw = pd.DataFrame(
        {
            "count": rows["numerator"].to_numpy(),
            "denominator": rows["denominator"].to_numpy(),
            "status": [SUPPRESSED if is_hidden else OK for is_hidden in hidden],
            "is_complete": True,
            "extract": rows["extract"].to_numpy(),
            "period_from": rows["period_from"].to_numpy(),
            "period_to": rows["period_to"].to_numpy(),
        }
    )
    raw.loc[raw["count"].isna() & (raw["status"] == OK), "status"] = MISSING
    return raw
