"""Killed by the operating system at any moment, taking a file in leaves everything as before or as after."""

import random
import shutil
import signal

import pandas as pd
import pytest

from svd.catalogue.schema import TABLES
from svd.ingest.parts import UNFINISHED
from svd.ingest.publish import VERSIONS, read_current
from svd.ingest.vault.journal import list_standing, read_journal
from tests.ingest import killed
from tests.proof import IS_PROOF

KILLS = 50 if IS_PROOF else 12

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="This system knows no SIGKILL.")


def read_tables(store) -> dict[str, pd.DataFrame]:
    version = read_current(store)
    assert version is not None, "The store opens."
    return {name: pd.read_parquet(store / VERSIONS / version / f"{name}.parquet") for name in TABLES}


def is_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return all(one[name].equals(other[name]) for name in TABLES)


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    """The place before, its tables, the tables after, and how long taking the file in takes."""
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    killed.lay_out(before)
    killed.build(before)
    shutil.copytree(before, after, dirs_exist_ok=True)
    killed.run_and_kill(after, None)  # the first start loads everything
    shutil.rmtree(after)
    shutil.copytree(before, after)
    seconds = killed.run_and_kill(after, None)
    return before, read_tables(before / "store"), read_tables(after / "store"), seconds


def test_kills_at_random_moments(laid, tmp_path):
    before, old, new, seconds = laid
    assert not is_same(old, new)
    moments, outcomes = random.Random(20221), set()
    longest = 1.1 * seconds
    for number in range(KILLS):
        place = tmp_path / str(number)
        shutil.copytree(before, place)
        # Each in its own part of the run, more of them early: the line is entered soon, then the build goes on.
        killed.run_and_kill(place, longest * ((number + moments.random()) / KILLS) ** 3)

        found = read_tables(place / "store")
        is_new = is_same(found, new)
        assert is_new or is_same(found, old), "Neither as before nor as after."
        is_entered = bool(list_standing(read_journal(place / "extracts")))
        assert is_entered or not is_new, "No figure without its line in the journal."

        killed.build(place)
        assert is_same(read_tables(place / "store"), new if is_entered else old), "The next build repairs it."
        assert not list((place / "store").rglob(f"{UNFINISHED}*"))
        outcomes.add((is_entered, is_new))
        # A busy machine takes longer than the one run that was timed: kills must fall before its end and after.
        longest *= 0.95 if is_new else 1.05
        shutil.rmtree(place)
    assert {(False, False), (True, True)} <= outcomes, "Some kills came early and some late."
