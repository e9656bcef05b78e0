"""A partner's workbook on the morning of a meeting: sent with faults, marked, mended, accepted, and undone again."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.served_app import PROJECT, ServedApp, serve
from tests.browser.visit import wait_until_ready
from tests.intake.next_month import write_next_month, write_rows

FEED = "council_asb_2025-10_2026-09"
WARD_CODE = "E05014054"
MORE = 150


@pytest.fixture(scope="module")
def own_app(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """A dashboard of these tests' own: what they take in, no other test sees."""
    place = tmp_path_factory.mktemp("upload")
    shutil.copytree(sample_store, place / "store")
    with serve(place / "store", place / "server.log", place / "extracts") as served:
        yield served


@pytest.fixture
def bad_workbook(tmp_path: Path) -> Path:
    """The year's reports with 150 more in one ward, a title above the header, and two cells that are wrong."""
    with (PROJECT / "data" / "sample" / f"SYNTHETIC {FEED}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    more = [[f"MORE-{number}", "2026-09-15", "Noise", "", WARD_CODE] for number in range(MORE)]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Reports"
    sheet.append(["Anti-social behaviour reports, made up"])
    for row in [*rows, *more]:
        sheet.append(row)
    sheet["B5"], sheet["C6"] = "31/31/2026", "Something new"
    path = tmp_path / f"SYNTHETIC {FEED}.xlsx"
    book.save(path)
    return path


def open_page(page: Page, app: ServedApp, name: str) -> None:
    page.goto(f"{app.address}/{name}")
    wait_until_ready(page)


def upload(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text(re.compile("rows? read"))).to_be_visible(timeout=60_000)
    wait_until_ready(page)


def read_map(page: Page, app: ServedApp) -> dict[str, str]:
    """Each ward's count of anti-social behaviour as the map's own table has it."""
    open_page(page, app, "ward_map?indicator=Anti-social+behaviour&measure=Count")
    rows = page.locator("table:has(caption)").first.locator("tbody tr")
    return {row.locator("th").inner_text().strip(): row.locator("td").first.inner_text() for row in rows.all()}


def mend(marked: Path) -> Path:
    """The marked copy as the partner sends it back: the two cells corrected, all else as it was."""
    book = openpyxl.load_workbook(marked)
    sheet = book["Reports"]
    assert "date" in sheet["B5"].comment.text and "Something new" in sheet["C6"].comment.text
    assert book.sheetnames[0] == "What to mend"
    sheet["B5"], sheet["C6"] = "2025-10-01", "Noise"
    path = marked.with_name(f"SYNTHETIC {FEED} mended.xlsx")
    book.save(path)
    return path


def test_a_bad_workbook_is_marked_mended_accepted_and_undone(
    page: Page, own_app: ServedApp, bad_workbook: Path, tmp_path: Path
) -> None:
    before = read_map(page, own_app)

    open_page(page, own_app, "upload")
    upload(page, bad_workbook)
    expect(page.get_by_text("1 cell in column B, B5")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Marked copy")).click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Drop a file to have it checked.")).to_be_visible()
    wait_until_ready(page)

    upload(page, mend(marked))
    expect(page.get_by_text("What is wrong", exact=True)).to_have_count(0)
    expect(page.get_by_text(re.compile("The file holds .* rows for Oct 2025 to Sep 2026"))).to_be_visible()
    expect(page.get_by_text(re.compile("would change"))).to_have_count(0)
    give_reasons(page)
    page.get_by_role("textbox", name="Your name").first.fill("Ann Officer")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text(re.compile("was accepted as number 1"))).to_be_visible(timeout=60_000)

    expect(page.get_by_text(re.compile("stay as they are until 1 Apr and 1 Oct"))).to_be_visible()

    assert read_map(page, own_app) == before, "Months that were shown are written anew on fixed days only."

    open_page(page, own_app, "upload")
    page.get_by_role("textbox", name="Your name").last.fill("Bob Officer")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("was undone"))).to_be_visible(timeout=60_000)
    assert read_map(page, own_app) == before


def accept_beside(app: ServedApp, folder: Path) -> None:
    """Another officer takes in a camera's record from the command line."""
    row = {"record_id": "C1", "occurred_at": "2026-10-05T10:00", "category": "Violence seen"}
    path = write_rows(folder, [row], "SYNTHETIC council_cctv_2026-10_2026-10.csv")
    odd = ("month out of line", "period incomplete", "category vanished", "total halved")
    reasons = [f"--reason={rule}=a pilot" for rule in odd]
    place = {"SVD_STORE": str(app.log.parent / "store"), "SVD_EXTRACTS": str(app.log.parent / "extracts")}
    command = [sys.executable, "-m", "svd", "accept", str(path), "--by", "Bob Officer", *reasons]
    done = subprocess.run(command, cwd=PROJECT, env=os.environ | place, capture_output=True, text=True, check=False)
    assert "Taken in as number" in done.stdout, done.stdout + done.stderr


def give_reasons(page: Page) -> None:
    for box in page.get_by_role("textbox", name=re.compile("Why is this no fault")).all():
        box.fill("A new way to report opened in September")
        box.press("Tab")
        wait_until_ready(page)


def test_what_another_officer_takes_in_meanwhile_is_looked_at_first(
    page: Page, own_app: ServedApp, tmp_path: Path
) -> None:
    open_page(page, own_app, "upload")
    upload(page, write_next_month(tmp_path))
    page.get_by_role("textbox", name="Your name").first.fill("Ann Officer")
    page.keyboard.press("Tab")
    wait_until_ready(page)
    accept_beside(own_app, tmp_path / "other")

    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Another file was taken in or undone meanwhile")).to_be_visible(timeout=60_000)
    wait_until_ready(page)
    expect(page.get_by_text("was accepted as number")).to_have_count(0)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text(re.compile("was accepted as number"))).to_be_visible(timeout=60_000)


def test_a_picture_is_refused_with_one_message(page: Page, own_app: ServedApp, tmp_path: Path) -> None:
    picture = tmp_path / "council_asb_2026-10_2026-10.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))

    open_page(page, own_app, "upload")
    upload(page, picture)

    expect(page.get_by_text("is a picture")).to_be_visible()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Drop a file to have it checked.")).to_be_visible()


def test_a_reload_loses_the_file_and_stores_nothing(page: Page, own_app: ServedApp, bad_workbook: Path) -> None:
    open_page(page, own_app, "upload")
    upload(page, bad_workbook)
    page.reload()
    wait_until_ready(page)

    expect(page.get_by_text("Drop a file to have it checked.")).to_be_visible()
