"""Each way of wording, by examples read by eye and by what must hold of any number or date."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue import wording as w

NULLS = [None, float("nan"), np.nan, pd.NA, pd.NaT]


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (1768, 0, "1,768"),
        (0, 0, "0"),
        (1234.56, 1, "1,234.6"),
        (-3, 0, "\u22123"),
        (-0.04, 1, "0.0"),
        (np.int64(12), 0, "12"),
    ],
)
def test_number(value, decimals, words):
    assert w.word_number(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (8.27, "8.3"),
        (0, "0.0"),
        (0.05, "0.1"),
        (0.04, "0.04"),
        (0.0046, "0.005"),
        (1234.5, "1,234.5"),
        (-0.02, "\u22120.02"),
    ],
)
def test_rate_above_zero_never_reads_as_zero(value, words):
    assert w.word_rate(value) == words


def test_share_is_a_percentage_not_a_fraction():
    assert w.word_share(19.47) == "19.5%"
    assert w.word_share(100) == "100.0%"


def test_range_reads_with_to():
    assert w.word_range(3.16, 5.2) == "3.2 to 5.2"
    assert w.word_range(1768, 2000, 0) == "1,768 to 2,000"
    assert w.word_range(-1, 2.5) == "\u22121.0 to 2.5"


def test_dates():
    assert w.word_month(date(2026, 1, 1)) == "Jan 2026"
    assert w.word_month(pd.Timestamp("2025-12-01")) == "Dec 2025"
    assert w.word_day(date(2024, 2, 28)) == "28 Feb 2024"


def test_period_of_one_month_names_it_once():
    assert w.word_period(date(2025, 1, 1), date(2025, 12, 1)) == "Jan 2025 to Dec 2025"
    assert w.word_period(date(2025, 1, 1), date(2025, 1, 31)) == "Jan 2025"


@pytest.mark.parametrize(
    ("value", "unit", "form", "words"),
    [
        (8.27, "per 1,000 residents", "rate", "8.3 per 1,000 residents"),
        (19.5, "%", "proportion", "19.5%"),
        (3, "homicides", "count", "3 homicides"),
        (1, "homicides", "count", "1 homicide"),
        (0, "homicides", "count", "0 homicides"),
        (12.4, "days", "mean", "12.4 days"),
    ],
)
def test_value_carries_its_unit(value, unit, form, words):
    assert w.word_value(value, unit, form) == words


def test_count_of_agrees_in_number():
    assert w.word_count_of(1, "ward", "wards") == "1 ward"
    assert w.word_count_of(2000, "person", "people") == "2,000 people"
    assert w.word_count_of(0, "ward", "wards") == "0 wards"
    assert w.word_count_of(None, "ward", "wards", "[c]") == "[c] wards"


@pytest.mark.parametrize("null", NULLS)
def test_null_reads_as_its_mark_and_never_as_a_number(null):
    words = [
        w.word_number(null),
        w.word_rate(null),
        w.word_share(null),
        w.word_range(null, 1),
        w.word_range(1, null),
        w.word_month(null),
        w.word_day(null),
        w.word_period(null, date(2025, 1, 1)),
        w.word_period(date(2025, 1, 1), null),
        w.word_value(null, "offences", "count"),
    ]
    assert words == ["[x]"] * len(words)
    assert w.word_value(null, "%", "proportion", "[c]") == "[c]"


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_read_back(number):
    assert int(w.word_number(number).replace(",", "").replace("\u2212", "-")) == number


@given(st.floats(0.0001, 10**6))
def test_a_rate_of_a_ten_thousandth_or_more_reads_as_more_than_zero(rate):
    assert float(w.word_rate(rate).replace(",", "")) > 0


@given(st.dates(date(2000, 1, 1), date(2100, 12, 1)), st.dates(date(2000, 1, 1), date(2100, 12, 1)))
def test_a_period_begins_with_its_first_month_and_ends_with_its_last(first, last):
    words = w.word_period(first, last)
    assert words.startswith(w.word_month(first)) and words.endswith(w.word_month(last))
