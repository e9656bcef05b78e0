"""What axe-core, run without the internet, finds on a page that would keep someone out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")


def find_violations(page: Page) -> list[str]:
    """One sentence for each serious or critical finding, in the page and in its frames."""
    return [
        f"{finding['id']} ({finding['impact']}): {finding['help']}: {node['html'][:200]}"
        for frame in page.frames
        for finding in Axe().run(frame).response["violations"]
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]
