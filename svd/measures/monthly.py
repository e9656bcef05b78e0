"""The months of many series as one array: what tests of scatter read, without a table being made."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from svd.measures.cube import AREA
from svd.measures.question import Evidence
from svd.measures.recipe import find_recipe
from svd.measures.seen import find_indicator
from svd.measures.windows import find_bounds
from svd.store.selection import Selection


def count_monthly(
    evidence: Evidence, names: Sequence[str], selection: Selection, *, is_by_ward: bool
) -> tuple[NDArray, NDArray]:
    """Counts [indicator and place, month of the selection] of each indicator's wards, or of the area; and their step.

    The indicators count facts; of each come its wards in the cube's order. A month is null where it was not received
    whole, or too much of it could not be used, and in a protected series that is not shown by month.
    """
    cube, catalogue = evidence.cube, evidence.catalogue
    definition = catalogue.definitions.get(selection.definition, catalogue.latest_definition)
    places = list(range(len(cube.wards))) if is_by_ward else [AREA]
    first, last = find_bounds(cube, selection.month_from, selection.month_to)
    parts, bases = [], []
    for name in names:
        recipe = find_recipe(cube, catalogue, find_indicator(catalogue, name), definition, selection.ages)
        parts.append(_take(recipe.months, places, first, last, len(cube.months)))
        bases.append(recipe.base[places])
    width = max(last - first, 0)
    counts = np.concatenate(parts) if parts else np.empty((0, width))
    return counts, np.concatenate(bases) if bases else np.empty(0)


def count_shares(
    evidence: Evidence, name: str, selection: Selection, *, is_by_ward: bool
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Counts and the rest of the cases [place, month of the selection] of a share, and of each the noise of a period.

    Of the indicator's wards, or of the area; null as in ``count_monthly``. Of a ratio the rest is the other count.
    """
    cube, catalogue = evidence.cube, evidence.catalogue
    definition = catalogue.definitions.get(selection.definition, catalogue.latest_definition)
    places = list(range(len(cube.wards))) if is_by_ward else [AREA]
    first, last = find_bounds(cube, selection.month_from, selection.month_to)
    recipe = find_recipe(cube, catalogue, find_indicator(catalogue, name), definition, selection.ages)
    counts, rest = (_take(part, places, first, last, len(cube.months)) for part in (recipe.months, recipe.rest_months))
    noise, whole = recipe.noise[places], recipe.whole_noise[places]
    of_rest = whole if recipe.indicator.calculation.form == "ratio" else np.maximum(whole - noise, 0)
    return counts, rest, noise, of_rest


def list_dispersions(evidence: Evidence, names: Sequence[str], selection: Selection, *, is_by_ward: bool) -> NDArray:
    """How far the months of each series of ``count_monthly`` usually scatter against chance alone, in its order."""
    cube, catalogue = evidence.cube, evidence.catalogue
    definition = catalogue.definitions.get(selection.definition, catalogue.latest_definition)
    places = list(range(len(cube.wards))) if is_by_ward else [AREA]
    indicators = (find_indicator(catalogue, name) for name in names)
    recipes = (find_recipe(cube, catalogue, one, definition, selection.ages) for one in indicators)
    found = [recipe.dispersion[places] for recipe in recipes]
    return np.concatenate(found) if found else np.empty(0)


def _take(counts: NDArray, places: Sequence[int], first: int, last: int, months: int) -> NDArray:
    found = np.full((len(places), max(last - first, 0)), np.nan)
    inside = slice(max(first, 0), min(last, months))
    if inside.stop > inside.start:
        found[:, inside.start - first : inside.stop - first] = counts[places][:, inside]
    return found
