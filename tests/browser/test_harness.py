"""The harness itself: each thing it watches for is seen to be caught, on pages made up here."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.axe import find_violations
from tests.browser.visit import find_small_text, wait_until_ready

APP = "<div data-testid=stApp data-test-connection-state=CONNECTED data-test-script-state={state}>{inside}</div>"


class Here(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # noqa: N802 - the name http.server calls
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"here")

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server on this computer whose every page says "here"."""
    with HTTPServer(("127.0.0.1", 0), Here) as here:
        threading.Thread(target=here.serve_forever, daemon=True).start()
        yield f"http://localhost:{here.server_port}"
        here.shutdown()


@pytest.mark.parametrize(
    "html",
    [
        "<img src='https://example.invalid/a.png'>",
        "<link rel=stylesheet href='//example.invalid/a.css'>",
        "<iframe src='http://localhost.example.invalid/'></iframe>",
        "<script>new WebSocket('ws://example.invalid/')</script>",
    ],
)
def test_a_request_to_the_internet_is_refused_and_noted(page: Page, outside: list[str], html: str) -> None:
    page.set_content(f"<base href='http://localhost/'>{html}", wait_until="commit")
    page.wait_for_timeout(300)

    assert len(outside) == 1 and "example.invalid" in outside[0]
    outside.clear()


def test_a_request_to_this_computer_is_let_through(page: Page, outside: list[str], server: str) -> None:
    page.goto(server)

    assert page.inner_text("body") == "here" and outside == []


def test_a_page_is_ready_only_once_its_script_has_run_and_nothing_moves(page: Page) -> None:
    page.set_content(
        APP.format(state="running", inside="<p data-testid=stSkeleton></p>")
        + "<script>setTimeout(() => document.querySelector('div').dataset.testScriptState = 'notRunning', 200);"
        "setTimeout(() => document.querySelector('p').remove(), 500);"
        "setTimeout(() => document.body.append('late'), 700)</script>"
    )
    started = time.monotonic()
    wait_until_ready(page, quiet_ms=300)

    assert "late" in page.inner_text("body") and time.monotonic() - started > 0.9


@pytest.mark.parametrize(
    ("state", "inside"),
    [("running", ""), ("notRunning", "<p data-testid=stSpinner></p>"), ("notRunning", "<p data-stale=true></p>")],
)
def test_a_page_at_work_is_never_ready(page: Page, state: str, inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.browser.visit.WAIT_MS", 500)
    page.set_content(APP.format(state=state, inside=inside))

    with pytest.raises(TooLate):
        wait_until_ready(page)


@pytest.mark.parametrize(
    ("rule", "html"),
    [
        ("image-alt", "<img src='data:,'>"),
        ("color-contrast", "<p style='color: #aaa; background: #fff'>Too pale to read</p>"),
        ("list", "<ul><div>Not an item</div></ul>"),
        ("image-alt", "<iframe srcdoc=\"<html lang=en><title>x</title><img src='data:,'>\" title=map></iframe>"),
    ],
)
def test_axe_finds_what_keeps_people_out(page: Page, rule: str, html: str) -> None:
    page.set_content(f"<html lang=en><title>A page</title><main><h1>Title</h1>{html}</main></html>")

    found = find_violations(page)
    assert len(found) == 1 and found[0].startswith(rule)


def test_axe_finds_nothing_in_a_sound_page(page: Page) -> None:
    page.set_content("<html lang=en><title>A page</title><main><h1>Title</h1></main></html>")

    assert find_violations(page) == []


@pytest.mark.parametrize(("size", "width", "found"), [(14, 400, 0), (13, 400, 1), (14, 300, 1), (18, 800, 0)])
def test_small_text_of_a_chart_is_found_as_it_stands_on_the_screen(
    page: Page, size: int, width: int, found: int
) -> None:
    chart = f"<svg viewBox='0 0 400 50' width={width} height=50><text y=20 font-size={size}>Jan 2026</text></svg>"
    page.set_content(f"<div data-testid=stVegaLiteChart>{chart}</div>")

    assert len(find_small_text(page, 14)) == found
