"""Raw figures of an indicator from the partners' own returns: their numerator, their denominator, their period."""

import pandas as pd

from svd.figures.counted import name_extracts
from svd.figures.question import Question
from svd.figures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

_OLDEST_MONTHS = 24
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
        answer = _pooled(rows, question)
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


def _pooled(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    if question.by == "borough":
        whole = rows[rows["ward_code"].isna()]
        return pd.DataFrame([_pool(whole, question.evidence.catalogue.area.code, question)])
    found = dict(iter(rows.groupby("ward_code")))
    return pd.DataFrame([_pool(found.get(code), code, question) for code in question.index])


def _pool(rows: pd.DataFrame | None, code: str, question: Question) -> dict:
    months = question.selection.months
    nothing = {"ward_code": code, "count": float("nan"), "denominator": float("nan"), "status": MISSING}
    nothing |= {"is_complete": False, "extract": "", "period_from": months[0], "period_to": months[-1]}
    used = _periods_used(rows, months)
    if used is None or used.empty:
        return nothing
    is_whole = not _has_gap(used)
    status = OK if is_whole else INCOMPLETE
    if used["is_suppressed"].fillna(False).any():
        status = SUPPRESSED
    elif used["numerator"].isna().any():
        status = MISSING
    sums_denominators = question.indicator.calculation.form in ("proportion", "mean")
    denominators = used["denominator"]
    return {
        "ward_code": code,
        "count": used["numerator"].sum(min_count=len(used)),
        "denominator": denominators.sum(min_count=1) if sums_denominators else denominators.iloc[-1],
        "status": status,
        "is_complete": is_whole,
        "extract": name_extracts(used["extract"]),
        "period_from": used["period_from"].min(),
        "period_to": used["period_to"].max(),
    }


def _has_gap(used: pd.DataFrame) -> bool:
    """Whether a period is lacking between others; August, which lies between terms and is shorter, is none."""
    first, last = (used[end].dt.year * 12 + used[end].dt.month for end in ("period_from", "period_to"))
    between = first.iloc[1:].to_numpy() - last.iloc[:-1].to_numpy() - 1
    return bool((between >= (last - first + 1).min()).any())


def _periods_used(rows: pd.DataFrame | None, months: pd.DatetimeIndex) -> pd.DataFrame | None:
    """Periods whole inside the selection where they don't overlap, else the latest that is not too old."""
    if rows is None:
        return None
    rows = rows.sort_values(["period_to", "period_from"])
    inside = rows[(rows["period_from"] >= months[0]) & (rows["period_to"] <= months[-1])]
    follow_on = (inside["period_from"].iloc[1:].to_numpy() > inside["period_to"].iloc[:-1].to_numpy()).all()
    if len(inside) and follow_on:
        return inside
    oldest = months[-1] - pd.DateOffset(months=_OLDEST_MONTHS)
    return rows[(rows["period_to"] <= months[-1]) & (rows["period_to"] >= oldest)].tail(1)
