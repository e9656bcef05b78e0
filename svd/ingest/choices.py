"""Choices, flags and ages as sent -> the values the contract allows; it alone says which words mean which."""

import re

import pandas as pd

from svd.catalogue.contract import Column
from svd.ingest.words import look_up

_YES_NO = {"yes": True, "no": False}
OLDEST = 120


def read_choice(texts: pd.Series, column: Column | None) -> pd.Series:
    """The allowed value each text stands for, without regard to case and spaces, index kept; null: none of them."""
    meanings = _list_meanings(column)
    return look_up(texts, lambda text: meanings.get(_fold(text)))


def read_flag(texts: pd.Series, column: Column | None) -> pd.Series:
    """True for what stands for yes and false for what stands for no, index kept; null: neither."""
    meanings = _list_meanings(column)
    return look_up(texts, lambda text: _YES_NO.get(meanings.get(_fold(text))), "boolean")


def read_ages(texts: pd.Series) -> pd.Series:
    """Each text as whole years, index kept; null: none from 0 to 120."""
    years = look_up(texts, lambda text: float(text) if re.fullmatch(r"\d{1,3}(?:\.0+)?", text) else None, "float64")
    return years.where(years <= OLDEST)


def find_bands(ages: pd.Series, column: Column | None) -> pd.Series:
    """The band of ``column`` that each age lies in, index kept; null where there is no age or no such band."""
    found = pd.Series(None, index=ages.index, dtype="str")
    for band in column.allowed if column else ():
        first, _, last = band.rstrip("+").partition("-")
        found[ages.between(int(first), int(last) if last else OLDEST)] = band
    return found


def _list_meanings(column: Column | None) -> dict[str, str]:
    if column is None:
        return {}
    return {_fold(word): value for word, value in column.also.items()} | {
        _fold(value): value for value in column.allowed
    }


def _fold(text: str) -> str:
    return re.sub(r"\s", "", text.casefold().replace("–", "-"))
