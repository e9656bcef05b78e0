"""Residents by year, sex and age: the file's faults, and what stands between two years and beyond them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.catalogue.schema import RESIDENT_BANDS
from svd.errors import FileError
from svd.geography.residents import AGES, RESIDENTS, SEXES, Residents, list_ages, read_residents
from svd.geography.wards import Geography, load_geography
from tests.geography.builders import edit
from tests.geography.conftest import NAMES

PROJECT = Path(__file__).resolve().parents[2]
PUBLISHED = PROJECT.parent / "shared" / "reference" / "ward_residents_single_year_mid2021_mid2022.csv"
MONTHS = st.dates(date(2005, 1, 1), date(2035, 12, 1)).map(lambda day: day.replace(day=1))


def hold(*years: tuple[int, int]) -> Residents:
    """One ward, all of whose residents are men of 30, by year."""
    counts = np.zeros((len(years), 1, len(SEXES), len(AGES)), dtype="int64")
    counts[:, 0, 1, 30] = [number for _, number in years]
    return Residents(tuple(year for year, _ in years), ("W1",), counts)


@pytest.fixture(scope="module")
def area() -> Geography:
    return load_geography(PROJECT / "geo")


def test_the_bands_hold_every_age_once() -> None:
    assert np.concatenate([list_ages(band) for band in RESIDENT_BANDS]).tolist() == list(range(len(AGES)))


def test_figures_are_those_published(area: Geography) -> None:
    if not PUBLISHED.exists():
        pytest.skip(f"{PUBLISHED.name} is not at hand")
    published = pd.read_csv(PUBLISHED, dtype={"age": str})
    published = published.assign(year=published["year"].str.removeprefix("mid-").astype(int))
    key = ["year", "ward_code", "sex", "age"]
    held = area.residents_by_year.to_table().set_index(key)["residents"].sort_index()
    assert held.to_dict() == published.set_index(key)["residents"].to_dict()


def test_each_year_has_the_total_published(area: Geography) -> None:
    assert area.resident_years == (2021, 2022)
    assert area.residents_by_year.count().sum(axis=0).tolist() == [218_714, 219_992]
    abbey = next(code for code, name in area.ward_names.items() if name == "Abbey")
    assert area.residents_in()[abbey] == 4_199
    assert area.residents_in(sex="female")[abbey] + area.residents_in(sex="male")[abbey] == 4_199


def test_a_year_added_alone_moves_the_newest_residents_and_never_the_older(folder: Path) -> None:
    text = (folder / RESIDENTS).read_text(encoding="utf-8")
    grown = text.replace("2021", "2024").replace("W1,2024,female,0,1\n", "W1,2024,female,0,6\n")
    (folder / RESIDENTS).write_text(text + grown.split("\n", 1)[1], encoding="utf-8")
    geography = load_geography(folder)
    assert geography.resident_years == (2021, 2024)
    assert geography.residents_in(("0-9",)).to_dict() == {"W2": 10, "W1": 6}
    before, year = geography.residents_between(("0-9",), date(2015, 1, 1), date(2015, 12, 1))
    assert (before.to_dict(), year) == ({"W2": 10, "W1": 1}, 2021)


# June's middle is the 16th, fourteen days before the mid-year; July's is noon on the 16th, 16.5 days after it.
@pytest.mark.parametrize(
    ("month", "residents"),
    [
        ("2010-01", 1_000),
        ("2021-06", 1_000),
        ("2021-07", 1_000 + 365 * 16.5 / 365),
        ("2021-12", 1_000 + 365 * 169.5 / 365),
        ("2022-06", 1_000 + 365 * 351 / 365),
        ("2022-07", 1_365),
        ("2030-01", 1_365),
    ],
)
def test_a_month_lies_on_the_line_between_two_mid_years(month: str, residents: float) -> None:
    track = hold((2021, 1_000), (2022, 1_365)).track((), pd.DatetimeIndex([month]))
    assert track.tolist() == [[pytest.approx(residents, abs=1e-9)]]


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [
        ((2010, 1), (2010, 12), 2021),  # before the first: it alone is used
        ((2021, 1), (2021, 6), 2021),
        ((2021, 1), (2021, 12), 2021),
        ((2021, 7), (2022, 6), 2021),  # the middle is 30 December 2021
        ((2021, 8), (2022, 7), 2022),
        ((2022, 1), (2022, 12), 2022),
        ((2025, 4), (2026, 3), 2022),
        ((2010, 1), (2022, 1), 2021),  # the middle is in 2016, of which no residents are held
    ],
)
def test_the_year_printed_is_the_one_used_or_that_of_the_middle(first: tuple, last: tuple, year: int) -> None:
    held = hold((2021, 1_000), (2022, 1_365))
    assert held.between((), date(*first, 1), date(*last, 1))[1] == year


def test_between_years_far_apart_the_middle_is_printed() -> None:
    mean, year = hold((2011, 1_000), (2021, 2_000)).between((), date(2016, 1, 1), date(2016, 12, 1))
    assert year == 2016 and mean["W1"] == pytest.approx(1_500, abs=2)


@settings(max_examples=20)
@given(MONTHS, MONTHS)
def test_the_mean_of_a_period_is_that_of_its_days_drawn_one_by_one(one: date, other: date) -> None:
    first, last = sorted((one, other))
    held = hold((2011, 1_000), (2014, 4_000), (2022, 2_000))
    mean, _ = held.between((), first, last)
    months = pd.period_range(first, last, freq="M")
    known = [pd.Timestamp(year, 6, 30).timestamp() for year in held.years]
    middles = [(month.start_time.timestamp() + (month + 1).start_time.timestamp()) / 2 for month in months]
    slowly = [np.interp(middle, known, [1_000, 4_000, 2_000]) for middle in middles]
    assert mean["W1"] == pytest.approx(np.mean(slowly), rel=1e-9)


@settings(max_examples=20)
@given(MONTHS, st.integers(1, 40))
def test_running_totals_of_a_track_give_every_period(first: date, length: int) -> None:
    held = hold((2011, 1_000), (2022, 2_000))
    months = pd.date_range(first, periods=length, freq="MS")
    totals = np.concatenate([[0], held.track((), months)[0].cumsum()])
    for start in range(0, length, 7):
        mean, _ = held.between((), months[start].date(), months[-1].date())
        assert (totals[-1] - totals[start]) / (length - start) == pytest.approx(mean["W1"])


def test_one_year_of_residents_for_all_would_have_hidden_the_growth(area: Geography) -> None:
    """With the rule off, the newest year's residents stand below events of every year: Abbey's of 2021 are 5% more."""
    abbey = next(code for code, name in area.ward_names.items() if name == "Abbey")
    of_year, year = area.residents_between((), date(2021, 1, 1), date(2021, 6, 1))
    assert (of_year[abbey], year) == (3_985, 2021)
    assert of_year[abbey] / area.residents_in()[abbey] == pytest.approx(0.949, abs=0.001)


def test_wards_stand_in_the_order_of_their_names_by_sex_and_band(area: Geography) -> None:
    months = pd.date_range("2022-07", periods=2, freq="MS")
    for sex in (*SEXES, None):
        track = area.resident_track(("10-17", "18-24"), months, sex=sex)
        assert track.shape == (19, 2)
        assert track[:, 0].tolist() == area.residents_in(("10-17", "18-24"), sex=sex).tolist()
    assert list(area.residents_in().index) == list(area.ward_names)
    assert area.residents["10-17"].to_dict() == area.residents_in(("10-17",)).to_dict()


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        hold((2021, 1)).between((), date(2022, 2, 1), date(2022, 1, 1))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (edit(RESIDENTS, "W1,2021", "W3,2021"), "residents.csv has no row for ward W1"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W9,2021,male,7,0"), "has a ward that the map lacks: W9"),
        (edit(RESIDENTS, "W1,2021,male,7,0\n", ""), "has no row for ward W1, 2021, male, age 7"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,2021,male,8,0"), "counts twice ward W1, 2021, male, age 8"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,mid-21,male,7,0"), "no year of four digits in row 100 ('mid-21')"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,2021,m,7,0"), "neither female nor male in row 100 ('m')"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,2021,male,90,0"), "no age from 0 to 90+ in row 100 ('90')"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,2021,male,7,"), "as residents, no whole number in row 100 ('')"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,2021,male,7,-1"), "no whole number in row 100 ('-1')"),
        (edit(RESIDENTS, "W1,2021,male,7,0", "W1,2021,male,7,1.5"), "no whole number in row 100 ('1.5')"),
        (edit(RESIDENTS, "sex", "gender"), "residents.csv lacks column sex"),
        (lambda folder: (folder / RESIDENTS).write_bytes(b"ward_code\n\xff\xfe\xfa"), "residents.csv can't be read"),
    ],
)
def test_a_fault_names_file_and_culprit(folder: Path, spoil: Callable[[Path], object], fault: str) -> None:
    spoil(folder)
    with pytest.raises(FileError) as refused:
        load_geography(folder)
    assert fault in refused.value.message and refused.value.remedy


def test_what_is_written_is_read_again(folder: Path) -> None:
    text = (folder / RESIDENTS).read_text(encoding="utf-8")
    assert read_residents(folder / RESIDENTS, {"W1": "Birch", "W2": "Ash"}).to_text() == text
    assert read_residents(folder / RESIDENTS, NAMES).wards == ("W2", "W1")
