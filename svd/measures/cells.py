"""Which counted cells an indicator is made of: offence, measure, flags and age, and the disjoint rings they form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.calculation import Calculation
from svd.catalogue.declarations import Definition, Indicator, Source
from svd.catalogue.entry import fold_text
from svd.catalogue.schema import UNMAPPED

CELL = ("source", "offence", "measure", "is_knife", "is_domestic", "age_band")
"""What tells one counted cell from another; null where it was not sent."""
REST = "rest"
"""The measure of records that are not among the repeats of the same feed: a part and its rest do not overlap."""


@dataclass(frozen=True, eq=False)
class CellColumns:
    """The columns of many cells as numbers, read once for all who select among them.

    ``codes``: of a column that names something, the number of each cell's name, and which number a name has; ``flags``:
    1, 0, or -1 where it was not said.
    """

    codes: Mapping[str, tuple[np.ndarray, Mapping[str, int]]]
    flags: Mapping[str, np.ndarray]
    is_apart: np.ndarray
    is_unsaid: np.ndarray

    @classmethod
    def of(cls, cells: pd.DataFrame) -> "CellColumns":
        codes = {}
        for name in ("source", "measure", "offence", "age_band"):
            code, names = pd.factorize(cells[name].to_numpy(object).astype(str))
            codes[name] = code, {each: number for number, each in enumerate(names)}
        flags = {name: cells[name].astype("boolean").astype("Int8").fillna(-1) for name in ("is_knife", "is_domestic")}
        return cls(
            codes,
            {name: flag.to_numpy("int8") for name, flag in flags.items()},
            cells["is_apart"].to_numpy(bool),
            cells["is_unsaid"].to_numpy(bool),
        )

    def names_one(self, column: str, names: Iterable[str]) -> np.ndarray:
        """Whether each cell's column has one of the names."""
        code, numbers = self.codes[column]
        is_named = np.zeros(len(numbers) + 1, dtype=bool)
        is_named[[numbers.get(name, -1) for name in names]] = True
        is_named[-1] = False  # of the names that no cell has
        return is_named[code]


@dataclass(frozen=True)
class Counted:
    """What an indicator counts under a definition and ages; ``offences`` and ``ages`` are all where they are None."""

    source: str
    measure: str
    offences: frozenset[str] | None
    folded: frozenset[str]
    """Older categories that hold only offences counted, so that they count whole."""
    is_knife: bool | None
    is_domestic: bool | None
    ages: tuple[str, ...] | None

    def select(self, held: CellColumns) -> np.ndarray:
        """The places of those counted among the cells."""
        wanted = held.names_one("source", [self.source]) & held.names_one("measure", measures_of(self.measure))
        if self.offences is not None:
            wanted &= held.names_one("offence", [*self.offences, *self.folded, UNMAPPED])
        # A protected feed has its ages in rows of their own, beside those of all ages.
        wanted &= ~held.is_apart if self.ages is None else held.names_one("age_band", self.ages)
        for name in ("is_knife", "is_domestic"):
            if (asked := getattr(self, name)) is not None:
                # A row set aside before its flag was read could have had it; it holds no event.
                wanted &= (held.flags[name] == int(asked)) | ((held.flags[name] < 0) & held.is_unsaid)
        return np.flatnonzero(wanted)


def measures_of(measure: str) -> tuple[str, ...]:
    """The disjoint measures that make up ``measure``: records are repeats and the rest."""
    return ("records", "repeats", REST) if measure == "records" else (measure,)


def describe_counted(
    catalogue: Catalogue, indicator: Indicator, definition: Definition, ages: tuple[str, ...] = (), measure: str = ""
) -> Counted:
    """What the indicator, of facts, counts under the definition, of the ages selected (none: all it is about)."""
    how = indicator.calculation
    offences = find_offences(how, definition)
    bands = choose_ages(how, ages)
    return Counted(
        source=indicator.source,
        measure=measure or how.measure,
        offences=offences,
        folded=_find_folded(catalogue, offences),
        is_knife=how.is_knife,
        is_domestic=how.is_domestic,
        ages=bands or (() if ages else None),
    )


