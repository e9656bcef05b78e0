"""Codes that stand twice are those pandas finds, and only hashes that all differ spare looking."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.ingest.repeats import find_repeats, hash_texts

CODES = st.lists(st.one_of(st.text(max_size=20), st.integers(0, 9).map(lambda number: f"CAD-{number:012}")))


@given(CODES)
def test_as_pandas_finds_them(codes):
    texts = pd.Series(codes, dtype="str", index=range(2, len(codes) + 2))
    pd.testing.assert_series_equal(find_repeats(texts), texts.duplicated())


@given(CODES, st.text(max_size=9))
def test_texts_are_hashed_alike_wherever_they_stand(codes, before):
    hashes = hash_texts(pa.array([before, *codes, *codes], pa.string()).slice(1)).tolist()
    assert hashes[: len(codes)] == hashes[len(codes) :]
    assert len(set(hashes)) == len(set(codes))
    chunks = pa.chunked_array([pa.array(codes, pa.large_string()), pa.array(codes, pa.large_string())])
    assert hash_texts(chunks).tolist() == hashes


@pytest.mark.parametrize("pair", [("a", "a\0"), ("", "\0"), ("abcdefgh", "abcdefgh\0"), ("a" * 8, "a" * 16)])
def test_texts_that_differ_by_their_length_only(pair):
    assert len(set(hash_texts(pa.array(pair)).tolist())) == 2


def test_hashes_that_are_alike_are_looked_up(monkeypatch):
    monkeypatch.setattr("svd.ingest.repeats.hash_texts", lambda texts: texts.to_pandas().str.len().to_numpy())
    assert find_repeats(pd.Series(["a", "b", "a"], dtype="str")).tolist() == [False, False, True]
