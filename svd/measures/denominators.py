"""Residents a rate is per: by ward or for the whole area, in the age bands the indicator and the selection share."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.catalogue.schema import RESIDENT_BANDS
from svd.geography.wards import Geography
from svd.measures.book import number_month
from svd.measures.cells import choose_ages
from svd.measures.cube import Cube

BANDS_OF_AGES = (
    (("0-9",), ("0-9",)),
    (("10-14", "15-17"), ("10-17",)),
    (("18-24",), ("18-24",)),
    (("25-34",), ("25-34",)),
    (("35+",), ("35-49", "50-64", "65+")),
)
"""Age bands of records, and the resident bands that hold the same people."""


@dataclass(frozen=True, eq=False)
class Residents:
    """Running sums of residents [place, boundary] in the middle of each month; null where no ward is known."""

    sums: NDArray
    years: tuple[int, ...]
    """The years whose estimates are held."""
    first: int
    """The number of the first month, of all since the year 0."""

    def between(self, place: NDArray, start: NDArray, end: NDArray) -> tuple[NDArray, NDArray]:
        """The mean residents of each place over its months, and the year to print: of its middle, of those held.

        Months that lie outside those received have the residents of the nearest.
        """
        first = np.minimum(start, self.sums.shape[1] - 2)
        last = np.maximum(end, first + 1)
        mean = (self.sums[place, last] - self.sums[place, first]) / (last - first)
        middle = (self.first + (first + last) / 2) // 12
        return mean, np.clip(middle, self.years[0], self.years[-1])


def find_residents(cube: Cube, geography: Geography, indicator: Indicator, ages: tuple[str, ...]) -> Residents | None:
    """The residents the indicator is per; None where it is per none, or none fits the ages selected."""
    if indicator.calculation.form not in ("rate", "weighed"):
        return None
    bands = find_bands(indicator, ages)
    if bands is None:
        return None
    key = ("residents", bands)
    if key not in cube.worked_out:
        cube.worked_out[key] = _track(cube, geography, bands)
    return cube.worked_out[key]


def _track(cube: Cube, geography: Geography, bands: tuple[str, ...]) -> Residents:
    """Residents of each month between two years' estimates on a straight line; before and after them the nearest."""
    wards = geography.resident_track(bands, cube.months)
    places = np.concatenate([wards, np.full((1, wards.shape[1]), np.nan), wards.sum(axis=0, keepdims=True)])
    sums = np.concatenate([np.zeros((len(places), 1)), np.cumsum(places, axis=1)], axis=1)
    return Residents(sums, geography.resident_years, number_month(cube.months[0]))


def find_bands(indicator: Indicator, ages: tuple[str, ...]) -> tuple[str, ...] | None:
    """The resident bands the indicator is per, of the ages selected; None where none holds the same people."""
    declared = indicator.calculation.residents or RESIDENT_BANDS
    if not ages:
        return declared
    chosen = find_resident_bands(choose_ages(indicator.calculation, ages))
    return tuple(band for band in declared if band in (chosen or ())) or None


def find_resident_bands(ages: Iterable[str]) -> tuple[str, ...] | None:
    """The resident bands that hold the same people as the age bands of records; None where none do."""
    asked = set(ages)
    chosen: list[str] = []
    for together, bands in BANDS_OF_AGES:
        shared = set(together) & asked
        if shared and shared != set(together):
            return None
        chosen += bands if shared else ()
    return tuple(chosen) or None
