"""Small areas of the census and the wards their residents live in: which of them can be put whole into one ward."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from svd.geography.files import read_csv, refuse

SMALL_AREAS = "small_areas.csv"
COLUMNS = ("vintage", "small_area", "residents", "ward_code", "share_estimated", "is_best_fit")
LEAST_SHARE = 0.9
"""A small area is put whole into a ward that holds this share of its residents; less would move too many records."""
_ROUNDING = 0.001
"""Shares as they are rounded may add up to this much more or less than 1."""


@dataclass(frozen=True, eq=False)
class SmallAreas:
    """The area's small areas; the shares are estimates, and what is worked out from a part of one is estimated too."""

    shares: pd.DataFrame
    """Estimated share of each small area's residents by ward; index small_area, a column a ward; a row adds up to 1."""
    best_fit: Mapping[str, str]
    """The ward the Office for National Statistics gives each small area to, whole, though it may lie across several."""
    residents: pd.Series
    """Residents of each small area on census day 2021; index small_area."""

    @cached_property
    def whole(self) -> Mapping[str, str]:
        """The ward of each small area that lies in one ward, but for a tenth of its residents at most."""
        is_whole = self.shares.max(axis="columns").round(6) >= LEAST_SHARE
        ward = self.shares[is_whole].idxmax(axis="columns")
        return MappingProxyType(ward.to_dict())

    def to_text(self) -> str:
        """All it holds as text: equal small areas give equal texts."""
        about = pd.DataFrame({"best_fit": pd.Series(dict(self.best_fit), dtype="str"), "residents": self.residents})
        return self.shares.join(about).to_csv(lineterminator="\n")


def read_small_areas(path: Path, names: Mapping[str, str]) -> SmallAreas:
    """The small areas of the wards ``names``; raises FileError naming what is wrong.

    A code that outlived a census can be given to another ward by the newer one: the newer census stands.
    """
    table = read_csv(path, COLUMNS)
    unknown = table.loc[~table["ward_code"].isin(list(names)), "small_area"]
    refuse(path, unknown, "gives a ward that the map lacks to", "Correct the ward code.")
    twice = table.loc[table.duplicated(["vintage", "small_area", "ward_code"]), "small_area"]
    refuse(path, twice, "gives the same ward twice, in one vintage, to", "Keep one row for each ward.")
    numbers = table.assign(share=pd.to_numeric(table["share_estimated"], errors="coerce"))
    _check_numbers(path, numbers)
    _check_wholes(path, numbers)
    newest = numbers[numbers["vintage"] == numbers.groupby("small_area")["vintage"].transform("max")]
    shares = newest.pivot(index="small_area", columns="ward_code", values="share").fillna(0.0)
    shares = shares.reindex(columns=list(names), fill_value=0.0).rename_axis(columns=None)
    fitted = newest[newest["is_best_fit"] == "1"].set_index("small_area")
    residents = fitted["residents"].astype("int64").reindex(shares.index)
    best_fit = fitted["ward_code"].reindex(shares.index).to_dict()
    return SmallAreas(shares.div(shares.sum(axis="columns"), axis="index"), MappingProxyType(best_fit), residents)


def _check_numbers(path: Path, table: pd.DataFrame) -> None:
    wrong = table.loc[~(table["share"].gt(0) & table["share"].le(1)), "small_area"]
    refuse(path, wrong, "has no share above 0 and up to 1 for", "Write it as 0.85.")
    wrong = table.loc[~table["is_best_fit"].isin(["0", "1"]), "small_area"]
    refuse(path, wrong, "has, as is_best_fit, neither 0 nor 1 for", "Write 1 for the ward it is best fitted to.")
    wrong = table.loc[~table["residents"].str.fullmatch(r"\d{1,7}"), "small_area"]
    refuse(path, wrong, "has no whole number of residents for", "Enter the number.")


def _check_wholes(path: Path, table: pd.DataFrame) -> None:
    """Refuse shares that don't add up to the whole, and small areas without one ward of best fit or one size."""
    groups = table.assign(is_fitted=table["is_best_fit"] == "1").groupby(["vintage", "small_area"])
    found = groups.agg(whole=("share", "sum"), fitted=("is_fitted", "sum"), sizes=("residents", "nunique"))
    areas = found.index.get_level_values("small_area")
    refuse(path, areas[(found["whole"] - 1).abs() > _ROUNDING], "has shares that don't add up to 1 for", "Mend them.")
    refuse(path, areas[found["fitted"] != 1], "doesn't name one ward of best fit for", "Mark one row with 1.")
    refuse(path, areas[found["sizes"] != 1], "gives several numbers of residents to", "Use one in all its rows.")
