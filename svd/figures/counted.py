"""Raw counts of an indicator from the curated facts: what was counted, what is not known, and from which extract."""

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.schema import UNMAPPED
from svd.figures.question import Question
from svd.figures.residents import count_residents
from svd.figures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, UNALLOCATED

_RECORD_READERS = ("incidents", "police_uk_street")
_BEARABLE = 0.01
"""Share of events set aside up to which a count of records still stands as whole."""


def count_facts(question: Question) -> pd.DataFrame:
    """The indicator's raw figures, a row an index entry of the question, and one more for what has no ward.

    Columns: ward_code, month, count, denominator, status, is_complete, extract, period_from, period_to. A covered month
    without rows is zero; a month nothing was received for is missing.
    """
    covered = _covered_months(question)
    facts = _relevant_facts(question, covered)
    sums = _sum_by(facts[facts["measure"] == question.indicator.calculation.measure], question)
    cover = _cover(sums.index, question, covered)
    keys = {name: sums.index.get_level_values(name) for name in sums.index.names}
    figures = {"count": sums["count"].to_numpy(), "denominator": _denominator(sums, facts, question).to_numpy()}
    return pd.DataFrame({**keys, **figures, **cover, "status": _status(sums, cover, question)})


def _covered_months(question: Question) -> pd.DataFrame:
    """Coverage of the source in the period, less months whose edition held the categories in a wider one."""
    coverage = question.evidence.store.coverage_of(question.indicator.source)
    months = question.selection.months
    covered = coverage[coverage["month"].between(months[0], months[-1])]
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
        wanted &= facts["offence"].isin(question.offences | _folded_offences(question) | {UNMAPPED})
    for flag in ("is_knife", "is_domestic"):
        if (asked := getattr(how, flag)) is not None:
            unsaid = facts[flag].isna() & (facts["unknown"] > 0)
            wanted &= facts[flag].eq(asked).fillna(False) | unsaid
    return facts[wanted]


def _folded_offences(question: Question) -> set[str]:
    """Older categories that hold only offences the indicator counts, so that they count whole."""
    declared = question.evidence.catalogue.offences.values()
    return {o.id for o in declared if o.includes and set(o.includes) <= (question.offences or set())}


def _sum_by(facts: pd.DataFrame, question: Question) -> pd.DataFrame:
    keys = {"borough": [], "ward": ["ward_code"], "month": ["month"], "ward_month": ["ward_code", "month"]}[question.by]
    if not keys:
        total = pd.DataFrame(
            {"count": [facts["count"].sum()], "unknown": [facts["unknown"].sum()]}, index=question.index
        )
        return total
    named = facts.assign(ward_code=facts["ward_code"].astype(object).fillna(UNALLOCATED).astype(str))
    sums = named.groupby(keys, observed=True)[["count", "unknown"]].sum()
    whole = sums.reindex(question.index, fill_value=0)
    if question.by != "ward" or UNALLOCATED not in sums.index:
        return whole
    loose = sums.loc[[UNALLOCATED]]
    return pd.concat([whole, loose[loose.sum(axis=1) > 0]])


def _cover(index: pd.Index, question: Question, covered: pd.DataFrame) -> dict:
    """Extract, completeness and period behind each row of the answer, as new columns."""
    months = question.selection.months
    if "month" not in index.names:
        return {
            "extract": name_extracts(covered["extract"]),
            "is_complete": len(covered) == len(months) and bool(covered["is_complete"].all()),
            "is_covered": len(covered) > 0,
            "period_from": months[0],
            "period_to": months[-1],
        }
    month = index.get_level_values("month")
    of_month = covered.drop_duplicates("month").set_index("month").reindex(month)
    return {
        "extract": of_month["extract"].to_numpy(),
        "is_complete": of_month["is_complete"].fillna(False).to_numpy(bool),
        "is_covered": of_month["extract"].notna().to_numpy(),
        "period_from": month,
        "period_to": month,
    }


def name_extracts(extracts: pd.Series) -> str:
    """The extracts behind a figure: all of up to three, else the first, the last and how many."""
    names = sorted(extracts.dropna().unique())
    if len(names) <= 3:
        return "; ".join(names)
    return f"{names[0]} to {names[-1]} ({len(names)} extracts)"


def _status(sums: pd.DataFrame, cover: dict, question: Question) -> np.ndarray | str:
    if question.is_by_age and not question.source.has_age:
        return NOT_APPLICABLE
    unknown, count = sums["unknown"].to_numpy(), sums["count"].to_numpy()
    status = judge_known(count, unknown, np.broadcast_to(cover["is_complete"], unknown.shape), question.source)
    return np.where(np.broadcast_to(cover["is_covered"], unknown.shape), status, MISSING).astype(object)


def judge_known(count: np.ndarray, unknown: np.ndarray, is_complete: np.ndarray, source: Source) -> np.ndarray:
    """Whether counts stand: missing where all that was sent was set aside, incomplete where it or a month may lack."""
    # A row of records set aside is one event; a row of a table of counts may hold any number of them.
    bearable = _BEARABLE * (count + unknown) if source.reader in _RECORD_READERS else 0
    is_low = ~is_complete | (unknown > bearable)
    return np.select([(unknown > 0) & (count == 0), is_low], [MISSING, INCOMPLETE], OK).astype(object)


def _denominator(raw: pd.DataFrame, facts: pd.DataFrame, question: Question) -> pd.Series:
    how = question.indicator.calculation
    if how.form == "rate":
        return count_residents(raw.index, question)
    if how.form == "proportion":
        whole = _sum_by(facts[facts["measure"] == how.denominator_measure], question)
        return whole["count"].reindex(raw.index).fillna(0).astype(float)
    return pd.Series(float("nan"), index=raw.index)
