"""A month, a total and a category out of line are warned of, and sane files are not."""

import re
from datetime import date

import numpy as np
import pytest

from svd.catalogue.declarations import Break, Offence, SmallNumberRule
from tests.ingest.builders import make_catalogue
from tests.ingest.history.builders import change_catalogue, make_months, make_read, name_rules, warn

STEADY = (40, 38, 42, 41, 37, 44, 39, 40, 43, 40)
OUT = ("month_out_of_line", "Nov 2024")


def hold(*totals: int, first: str = "2024-01", **more):
    return make_read(make_months(first, *totals), name="held.csv", received_on=date(2024, 11, 1), **more)


@pytest.mark.parametrize(("total", "rules"), [(40, []), (55, []), (75, [OUT]), (12, [OUT]), (0, [OUT])])
def test_a_month_far_from_the_ten_before_it_is_out_of_line(total, rules):
    assert name_rules(warn(make_read(make_months("2024-11", total)), hold(*STEADY))) == rules


def test_the_sentence_says_the_count_and_what_is_usual():
    message = warn(make_read(make_months("2024-11", 12)), hold(*STEADY))["message"].iloc[0]
    assert message == (
        "A month is out of line with the others: Nov 2024 holds 12, where 20 to 65 are usual. "
        "Ask whether records are missing or counted twice."
    )


def test_seven_other_months_are_too_few_to_judge_by():
    assert name_rules(warn(make_read(make_months("2024-08", 75)), hold(*STEADY[:7]))) == []


def test_the_other_months_of_a_first_file_are_enough():
    assert name_rules(warn(make_read(make_months("2024-01", *STEADY, 0)))) == [OUT]


def test_a_month_is_warned_of_once_not_in_every_edition():
    before = hold(*STEADY, 75)
    assert name_rules(warn(make_read(make_months("2024-01", *STEADY, 76, 41)), before)) == []
    assert name_rules(warn(make_read(make_months("2024-01", *STEADY, 9, 41)), before)) == [OUT]


def test_a_month_that_is_not_complete_is_not_out_of_line():
    new = make_read(make_months("2024-11", 3), incomplete=("2024-11",))
    assert name_rules(warn(new, hold(*STEADY))) == [("period_incomplete", "Nov 2024")]


def test_a_month_whose_rows_were_set_aside_is_not_known():
    assert name_rules(warn(make_read({"2024-11": {"unmapped": None}}), hold(*STEADY))) == [
        ("category_vanished", "harm")
    ]


def test_months_before_a_break_are_not_held_against_those_after():
    broken = Break(id="b", date=date(2024, 10, 28), title="b", what="b", sources=("asb",))
    new = make_read(make_months("2024-11", 90))
    assert name_rules(warn(new, hold(*STEADY), catalogue=change_catalogue(breaks={"b": broken}))) == []
    other = broken.model_copy(update={"sources": ("street",)})
    assert name_rules(warn(new, hold(*STEADY), catalogue=change_catalogue(breaks={"b": other}))) == [OUT]


def test_holidays_of_a_source_sent_by_term_are_out_of_line_only_once_a_year_is_known():
    new = make_read(make_months("2024-08", *STEADY[:2], 0, *STEADY[3:]))
    assert name_rules(warn(new)) == [("month_out_of_line", "Oct 2024")]
    assert name_rules(warn(new, catalogue=make_catalogue(asb={"frequency": "term"}))) == []


def test_of_a_source_that_hides_small_numbers_no_number_is_told():
    words = dict.fromkeys(["title", "words", "authority"], "x")
    catalogue = change_catalogue(rules={"rule": SmallNumberRule(id="rule", hide_up_to=4, **words)})
    month = warn(make_read(make_months("2024-11", 2)), hold(*STEADY), catalogue=catalogue)
    both = warn(make_read(make_months("2024-01", 15, 15)), hold(40, 40), catalogue=catalogue)
    new = warn(make_read(make_months("2024-04", 15, 15)), hold(40, 40, 40), catalogue=catalogue)
    gone = warn(make_read({"2024-11": {"unmapped": None}}), hold(*STEADY), catalogue=catalogue)

    assert month["message"].iloc[0].startswith("A month is out of line with the others: Nov 2024. Ask")
    assert "half of what it was: Jan 2024 to Feb 2024 beside the edition before." in both["message"].iloc[0]
    assert "Apr 2024 to May 2024 beside Jan 2024 to Mar 2024, month for month." in new["message"].iloc[0]
    assert "which is usual in most months." in gone["message"].iloc[0]
    for told in (month, both, new, gone):
        assert not re.search(r"\d", told["message"].iloc[0].replace("2024", ""))


