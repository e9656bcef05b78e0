"""People by age and sex: disclosed counts, shares and rates that can be worked out by hand, and an oracle."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.people.ages import AGE, SEX, measure_people
from svd.figures.people.records import find_feeds, find_feeds_without, read_receipt, word_receipt
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact, incident

JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))
FIRST = Selection(date(2026, 1, 1), date(2026, 3, 1))
CALLS = "SYNTHETIC calls 2026-01.csv"


def read(folder, rows, *, source="las_incidents", selection=JANUARY, months=("2026-01-01",), facts=()):
    """The people of the source by what they are of and their band."""
    sent = covered(*months, source=source, extract=CALLS)
    evidence = build_evidence(folder, incidents=rows, coverage=sent, facts=list(facts))
    people = measure_people(evidence, evidence.catalogue.sources[source], selection)
    return people.set_index(["by", "band"])


def calls(count: int, age: str | None = None, sex: str | None = None, **others) -> list[dict]:
    return [incident("2026-01-01", age_band=age, sex=sex, **others)] * count


def test_the_share_of_under_25s_has_the_published_wilson_limits_and_the_residents_beside_it(tmp_path):
    rows = calls(15, "0-9", "female") + calls(30, "18-24", "male") + calls(75, "35+", "male") + calls(20)
    people = read(tmp_path, rows)
    young = people.loc[(AGE, "under_25")]

    assert (young["count"], young["denominator"], young["share"]) == (45, 120, 37.5)
    assert (young["share_lower"], young["share_upper"]) == (
        pytest.approx(29.352, abs=1e-3),
        pytest.approx(46.423, abs=1e-3),
    )
    assert people.loc[(AGE, "unknown"), "count"] == 20
    assert people.loc[(AGE, "unknown"), "share"] == pytest.approx(100 * 20 / 140)
    assert people.loc[(SEX, "male"), "share"] == pytest.approx(87.5)
    assert (people["status"] == OK).all() and people["is_synthetic"].all()


def test_residents_and_rates_are_of_the_same_ages(tmp_path):
    people = read(tmp_path, calls(50, "10-14") + calls(50, "18-24") + calls(100, "35+"))
    residents = build_evidence(tmp_path).geography.residents.sum()
    whole = residents.sum()

    teens = people.loc[(AGE, "10-17")]
    assert teens["residents"] == residents["10-17"]
    assert teens["rate"] == pytest.approx(50 / residents["10-17"] * 1000)
    assert pd.isna(people.loc[(AGE, "10-14"), "rate"]) and pd.isna(people.loc[(AGE, "10-14"), "share_against"])
    young = residents[["0-9", "10-17", "18-24"]].sum()
    assert people.loc[(AGE, "under_25"), "share_against"] == pytest.approx(young / whole * 100)
    assert people.loc[(AGE, "known"), "residents"] == whole


@pytest.mark.parametrize(
    ("young", "word"),
    [(440, "higher"), (410, "may be higher"), (375, "similar"), (340, "may be lower"), (310, "lower")],
)
def test_the_share_differs_from_residents_only_where_the_limits_leave_them_out(tmp_path, young, word):
    # Of 1,000 the 95% limits reach 3.0 points either way and the 99.8% limits 4.7; residents under 25 are 37.5%.
    people = read(tmp_path, calls(young, "18-24") + calls(1000 - young, "35+"))

    assert people.loc[(AGE, "under_25"), "compared"] == word


def test_a_feed_that_holds_adults_only_is_held_against_adults(tmp_path):
    rows = calls(50, "18-24", source="probation_cases") + calls(150, "35+", source="probation_cases")
    people = read(tmp_path, rows, source="probation_cases")
    residents = build_evidence(tmp_path).geography.residents.sum()

    adults = residents.drop(["0-9", "10-17"]).sum()
    assert people.loc[(AGE, "under_25"), "share_against"] == pytest.approx(residents["18-24"] / adults * 100)
    assert (AGE, "0-9") not in people.index


def test_a_feed_of_children_has_no_row_of_under_25s_and_one_of_pupils_no_residents(tmp_path):
    rows = calls(50, "10-14", source="school_exclusions") + calls(20, "15-17", source="school_exclusions")
    people = read(tmp_path, rows, source="school_exclusions")

    assert (AGE, "under_25") not in people.index
    assert people[["residents", "rate"]].isna().all(axis=None)
    assert (people.loc[AGE, "compared"] == "").all()


def test_an_age_the_contract_does_not_foresee_is_shown_all_the_same(tmp_path):
    people = read(
        tmp_path,
        calls(50, "18-24", source="probation_cases") + calls(30, "15-17", source="probation_cases"),
        source="probation_cases",
    )

    assert people.loc[(AGE, "15-17"), "count"] == 30


def test_nothing_received_is_missing_and_no_zero(tmp_path):
    people = read(tmp_path, [], months=())

    assert set(people["status"]) == {MISSING}
    assert people[["count", "share", "rate"]].isna().all(axis=None)


def test_a_month_that_was_not_received_makes_figures_low_and_is_told(tmp_path):
    people = read(tmp_path, calls(50, "18-24"), selection=FIRST, months=("2026-01-01", "2026-03-01"))
    evidence = build_evidence(tmp_path, coverage=covered("2026-01-01", "2026-03-01", source="las_incidents"))
    receipt = read_receipt(evidence, evidence.catalogue.sources["las_incidents"], FIRST)

    assert people.loc[(AGE, "18-24"), "status"] == INCOMPLETE and people.loc[(AGE, "18-24"), "count"] == 50
    assert word_receipt(receipt) == (
        "1 month was not received and left out: figures are of the other 2, and too low for the period."
    )


def test_rows_set_aside_make_figures_low(tmp_path):
    lost = fact("2026-01-01", None, None, source="las_incidents", offence="ambulance_assault", measure="records")
    people = read(tmp_path, calls(50, "18-24"), facts=[lost, {**lost, "count": 50}])

    assert people.loc[(AGE, "18-24"), "status"] == INCOMPLETE


def test_other_months_and_other_feeds_are_not_counted(tmp_path):
    rows = calls(40, "18-24") + [incident("2025-12-01", age_band="18-24")] * 30 + calls(20, "18-24", source="yjs_cases")

    assert read(tmp_path, rows).loc[(AGE, "18-24"), "count"] == 40


def test_counts_agree_with_the_slow_sum_of_random_records(tmp_path):
    draw = np.random.default_rng(20260101)
    ages, sexes = ["0-9", "10-14", "15-17", "18-24", "25-34", "35+", None], ["female", "male", "other", None]
    rows = [incident("2026-01-01", age_band=draw.choice(ages), sex=draw.choice(sexes)) for _ in range(1000)]
    people = read(tmp_path, rows)

    for (by, band), row in people.iterrows():
        wanted = {"under_25": ages[:4], "10-17": ages[1:3], "unknown": [None]}.get(band, [band])
        values = [record["age_band" if by == AGE else "sex"] for record in rows]
        exact = sum(value is not None for value in values) if band == "known" else sum(v in wanted for v in values)
        assert row["count"] == 5 * int(exact / 5 + 0.5)


def test_one_person_is_hidden_with_others_that_would_tell(tmp_path):
    people = read(tmp_path, calls(1, "0-9", "female") + calls(90, "18-24", "male") + calls(90, "35+", "male"))

    hidden = people.index[people["status"] == SUPPRESSED]
    assert set(hidden) == {(AGE, "0-9"), (AGE, "18-24"), (SEX, "female"), (SEX, "male")}
    assert people.loc[hidden, ["count", "share", "share_lower", "rate", "rate_lower"]].isna().all(axis=None)


def test_feeds_are_found_by_what_their_contract_lists(tmp_path):
    catalogue = build_evidence(tmp_path).catalogue

    with_ages = [source.id for source in find_feeds(catalogue, JANUARY, "age_band", "sex")]
    assert with_ages == ["las_incidents", "yjs_cases", "probation_cases", "school_exclusions"]
    assert [one.id for one in find_feeds_without(catalogue, JANUARY, "age_band")] == ["ed_istv", "marac_cases"]
    asked = Selection(JANUARY.month_from, JANUARY.month_to, partners=("las",))
    assert [one.id for one in find_feeds(catalogue, asked, "age_band")] == ["las_incidents"]
