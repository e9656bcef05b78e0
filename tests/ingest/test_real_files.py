"""The publishers' own files, where they are at hand: their figures, none of their rows set aside."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.curate import build_store
from svd.paths import read_paths

OPEN_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "open-data"
OLDER = "MPS Ward Level Crime (most recent 24 months) 2025-03.csv"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The report and the tables of a store built from all the files, and of one built without the older edition."""
    if not OPEN_DATA.is_dir():
        pytest.skip(f"the publishers' files are not in {OPEN_DATA}")
    paths = read_paths()
    catalogue, geography = load_catalogue(paths.catalogue), load_geography(paths.geo)
    found = []
    for leave_out in ((), (OLDER,)):
        extracts = tmp_path_factory.mktemp("extracts")
        for path in OPEN_DATA.glob("*.csv"):
            if path.name not in leave_out:
                shutil.copy(path, extracts)
        report = build_store(extracts, tmp_path_factory.mktemp("store"), catalogue, geography)
        tables = ("facts", "incidents", "coverage")
        found.append((report, {name: pd.read_parquet(report.path / f"{name}.parquet") for name in tables}))
    return found


@pytest.fixture(scope="module")
def tables(built):
    return built[0][1]


@pytest.fixture(scope="module")
def names():
    return dict(load_geography(read_paths().geo).ward_names)


@pytest.fixture
def of_2025(tables):
    def pick(source: str, offence: str | None = None, measure: str = "offences") -> pd.DataFrame:
        facts = tables["facts"]
        picked = (facts["source"] == source) & (facts["measure"] == measure) & (facts["month"].dt.year == 2025)
        return facts[picked & (facts["offence"] == offence if offence else True)]

    return pick


def test_no_row_is_set_aside(built):
    report, _ = built[0]
    assert report.problems[report.problems["severity"] != "warning"].empty
    assert (report.extracts["rows_kept"] == report.extracts["rows_read"]).all()


def test_offences_by_ward(of_2025, names):
    violence = of_2025("mps_ward", "violence_with_injury")
    assert violence["count"].sum() == 1768
    by_ward = violence.groupby("ward_code")["count"].sum().rename(names)
    expected = {"Northbury": 171, "Goresbrook": 115, "Village": 114, "Chadwell Heath": 112, "Gascoigne": 111}
    assert by_ward.nlargest(5).to_dict() == expected
    assert of_2025("mps_ward", "personal_robbery")["count"].sum() == 733
    assert of_2025("mps_ward")["count"].sum() == 19_671


def test_knife_crime(of_2025):
    knife = of_2025("mps_knife", "knife_crime")
    assert knife["count"].sum() == 500
    assert knife.loc[knife["ward_code"].notna(), "count"].sum() == 497
    assert knife.loc[knife["ward_code"].isna(), "count"].sum() == 3


def test_street_crime(built, names):
    report, tables = built[0]
    ledger = report.extracts.set_index("source").loc["police_uk"]
    assert (ledger["rows_read"], ledger["rows_kept"], ledger["placed_by_point"]) == (2002, 2002, 2001)
    incidents = tables["incidents"]
    by_point = incidents[incidents["placed_by"] == "point"].groupby("ward_code").size().rename(names)
    assert by_point.nlargest(3).to_dict() == {"Northbury": 187, "Eastbury": 152, "Goresbrook": 138}
    assert (incidents["offence"] == "robbery_all").sum() == 70


def test_an_older_edition_changes_nothing_in_use(built):
    (_, with_older), (_, without) = built
    pd.testing.assert_frame_equal(with_older["facts"], without["facts"])
    pd.testing.assert_frame_equal(with_older["coverage"], without["coverage"])


def test_months_pass_from_the_history_to_the_newest_edition_without_a_gap(tables):
    months = tables["coverage"].query("source == 'mps_ward'").set_index("month")["extract"]
    assert months.index.equals(pd.date_range("2010-04-01", "2026-01-01", freq="MS").astype(months.index.dtype))
    assert months["2024-01-01"].endswith("(Historical).csv")
    assert months["2024-02-01"].endswith("2026-01.csv")
