"""The store built from the synthetic folder says what the answer key says, and nothing more."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svd.catalogue.schema import NOT_KEPT
from svd.ingest.curate import build_store
from svd.ingest.problems import RULES

FIRST, LAST = pd.Timestamp("2023-10-01"), pd.Timestamp("2026-09-01")


@pytest.fixture(scope="module")
def built(made, tmp_path_factory) -> SimpleNamespace:
    """The answer key and the tables of the store built from the folder."""
    report = build_store(made.folder, tmp_path_factory.mktemp("store"), made.catalogue, made.geography)
    tables = {path.stem: pd.read_parquet(path) for path in report.path.glob("*.parquet")}
    return SimpleNamespace(key=made.key, catalogue=made.catalogue, **tables)


def count_months(built, offence: str, ward: str = "", source: str = "mps_ward") -> pd.Series:
    """Offences by month over the whole history, a month without rows being zero."""
    facts = built.facts[(built.facts["source"] == source) & (built.facts["offence"] == offence)]
    if ward:
        facts = facts[facts["ward_code"] == ward]
    months = sorted(built.coverage.loc[built.coverage["source"] == source, "month"])
    return facts.groupby("month")["count"].sum().reindex(months, fill_value=0)


def compare(before: float, after: float) -> float:
    """z of two Poisson counts over equal times; a root's variance is 1/4, the difference of two roots' 1/2."""
    return np.sqrt(2) * (np.sqrt(after) - np.sqrt(before))


def split(by_month: pd.Series, since: str, months: int) -> tuple[int, int]:
    start = pd.Timestamp(since)
    before = by_month[by_month.index < start].tail(months)
    return int(before.sum()), int(by_month[by_month.index >= start].head(months).sum())


def test_each_planted_bad_row_is_set_aside_where_the_answers_say_and_no_other_is(built):
    aside = built.problems[built.problems["severity"] != "warning"]
    columns = ["file", "row", "column", "rule", "rows"]
    found = sorted(aside[columns].itertuples(index=False, name=None))
    assert found == sorted((bad.file, bad.row, bad.column, bad.rule, bad.rows) for bad in built.key.bad_rows)
    values = {(row.file, row.row, row.column): row.value for row in aside.itertuples() if row.rule != "outside_area"}
    for bad in built.key.bad_rows:
        assert values.get((bad.file, bad.row, bad.column), bad.value) in (bad.value, NOT_KEPT)


def test_bad_rows_are_of_many_kinds(built):
    rules = {bad.rule for bad in built.key.bad_rows}
    assert len(rules) >= 14
    assert rules <= {name for name, rule in RULES.items() if rule.severity == "set_aside"}


def test_every_file_is_used_but_the_superseded_edition(built):
    (signal,) = built.key.find("superseded")
    status = built.extracts.set_index("extract")["status"]
    assert status[signal["file"]] == "superseded"
    assert set(status.drop(signal["file"])) == {"used"}
    assert built.extracts["is_synthetic"].all()
    assert not (built.coverage["extract"] == signal["file"]).any()


def test_gap_months_are_not_received_and_no_other_month_is_missing(built):
    (gap,) = built.key.find("gap")
    warned = built.problems.loc[built.problems["rule"] == "empty_month", "source"]
    assert warned[warned != "school_exclusions"].tolist() == [gap["source"]]
    months = pd.date_range(FIRST, LAST, freq="MS")
    for source in built.catalogue.sources.values():
        if source.reader != "incidents" or source.id == "school_exclusions":
            continue
        covered = built.coverage.loc[built.coverage["source"] == source.id, "month"]
        missing = [f"{month:%Y-%m}" for month in months.difference(pd.DatetimeIndex(covered))]
        assert missing == (gap["months"] if source.id == gap["source"] else []), source.id


def test_only_the_month_that_ran_on_is_not_complete(built):
    (signal,) = built.key.find("incomplete")
    incomplete = built.coverage[~built.coverage["is_complete"]]
    assert incomplete["source"].tolist() == [signal["source"]]
    assert incomplete["month"].dt.strftime("%Y-%m").tolist() == [signal["month"]]


def test_only_the_late_file_came_after_it_was_due(built):
    sources = built.catalogue.sources
    # What is published is sent by nobody: its history comes out again with each edition.
    sent = built.extracts[[not sources[name].is_public for name in built.extracts["source"]]]
    days = (sent["received_on"] - (sent["period_to"] + pd.offsets.MonthEnd(1))).dt.days
    is_late = days > sent["source"].map({source.id: source.due_days for source in sources.values()})
    (late,) = built.key.find("late")
    assert sent.loc[is_late, "extract"].tolist() == [late["file"]]


def test_homicides_are_those_planted(built):
    homicides = built.facts[(built.facts["offence"] == "homicide") & (built.facts["count"] > 0)]
    months = homicides["month"].dt.strftime("%Y-%m")
    found = sorted(zip(months, homicides["ward_code"], homicides["count"], strict=True))
    planted = sorted((e["month"], e["ward"], 1) for e in built.key.find("rare") if e["indicator"] == "homicide")
    assert found == planted


@pytest.mark.parametrize("indicator", ["non_domestic_homicide", "lethal_barrelled_discharges"])
def test_rare_returns_are_those_planted(built, indicator):
    returned = built.returns[built.returns["indicator"] == indicator]
    assert len(returned) == 36
    found = returned.loc[returned["numerator"] > 0, "period_from"].dt.strftime("%Y-%m").tolist()
    assert found == [event["month"] for event in built.key.find("rare") if event["indicator"] == indicator]


def test_the_step_shows_in_its_ward(built):
    step = next(signal for signal in built.key.find("change") if signal["id"] == "step")
    before, after = split(count_months(built, "violence_with_injury", step["ward"]), step["since"], step["months"])
    assert (before, after) == (step["count_before"], step["count_after"])
    assert compare(before, after) >= 3


def test_the_fall_in_robbery_shows_across_the_area(built):
    fall = next(signal for signal in built.key.find("change") if signal["id"] == "robbery_fall")
    before, after = split(count_months(built, "personal_robbery"), fall["since"], fall["months"])
    assert (before, after) == (fall["count_before"], fall["count_after"])
    assert compare(before, after) <= -3
    assert 0.55 < after / before < 0.75


def test_the_intervention_shows_in_its_wards_and_not_beside_them(built):
    (planted,) = built.key.find("intervention")
    counts = {
        ward: count_months(built, planted["indicator"], ward) for ward in built.facts["ward_code"].dropna().unique()
    }
    here = sum(by_month for ward, by_month in counts.items() if ward in planted["wards"])
    before, after = split(here, planted["since"], planted["months"])
    assert (before, after) == (planted["count_before"], planted["count_after"])
    assert compare(before, after) <= -3
    elsewhere = sum(by_month for ward, by_month in counts.items() if ward not in planted["wards"])
    assert abs(compare(*split(elsewhere, planted["since"], planted["months"]))) < 3


def test_the_hot_spot_comes_up_when_planted(built):
    (spot,) = built.key.find("hot_spot")
    away = np.hypot(built.incidents["easting"] - spot["easting"], built.incidents["northing"] - spot["northing"])
    since, months = pd.Timestamp(spot["since"]), pd.date_range("2025-10-01", LAST, freq="MS")
    # The police's points are moved to shared ones; the ambulance's scatter about them.
    for source, offence, reach_m in (
        ("police_uk", "police_uk_violence_and_sexual", spot["radius_m"]),
        ("las_incidents", "ambulance_assault", spot["radius_m"] + 120),
    ):
        is_near = (built.incidents["source"] == source) & (built.incidents["offence"] == offence) & (away <= reach_m)
        near = built.incidents.loc[is_near, "month"].value_counts().reindex(months, fill_value=0)
        before, after = near[near.index < since], near[near.index >= since]
        assert after.mean() >= 5, source
        assert after.min() > before.max(), source


def test_nuisance_peaks_in_summer_in_every_year(built):
    nuisance = built.facts[built.facts["source"] == "council_asb"].groupby("month")["count"].sum()
    for year in ("2024", "2025", "2026"):
        winter, summer = nuisance[f"{year}-01" : f"{year}-02"].sum(), nuisance[f"{year}-07" : f"{year}-08"].sum()
        assert compare(winter, summer) >= 3


def test_nothing_else_changed(built):
    """19 wards and 12 categories, last year on the year before: chance alone gives under one |z| of 3 in 228."""
    planted = {signal["indicator"] for kind in ("change", "intervention") for signal in built.key.find(kind)}
    assert len(planted) == 3, "each indicator has one offence, of its own name"
    facts = built.facts[(built.facts["source"] == "mps_ward") & ~built.facts["offence"].isin(planted)]
    common = facts.groupby("offence")["count"].sum().nlargest(12).index
    facts = facts[facts["offence"].isin(common)]
    is_last = facts["month"] > LAST - pd.DateOffset(months=12)
    is_before = ~is_last & (facts["month"] > LAST - pd.DateOffset(months=24))
    keys = ["ward_code", "offence"]
    after, before = (facts[part].groupby(keys)["count"].sum() for part in (is_last, is_before))
    z = compare(before.astype(float), after.reindex(before.index, fill_value=0).astype(float))
    assert len(z) > 200
    assert (z.abs() >= 3).sum() <= 2
    assert 0.7 < z.std() < 1.4
