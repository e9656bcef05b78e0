"""What every measure needs at hand: the store, the catalogue, the geography, an indicator, a selection and a level."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Definition, Indicator, Source
from svd.geography.wards import Geography
from svd.journal.signal_log import LogEntry
from svd.measures.build import list_protected, prepare_cube
from svd.measures.cells import choose_ages, find_offences
from svd.measures.cube import Cube
from svd.measures.key import find_key
from svd.measures.places import Places
from svd.measures.saved_places import prepare_places
from svd.store.selection import Selection
from svd.store.store import Store

Prepared = TypeVar("Prepared")
By = Literal["borough", "ward", "month", "ward_month"]


@dataclass(frozen=True)
class Evidence:
    """One version of the data with what is needed to read it: pass it along, never change it.

    ``version`` is one for what the figures rest on: the store's, and how much has been said of its signals.
    """

    store: Store
    catalogue: Catalogue
    geography: Geography
    log: tuple[LogEntry, ...] = ()
    """What officers said of signals."""
    count_reviewed: Callable[["Evidence", Selection], tuple[int, int]] | None = None
    """Signals of a period of which a decision is logged, and all raised in it; None where nobody asks."""
    is_trial: bool = False
    """Whether the store is built aside to see what a file would change: no feed with a rule is counted in it."""

    @property
    def version(self) -> str:
        return f"{self.store.version}-{len(self.log)}"

    @property
    def cube(self) -> Cube:
        """The counts of the version, protected: built and saved where the store has none yet."""
        return self._keep("cube", self._prepare_cube)

    @property
    def places(self) -> Places:
        """Events by cell and hour, protected where the feed has a rule: made and saved where the store has none yet."""
        return self._keep("places", self._prepare_places)

    @property
    def opened_on(self) -> date:
        """The day on which the version was first read here: all of it is of one restatement, whenever it is asked."""
        _, day = self.store.keep("opened on", lambda: (self.catalogue, date.today()))
        return day

    @property
    def extracts(self) -> pd.DataFrame:
        """The ledger of files received, as it may be shown."""
        return self.cube.tables["extracts"]

    @property
    def problems(self) -> pd.DataFrame:
        """Rows that could not be used, and warnings, as they may be shown."""
        return self.cube.tables["problems"]

    @property
    def coverage(self) -> pd.DataFrame:
        """Which extract stands for which month of which source; no row means nothing was received."""
        return self.cube.tables["coverage"]

    @property
    def returns(self) -> pd.DataFrame:
        """Every return in use, as it may be shown: see ``svd.measures.returns``."""
        return self.cube.tables["returns"]

    @property
    def months(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last month any source covers."""
        return self.cube.months[0], self.cube.months[-1]

    def coverage_of(self, source: str) -> pd.DataFrame:
        """The coverage of one source."""
        return self.coverage[self.coverage["source"] == source]

    def returns_of(self, indicator: str) -> pd.DataFrame:
        """The returns of one indicator."""
        return self.returns[self.returns["indicator"] == indicator]

    def _keep(self, name: str, prepare: Callable[[], Prepared]) -> Prepared:
        """What is prepared of the version once; under another catalogue than the first who asked had, once for that."""
        catalogue, prepared = self.store.keep(name, lambda: (self.catalogue, prepare()))
        return prepared if catalogue is self.catalogue else self.store.keep(f"{name} {id(self.catalogue)}", prepare)

    def _prepare_cube(self) -> Cube:
        months = self.catalogue.area.restated_in
        declared = (self.catalogue, self.geography)
        key = None if self.is_trial else self._find_key()
        return prepare_cube(self.store, *declared, key, self.opened_on, months, is_trial=self.is_trial)

    def _prepare_places(self) -> Places:
        months = self.catalogue.area.restated_in
        declared = (self.catalogue, self.geography)
        return prepare_places(self.store, *declared, self._find_key, self.opened_on, months, lambda: self.cube)

    def _find_key(self) -> bytes | None:
        """The secret start of what is protected; None where no feed received has a rule."""
        protected = {source.id for source in list_protected(self.catalogue)}
        if protected & set(self.store.coverage["source"]) or protected & set(self.store.returns["source"]):
            return find_key(self.store.folder.parents[1], is_synthetic=self.store.is_synthetic)
        return None


def prepare_figures(evidence: Evidence) -> None:
    """Count and protect the version, and save that, so that no visitor waits for it."""
    if not (len(evidence.cube.months) and len(evidence.places.months)):
        raise AssertionError("a version without a month was published")


@dataclass(frozen=True)
class Question:
    """An indicator asked of the evidence for a selection, at one level."""

    evidence: Evidence
    indicator: Indicator
    selection: Selection
    by: By

    @property
    def source(self) -> Source:
        return self.evidence.catalogue.sources[self.indicator.source]

    @property
    def definition(self) -> Definition:
        catalogue = self.evidence.catalogue
        return catalogue.definitions.get(self.selection.definition, catalogue.latest_definition)

    @property
    def offences(self) -> frozenset[str] | None:
        """Our offences the indicator counts; None counts them all."""
        return find_offences(self.indicator.calculation, self.definition)

    @property
    def ages(self) -> tuple[str, ...]:
        """Age bands counted: those selected, of those the indicator is about."""
        return choose_ages(self.indicator.calculation, self.selection.ages)

    @property
    def is_by_age(self) -> bool:
        return bool(self.selection.ages)
