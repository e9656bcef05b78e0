"""Days late: the first file that held a month counts, and a back series is judged by its newest period."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.lateness import find_due_day, list_first_receipts
from svd.paths import read_paths

SOURCES = load_catalogue(read_paths().catalogue).sources


def _file(
    period_from: str, period_to: str, received_on: str, source: str = "lfb_incidents", status: str = "used"
) -> dict:
    days = {"period_from": period_from, "period_to": period_to, "received_on": received_on}
    return {"source": source, "status": status, **{name: pd.Timestamp(day) for name, day in days.items()}}


def _days_late(files: list[dict], source: str = "lfb_incidents") -> dict[str, int | None]:
    """Days late by month; the day agreed for fires is the 20th of the next month."""
    days = list_first_receipts(pd.DataFrame(files), SOURCES[source])["days_late"]
    return {f"{month:%Y-%m}": None if pd.isna(late) else int(late) for month, late in days.items()}


START = _file("2025-09-01", "2025-11-01", "2025-12-10")


@pytest.mark.parametrize(
    ("source", "month", "due"),
    [
        ("lfb_incidents", "2026-01-01", "2026-02-20"),  # a month and 20 days
        ("yjs_returns", "2026-01-01", "2026-05-30"),  # the quarter to March and 60 days
        ("education_returns", "2025-09-01", "2026-03-01"),  # the term to December and 60 days
    ],
)
def test_a_period_is_due_so_many_days_after_its_end(source, month, due):
    assert find_due_day(SOURCES[source], pd.Timestamp(month)) == pd.Timestamp(due)


@pytest.mark.parametrize(
    ("received_on", "days"), [("2026-01-20", 0), ("2026-01-21", 1), ("2026-03-01", 40), ("2026-01-02", 0)]
)
def test_days_late_count_from_the_day_agreed(received_on, days):
    assert _days_late([START, _file("2025-12-01", "2025-12-01", received_on)])["2025-12"] == days


def test_a_later_revision_makes_nothing_late():
    revised = _file("2025-10-01", "2025-12-01", "2026-06-01")
    assert _days_late([revised, START, _file("2025-12-01", "2025-12-01", "2026-01-15", status="superseded")]) == {
        "2025-09": None, "2025-10": None, "2025-11": 0, "2025-12": 0,
    }  # fmt: skip


def test_a_month_left_out_is_late_when_the_next_file_brings_it():
    late = _days_late([START, _file("2025-10-01", "2026-01-01", "2026-02-15")])
    assert (late["2025-12"], late["2026-01"]) == (26, 0), "Due 20 January and 20 February."


def test_of_a_back_series_only_the_newest_period_is_judged():
    late = _days_late([START, _file("2025-12-01", "2026-11-01", "2026-12-30")])
    assert (late.pop("2026-11"), set(late.values())) == (10, {None, 0}), "0 is the end of the first file."
    nearly = _days_late([START, _file("2025-12-01", "2026-10-01", "2026-12-30")])
    assert nearly["2025-12"] == 344, "Eleven new months are no back series: 20 January to 30 December."


def test_a_period_that_came_before_its_day_is_not_late_even_in_a_back_series():
    late = _days_late([START, _file("2025-12-01", "2026-12-01", "2026-12-12")])
    assert (late["2026-10"], late["2026-11"], late["2026-12"]) == (None, 0, 0), "November is due on 20 December."


def test_of_the_first_file_of_all_only_the_newest_period_is_judged():
    assert _days_late([_file("2026-01-01", "2026-04-01", "2026-08-01", "yjs_returns")], "yjs_returns") == {
        "2026-01": None, "2026-02": None, "2026-03": None, "2026-04": 0,
    }, "The quarter to March was due on 30 May, the quarter to June is due on 29 August."  # fmt: skip


def test_what_is_published_or_refused_is_never_judged():
    assert _days_late([_file("2026-01-01", "2026-01-01", "2026-12-01", "mps_ward")], "mps_ward") == {"2026-01": None}
    assert _days_late([_file("2026-01-01", "2026-01-01", "2026-12-01", status="refused")]) == {}
