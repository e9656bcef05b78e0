"""Extracts in words, and as a sheet whose hash is whole."""

import pandas as pd

from svd.views.lineage_table import draw_lineage, lineage_sheet, present_lineage

MONTH = pd.Timestamp("2026-01-01")
ROW = {
    "title": "Fires",
    "partner": "Fire",
    "extract": "fires.csv",
    "received_on": pd.Timestamp("2026-02-09"),
    "edition": MONTH,
    "month_from": MONTH,
    "month_to": pd.Timestamp("2026-02-01"),
    "months": 2,
    "sha256": "0123456789abcdef",
    "status": "used",
    "rows_kept": 1200,
}
TEXTS = ("title", "partner", "extract", "status")
UNKNOWN = {name: value if name in TEXTS else None for name, value in ROW.items()}


def test_an_extract_is_told_by_name_day_edition_and_the_start_of_its_hash():
    assert present_lineage(pd.DataFrame([ROW])).loc[0].to_list() == [
        "Fires", "fires.csv", "9 Feb 2026", "Jan 2026", "Jan 2026 to Feb 2026", "1,200", "01234567",
    ]  # fmt: skip


def test_what_is_not_known_is_a_dash_and_no_zero():
    row = present_lineage(pd.DataFrame([ROW, UNKNOWN])).loc[1]
    assert set(row.drop(["Feed", "File"])) == {"–"}


def test_the_sheet_has_the_whole_hash():
    sheet = lineage_sheet(pd.DataFrame([ROW]))
    assert sheet.title == "Extracts" and "1 file" in sheet.heading
    assert sheet.table["sha256"].to_list() == ["0123456789abcdef"]


def test_a_name_never_becomes_markup_and_the_list_scrolls_by_keyboard():
    drawn = draw_lineage(pd.DataFrame([{**ROW, "extract": "<b>.csv"}]))
    assert "<b>" not in drawn and 'tabindex="0"' in drawn and "01234567" in drawn
