"""The borough's own published counts, where they are at hand: evaluations of nothing find about what chance brings."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from svd.catalogue import load_catalogue
from svd.figures.evaluation.design import Design
from svd.figures.evaluation.difference import estimate_effect
from svd.figures.evaluation.panel import build_panel
from svd.figures.evaluation.placebo import randomise_wards
from svd.figures.opening import open_evidence
from svd.geography.wards import load_geography
from svd.ingest.curate import build_store
from svd.measures.question import Evidence
from svd.store.selection import move_month
from tests.builders import PATHS

OPEN_DATA = Path(__file__).resolve().parents[3].parent / "shared" / "open-data"
INDICATORS = ("violence_with_injury", "personal_robbery", "burglary", "violence_without_injury", "drug_offences")
STARTS = tuple(date(year, 6, 1) for year in (2012, 2014, 2016, 2018, 2022))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    if not OPEN_DATA.is_dir():
        pytest.skip(f"the publishers' files are not in {OPEN_DATA}")
    extracts, store = tmp_path_factory.mktemp("extracts"), tmp_path_factory.mktemp("store")
    for path in OPEN_DATA.glob("MPS Ward*.csv"):
        shutil.copy(path, extracts)
    build_store(extracts, store, load_catalogue(PATHS.catalogue), load_geography(PATHS.geo))
    opened = open_evidence(store)
    assert not opened.store.is_synthetic
    return opened


def test_wards_where_nothing_is_known_to_have_been_done_show_it_as_rarely_as_promised(evidence):
    """Wards drawn at random, two years before and one after: real wards differ by more than chance."""
    rng = np.random.default_rng(4)
    wards = list(evidence.geography.ward_names)
    found, rare = [], []
    for indicator in INDICATORS:
        for start in STARTS:
            for size in (1, 2, 1, 2, 1, 2):
                treated = tuple(rng.choice(wards, size, replace=False))
                panel = build_panel(evidence, Design(indicator, treated, start, move_month(start, 11)))
                if not panel.reason:
                    found.append(estimate_effect(panel.numbers, panel.is_treated, panel.is_after))
                    rare.append(randomise_wards(panel.numbers, panel.is_treated, panel.is_after).is_rare)
    assert len(found) > 100
    assert np.mean([effect.dispersion for effect in found]) > 1.3, "real wards scatter by more than chance"
    most = 0.05 + 2 * np.sqrt(0.05 * 0.95 / len(found))
    assert np.mean([effect.p < 0.05 for effect in found]) <= most
    assert np.mean(rare) <= most
