"""Gives every table that leaves the wing exactly the columns and types the schema declares."""

from collections.abc import Iterable

import pandas as pd

from svd.catalogue.schema import Table


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """``frame`` with the columns of ``table`` in their order and types; a column it lacks is all null."""
    columns = {column.name: _typed(frame, column.name, column.dtype) for column in table.columns}
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)


def concat_tables(frames: Iterable[pd.DataFrame], table: Table) -> pd.DataFrame:
    """All rows of ``frames`` as one ``table``; no frames give its empty form."""
    filled = [frame for frame in frames if len(frame)]
    if len(filled) == 1:  # a million rows are not copied for nothing
        return conform(filled[0], table)
    return conform(pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(), table)


def _typed(frame: pd.DataFrame, name: str, dtype: str) -> pd.Series:
    if name not in frame:
        return pd.Series(None, index=frame.index, dtype=dtype)
    column = frame[name]
    # A column of nothing but None has no type of its own to convert from.
    if column.dtype == object and column.isna().all():
        column = pd.Series(pd.NaT if dtype == "datetime64[us]" else None, index=frame.index)
    return column.astype(dtype)