@pytest.mark.parametrize(
    ("totals", "rules"),
    [
        ((40, 40, 40), []),
        ((15, 18, 16), ["total_halved"]),
        ((21, 21, 21), []),
        ((90, 90, 90), ["total_doubled"]),
        ((79, 79, 79), []),
    ],
)
def test_new_months_under_half_or_over_twice_those_before(totals, rules):
    found = warn(make_read(make_months("2024-05", *totals)), hold(40, 40, 40, 40))
    assert name_rules(found) == [(rule, "the months sent first") for rule in rules]


def test_a_fall_by_half_of_small_numbers_may_be_chance():
    assert name_rules(warn(make_read(make_months("2024-05", 1, 1, 1)), hold(3, 3, 3, 3))) == []


def test_a_fall_that_came_a_year_ago_too_is_a_season():
    totals = (40, 40, 40, 40, 15, 15, 15, 40, 40, 40, 40, 40, 40, 40, 40, 40)
    assert name_rules(warn(make_read(make_months("2025-05", 15, 15, 15)), hold(*totals))) == []


@pytest.mark.parametrize(("new", "rules"), [(40, []), (15, ["total_halved"]), (21, []), (90, ["total_doubled"])])
def test_months_both_editions_cover_are_held_against_each_other(new, rules):
    found = warn(make_read(make_months("2024-01", *[new] * 4)), hold(40, 40, 40, 40))
    assert name_rules(found) == [(rule, "the months sent before") for rule in rules]


def test_the_words_for_a_total_that_fell():
    both = warn(make_read(make_months("2024-01", 15, 15)), hold(40, 40))["message"].iloc[0]
    assert "Jan 2024 to Feb 2024 held 80 in the edition before and hold 30 in this." in both
    new = warn(make_read(make_months("2024-04", 15, 15)), hold(40, 40, 40))["message"].iloc[0]
    assert "Apr 2024 to May 2024 hold 15 a month, and Jan 2024 to Mar 2024 held 40." in new


def test_an_older_edition_is_not_judged():
    assert name_rules(warn(make_read(make_months("2024-01", 5, 5)), hold(40, 40, 40, 40))) == []


def mix(first: str, months: int, **each: int) -> dict:
    return {month: dict(each) for month in make_months(first, *[0] * months)}


VANISHED = [("category_vanished", "nuisance")]


@pytest.mark.parametrize(("usual", "months", "rules"), [(7, 1, VANISHED), (6, 1, []), (3, 3, VANISHED), (2, 3, [])])
def test_a_category_that_should_be_there_is_missed(usual, months, rules):
    held = make_read(mix("2024-01", 6, harm=100, nuisance=usual), name="held.csv")
    assert name_rules(warn(make_read(mix("2024-07", months, harm=100)), held)) == rules
    assert name_rules(warn(make_read(mix("2024-07", months, harm=100, nuisance=1)), held)) == []


def test_a_category_of_which_a_row_was_set_aside_is_not_missed():
    held = make_read(mix("2024-01", 6, harm=100, nuisance=20), name="held.csv")
    assert name_rules(warn(make_read({"2024-07": {"harm": 100, "nuisance": None}}), held)) == []


def test_a_category_seen_in_few_months_is_not_missed():
    held = make_read(mix("2024-01", 4, harm=100) | mix("2024-05", 2, harm=100, nuisance=30), name="held.csv")
    assert name_rules(warn(make_read(mix("2024-07", 1, harm=100)), held)) == []


def test_a_category_now_counted_apart_or_within_another_is_not_missed():
    parts = {name: Offence(id=name, title=name, kind="kind") for name in ("harm", "nuisance")}
    wide = Offence(id="wide_harm", title="wide", kind="kind", includes=("nuisance",))
    catalogue = change_catalogue(offences=parts | {"wide_harm": wide})
    narrow = make_read(mix("2024-01", 6, harm=100, nuisance=20), name="held.csv")
    assert name_rules(warn(make_read(mix("2024-07", 1, harm=100, wide_harm=20)), narrow, catalogue=catalogue)) == []
    held = make_read(mix("2024-01", 6, harm=100, wide_harm=20), name="held.csv")
    assert name_rules(warn(make_read(mix("2024-07", 1, harm=100, nuisance=20)), held, catalogue=catalogue)) == []
    assert name_rules(warn(make_read(mix("2024-07", 1, harm=120)), held, catalogue=catalogue)) == [
        ("category_vanished", "wide")
    ]


def test_of_sane_files_no_more_than_the_promised_share_of_months_is_warned_of():
    random, files, months = np.random.default_rng(7), 50, 36
    warned = 0
    for mean in random.uniform(1, 200, files):
        totals = random.poisson(mean, 12 + months)
        warned += len(warn(make_read(make_months("2025-01", *totals[12:])), hold(*totals[:12])))
    assert warned <= 0.001 * files * months
