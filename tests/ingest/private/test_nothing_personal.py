"""Whatever of a person is planted in a private file, in whatever cell, none of it comes into the store or a log."""

import csv
import io
import logging
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from svd.errors import UserError
from svd.ingest.curate import build_store, check_file
from tests.ingest.builders import incident_row, make_catalogue, make_geography
from tests.proof import some

PLANTED = (
    "Bloggs",
    "Josephine Bloggs",
    "Bloggs, Josephine",
    "943 476 5919",
    "9434765919",
    "12/05/1987",
    "1987-05-12",
    "12.05.1987",
    "12 May 1987",
    "6/7/1994",
    "42 Larch Grove, Treetown AB1 2CD",
    "AB1 2CD",
    "ab12cd",
    "jo.bloggs@example.org",
    "07700 900123",
    "07700900123",
    "QQ123456C",
    "CRN-77-XK",
    "<b>Bloggs</b>",
    "=Bloggs",
    "Bloggs{0}",
)
HEADERS = ("Forename", "Date of birth", "notes", "Jo Bloggs of 42 Larch Grove", "AB1 2CD", "12/05/1987")
KEY = "a key of the tests, 40 characters long"
GOOD = incident_row() | {"age": "", "person_id": ""}
NAMES = ("asb_2025-01_2025-03.csv", "asb.csv")


@st.composite
def private_files(draw) -> tuple[str, list[list[str]], set[str]]:
    """A file's name, its header and rows, and what was planted in them."""
    rows = [[f"R{number}", *list(GOOD.values())[1:]] for number in range(draw(st.integers(1, 4)))]
    header = list(GOOD)
    if draw(st.booleans()):
        header.append(draw(st.sampled_from(HEADERS)))
        rows = [[*row, draw(st.sampled_from(PLANTED))] for row in rows]
    for _ in range(draw(st.integers(1, 6))):
        row, column = draw(st.sampled_from(rows)), draw(st.integers(0, len(header) - 1))
        row[column] = draw(st.sampled_from(PLANTED))
    rows += draw(st.lists(st.sampled_from(rows), max_size=1))
    if draw(st.booleans()):
        spoilt = draw(st.integers(0, len(rows) - 1))
        rows[spoilt] = draw(st.sampled_from([rows[spoilt][:-1], [*rows[spoilt], draw(st.sampled_from(PLANTED))]]))
    rows.append([f"R{len(rows)}", *list(GOOD.values())[1:], *[""] * (len(header) - len(GOOD))])
    sent = {cell for row in [header, *rows] for cell in row}
    return draw(st.sampled_from(NAMES)), [header, *rows], sent & {*PLANTED, *HEADERS[3:]}


@settings(max_examples=some(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=private_files(), precision=st.sampled_from(["point", "ward"]), is_person_level=st.booleans())
def test_nothing_personal_in_the_store_or_the_logs(monkeypatch, caplog, sent, precision, is_person_level):
    name, rows, planted = sent
    monkeypatch.setenv("SVD_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    catalogue = make_catalogue(asb={"location_precision": precision, "is_person_level": is_person_level})
    with tempfile.TemporaryDirectory() as folder:
        extracts, store = Path(folder) / "extracts", Path(folder) / "store"
        path = write(extracts, name, rows)
        said = build(extracts, store, catalogue)
        checked = check_file(path, catalogue, make_geography())
        assert checked.rows_read == checked.rows_kept + checked.rows_set_aside
        found = f"{said} {caplog.text} {checked.problems.to_csv()} {read_all(store)}".casefold()
        assert [text for text in planted if text.casefold() in found] == []


@pytest.mark.parametrize("column", ["record_id", "notes"])
def test_the_search_would_find_what_was_kept(tmp_path, column):
    pd.DataFrame({column: ["x", "Josephine Bloggs"]}).to_parquet(tmp_path / "kept.parquet")

    assert "josephine bloggs" in read_all(tmp_path).casefold()


def build(extracts: Path, store: Path, catalogue) -> str:
    """What a build says of itself: a version, or why there is none."""
    try:
        return repr(build_store(extracts, store, catalogue, make_geography()))
    except UserError as fault:
        return str(fault)


def read_all(folder: Path) -> str:
    """Everything in every file of ``folder``, the tables as text too."""
    texts = [path.name for path in folder.rglob("*")]
    for path in folder.rglob("*"):
        if path.is_file():
            texts.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            texts.append(pd.read_parquet(path).to_csv())
    return "\n".join(texts)


def write(folder: Path, name: str, rows: list[list[str]]) -> Path:
    folder.mkdir(parents=True)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    (folder / name).write_text(text.getvalue(), encoding="utf-8", newline="")
    return folder / name
