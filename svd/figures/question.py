"""What every measure needs at hand: the store, the catalogue, the geography, an indicator, a selection and a level."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Definition, Indicator, Source
from svd.geography.wards import Geography
from svd.journal.signal_log import LogEntry
from svd.store.selection import Selection
from svd.store.store import Store

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

    @property
    def version(self) -> str:
        return f"{self.store.version}-{len(self.log)}"


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
        named = self.indicator.calculation.offences
        if "all" in named:
            return None
        return frozenset(self.definition.offences if "definition" in named else named)

    @property
    def ages(self) -> tuple[str, ...]:
        """Age bands counted: those selected, of those the indicator is about."""
        declared = self.indicator.calculation.ages
        if not self.selection.ages:
            return declared
        return tuple(band for band in self.selection.ages if not declared or band in declared)

    @property
    def is_by_age(self) -> bool:
        return bool(self.selection.ages)

    @property
    def index(self) -> pd.Index:
        """The rows an answer has: a ward, a month, both, or the one area."""
        wards = list(self.evidence.geography.ward_names)
        if self.by == "ward":
            return pd.Index(wards, name="ward_code")
        if self.by == "month":
            return pd.Index(self.selection.months, name="month")
        if self.by == "ward_month":
            return pd.MultiIndex.from_product([wards, self.selection.months], names=["ward_code", "month"])
        return pd.Index([self.evidence.catalogue.area.code], name="ward_code")
