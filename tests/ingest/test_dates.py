"""Dates as partners write them, at the precision they were written."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.ingest import dates
from svd.ingest.dates import find_us_months, find_us_order, name_runs, parse_moments, parse_months


def parse(*texts: str) -> list[tuple[str, str]]:
    found = parse_moments(pd.Series(texts, dtype="str"))
    return [(f"{row.moment:%Y-%m-%d %H:%M}", row.precision) for row in found.itertuples()]


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2025-03-04T05:06", "2025-03-04 05:06", "minute"),
        ("2025-03-04 05:06:59", "2025-03-04 05:06", "minute"),
        ("2025-03-04T05:06:59.123", "2025-03-04 05:06", "minute"),
        ("2025-03-04", "2025-03-04", "day"),
        ("2025-03", "2025-03-01", "month"),
        ("4/3/2025", "2025-03-04", "day"),
        ("04/03/2025 5:06", "2025-03-04 05:06", "minute"),
        ("04/03/2025 05:06:59", "2025-03-04 05:06", "minute"),
        ("04/03/25", "2025-03-04", "day"),
        ("31/01/26 23:59", "2026-01-31 23:59", "minute"),
        ("31-Jan-2026", "2026-01-31", "day"),
        ("31 January 2026", "2026-01-31", "day"),
        ("1st Sept 2026, 14:05", "2026-09-01 14:05", "minute"),
        ("31-Jan-26", "2026-01-31", "day"),
        ("31.01.2026", "2026-01-31", "day"),
        ("31-01-2026 14:05", "2026-01-31 14:05", "minute"),
        ("Jan 2026", "2026-01-01", "month"),
        ("JANUARY 2026", "2026-01-01", "month"),
        ("01/2026", "2026-01-01", "month"),
        ("202601", "2026-01-01", "month"),
        ("46053", "2026-01-31", "day"),
        ("46053.5", "2026-01-31 12:00", "minute"),
        ("46053.586886574", "2026-01-31 14:05", "minute"),
        ("2026-01-31T14:05:00Z", "2026-01-31 14:05", "minute"),
        ("2026-07-31T14:05Z", "2026-07-31 15:05", "minute"),
        ("2026-07-31T14:05:00.5+01:00", "2026-07-31 14:05", "minute"),
        ("2026-01-31 14:05:00+0100", "2026-01-31 13:05", "minute"),
        ("2025-10-26T00:30Z", "2025-10-26 01:30", "minute"),
        ("2025-10-26T01:30Z", "2025-10-26 01:30", "minute"),
    ],
)
def test_forms(text, moment, precision):
    found = parse_moments(pd.Series([text], dtype="str")).iloc[0]
    assert (found["moment"], found["precision"]) == (pd.Timestamp(moment), precision)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2025-02-30", "31/02/2025", "13/13/2025", "01/31/2026", "1999-12-31", "20250304", "2025", "31/01/69"]
    + ["2025-03-04T25:00", "2025-03-04 05:61", "202613", "13/2026", "36525", "73051", "31 Fog 2026", "46053,5"]
    + ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00Z", "0001-01-01T00:00+05:00"],
)
def test_no_dates(text):
    found = parse_moments(pd.Series([text], dtype="str")).iloc[0]
    assert pd.isna(found["moment"]) and pd.isna(found["precision"])


def test_texts_of_every_kind_in_one_column_keep_their_rows():
    text = pd.Series(["31/01/2026", "2026-01-31T14:05", "?", "31/01/2026"], index=[7, 3, 9, 2], dtype="str")
    found = parse_moments(text)
    assert list(found.index) == [7, 3, 9, 2]
    assert found["precision"].astype("str").fillna("none").tolist() == ["day", "minute", "none", "day"]


def test_midnight_throughout_says_the_day_alone():
    assert parse("2026-01-31 00:00", "01/02/2026 00:00") == [("2026-01-31 00:00", "day"), ("2026-02-01 00:00", "day")]
    assert parse("2026-01-31 00:00", "01/02/2026 00:01")[0] == ("2026-01-31 00:00", "minute")


LONG_AS_MINUTES = st.one_of(
    st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M}".rjust(16, "0")),
    st.datetimes().map(lambda moment: f"{moment:%d/%m/%Y %H:%M}"),
    st.text("0123456789-: T+Z/.é", min_size=14, max_size=17),
    st.sampled_from(["2026-03-29T01:30", "2026-02-30T10:00", "2026-01-31T24:00", "2026-01-31T00+01", "31/01/2026", ""]),
)


@settings(deadline=None)
@given(st.lists(LONG_AS_MINUTES, max_size=6))
def test_moments_read_where_they_stand_are_those_read_one_by_one(texts):
    column = pd.Series(texts, dtype="str")
    found = parse_moments(column)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_read_iso_minutes", lambda text: (np.zeros(len(text), "bool"), np.array([], "M8[us]")))
        slow = parse_moments(column)
    pd.testing.assert_frame_equal(found, slow)


@given(
    st.lists(st.datetimes(datetime(1999, 12, 30), datetime(2031, 1, 1)), min_size=1),
    st.sampled_from(
        ["2025-02-30T10:00", "2025-01-05T24:00", "2025-01-05T10:60", "0000-00-00T00:00", "2025-13-01T09:00"]
    ),
)
def test_moments_are_those_the_language_itself_reads(moments, wrong):
    noon = "2025-07-01T12:00"  # so that the times are not midnight throughout
    texts = [f"{moment:%Y-%m-%dT%H:%M}" for moment in moments]
    found = parse_moments(pd.Series([noon, wrong, *texts], dtype="str"))
    assert found["moment"].isna().tolist()[:2] == [False, True]
    for text, moment, precision in zip(texts, found["moment"][2:], found["precision"][2:], strict=True):
        expected = datetime.fromisoformat(text)
        if expected < datetime(2000, 1, 1):
            assert pd.isna(moment)
        elif precision == "minute":
            assert moment == expected
        else:  # an hour the clocks left out in spring
            assert (moment, expected.month, expected.hour) == (pd.Timestamp(expected.date()), 3, 1)


def test_a_time_the_clocks_left_out_keeps_its_day():
    assert parse("2026-03-29T01:30", "2026-03-29T02:00") == [
        ("2026-03-29 00:00", "day"),
        ("2026-03-29 02:00", "minute"),
    ]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["01/31/2026", "02/03/2026"], "01/31/2026"),
        (["02/03/2026", "1/31/26 14:05"], "1/31/26 14:05"),
        (["01/31/2026", "31/01/2026"], None),
        (["02/03/2026", "2026-01-31"], None),
        (["13/13/2026", "01/32/2026", "soon", ""], None),
    ],
)
def test_month_first_throughout_is_told_from_a_slip(texts, shown):
    assert find_us_order(pd.Series(texts, dtype="str")) == shown


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["2026-04-03", "25/04/2026"], "25/04/2026"),
        (["2026-04-13", "25/04/2026"], None),
        (["2026-04-03", "25/04/2026", "05/04/2026"], None),
        (["2026-04-03", "soon"], None),
    ],
)
def test_dates_a_workbook_has_turned_round(texts, shown):
    text = pd.Series(texts, dtype="str")
    assert find_us_order(text, has_real_dates=True) == shown
    assert find_us_order(text) is None


def test_runs_of_months():
    months = pd.DatetimeIndex(["2024-12-01", "2025-01-01", "2025-03-01"])
    assert name_runs(months) == ["2024-12 to 2025-01", "2025-03"]
    assert name_runs(months[:0]) == []


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(
            (text, "2026-01")
            for text in ("202601", "2026-01", "2026/01", "2026_01", "01/2026", "Jan 2026", "January 2026")
        ),
        *(
            (text, "2026-01")
            for text in ("Jan-26", "JAN-2026", "Jan 26", "Jan '26", "2026-01-01", "31/01/2026", "46023")
        ),
        *((text, None) for text in ("2026-01-15", "202613", "Jan", "Total", "Jan 1999", "2026", "", "10-14")),
    ],
)
def test_a_month_in_any_spelling(text, month):
    found = parse_months(pd.Series([text], dtype="str")).iloc[0]
    assert (None if pd.isna(found) else f"{found:%Y-%m}") == month


def test_a_month_and_two_digits_are_a_month_of_a_year():
    assert parse("Feb-26", "feb-2026") == [("2026-02-01 00:00", "month")] * 2


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["1/1/2026", "2/1/2026"], "2/1/2026"),
        (["01/01/2026", "01/02/2026"], None),
        (["1/1/2026"], None),
        (["2026-02-01", "2/1/2026"], "2/1/2026"),
        ([], None),
    ],
)
def test_first_days_that_put_the_month_first(texts, shown):
    assert find_us_months(pd.Series(texts, dtype="str")) == shown
