"""The synthetic extracts have the published and agreed forms, with the traps of the real ones."""

from pathlib import Path

import pandas as pd
import pytest

OPEN_DATA = Path(__file__).resolve().parents[4] / "shared" / "open-data"
PLACES = ["longitude", "latitude", "easting", "northing", "postcode", "small_area", "ward_code"]
CONTRACT = ["record_id", "occurred_at", "category", *PLACES, "age_band", "sex", "is_knife", "is_domestic", "is_repeat"]
KEYS = ["WardCode", "MinorText"]


def read(made, part: str) -> pd.DataFrame:
    """The rows of the one file with ``part`` in its name that are not planted bad ones, as text."""
    (name,) = [name for name in made.key.files if part in name]
    bad = {row.row - 2 + place for row in made.key.bad_rows if row.file == name for place in range(row.rows)}
    frame = pd.read_csv(made.folder / name, dtype=str, keep_default_na=False)
    return frame[~frame.index.isin(bad)]


def read_counts(made, part: str) -> pd.DataFrame:
    frame = read(made, part).rename(columns={"wardcode": "WardCode", "minortext": "MinorText"}).set_index(KEYS)
    return frame[[name for name in frame if name.isdigit()]].astype(int)


@pytest.mark.parametrize(
    ("real", "part"),
    [
        ("MPS Ward Level Crime (most recent 24 months) 2026-01.csv", "months) 2026-09"),
        ("MPS Ward Level Crime (Historical).csv", "(Historical)"),
        ("MPS Monthly Crime Dashboard - knife crime.csv", "knife crime"),
        ("2023-01-metropolitan-street.csv", "2026-05-"),
    ],
)
def test_columns_are_those_of_the_real_file(made, real, part):
    if not (OPEN_DATA / real).exists():
        pytest.skip(f"the published file {real} is not here")
    published = pd.read_csv(OPEN_DATA / real, nrows=1).columns
    assert [name for name in published if not name.isdigit()] == [
        name for name in read(made, part).columns if not name.isdigit()
    ]


def test_record_columns_are_the_contracts_in_its_order(made):
    feeds = [name for name in made.key.files if "record_id" in (made.folder / name).read_text("utf-8")[:40]]
    assert len(feeds) > 9
    for name in feeds:
        columns = list(pd.read_csv(made.folder / name, nrows=1).columns)
        assert columns == [column for column in CONTRACT if column in columns]


def test_ward_editions_cover_their_months(made):
    assert read_counts(made, "months) 2026-09").columns[[0, -1]].tolist() == ["202410", "202609"]
    assert read_counts(made, "months) 2026-03").columns[[0, -1]].tolist() == ["202404", "202603"]
    assert read_counts(made, "(Historical)").columns[[0, -1]].tolist() == ["201901", "202410"]


def test_a_ward_and_category_without_offences_has_no_row(made):
    newest = read_counts(made, "months) 2026-09")
    assert (newest.sum(axis="columns") > 0).all()
    assert len(newest) < 19 * 31


def test_editions_agree_where_they_meet_and_the_older_one_is_lower(made):
    parts = ("months) 2026-09", "months) 2026-03", "(Historical)")
    newest, older, history = (read_counts(made, part) for part in parts)
    both = newest.index.intersection(history.index)
    assert newest.loc[both, "202410"].equals(history.loc[both, "202410"])
    both = newest.index.intersection(older.index)
    shared = newest.columns.intersection(older.columns)
    assert (older.loc[both, shared] <= newest.loc[both, shared]).all(axis=None)
    assert 0.94 < older.loc[both, shared].sum(axis=None) / newest.loc[both, shared].sum(axis=None) < 0.99


def test_knife_rows_add_up_and_no_part_is_larger_than_the_whole(made):
    knife = read(made, "knife crime").assign(count=lambda frame: frame["count"].astype(int))
    assert (knife["count"] > 0).all()
    is_ward = knife["area_type"] != "Borough"
    assert knife.loc[is_ward, "area_code"].str.fullmatch(r"E05\d{6} ").all()
    assert knife["area_name"].str.endswith(" (KG)").any()
    of = ["month_year", "crime_subtype", "measure"]
    borough = knife[~is_ward].set_index(of)["count"]
    wards = knife[is_ward].groupby(of)["count"].sum().reindex(borough.index, fill_value=0)
    beyond = (borough - wards)[borough.index.get_level_values("month_year") != "2024-02-01"]
    assert (beyond >= 0).all()
    assert 3 <= (beyond > 0).sum() <= 24
    offences = borough.xs("Offences", level="measure").unstack("crime_subtype").fillna(0)
    assert (offences["Knife Crime with Injury"] <= offences["Knife Crime"]).all()
    assert (offences["Knife Injury Victims (non DA 1-24)"] <= offences["Knife Injury Victims (1-24)"]).all()


def test_street_rows_have_the_publishers_traps(made):
    street = read(made, "2026-05-")
    is_crime = street["Crime type"] != "Anti-social behaviour"
    assert (street.loc[~is_crime, "Crime ID"] == "").all()
    assert (street.loc[is_crime, "Crime ID"] != "").all()
    assert street.loc[is_crime, "Crime ID"].duplicated().any()
    assert street.duplicated().any()
    assert (street["Month"] == "2026-05").all()
    assert street["LSOA code"].isin(list(made.geography.small_areas.best_fit)).all()
    assert street.groupby(["Longitude", "Latitude"]).size().max() > 15


def test_street_files_tell_most_of_the_ward_files_offences(made):
    newest = read_counts(made, "months) 2026-09")["202605"].sum()
    street = read(made, "2026-05-")
    crimes = (street["Crime type"] != "Anti-social behaviour").sum()
    assert 0.9 < crimes / newest < 0.96


def test_record_ids_are_unique_and_times_are_as_fine_as_the_source_says(made):
    ambulance, council = read(made, "las_incidents_2023-10"), read(made, "council_asb_2025-10")
    assert not ambulance["record_id"].duplicated().any()
    assert ambulance["occurred_at"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d").all()
    assert council["occurred_at"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()


def test_hospital_sends_no_age_or_sex_and_often_no_place(made):
    hospital = read(made, "ed_istv_2025-10")
    assert not {"age_band", "sex"} & set(hospital.columns)
    has_no_place = (hospital[["postcode", "small_area", "ward_code"]] == "").all(axis="columns")
    assert 0.2 < has_no_place.mean() < 0.36


def test_schools_exclude_nobody_in_august_or_at_weekends(made):
    days = pd.to_datetime(read(made, "school_exclusions")["occurred_at"])
    assert not (days.dt.month == 8).any()
    assert (days.dt.day_of_week < 5).all()


def test_nights_and_weekends_are_busier_for_the_ambulance(made):
    at = pd.to_datetime(read(made, "las_incidents_2023-10")["occurred_at"])
    assert at.dt.hour.isin([20, 21, 22, 23]).sum() > 2 * at.dt.hour.isin([4, 5, 6, 7]).sum()
    assert (at.dt.day_of_week == 5).sum() > (at.dt.day_of_week == 0).sum()


def test_some_figures_are_hidden_by_the_sender(made):
    returns = pd.concat([read(made, f"{source}_returns") for source in ("icb", "yjs", "council")])
    assert {"*", "<5", "[c]"} <= set(returns["numerator"])
    assert returns["numerator"].isin(["*", "<5", "[c]"]).mean() < 0.2
