"""Puts a large table in order by whole numbers: every text is encoded once, and texts themselves are never moved."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def encode_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with each column of texts as categories: those it holds, sorted, so that equal columns are alike."""
    texts = frame.select_dtypes(["string", "str"])
    encoded = {}
    for name in texts:
        codes, different = pd.factorize(texts[name], sort=True)
        encoded[name] = pd.Categorical.from_codes(codes, categories=different)
    return frame.assign(**encoded)


def sort_table(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """``frame`` in the order of the columns ``names``, null last and equal rows as they came; its index is new."""
    order = np.lexsort([_rank(frame[name]) for name in reversed(names)])
    return frame.take(order).reset_index(drop=True)


def _rank(column: pd.Series) -> np.ndarray:
    """Whole numbers in the order of the column's values, the highest for null."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        codes, different = pd.factorize(column, sort=True)
    else:
        codes, different = column.cat.codes.to_numpy(), column.cat.categories
    codes = codes.astype("int64")
    return np.where(codes < 0, len(different), codes)
