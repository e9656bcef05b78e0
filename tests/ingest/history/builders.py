"""Files as read and histories of a source, made from a few counts, and what is warned of when one meets the other."""

import dataclasses
from collections.abc import Mapping
from datetime import date

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.schema import COVERAGE, EXTRACTS, FACTS, INCIDENTS, PROBLEMS, RETURNS
from svd.ingest.conform import concat_tables, conform
from svd.ingest.extract import ReadExtract
from svd.ingest.history.held import History
from svd.ingest.history.sanity import compare_history
from tests.ingest.builders import make_catalogue

Counts = Mapping[str, Mapping[str, int | None]]


def make_months(first: str, *totals: int, offence: str = "harm") -> dict[str, dict[str, int]]:
    """Counts of one offence in months that follow one another."""
    months = pd.date_range(first, periods=len(totals), freq="MS")
    return {f"{month:%Y-%m}": {offence: total} for month, total in zip(months, totals, strict=True)}


def make_read(
    counts: Counts | None = None,
    *,
    name: str = "new.csv",
    source: str = "asb",
    received_on: date = date(2030, 1, 20),
    incomplete: tuple[str, ...] = (),
    measure: str = "records",
    **tables,
) -> ReadExtract:
    """A file of ``counts`` by month and offence; returns, incidents and problems may be given as lists of rows."""
    counts = counts or {}
    stamp = {"source": source, "extract": name}
    rows = [
        {"month": pd.Timestamp(month), "offence": offence, "count": count, "measure": measure} | stamp
        for month, of_month in counts.items()
        for offence, count in of_month.items()
    ]
    returns = conform(pd.DataFrame([row | stamp for row in tables.get("returns", [])]), RETURNS)
    spans = [pd.date_range(*span, freq="MS") for span in zip(returns["period_from"], returns["period_to"], strict=True)]
    months = sorted({*map(pd.Timestamp, counts), *(month for span in spans for month in span)})
    covered = pd.DataFrame({"month": pd.DatetimeIndex(months).astype("datetime64[us]"), "rows": 1})
    return ReadExtract(
        **dict.fromkeys(
            ["rows_read", "rows_kept", "rows_set_aside", "fields_expected", "fields_filled", "sequence"], 0
        ),
        name=name,
        source=source,
        received_on=received_on,
        is_synthetic=False,
        edition=months[-1] if months else None,
        placed={},
        facts=conform(pd.DataFrame(rows), FACTS),
        incidents=conform(pd.DataFrame(tables.get("incidents", []), columns=INCIDENTS.names), INCIDENTS),
        returns=returns,
        months=covered.assign(is_complete=~covered["month"].isin(pd.DatetimeIndex(incomplete))),
        problems=conform(pd.DataFrame(tables.get("problems", [])), PROBLEMS),
    )


def make_history(*held: ReadExtract) -> History:
    """The history in which the files, oldest first, stand for their months; each one's hash is its name."""
    months = concat_tables((e.months.assign(source=e.source, extract=e.name) for e in held), COVERAGE)
    coverage = months.drop_duplicates("month", keep="last")
    stands = coverage[["month", "extract"]]
    ledger = [
        {
            "source": e.source,
            "extract": e.name,
            "sha256": e.name,
            "edition": e.edition,
            "received_on": pd.Timestamp(e.received_on),
            "period_from": e.months["month"].min(),
            "period_to": e.months["month"].max(),
        }
        for e in held
    ]
    returns = concat_tables((e.returns for e in held), RETURNS)
    return History(
        facts=conform(concat_tables((e.facts for e in held), FACTS).merge(stands, on=["month", "extract"]), FACTS),
        returns=returns.drop_duplicates(["indicator", "ward_code", "period_from", "period_to"], keep="last"),
        coverage=coverage,
        extracts=conform(pd.DataFrame(ledger), EXTRACTS),
    )


def warn(new: ReadExtract, *held: ReadExtract, catalogue: Catalogue | None = None, sha256: str = "new") -> pd.DataFrame:
    """What ``new`` is warned of against what is held, oldest first."""
    catalogue = catalogue or make_catalogue()
    return compare_history(new, make_history(*held), catalogue.sources[new.source], catalogue, sha256)


def name_rules(problems: pd.DataFrame) -> list[tuple[str, str]]:
    """(rule, value) of each warning."""
    assert (problems["severity"] == "warning").all() and (problems["rows"] == 0).all()
    return list(problems[["rule", "value"]].itertuples(index=False, name=None))


def change_catalogue(**changes: object) -> Catalogue:
    """The tiny catalogue with other parts, as breaks={...}."""
    return dataclasses.replace(make_catalogue(), **changes)
