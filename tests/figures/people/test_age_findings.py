"""What ages and sexes say in words: more or fewer than residents only by the test, else no clear difference."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.people.age_findings import word_ages, word_peak, word_people_method, word_sexes
from svd.measures.result import MISSING, OK, SUPPRESSED
from tests.builders import PATHS

SOURCES = load_catalogue(PATHS.catalogue).sources
CALLS, CHILDREN, PROBATION = SOURCES["las_incidents"], SOURCES["yjs_cases"], SOURCES["probation_cases"]
NULL = float("nan")


def row(
    band: str, share: float, benchmark: float = NULL, compared: str = "", by: str = "age", status: str = OK
) -> dict:
    limits = {"share_lower": share - 3, "share_upper": share + 3}
    group = {"under_25": "Under 25", "15-17": "15 to 17", "18-24": "18 to 24", "male": "Male"}.get(band, band)
    return {
        "by": by,
        "band": band,
        "group": group,
        "share": share,
        "share_against": benchmark,
        "compared": compared,
        **limits,
        "status": status,
    }


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("compared", "end"),
    [
        ("higher", "more than chance would bring."),
        ("lower", "fewer than chance would bring."),
        ("may be higher", "perhaps more, but chance may do that."),
        ("may be lower", "perhaps fewer, but chance may do that."),
        ("similar", "no clear difference."),
    ],
)
def test_under_25s_are_held_against_residents(compared, end):
    people = table(row("under_25", 38.2, 32.4, compared))

    assert word_ages(people, CALLS) == f"Under 25s are 38% of patients and 32% of residents: {end}"


def test_a_feed_of_adults_is_held_against_residents_of_the_same_ages():
    said = word_ages(table(row("under_25", 18, 12, "higher")), PROBATION)

    assert said.startswith("Under 25s are 18% of people on probation and 12% of residents of the same ages: more")


def test_where_all_are_under_25_the_largest_band_is_named():
    people = table(row("10-14", 26.5), row("15-17", 75), row("10-17", 100), row("unknown", 1))

    assert word_ages(people, CHILDREN) == "All are under 25: 75% of children who offended are 15 to 17 (72 to 78)."


def test_a_hidden_figure_and_one_not_received_are_told_apart():
    hidden, missing = (table(row("under_25", NULL, NULL, "", status=status)) for status in (SUPPRESSED, MISSING))

    assert word_ages(hidden, CALLS) == "Ambulance call-outs: too few patients to say how many are under 25."
    assert word_ages(missing, CALLS) == "Ambulance call-outs: nothing was received for this period."
    assert (
        word_ages(table(row("15-17", NULL, status=SUPPRESSED)), CHILDREN)
        == "Too few children who offended to show by age."
    )


def test_the_band_furthest_above_residents_is_named_where_one_is_clearly_above():
    people = table(row("under_25", 50, 20, "higher"), row("18-24", 21, 9, "higher"), row("25-34", 25, 15, "higher"))

    assert word_peak(people, CALLS) == (
        "Furthest above their share of residents: aged 18 to 24, 21% of patients (18 to 24) and 9% of residents."
    )
    assert word_peak(table(row("18-24", 10, 9, "may be higher")), CALLS) == ""


def test_the_larger_sex_is_more_than_half_only_by_the_test():
    most = table(row("male", 61, 50, "higher", "sex"), row("female", 38, 50, "lower", "sex"))
    even = table(row("male", 52, 50, "similar", "sex"), row("female", 48, 50, "similar", "sex"))

    assert word_sexes(most, CALLS) == "Male: 61% of patients, more than half by more than chance."
    assert word_sexes(even, CALLS) == "Neither sex is clearly more than half of patients."
    assert (
        word_sexes(table(row("male", NULL, by="sex", status=SUPPRESSED)), CALLS) == "Too few patients to show by sex."
    )


def test_the_method_says_who_a_row_is_and_what_the_test_takes_for_granted():
    method = word_people_method(CALLS, "Hidden.")

    assert CALLS.people.note in method and "99.8% Wilson limits" in method and "Hidden." in method
    assert all(caveat in method for caveat in CALLS.caveats)
