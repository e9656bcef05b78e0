"""Running totals in blocks: what a period may have been, worked out the slow way, and what no set of periods tells."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue import load_catalogue
from svd.measures.protect import find_base, find_offset, find_step, identify, list_points, round_totals, variance_of
from tests.builders import PATHS

KEY = b"a key of these tests"


def list_possible(shown: np.ndarray, base: int, most: int) -> dict[tuple[int, int], set[int]]:
    """For each period the true counts that some series with these shown totals has, by trying them all."""
    months = len(shown) - 1
    found: dict[tuple[int, int], set[int]] = {pair: set() for pair in combinations(range(months + 1), 2)}
    for offset in range(base):
        series = [(0,)]
        for month in range(1, months + 1):
            series = [
                (*one, total)
                for one in series
                for total in range(one[-1], one[-1] + most + 1)
                if base * ((total + offset) // base) == shown[month]
            ]
        for one in series:
            for first, last in found:
                found[first, last].add(one[last] - one[first])
    return found


@pytest.mark.parametrize("base", [5, 10])
@pytest.mark.parametrize("counts", [[0, 0, 0, 0], [1, 0, 2, 0], [7, 3, 0, 5], [12, 1, 9, 4]])
@pytest.mark.parametrize("offset", [0, 3])
def test_all_periods_together_leave_as_many_values_as_a_block_is_wide(base, counts, offset):
    shown = round_totals(np.concatenate([[0], np.cumsum(counts)]), offset, base)
    possible = list_possible(shown, base, most=2 * base + 12)
    assert min(len(values) for values in possible.values()) >= base


def test_rounding_each_period_afresh_would_not():
    # The same check on what it replaces: hidden from 1 to 4, else rounded to 5, each period by itself.
    counts, told = [3, 1, 2, 8], 0
    for month, count in enumerate(counts):
        possible = set(range(30))
        for first in range(month + 1):
            for last in range(month, len(counts)):
                others = sum(counts[first : last + 1]) - count
                true = others + count
                shown = {value for value in range(60) if _round_afresh(value) == _round_afresh(true)}
                possible &= {value - others for value in shown}
        told += len(possible) < 5
    assert told, "with each period rounded by itself, some month is told closer than five"


def _round_afresh(value: int) -> str:
    return "[c]" if 1 <= value <= 4 else str(5 * ((value + 2) // 5))


@given(
    counts=st.lists(st.integers(0, 40), min_size=1, max_size=24),
    offset=st.integers(0, 9),
    base=st.sampled_from([5, 10]),
)
def test_a_count_is_out_by_less_than_a_block_however_long_the_period(counts, offset, base):
    true = np.concatenate([[0], np.cumsum(counts)])
    shown = round_totals(true, offset % base, base)
    for first, last in combinations(range(len(true)), 2):
        error = (shown[last] - shown[first]) - (true[last] - true[first])
        assert abs(error) <= base - 1 and (shown[last] - shown[first]) % base == 0


@pytest.mark.parametrize("base", [5, 10, 20])
def test_the_error_is_even_handed_and_has_the_variance_said(base):
    rng = np.random.default_rng(7)
    true = np.cumsum(rng.poisson(6, (40_000, 30)), axis=1)
    shown = round_totals(true, rng.integers(0, base, (40_000, 1)), base)
    error = (shown[:, 20] - shown[:, 4]) - (true[:, 20] - true[:, 4])
    assert abs(error.mean()) < 4 * np.sqrt(variance_of(base) / len(error))
    assert error.var() == pytest.approx(variance_of(base), rel=0.03)


def test_the_base_is_five_or_wider_than_what_the_rule_hides():
    rules = load_catalogue(PATHS.catalogue).rules
    bases = {name: find_base(rule) for name, rule in rules.items()}
    assert bases["published"] == 1 and bases["health_1_to_7"] == 10
    assert {bases[name] for name in ("council_under_5", "education_1_to_2", "justice_under_5")} == {5}


def test_the_start_follows_the_records_and_the_key_and_no_name():
    first, again = identify("flow", ["assault"], "E1"), identify("flow", ["assault"], "E1")
    starts = {find_offset(KEY, identify("flow", ["assault"], f"E{place}"), 10) for place in range(60)}
    assert find_offset(KEY, first, 10) == find_offset(KEY, again, 10)
    assert starts == set(range(10)), "every start comes up"
    others = [find_offset(f"key {number}".encode(), first, 10) for number in range(60)]
    assert len(set(others)) == 10, "another key starts elsewhere"


@pytest.mark.parametrize(("mean", "step"), [(5, 1), (4.9, 3), (1.7, 3), (0.9, 6), (0.42, 12), (0.3, 0), (0, 0)])
def test_a_series_is_shown_as_finely_as_its_steps_average_a_block(mean, step):
    assert find_step(mean, 5) == step


def test_points_are_counted_from_the_origin():
    assert list_points(12, 3, 2).tolist() == [2, 5, 8, 11]
    assert list_points(12, 0, 2).tolist() == []
