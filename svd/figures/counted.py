"""Raw counts of an indicator from the curated facts: what was counted, what is not known, and from which extract."""

import pandas as pd

from svd.figures.question import Question
from svd.figures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, UNALLOCATED
from svd.figures.residents import count_residents


def count_facts(question: Question) -> pd.DataFrame:
    """The indicator's raw figures, a row an index entry of the question, and one more for what has no ward.

    Columns: ward_code, month, count, denominator, status, is_complete, extract, period_from, period_to. A covered month
    without rows is zero; a month nothing was received for is missing.
    """
    covered = _covered_months(question)
    facts = _relevant_facts(question, covered)
    measure = question.indicator.calculation.measure
    raw = _sum_by(facts[facts["measure"] == measure], question)
    raw = raw.join(_coverage_by(question, covered))
    raw["status"] = _status(raw)
    raw["denominator"] = _denominator(raw, facts, question)
    if question.is_by_age and not question.source.has_age:
        raw["status"] = NOT_APPLICABLE
    return raw.reset_index()


def _covered_months(question: Question) -> pd.DataFrame:
    """Coverage of the indicator's source in the period, less months whose edition held the categories in a wider one."""
    coverage = question.evidence.store.coverage
    months = question.selection.months
    of_source = (coverage["source"] == question.indicator.source) & coverage["month"].isin(months)
    covered = coverage.loc[of_source, ["month", "extract", "is_complete"]]
    wider = _wider_offences(question)
    if not wider:
        return covered
    facts = question.evidence.store.facts_of(question.indicator.source, question.selection)
    too_wide = set(facts.loc[facts["offence"].isin(wider), "extract"])
    return covered[~covered["extract"].isin(too_wide)]


def _wider_offences(question: Question) -> set[str]:
    offences = question.offences
    if offences is None:
        return set()
    declared = question.evidence.catalogue.offences.values()
    return {o.id for o in declared if set(o.includes) & offences and not set(o.includes) <= offences}


def _relevant_facts(question: Question, covered: pd.DataFrame) -> pd.DataFrame:
    how = question.indicator.calculation
    selection = question.selection
    if question.ages != selection.ages:
        selection = type(selection)(selection.month_from, selection.month_to, ages=question.ages)
    facts = question.evidence.store.facts_of(question.indicator.source, selection)
    wanted = facts["month"].isin(covered["month"])
    if question.offences is not None:
        wanted &= facts["offence"].isin(question.offences | _folded_offences(question))
    if how.is_knife is not None:
        wanted &= facts["is_knife"].eq(how.is_knife).fillna(False)
    if how.is_domestic is not None:
        wanted &= facts["is_domestic"].eq(how.is_domestic).fillna(False)
    return facts[wanted]


def _folded_offences(question: Question) -> set[str]:
    """Older categories that hold only offences the indicator counts, so that they count whole."""
    declared = question.evidence.catalogue.offences.values()
    return {o.id for o in declared if o.includes and set(o.includes) <= (question.offences or set())}


def _sum_by(facts: pd.DataFrame, question: Question) -> pd.DataFrame:
    keys = {"borough": [], "ward": ["ward_code"], "month": ["month"], "ward_month": ["ward_code", "month"]}[question.by]
    if not keys:
        total = pd.DataFrame({"count": [facts["count"].sum()], "unknown": [facts["unknown"].sum()]}, index=question.index)
        return total
    named = facts.assign(ward_code=facts["ward_code"].astype(object).fillna(UNALLOCATED).astype(str))
    sums = named.groupby(keys, observed=True)[["count", "unknown"]].sum()
    whole = sums.reindex(question.index, fill_value=0)
    if question.by != "ward" or UNALLOCATED not in sums.index:
        return whole
    loose = sums.loc[[UNALLOCATED]]
    return pd.concat([whole, loose[loose.sum(axis=1) > 0]])


def _coverage_by(question: Question, covered: pd.DataFrame) -> pd.DataFrame:
    """Extract, completeness and period behind each row of the answer."""
    months = question.selection.months
    if question.by in ("month", "ward_month"):
        by_month = covered.drop_duplicates("month").set_index("month").reindex(months)
        by_month["period_from"] = by_month["period_to"] = months
        by_month["is_covered"] = by_month["extract"].notna()
        by_month["is_complete"] = by_month["is_complete"].fillna(False).astype(bool)
        by_month.index.name = "month"
        return by_month
    whole = {
        "extract": name_extracts(covered["extract"]),
        "is_complete": len(covered) == len(months) and bool(covered["is_complete"].all()),
        "is_covered": len(covered) > 0,
        "period_from": months[0],
        "period_to": months[-1],
    }
    index = [*question.index, UNALLOCATED] if question.by == "ward" else list(question.index)
    return pd.DataFrame([whole] * len(index), index=pd.Index(index, name="ward_code"))


def name_extracts(extracts: pd.Series) -> str:
    """The extracts behind a figure: all of up to three, else the first, the last and how many."""
    names = sorted(extracts.dropna().unique())
    if len(names) <= 3:
        return "; ".join(names)
    return f"{names[0]} to {names[-1]} ({len(names)} extracts)"


def _status(raw: pd.DataFrame) -> pd.Series:
    status = pd.Series(OK, index=raw.index)
    status[~raw["is_complete"] | (raw["unknown"] > 0)] = INCOMPLETE
    status[~raw["is_covered"] | ((raw["unknown"] > 0) & (raw["count"] == 0))] = MISSING
    return status


def _denominator(raw: pd.DataFrame, facts: pd.DataFrame, question: Question) -> pd.Series:
    how = question.indicator.calculation
    if how.form == "rate":
        return count_residents(raw.index, question)
    if how.form == "proportion":
        whole = _sum_by(facts[facts["measure"] == how.denominator_measure], question)
        return whole["count"].reindex(raw.index).fillna(0).astype(float)
    return pd.Series(float("nan"), index=raw.index)
