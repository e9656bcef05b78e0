"""How a test visits a page: with every request to the outside refused and noted, and only once nothing moves."""

import os
import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, WebSocket

from tests.browser.find_chromium import find_chromium

TITLES = (
    "Overview",
    "Ward map",
    "Ward profile",
    "Five Ds",
    "Signals",
    "Present",
    "Trends",
    "Compare wards",
    "Hot spots",
    "Evaluation",
    "People",
    "Explore and export",
    "Upload",
    "Partners and data",
    "Data dictionary",
    "About",
)
"""Every page, in the order of the menus."""

LAPTOP, PROJECTOR = {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}
HERE = ("localhost", "127.0.0.1")
OUTSIDE = re.compile(r"^(?!(?:https?|wss?)://(?:localhost|127\.0\.0\.1)[:/])")
WAIT_MS = 60_000

FLAGS = (
    # Its own errands (updates, sync, field trials) would look up outside hosts at every start.
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # What no page handler sees, a look-up for a socket or a prefetch, finds no host either.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

READY = """
quietMs => {
  const app = document.querySelector('[data-testid=stApp]');
  const frames = [...document.querySelectorAll('iframe')].map(frame => frame.contentDocument).filter(Boolean);
  const isIdle = app !== null && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]') === null
    && document.fonts.status === 'loaded' && frames.every(frame => frame.readyState === 'complete');
  const seen = isIdle && [document, ...frames].map(part => part.documentElement.outerHTML.length).join();
  const now = performance.now();
  if (!isIdle || seen !== window.seenBefore) { window.seenBefore = seen; window.quietSince = now; }
  return isIdle && now - window.quietSince >= quietMs;
}
"""
"""Ready: the script has run, nothing is loading, and neither page nor frames have changed for ``quietMs``."""


def start_browser(playwright: Playwright) -> Browser:
    """A headless Chromium that runs no errands of its own."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    # Chromium's sandbox won't start as root, which is who the tests are in a container.
    flags = [*FLAGS, *(["--no-sandbox"] if is_root else [])]
    return playwright.chromium.launch(executable_path=find_chromium(), args=flags)


def open_context(browser: Browser, outside: list[str], viewport: dict[str, int] = LAPTOP) -> BrowserContext:
    """A fresh visitor whose requests to anywhere but this computer are refused and added to ``outside``."""

    def refuse(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    def note(socket: WebSocket) -> None:
        if urlsplit(socket.url).hostname not in HERE:
            outside.append(socket.url)

    context = browser.new_context(viewport=viewport, locale="en-GB", service_workers="block", accept_downloads=True)
    context.set_default_timeout(WAIT_MS)
    context.route(OUTSIDE, refuse)
    context.on("page", lambda page: page.on("websocket", note))
    return context


def wait_until_ready(page: Page, quiet_ms: int = 400) -> None:
    """Returns once Streamlit has drawn everything, fonts and frames too, and nothing has changed for a while."""
    page.wait_for_function(READY, arg=quiet_ms, polling=200, timeout=WAIT_MS)


READ_TEXT = """
charts => charts.flatMap(svg => [...svg.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => {
  const scale = svg.viewBox.baseVal?.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
  return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale];
}))
"""
"""Each text of each chart and its size on the screen, in pixels."""


def find_small_text(page: Page, least: float) -> list[tuple[str, float]]:
    """The texts of the page's charts that stand smaller than ``least`` pixels on the screen, with their sizes."""
    texts = page.locator("[data-testid=stVegaLiteChart] svg").evaluate_all(READ_TEXT)
    return [(words, size) for words, size in texts if size < least]


def read_addresses(page: Page, address: str) -> dict[str, str]:
    """Every page's title and address, as the menus link to them."""
    page.goto(address)
    wait_until_ready(page)
    found = {}
    for menu in page.locator("[data-testid=stTopNavSection]").all():
        menu.click()
        links = page.get_by_role("menuitem")
        links.first.wait_for()
        found |= {link.inner_text().strip(): link.evaluate("link => link.href") for link in links.all()}
        page.keyboard.press("Escape")
        links.first.wait_for(state="detached")
    return found


def follow_menu(page: Page, menu: str, title: str) -> None:
    """Go to the page of that title through the menu it stands in."""
    page.locator("[data-testid=stTopNavSection]", has_text=menu).click()
    page.get_by_role("menuitem", name=title).click()
