"""The sample's own ward weights are the truth: wards that truly differ are found, on their side, in their places."""

import tomllib
from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.between_wards.comparison import compare_each_way
from svd.figures.opening import open_evidence
from svd.measures.measure import measure
from svd.store.selection import Selection
from tests.builders import PATHS

# A year before the planted step, with how far each indicator gathers where it is busy, as sample.toml has it.
YEAR = Selection(date(2024, 8, 1), date(2025, 7, 1))
SPREADS = {
    "violence_with_injury": 1,
    "violence_without_injury": 0.9,
    "stalking_and_harassment": 0.5,
    "personal_robbery": 1.4,
    "rape": 0.7,
    "arson": 0.4,
    "knife_crime": 1.2,
    "deliberate_fires": 0.6,
    "asb_incidents": 0.8,
    "ambulance_assaults": 1,
    "ed_assault_attendances": 0.9,
}


@pytest.fixture(scope="module")
def wards(sample_store) -> pd.DataFrame:
    """Every indicator's compared wards, with ``truth``, their true rate beside that of all wards, and its place."""
    evidence = open_evidence(sample_store)
    weights = pd.Series(tomllib.loads((PATHS.catalogue / "sample.toml").read_text(encoding="utf-8"))["ward_weights"])
    residents = evidence.geography.residents_in()
    compared = []
    for name, spread in SPREADS.items():
        indicator = evidence.catalogue.indicators[name]
        results = tuple(measure(evidence, name, YEAR, by) for by in ("ward", "borough"))
        shown = compare_each_way(evidence, indicator, YEAR, results).wards
        shown = shown[shown["rank"].notna()]
        truth = (weights**spread / (weights**spread).sum()) / (residents / residents.sum())
        shown = shown.assign(truth=shown["ward_code"].map(truth))
        expected = shown["truth"] * shown["benchmark"] * shown["denominator"] / indicator.calculation.per
        compared.append(shown.assign(expected=expected, true_place=shown["truth"].rank(ascending=False)))
    return pd.concat(compared, ignore_index=True)


def test_no_ward_is_called_on_the_wrong_side(wards):
    assert len(wards) > 180, "There must be something to be wrong about."
    assert (wards.loc[wards["compared"] == "higher", "truth"] > 1).all()
    assert (wards.loc[wards["compared"] == "lower", "truth"] < 1).all()


def test_wards_that_truly_differ_are_found_where_there_are_events_enough(wards):
    differ = np.abs(np.log(wards["truth"])) * np.sqrt(wards["expected"]) > 5
    differ &= wards["expected"] > 30
    assert differ.sum() >= 8
    assert wards.loc[differ, "compared"].isin(["higher", "lower"]).all()


def test_what_lies_outside_a_funnel_is_what_is_far_out_in_truth(wards):
    outside = wards[wards["funnel"].isin(["above", "below"])]
    assert len(outside) >= 5 and (np.abs(np.log(outside["truth"])) > np.log(2)).all()


def test_true_places_lie_among_those_a_ward_could_hold(wards):
    is_held = wards["true_place"].between(wards["rank_low"], wards["rank_high"])
    assert is_held.mean() > 0.93
