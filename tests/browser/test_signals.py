"""A signal is reviewed in a real browser by keyboard alone, and the entry is there for the next visitor."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from svd.journal.signal_log import read_log
from tests.browser.served_app import serve
from tests.browser.visit import wait_until_ready

FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
MOST_STEPS = 20


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_STEPS):
        if page.evaluate(FOCUSED).strip() == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} can't be reached by Tab.")


def test_a_signal_is_reviewed_by_keyboard_alone(
    page: Page, sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_SIGNALS", str(tmp_path / "signals"))
    with serve(sample_store, tmp_path / "server.log") as app:
        page.goto(f"{app.address}/signals")
        wait_until_ready(page)
        page.get_by_label("Explanation").focus()
        page.keyboard.type("Two shops share one reporting line since the spring.")
        tab_to(page, "Your name")
        page.keyboard.type("Ann Lee")
        tab_to(page, "Record")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Entry 1 is recorded")).to_be_visible()

        page.goto(f"{app.address}/signals")
        wait_until_ready(page)
        expect(page.get_by_text("being looked into", exact=True).first).to_be_visible()
    (entry,) = read_log(tmp_path / "signals")
    assert (entry.by, entry.is_synthetic) == ("Ann Lee", True)
