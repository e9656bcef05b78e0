"""What the synthetic folder as a whole promises: the same bytes, known names, honest dates, a small size."""

import json
from collections import Counter
from datetime import date
from fnmatch import fnmatchcase

import pandas as pd
import pytest

from svd.errors import CatalogueError
from svd.ingest.sample import write_sample
from svd.ingest.sample.answer_key import read_answer_key
from svd.paths import read_paths

MOST_BYTES = 7_000_000


def read_bytes(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(made, tmp_path):
    write_sample(tmp_path / "again", made.catalogue, made.geography, made.levels)
    write_sample(tmp_path / "other", made.catalogue, made.geography, made.levels, seed=1)
    first, again, other = (read_bytes(folder) for folder in (made.folder, tmp_path / "again", tmp_path / "other"))
    assert first == again
    assert first.keys() == other.keys()
    assert all(first[name] != other[name] for name in first if name.startswith("SYNTHETIC"))


def test_committed_folder_is_what_the_levels_give(made):
    committed, drawn = read_bytes(read_paths().sample), read_bytes(made.folder)
    stale = [name for name in drawn.keys() | committed.keys() if drawn.get(name) != committed.get(name)]
    assert not stale, "write data/sample again: python -m svd sample"


def test_folder_stays_small(made):
    assert sum(path.stat().st_size for path in made.folder.iterdir()) < MOST_BYTES


def test_every_extract_is_marked_made_up_and_named_as_one_source_says(made):
    for name in made.key.files:
        assert name.startswith("SYNTHETIC ")
        fits = [
            source.id
            for source in made.catalogue.sources.values()
            if any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in source.files)
        ]
        assert len(fits) == 1, (name, fits)


def test_every_source_sends_something(made):
    sent = {
        source.id
        for source in made.catalogue.sources.values()
        for name in made.key.files
        if any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in source.files)
    }
    assert sent == set(made.catalogue.sources)


def test_received_lists_every_extract_once_and_no_day_before_its_rows(made):
    received = pd.read_csv(made.folder / "received.csv", dtype=str)
    assert Counter(received["file"]) == Counter(made.key.files)
    days = dict(zip(received["file"], received["received_on"].map(date.fromisoformat), strict=True))
    assert days["SYNTHETIC lfb_incidents_2025-10_2026-10.csv"] == date(2026, 10, 12)
    assert days["SYNTHETIC las_incidents_2025-10_2026-09.csv"] > date(2026, 9, 30)
    (late,) = made.key.find("late")
    assert days[late["file"]] == date.fromisoformat(late["received_on"])


def test_readme_says_that_all_is_made_up(made):
    assert "made up" in (made.folder / "README.md").read_text(encoding="utf-8").splitlines()[0]


def test_answer_key_reads_back(made):
    read = read_answer_key(made.folder)
    assert read.bad_rows == made.key.bad_rows
    assert json.loads(json.dumps(made.key.signals)) == list(read.signals)
    assert all(signal["indicator"] in made.catalogue.indicators for signal in read.signals)


def test_older_made_up_files_go_and_others_stay(made, tmp_path):
    for name in ("SYNTHETIC old.csv", "mine.csv"):
        (tmp_path / name).write_text("a,b\n", encoding="utf-8")
    write_sample(tmp_path, made.catalogue, made.geography, made.levels)
    assert not (tmp_path / "SYNTHETIC old.csv").exists()
    assert (tmp_path / "mine.csv").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "ed_istv"', 'source = "ed_isty"', "ed_isty categories"),
        ('indicator = "first_time_entrants"', 'indicator = "first_timers"', "returns without a level"),
        ("E05014070 = 1.2", "", "wards without a weight"),
        ('text = "Groups"', 'text = "Gangs"', "council_asb categories: Gangs"),
        ('file = "marac_cases"', 'file = "marac_case_"', "no file's name has"),
        ('match = { MinorText = "BICYCLE THEFT"', 'match = { MinorText = "BICYCLES"', "no row of"),
        ("a_year = 1800", 'a_year = "many"', "crimes.0.a_year"),
        ("[period]", "[period", "can't be read"),
    ],
)
def test_wrong_levels_are_named(made, tmp_path, edited_levels, old, new, said):
    with pytest.raises(CatalogueError, match=said):
        write_sample(tmp_path / "out", made.catalogue, made.geography, edited_levels(old, new))


def test_missing_levels_are_named(made, tmp_path):
    with pytest.raises(CatalogueError, match="nowhere.toml is missing"):
        write_sample(tmp_path, made.catalogue, made.geography, tmp_path / "nowhere.toml")
