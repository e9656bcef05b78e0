"""What people do with the dashboard, in a real browser without the internet."""

import io
import re

import openpyxl
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.served_app import ServedApp
from tests.browser.visit import follow_menu, wait_until_ready


def open_map(page: Page, addresses: dict[str, str]) -> FrameLocator:
    page.goto(addresses["Ward map"])
    wait_until_ready(page)
    return page.frame_locator("iframe[title*=folium]")


def test_the_map_has_19_wards_with_their_names(page: Page, addresses: dict[str, str]) -> None:
    ward_map = open_map(page, addresses)

    expect(ward_map.locator("path.leaflet-interactive")).to_have_count(19)
    expect(ward_map.get_by_text("Alibon", exact=True)).to_be_visible()


def test_a_click_on_a_ward_opens_its_profile_and_back_returns(page: Page, addresses: dict[str, str]) -> None:
    ward_map = open_map(page, addresses)
    ward_map.get_by_text("Alibon", exact=True).click(force=True)

    expect(page.locator("h1")).to_have_text("Ward profile")
    wait_until_ready(page)
    expect(page.locator("h2").first).to_contain_text("Alibon")
    assert "ward=Alibon" in page.url
    page.go_back()
    expect(page.locator("h1")).to_have_text("Ward map")


def test_filters_survive_a_change_of_page_and_a_reload(page: Page, app: ServedApp) -> None:
    page.goto(app.address)
    wait_until_ready(page)
    page.get_by_role("combobox", name=re.compile("Wards")).click()
    page.get_by_role("option", name="Alibon").click()
    page.keyboard.press("Escape")
    wait_until_ready(page)
    follow_menu(page, "Analysis", "Compare wards")
    expect(page.locator("h1")).to_have_text("Compare wards")
    wait_until_ready(page)

    expect(page.locator(".svd-header")).to_contain_text("Wards: Alibon")
    page.reload()
    wait_until_ready(page)
    expect(page.locator("h1")).to_have_text("Compare wards")
    expect(page.locator(".svd-header")).to_contain_text("Wards: Alibon")


def test_harm_chosen_on_the_map_stays_on_reload_and_in_the_ranking(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['Ward map']}?indicator=Serious+violence")
    wait_until_ready(page)
    page.get_by_role("radio", name="Harm without homicide").click(force=True)
    expect(page.locator("h2").first).to_contain_text("Serious violence, harm without homicide: half of it is in")
    page.reload()
    wait_until_ready(page)
    expect(page.locator("h2").first).to_contain_text("Serious violence, harm without homicide: half of it is in")
    follow_menu(page, "Analysis", "Compare wards")
    wait_until_ready(page)
    expect(page.locator("h1")).to_have_text("Compare wards")
    expect(page.get_by_role("radio", name="Harm without homicide")).to_be_checked()


def test_two_people_at_once_keep_their_own_filters(page: Page, addresses: dict[str, str], browser) -> None:
    other = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{addresses['Trends']}?wards=Abbey")
    other.goto(f"{addresses['Trends']}?wards=Alibon")
    for visitor, ward in ((page, "Abbey"), (other, "Alibon")):
        wait_until_ready(visitor)
        expect(visitor.locator(".svd-header")).to_contain_text(f"Wards: {ward}")
    other.context.close()


def test_slides_turn_by_arrow_keys_and_keep_their_place(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["Present"])
    wait_until_ready(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**slide=2**")
    wait_until_ready(page)
    expect(page.get_by_text("Slide 2 of 8")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Slide 3 of 8")).to_be_visible()
    page.reload()
    wait_until_ready(page)
    expect(page.get_by_text("Slide 3 of 8")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Slide 2 of 8")).to_be_visible()
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()


def test_the_workbook_holds_the_figures_on_the_screen(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['Ward map']}?indicator=Violence+with+injury&measure=Count")
    wait_until_ready(page)
    table = page.locator("table:has(caption)").first
    first = table.locator("tbody tr").first
    name = first.locator("th").inner_text().strip()
    shown = int(re.sub(r"\D", "", first.locator("td").first.inner_text().split("(")[0]))
    page.get_by_text("Download", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Excel")).click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))

    assert book.properties.language == "en-GB" and "SYNTHETIC" in book.properties.title
    figures = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if name in row]
    assert any(shown in row for row in figures), f"{name} has {shown} on the screen."


_CUT = """() => [...document.querySelectorAll('.svd-spine caption, .svd-spine th, .svd-spine td, .svd-spine img')]
  .filter(each => each.closest('thead')?.offsetWidth !== 1)  // on a phone the heads are there for ears alone
  .filter(each => {
    const room = each.closest('[data-testid="stHtml"]').getBoundingClientRect().right + 1;
    return each.getBoundingClientRect().right > room;
  })
  .map(each => each.textContent.trim().slice(0, 40))
"""


def test_no_column_of_a_wards_profile_is_cut_at_any_width(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['Ward profile']}?ward=Abbey")
    wait_until_ready(page)
    expect(page.locator(".svd-residents")).to_be_visible()
    for width in (1920, 1366, 1093, 1024, 820, 683, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        assert page.evaluate(_CUT) == [], width
        shown = page.locator(".svd-spine tbody tr:not(.svd-group)").first
        # Whether side by side or one over another: name, figure, all wards, place and verdict.
        assert shown.locator("th:visible, td:visible").count() == 5, width
