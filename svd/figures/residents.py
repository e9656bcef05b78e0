"""Residents a rate is per: by ward or for the whole area, in the age bands the indicator and the selection share."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from svd.catalogue.schema import RESIDENT_BANDS
from svd.figures.question import Question

BANDS_OF_AGES = (
    (("0-9",), ("0-9",)),
    (("10-14", "15-17"), ("10-17",)),
    (("18-24",), ("18-24",)),
    (("25-34",), ("25-34",)),
    (("35+",), ("35-49", "50-64", "65+")),
)
"""Age bands of records, and the resident bands that hold the same people."""


def count_residents(index: pd.Index, question: Question) -> pd.Series:
    """Residents for each row of the answer; null where none fits the ages asked for or there is no ward."""
    bands = _bands(question)
    if bands is None:
        return pd.Series(np.nan, index=index)
    residents = question.evidence.geography.residents_in(bands).astype(float)
    if "ward_code" not in index.names or question.by == "borough":
        return pd.Series(residents.sum(), index=index)
    return pd.Series(residents.reindex(index.get_level_values("ward_code")).to_numpy(), index=index)


def _bands(question: Question) -> tuple[str, ...] | None:
    declared = question.indicator.calculation.residents or RESIDENT_BANDS
    if not question.is_by_age:
        return declared
    chosen = find_resident_bands(question.ages)
    kept = tuple(band for band in declared if band in (chosen or ()))
    return kept or None


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
