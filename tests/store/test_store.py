"""The store: what it adds up, what it never filters, and what it says when it is not whole."""

from datetime import date

import pandas as pd
import pytest

from svd.errors import StoreError
from svd.store.selection import Selection
from svd.store.store import Store, open_store
from tests.builders import covered, fact, returned, write_store

YEAR = Selection(date(2025, 1, 1), date(2025, 3, 1))
MARAC = {"source": "marac_cases", "extract": "marac.csv", "measure": "records"}


@pytest.fixture
def store(tmp_path) -> Store:
    facts = [
        fact("2025-01-01", "A", 4, age_band="0-9"),
        fact("2025-01-01", "A", 5, age_band="18-24"),
        fact("2025-01-01", "A", None),
        fact("2025-02-01", "B", None),
        fact("2025-03-01", None, 2),
        fact("2025-04-01", "A", 90),
        fact("2024-12-01", "A", 80),
        fact("2025-01-01", "A", 7, **MARAC),
    ]
    returns = [returned("2025-01-01", "2025-03-01", 5, 10)]
    return write_store(tmp_path, facts=facts, coverage=covered("2025-02-01", "2025-01-01"), returns=returns)


def _of(store: Store, selection: Selection = YEAR) -> list[tuple]:
    facts = store.facts_of("mps_ward", selection)
    return [
        (f"{row.month:%m}", None if pd.isna(row.ward_code) else row.ward_code, row.count_, row.unknown)
        for row in facts.rename(columns={"count": "count_"}).itertuples()
    ]


def test_known_counts_are_added_and_unknown_ones_counted(store):
    assert sorted(_of(store), key=str) == [("01", "A", 9, 1), ("02", "B", 0, 1), ("03", None, 2, 0)]


def test_sources_are_apart(store):
    assert store.facts_of("marac_cases", YEAR)["count"].to_list() == [7]
    assert store.facts_of("lfb_incidents", YEAR).empty
    assert set(store.facts(YEAR)["source"]) == {"mps_ward", "marac_cases"}


def test_ages_filter_the_facts_and_what_has_none_drops_out(store):
    young = Selection(date(2025, 1, 1), date(2025, 3, 1), ages=("18-24",))
    assert _of(store, young) == [("01", "A", 5, 0)]


def test_wards_are_never_filtered_here(store):
    one = Selection(date(2025, 1, 1), date(2025, 3, 1), wards=("B",))
    assert _of(store, one) == _of(store)


def test_coverage_and_months(store):
    assert [f"{month:%Y-%m}" for month in store.coverage["month"]] == ["2025-01", "2025-02"]
    assert store.months == (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-02-01"))
    assert len(store.coverage_of("mps_ward")) == 2
    nothing = store.coverage_of("lfb_incidents")
    assert nothing.empty and list(nothing.columns) == list(store.coverage.columns)


def test_returns_of_one_indicator(store):
    assert store.returns_of("first_time_entrants")["numerator"].to_list() == [5]
    nothing = store.returns_of("neet_16_17")
    assert nothing.empty and "numerator" in nothing


def test_open_store_follows_current(tmp_path):
    for name in ("one", "two"):
        (tmp_path / "versions" / name).mkdir(parents=True)
        write_store(tmp_path / "versions" / name, is_synthetic=name == "two")
    (tmp_path / "CURRENT").write_text("two\n", encoding="utf-8")
    opened = open_store(tmp_path)
    assert opened.folder.name == "two" and opened.is_synthetic and opened.version == "test"
    (tmp_path / "CURRENT").write_text("one", encoding="utf-8")
    assert not open_store(tmp_path).is_synthetic


def test_nothing_built_says_how_to_build(tmp_path):
    with pytest.raises(StoreError, match="There is no store") as fault:
        open_store(tmp_path)
    assert "svd build" in fault.value.remedy


@pytest.mark.parametrize("about", [None, "{", ""])
def test_a_store_that_is_not_whole_says_so(tmp_path, about):
    (tmp_path / "CURRENT").write_text("one", encoding="utf-8")
    (tmp_path / "versions" / "one").mkdir(parents=True)
    if about is not None:
        (tmp_path / "versions" / "one" / "about.json").write_text(about, encoding="utf-8")
    with pytest.raises(StoreError, match="not whole"):
        open_store(tmp_path)
