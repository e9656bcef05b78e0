"""The command line's share of figures: an indicator measured, and a selection as a workbook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pandas as pd

from svd import tasks
from svd.figures.explore import measure_all
from svd.figures.opening import check_filters, default_selection, open_evidence
from svd.measures.measure import measure
from svd.measures.question import By, Evidence
from svd.measures.result import MARK_COLUMNS, RESULT_COLUMNS
from svd.store.selection import Selection, read_month
from svd.views.selection_workbook import write_selection
from svd.views.tables import mark_hidden

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


def _period_options(command: Callable) -> Callable:
    last = "Last month. Default: the last complete one."
    command = click.option("--store", type=_FOLDER, help="Store to read. Default: data/curated.")(command)
    command = click.option("--to", "month_to", metavar="YYYY-MM", help=last)(command)
    return click.option("--from", "month_from", metavar="YYYY-MM", help="First month. Default: twelve in all.")(command)


@click.command("measure")
@click.argument("indicator")
@click.option("--by", type=click.Choice(["ward", "month", "borough"]), default="borough", show_default=True)
@_period_options
@click.option("--definition", default="", help="Version of the definition of serious violence. Default: the latest.")
@click.option("--format", "form", type=click.Choice(["csv", "json", "table"]), default="csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def measure_command(
    indicator: str,
    by: By,
    month_from: str | None,
    month_to: str | None,
    store: Path | None,
    definition: str,
    form: str,
    as_json: bool,
) -> None:
    """Work out INDICATOR by ward, month or borough, disclosed as everywhere else."""
    evidence = open_evidence(store)
    selection = _selection(evidence, month_from, month_to, definition=definition)
    result = measure(evidence, indicator, selection, by)
    table = mark_hidden(result)[list(RESULT_COLUMNS)].join(result[list(MARK_COLUMNS)])
    click.echo(_print(table, "json" if as_json else form), nl=False)


@click.command()
@click.option("--out", type=_FILE, required=True, help="The workbook to write, .xlsx.")
@_period_options
@click.option("--ward", "wards", multiple=True, metavar="CODE", help="Only this ward; may be given again.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of violence; may be given again.")
@click.option("--partner", "partners", multiple=True, help="Only this partner; may be given again.")
@click.option("--age", "ages", multiple=True, help="Only this age band; may be given again.")
@click.option("--definition", default="", help="Version of the definition of serious violence. Default: the latest.")
def export(out: Path, month_from: str | None, month_to: str | None, store: Path | None, **filters: object) -> None:
    """Write the selection as an accessible Excel workbook."""
    evidence = open_evidence(store)
    selection = _selection(evidence, month_from, month_to, **filters)
    tables = {by: measure_all(evidence, selection, by) for by in ("borough", "ward", "month")}
    tasks.write_file(out, write_selection(evidence, selection, tables, date.today()))
    click.echo(f"Wrote {out}")


def _selection(evidence: Evidence, month_from: str | None, month_to: str | None, **filters: object) -> Selection:
    default = default_selection(evidence, read_month(month_to) if month_to else None)
    start = read_month(month_from) if month_from else min(default.month_from, default.month_to)
    selection = Selection(start, default.month_to, **filters)
    check_filters(evidence, selection)
    return selection


def _print(table: pd.DataFrame, form: str) -> str:
    if form == "json":
        return table.to_json(orient="records", indent=2) + "\n"
    if form == "table":
        return table.to_string(index=False) + "\n"
    return table.to_csv(index=False)


COMMANDS = (export, measure_command)
