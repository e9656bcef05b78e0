"""The app over a tiny store whose figures can be worked out by eye: police offences, fires and a few reports."""

import html
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import PATHS, covered, fact, write_store

WARD_FILE, FIRE_FILE = "SYNTHETIC wards 2026-03.csv", "SYNTHETIC lfb_incidents_2024-04_2026-03.csv"
REPORT_FILE = "SYNTHETIC council_asb_2023-04_2026-03.csv"
ABBEY, ALIBON = "E05014053", "E05014054"
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2023-04-01", "2026-03-01", freq="MS")]
LATE_MONTHS = MONTHS[12:]


def open_tiny_app(folder: Path, monkeypatch: pytest.MonkeyPatch, **more: list[dict]) -> Callable[..., AppTest]:
    """A function that runs one page of the app over a tiny store of its own with the URL's parameters.

    ``more`` rows of a table join the store's own, which then has a version of its own.
    """
    return show_tiny_app(write_tiny_store(folder, **more), monkeypatch)


def write_tiny_store(folder: Path, **more: list[dict]) -> Path:
    """The tiny store, with ``more`` rows of a table."""
    rows = _rows()
    version = folder / "versions" / "test"
    write_store(folder, is_synthetic=True, **rows | {name: rows.get(name, []) + given for name, given in more.items()})
    # What the app has worked out it keeps by version: one of this store's own, so that no other test's is taken for it.
    kept = f"tiny-pages-{folder.parent.name}" if more else "tiny-pages"
    about = {"version": kept, "sources": [], "is_synthetic": True}
    (version / "about.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "CURRENT").write_text("test", encoding="utf-8")
    return folder


def show_tiny_app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A function that runs one page of the app over the store with the URL's parameters."""
    monkeypatch.setenv("SVD_STORE", str(folder))

    def run(page: str, **params: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(PATHS.home / "app.py"), default_timeout=120)
        app.switch_page(f"pages/{page}.py")
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return run


def _rows() -> dict[str, list[dict]]:
    """Offences and fires of two wards, and reports too rare to be shown.

    Offences: 8 and 12 a month by turns in one ward, so that its chart has limits, and 1 in the other. Fires: 3 a month,
    one of them in no known ward, but for one gap; less than a month may show.
    """
    offences = [
        fact(month, ward, count, extract=WARD_FILE)
        for number, month in enumerate(MONTHS)
        for ward, count in ((ABBEY, 8 + 4 * (number % 2)), (ALIBON, 1))
    ]
    fire = {"source": "lfb_incidents", "extract": FIRE_FILE, "offence": "deliberate_primary_fire", "measure": "records"}
    sent = [month for month in LATE_MONTHS if month != "2025-06-01"]
    fires = [
        {**fire, "month": pd.Timestamp(month), "ward_code": ward, "count": count}
        for month in sent
        for ward, count in ((ABBEY, 2), (None, 1))
    ]
    rare = {"source": "council_asb", "extract": REPORT_FILE, "offence": "asb_noise", "measure": "records"}
    reports = [{**rare, "month": pd.Timestamp(month), "ward_code": ABBEY, "count": 1} for month in MONTHS[::6]]
    coverage = covered(*MONTHS, extract=WARD_FILE) + covered(*sent, source="lfb_incidents", extract=FIRE_FILE)
    coverage += covered(*MONTHS, source="council_asb", extract=REPORT_FILE)
    return {"facts": offences + fires + reports, "coverage": coverage, "extracts": _extracts(), "problems": _problems()}


def _extracts() -> list[dict]:
    shared = {
        "edition": pd.Timestamp("2026-03-01"),
        "period_to": pd.Timestamp("2026-03-01"),
        "placed_by_point": 0,
        "placed_by_postcode": 0,
        "placed_by_small_area": 0,
        "fields_expected": 0,
        "fields_filled": 0,
        "is_synthetic": True,
        "status": "used",
    }
    wards = {"source": "mps_ward", "partner": "mps", "extract": WARD_FILE, "received_on": pd.Timestamp("2026-04-12")}
    fires = {
        "source": "lfb_incidents",
        "partner": "lfb",
        "extract": FIRE_FILE,
        "received_on": pd.Timestamp("2026-04-27"),
    }
    fires |= {"rows_read": 71, "rows_kept": 69, "rows_set_aside": 2, "placed_by_ward": 46, "unplaced": 23}
    fires |= {"fields_expected": 213, "fields_filled": 213}
    wards |= {"rows_read": 72, "rows_kept": 72, "rows_set_aside": 0, "placed_by_ward": 72, "unplaced": 0}
    wards |= {"fields_expected": 72, "fields_filled": 72}
    return [
        {**shared, **wards, "period_from": pd.Timestamp(MONTHS[0]), "months_in_use": 36},
        {**shared, **fires, "period_from": pd.Timestamp(LATE_MONTHS[0]), "months_in_use": 23},
    ]


def _problems() -> list[dict]:
    row = {"source": "lfb_incidents", "file": FIRE_FILE, "severity": "set_aside", "rows": 1}
    words = {"column": "category", "value": "not kept", "rule": "unmapped_category"}
    date = {"column": "occurred_at", "value": "2025-13-40", "rule": "bad_date"}
    return [
        {**row, **words, "row": 5, "message": "category is [not kept: see row 5 of the file]."},
        {**row, **date, "row": 9, "message": "occurred_at is '2025-13-40', which is no date."},
    ]


def read_html(app: AppTest) -> str:
    """All that the page shows in HTML blocks and in text."""
    blocks = [html.unescape(block.proto.body) for block in app.get("html")]
    return " ".join([*blocks, *(text.value for text in app.markdown), *(box.value for box in app.info)])
