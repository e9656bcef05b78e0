"""A table put in order by whole numbers is as pandas would sort it, and its texts are read back as they were."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue.schema import INCIDENTS
from svd.ingest.conform import conform
from svd.ingest.order import encode_texts, sort_table
from svd.ingest.publish import _write_table

NAMES = ["source", "month", "is_knife", "row"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["b", "a", "é", "B", "", None]),
        st.sampled_from([pd.Timestamp("2025-02-01"), pd.Timestamp("2024-03-01"), pd.NaT]),
        st.sampled_from([True, False, None]),
        st.integers(-2, 2),
    )
)


def make_table(rows: list[tuple]) -> pd.DataFrame:
    table = conform(pd.DataFrame(rows, columns=NAMES), INCIDENTS)
    return table.assign(easting=range(len(table)))


@given(ROWS)
def test_sorted_as_pandas_sorts(rows):
    table = make_table(rows)
    expected = table.sort_values(NAMES, kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(sort_table(table, NAMES), expected)
    by_categories = sort_table(encode_texts(table), NAMES)
    pd.testing.assert_frame_equal(by_categories.astype(table.dtypes), expected)


def test_rows_put_together_in_any_order_give_the_same_bytes(tmp_path):
    table = make_table([("b", pd.NaT, True, 1), ("a", pd.NaT, None, 2), (None, pd.NaT, False, 3)])
    for name, given_as in (("one", table), ("other", table.iloc[::-1])):
        _write_table(tmp_path / name, sort_table(encode_texts(given_as), NAMES))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@given(ROWS.filter(bool), st.sampled_from([None, "a", "c"]))
def test_texts_that_came_as_categories_give_the_same_bytes(tmp_path_factory, rows, spare):
    folder = tmp_path_factory.mktemp("order")
    table = conform(make_table(rows), INCIDENTS)
    words = pd.Index([word for word in ("b", spare, "B", "é", "", "a") if word], dtype="str").unique()
    words = words.append(table["source"].dropna().astype("str").pipe(pd.Index).difference(words))
    sent = table.assign(source=pd.Categorical(table["source"].astype("str"), categories=words)).drop(columns="extract")
    _write_table(folder / "texts", encode_texts(table))
    _write_table(folder / "categories", encode_texts(conform(sent, INCIDENTS, has_categories=True)))
    assert (folder / "texts").read_bytes() == (folder / "categories").read_bytes()


@given(ROWS)
def test_categories_are_read_back_as_texts(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("order") / "table.parquet"
    table = make_table(rows)
    _write_table(path, encode_texts(table))
    pd.testing.assert_frame_equal(pd.read_parquet(path), table)
