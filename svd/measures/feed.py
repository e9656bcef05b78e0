"""One protected feed: its rings by ward, for the area, by age and by kind, as shown totals; checked before release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.catalogue.schema import AGE_BANDS
from svd.measures.book import Book, Entry, number_month, run_totals, show_totals
from svd.measures.cells import CELL, REST, find_rings, name_sent
from svd.measures.count import Counts, declare_cells
from svd.measures.people import NO_SEX, NONE, SEXES, Records, fill_removed, find_removed, forget_removed
from svd.measures.protect import find_base, find_step, identify
from svd.measures.release import find_unsafe
from svd.measures.worlds import Family

NO_AGE = "unknown"
AGE, SEX, MARK = "age", "sex", "mark"
"""Lists of disjoint parts of a ring, for the area alone; the parts of MARK are the measures of repeats and the rest."""
_AREA, _PLACE, _NOWHERE = "area", "place", "no ward"


class Part(NamedTuple):
    """A part of one of the lists of a ring: the rows of the ring and of the part."""

    ring: int
    name: str
    part: str
    row: int


@dataclass
class Shown:
    """Series of a feed: a row each of ``totals``, ``base`` and ``step`` [series, place(, boundary)].

    ``whole``: the rows of its rings, of all ages and kinds, which together are all the feed holds.
    """

    totals: list[NDArray] = field(default_factory=list)
    base: list[NDArray] = field(default_factory=list)
    step: list[NDArray] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    families: list[Mapping[str, Family]] = field(default_factory=list)
    """Of each ring its own total and the lists it is parted in, with what is true: for the build alone."""

    def add(self, parts: list[tuple[NDArray, Entry] | None]) -> int:
        """A series of one part a place, none where it is not shown by that place; gives its row."""
        width = max(len(part[0]) for part in parts if part)
        self.totals.append(np.array([part[0] if part else np.full(width, np.nan) for part in parts]))
        self.base.append(np.array([part[1].base if part else 1 for part in parts], dtype="int32"))
        self.step.append(np.array([part[1].step if part else 0 for part in parts], dtype="int32"))
        return len(self.totals) - 1


def protect_feed(
    counts: Counts, catalogue: Catalogue, source: Source, book: Book, records: Records
) -> tuple[pd.DataFrame, pd.DataFrame, Shown]:
    """The feed's cells (CELL, is_unsaid, is_apart and ``series``), its kinds (source, offence, series), and its series.

    The wards and no known ward are disjoint parts of each ring, and so are, for the area alone, its ages, its sexes,
    its repeats and rest, and its kinds; the area's own total has blocks twice as wide. A ring that has no parts shown
    has the blocks of a part.
    """
    atoms = declare_cells(catalogue, source)
    true, aged = _count_atoms(counts, source, atoms)
    rings = find_rings(catalogue, source, atoms)
    whole_months = counts.months_of(source.id)[1]
    fields = {column.field for column in catalogue.list_columns(source)}
    sexed = records.count_sexes(source.id, atoms, counts.months) if "sex" in fields else None
    is_marked = records.say_sent(source.id)[1] != NONE
    is_removed = find_removed(records, counts, source.id)
    shown, cells, kinds = Shown(), [], []
    base = find_base(catalogue.rules[source.small_number_rule])
    for ring in range(rings.max(initial=-1) + 1):
        members = np.flatnonzero(rings == ring)
        feed = _Ring(counts, catalogue, source, atoms.iloc[members], book, base, whole_months)
        wards = feed.show_wards(true[members].sum(axis=0))
        ages = feed.show_ages(aged[members].sum(axis=0)) if source.has_age else {}
        sexes = {} if sexed is None else feed.show_sexes(sexed[members].sum(axis=0), is_removed)
        marks = feed.show_marks(true[members].sum(axis=1)) if is_marked else {}
        offences = feed.show_kinds(true[members].sum(axis=1))
        own = {name: (atoms["offence"].iloc[members] == name).to_numpy() for name in offences}
        kind = np.array([true[members[is_own]].sum(axis=(0, 1)) for is_own in own.values()])
        sex = np.zeros(0) if sexed is None else sexed[members].sum(axis=0)
        mark = np.array([true[members[feed.measured(name)]].sum(axis=(0, 1)) for name in marks])
        trues = {_PLACE: true[members].sum(axis=0), AGE: aged[members].sum(axis=0), SEX: sex, MARK: mark, "kind": kind}
        lists = dict(
            zip(trues, (wards, *(list(each.values()) for each in (ages, sexes, marks, offences))), strict=True)
        )
        area = feed.show_area(true[members].sum(axis=(0, 1)), lists, trues)
        shown.families.append(feed.families)
        row = shown.add([*wards, area])
        shown.whole.append(row)
        cells.append(atoms.iloc[members].assign(series=row))
        for offence, part in offences.items():
            kinds.append((source.id, offence, shown.add([*[None] * len(wards), part])))
        if not offences:
            kinds += [(source.id, offence, row) for offence in atoms["offence"].iloc[members].unique()]
        cells += _add_people(shown, row, atoms.iloc[members], {AGE: ages, SEX: sexes, MARK: marks}, len(wards))
        if is_marked and not marks and atoms["measure"].iloc[members].nunique() == 1:
            shown.parts.append(Part(row, MARK, atoms["measure"].iloc[members[0]], row))
    return pd.concat(cells, ignore_index=True), pd.DataFrame(kinds, columns=["source", "offence", "series"]), shown


def _add_people(
    shown: Shown, row: int, atoms: pd.DataFrame, parted: dict[str, dict[str, tuple]], wards: int
) -> list[pd.DataFrame]:
    """Add the area's parts by age, sex and mark of a ring; gives the cells of its ages, which indicators can be of."""
    cells, nowhere = [], [None] * wards
    for name, parts in parted.items():
        for own, part in parts.items():
            shown.parts.append(Part(row, name, own, shown.add([*nowhere, part])))
            if name == AGE:
                cells.append(atoms.assign(age_band=own, is_apart=True, series=shown.parts[-1].row))
    return cells


