"""The store: what it adds up, what it never filters, and what it says when it is not whole."""

import shutil
from datetime import date

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svd.catalogue.schema import INCIDENTS
from svd.errors import StoreError
from svd.store.selection import Selection
from svd.store.store import Store, group_rows, open_store
from tests.builders import build_evidence, covered, fact, incident, returned, write_store

YEAR = Selection(date(2025, 1, 1), date(2025, 3, 1))
MARAC = {"source": "marac_cases", "extract": "marac.csv", "measure": "records"}


@pytest.fixture
def store(tmp_path) -> Store:
    facts = [
        fact("2025-01-01", "A", 4, age_band="0-9"),
        fact("2025-01-01", "A", 5, age_band="18-24"),
        fact("2025-01-01", "A", 3, age_band="18-24"),
        fact("2025-01-01", "A", None),
        fact("2025-02-01", "B", None),
        fact("2025-03-01", None, 2),
        fact("2025-04-01", "A", 90),
        fact("2024-12-01", "A", 80),
        fact("2025-01-01", "A", 7, **MARAC),
    ]
    returns = [returned("2025-01-01", "2025-03-01", 5, 10)]
    coverage = covered("2025-02-01", "2025-01-01")
    return write_store(tmp_path, is_listed=False, facts=facts, coverage=coverage, returns=returns)


def _of(store: Store, source: str) -> list[tuple]:
    facts = store.count_facts()
    rows = facts[facts["source"] == source].astype({"ward_code": object, "age_band": object})
    told = rows.rename(columns={"count": "known"}).itertuples()
    return [(f"{row.month:%Y-%m}", _text(row.ward_code), _text(row.age_band), row.known, row.unknown) for row in told]


def _text(text: object) -> object:
    return None if pd.isna(text) else text


def test_known_counts_are_added_and_unknown_ones_counted(store):
    assert sorted(_of(store, "mps_ward"), key=str) == [
        ("2024-12", "A", None, 80, 0),
        ("2025-01", "A", "0-9", 4, 0),
        ("2025-01", "A", "18-24", 8, 0),
        ("2025-01", "A", None, 0, 1),
        ("2025-02", "B", None, 0, 1),
        ("2025-03", None, None, 2, 0),
        ("2025-04", "A", None, 90, 0),
    ]


def test_an_engine_that_is_given_counts_the_same(store):
    given = Store(store.folder, ibis.duckdb.connect())
    keys = ["source", "month", "ward_code", "age_band"]
    counted = [each.count_facts().astype(dict.fromkeys(keys, str)) for each in (store, given)]
    ours, theirs = (rows.sort_values(keys, ignore_index=True) for rows in counted)
    pd.testing.assert_frame_equal(ours, theirs)
    assert (store.count_facts().dtypes == given.count_facts().dtypes).all()


def test_rows_are_grouped_with_nothing_as_a_value_of_its_own():
    rows = pa.table({"name": ["a", None, "a", None], "size": [1, 2, 3, None]})
    found = group_rows(rows, ["name"], {"count": "count_all", "size": "sum"})
    assert found.fillna({"name": "none"}).to_numpy().tolist() == [["a", 2, 4], ["none", 2, 2]]


def test_records_are_read_of_the_sources_asked_and_of_no_other(tmp_path):
    rows = [incident("2025-01-01", source="lfb_incidents"), incident("2025-02-01")]
    found = write_store(tmp_path, is_listed=False, incidents=rows)
    assert found.read_records(["las_incidents"], ["month"]).to_pandas()["month"].dt.month.tolist() == [2]
    assert len(found.read_records([], ["month"])) == 0


def test_where_no_record_was_sent_none_is_read_or_grouped(tmp_path):
    folder = write_store(tmp_path, is_listed=False, facts=[fact("2025-01-01", "A", 1)]).folder
    pq.write_table(pa.table({name: pa.array([], pa.null()) for name in INCIDENTS.names}), folder / "incidents.parquet")
    rows = Store(folder).read_records(["las_incidents"], ["month", "sex"])
    assert group_rows(rows, ["source", "month", "sex"], {"count": "count_all"}).empty


def test_sources_are_apart(store):
    assert [row[-2:] for row in _of(store, "marac_cases")] == [(7, 0)]
    assert set(store.count_facts()["source"]) == {"mps_ward", "marac_cases"}


def test_incidents_are_counted_by_what_is_asked_in_the_months_selected(tmp_path):
    incidents = [incident("2025-01-01"), incident("2025-03-01"), incident("2025-01-01", ward_code="A")]
    incidents += [incident("2025-04-01"), incident("2025-02-01", source="lfb_incidents")]
    counted = write_store(tmp_path, incidents=incidents).count_incidents("las_incidents", YEAR, ("ward_code",))
    told = [(_text(ward), n) for ward, n in counted.itertuples(index=False)]
    assert sorted(told, key=str) == [("A", 1), (None, 2)]


def test_coverage_and_months(store):
    assert [f"{month:%Y-%m}" for month in store.coverage["month"]] == ["2025-01", "2025-02"]
    assert store.months == (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-02-01"))


def test_coverage_of_one_source(tmp_path):
    evidence = build_evidence(tmp_path, coverage=covered("2025-02-01", "2025-01-01"))
    assert len(evidence.coverage_of("mps_ward")) == 2
    nothing = evidence.coverage_of("lfb_incidents")
    assert nothing.empty and list(nothing.columns) == list(evidence.coverage.columns)


def test_returns_of_one_indicator(store, tmp_path):
    assert store.returns["numerator"].to_list() == [5]
    evidence = build_evidence(tmp_path / "other", returns=[returned("2025-01-01", "2025-03-01", 50, 10)])
    assert len(evidence.returns_of("first_time_entrants")) == 1
    nothing = evidence.returns_of("neet_16_17")
    assert nothing.empty and list(nothing.columns) == list(evidence.returns.columns)


def test_open_store_follows_current(tmp_path):
    for name in ("one", "two"):
        write_store(tmp_path / "made" / name, is_synthetic=name == "two")
        shutil.copytree(tmp_path / "made" / name / "versions" / "test", tmp_path / "versions" / name)
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
