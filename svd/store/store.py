"""Opens one version of the curated Parquet and answers Selections through Ibis, on DuckDB unless told otherwise."""

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock, local
from typing import TypeVar

import ibis
import pandas as pd
import pyarrow.parquet as pq

from svd.catalogue.whole import find_lacking
from svd.errors import StoreError
from svd.store.selection import Selection

Kept = TypeVar("Kept")
_FACT_KEYS = ("source", "extract", "month", "ward_code", "offence", "measure", "age_band", "is_knife", "is_domestic")

_BUILD_AGAIN = "Build it again: python -m svd build"


class Store:
    """One built version, never changed once written; every table it gives follows the catalogue's schema."""

    def __init__(self, folder: Path, connection: ibis.BaseBackend | None = None) -> None:
        self.folder = folder
        self._given = connection
        self._about = _read_about(folder)
        self._kept: dict[str, object] = {}
        self._lock = RLock()
        self._mine, self._connecting = local(), Lock()

    @cached_property
    def _engine(self) -> ibis.BaseBackend:
        # Made when it is first asked: who only wants to know the version opens a store for it.
        return ibis.duckdb.connect()

    @property
    def _connection(self) -> ibis.BaseBackend:
        """This thread's own: one that threads share refuses whoever comes while it is busy."""
        if self._given is not None:
            return self._given
        if not hasattr(self._mine, "connection"):
            with self._connecting:
                self._mine.connection = ibis.duckdb.from_connection(self._engine.con.cursor())
        return self._mine.connection

    @property
    def version(self) -> str:
        return self._about["version"]

    @property
    def is_synthetic(self) -> bool:
        return bool(self._about.get("is_synthetic"))

    def table(self, name: str) -> ibis.Table:
        """A curated table as an unevaluated Ibis expression."""
        return self._connection.read_parquet(self.folder / f"{name}.parquet")

    def _read(self, name: str, order: list[str]) -> pd.DataFrame:
        """A small table, without asking a database for it."""
        table = pq.read_table(self.folder / f"{name}.parquet").to_pandas()
        return table.sort_values(order, kind="stable", ignore_index=True) if order else table

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
        return self._read("returns", [])

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Which extract stands for which month of which source; no row means nothing was received."""
        return self._read("coverage", ["source", "month"])

    @cached_property
    def extracts(self) -> pd.DataFrame:
        """The ledger of files received."""
        return self._read("extracts", ["source", "edition", "extract"])

    @cached_property
    def problems(self) -> pd.DataFrame:
        """Rows set aside and warnings, in the order of the files."""
        return self._read("problems", ["source", "file", "row"])

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
        raise StoreError("There is no store yet.", "Build it first: python -m svd build")
    version = folder / "versions" / current.read_text(encoding="utf-8").strip()
    store = Store(version)
    if lacking := find_lacking(version):
        raise StoreError(f"The store is not whole: its table {lacking} is missing or cut off.", _BUILD_AGAIN)
    return store


def _read_about(folder: Path) -> dict:
    try:
        return json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        raise StoreError("The store is not whole.", _BUILD_AGAIN) from None