def _count_atoms(counts: Counts, source: Source, atoms: pd.DataFrame) -> tuple[NDArray, NDArray]:
    """True counts by atom, place and month, and for the area by atom, age band (the last: not known) and month."""
    keys = ["offence", "measure", "is_knife", "is_domestic"]
    place = {_key(row): number for number, row in enumerate(atoms[keys].itertuples(index=False))}
    has_rest = (atoms["measure"] == REST).any()
    bands = {band: number for number, band in enumerate(AGE_BANDS)}
    months = len(counts.months)
    true = np.zeros((len(atoms), len(counts.wards) + 1, months))
    aged = np.zeros((len(atoms), len(AGE_BANDS) + 1, months))
    own = counts.cells[counts.cells["source"] == source.id]
    for row, cell in zip(own.index, own[[*keys, "age_band"]].itertuples(index=False), strict=True):
        measure = REST if has_rest and cell.measure == "records" else cell.measure
        atom = place.get(_key((cell.offence, measure, cell.is_knife, cell.is_domestic)))
        if atom is None:
            continue
        true[atom] += counts.counts[row]
        aged[atom, bands.get(cell.age_band, len(AGE_BANDS))] += counts.counts[row].sum(axis=0)
    return true, aged


def _key(row: tuple) -> tuple:
    return tuple("" if pd.isna(part) else part for part in row)


