"""People who come back, counted anew from codes dealt out to the sample's own records: each year of each feed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.curate import build_store
from svd.measures import feed, people_years
from svd.measures.book import Book
from svd.measures.build import build_cube
from svd.store.store import open_store
from tests.browser.served_app import PROJECT
from tests.builders import PATHS
from tests.oracle.placing import Places
from tests.oracle.sent import Feed, read_sent

FILES = ("marac_cases_2023-10_2026-09", "yjs_cases_2023-10_2026-09")
COUNTED = ["once", "again", "events", "uncoded"]


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> tuple[Path, dict, tuple]:
    """Files of two feeds with a code for most records, as pandas reads them, and the store built of them."""
    folder = tmp_path_factory.mktemp("coded")
    (folder / "extracts").mkdir()
    draw, names = np.random.default_rng(7), [f"SYNTHETIC {name}.csv" for name in FILES]
    for name in names:
        frame = pd.read_csv(PROJECT / "data" / "sample" / name, dtype=str, keep_default_na=False)
        codes = pd.Series(draw.integers(0, len(frame) // 2, len(frame))).map("P-{:05}".format)
        frame.assign(person_id=codes.where(draw.random(len(frame)) < 0.9, "")).to_csv(
            folder / "extracts" / name, index=False
        )
    received = pd.read_csv(PROJECT / "data" / "sample" / "received.csv")
    received[received["file"].isin(names)].to_csv(folder / "extracts" / "received.csv", index=False)
    declared = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
    build_store(folder / "extracts", folder / "store", *declared)
    return folder / "store", read_sent(folder / "extracts", declared[0], Places(PATHS.geo)), declared


def count_people(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
    """COUNTED of the records of a year."""
    own = rows[(rows["measure"] == "records") & rows["month"].between(first, last)]
    times = own.loc[own["person"] != "", "person"].value_counts()
    again = times[times > 1]
    return [int((times == 1).sum()), len(again), int(again.sum()), int((own["person"] == "").sum())]


def show_years(sent: tuple) -> pd.DataFrame:
    store, _, declared = sent
    return build_cube(open_store(store), *declared, Book(b"a secret start for this test alone")).tables["years"]


@pytest.fixture(scope="module")
def exact(sent) -> pd.DataFrame:
    """The years as they are counted: in steps of 1, with nothing withheld."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (feed, people_years):
            patch.setattr(module, "find_base", lambda _: 1)
        patch.setattr(feed, "find_unsafe", lambda *_: [])
        patch.setattr(people_years._Feed, "_is_told", lambda *_: False)
        return show_years(sent)


def list_years(feeds: Mapping[str, Feed], years: pd.DataFrame) -> list[tuple[list[float], list[int], int]]:
    """COUNTED as shown and as sent of each year, and its step."""
    return [
        (
            [getattr(year, name) for name in COUNTED],
            count_people(feeds[year.source].rows, year.month_from, year.month_to),
            year.base,
        )
        for year in years.itertuples()
    ]


def test_before_protection_people_who_come_back_are_those_whose_code_comes_twice(sent, exact):
    found = list_years(sent[1], exact)
    assert len(found) == 3 * len(FILES)
    assert all(told == true and base == 1 for told, true, base in found)
    assert all(min(true) > 10 for _, true, _ in found)


def test_with_protection_they_are_within_a_step(sent):
    found = list_years(sent[1], show_years(sent))
    pairs = [(shown, count, base) for told, true, base in found for shown, count in zip(told, true, strict=True)]
    shown = [pair for pair in pairs if not np.isnan(pair[0])]
    assert len(found) == 3 * len(FILES) and len(shown) > 0.7 * len(pairs)
    assert all(total % base == 0 and abs(total - count) < base for total, count, base in shown)


def test_one_record_given_to_another_person_would_be_seen(sent, exact):
    own = sent[1]["yjs_cases"]
    first = own.rows.index[own.rows["person"].duplicated() & (own.rows["person"] != "")][0]
    other = replace(own, rows=own.rows.assign(person=own.rows["person"].mask(own.rows.index == first, "P-99999")))
    assert any(told != true for told, true, _ in list_years({**sent[1], "yjs_cases": other}, exact))
