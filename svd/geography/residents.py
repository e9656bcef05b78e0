"""Residents of each ward by year, sex and single year of age, as geo/residents.csv holds them, and between years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.schema import RESIDENT_BANDS
from svd.geography.files import read_csv, refuse

RESIDENTS = "residents.csv"
COLUMNS = ("ward_code", "year", "sex", "age", "residents")
Sex = Literal["female", "male"]
SEXES: tuple[Sex, ...] = ("female", "male")
OLDEST = 90
AGES = (*map(str, range(OLDEST)), f"{OLDEST}+")


@dataclass(frozen=True, eq=False)
class Residents:
    """Residents on 30 June of each year held; shared by everyone, so it is only ever read."""

    years: tuple[int, ...]
    """Rising, one at least."""
    wards: tuple[str, ...]
    counts: NDArray[np.int64]
    """By year, ward, sex (SEXES) and single year of age (AGES, the last being all from 90)."""

    def count(self, bands: Collection[str] = (), sex: Sex | None = None) -> NDArray[np.int64]:
        """Residents in ``bands`` (none given: all ages) of one sex or both, by ward and year."""
        of_sex = self.counts.sum(axis=2) if sex is None else self.counts[:, :, SEXES.index(sex)]
        ages = [list_ages(band) for band in bands or RESIDENT_BANDS]
        return of_sex[:, :, np.concatenate(ages)].sum(axis=2).T

    def by_band(self, year: int) -> pd.DataFrame:
        """Residents of one year by RESIDENT_BANDS; index ward_code."""
        at = self.years.index(year)
        bands = {band: self.count((band,))[:, at] for band in RESIDENT_BANDS}
        return pd.DataFrame(bands, index=pd.Index(self.wards, name="ward_code"))

    def track(self, bands: Collection[str], months: pd.DatetimeIndex, sex: Sex | None = None) -> NDArray[np.float64]:
        """Residents at the middle of each month, by ward and month: a straight line between 30 June of two years held.

        Before the first year held and after the last it is the nearest of them.
        """
        return self.count(bands, sex) @ self._weigh(months)

    def between(self, bands: Collection[str], first: date, last: date, sex: Sex | None = None) -> tuple[pd.Series, int]:
        """Mean residents over the months from ``first`` to ``last`` by ward_code, and the year to print beside them.

        The year is the one held that all of it rests on; where two or more are used it is the year of the period's
        middle, or the nearest one held. Raises ValueError where the period ends before it begins.
        """
        months = pd.date_range(first.replace(day=1), last.replace(day=1), freq="MS")
        if months.empty:
            raise ValueError(f"The period from {first} ends on {last}, before it begins.")
        mean = self.track(bands, months, sex).mean(axis=1)
        used = np.flatnonzero(self._weigh(months).sum(axis=1))
        middle = months[0] + (months[-1] + pd.offsets.MonthBegin() - months[0]) / 2
        year = self.years[used[0]] if len(used) == 1 else int(np.clip(middle.year, self.years[0], self.years[-1]))
        return pd.Series(mean, index=pd.Index(self.wards, name="ward_code"), name="residents"), year

    def _weigh(self, months: pd.DatetimeIndex) -> NDArray[np.float64]:
        """How much each year held counts towards each month, by year and month: each month's weights add up to 1."""
        first = months.to_period("M").start_time
        middle = first + (first + pd.offsets.MonthBegin() - first) / 2
        held = pd.DatetimeIndex([pd.Timestamp(year, 6, 30) for year in self.years])
        days, known = ((each - held[0]) / pd.Timedelta(days=1) for each in (middle, held))
        return np.array([np.interp(days, known, of_year) for of_year in np.eye(len(self.years))])

    def to_table(self) -> pd.DataFrame:
        """The rows of geo/residents.csv: one a year, ward, sex and age."""
        keys = pd.MultiIndex.from_product(
            [self.years, self.wards, SEXES, AGES], names=["year", "ward_code", "sex", "age"]
        )
        return pd.DataFrame({"residents": self.counts.ravel()}, index=keys).reset_index()[list(COLUMNS)]

    def to_text(self) -> str:
        """All it holds as text: equal residents give equal texts."""
        return self.to_table().to_csv(index=False, lineterminator="\n")


def list_ages(band: str) -> NDArray[np.int64]:
    """The single years of age in a band such as 10-17 or 65+, as positions in AGES."""
    first, _, last = band.rstrip("+").partition("-")
    return np.arange(int(first), OLDEST + 1 if band.endswith("+") else int(last) + 1)


def read_residents(path: Path, names: Mapping[str, str]) -> Residents:
    """The residents of the wards ``names``, in their order; raises FileError naming what is missing or wrong."""
    table = read_csv(path, COLUMNS)
    held = table["ward_code"].drop_duplicates()
    refuse(path, [code for code in names if code not in set(held)], "has no row for ward", "Add its rows.")
    refuse(path, held[~held.isin(list(names))], "has a ward that the map lacks:", "Remove its rows.")
    _check_cells(path, table)
    years = tuple(sorted({int(year) for year in table["year"]}))
    keys = pd.MultiIndex.from_product([map(str, years), list(names), SEXES, AGES])
    found = pd.MultiIndex.from_frame(table[["year", "ward_code", "sex", "age"]])
    refuse(path, _word_keys(found[found.duplicated()]), "counts twice", "Keep one row for each.")
    refuse(path, _word_keys(keys.difference(found, sort=False)), "has no row for", "Add the row.")
    counts = pd.Series(table["residents"].astype("int64").to_numpy(), index=found).reindex(keys).to_numpy()
    return Residents(years, tuple(names), counts.reshape(len(years), len(names), len(SEXES), len(AGES)))


def _check_cells(path: Path, table: pd.DataFrame) -> None:
    forms = {
        "year": (table["year"].str.fullmatch(r"[12]\d{3}"), "no year of four digits", "Write the year as 2022."),
        "sex": (table["sex"].isin(SEXES), "neither female nor male", "Write one of the two."),
        "age": (table["age"].isin(AGES), f"no age from 0 to {AGES[-1]}", "Write a single year of age."),
        "residents": (table["residents"].str.fullmatch(r"\d{1,9}"), "no whole number", "Enter the number."),
    }
    for column, (is_good, fault, remedy) in forms.items():
        rows = [f"row {row + 2} ({table.at[row, column]!r})" for row in table.index[~is_good]]
        refuse(path, rows, f"has, as {column}, {fault} in", remedy)


def _word_keys(keys: pd.MultiIndex) -> list[str]:
    return [f"ward {ward}, {year}, {sex}, age {age}" for year, ward, sex, age in keys]
