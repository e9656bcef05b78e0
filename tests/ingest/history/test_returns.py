"""Returns out of line, denominators that jumped and indicators that vanished are warned of; sane returns are not."""

from datetime import date

import pandas as pd
import pytest

from tests.ingest.builders import ASH, BIRCH
from tests.ingest.history.builders import make_read, name_rules, warn

SHARES = (30, 28, 33, 31, 29, 32, 30, 27, 31)


def quarters(
    first: str, *numerators: float | None, indicator: str = "held", denominator: float | None = 100, ward=None
) -> list[dict]:
    starts = pd.date_range(first, periods=len(numerators), freq="3MS")
    return [
        {
            "indicator": indicator,
            "ward_code": ward,
            "period_from": start,
            "period_to": start + pd.DateOffset(months=2),
            "numerator": numerator,
            "denominator": denominator,
            "is_suppressed": False,
        }
        for start, numerator in zip(starts, numerators, strict=True)
    ]


def send(*rows: list[dict], **more):
    return make_read(source="team_returns", returns=[row for part in rows for row in part], **more)


def hold(*rows: list[dict]):
    return send(*rows, name="held.csv", received_on=date(2026, 4, 20))


OUT = ("return_out_of_line", "held, Apr 2026 to Jun 2026")


@pytest.mark.parametrize(("numerator", "rules"), [(30, []), (42, []), (65, [OUT]), (5, [OUT]), (None, [])])
def test_a_share_far_from_the_nine_before_it_is_out_of_line(numerator, rules):
    new = send(quarters("2026-04", numerator))
    assert name_rules(warn(new, hold(quarters("2024-01", *SHARES)))) == rules


def test_the_sentence_says_the_figure_and_what_is_usual():
    message = warn(send(quarters("2026-04", 65)), hold(quarters("2024-01", *SHARES)))["message"].iloc[0]
    assert "made up, Apr 2026 to Jun 2026: the figure is 65, where 11 to 56 are usual." in message


def test_seven_earlier_periods_are_too_few():
    assert name_rules(warn(send(quarters("2025-10", 65)), hold(quarters("2024-01", *SHARES[:7])))) == []


def test_a_count_without_denominator_is_held_against_counts():
    held = hold(quarters("2024-01", *SHARES, indicator="entrants", denominator=None))
    assert name_rules(warn(send(quarters("2026-04", 36, indicator="entrants", denominator=None)), held)) == []
    found = warn(send(quarters("2026-04", 65, indicator="entrants", denominator=None)), held)
    assert name_rules(found) == [("return_out_of_line", "entrants, Apr 2026 to Jun 2026")]


def test_a_ward_is_held_against_itself_and_many_are_told_of_once():
    held = hold(quarters("2024-01", *SHARES, ward=ASH), quarters("2024-01", *SHARES, ward=BIRCH))
    one = warn(send(quarters("2026-04", 75, ward=ASH), quarters("2026-04", 30, ward=BIRCH)), held)
    assert name_rules(one) == [OUT] and f"ward {ASH}: the figure is 75" in one["message"].iloc[0]
    both = warn(send(quarters("2026-04", 75, ward=ASH), quarters("2026-04", 75, ward=BIRCH)), held)
    assert name_rules(both) == [OUT] and "(1 more areas likewise)" in both["message"].iloc[0]


def test_a_figure_out_of_line_before_is_not_told_of_again():
    held = hold(quarters("2024-01", *SHARES, 65))
    assert name_rules(warn(send(quarters("2024-01", *SHARES, 66)), held)) == []


@pytest.mark.parametrize(("denominator", "rules"), [(100, []), (145, []), (160, True), (45, True), (60, [])])
def test_a_denominator_that_jumped_by_half(denominator, rules):
    new = send(quarters("2024-10", 0.3 * denominator, denominator=denominator))
    expected = [("denominator_jumped", "held, Oct 2024 to Dec 2024")] if rules else []
    assert name_rules(warn(new, hold(quarters("2024-01", 30, 30, 30)))) == expected


def test_a_small_denominator_may_double_by_chance():
    held = hold(quarters("2024-01", 2, 2, 2, denominator=4))
    assert name_rules(warn(send(quarters("2024-10", 4, denominator=8)), held)) == []


def test_an_indicator_that_was_always_sent_is_missed():
    both = hold(quarters("2024-01", 30, 30, 30), quarters("2024-01", 3, 4, 3, indicator="entrants", denominator=None))
    found = warn(send(quarters("2024-10", 30)), both)
    assert name_rules(found) == [("indicator_vanished", "entrants")]
    assert "returned for 3 of the last 3 periods" in found["message"].iloc[0]


def test_an_indicator_sent_now_and_then_or_by_the_year_is_not_missed():
    rare = quarters("2024-01", 3, indicator="entrants", denominator=None)
    assert name_rules(warn(send(quarters("2024-10", 30)), hold(quarters("2024-01", 30, 30, 30), rare))) == []
    yearly = [row | {"period_to": row["period_from"] + pd.DateOffset(months=11)} for row in rare]
    assert name_rules(warn(send(quarters("2025-01", 30)), hold(quarters("2024-01", 30, 30, 30, 30), yearly))) == []
