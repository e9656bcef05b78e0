"""What is said before and after a protected feed's file is taken in: its own rows, and what was shown, which stays."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from svd.errors import UserError
from svd.figures.foretell import is_protected
from svd.figures.opening import open_evidence
from svd.ingest.vault.journal import read_journal
from svd.intake.accept import accept, undo
from svd.intake.examine import examine_file
from svd.intake.foretell import foretell, word_accepted
from svd.intake.restate import restate
from svd.intake.standing import word_undone
from svd.intake.words import list_history, word_forecast
from svd.measures.book import NAME
from svd.measures.build import list_protected
from svd.measures.measure import measure, measure_many
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.tasks import build
from tests.intake.next_month import LAST, WARDS, read_next_month, write_next_month, write_next_wards, write_rows

REAL = "council_asb_2025-10_2026-09.csv"
"""A real feed sends the made-up ones away: the store of these tests holds it alone."""


def read_figures(selection: Selection, names: tuple[str, ...]) -> dict[str, tuple]:
    evidence = open_evidence()
    results = measure_many(evidence, names, selection, "borough")
    whole = results[results["ward_code"] == evidence.catalogue.area.code].set_index("indicator")
    return {name: (str(row.value), row.status) for name, row in whole.iterrows()}


def read_asb() -> tuple[float, str]:
    year = Selection(date(2025, 10, 1), date(2026, 9, 1))
    row = measure(open_evidence(), "asb_incidents", year, "borough").iloc[0]
    return row["count"], row["status"]


def take_in(path: Path):
    examined = examine_file(path)
    return accept(examined, "Ann", dict.fromkeys(examined.oddities["rule"], "Looked at"))[0]


def write_year(area: Path, *, fewer: int = 0, name: str = REAL) -> Path:
    """The year's reports, with fewer in September."""
    with LAST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    gone = [row["record_id"] for row in rows if row["occurred_at"].startswith("2026-09")][:fewer]
    return write_rows(area / f"fewer {fewer}", [row for row in rows if row["record_id"] not in gone], name)


def test_what_is_foretold_of_a_public_feed_is_what_comes(area):
    later = write_next_wards(area)
    for path in (WARDS, later):
        shutil.copy(path, area / path.name.removeprefix("SYNTHETIC "))
    take_in(area / WARDS.name.removeprefix("SYNTHETIC "))
    take_in(write_year(area))
    examined, book = examine_file(area / later.name.removeprefix("SYNTHETIC ")), (area / "store" / NAME).read_bytes()
    forecast = foretell(examined)
    told = tuple(forecast.indicators["indicator"])
    before = read_figures(forecast.selection, told)

    assert (area / "store" / NAME).read_bytes() == book, "A trial writes in no book."
    assert forecast.standing == "" and not forecast.is_withheld
    catalogue = open_evidence().catalogue
    assert not any(is_protected(catalogue, catalogue.indicators[name]) for name in told)
    take_in(examined.file.path)

    after = read_figures(forecast.selection, told)
    changed = set(forecast.indicators.loc[forecast.indicators["is_changed"], "indicator"])
    assert "violence_with_injury" in changed and changed == {name for name in told if before[name] != after[name]}
    for row in forecast.indicators.itertuples():
        assert (str(row.before), row.status_before) == before[row.indicator]
        assert (str(row.after), row.status_after) == after[row.indicator]


def test_a_trial_counts_no_feed_with_a_rule_and_needs_no_key(area, monkeypatch):
    monkeypatch.delenv("SVD_PROTECTION_KEY")
    evidence = open_evidence()
    trial = Evidence(evidence.store, evidence.catalogue, evidence.geography, is_trial=True).cube

    hidden = {one.id for one in list_protected(evidence.catalogue)}
    for table in ("extracts", "problems", "returns"):
        assert not hidden & set(trial.tables[table]["source"])
    assert not hidden & set(trial.cells["source"]) and len(trial.cells)


def test_of_a_protected_feed_only_what_the_file_holds_and_what_is_shown_today_is_said(area):
    forecast = foretell(examine_file(write_next_month(area)))
    before = read_figures(forecast.selection, ("asb_incidents",))

    assert forecast.is_withheld and forecast.standing == ""
    assert forecast.held[["month", "rows"]].astype(str).values.tolist() == [["2026-10-01", "296"]]
    assert set(forecast.indicators["indicator"]) == {"asb_incidents"} and forecast.indicators["after"].isna().all()
    row = forecast.indicators.iloc[0]
    assert (str(row["before"]), row["status_before"]) == before["asb_incidents"]
    said = word_forecast(forecast)
    assert "The file holds 296 rows for Oct 2026; 0 rejected." in said and "->" not in said


def test_previews_of_a_file_with_a_few_rows_more_tell_no_more_than_the_rows(area):
    rows, told = read_next_month(), set()
    for more in (0, 1, 2, 5):
        extra = [rows[0] | {"record_id": f"MORE-{number}"} for number in range(more)]
        forecast = foretell(examine_file(write_rows(area / str(more), rows + extra)))
        told.add(forecast.indicators.to_json())
        assert forecast.held["rows"].tolist() == [296 + more]

    assert len(told) == 1


def test_what_was_shown_of_a_protected_feed_stays_until_it_is_restated(area):
    take_in(write_year(area))
    shown = read_asb()
    fewer = write_year(area, fewer=60, name=f"{REAL.removesuffix('.csv')} revised.csv")
    stands = word_accepted(examine_file(fewer))
    entry = take_in(fewer)

    assert read_asb() == shown and shown[0] > 0
    assert (
        "was shown before for Oct 2025 to Sep 2026: those figures stay as they are until 1 Apr and 1 Oct, next on 1 "
        in stands
    )
    assert word_undone(open_evidence(), entry.file) == stands
    told = restate("Ann", "September was sent with 60 reports too many")
    anew = read_asb()
    assert shown[0] - anew[0] == pytest.approx(60, abs=18) and told.event == "restated"
    undo(entry.sequence, "Ann", "It was right before")
    assert read_asb() == anew, "An undo changes nothing shown, either."
    restate("Ann", "It was right before")
    assert read_asb() == shown, "The same records from the same secret start."
    table = list_history(read_journal(area / "extracts"))
    assert list(table["what"])[:2] == ["protected figures written anew", "undone (number 2)"]
    assert table["why"].iloc[2] == "September was sent with 60 reports too many"
    assert list(table["counts"]) == ["", "", "", "", "yes"]


def test_a_restatement_is_a_newer_version_to_those_who_look_and_builds_go_on(area, read_version):
    take_in(write_year(area))
    before, shown = read_version(), read_asb()
    restate("Ann", "To see")
    assert read_version() == f"{before}-again-1"
    restate("Ann", "To see again")
    assert read_version() == f"{before}-again-2"

    build(None, None)
    assert read_asb() == shown


def test_a_restatement_needs_a_name_a_reason_and_something_shown(area):
    for by, why in (("", "Wrong"), ("Ann", " ")):
        with pytest.raises(UserError, match="needs a name and a reason"):
            restate(by, why)
    (area / "store" / NAME).unlink()
    with pytest.raises(UserError, match="No protected figure has been shown yet"):
        restate("Ann", "Wrong")
    assert read_journal(area / "extracts") == []
