"""Dates as partners write them, at the precision they were written."""

import pandas as pd
import pytest

from svd.ingest.dates import name_runs, parse_moments


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2025-03-04T05:06", "2025-03-04 05:06", "minute"),
        ("2025-03-04 05:06:59", "2025-03-04 05:06", "minute"),
        ("2025-03-04", "2025-03-04", "day"),
        ("2025-03", "2025-03-01", "month"),
        ("4/3/2025", "2025-03-04", "day"),
        ("04/03/2025 5:06", "2025-03-04 05:06", "minute"),
    ],
)
def test_forms(text, moment, precision):
    found = parse_moments(pd.Series([text], dtype="str")).iloc[0]
    assert (found["moment"], found["precision"]) == (pd.Timestamp(moment), precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-02-30", "31/02/2025", "13/13/2025", "1999-12-31", "20250304", "2025"]
)
def test_no_dates(text):
    found = parse_moments(pd.Series([text], dtype="str")).iloc[0]
    assert pd.isna(found["moment"]) and pd.isna(found["precision"])


def test_runs_of_months():
    months = pd.DatetimeIndex(["2024-12-01", "2025-01-01", "2025-03-01"])
    assert name_runs(months) == ["2024-12 to 2025-01", "2025-03"]
    assert name_runs(months[:0]) == []