@dataclass(eq=False)
class _Ring:
    counts: Counts
    catalogue: Catalogue
    source: Source
    atoms: pd.DataFrame
    book: Book
    base: int
    is_whole: NDArray
    families: Mapping[str, Family] = field(default_factory=dict)

    def _show(self, series: NDArray, place: str, base: int, *, age: str = "", offence: str = "") -> tuple:
        identity = self._identify(place, age, offence)
        return show_totals(self.book, identity, series, self.first, self.is_whole, base)

    def _identify(self, place: str, age: str = "", offence: str = "") -> str:
        return identify("flow", self.records[offence], place, age)

    @cached_property
    def first(self) -> int:
        return number_month(self.counts.months[0])

    @cached_property
    def records(self) -> dict[str, list]:
        """What was sent, by its own words, of each category and, under "", of the whole ring."""
        return {name: sorted(self._name_records(name)) for name in ("", *dict.fromkeys(self.atoms["offence"]))}

    def _name_records(self, offence: str) -> Iterator[tuple]:
        """What was sent, by its own words: the same records have the same name whatever is made of them here."""
        chosen = self.atoms[self.atoms["offence"] == offence] if offence else self.atoms
        for row in chosen[list(CELL)].itertuples(index=False):
            flags = tuple("" if pd.isna(flag) else str(bool(flag)) for flag in (row.is_knife, row.is_domestic))
            measure = "records" if row.measure == REST else row.measure
            yield (name_sent(self.catalogue, self.source, row.offence), measure, *flags)

    def show_wards(self, true: NDArray) -> list[tuple[NDArray, Entry]]:
        return [
            self._show(series, place, self.base)
            for series, place in zip(true, [*self.counts.wards, _NOWHERE], strict=True)
        ]

    def show_ages(self, aged: NDArray) -> dict[str, tuple[NDArray, Entry]]:
        bands = dict(zip([*AGE_BANDS, NO_AGE], aged, strict=True))
        if not self._is_parted(bands):
            return {}
        return {band: self._show(series, _AREA, self.base, age=band) for band, series in bands.items()}

    def show_sexes(self, sexed: NDArray, is_removed: NDArray) -> dict[str, tuple[NDArray, Entry]]:
        sexes = {f"sex {name}": series for name, series in zip([*SEXES, NO_SEX], sexed, strict=True)}
        if not self._is_parted(sexes):
            return {}
        shown = {}
        for name, series in sexes.items():
            entry = self.book.find(self._identify(_AREA, name))
            filled = fill_removed(series, entry, self.first, is_removed)
            before = len(entry.totals) if entry else 0
            part = self._show(filled, _AREA, self.base, age=name)
            forget_removed(*part, self.first, is_removed, before)
            shown[name.removeprefix("sex ")] = part
        return shown

    def show_marks(self, by_atom: NDArray) -> dict[str, tuple[NDArray, Entry]]:
        """Repeats and the rest; none where the ring is one of them, which is the ring itself."""
        measures = list(dict.fromkeys(self.atoms["measure"]))
        if len(measures) < 2:
            return {}
        series = {name: by_atom[self.measured(name)].sum(axis=0) for name in measures}
        parts = {name: replace(self, atoms=self.atoms[self.measured(name)]) for name in measures}
        known = [parts[name].book.find(parts[name]._identify(_AREA)) for name in measures]
        if not self._is_parted(series) and not any(entry and entry.step for entry in known):
            return {}
        return {name: part._show(series[name], _AREA, self.base) for name, part in parts.items()}

    def measured(self, measure: str) -> NDArray:
        """Which of the ring's atoms are of the measure."""
        return (self.atoms["measure"] == measure).to_numpy()

    def _is_parted(self, series: Mapping[str, NDArray]) -> bool:
        """Whether two of the parts at least are shown: one alone would be the ring again, from another start."""
        entries = [self.book.find(self._identify(_AREA, name)) for name in series]
        if any(entry is not None and entry.step for entry in entries):
            return True
        means = [float(own[self.is_whole].mean()) if self.is_whole.any() else 0.0 for own in series.values()]
        return sum(find_step(mean, self.base) > 0 for mean in means) > 1

    def show_kinds(self, by_atom: NDArray) -> dict[str, tuple[NDArray, Entry]]:
        """By category as sent; none where the ring has one alone, which is the ring itself."""
        offences = list(dict.fromkeys(self.atoms["offence"]))
        if len(offences) < 2:
            return {}
        own = {name: by_atom[(self.atoms["offence"] == name).to_numpy()].sum(axis=0) for name in offences}
        return {name: self._show(series, _AREA, self.base, offence=name) for name, series in own.items()}

    def show_area(
        self, true: NDArray, lists: Mapping[str, list[tuple[NDArray, Entry]]], trues: Mapping[str, NDArray]
    ) -> tuple[NDArray, Entry]:
        """The area's own total; points at which a part could be told to fewer than three values are withheld for good.

        Only points new in the book are: what was shown before is known. ``trues``: the parts' true counts a month.
        """
        before = self.book.find(self._identify(_AREA))
        settled = set(before.totals) if before else set()
        has_parts = any(entry.step for parts in lists.values() for _, entry in parts)
        totals, entry = self._show(true, _AREA, 2 * self.base if has_parts else self.base)
        families = {name: self._gather(trues[name], parts) for name, parts in lists.items() if parts}
        if not np.isnan(totals).all():
            start, end = self.received
            is_settled = np.array([self.first + point in settled for point in range(start, end)])
            parted = [family.between(start, end) for family in families.values()]
            whole = self._gather(true[None], [(totals, entry)]).between(start, end)
            for point in find_unsafe(whole, parted, is_settled):
                entry.totals[self.first + start + point] = np.nan
                totals[start + point] = np.nan
        self.families = {_AREA: self._gather(true[None], [(totals, entry)]), **families}
        return totals, entry

    @cached_property
    def received(self) -> tuple[int, int]:
        """From which boundary to before which months were received to their end: beyond there is nothing to tell."""
        months = np.flatnonzero(self.is_whole)
        return (int(months[0]), int(months[-1]) + 2) if len(months) else (0, 1)

    def _gather(self, true: NDArray, shown: list[tuple[NDArray, Entry]]) -> Family:
        running = np.array([run_totals(series, self.is_whole) for series in true])
        return Family(running, np.array([part for part, _ in shown]), np.array([entry.base for _, entry in shown]))
