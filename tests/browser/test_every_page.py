"""Every page, in a real browser without the internet: it opens, says what it is, fits, and keeps nobody out."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import find_violations
from tests.browser.served_app import ServedApp, serve
from tests.browser.visit import LAPTOP, TITLES, find_small_text, read_addresses, wait_until_ready
from tests.proof import part

LEAST_TEXT = 14
"""Pixels of a chart's smallest text, on a laptop's screen."""


def test_the_menus_list_every_page_in_order(addresses: dict[str, str]) -> None:
    assert tuple(addresses) == TITLES


@pytest.mark.parametrize("title", part(TITLES, 3))
def test_a_page_opens_fits_and_is_accessible(page: Page, app: ServedApp, addresses: dict[str, str], title: str) -> None:
    page.goto(addresses[title])
    wait_until_ready(page)

    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0, app.tell()
    expect(page.locator("h1")).to_have_count(1)
    assert title in page.title(), "The browser's tab names the page."
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways."
    assert find_small_text(page, LEAST_TEXT) == []
    assert find_violations(page) == []


PARTS = (
    *(("Compare wards", f"comparison={part}", part) for part in ("Funnel", "Ranks", "Summary")),
    *(("Compare wards", f"indicator=Serious+violence&measure={way}", way) for way in ("Count", "Harm", "Cost")),
    *(
        ("Hot spots", f"feed=Ambulance call-outs&places={part}", part)
        for part in ("Concentration", "Near repeats", "Day and hour")
    ),
    *(("People", f"people={part}", part) for part in ("Repeat", "Fairness", "Police, hospital and ambulance")),
    ("People", "people=Police, hospital and ambulance&people_view=Hospital by ward", "Hospital by ward"),
    ("Trends", "indicator=Serious+violence&show=Harm", "Harm"),
)
"""Parts of pages: the page, the address's parameters, and the button they press."""


@pytest.mark.parametrize(("title", "parameters", "pressed"), part(PARTS, 4))
def test_each_part_of_a_page_fits_and_is_accessible(
    page: Page, addresses: dict[str, str], title: str, parameters: str, pressed: str
) -> None:
    page.goto(f"{addresses[title]}?{parameters}")
    wait_until_ready(page)

    expect(page.get_by_role("radio", name=pressed, exact=True)).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways."
    assert find_small_text(page, LEAST_TEXT) == []
    assert find_violations(page) == []


@pytest.mark.parametrize("title", part(["Trends", "Ward map"], 2))
def test_the_first_visitor_of_all_may_follow_a_link(
    page: Page, sample_store: Path, addresses: dict[str, str], app: ServedApp, title: str, tmp_path: Path
) -> None:
    # Until app.py has run once, Streamlit takes pages/ for its older kind of app and runs a page without its frame.
    with serve(sample_store, tmp_path / "server.log") as fresh:
        address = addresses[title].replace(app.address, fresh.address)
        assert tuple(read_addresses(page, address)) == TITLES
        assert title in page.title() and page.locator("[role=dialog]").count() == 0, fresh.tell()
        expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("title", part(["Ward map", "Ward profile", "Five Ds", "Trends", "Compare wards"], 2))
def test_every_map_and_chart_has_its_table(page: Page, addresses: dict[str, str], title: str) -> None:
    page.goto(addresses[title])
    wait_until_ready(page)

    pictures = page.locator("[data-testid=stVegaLiteChart], iframe[title*=folium]").count()
    offers = page.get_by_text("Table", exact=True)
    assert pictures >= 1 and offers.count() >= pictures
    offers.first.click()
    wait_until_ready(page)
    assert page.locator("[data-testid=stTable], [data-testid=stDataFrame]").count() >= 1


def test_the_overview_shows_the_five_ds_whole_on_a_laptop(page: Page, app: ServedApp) -> None:
    page.goto(app.address)
    wait_until_ready(page)
    box = page.locator(".svd-scorecard").bounding_box()
    assert box is not None and box["y"] + box["height"] <= LAPTOP["height"]
