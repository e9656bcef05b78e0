"""Nothing above 100% is called a share: every indicator, by area, ward and month of the sample."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.measures.measure import measure_many
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.store.store import open_store
from tests.builders import PATHS
from tests.kinds.from_files import build_ratio

LEVELS = ("borough", "ward", "month", "ward_month")
ALL = Selection(date(2022, 10, 1), date(2026, 9, 1))


@pytest.fixture(scope="module")
def evidence(sample_store: Path) -> Evidence:
    return Evidence(open_store(sample_store), load_catalogue(PATHS.catalogue), load_geography(PATHS.geo))


def find_above(evidence: Evidence, selection: Selection, by: str) -> pd.DataFrame:
    """Figures called a share that are more than a whole, their limits included."""
    indicators = evidence.catalogue.indicators
    found = measure_many(evidence, list(indicators), selection, by)
    assert set(found["indicator"]) >= {name for name, one in indicators.items() if one.calculation.basis == "facts"}
    form = found["indicator"].map({name: one.calculation.form for name, one in indicators.items()})
    called_share = (form == "proportion") | found["unit"].str.contains("%|per cent", regex=True)
    is_above = (found["count"] > found["denominator"]) | (found[["value", "upper"]].max(axis=1) > 100 + 1e-9)
    return found[called_share & is_above]


@pytest.mark.parametrize("by", LEVELS)
def test_no_share_passes_a_hundred(evidence, by):
    assert find_above(evidence, ALL, by).empty


@pytest.mark.parametrize(("form", "found"), [("ratio", 0), ("proportion", 1)])
def test_a_ratio_may_and_were_it_called_a_share_it_would_be_found(tmp_path, form, found):
    month = Selection(date(2023, 9, 1), date(2023, 9, 1))
    evidence = build_ratio(tmp_path, form)
    above = find_above(evidence, month, "ward")
    assert len(above) == found and set(above["ward_code"]) <= {"E05014064"}
    assert measure_many(evidence, ["knife_positive_outcomes"], month, "ward")["value"].max() == 300
