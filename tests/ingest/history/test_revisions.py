"""What changed since the last edition: only rows that differ, missing never zero, small numbers never shown."""

import dataclasses

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.catalogue.declarations import Offence
from svd.ingest.history.revisions import COLUMNS, list_revisions
from tests.ingest.builders import ASH, make_catalogue
from tests.ingest.history.builders import change_catalogue, make_history, make_read, name_rules, warn

COUNTS = st.dictionaries(
    st.sampled_from([f"2025-{month:02}" for month in range(1, 13)]),
    st.dictionaries(st.sampled_from(["harm", "nuisance", "robbery"]), st.none() | st.integers(0, 99), min_size=1),
    min_size=1,
)


def revise(new, *held, catalogue=None) -> pd.DataFrame:
    return list_revisions(new, make_history(*held), catalogue or make_catalogue())


def show(table: pd.DataFrame) -> list[tuple]:
    """period_from, category, before and after of each row; the status where one is null."""
    rows = []
    for row in table.itertuples():
        before = row.before_status if pd.isna(row.before) else int(row.before)
        after = row.after_status if pd.isna(row.after) else int(row.after)
        rows.append((f"{row.period_from:%Y-%m}", row.category, before, after))
    return rows


def test_only_what_differs_is_listed():
    held = make_read({"2025-01": {"harm": 10, "nuisance": 5}, "2025-02": {"harm": 7}}, name="held.csv")
    new = make_read({"2025-01": {"harm": 12, "nuisance": 5}, "2025-02": {"harm": 7}})
    table = revise(new, held)
    assert show(table) == [("2025-01", "harm", 10, 12)]
    assert table["difference"].tolist() == [2] and list(table.columns) == COLUMNS
    assert table["period_to"].equals(table["period_from"]) and table["measure"].tolist() == ["records"]


def test_a_month_not_covered_before_has_no_figure_before():
    held = make_read({"2025-01": {"harm": 10}}, name="held.csv")
    table = revise(make_read({"2025-01": {"harm": 10}, "2025-02": {"harm": 4}}), held)
    assert show(table) == [("2025-02", "harm", "not_covered", 4)]
    assert table["difference"].isna().all()


def test_without_a_history_every_figure_is_new():
    assert show(revise(make_read({"2025-01": {"harm": 10}}))) == [("2025-01", "harm", "not_covered", 10)]


def test_a_category_that_is_gone_falls_to_zero_and_a_new_one_rises_from_it():
    held = make_read({"2025-01": {"harm": 10}}, name="held.csv")
    table = revise(make_read({"2025-01": {"nuisance": 3}}), held)
    assert show(table) == [("2025-01", "harm", 10, 0), ("2025-01", "nuisance", 0, 3)]


def test_a_count_set_aside_is_not_known():
    held = make_read({"2025-01": {"harm": 10}}, name="held.csv")
    assert show(revise(make_read({"2025-01": {"harm": None}}), held)) == [("2025-01", "harm", 10, "not_known")]


def test_a_count_of_which_a_part_was_set_aside_is_low_and_that_alone_is_no_revision():
    held = make_read({"2025-01": {"harm": 10, "nuisance": 4}}, name="held.csv")
    new = make_read({"2025-01": {"harm": 10, "nuisance": 5}})
    part = new.facts.assign(count=pd.array([None, None], dtype="Int64"))
    new = dataclasses.replace(new, facts=pd.concat([new.facts, part], ignore_index=True))

    table = revise(new, held)

    assert show(table) == [("2025-01", "nuisance", 4, 5)]
    assert table[["before_status", "after_status"]].values.tolist() == [["ok", "incomplete"]]


def test_an_offence_inside_a_wider_one_is_not_known_rather_than_zero():
    wide = Offence(id="wide", title="wide", kind="k", includes=("harm", "nuisance"))
    offences = {name: Offence(id=name, title=name, kind="k") for name in ("harm", "nuisance")} | {"wide": wide}
    held = make_read({"2025-01": {"wide": 10}}, name="held.csv")
    table = revise(
        make_read({"2025-01": {"harm": 6, "nuisance": 4}}), held, catalogue=change_catalogue(offences=offences)
    )
    assert show(table) == [
        ("2025-01", "harm", "not_known", 6),
        ("2025-01", "nuisance", "not_known", 4),
        ("2025-01", "wide", 10, "not_known"),
    ]


def test_months_of_which_a_newer_edition_is_held_are_left_out():
    newer = make_read({"2025-01": {"harm": 10}, "2025-02": {"harm": 10}}, name="held.csv")
    assert show(revise(make_read({"2025-01": {"harm": 1}}), newer)) == []


def returned(numerator, denominator=10, ward=None, month="2025-01", *, is_suppressed=False) -> dict:
    start = pd.Timestamp(month)
    period = {"period_from": start, "period_to": start + pd.DateOffset(months=2), "ward_code": ward}
    counts = {"numerator": numerator, "denominator": denominator, "is_suppressed": is_suppressed}
    return {"indicator": "held"} | period | counts


def send(*returns: dict, **more):
    return make_read(source="team_returns", returns=list(returns), **more)


def test_returns_are_listed_by_indicator_area_and_period():
    held = send(returned(3), returned(1, 5, ASH), name="held.csv")
    new = send(returned(4), returned(1, 6, ASH), returned(2, month="2025-04"))
    table = revise(new, held)
    assert table[["ward_code", "measure"]].fillna("whole").apply(tuple, axis="columns").tolist() == [
        ("whole", "numerator"),
        (ASH, "denominator"),
        ("whole", "denominator"),
        ("whole", "numerator"),
    ]
    assert show(table) == [
        ("2025-01", "held", 3, 4),
        ("2025-01", "held", 5, 6),
        ("2025-04", "held", "not_covered", 10),
        ("2025-04", "held", "not_covered", 2),
    ]


def test_what_the_sender_hid_is_suppressed_and_no_zero():
    table = revise(send(returned(None, is_suppressed=True)), send(returned(6), name="held.csv"))
    assert show(table) == [("2025-01", "held", 6, "suppressed")]


@settings(max_examples=20)
@given(COUNTS)
def test_an_edition_sent_again_changes_nothing_and_is_only_told_of_as_sent_before(counts):
    new, held = make_read(counts), make_read(counts, name="held.csv")
    assert revise(new, held).empty
    assert name_rules(warn(new, held, sha256="held.csv")) == [("sent_before", "held.csv")]


@settings(max_examples=20)
@given(COUNTS, COUNTS)
def test_the_rows_lead_from_the_counts_before_to_those_after(before, after):
    new, held = make_read(after), make_read(before, name="held.csv", received_on=pd.Timestamp("2020-01-01").date())
    table = revise(new, held)
    assert not table.duplicated(["period_from", "category", "measure"]).any()
    for row in table.itertuples():
        month = f"{row.period_from:%Y-%m}"
        assert month in after
        for counts, value, status in (
            (before, row.before, row.before_status),
            (after, row.after, row.after_status),
        ):
            count = counts[month].get(row.category, 0) if month in counts else None
            expected = "not_covered" if month not in counts else "not_known" if count is None else "ok"
            assert status == expected
            assert value == count or (count is None and pd.isna(value))
