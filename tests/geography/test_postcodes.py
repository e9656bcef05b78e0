"""Postcodes in every spelling partners use, from the list that comes with the package."""

import pandas as pd
import pytest

from svd.geography.postcodes import find_postcodes


@pytest.mark.parametrize("written", ["SW1A 1AA", "sw1a1aa", " Sw1A  1aa ", "SW1A\t1AA"])
def test_spacing_and_case_do_not_matter(written: str) -> None:
    assert find_postcodes(pd.Series([written])).iloc[0].tolist() == [529_090, 179_645]


@pytest.mark.parametrize("written", [None, "", "n/a", "SW1A", "SW1A 1A", "QQ1 1QQ", "=1+1", 5.0, "BT1 1AA"])
def test_what_is_no_known_postcode_has_no_place(written: object) -> None:
    assert find_postcodes(pd.Series([written], dtype=object)).isna().all(axis=None)


def test_rows_keep_their_order_and_index() -> None:
    found = find_postcodes(pd.Series(["SW1A 1AA", None, "M1 1AE", "SW1A 1AA"], index=[7, 7, 8, 2]))
    assert found.index.tolist() == [7, 7, 8, 2]
    assert found["easting"].fillna(0).astype(int).tolist() == [529_090, 0, 384_756, 529_090]


def test_no_rows_give_no_rows() -> None:
    assert list(find_postcodes(pd.Series([], dtype="str")).columns) == ["easting", "northing"]
