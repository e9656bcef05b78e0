"""Every period of one length that the store holds: what a map's one colour scale, the same for all, must span."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.figures.periods import find_comparator
from svd.measures.denominators import find_residents
from svd.measures.question import Evidence, Question
from svd.measures.recipe import Recipe, find_recipe
from svd.measures.seen import find_indicator
from svd.measures.weighted import ask_part, weigh
from svd.store.selection import Selection, move_month


def measure_windows(evidence: Evidence, indicator_id: str, selection: Selection) -> pd.DataFrame:
    """month_from, ward_code, count, value and difference of each ward in every period as long as the selection's.

    The indicator must count facts. Periods with a month not received are left out, and so are those at whose ends a
    protected series has no shown total. ``difference`` is against the period that the selection's ``compare`` asks for:
    of counts, or of the value where the indicator is a share; null where there is none.
    """
    indicator = find_indicator(evidence.catalogue, indicator_id)
    cube, length = evidence.cube, selection.length
    starts = np.arange(max(len(cube.months) - length + 1, 0))
    count, value = _measure(evidence, indicator, selection, starts, starts + length)
    compared = value if indicator.calculation.form in ("proportion", "ratio") else count
    earlier = np.array([_find_earlier(evidence, selection, cube.boundary(start).date()) for start in starts], dtype=int)
    is_held = (earlier >= 0) & (earlier < len(starts))
    before = np.where(is_held, compared[:, np.where(is_held, earlier, 0)], np.nan) if len(starts) else compared
    wards = len(cube.wards)
    table = pd.DataFrame(
        {
            "month_from": np.repeat(np.array([cube.boundary(start).date() for start in starts], dtype=object), wards),
            "ward_code": np.tile(np.array(cube.wards, dtype=object), len(starts)),
            "count": count.T.ravel(),
            "value": value.T.ravel(),
            "difference": (compared - before).T.ravel(),
        }
    )
    return table.dropna(subset="count").reset_index(drop=True)


def _measure(
    evidence: Evidence, indicator: Indicator, selection: Selection, starts: NDArray, ends: NDArray
) -> tuple[NDArray, NDArray]:
    """Count and value by ward and period."""
    question, how, cube = Question(evidence, indicator, selection, "ward"), indicator.calculation, evidence.cube
    weights = weigh(question) if how.weights else {}
    parts = {name: ask_part(indicator, name) for name in weights} or {"": indicator}
    recipes = {
        name: find_recipe(cube, evidence.catalogue, part, question.definition, selection.ages)
        for name, part in parts.items()
    }
    counts = {name: _count(recipe, recipe.totals, starts, ends) for name, recipe in recipes.items()}
    count = np.sum(list(counts.values()), axis=0)
    if how.form == "count":
        return count, count
    total = np.sum([counts[name] * weight for name, weight in weights.items()], axis=0) if weights else count
    first = next(iter(recipes.values()))
    if first.whole is not None:
        return count, total / _count(first, first.whole, starts, ends) * how.per
    held = find_residents(cube, evidence.geography, indicator, selection.ages)
    if held is None:
        return count, np.full(count.shape, np.nan)
    place = np.repeat(np.arange(len(cube.wards)), len(starts))
    people, _ = held.between(place, np.tile(starts, len(cube.wards)), np.tile(ends, len(cube.wards)))
    return count, total / people.reshape(count.shape) * how.per


def _count(recipe: Recipe, totals: NDArray, starts: NDArray, ends: NDArray) -> NDArray:
    """Events by ward and period: null where a month was not received, or too few are shown."""
    count = totals[:-2, ends] - totals[:-2, starts]
    is_whole = recipe.covered[ends] - recipe.covered[starts] == ends - starts
    count = np.where(is_whole, count, np.nan)
    return np.where(count > 0, count, np.nan) if recipe.is_protected else count


def _find_earlier(evidence: Evidence, selection: Selection, start: date) -> int:
    """The boundary at which the period begins that one from ``start`` is compared with; -1 where there is none."""
    period = selection.spanning(start, move_month(start, selection.length - 1))
    earlier = find_comparator(period, evidence.catalogue).selection
    return evidence.cube.at(earlier.month_from) if earlier else -1
