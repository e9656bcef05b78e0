"""What is read of a source's history, and for which months a new file would stand."""

import pandas as pd

from svd.catalogue.schema import FACTS
from svd.ingest.curate import build_store
from svd.ingest.history.held import find_standing, list_newer, read_history, sum_months, tabulate_counts
from tests.ingest.builders import incident_row, make_catalogue, make_geography, return_row, write_csv
from tests.ingest.history.builders import make_history, make_months, make_read


def build(folder):
    write_csv(folder / "sent", "asb_2025-01_2025-01.csv", [incident_row()])
    write_csv(folder / "sent", "team_returns_2025-01_2025-03.csv", [return_row()])
    build_store(folder / "sent", folder / "store", make_catalogue(), make_geography())
    return folder / "store"


def test_a_source_s_history_is_its_own_and_the_ledger_everyone_s(tmp_path):
    history = read_history(build(tmp_path), "asb")
    assert history.facts["source"].tolist() == ["asb"] and history.facts["count"].tolist() == [1]
    assert history.coverage["month"].tolist() == [pd.Timestamp("2025-01-01")]
    assert history.returns.empty
    assert sorted(history.extracts["source"]) == ["asb", "team_returns"]
    assert history.facts.dtypes.astype(str).to_dict() == FACTS.dtypes


def test_returns_are_read_too(tmp_path):
    assert read_history(build(tmp_path), "team_returns").returns["numerator"].tolist() == [3]


def test_without_a_store_the_history_is_empty(tmp_path):
    history = read_history(tmp_path / "nowhere", "asb")
    assert all(table.empty for table in vars(history).values())
    assert list(history.facts.columns) == FACTS.names


def test_a_file_stands_for_the_months_no_newer_edition_is_held_of():
    newer = make_read(make_months("2025-03", 1, 1), name="newer.csv")
    older = make_read(make_months("2025-01", 1, 1), name="older.csv")
    new = make_read(make_months("2025-01", 1, 1, 1))
    history = make_history(older, newer)
    assert list_newer(new, history) == ["newer.csv"]
    assert find_standing(new, history).strftime("%Y-%m").tolist() == ["2025-01", "2025-02"]


def test_of_two_editions_of_one_day_the_one_that_comes_in_now_stands():
    held = make_read(make_months("2025-01", 1, 1), name="held.csv")
    assert len(find_standing(make_read(make_months("2025-01", 1, 1)), make_history(held))) == 2


def test_what_is_absent_is_zero_and_what_was_set_aside_is_not_known():
    facts = make_read({"2025-01": {"harm": 3, "nuisance": 2}, "2025-02": {"harm": None}}).facts
    months = pd.date_range("2025-01-01", periods=3, freq="MS")
    table = tabulate_counts(facts, months)
    assert table["harm", "records"].fillna(-1).tolist() == [3, -1, 0]
    assert table["nuisance", "records"].tolist() == [2, 0, 0]
    assert sum_months(facts, months).fillna(-1).tolist() == [5, -1, 0]
    assert sum_months(facts.iloc[:0], months).tolist() == [0, 0, 0]


def test_events_counted_again_by_another_measure_are_not_added():
    facts = make_read({"2025-01": {"harm": 3}}).facts
    again = facts.assign(measure="repeats", count=1)
    assert sum_months(pd.concat([facts, again]), pd.DatetimeIndex(["2025-01-01"])).tolist() == [3]
