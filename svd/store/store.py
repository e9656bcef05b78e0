"""Opens one version of the curated Parquet and answers Selections through Ibis, on DuckDB unless told otherwise.

What a build counts, once a version, Arrow counts: an engine takes longer to load than most stores to be counted.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock, local
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from svd.catalogue.schema import INCIDENTS
from svd.catalogue.whole import find_lacking
from svd.errors import StoreError
from svd.store.selection import Selection

if TYPE_CHECKING:
    import ibis

Kept = TypeVar("Kept")
_FACT_KEYS = ("source", "extract", "month", "ward_code", "offence", "measure", "age_band", "is_knife", "is_domestic")

_BUILD_AGAIN = "Build it again: python -m svd build"


class Store:
    """One built version, never changed once written; every table it gives follows the catalogue's schema."""

    def __init__(self, folder: Path, connection: "ibis.BaseBackend | None" = None) -> None:
        self.folder = folder
        self._given = connection
        self._about = _read_about(folder)
        self._kept: dict[str, object] = {}
        self._lock = RLock()
        self._mine, self._connecting = local(), Lock()

    @cached_property
    def _engine(self) -> "ibis.BaseBackend":
        # Loaded and made when it is first asked: most who open a store never ask it.
        import ibis

        return ibis.duckdb.connect()

    @property
    def _connection(self) -> "ibis.BaseBackend":
        """This thread's own: one that threads share refuses whoever comes while it is busy."""
        import ibis

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

    def table(self, name: str) -> "ibis.Table":
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
        texts = {name: "category" for name in ("source", "extract", "ward_code", "offence", "measure", "age_band")}
        flags = {name: "boolean" for name in ("is_knife", "is_domestic")}
        whole = {"count": "int64", "unknown": "int64"}
        if self._given is None:
            rows = pq.read_table(self.folder / "facts.parquet", columns=[*_FACT_KEYS, "count"])
            added = rows.append_column("unknown", pc.is_null(rows["count"]).cast("int64"))
            counts = group_rows(added, _FACT_KEYS, {"count": "sum", "unknown": "sum"}, words=list(texts))
            sorted_words = {
                name: counts[name].cat.reorder_categories(sorted(counts[name].cat.categories)) for name in texts
            }
            return counts.fillna({"count": 0}).assign(**sorted_words).astype(flags | whole)
        facts = self.table("facts")
        counts = facts.group_by(_FACT_KEYS).agg(
            count=facts["count"].sum().fill_null(0), unknown=facts["count"].isnull().sum()
        )
        return counts.to_pandas().astype(texts | flags | whole)

    def read_records(self, sources: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Those columns of the incidents of the sources, the source first."""
        path, names = self.folder / "incidents.parquet", ["source", *columns]
        if not pq.read_metadata(path).num_rows:  # texts of no rows are written without a type
            return pa.Table.from_pandas(
                pd.DataFrame({name: pd.Series([], dtype=INCIDENTS.dtypes[name]) for name in names})
            )
        of_sources = pc.field("source").isin(pa.array(list(sources), pa.string()))
        return pq.read_table(path, columns=names, filters=of_sources)

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


def group_rows(
    rows: pa.Table, keys: Sequence[str], how: Mapping[str, str], *, words: Sequence[str] = ()
) -> pd.DataFrame:
    """A row for each value of ``keys``, null included, in the order in which they come; ``how`` adds up columns.

    A column ``count`` that is none of the table's is of rows. The keys ``words`` are categories.
    """
    asked = [(name, way) if name in rows.column_names else ([], "count_all") for name, way in how.items()]
    found = rows.group_by(list(keys), use_threads=False).aggregate(asked)
    named = [f"{name}_{way}" if name else way for name, way in asked]
    return found.select([*keys, *named]).rename_columns([*keys, *how]).to_pandas(categories=list(words))


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
