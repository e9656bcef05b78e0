"""Texts looked up, each different one once, as partners' tables say few words many thousand times; names folded."""

import re
from collections.abc import Callable

import pandas as pd


def look_up(texts: pd.Series, find: Callable[[str], object], dtype: str = "str") -> pd.Series:
    """What ``find`` gives for each text, index kept; None becomes null."""
    codes, words = pd.factorize(texts)
    found = pd.Series([find(word) for word in words], dtype="object").astype(dtype)
    return found.take(codes).set_axis(texts.index)


def plain_name(name: str) -> str:
    """A column's name without case, spaces and marks, so that editions that spell it otherwise agree."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
