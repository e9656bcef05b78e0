"""Opens one version of the curated Parquet and answers Selections through Ibis, on DuckDB unless told otherwise."""

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import NamedTuple, TypeVar

import ibis
import pandas as pd

from svd.errors import StoreError
from svd.store.selection import Selection

Kept = TypeVar("Kept")
_FACT_KEYS = ("source", "extract", "month", "ward_code", "offence", "measure", "age_band", "is_knife", "is_domestic")


class ReturnRow(NamedTuple):
    """What a partner returned for one period: null numbers are not known, or hidden where ``is_suppressed``."""

    extract: str
    period_from: pd.Timestamp
    period_to: pd.Timestamp
    numerator: float
    denominator: float
    is_suppressed: bool


class Store:
    """One built version, never changed once written; every table it gives follows the catalogue's schema."""

    def __init__(self, folder: Path, connection: ibis.BaseBackend | None = None) -> None:
        self.folder = folder
        self._given = connection
        self._about = _read_about(folder)
        self._kept: dict[str, object] = {}
        self._lock = RLock()

    @cached_property
    def _connection(self) -> ibis.BaseBackend:
        # Made when it is first asked: who only wants to know the version opens a store for it on every run of a page.
        return self._given or ibis.duckdb.connect()

    @property
    def version(self) -> str:
        return self._about["version"]

    @property
    def is_synthetic(self) -> bool:
        return bool(self._about.get("is_synthetic"))

    def table(self, name: str) -> ibis.Table:
        """A curated table as an unevaluated Ibis expression."""
        return self._connection.read_parquet(self.folder / f"{name}.parquet")

    def count_facts(self) -> pd.DataFrame:
        """Every fact counted over what the cube does not tell apart: a row a value of _FACT_KEYS.

        ``count`` sums what is known, ``unknown`` counts the rows that could not be used and would have said more.
        """
        facts = self.table("facts")
        counts = facts.group_by(_FACT_KEYS).agg(
            count=facts["count"].sum().fill_null(0), unknown=facts["count"].isnull().sum()
        )
        texts = {name: "category" for name in ("source", "extract", "ward_code", "offence", "measure", "age_band")}
        flags = {name: "boolean" for name in ("is_knife", "is_domestic")}
        return counts.to_pandas().astype(texts | flags | {"count": "int64", "unknown": "int64"})

    def count_incidents(self, source: str, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
        """Incidents of one source in the selection's months: a row a value of ``by``, null included, with ``count``."""
        incidents = self.table("incidents")
        months = incidents.month.between(pd.Timestamp(selection.month_from), pd.Timestamp(selection.month_to))
        found = incidents.filter([incidents.source == source, months])
        return found.group_by(by).agg(count=found.count()).order_by(by).to_pandas()

    @cached_property
    def returns(self) -> pd.DataFrame:
        """Every indicator return in use."""
        return self.table("returns").to_pandas()

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Which extract stands for which month of which source; no row means nothing was received."""
        return self.table("coverage").order_by(["source", "month"]).to_pandas()

    @cached_property
    def _coverage_by_source(self) -> dict[str, pd.DataFrame]:
        return dict(iter(self.coverage.groupby("source")))

    def coverage_of(self, source: str) -> pd.DataFrame:
        """The same of one source."""
        return self._coverage_by_source.get(source, self.coverage.iloc[:0])

    @cached_property
    def _returns_by_indicator(self) -> dict[str, pd.DataFrame]:
        return dict(iter(self.returns.groupby("indicator")))

    def returns_of(self, indicator: str) -> pd.DataFrame:
        """The returns of one indicator."""
        return self._returns_by_indicator.get(indicator, self.returns.iloc[:0])

    @cached_property
    def _return_rows(self) -> dict[str, dict[str, list[ReturnRow]]]:
        rows: dict[str, dict[str, list[ReturnRow]]] = {}
        ordered = self.returns.sort_values(["period_to", "period_from"])
        for row in ordered[["indicator", "ward_code", *ReturnRow._fields]].itertuples(index=False):
            area = "" if pd.isna(row.ward_code) else row.ward_code
            is_suppressed = not pd.isna(row.is_suppressed) and bool(row.is_suppressed)
            kept = ReturnRow(*row[2:-1], is_suppressed)
            rows.setdefault(row.indicator, {}).setdefault(area, []).append(kept)
        return rows

    def return_rows(self, indicator: str) -> dict[str, list[ReturnRow]]:
        """The returns of one indicator by ward code, the whole area's under "", by their periods' ends."""
        return self._return_rows.get(indicator, {})

    @cached_property
    def extracts(self) -> pd.DataFrame:
        """The ledger of files received."""
        return self.table("extracts").order_by(["source", "edition", "extract"]).to_pandas()

    @cached_property
    def problems(self) -> pd.DataFrame:
        """Rows set aside and warnings, in the order of the files."""
        return self.table("problems").order_by(["source", "file", "row"]).to_pandas()

    def keep(self, name: str, work_out: Callable[[], Kept]) -> Kept:
        """What ``work_out`` gives, worked out once for this version, and once only where many ask at the same time."""
        with self._lock:
            if name not in self._kept:
                self._kept[name] = work_out()
            return self._kept[name]

    def list_kept(self) -> dict[str, object]:
        """Everything kept so far, by its name."""
        with self._lock:
            return dict(self._kept)

    @cached_property
    def months(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last month any source covers."""
        return self.coverage["month"].min(), self.coverage["month"].max()


def open_store(folder: Path) -> Store:
    """The version CURRENT names; raises StoreError where nothing has been built."""
    current = folder / "CURRENT"
    if not current.exists():
        raise StoreError(f"There is no store in {folder}.", "Build it first: python -m svd build")
    return Store(folder / "versions" / current.read_text(encoding="utf-8").strip())


def _read_about(folder: Path) -> dict:
    try:
        return json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        raise StoreError(f"The store in {folder} is not whole.", "Build it again: python -m svd build") from None
