"""What a newest edition changed, as the command line prints it: lines of text, plain data or a table for machines."""

import json

import pandas as pd

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.history.editions import Edition
from svd.intake.revised import METHOD, Revisions
from svd.paths import read_paths
from svd.views.revision_table import FIRST_ROWS, order_revisions, present_revisions


def word_revised(found: Revisions) -> str:
    """The finding, the biggest differences, and what a revision is; of a protected feed why none is listed."""
    paths = read_paths()
    revisions = order_revisions(found.compared.table, by_size=True)
    first = revisions.head(FIRST_ROWS)
    table = present_revisions(first, load_catalogue(paths.catalogue), load_geography(paths.geo).ward_names)
    lines = [found.finding] if found.compared.newest is None else [found.finding, found.compared.newest.extract]
    if len(table):
        lines.append(table.to_string(index=False))
    if len(revisions) > len(first):
        lines.append(f"and {len(revisions) - len(first)} more: --format csv has them all.")
    return "\n".join(lines if found.is_withheld else [*lines, METHOD])


def list_revised(found: Revisions) -> pd.DataFrame:
    """The table by period with the feed and whether it is made up; months as YYYY-MM, a null's status says why."""
    table, newest = found.compared.table, found.compared.newest
    months = {name: [f"{month:%Y-%m}" for month in table[name]] for name in ("period_from", "period_to")}
    told = table.assign(source=found.source.id, is_synthetic=newest is not None and newest.is_synthetic, **months)
    return told[["source", *table.columns, "is_synthetic"]]


def describe_revisions(found: Revisions) -> dict:
    """The comparison as plain data."""
    compared = found.compared
    return {
        "source": found.source.id,
        "finding": found.finding,
        "newest": _describe(compared.newest) if compared.newest else None,
        "replaced": [_describe(edition) for edition in compared.replaced],
        "editions": compared.count,
        "figures": compared.figures,
        "new_months": [f"{month:%Y-%m}" for month in compared.new_months],
        "notes": list(found.notes),
        "revisions": json.loads(list_revised(found).to_json(orient="records")),
    }


def _describe(edition: Edition) -> dict:
    return {
        "extract": edition.extract,
        "edition": f"{edition.edition:%Y-%m}" if edition.edition is not None else None,
        "received_on": edition.received_on.isoformat(),
        "is_synthetic": edition.is_synthetic,
    }
