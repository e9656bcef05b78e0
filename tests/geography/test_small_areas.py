"""Small areas: which are put whole into a ward, what best fit did, and every way in which the file can be wrong."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svd.errors import FileError
from svd.geography import small_areas
from svd.geography.place import place_rows
from svd.geography.small_areas import SMALL_AREAS, SmallAreas
from svd.geography.wards import Geography, load_geography
from tests.geography.builders import edit

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def area() -> Geography:
    return load_geography(PROJECT / "geo")


def send_residents(geography: Geography) -> pd.DataFrame:
    """A feed that says the small area only: a record for every resident of the newer census's small areas."""
    lookup = pd.read_csv(PROJECT / "geo" / SMALL_AREAS).query("vintage == 2021 and is_best_fit == 1")
    sent = pd.DataFrame({"small_area": np.repeat(lookup["small_area"], lookup["residents"])})
    return sent.assign(**place_rows(sent, geography))


def count_true(geography: Geography, sent: pd.DataFrame) -> pd.Series:
    """Residents of each ward as the shares put them, by name."""
    return geography.share_of_small_areas(sent["small_area"]).sum().rename(geography.ward_names)


def count_placed(geography: Geography, sent: pd.DataFrame) -> pd.Series:
    return sent["ward_code"].astype("str").map(geography.ward_names).value_counts()


def test_what_lies_across_wards_has_no_ward_and_counts_stay_whole(area: Geography) -> None:
    sent = send_residents(area)
    assert len(sent) == 218_840 and not sent["is_outside"].any() and sent["is_inside"].all()
    ways = sent["placed_by"].astype("str").value_counts().to_dict()
    assert ways == {"small_area": 173_959, "unplaced": 44_881}
    # No ward is given more than a tenth too many: what is put whole into it and isn't its own.
    excess = count_placed(area, sent) / count_true(area, sent) - 1
    assert excess.max() < 0.01


def test_with_the_rule_off_wards_have_the_old_wrong_numbers(area: Geography) -> None:
    """By best fit, whole: Abbey has a third too many records, Eastbury a seventh, Becontree an eighth too few."""
    fitted = pd.get_dummies(pd.Series(area.small_areas.best_fit)).reindex(columns=list(area.ward_names)).astype(float)
    off = replace(area, small_areas=replace(area.small_areas, shares=fitted.rename_axis("small_area")))
    sent = send_residents(off)
    assert (sent["placed_by"] == "small_area").all()
    wrong = (count_placed(off, sent) / count_true(area, sent) - 1).mul(100).round().astype(int)
    assert wrong[["Abbey", "Eastbury", "Becontree"]].to_dict() == {"Abbey": 35, "Eastbury": 14, "Becontree": -13}


def test_shares_put_the_expected_number_into_each_ward(area: Geography) -> None:
    """Added up they give the census's own residents of each ward, but for rounding."""
    census = {"Abbey": 3_956, "Eastbury": 15_599, "Becontree": 9_799, "Whalebone": 13_701}
    true = count_true(area, send_residents(area))
    assert true.sum() == pytest.approx(218_840)
    assert true[list(census)].to_dict() == pytest.approx(census, abs=4)


def test_nine_tenths_is_whole_and_less_is_not(geography: Geography) -> None:
    assert dict(geography.small_areas.whole) == {"E01000001": "W1", "E01000002": "W2"}


def test_the_least_share_is_what_decides(geography: Geography, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_areas, "LEAST_SHARE", 0.5)
    held = geography.small_areas
    assert SmallAreas(held.shares, held.best_fit, held.residents).whole["E01000003"] == "W1"


def test_shares_of_records_keep_their_rows_and_know_no_other_area(geography: Geography) -> None:
    asked = pd.Series(["E01000002", "E01999999", "E01000002"], index=["b", "a", "b"])
    shares = geography.share_of_small_areas(asked)
    assert shares.index.tolist() == ["b", "a", "b"] and list(shares.columns) == ["W2", "W1"]
    assert shares.fillna(-1).to_numpy().tolist() == [[0.9, 0.1], [-1, -1], [0.9, 0.1]]


def test_the_newer_census_stands_where_two_disagree(folder: Path) -> None:
    held = load_geography(folder).small_areas
    assert held.whole["E01000001"] == "W1" and held.best_fit["E01000001"] == "W1"
    assert held.shares.loc["E01000001"].to_dict() == {"W1": 1.0, "W2": 0.0}


def test_shares_that_add_up_but_for_rounding_are_made_whole(folder: Path) -> None:
    edit(SMALL_AREAS, "W1,0.6,1", "W1,0.6005,1")(folder)
    held = load_geography(folder).small_areas
    assert held.shares.sum(axis="columns").tolist() == pytest.approx([1] * 3, abs=1e-12)
    assert held.residents.to_dict() == {"E01000001": 900, "E01000002": 800, "E01000003": 700}


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (edit(SMALL_AREAS, "E01000002,800,W2", "E01000002,800,W7"), "gives a ward that the map lacks to E01000002"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W1,0.4,0"), "gives the same ward twice, in one vintage, to E01000003"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W2,0.3,0"), "has shares that don't add up to 1 for E01000003"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W2,most,0"), "has no share above 0 and up to 1 for E01000003"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W2,0,0"), "has no share above 0 and up to 1 for E01000003"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W2,1.4,0"), "has no share above 0 and up to 1 for E01000003"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W2,0.4,no"), "has, as is_best_fit, neither 0 nor 1 for E01000003"),
        (edit(SMALL_AREAS, "W2,0.4,0", "W2,0.4,1"), "doesn't name one ward of best fit for E01000003"),
        (edit(SMALL_AREAS, "W1,0.6,1", "W1,0.6,0"), "doesn't name one ward of best fit for E01000003"),
        (edit(SMALL_AREAS, "700,W2", "701,W2"), "gives several numbers of residents to E01000003"),
        (edit(SMALL_AREAS, "700,W2", "few,W2"), "has no whole number of residents for E01000003"),
        (edit(SMALL_AREAS, "small_area", "lsoa"), "small_areas.csv lacks column small_area"),
        (lambda folder: (folder / SMALL_AREAS).write_text(""), "small_areas.csv can't be read"),
    ],
)
def test_a_fault_names_file_and_culprit(folder: Path, spoil: Callable[[Path], object], fault: str) -> None:
    spoil(folder)
    with pytest.raises(FileError) as refused:
        load_geography(folder)
    assert fault in refused.value.message and refused.value.remedy
