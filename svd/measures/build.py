"""Builds the cube of a version: counted once, protected once, written with it and read by every figure."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.disk import put_folder_in_place, put_in_place
from svd.geography.wards import Geography
from svd.measures.book import NAME, Book, find_restatement, read_book, restate, tabulate_book
from svd.measures.count import Counts, count_store
from svd.measures.cube import Cube, read_cube, write_cube
from svd.measures.feed import Shown, protect_feed
from svd.measures.people import read_records
from svd.measures.people_years import say_sent, show_years
from svd.measures.receipts import find_low, show_coverage, show_extracts, show_problems
from svd.measures.returns import show_returns
from svd.store.store import Store

FORMAT = 3
"""Written anew with every change of what a cube holds: stores of another format are counted again by themselves."""
_FOLDER, _UNFINISHED = "cube-", ".unfinished-"


def build_cube(
    store: Store, catalogue: Catalogue, geography: Geography, book: Book | None, *, is_trial: bool = False
) -> Cube:
    """The cube of the version. ``book``: what was shown before, which is added to; None where no rule applies.

    A trial holds no feed with a rule at all.
    """
    counts = count_store(store, tuple(geography.ward_names))
    protected = [source for source in list_protected(catalogue) if source.id in set(counts.coverage["source"])]
    sources = list(dict.fromkeys(counts.coverage["source"]))
    left_out = [source.id for source in list_protected(catalogue)] if is_trial else []
    returns, extracts, problems = (
        table[~table["source"].isin(left_out)] for table in (store.returns, store.extracts, store.problems)
    )
    series, feeds, kinds = _Series.of_open(counts, {source.id for source in protected}), {}, []
    records, parts = read_records(store, [source.id for source in protected if source.reader != "returns"]), []
    for source in protected:
        if source.reader == "returns" or is_trial:
            continue
        cells, of_kind, feeds[source.id] = protect_feed(counts, catalogue, source, book, records)
        parts += [(source.id, one.name, one.part, one.row + series.rows) for one in feeds[source.id].parts]
        kinds.append(of_kind.assign(series=of_kind["series"] + series.rows))
        series.add(cells, feeds[source.id])
    extracts = show_extracts(extracts, counts, feeds, catalogue, book)
    tables = {
        "returns": show_returns(returns, catalogue, book),
        "extracts": extracts,
        "problems": show_problems(problems, extracts, feeds, catalogue, book),
        "coverage": show_coverage(counts.coverage, feeds),
        "parts": pd.DataFrame(parts, columns=["source", "name", "part", "series"]).astype({"series": int}),
        "sent": say_sent(records, list(feeds)),
        "years": show_years(records, counts, catalogue, feeds, book),
        "kinds": pd.concat(kinds, ignore_index=True)
        if kinds
        else pd.DataFrame(columns=["source", "offence", "series"]),
    }
    return Cube(
        months=counts.months,
        wards=counts.wards,
        sources=tuple(sources),
        cells=pd.concat(series.cells, ignore_index=True),
        totals=np.concatenate(series.totals),
        unknown=np.concatenate(series.unknown),
        base=np.concatenate(series.base),
        step=np.concatenate(series.step),
        low=find_low(extracts[extracts["source"].isin(list(feeds))], counts, sources),
        tables=tables,
        held=counts.held,
        **_describe_months(counts, sources),
    )


def list_protected(catalogue: Catalogue) -> list[Source]:
    """The sources whose rule hides small numbers."""
    return [one for one in catalogue.sources.values() if catalogue.rules[one.small_number_rule].hide_up_to]


class _Series:
    """The series of a cube as they come together, each feed's after the other's."""

    def __init__(self, cells: pd.DataFrame, totals: np.ndarray, unknown: np.ndarray) -> None:
        self.cells, self.totals, self.unknown = [cells], [totals], [unknown]
        self.base = [np.ones(totals.shape[:2], dtype="int32")]
        self.step = [np.ones(totals.shape[:2], dtype="int32")]
        self.rows = len(totals)

    @classmethod
    def of_open(cls, counts: Counts, protected: set[str]) -> "_Series":
        """Exact running totals of the feeds without a rule, the area's being the sum of all places."""
        is_open = ~counts.cells["source"].isin(list(protected)).to_numpy()
        cells = counts.cells[is_open].reset_index(drop=True)
        totals, unknown = (_run(array[is_open]) for array in (counts.counts, counts.unknown))
        return cls(cells.assign(series=np.arange(len(cells))), totals, unknown.astype("int32"))

    def add(self, cells: pd.DataFrame, shown: Shown) -> None:
        totals = np.array(shown.totals)
        self.cells.append(cells.assign(series=cells["series"] + self.rows))
        self.totals.append(totals)
        self.unknown.append(np.zeros(totals.shape, dtype="int32"))
        self.base.append(np.array(shown.base))
        self.step.append(np.array(shown.step))
        self.rows += len(totals)


