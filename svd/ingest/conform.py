"""Gives every table that leaves the wing exactly the columns and types the schema declares."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype

from svd.catalogue.schema import Table
from svd.ingest.words import repeat_word


def conform(frame: pd.DataFrame, table: Table, has_categories: bool = False) -> pd.DataFrame:
    """``frame`` with the columns of ``table`` in their order and types; a column it lacks is all null.

    With ``has_categories`` texts that are categories stay so.
    """
    if not len(frame) and not has_categories:
        return _empty(table).copy()
    columns = {column.name: _typed(frame, column.name, column.dtype, has_categories) for column in table.columns}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(frame)), copy=False)


def concat_tables(frames: Iterable[pd.DataFrame], table: Table, has_categories: bool = False) -> pd.DataFrame:
    """All rows of ``frames`` as one ``table``; no frames give its empty form, and of several all texts are texts."""
    filled = [frame for frame in frames if len(frame)]
    if len(filled) == 1:  # a million rows are not copied for nothing
        return conform(filled[0], table, has_categories)
    # Each has categories of its own, which pandas would join as objects.
    plain = [_spell_out(frame) for frame in filled]
    return conform(pd.concat(plain, ignore_index=True) if plain else pd.DataFrame(), table)


def _spell_out(frame: pd.DataFrame) -> pd.DataFrame:
    encoded = [name for name, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(encoded, "str")) if encoded else frame


@lru_cache(maxsize=16)
def _empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series([], dtype=column.dtype) for column in table.columns})


@lru_cache(maxsize=16)
def _find_type(dtype: str) -> np.dtype | ExtensionDtype:
    return pd.api.types.pandas_dtype(dtype)


@lru_cache(maxsize=16)
def _find_null(dtype: str) -> ExtensionArray:
    return pd.Series([None], dtype=dtype).array


def _typed(frame: pd.DataFrame, name: str, dtype: str, has_categories: bool) -> ExtensionArray:
    if name not in frame:
        if has_categories and dtype == "string":
            return repeat_word(None, len(frame), dtype)
        return _find_null(dtype).take(np.zeros(len(frame), dtype="int64"))
    column = frame[name]
    if has_categories and dtype == "string" and isinstance(column.dtype, pd.CategoricalDtype):
        return column.array.rename_categories(column.cat.categories.astype(dtype))
    # A column of nothing but None has no type of its own to convert from.
    if column.dtype == object and column.isna().all():
        column = pd.Series(pd.NaT if dtype == "datetime64[us]" else None, index=frame.index)
    wanted = _find_type(dtype)
    return (column if column.dtype == wanted else column.astype(wanted)).array
