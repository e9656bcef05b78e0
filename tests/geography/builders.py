"""Residents and small areas of made-up wards, as few numbers as a test needs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from svd.catalogue.schema import RESIDENT_BANDS
from svd.geography.residents import AGES, SEXES, Residents, list_ages
from svd.geography.small_areas import SmallAreas


def make_residents(of_year: Mapping[str, Sequence[int]], year: int = 2021) -> Residents:
    """Residents of one year by ward, a number for each of RESIDENT_BANDS: all are women of the band's first age."""
    counts = np.zeros((1, len(of_year), len(SEXES), len(AGES)), dtype="int64")
    for ward, numbers in enumerate(of_year.values()):
        for band, number in zip(RESIDENT_BANDS, numbers, strict=True):
            counts[0, ward, 0, list_ages(band)[0]] = number
    return Residents((year,), tuple(of_year), counts)


def make_small_areas(shares: Mapping[str, Mapping[str, float]], wards: Collection[str]) -> SmallAreas:
    """Small areas of 1,000 residents each, by the share of them in each ward; best fit goes to the first ward named."""
    table = pd.DataFrame(
        [[of_ward.get(ward, 0.0) for ward in wards] for of_ward in shares.values()],
        index=pd.Index(list(shares), name="small_area", dtype="str"),
        columns=list(wards),
        dtype=float,
    )
    best_fit = {code: next(iter(of_ward)) for code, of_ward in shares.items()}
    return SmallAreas(table, best_fit, pd.Series(1_000, index=table.index))


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    """A fault: in the file of that name in a folder, ``new`` in place of ``old``."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return spoil
