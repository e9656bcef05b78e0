"""Texts looked up, each different one once, as partners' tables say few words many thousand times; names folded."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
import pandas as pd

MANY = 20_000
"""Rows from which on two threads take less time than one: below, each waits for the interpreter's lock."""


def encode_words(texts: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """``texts`` with the columns ``names`` as categories: what they say is then looked up without reading each text."""

    def encode(name: str) -> pd.Categorical:
        codes, words = pd.factorize(texts[name])
        return pd.Categorical.from_codes(codes, categories=words)

    if len(texts) < MANY:
        return texts.assign(**{name: encode(name) for name in names})
    with ThreadPoolExecutor(2) as threads:  # nearly all of it is done outside the interpreter's lock
        return texts.assign(**dict(zip(names, threads.map(encode, names), strict=True)))


def repeat_word(word: str | None, rows: int, dtype: str = "str") -> pd.Categorical:
    """A column that says ``word``, or nothing, in each of its ``rows``."""
    words = pd.Index([] if word is None else [word], dtype=dtype)
    return pd.Categorical.from_codes(np.full(rows, len(words) - 1, dtype="int8"), categories=words)


def number_words(texts: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """The number of each text, -1 for null, and the texts so numbered; categories are not read again."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return texts.cat.codes.to_numpy(), texts.cat.categories
    return pd.factorize(texts)


def look_up(texts: pd.Series, find: Callable[[str], object], dtype: str = "str") -> pd.Series:
    """What ``find`` gives for each text, index kept; None becomes null, and texts found for categories are such."""
    codes, words = number_words(texts)
    found = pd.array([find(word) for word in words], dtype=dtype)
    if dtype == "str" and isinstance(texts.dtype, pd.CategoricalDtype):
        numbers, meanings = pd.factorize(found, sort=True)
        return pd.Series(pd.Categorical.from_codes(numbers[codes], categories=meanings), index=texts.index)
    return pd.Series(found.take(codes), index=texts.index)


def is_empty(texts: pd.Series) -> np.ndarray:
    """Whether each text is empty; of categories only the different ones are looked at."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return (texts.cat.categories == "")[texts.cat.codes.to_numpy()]
    return (texts.array == "").astype("bool")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A column's name without case, spaces and marks, so that editions that spell it otherwise agree."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
