"""The sample as it was sent, and its store without and with protection."""

from dataclasses import replace
from pathlib import Path

import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.measures.build import build_cube
from svd.measures.question import Evidence
from svd.store.store import open_store
from tests.browser.served_app import PROJECT
from tests.builders import PATHS
from tests.oracle.placing import Places
from tests.oracle.sent import read_sent
from tests.oracle.sums import Oracle


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """The sample's files, read by pandas alone."""
    catalogue, places = load_catalogue(PATHS.catalogue), Places(PATHS.geo)
    return Oracle(catalogue, read_sent(PROJECT / "data" / "sample", catalogue, places), places)


@pytest.fixture(scope="session")
def protected(sample_store: Path) -> Evidence:
    """The sample as the product shows it."""
    return Evidence(open_store(sample_store), load_catalogue(PATHS.catalogue), load_geography(PATHS.geo))


@pytest.fixture(scope="session")
def unprotected(sample_store: Path) -> Evidence:
    """The same store where no feed has a rule that hides anything: its cube is kept in memory alone."""
    return open_unprotected(sample_store)


def open_unprotected(folder: Path) -> Evidence:
    """The folder's store counted without protection."""
    declared, geography, store = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo), open_store(folder)
    rules = {name: rule.model_copy(update={"hide_up_to": 0}) for name, rule in declared.rules.items()}
    catalogue = replace(declared, rules=rules)
    store.keep("cube", lambda: (catalogue, build_cube(store, catalogue, geography, None)))
    return Evidence(store, catalogue, geography)
