"""Weighed indicators: each category counted by itself, then weighed and added up; of feeds without a rule alone."""

import numpy as np
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.catalogue.harm import weights_of
from svd.measures.counted import COLUMNS, count_recipes, list_rows, take_rows
from svd.measures.denominators import find_residents
from svd.measures.question import By, Evidence, Question
from svd.measures.recipe import find_recipe
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.measures.seen import list_weighed
from svd.measures.windows import find_bounds
from svd.stats.weighted_sums import find_gravest, limits_weighted, sum_weighted
from svd.store.selection import Selection

HARM_COLUMNS = ("total", "gravest", "gravest_count", "gravest_share")
"""The weighted sum, in the index's unit; the gravest category with any event, its events and its share of the sum."""
_GRAVITY = (OK, INCOMPLETE, NOT_APPLICABLE, MISSING, SUPPRESSED)
"""Statuses of the parts: the sum takes the last of them that any part has."""


def count_weighted(evidence: Evidence, indicator: Indicator, selection: Selection, by: By) -> dict[str, NDArray]:
    """COLUMNS of ``counted``, with HARM_COLUMNS, total_lower and total_upper beside them.

    ``count`` is the number of offences weighed. Where one category is missing so is the sum: a sum that leaves
    something out would pass for less harm. A feed whose rule hides small numbers has none: its categories are not shown
    by ward.
    """
    cube, catalogue = evidence.cube, evidence.catalogue
    question = Question(evidence, indicator, selection, by)
    weights = weigh(question)
    residents = find_residents(cube, evidence.geography, indicator, selection.ages)
    bounds = find_bounds(cube, selection.month_from, selection.month_to)
    parts = [ask_part(indicator, name) for name in weights] or [indicator]
    recipes = [find_recipe(cube, catalogue, part, question.definition, selection.ages) for part in parts]
    if not weights or recipes[0].is_protected:
        return _weigh_nothing(count_recipes(cube, recipes[:1], [residents], bounds, by))
    found = take_rows(cube, recipes, [residents] * len(recipes), list_rows(cube, recipes, bounds, by), by)
    wide = {name: array.reshape(len(recipes), -1) for name, array in found.items()}
    is_kept = ~((by == "ward") & (wide["place"][0] == len(cube.wards)) & wide["is_empty"].all(axis=0))
    wide = {name: array[:, is_kept] for name, array in wide.items()}
    beside = {name: wide[name][0] for name in COLUMNS}
    return beside | _sum_up(wide, list(weights), np.array(list(weights.values())))


def _sum_up(wide: dict[str, NDArray], names: list[str], weights: NDArray) -> dict[str, NDArray]:
    counts = wide["count"].T.astype(float)
    # A category without rows is no gap where others of its file have some: only a status says that a part lacks.
    rank = np.max([number * (wide["status"] == name).any(axis=0) for number, name in enumerate(_GRAVITY)], axis=0)
    status = np.array(_GRAVITY, dtype=object)[rank]
    counts[~np.isin(status.astype(str), (OK, INCOMPLETE))] = np.nan
    lower, upper = limits_weighted(counts, weights)
    column, share = find_gravest(counts, weights)
    return {
        "count": counts.sum(axis=1),
        "is_complete": wide["is_complete"].all(axis=0),
        "total": sum_weighted(counts, weights),
        "total_lower": lower,
        "total_upper": upper,
        "gravest": np.array([*names, ""], dtype=object)[column],
        "gravest_count": np.where(column < 0, np.nan, counts[np.arange(len(counts)), column]),
        "gravest_share": share,
        "status": status,
    }


def _weigh_nothing(found: dict[str, NDArray]) -> dict[str, NDArray]:
    """The rows of an indicator of which the index weighs no category that is shown: it has no figure."""
    rows = len(found["number"])
    nothing = ("count", "total", "total_lower", "total_upper", "gravest_count", "gravest_share")
    empty = {name: np.full(rows, np.nan) for name in nothing}
    told = {"gravest": np.full(rows, "", object), "status": np.full(rows, NOT_APPLICABLE, object)}
    return found | empty | told


def list_parts(question: Question) -> list[str]:
    """The categories weighed and added up."""
    how = question.indicator.calculation
    return list_weighed(question.evidence.catalogue, question.indicator, question.offences, how.weights)


def weigh(question: Question) -> dict[str, float]:
    """The weight of each category that is weighed and added up."""
    of_index = weights_of(question.evidence.catalogue, question.indicator.calculation.weights)
    return {name: of_index[name] for name in list_parts(question)}


def ask_part(indicator: Indicator, offence: str) -> Indicator:
    """The same indicator of one category alone, unweighed."""
    how = indicator.calculation.model_copy(
        update={"form": "rate", "offences": (offence,), "weights": "", "leaves_out": ()}
    )
    return indicator.model_copy(update={"id": f"{indicator.id}/{offence}", "calculation": how})
