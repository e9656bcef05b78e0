"""The day on which shown figures are written anew: by whichever build or start comes next, of all or of nothing."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from svd.measures.book import read_book
from svd.measures.build import prepare_cube
from svd.measures.cube import Cube
from svd.measures.places import Places
from svd.measures.saved_places import prepare_places
from tests.builders import build_evidence, covered, fact
from tests.measures.test_places import FIRE, KEY, MONTHS, draw_records

BEFORE, PASSED, LATER = date(2026, 9, 20), date(2026, 10, 2), date(2026, 10, 20)
FIXED = (4, 10)
YEAR = MONTHS[:12]


class Held:
    """A store of fires, and what a start of the program on some day shows of it."""

    def __init__(self, folder: Path, late: int = 0) -> None:
        records = draw_records(FIRE, 1000, YEAR, 21)
        # Late records are of the very first month: they move every total after it.
        records += [records[0] | {"month": records[0]["month"], "row": 9000 + number} for number in range(late)]
        shared = {"source": FIRE, "measure": "records", "extract": "a.csv"}
        facts = [fact(f"{one['month']:%Y-%m-%d}", None, 1, **shared | {"offence": one["offence"]}) for one in records]
        self.evidence = build_evidence(
            folder, facts=facts, incidents=records, coverage=covered(*YEAR, source=FIRE, extract="a.csv")
        )
        self.folder = self.evidence.store.folder.parents[1]

    def start(self, today: date) -> tuple[Cube, Places]:
        declared = (self.evidence.store, self.evidence.catalogue, self.evidence.geography)
        cube = prepare_cube(*declared, KEY, today, FIXED)
        return cube, prepare_places(*declared, lambda: KEY, today, FIXED, lambda: cube)

    def start_with_places(self, today: date) -> tuple[Cube, Places]:
        """As a server whose first visitor opens the map."""
        declared, made = (self.evidence.store, self.evidence.catalogue, self.evidence.geography), []

        def make() -> Cube:
            made.append(prepare_cube(*declared, KEY, today, FIXED))
            return made[0]

        places = prepare_places(*declared, lambda: KEY, today, FIXED, make)
        return (made or [prepare_cube(*declared, KEY, today, FIXED)])[0], places


def read(shown: tuple[Cube, Places]) -> tuple[np.ndarray, np.ndarray]:
    cube, places = shown
    rows = sorted(cube.cells.loc[cube.cells["source"] == FIRE, "series"].unique())
    return cube.totals[rows], places.feeds[FIRE].cells.totals


def is_same(one: tuple, other: tuple) -> bool:
    return all(np.array_equal(*pair, equal_nan=True) for pair in zip(one, other, strict=True))


@pytest.fixture
def late(tmp_path) -> tuple[tuple, Held]:
    """What was shown before 40 late records came in a new version, and that version with the same book."""
    first = Held(tmp_path / "first")
    shown = read(first.start(BEFORE))
    second = Held(tmp_path / "second", late=40)
    (second.folder / "book.parquet").write_bytes((first.folder / "book.parquet").read_bytes())
    return shown, second


def test_before_the_day_what_was_shown_stays_whatever_came(late):
    shown, held = late
    assert is_same(read(held.start(BEFORE)), shown) and is_same(read(held.start(date(2026, 9, 30))), shown)


@pytest.mark.parametrize("start", [Held.start, Held.start_with_places])
def test_the_first_start_after_the_day_writes_anew_from_the_same_secret_starts(late, tmp_path, start):
    shown, held = late
    held.start(BEFORE)
    anew = read(start(held, PASSED))  # no file has come meanwhile
    fresh = read(Held(tmp_path / "fresh", late=40).start(PASSED))

    assert not is_same(anew, shown) and is_same(anew, fresh), "what a store with an empty book and this key would show"
    assert read_book(held.folder, KEY).written_on == PASSED
    assert is_same(read(held.start(LATER)), anew), "once, until the next fixed day"


def test_a_start_that_broke_off_after_the_book_was_written_ends_in_the_same_figures(late):
    _, held = late
    held.start(BEFORE)
    anew = read(held.start(PASSED))
    for folder in [*held.evidence.store.folder.glob("cube-*"), *held.evidence.store.folder.glob("places-*")]:
        folder.rename(held.folder / folder.name)  # the book stands, and neither the cube nor the places were saved
    assert is_same(read(held.start(LATER)), anew)


def test_all_of_an_opened_version_is_of_one_day(tmp_path, monkeypatch):
    """A server that runs past the day shows the old figures, cube and places, until it opens the version again."""
    held = Held(tmp_path)

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return BEFORE if not passed else PASSED

    passed: list[bool] = []
    monkeypatch.setattr("svd.measures.question.date", Day)
    named = held.evidence.cube, held.evidence.opened_on
    passed.append(True)
    assert held.evidence.opened_on == named[1] == BEFORE
    assert is_same(read((named[0], held.evidence.places)), read(held.start(BEFORE)))
