"""People by age and sex: sums of shown totals within their stated error, limits by hand, an oracle, and null worlds."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.people.ages import KNOWN, TEENS, UNDER_25, UNKNOWN, measure_people
from svd.figures.people.parts import limit_share
from svd.figures.people.records import find_feeds, find_feeds_without, read_receipt, word_receipt
from svd.measures.feed import AGE
from svd.measures.protect import round_totals, variance_of
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.stats.limits import Z_998, limits_proportion
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, incident
from tests.figures.people.sent import count_facts, list_months

JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))
FIRST = Selection(date(2026, 1, 1), date(2026, 3, 1))
CALLS = "SYNTHETIC calls 2026-01.csv"
PROBATION = {"source": "probation_cases", "offence": "probation_violence"}
BASE = 10
"""How wide a block of ambulance calls is."""


def build(folder, rows, *, source="las_incidents", months=("2026-01-01",)):
    sent = covered(*months, source=source, extract=CALLS)
    return build_evidence(folder, incidents=rows, facts=count_facts(rows), coverage=sent, is_synthetic=True)


def read(folder, rows, *, source="las_incidents", selection=JANUARY, months=("2026-01-01",)):
    """The people of the source by what they are of and their band."""
    evidence = build(folder, rows, source=source, months=months)
    people = measure_people(evidence, evidence.catalogue.sources[source], selection)
    return people.set_index(["by", "band"])


def calls(
    count: int, age: str | None = None, sex: str | None = None, month: str = "2026-01-01", **others
) -> list[dict]:
    return [incident(month, age_band=age, sex=sex, **others)] * count


def test_a_share_has_the_wilson_limits_of_what_is_shown_wider_by_the_protection(tmp_path):
    rows = calls(150, "0-9", "female") + calls(300, "18-24", "male") + calls(750, "35+", "male") + calls(20)
    people = read(tmp_path, rows)
    young, known = people.loc[(AGE, UNDER_25)], people.loc[(AGE, KNOWN)]

    assert young["count"] == people.loc[AGE].loc[["0-9", "18-24"], "count"].sum()
    assert known["count"] == young["count"] + people.loc[(AGE, "35+"), "count"]
    p, n, noise = young["count"] / known["count"], known["count"], variance_of(BASE)
    assert young["share"] == pytest.approx(100 * p)
    # Two parts make the under 25s and one the rest: each adds 16.5 to the variance.
    extra = 1.96**2 * ((1 - p) ** 2 * 2 * noise + p**2 * noise) / n**2
    lower, upper = (float(limit) for limit in limits_proportion(young["count"], n))
    assert young["share_lower"] == pytest.approx(100 * (p - np.sqrt((p - lower) ** 2 + extra)), abs=0.01)
    assert young["share_upper"] == pytest.approx(100 * (p + np.sqrt((upper - p) ** 2 + extra)), abs=0.01)
    unknown = people.loc[(AGE, UNKNOWN)]
    assert unknown["share"] == pytest.approx(100 * unknown["count"] / (known["count"] + unknown["count"]))
    assert set(people["status"]) == {OK, SUPPRESSED} and people["is_synthetic"].all()


def test_every_figure_is_within_the_stated_error_of_the_slow_sum_and_a_multiple_of_the_block(tmp_path):
    draw = np.random.default_rng(20260101)
    ages, sexes = ["0-9", "10-14", "15-17", "18-24", "25-34", "35+", None], ["female", "male", "other", None]
    months = list_months("2025-01-01", "2026-03-01")
    rows = [incident(str(draw.choice(months)), age_band=draw.choice(ages), sex=draw.choice(sexes)) for _ in range(6000)]
    people = read(tmp_path, rows, selection=FIRST, months=months)
    own = [row for row in rows if row["month"] >= pd.Timestamp("2026-01-01")]

    assert set(people["period"]) == {"Jan 2026 to Mar 2026"}
    for (by, band), row in people.iterrows():
        parts = {UNDER_25: ages[:4], TEENS: ages[1:3], UNKNOWN: [None]}.get(band, [band])
        if band == KNOWN:
            parts = ages[:-1] if by == AGE else sexes[:-1]
        exact = sum(record["age_band" if by == AGE else "sex"] in parts for record in own)
        assert row["count"] % BASE == 0
        assert abs(row["count"] - exact) <= len(parts) * (BASE - 1)
        assert row["noise"] == pytest.approx(len(parts) * 16.5)


def test_overlapping_periods_say_no_more_than_the_running_totals(tmp_path):
    """A hidden age-month is not told by subtracting one period from another: every count is the same difference."""
    draw = np.random.default_rng(7)
    months = list_months("2025-01-01", "2025-12-01")
    rows = [row for month in months for row in calls(int(draw.poisson(14)), "18-24", "male", month)]
    rows += [row for month in months for row in calls(int(draw.poisson(14)), "35+", "female", month)]
    evidence = build(tmp_path, rows, months=months)
    source = evidence.catalogue.sources["las_incidents"]

    def ask(first: int, last: int) -> float:
        selection = Selection(date(2025, first, 1), date(2025, last, 1))
        people = measure_people(evidence, source, selection).set_index(["by", "band"])
        return np.nan_to_num(people.loc[(AGE, "18-24"), "count"])

    for split in (3, 6, 10):
        assert ask(1, 12) == ask(1, split) + ask(split + 1, 12)


def test_residents_and_rates_are_of_the_same_ages(tmp_path):
    people = read(tmp_path, calls(50, "10-14") + calls(50, "15-17") + calls(50, "18-24") + calls(100, "35+"))
    teens = people.loc[(AGE, TEENS)]

    assert teens["rate"] == pytest.approx(teens["count"] / teens["residents"] * 1000)
    assert teens["rate_lower"] < teens["rate"] < teens["rate_upper"]
    assert pd.isna(people.loc[(AGE, "10-14"), "rate"]) and pd.isna(people.loc[(AGE, "10-14"), "share_against"])
    known = people.loc[(AGE, KNOWN), "residents"]
    young = people.loc[(AGE, UNDER_25)]
    assert young["share_against"] == pytest.approx(young["residents"] / known * 100)


@pytest.mark.parametrize(("young", "word"), [(480, "higher"), (375, "similar"), (270, "lower")])
def test_the_share_differs_from_residents_only_where_the_limits_leave_them_out(tmp_path, young, word):
    people = read(tmp_path, calls(young, "18-24") + calls(1000 - young, "35+"))

    assert people.loc[(AGE, UNDER_25), "compared"] == word


def test_with_fewer_than_five_on_either_side_nothing_is_compared(tmp_path):
    rows = calls(400, "18-24", **PROBATION) + calls(4, "25-34", **PROBATION)
    people = read(tmp_path, rows, source="probation_cases")

    assert people.loc[(AGE, "25-34"), "compared"] == ""


def test_limits_that_leave_out_the_true_share_are_as_rare_as_they_say():
    """Null worlds: the true share is the residents'; the share is called other than it in at most 0.27% of them."""
    draw, worlds = np.random.default_rng(20260102), 40_000
    for p, n, base in [(0.375, 60, 10), (0.375, 200, 10), (0.128, 150, 5), (0.5, 40, 5)]:
        counts = draw.binomial(n, p, worlds)
        part = round_totals(counts, draw.integers(0, base, worlds), base)
        rest = round_totals(n - counts, draw.integers(0, base, worlds), base)
        lower, upper = limit_share(part, part + rest, variance_of(base), variance_of(base), Z_998)
        is_tested = (part >= 5) & (rest >= 5)
        called = is_tested & ((lower > p) | (upper < p))
        assert called.mean() <= 0.0027 + 3 * np.sqrt(0.0027 / worlds)


