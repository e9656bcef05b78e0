"""Residents a rate is per, added up by hand from one ward's row of geo/residents.csv."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue.schema import RESIDENT_BANDS
from svd.measures.measure import measure
from svd.store.selection import Selection
from tests.builders import build_evidence, covered

ABBEY = "E05014053"  # 0-9: 759, 10-17: 427, 18-24: 288, 25-34: 890, 35-49: 1164, 50-64: 482, 65+: 189


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    return build_evidence(tmp_path_factory.mktemp("store"), coverage=covered("2026-01-01", "2026-02-01"))


def _count(evidence, *ages: str, indicator: str = "violence_with_injury", by: str = "ward") -> pd.Series:
    selection = Selection(date(2026, 1, 1), date(2026, 2, 1), ages=ages)
    result = measure(evidence, indicator, selection, by)
    keys = {"ward": ["ward_code"], "ward_month": ["month", "ward_code"]}.get(by, ["month"])
    return result.set_index(keys)["denominator"].astype(float)


@pytest.mark.parametrize(
    ("ages", "residents"),
    [
        ((), 4199),
        (("0-9",), 759),
        (("10-14", "15-17"), 427),
        (("18-24", "25-34"), 1178),
        (("35+",), 1835),
        (("0-9", "10-14", "15-17", "18-24", "25-34", "35+"), 4199),
    ],
)
def test_ages_of_records_are_matched_to_bands_of_residents(evidence, ages, residents):
    assert _count(evidence, *ages)[ABBEY] == residents


@pytest.mark.parametrize("ages", [("10-14",), ("15-17", "18-24")])
def test_half_a_band_has_no_residents_to_divide_by(evidence, ages):
    assert _count(evidence, *ages).isna().all()


def test_an_indicator_of_the_young_is_per_young_resident(evidence):
    assert _count(evidence, indicator="youth_justice_offences")[ABBEY] == 427
    assert _count(evidence, "10-14", "15-17", "18-24", indicator="youth_justice_offences")[ABBEY] == 427
    assert _count(evidence, "35+", indicator="youth_justice_offences").isna().all()


@pytest.mark.parametrize("by", ["borough", "month"])
def test_the_area_has_the_sum_of_its_wards_in_every_row(evidence, by):
    rows = _count(evidence, by=by)
    assert set(rows) == {evidence.geography.residents[list(RESIDENT_BANDS)].sum().sum()}
    assert len(rows) == (2 if by == "month" else 1)


def test_a_ward_has_the_same_residents_in_every_month(evidence):
    assert set(_count(evidence, by="ward_month").xs(ABBEY, level="ward_code")) == {4199}