def _run(array: np.ndarray) -> np.ndarray:
    """Running totals from zero along the months, with the area's beside those of the places."""
    whole = np.concatenate([array, array.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([np.zeros((*whole.shape[:2], 1)), np.cumsum(whole, axis=2)], axis=2)


def _describe_months(counts: Counts, sources: list[str]) -> dict[str, object]:
    shape = (len(sources), len(counts.months))
    covered, complete, extract = np.zeros(shape, bool), np.zeros(shape, bool), np.full(shape, -1, "int32")
    names = list(dict.fromkeys(counts.coverage["extract"]))
    rows = pd.Index(sources).get_indexer(counts.coverage["source"])
    months = counts.months.get_indexer(counts.coverage["month"])
    covered[rows, months] = True
    complete[rows, months] = counts.coverage["is_complete"].to_numpy(bool)
    extract[rows, months] = pd.Index(names).get_indexer(counts.coverage["extract"])
    return {"covered": covered, "complete": complete, "extract": extract, "extracts_named": tuple(names)}


def find_cube(store: Store, catalogue: Catalogue, geography: Geography, restated: date) -> Path:
    """The folder, there or not, of the store's cube under what changes its counts: no caption is among that."""
    text = json.dumps([FORMAT, store.version, list_counted(catalogue), list(geography.ward_names), str(restated)])
    return store.folder / f"{_FOLDER}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def list_counted(catalogue: Catalogue) -> Mapping[str, object]:
    """What of the catalogue changes a count, as plain data."""
    rules = {rule.id: rule.hide_up_to for rule in catalogue.rules.values()}
    fields = {
        source.id: sorted(one.field for one in catalogue.list_columns(source)) for source in catalogue.sources.values()
    }
    return {
        "indicators": {
            one.id: [one.source, rules[one.small_number_rule], one.calculation.model_dump(mode="json")]
            for one in catalogue.indicators.values()
        },
        "definitions": {one.id: sorted(one.offences) for one in catalogue.definitions.values()},
        "sources": {
            one.id: [one.reader, rules[one.small_number_rule], one.has_age, len(one.required_fields), fields[one.id]]
            for one in catalogue.sources.values()
        },
        "categories": sorted([one.reader_or_source, one.text, one.offence] for one in catalogue.categories),
        "offences": {one.id: sorted(one.includes) for one in catalogue.offences.values()},
    }


def save_cube(cube: Cube, book: Book | None, folder: Path) -> None:
    """Write the book, then the cube into ``folder`` within the version: a cube is there whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        write_cube(cube, unfinished)
        if book is not None:
            write_book(book, folder.parents[2])
        put_folder_in_place(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for other in folder.parent.glob(f"{_FOLDER}*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def write_book(book: Book, store: Path) -> None:
    """Write the book into the store's folder: it is there whole or as it was."""
    path = store / f"{_UNFINISHED}{NAME}"
    tabulate_book(book).to_parquet(path)
    put_in_place(path, store / NAME)


def clear_book(store: Path, today: date) -> None:
    """Forget every total shown so far: the next cube writes them anew, from the same secret starts."""
    book = read_book(store, b"")
    for entry in book.entries.values():
        entry.totals.clear()
    book.written_on = today
    write_book(book, store)


def prepare_cube(
    store: Store,
    catalogue: Catalogue,
    geography: Geography,
    key: bytes | None,
    today: date,
    months: tuple[int, ...],
    *,
    is_trial: bool = False,
) -> Cube:
    """The store's cube: read where it is saved, else built and saved. ``key`` is None where no rule applies.

    ``months``: those of the year in which shown totals are written anew. A trial needs no key, and is saved nowhere.
    """
    if is_trial:
        return build_cube(store, catalogue, geography, None, is_trial=True)
    folder = find_cube(store, catalogue, geography, find_restatement(months, today))
    if folder.is_dir():
        return read_cube(folder)
    book = None if key is None else read_book(store.folder.parents[1], key)
    if book is not None:
        restate(book, months, today)
    cube = build_cube(store, catalogue, geography, book)
    save_cube(cube, book, folder)
    return cube