def test_without_the_variance_of_the_protection_chance_is_called_far_too_often():
    draw, worlds, n, base = np.random.default_rng(20260102), 40_000, 60, 10
    counts = draw.binomial(n, 0.375, worlds)
    part = round_totals(counts, draw.integers(0, base, worlds), base)
    rest = round_totals(n - counts, draw.integers(0, base, worlds), base)
    lower, upper = limits_proportion(part, part + rest, Z_998)

    assert ((lower > 0.375) | (upper < 0.375)).mean() > 2 * 0.0027


def test_a_feed_that_holds_adults_only_is_held_against_adults(tmp_path):
    rows = calls(50, "18-24", **PROBATION) + calls(150, "35+", **PROBATION)
    people = read(tmp_path, rows, source="probation_cases")

    known = people.loc[(AGE, KNOWN), "residents"]
    assert people.loc[(AGE, UNDER_25), "share_against"] == pytest.approx(
        people.loc[(AGE, "18-24"), "residents"] / known * 100
    )
    assert (AGE, "0-9") not in people.index


def test_a_feed_of_children_has_no_row_of_under_25s_and_one_of_pupils_no_residents(tmp_path):
    feed = {"source": "school_exclusions", "offence": "suspension_threat"}
    rows = calls(50, "10-14", **feed) + calls(20, "15-17", **feed)
    people = read(tmp_path, rows, source="school_exclusions")

    assert (AGE, UNDER_25) not in people.index
    assert people[["residents", "rate"]].isna().all(axis=None)
    assert (people.loc[AGE, "compared"] == "").all()


