"""Puts a large table in order by whole numbers: every text is encoded once, and texts themselves are never moved."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def encode_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with each column of texts as categories: those it holds, sorted, so that equal columns are alike."""
    encoded = {}
    for name in frame.select_dtypes(["string", "str"]):
        codes, different = pd.factorize(frame[name], sort=True)
        encoded[name] = pd.Categorical.from_codes(codes, categories=different)
    for name in frame.select_dtypes("category"):
        encoded[name] = _sort_categories(frame[name].array)
    return frame.assign(**encoded)


def _sort_categories(texts: pd.Categorical) -> pd.Categorical:
    """``texts`` with the categories they hold and no other, sorted."""
    held = np.bincount(texts.codes + 1, minlength=len(texts.categories) + 1)[1:].nonzero()[0]
    order = held[texts.categories[held].argsort()]
    place = np.full(len(texts.categories) + 1, -1)  # null's code, -1, finds the last
    place[order] = np.arange(len(order))
    # As a list, because a selection of no texts at all has lost its type for Arrow.
    categories = pd.Index(texts.categories[order].tolist(), dtype=texts.categories.dtype)
    return pd.Categorical.from_codes(place[texts.codes], categories=categories)


def sort_table(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """``frame`` in the order of the columns ``names``, null last and equal rows as they came; its index is new."""
    ranks = [_rank(frame[name]) for name in names]
    while ranks and (ranks[-1][1:] >= ranks[-1][:-1]).all():
        ranks.pop()  # equal rows stay as they came, which is in the order of this column already
    if not ranks:
        return frame.reset_index(drop=True)
    return frame.take(np.lexsort(ranks[::-1])).reset_index(drop=True)


def _rank(column: pd.Series) -> np.ndarray:
    """Whole numbers in the order of the column's values, the highest for null; short ones are put in order sooner."""
    if pd.api.types.is_integer_dtype(column) and not column.isna().any():
        return column.to_numpy("int64")
    if not isinstance(column.dtype, pd.CategoricalDtype):
        codes, different = pd.factorize(column, sort=True)
    else:
        codes, different = column.cat.codes.to_numpy(), column.cat.categories
    is_null = codes < 0
    codes = codes.astype("uint16" if len(different) < np.iinfo("uint16").max else "int64")
    return np.where(is_null, len(different), codes).astype(codes.dtype)