def find_offences(how: Calculation, definition: Definition) -> frozenset[str] | None:
    """Our offences that are counted; None counts them all."""
    if "all" in how.offences:
        return None
    return frozenset(definition.offences if "definition" in how.offences else how.offences)


def choose_ages(how: Calculation, ages: tuple[str, ...]) -> tuple[str, ...]:
    """Age bands counted: those selected, of those the indicator is about."""
    if not ages:
        return how.ages
    return tuple(band for band in ages if not how.ages or band in how.ages)


def _find_folded(catalogue: Catalogue, offences: frozenset[str] | None) -> frozenset[str]:
    declared = catalogue.offences.values()
    return frozenset(one.id for one in declared if one.includes and set(one.includes) <= (offences or set()))


def find_wider(catalogue: Catalogue, offences: frozenset[str] | None) -> frozenset[str]:
    """Categories of older editions that hold some of ``offences`` and others too: with them nothing is known."""
    if offences is None:
        return frozenset()
    declared = catalogue.offences.values()
    return frozenset(one.id for one in declared if set(one.includes) & offences and not set(one.includes) <= offences)


def part_repeats(cells: pd.DataFrame, counts: np.ndarray) -> pd.DataFrame:
    """``cells`` with the records of feeds that mark repeats become the rest, and ``counts`` [cell, ...] less those.

    A repeat is one of the feed's records of the same offence, flags and age; ``counts`` is changed in place.
    """
    marks = cells.loc[cells["measure"] == "repeats", "source"].unique()
    is_parted = cells["source"].isin(marks) & (cells["measure"] == "records")
    keys = [name for name in CELL if name != "measure"]
    named = [tuple("" if pd.isna(part) else part for part in row) for row in cells[keys].itertuples(index=False)]
    repeats = {key: row for row, key in enumerate(named) if cells["measure"].iloc[row] == "repeats"}
    for row in np.flatnonzero(is_parted):
        if named[row] in repeats:
            counts[row] -= counts[repeats[named[row]]]
    return cells.assign(measure=cells["measure"].mask(is_parted, REST))


def find_rings(catalogue: Catalogue, source: Source, cells: pd.DataFrame) -> np.ndarray:
    """The ring of each of the source's ``cells``, numbered from 0: cells that the same indicators count are one ring.

    Every indicator is then a sum of whole rings, and no two rings overlap.
    """
    signatures: list[set[tuple]] = [set() for _ in range(len(cells))]
    columns = CellColumns.of(cells)
    for mark, counted in enumerate(_list_counted(catalogue, source)):
        for row in counted.select(columns):
            signatures[row].add(mark)
    frozen = [frozenset(signature) for signature in signatures]
    order = {signature: number for number, signature in enumerate(sorted(set(frozen), key=sorted))}
    return np.array([order[signature] for signature in frozen], dtype=int)


def _list_counted(catalogue: Catalogue, source: Source) -> Iterable[Counted]:
    for indicator in catalogue.indicators.values():
        how = indicator.calculation
        if how.basis != "facts" or indicator.source != source.id:
            continue
        named = catalogue.definitions.values() if "definition" in how.offences else [catalogue.latest_definition]
        for definition in named:
            for measure in filter(None, (how.measure, how.denominator_measure)):
                yield describe_counted(catalogue, indicator, definition, (), measure)


def name_sent(catalogue: Catalogue, source: Source, offence: str) -> tuple[str, ...]:
    """The categories as the source sends them that are the offence: what a set of records is known by for good."""
    readers = (source.id, source.reader)
    sent = (one for one in catalogue.categories if one.reader_or_source in readers and one.offence == offence)
    return tuple(sorted({fold_text(one.text) for one in sent})) or (offence,)
