"""Every fault planted in the synthetic extracts is found, by file, row, column, value and rule, and no other."""

import json

import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.schema import NOT_KEPT
from svd.geography.wards import load_geography
from svd.ingest.curate import check_file
from svd.paths import read_paths

PATHS = read_paths()
NOT_REPEATED = {"Stabbing chest pain", "teenager", "Year 9", "last Friday", "YJS-00319"}
"""What private records hold instead of a code, number or date."""
KEY = PATHS.sample / "answer_key.json"


@pytest.fixture(scope="module")
def planted() -> list[dict]:
    if not KEY.is_file():
        pytest.skip("the synthetic extracts have not been written")
    return json.loads(KEY.read_text(encoding="utf-8"))["bad_rows"]


def test_planted_faults_and_no_others_are_found(planted):
    catalogue, geography = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
    found = set()
    for file in sorted({row["file"] for row in planted}):
        problems = check_file(PATHS.sample / file, catalogue, geography).problems
        told = problems[problems["severity"] == "set_aside"]
        found |= set(told[["file", "row", "column", "value", "rule", "rows"]].itertuples(index=False, name=None))
    keys = ("file", "row", "column", "value", "rule", "rows")
    assert found == {tuple(_keep(row)[key] for key in keys) for row in planted}


def _keep(row: dict) -> dict:
    """The row with its value as the problems table has it."""
    return row | {"value": NOT_KEPT} if row["value"] in NOT_REPEATED else row
