"""What axe-core, run without the internet, finds on a page that would keep someone out."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

GRAVE = ("serious", "critical")

ALLOWED = {"list": "ul[data-testid=stSidebarNavItems]", "listitem": "ul[data-testid=stSidebarNavItems] li"}
"""Streamlit groups its own page links with <div> between <ul> and <li>; nothing in the project can mend that."""


def find_violations(page: Page) -> list[str]:
    """One sentence for each serious or critical finding, in the page and in its frames, but for what is ALLOWED."""
    return [
        f"{finding['id']} ({finding['impact']}): {finding['help']}: {node['html'][:200]}"
        for frame in page.frames
        for finding in Axe().run(frame).response["violations"]
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
        if not _is_allowed(frame, finding["id"], node)
    ]


def _is_allowed(frame: Frame, rule: str, node: dict[str, Any]) -> bool:
    if rule not in ALLOWED:
        return False
    element = frame.locator(node["target"][0])
    return element.evaluate("(element, selector) => element.matches(selector)", ALLOWED[rule])
