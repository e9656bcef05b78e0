"""The browser tests' fixtures: one server and one browser a session, a fresh visitor a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.served_app import ServedApp, serve
from tests.browser.visit import open_context, read_addresses, start_browser

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts browser tests last: they take longest, and playwright's open event loop would refuse asyncio.run."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def app(sample_store: Path) -> Iterator[ServedApp]:
    """The dashboard, served from the sample."""
    with serve(sample_store, sample_store.parent / "server.log") as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture
def outside() -> list[str]:
    """The addresses outside this computer that the test's page asked for; the test fails if any is left at its end."""
    return []


@pytest.fixture
def page(browser: Browser, outside: list[str]) -> Iterator[Page]:
    """A page of a fresh visitor, on a laptop's screen, that can reach this computer only."""
    context = open_context(browser, outside)
    yield context.new_page()
    context.close()
    assert outside == [], "The page asked for something from the internet."


@pytest.fixture(scope="session")
def addresses(browser: Browser, app: ServedApp) -> dict[str, str]:
    """Each page's address by its title, as the menus have them."""
    outside: list[str] = []
    context = open_context(browser, outside)
    found = read_addresses(context.new_page(), app.address)
    context.close()
    assert outside == []
    return found
