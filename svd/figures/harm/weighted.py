"""Raw figures of a weighed indicator: each category counted and disclosed by itself, then weighed and added up."""

from dataclasses import replace

import numpy as np
import pandas as pd

from svd.catalogue.harm import weights_of
from svd.figures.counted import count_facts
from svd.figures.disclosure import hide_small_numbers
from svd.figures.harm.seen import list_weighed
from svd.figures.harm.weighted_sums import find_gravest, limits_weighted, sum_weighted
from svd.figures.question import Question
from svd.figures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

HARM_COLUMNS = ("total", "gravest", "gravest_count", "gravest_share")
"""The weighted sum, in the index's unit; the gravest category with any event, its events and its share of the sum."""
_GRAVITY = (OK, INCOMPLETE, NOT_APPLICABLE, MISSING, SUPPRESSED)
"""Statuses of the parts: the sum takes the last of them that any part has."""
_BESIDE = ("denominator", "is_complete", "extract", "period_from", "period_to")


def count_weighted(question: Question) -> pd.DataFrame:
    """The columns of ``count_facts``, disclosed, with HARM_COLUMNS, total_lower and total_upper beside them.

    ``count`` is the number of offences weighed. Where one category is hidden so is the sum, and where one is missing it
    is missing: a sum that leaves something out would pass for less harm.
    """
    names = list_parts(question)
    if not names:
        return _weigh_nothing(question)
    weights = np.array(list(weigh(question).values()))
    parts = [_count_part(question, name) for name in names]
    index = _join_indexes(parts)
    counts = np.column_stack([part["count"].reindex(index, fill_value=0).to_numpy(float) for part in parts])
    rank = np.max([_rank(part["status"].reindex(index, fill_value=OK)) for part in parts], axis=0)
    status = np.array(_GRAVITY, dtype=object)[rank]
    counts[~np.isin(status, (OK, INCOMPLETE))] = np.nan
    lower, upper = limits_weighted(counts, weights)
    column, share = find_gravest(counts, weights)
    figures = {
        "count": counts.sum(axis=1),
        "total": sum_weighted(counts, weights),
        "total_lower": lower,
        "total_upper": upper,
        "gravest": np.array([*names, ""], dtype=object)[column],
        "gravest_count": np.where(column < 0, np.nan, counts[np.arange(len(counts)), column]),
        "gravest_share": share,
        "status": status,
    }
    whole = pd.DataFrame(figures, index=index).join(_beside(parts, index))
    return whole.reset_index()


def list_parts(question: Question) -> list[str]:
    """The categories weighed and added up."""
    how = question.indicator.calculation
    return list_weighed(question.evidence.catalogue, question.indicator, question.offences, how.weights)


def weigh(question: Question) -> dict[str, float]:
    """The weight of each category that is weighed and added up."""
    of_index = weights_of(question.evidence.catalogue, question.indicator.calculation.weights)
    return {name: of_index[name] for name in list_parts(question)}


def ask_part(question: Question, offence: str) -> Question:
    """The same question of one category alone, unweighed."""
    how = question.indicator.calculation.model_copy(
        update={"form": "rate", "offences": (offence,), "weights": "", "leaves_out": ()}
    )
    return replace(question, indicator=question.indicator.model_copy(update={"calculation": how}))


def _count_part(question: Question, offence: str) -> pd.DataFrame:
    """One category by the question's index, disclosed as finely as ``count_records`` does."""
    raw = count_facts(ask_part(question, offence))
    rule = question.evidence.catalogue.rules[question.indicator.small_number_rule]
    shown = hide_small_numbers(raw, rule, is_share=False, is_fine=True)
    return shown.set_index([name for name in ("ward_code", "month") if name in shown])


def _weigh_nothing(question: Question) -> pd.DataFrame:
    """The rows of an indicator of which the index weighs no category: it has no figure."""
    nothing = dict.fromkeys(["count", "total", "total_lower", "total_upper", "gravest_count", "gravest_share"], np.nan)
    return count_facts(question).assign(**nothing, gravest="", status=NOT_APPLICABLE)


def _join_indexes(parts: list[pd.DataFrame]) -> pd.Index:
    """The rows of the first part, then those of no known ward that only another has."""
    index = parts[0].index
    for part in parts[1:]:
        index = index.append(part.index.difference(index, sort=False))
    return index


def _rank(status: pd.Series) -> np.ndarray:
    return status.map({word: place for place, word in enumerate(_GRAVITY)}).to_numpy(int)


def _beside(parts: list[pd.DataFrame], index: pd.Index) -> pd.DataFrame:
    """What stands beside the counts: alike in every part, but complete only where all are."""
    known = pd.concat(parts)
    beside = known[~known.index.duplicated()].reindex(index)[list(_BESIDE)]
    complete = known.groupby(level=list(range(index.nlevels)), sort=False)["is_complete"].all()
    return beside.assign(is_complete=complete.reindex(index).to_numpy(bool))
