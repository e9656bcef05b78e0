"""What the store holds of a source already: the history a new file is held against before it is taken in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from svd.catalogue.schema import COVERAGE, EXTRACTS, FACTS, RETURNS, Table
from svd.ingest.conform import conform
from svd.ingest.extract import ReadExtract
from svd.ingest.publish import VERSIONS, read_current

MAIN_MEASURES = ("offences", "records")
"""The measures that count events; the others count some of the same events again."""


@dataclass(frozen=True, eq=False)
class History:
    """One source's facts, returns and coverage in use; ``extracts`` is the ledger of every source.

    A copy of a file may have come in under another source, so the ledger is kept whole.
    """

    facts: pd.DataFrame
    returns: pd.DataFrame
    coverage: pd.DataFrame
    extracts: pd.DataFrame


def read_history(store: Path, source: str) -> History:
    """What the current version of ``store`` holds of ``source``; empty where there is no store."""
    version = read_current(store)
    folder = store / VERSIONS / version if version else None
    of_source = {table.name: _read(folder, table, source) for table in (FACTS, RETURNS, COVERAGE)}
    return History(**of_source, extracts=_read(folder, EXTRACTS, None))


def find_standing(extract: ReadExtract, history: History) -> pd.DatetimeIndex:
    """The months for which ``extract`` would stand: those it covers, less those of which a newer edition is held."""
    newer = list_newer(extract, history)
    taken = history.coverage.loc[history.coverage["extract"].isin(newer), "month"]
    covered = extract.months["month"]
    return pd.DatetimeIndex(covered[~covered.isin(taken)]).sort_values()


def list_newer(extract: ReadExtract, history: History) -> list[str]:
    """The files held of the source whose edition is newer than ``extract``."""
    ledger = history.extracts[(history.extracts["source"] == extract.source) & history.extracts["period_to"].notna()]
    own = _age(extract.edition, extract.months["month"].max(), extract.received_on)
    ages = zip(ledger["extract"], ledger["edition"], ledger["period_to"], ledger["received_on"], strict=True)
    return [name for name, *age in ages if _age(*age) > own]


def list_complete(months: pd.DataFrame, among: Iterable[pd.Timestamp] | None = None) -> pd.DatetimeIndex:
    """The months of ``months`` (month, is_complete) that are complete, in order; ``among`` names which may be taken."""
    is_taken = months["is_complete"].astype("bool")
    if among is not None:
        is_taken &= months["month"].isin(pd.DatetimeIndex(among))
    return pd.DatetimeIndex(months.loc[is_taken, "month"].unique()).sort_values()


def tabulate_counts(facts: pd.DataFrame, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Counts by month (rows) and by offence and measure (columns): what is absent is zero, what is not known null."""
    names = ["offence", "measure"]
    wanted = facts[facts["month"].isin(months)].assign(count=lambda rows: rows["count"].astype("float64"))
    found = wanted.groupby(["month", *names])["count"]
    is_absent = found.size().unstack(names).isna()
    sums = found.sum(min_count=1).unstack(names).mask(is_absent, 0.0)
    return sums.reindex(months.rename("month"), fill_value=0.0)


def sum_months(facts: pd.DataFrame, months: pd.DatetimeIndex) -> pd.Series:
    """The events of each month; null where nothing that is known was counted and something is not known."""
    table = tabulate_counts(facts[facts["measure"].isin(MAIN_MEASURES)], months)
    totals = table.sum(axis="columns")
    return totals.mask((totals == 0) & table.isna().any(axis="columns")).rename("count")


def _read(folder: Path | None, table: Table, source: str | None) -> pd.DataFrame:
    if folder is None:
        return conform(pd.DataFrame(), table)
    filters = [("source", "==", source)] if source is not None else None
    return conform(pq.read_table(folder / f"{table.name}.parquet", filters=filters).to_pandas(), table)


def _age(edition: pd.Timestamp | None, last: pd.Timestamp, received_on: date) -> tuple[pd.Timestamp, ...]:
    return tuple(pd.Timestamp.min if pd.isna(day) else pd.Timestamp(day) for day in (edition, last, received_on))
