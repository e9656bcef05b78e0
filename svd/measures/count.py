"""Counting once: the store's facts as arrays by cell, place and month, from one group-by that any engine can answer."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.catalogue.schema import UNMAPPED
from svd.measures.cells import CELL, REST, part_repeats
from svd.store.store import Store

_TEXTS = ("source", "offence", "measure", "age_band")
_FLAGS = ("is_knife", "is_domestic")
_NO_MONTH = pd.Timestamp(2000, 1, 1)


@dataclass(frozen=True, eq=False)
class Counts:
    """True counts of a version. ``cells``: CELL and is_unsaid, a row a cell of ``counts`` and ``unknown``.

    ``counts`` and ``unknown`` (rows that could not be used): [cell, place, month], the places being the wards in order
    and then no known ward. ``coverage``: the store's. ``held``: the offences and the wards of each extract.
    """

    months: pd.DatetimeIndex
    wards: tuple[str, ...]
    cells: pd.DataFrame
    counts: NDArray
    unknown: NDArray
    coverage: pd.DataFrame
    held: Mapping[str, tuple[frozenset[str], frozenset[str]]]

    def months_of(self, source: str) -> tuple[NDArray, NDArray]:
        """Which months were received of the source, and which of them to their end."""
        own = self.coverage[self.coverage["source"] == source]
        covered = self.months.isin(own["month"])
        return covered, self.months.isin(own.loc[own["is_complete"].astype(bool), "month"])


def count_store(store: Store, wards: tuple[str, ...]) -> Counts:
    """Every fact of the store, counted by cell, place and month."""
    coverage = store.coverage
    months = _span_months(store)
    facts = store.count_facts()
    month = months.get_indexer(facts["month"])
    is_held = _find_covered(facts["source"], month, coverage, months)
    facts, month = facts[is_held], month[is_held]
    cells, cell = _number_cells(facts)
    # Null's code, -1, finds the last.
    place = np.append(pd.Index(wards).get_indexer(facts["ward_code"].cat.categories.astype(object)), -1)
    place = place[facts["ward_code"].cat.codes]
    place = np.where(place < 0, len(wards), place)
    shape = (len(cells), len(wards) + 1, len(months))
    counts, unknown = np.zeros(shape), np.zeros(shape, dtype="int32")
    np.add.at(counts, (cell, place, month), facts["count"].to_numpy(float))
    np.add.at(unknown, (cell, place, month), facts["unknown"].to_numpy("int32"))
    cells = part_repeats(cells, counts).assign(is_apart=False)
    cells["is_unsaid"] = unknown.any(axis=(1, 2)) if len(cells) else pd.Series(dtype=bool)
    return Counts(months, wards, cells, counts, unknown, coverage, _find_held(facts))


def _span_months(store: Store) -> pd.DatetimeIndex:
    """Every month from the first to the last that anything was received for; one, of no meaning, where nothing was."""
    ends = [store.coverage["month"], store.returns["period_from"], store.returns["period_to"]]
    known = pd.concat([pd.to_datetime(end) for end in ends if len(end)] or [pd.Series([_NO_MONTH])]).dropna()
    return pd.date_range(known.min(), known.max(), freq="MS", unit="us")


def _find_covered(source: pd.Series, month: NDArray, coverage: pd.DataFrame, months: pd.DatetimeIndex) -> NDArray:
    """Whether an extract stands for each fact's month of its source: only then it counts."""
    sources = pd.Index(source.cat.categories.astype(object))
    is_covered = np.zeros((len(sources) + 1, len(months) + 1), dtype=bool)
    rows = sources.get_indexer(coverage["source"].astype(object))
    is_covered[rows, months.get_indexer(coverage["month"])] = True
    is_covered[-1], is_covered[:, -1] = False, False
    return is_covered[source.cat.codes, month]


def _number_cells(facts: pd.DataFrame) -> tuple[pd.DataFrame, NDArray]:
    """The distinct cells, in a settled order, and each fact's place among them."""
    kind = np.zeros(len(facts), dtype="int64")
    for name in CELL:
        codes, different = pd.factorize(facts[name])
        kind = np.unique(kind * (len(different) + 1) + codes + 1, return_inverse=True)[1]
    first = np.unique(kind, return_index=True)[1]
    keys = facts[list(CELL)].iloc[first].astype({name: object for name in CELL})
    keys = keys.where(keys.notna(), None)
    number = keys.groupby(list(CELL), sort=True, dropna=False).ngroup().to_numpy()
    cells = keys.assign(number=number).drop_duplicates("number").sort_values("number", ignore_index=True)
    texts, flags = dict.fromkeys(_TEXTS, "object"), dict.fromkeys(_FLAGS, "boolean")
    return cells[list(CELL)].astype(texts | flags), number[kind]


def _find_held(facts: pd.DataFrame) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    told = facts[facts["offence"] != UNMAPPED]
    held: dict[str, tuple[set, set]] = {}
    for place, name in enumerate(("offence", "ward_code")):
        for extract, value in told[["extract", name]].dropna().drop_duplicates().itertuples(index=False):
            held.setdefault(extract, (set(), set()))[place].add(value)
    return {extract: (frozenset(offences), frozenset(wards)) for extract, (offences, wards) in held.items()}


def declare_cells(catalogue: Catalogue, source: Source) -> pd.DataFrame:
    """Every cell that a protected feed could hold by its contract, without ages: what it does hold is not for all."""
    readers = (source.id, source.reader)
    offences = sorted({one.offence for one in catalogue.categories if one.reader_or_source in readers})
    fields = {column.field for column in catalogue.list_columns(source)}
    measures = ("repeats", REST) if "is_repeat" in fields else ("records",)
    flags = [(True, False, None) if name in fields else (None,) for name in _FLAGS]
    rows = [
        (source.id, offence, measure, knife, domestic, None)
        for offence in offences
        for measure in measures
        for knife in flags[0]
        for domestic in flags[1]
    ]
    texts, flag_types = dict.fromkeys(_TEXTS, "object"), dict.fromkeys(_FLAGS, "boolean")
    return pd.DataFrame(rows, columns=list(CELL)).astype(texts | flag_types).assign(is_unsaid=False, is_apart=False)
