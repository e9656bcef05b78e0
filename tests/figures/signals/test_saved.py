"""What a build saves of its signals: the very tables worked out, for this store and catalogue alone, whole or not."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest

from svd.catalogue import Catalogue
from svd.figures.opening import default_selection, open_evidence
from svd.figures.scorecard import score_indicators
from svd.figures.signals import kept as kept_module
from svd.figures.signals import prepare, raised, saved
from svd.figures.signals.kept import list_kept
from svd.figures.signals.raised import find_key, raise_signals
from svd.figures.signals.reviewed import count_reviewed, list_reviewed
from svd.figures.signals.saved import USED, find_saved, read_saved, save
from svd.figures.signals.since import list_since, list_since_choices
from svd.journal.signal_log import LogEntry
from svd.measures.build import list_counted
from svd.measures.question import Evidence
from tests.builders import build_evidence, covered, fact, incident, returned
from tests.recorder import record_keys

ABBEY, ASSAULT = "E05014053", "ambulance_assault"
KINDS = {
    "area": "Area",
    "breaks": "Break",
    "categories": "Category",
    "definitions": "Definition",
    "indicators": "Indicator",
    "offences": "Offence",
    "rules": "SmallNumberRule",
    "sources": "Source",
    "targets": "Target",
    "weights": "Weight",
}


@pytest.fixture
def store(tmp_path: Path, sample_store: Path) -> Path:
    return shutil.copytree(sample_store, tmp_path / "store")


@pytest.fixture
def unsaved(store: Path) -> Evidence:
    """The sample as it would be if its build had saved nothing."""
    shutil.rmtree(find_saved(open_evidence(store)))
    return open_evidence(store)


def ask_overview(evidence: Evidence) -> list[pd.DataFrame]:
    selection = default_selection(evidence)
    first = next(iter(list_since_choices(evidence.catalogue, selection)))
    return [score_indicators(evidence, selection), list_since(evidence, selection, first)]


def refuse(*_args: object) -> None:
    raise AssertionError("A signal was raised anew.")


def test_after_a_build_overview_raises_no_signal_anew(sample_store, unsaved, monkeypatch):
    worked_out = ask_overview(unsaved)
    monkeypatch.setattr(raised, "find_chart_signals", refuse)
    monkeypatch.setattr(raised, "find_change_signals", refuse)
    for found, expected in zip(ask_overview(open_evidence(sample_store)), worked_out, strict=True):
        pd.testing.assert_frame_equal(found, expected)


def read_counted(catalogue: Catalogue) -> dict[str, set[str]]:
    """What the name of the counts stands for, which the name of the signals holds."""
    with record_keys() as recorder:
        list_counted(catalogue)
    return recorder.seen


def test_every_table_is_read_as_it_was_worked_out_and_rests_on_its_key_alone(unsaved, monkeypatch):
    counted = read_counted(unsaved.catalogue)
    with record_keys() as recorder:
        recorder.is_on, plain = 0, kept_module._find

        def find(evidence, name, work_out):
            def work_out_seen() -> pd.DataFrame:
                if not recorder.is_on:
                    evidence.cube.worked_out.clear()  # else what a table rests on may have been looked at before
                recorder.is_on += 1
                try:
                    return work_out()
                finally:
                    recorder.is_on -= 1

            return plain(evidence, name, work_out_seen)

        monkeypatch.setattr(kept_module, "_find", find)
        prepare.save_signals(unsaved)
    own = {kind: recorder.seen.pop(name) for kind, name in KINDS.items()}
    in_key = {kind: set(USED.get(kind, ())) | counted[name] for kind, name in KINDS.items()}
    assert {kind: keys - in_key[kind] for kind, keys in own.items()} == dict.fromkeys(KINDS, set())
    assert {"includes"} <= own["offences"] and {"has_age"} <= own["sources"], "Counting is looked at too."
    assert set(recorder.seen) == {"Calculation"}, "All of a calculation is in the key."
    kept = list_kept(unsaved)
    assert {"charts", "chart signals", "area months", "area charts"} < set(kept)
    for name, table in kept.items():
        pd.testing.assert_frame_equal(read_saved(find_saved(unsaved), name), table, obj=name)


def test_counts_rest_on_their_key_alone(tmp_path):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2025-01-01", "2025-12-01", freq="MS")]
    facts = [fact(month, ABBEY, 20) for month in months]
    sent = {"source": "las_incidents", "extract": "calls 2026-01.csv"}
    evidence = build_evidence(
        tmp_path,
        facts=[*facts, *(fact(month, ABBEY, 9, measure="records", offence=ASSAULT, **sent) for month in months)],
        incidents=[incident(month) for month in months],
        coverage=[*covered(*months), *covered(*months, **sent)],
        returns=[returned("2025-01-01", "2025-03-01", 9, 100)],
    )
    counted = read_counted(evidence.catalogue)
    with record_keys() as recorder:
        assert {"mps_ward", "las_incidents"} <= set(evidence.cube.sources) and len(evidence.returns)
    # The day of the last restatement stands for its months; and whichever definition is the latest, what any other
    # indicator counts is the same.
    beside = {"Area": {"restated_in"}, "Definition": {"adopted"}}
    assert recorder.seen["SmallNumberRule"] and recorder.seen["Offence"]
    del recorder.seen["Calculation"]
    left = {kind: keys - counted[kind] - beside.get(kind, set()) for kind, keys in recorder.seen.items()}
    assert left == dict.fromkeys(left, set())


def test_counts_written_anew_raise_their_signals_again(sample_store, monkeypatch):
    evidence, before = open_evidence(sample_store), find_saved(open_evidence(sample_store))
    monkeypatch.setattr(saved, "find_restatement", lambda months, _today: date(2040, months[0], 1))
    assert find_saved(evidence) != before


def test_another_catalogue_or_geography_has_its_own(sample_store):
    evidence = open_evidence(sample_store)
    end = default_selection(evidence).month_to
    name = raise_signals(evidence, end)["indicator"].iloc[0]
    renamed = evidence.catalogue.indicators[name].model_copy(update={"short_title": "Another name"})
    indicators = MappingProxyType({**evidence.catalogue.indicators, name: renamed})
    other = replace(open_evidence(sample_store), catalogue=replace(evidence.catalogue, indicators=indicators))
    assert raise_signals(other, end)["finding"].str.contains("nother name").any()
    people = evidence.geography.residents_by_year
    grown = replace(evidence.geography, residents_by_year=replace(people, counts=people.counts + 1))
    folders = {find_saved(one) for one in (evidence, other, replace(evidence, geography=grown))}
    assert len(folders) == 3 and [folder for folder in folders if folder.is_dir()] == [find_saved(evidence)]


CAPTIONS = [
    ("indicators", {"caveats": ("Mind this.",), "title": "Another", "definition": "told anew", "why_it_matters": "-"}),
    ("sources", {"caveats": ("Mind this.",), "description": "told anew", "licence": "another", "due_days": 9}),
    ("breaks", {"what": "told anew", "evidence": "elsewhere"}),
    ("rules", {"title": "Another", "words": "told anew"}),
    ("definitions", {"title": "Another", "summary": "told anew"}),
    ("offences", {"title": "Another"}),
]
RESTS_ON = [
    ("indicators", {"polarity": "neutral"}),
    ("indicators", {"short_title": "Printed in the sentence"}),
    ("sources", {"provisional_months": 7}),
    ("breaks", {"date": date(2020, 1, 1)}),
    ("rules", {"hide_up_to": 99}),
    ("definitions", {"offences": ("homicide",)}),
    ("offences", {"includes": ("homicide",)}),
    ("sources", {"has_age": True}),
    ("sources", {"small_number_rule": "health_1_to_7"}),
]


@pytest.mark.parametrize(("kind", "changes"), CAPTIONS)
def test_a_caption_raises_no_signal_again(sample_store, kind, changes):
    evidence = open_evidence(sample_store)
    assert find_saved(edit_all(evidence, kind, changes)) == find_saved(evidence)


@pytest.mark.parametrize(("kind", "changes"), RESTS_ON)
def test_what_signals_rest_on_does(sample_store, kind, changes):
    evidence = open_evidence(sample_store)
    assert find_saved(edit_all(evidence, kind, changes)) != find_saved(evidence)


def test_what_the_code_of_signals_does_is_in_the_key(sample_store, monkeypatch):
    evidence = open_evidence(sample_store)
    before = find_saved(evidence)
    asked = []
    monkeypatch.setattr(saved, "hash_code", lambda *modules: asked.append(modules) or "other code")
    assert find_saved(evidence) != before and asked == [("svd.figures.signals.prepare", "svd.figures.signals.saved")]


def edit_all(evidence: Evidence, kind: str, changes: dict) -> Evidence:
    """The evidence under a catalogue in which every entry of a kind is edited."""
    entries = {name: each.model_copy(update=changes) for name, each in getattr(evidence.catalogue, kind).items()}
    return replace(evidence, catalogue=replace(evidence.catalogue, **{kind: MappingProxyType(entries)}))


def test_what_officers_said_is_read_anew(sample_store):
    evidence = open_evidence(sample_store)
    selection = default_selection(evidence)
    before, all_raised = count_reviewed(evidence, selection)
    signal = list_reviewed(evidence, selection).query("state == 'to review'").iloc[0]
    entry = LogEntry(
        sequence=len(evidence.log) + 1,
        signal=find_key(signal, evidence.catalogue),
        status="explained",
        explanation="A new way of recording.",
        by="A",
        at=datetime(2026, 10, 1, tzinfo=UTC),
        is_synthetic=True,
    )
    said = replace(evidence, log=(*evidence.log, entry))
    assert count_reviewed(said, selection) == (before + 1, all_raised)


def test_a_spoilt_table_is_worked_out(store, unsaved):
    end = default_selection(unsaved).month_to
    expected = raise_signals(unsaved, end)
    prepare.save_signals(unsaved)
    for path in find_saved(unsaved).iterdir():
        path.write_bytes(path.read_bytes()[:50])
    pd.testing.assert_frame_equal(raise_signals(open_evidence(store), end), expected)


def test_what_is_cut_off_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space left"):
        save(tmp_path / "signals-1", {"charts": pd.DataFrame({"value": [1]})})
    assert not list(tmp_path.iterdir())


def test_what_was_saved_under_another_catalogue_goes(tmp_path):
    (tmp_path / "facts.parquet").touch()
    for name in ("signals-1", "signals-2"):
        save(tmp_path / name, {"charts": pd.DataFrame({"value": [1]})})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.parquet", "signals-2"]


def test_a_store_that_cannot_be_written_goes_without(unsaved, monkeypatch):
    monkeypatch.setattr("svd.figures.signals.saved.tempfile.mkdtemp", lambda **_: (_ for _ in ()).throw(OSError()))
    prepare.save_signals(unsaved)
    assert not find_saved(unsaved).exists()
