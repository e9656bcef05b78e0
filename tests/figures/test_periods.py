"""The period compared with, worked out on the fingers, and the breaks that forbid a comparison."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue import load_catalogue
from svd.figures.periods import find_break, find_comparator
from svd.store.selection import Selection, move_month
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)
VIOLENCE = CATALOGUE.indicators["violence_with_injury"]
CONNECT = "New police crime system (CRIS to CONNECT), Feb 2024"


def span(month_from: str, month_to: str, compare: str = "previous", **others) -> Selection:
    first, last = (date.fromisoformat(f"{month}-01") for month in (month_from, month_to))
    return Selection(first, last, compare=compare, **others)


@pytest.mark.parametrize(
    ("compare", "asked", "earlier"),
    [
        ("previous", ("2026-01", "2026-03"), ("2025-10", "2025-12")),
        ("previous", ("2026-01", "2026-01"), ("2025-12", "2025-12")),
        ("last_year", ("2026-01", "2026-03"), ("2025-01", "2025-03")),
        ("last_year", ("2025-04", "2026-03"), ("2024-04", "2025-03")),
        ("baseline", ("2025-04", "2026-03"), ("2019-01", "2019-12")),
        ("baseline", ("2026-02", "2026-03"), ("2019-02", "2019-03")),
        ("baseline", ("2020-01", "2020-12"), ("2019-01", "2019-12")),
    ],
)
def test_the_earlier_period(compare, asked, earlier):
    found = find_comparator(span(*asked, compare=compare), CATALOGUE)
    assert found.selection == span(*earlier, compare=compare) and found.reason == ""


@pytest.mark.parametrize(
    ("compare", "asked", "reason"),
    [
        ("last_year", ("2025-03", "2026-03"), "longer than a year"),
        ("baseline", ("2019-01", "2019-12"), "not lie after the baseline year 2019"),
        ("baseline", ("2019-12", "2020-11"), "not lie after the baseline year 2019"),
        ("baseline", ("2025-11", "2026-02"), "months of one calendar year"),
        ("baseline", ("2024-01", "2025-12"), "months of one calendar year"),
    ],
)
def test_no_earlier_period_has_its_reason(compare, asked, reason):
    found = find_comparator(span(*asked, compare=compare), CATALOGUE)
    assert found.selection is None and reason in found.reason


def test_the_filters_stay():
    asked = span("2026-01", "2026-01", wards=("E05014053",), ages=("18-24",))
    earlier = find_comparator(asked, CATALOGUE).selection
    assert (earlier.wards, earlier.ages) == (asked.wards, asked.ages)


@given(st.integers(0, 80), st.integers(1, 30), st.sampled_from(["previous", "last_year", "baseline"]))
def test_the_earlier_period_is_as_long_and_never_overlaps(start, length, compare):
    first = move_month(date(2019, 1, 1), start)
    asked = Selection(first, move_month(first, length - 1), compare=compare)
    earlier = find_comparator(asked, CATALOGUE).selection
    if earlier is not None:
        assert len(earlier.months) == length
        assert earlier.month_to < asked.month_from


@pytest.mark.parametrize(
    ("earlier", "now", "is_broken"),
    [
        (("2023-12", "2024-01"), ("2024-03", "2024-04"), True),  # between the two
        (("2024-02", "2024-03"), ("2024-04", "2024-05"), True),  # inside the earlier
        (("2023-12", "2024-01"), ("2024-02", "2024-03"), True),  # inside the later
        (("2024-03", "2024-04"), ("2024-05", "2024-06"), False),  # before both
        (("2023-10", "2023-11"), ("2023-12", "2024-01"), False),  # after both
    ],
)
def test_a_break_counts_between_or_inside_the_periods_only(earlier, now, is_broken):
    assert find_break(span(*now), span(*earlier), VIOLENCE, CATALOGUE) == (CONNECT if is_broken else "")


def test_a_break_on_the_first_day_after_the_period_breaks_nothing():
    moved = CATALOGUE.breaks["connect_2024"].model_copy(update={"date": date(2024, 3, 1)})
    catalogue = replace(CATALOGUE, breaks={"connect_2024": moved})
    assert find_break(span("2024-01", "2024-02"), span("2023-11", "2023-12"), VIOLENCE, catalogue) == ""
    assert find_break(span("2024-02", "2024-03"), span("2023-12", "2024-01"), VIOLENCE, catalogue) != ""
    assert find_break(span("2024-04", "2024-04"), span("2024-03", "2024-03"), VIOLENCE, catalogue) == ""


def test_a_break_is_of_its_own_sources_only():
    assert (
        find_break(
            span("2024-03", "2024-04"), span("2024-01", "2024-02"), CATALOGUE.indicators["deliberate_fires"], CATALOGUE
        )
        == ""
    )


def test_a_break_spares_the_indicators_it_names():
    periods = (span("2024-03", "2024-04"), span("2024-01", "2024-02"))
    assert find_break(*periods, CATALOGUE.indicators["homicide"], CATALOGUE) == ""
    assert find_break(*periods, VIOLENCE, CATALOGUE) == CONNECT


@pytest.mark.parametrize(
    ("compare_from", "earlier"),
    [("2024-03", ("2024-03", "2024-05")), ("2025-10", ("2025-10", "2025-12")), ("2019-01", ("2019-01", "2019-03"))],
)
def test_a_baseline_one_chooses_is_as_long_as_the_period(compare_from, earlier):
    asked = span("2026-01", "2026-03", "chosen", compare_from=date.fromisoformat(f"{compare_from}-01"))
    found = find_comparator(asked, CATALOGUE)
    assert (found.selection.month_from, found.selection.month_to) == (
        span(*earlier).month_from,
        span(*earlier).month_to,
    )


@pytest.mark.parametrize(
    ("compare_from", "reason"),
    [
        (None, "no first month of a baseline is chosen"),
        ("2025-11", "the baseline chosen (Nov 2025 to Jan 2026, as long as the period) overlaps the period"),
        ("2026-03", "the baseline chosen (Mar 2026 to May 2026, as long as the period) overlaps the period"),
        ("2026-04", "the baseline chosen (Apr 2026 to Jun 2026) lies after the period"),
    ],
)
def test_a_baseline_that_overlaps_or_comes_after_is_refused_with_its_reason(compare_from, reason):
    start = date.fromisoformat(f"{compare_from}-01") if compare_from else None
    found = find_comparator(span("2026-01", "2026-03", "chosen", compare_from=start), CATALOGUE)
    assert (found.selection, found.reason) == (None, reason)
