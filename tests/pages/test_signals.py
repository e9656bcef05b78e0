"""The Signals page: what was raised, the form that logs a decision, its faults, and withdrawing."""

import json
from pathlib import Path

import pytest

from svd.journal.signal_log import LOG, read_log
from tests.builders import covered, fact, write_store
from tests.pages.tiny_app import ABBEY, MONTHS, read_html, show_tiny_app

TITLE = "Violence with injury, Abbey: up, Jan 2026"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_SIGNALS", str(tmp_path / "signals"))
    return tmp_path / "signals"


@pytest.fixture
def run_signals(tmp_path, monkeypatch, log):
    """The page over a tiny store in which a month in one ward stands out."""
    facts = [
        fact(month, ABBEY, 60 if month == "2026-01-01" else 18 + 4 * (number % 2))
        for number, month in enumerate(MONTHS)
    ]
    folder = write_store(tmp_path / "store", is_synthetic=True, facts=facts, coverage=covered(*MONTHS)).folder
    about = {"version": "tiny-signals", "sources": [], "is_synthetic": True}
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    (tmp_path / "store" / "CURRENT").write_text("test", encoding="utf-8")
    run_page = show_tiny_app(tmp_path / "store", monkeypatch)
    return lambda **params: run_page("signals", **params)


def find_field(app, kind: str, label: str):
    return next(field for field in app.get(kind) if field.label == label)


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


def test_it_says_what_awaits_a_decision_and_how_many_may_be_false(run_signals):
    app = run_signals()
    shown = read_html(app)
    assert [title.value for title in app.title] == ["Signals"] and not app.exception
    assert "raised in Apr 2025 to Mar 2026" in shown and "await a decision" in shown
    assert "no more than 1 in 10 is false" in shown
    assert "left its limits: 60" in shown and "trends?" in shown and "to review" in shown
    assert "Write nothing about a person" in shown and "Nothing yet." in shown


def test_a_decision_is_recorded_shown_and_withdrawn(run_signals, log):
    app = run_signals(signal=TITLE)
    find_field(app, "text_area", "Explanation").input("A fair in the park")
    find_field(app, "text_area", "Action").input("Stewards next year")
    find_field(app, "text_input", "Owner: a role or team").input("Events team")
    find_field(app, "selectbox", "Where it stands").select("action agreed")
    find_field(app, "text_input", "Your name").input("Ann")
    press(app, "Record")
    assert "Entry 1 is recorded" in app.success[0].value
    (entry,) = read_log(log)
    assert (entry.explanation, entry.status, entry.is_synthetic) == ("A fair in the park", "action agreed", True)
    assert "action agreed" in read_html(app)
    assert find_field(app, "text_area", "Explanation").value == "", "The form is empty again."

    app.text_input(key="withdraw_by").input("Ann")
    press(app, "Withdraw")
    assert "Entry 1 is withdrawn" in app.success[0].value and len(read_log(log)) == 2
    assert "Nothing yet." in read_html(app)


def test_what_lacks_is_told_beside_the_form_and_what_was_written_stays(run_signals, log):
    app = run_signals()
    find_field(app, "text_area", "Explanation").input("A fair")
    press(app, "Record")
    assert "Nobody is named" in app.error[0].value
    assert find_field(app, "text_area", "Explanation").value == "A fair" and read_log(log) == []


def test_what_could_be_personal_is_refused(run_signals, log):
    app = run_signals()
    find_field(app, "text_area", "Explanation").input("See ann.lee@example.org")
    find_field(app, "text_input", "Your name").input("Ann")
    press(app, "Record")
    assert "looks like an address" in app.error[0].value and read_log(log) == []


def test_a_period_without_signals_says_what_to_do(run_signals):
    app = run_signals(**{"from": "Apr 2025", "to": "Jun 2025"})
    assert "Nothing to review" in app.info[0].value and not app.exception
    assert not [button for button in app.button if button.label == "Record"]


def test_filters_that_fit_no_signal_leave_none(run_signals):
    assert "Nothing to review" in run_signals(kinds=["Fire"]).info[0].value


def test_a_log_that_cannot_be_read_is_one_plain_message(run_signals, log):
    log.mkdir()
    (log / LOG).write_text("spoilt\n", encoding="utf-8")
    app = run_signals()
    assert "line 1, can't be read" in app.error[0].value and not app.exception


def test_the_table_holds_what_was_logged(run_signals):
    app = run_signals()
    app.segmented_control(key="actions_signals").set_value("Table").run()
    assert "Explanation" in app.dataframe[0].value
