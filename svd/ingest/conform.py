"""Gives every table that leaves the wing exactly the columns and types the schema declares."""

from collections.abc import Iterable

import pandas as pd

from svd.catalogue.schema import Table
from svd.ingest.words import repeat_word


def conform(frame: pd.DataFrame, table: Table, has_categories: bool = False) -> pd.DataFrame:
    """``frame`` with the columns of ``table`` in their order and types; a column it lacks is all null.

    With ``has_categories`` texts that are categories stay so.
    """
    columns = {column.name: _typed(frame, column.name, column.dtype, has_categories) for column in table.columns}
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def concat_tables(frames: Iterable[pd.DataFrame], table: Table, has_categories: bool = False) -> pd.DataFrame:
    """All rows of ``frames`` as one ``table``; no frames give its empty form, and of several all texts are texts."""
    filled = [frame for frame in frames if len(frame)]
    if len(filled) == 1:  # a million rows are not copied for nothing
        return conform(filled[0], table, has_categories)
    # Each has categories of its own, which pandas would join as objects.
    plain = [frame.astype(dict.fromkeys(frame.select_dtypes("category"), "str")) for frame in filled]
    return conform(pd.concat(plain, ignore_index=True) if plain else pd.DataFrame(), table)


def _typed(frame: pd.DataFrame, name: str, dtype: str, has_categories: bool) -> pd.Series:
    if name not in frame:
        if has_categories and dtype == "string":
            return pd.Series(repeat_word(None, len(frame), dtype), index=frame.index)
        return pd.Series(None, index=frame.index, dtype=dtype)
    column = frame[name]
    if has_categories and dtype == "string" and isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.rename_categories(column.cat.categories.astype(dtype))
    # A column of nothing but None has no type of its own to convert from.
    if column.dtype == object and column.isna().all():
        column = pd.Series(pd.NaT if dtype == "datetime64[us]" else None, index=frame.index)
    return column.astype(dtype)