def test_an_age_the_contract_does_not_foresee_is_shown_all_the_same(tmp_path):
    rows = calls(50, "18-24", **PROBATION) + calls(30, "15-17", **PROBATION)
    people = read(tmp_path, rows, source="probation_cases")

    assert abs(people.loc[(AGE, "15-17"), "count"] - 30) < 5


def test_nothing_received_is_missing_and_no_zero(tmp_path):
    sent = covered("2026-01-01", source="yjs_cases")
    evidence = build_evidence(tmp_path, coverage=sent)
    people = measure_people(evidence, evidence.catalogue.sources["las_incidents"], JANUARY)

    assert set(people["status"]) == {MISSING}
    assert people[["count", "share", "rate"]].isna().all(axis=None)


def test_a_month_that_was_not_received_makes_figures_low_and_is_told(tmp_path):
    months = ("2026-01-01", "2026-03-01")
    rows = [row for month in months for row in calls(40, "18-24", month=month) + calls(40, "35+", month=month)]
    people = read(tmp_path, rows, selection=FIRST, months=months)
    evidence = build(tmp_path, rows, months=months)
    receipt = read_receipt(evidence, evidence.catalogue.sources["las_incidents"], FIRST)

    assert people.loc[(AGE, "18-24"), "status"] == INCOMPLETE and abs(people.loc[(AGE, "18-24"), "count"] - 80) < BASE
    assert word_receipt(receipt) == (
        "1 month was not received and left out: figures are of the other 2, and too low for the period."
    )


def test_other_feeds_are_not_counted(tmp_path):
    feed = {"source": "yjs_cases", "offence": "youth_violence"}
    rows = calls(40, "18-24") + calls(40, "35+") + calls(50, "18-24", **feed)

    assert abs(read(tmp_path, rows).loc[(AGE, "18-24"), "count"] - 40) < BASE


def test_few_or_none_are_never_shown_as_zero(tmp_path):
    months = list_months("2025-01-01", "2025-12-01")
    rows = [row for month in months for row in calls(30, "18-24", "male", month) + calls(30, "35+", "female", month)]
    rows += calls(10, "0-9", "other", "2025-03-01")
    year = Selection(date(2025, 1, 1), date(2025, 12, 1))
    people = read(tmp_path, rows, months=months, selection=year)

    few = people[people["count"].isna()]
    assert (AGE, "25-34") in few.index and set(few["status"]) == {SUPPRESSED}
    assert not (people["count"] == 0).any()


def test_a_part_that_is_told_but_has_fewer_than_a_block_says_under_it(tmp_path):
    months = list_months("2025-01-01", "2025-12-01")
    rows = [row for month in months for row in calls(40, "18-24", "male", month) + calls(40, "35+", "male", month)]
    rows += calls(120, "0-9", "female", "2025-01-01")
    late = Selection(date(2025, 6, 1), date(2025, 12, 1))
    children = read(tmp_path, rows, months=months, selection=late).loc[(AGE, "0-9")]

    assert (children["status"], children["under"]) == (SUPPRESSED, BASE)


def test_a_feed_without_any_age_sent_is_not_shown_as_one_of_ages_not_known(tmp_path):
    # "Not known" alone would be the feed's own total once more, from another secret start.
    people = read(tmp_path, calls(100))

    assert people["count"].isna().all()


def test_feeds_are_found_by_what_their_contract_lists(tmp_path):
    catalogue = build(tmp_path, []).catalogue

    with_ages = [source.id for source in find_feeds(catalogue, JANUARY, "age_band", "sex")]
    assert with_ages == ["las_incidents", "yjs_cases", "probation_cases", "school_exclusions"]
    assert [one.id for one in find_feeds_without(catalogue, JANUARY, "age_band")] == ["ed_istv", "marac_cases"]
    asked = Selection(JANUARY.month_from, JANUARY.month_to, partners=("las",))
    assert [one.id for one in find_feeds(catalogue, asked, "age_band")] == ["las_incidents"]
