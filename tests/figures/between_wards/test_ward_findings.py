"""Sentences on wards: what rose, fell or differs, and never more than was tested."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.between_wards.ward_findings import word_profile, word_residents, word_ward_changes
from tests.builders import PATHS

VIOLENCE = load_catalogue(PATHS.catalogue).indicators["violence_with_injury"]
TITLES = {"a": "Knife crime", "b": "MARAC cases", "c": "Burglary", "d": "Rape", "e": "Arson"}


def _changes(reason: str = "", **verdicts: str) -> pd.DataFrame:
    return pd.DataFrame({"ward_name": list(verdicts), "verdict": list(verdicts.values()), "reason": reason})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            _changes(A="rising", B="falling", C="no clear change"),
            "Violence with injury is rising in A and falling in B; no clear change in 1 ward.",
        ),
        (_changes(A="no clear change", B="no clear change"), "Violence with injury: no clear change in any ward."),
        (
            _changes(A="rising", B="not tested"),
            "Violence with injury is rising in A; 1 ward not tested.",
        ),
        (
            _changes("a small number is hidden", A="not tested", B="not tested"),
            "Violence with injury: change not tested in any ward, because a small number is hidden.",
        ),
        (
            _changes(**{name: "falling" for name in "ABCDEF"}),
            "Violence with injury is falling in A, B, C and 3 more.",
        ),
    ],
)
def test_which_wards_rise_or_fall(changes: pd.DataFrame, sentence: str) -> None:
    assert word_ward_changes(changes, VIOLENCE) == sentence


def _profile(**compared: str) -> pd.DataFrame:
    return pd.DataFrame({"indicator": list(compared), "compared": list(compared.values())})


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        (
            _profile(a="higher", b="higher", c="lower", d="similar", e="may be lower"),
            "W against the borough: higher in knife crime and MARAC cases; lower in burglary; "
            "no clear difference in 2.",
        ),
        (_profile(a="similar", b="not compared"), "W does not clearly differ from the borough in any of 1 indicators."),
        (_profile(a="not compared"), "W: no figure can be compared with the borough's."),
    ],
)
def test_how_a_ward_stands(profile: pd.DataFrame, sentence: str) -> None:
    assert word_profile(profile, TITLES, "W") == sentence


def test_residents_and_how_many_are_young() -> None:
    shares = pd.DataFrame(
        {
            "age_band": ["0-9", "10-17", "18-24"],
            "residents": [100, 100, 800],
            "share": [10.0, 10.0, 80.0],
            "area_share": [15.0, 15.0, 70.0],
        }
    )
    assert word_residents(shares, "W") == "W has 1,000 residents; 20.0% are under 18 (borough 30.0%)."
