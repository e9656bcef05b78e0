"""Rows -> the cube of counts, with a null count wherever a row was set aside that would have said more."""

import numpy as np
import pandas as pd

from svd.ingest.categories import UNMAPPED
from svd.ingest.words import number_words

DIMENSIONS = ["month", "ward_code", "offence", "age_band", "is_knife", "is_domestic"]
# A key that could grow larger is numbered anew before the next column.
_LARGEST_KEY = 1 << 60


def count_rows(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """How many ``rows`` there are for each month, ward, offence, age band and flags, as FACTS rows."""
    key, most = np.zeros(len(rows), dtype="int64"), 1
    for name in DIMENSIONS:
        codes, different = number_words(rows[name])
        if most * (len(different) + 1) > _LARGEST_KEY:
            key, kinds = pd.factorize(key)
            most = len(kinds)
        key = key * (len(different) + 1) + codes + 1
        most *= len(different) + 1
    key = pd.factorize(key)[0]
    counts = np.bincount(key)
    first = np.zeros(len(counts), dtype="int64")
    first[key[::-1]] = np.arange(len(rows))[::-1]
    found = rows[DIMENSIONS].iloc[first].reset_index(drop=True)
    return found.assign(count=counts, measure=measure)


def leave_unknown(rows: pd.DataFrame, months: pd.DatetimeIndex, measure: str) -> pd.DataFrame:
    """FACTS rows with a null count for what ``rows``, set aside, would have said.

    A null month stands for every one of ``months``; a null offence becomes 'unmapped'. Rows that have a measure of
    their own count for that one only.
    """
    if "measure" in rows:
        rows = rows[rows["measure"].isna() | (rows["measure"] == measure)]
    if rows.empty:
        return pd.DataFrame(columns=[*DIMENSIONS, "measure", "count"])
    said = rows.reindex(columns=DIMENSIONS).drop_duplicates()
    said = said.assign(offence=said["offence"].astype("object").fillna(UNMAPPED).astype("str"))
    is_any_month = said["month"].isna()
    covered = said[~is_any_month & said["month"].isin(months)]
    spread = said[is_any_month].drop(columns="month").merge(pd.Series(months, name="month"), how="cross")
    joined = pd.concat([frame for frame in (covered, spread) if len(frame)] or [said.iloc[:0]], ignore_index=True)
    return joined.drop_duplicates().assign(measure=measure, count=pd.NA)


def add_unread(rows: pd.DataFrame, ragged: pd.Series) -> pd.DataFrame:
    """``rows``, and one that could have said anything if there is a ragged row."""
    if ragged.empty:
        return rows
    return pd.concat([rows, pd.DataFrame(index=ragged.index[:1]).reindex(columns=DIMENSIONS)])
