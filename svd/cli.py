"""The command line: each command machine-readable, with exit status 0, 1 or 2; cli_intake holds those that take in.

Status 1: some rows were set aside or a file refused. Status 2: the command or a file as a whole can't be used.
"""

import errno
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pandas as pd

from svd import cli_evidence, cli_intake, cli_residents, tasks
from svd.disk import explain_fault
from svd.errors import UserError
from svd.figures.explore import measure_all
from svd.figures.opening import check_filters, default_selection, open_evidence
from svd.ingest.curate import report_check
from svd.ingest.fetch.words import describe_downloads, describe_fetched, word_downloads, word_fetched
from svd.ingest.received import describe_file
from svd.intake.examine import examine_file
from svd.intake.foretell import foretell
from svd.intake.words import describe_oddities, word_forecast, word_oddities
from svd.measures.measure import measure
from svd.measures.question import By, Evidence
from svd.measures.result import MARK_COLUMNS, RESULT_COLUMNS
from svd.store.selection import Selection, move_month, read_month
from svd.views.selection_workbook import write_selection
from svd.views.tables import mark_hidden

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


class Commands(click.Group):
    """Commands whose UserErrors, and what the disk refuses, become one line and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as fault:
            click.echo(f"Error: {fault}", err=True)
            ctx.exit(2)
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # whoever read the output has gone: click knows what to do
                raise
            click.echo(f"Error: {explain_fault(fault.filename or 'A file', fault)}", err=True)
            ctx.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Curate partner extracts, work out indicators and export them, without a browser."""


@main.command()
@click.option("--extracts", type=_FOLDER, help="Folder of files as sent. Default: data/extracts, else the sample.")
@click.option("--store", type=_FOLDER, help="Folder to build in. Default: data/curated.")
@click.option("--as-of", "as_of", metavar="YYYY-MM-DD", help="Build what was held at the end of that day, in --store.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(extracts: Path | None, store: Path | None, as_of: str | None, as_json: bool) -> None:
    """Turn extracts into the store, reading again only what changed."""
    if as_of and not store:
        raise UserError("A past day would take the place of today's figures.", "Name another folder with --store.")
    with tasks.show_progress(is_quiet=as_json) as progress:
        report = tasks.build(extracts, store, progress, as_of=tasks.end_of_day(as_of) if as_of else None)
    click.echo(json.dumps(tasks.describe_build(report), indent=2) if as_json else tasks.word_build(report))
    sys.exit(1 if tasks.has_faults(report.problems) else 0)


@main.command()
@click.argument("file", type=_FILE)
@click.option("--source", default="", help="The feed, where the file's name does not say it.")
@click.option("--effect", is_flag=True, help="Say too what would change in each indicator.")
@click.option("--marked", type=_FILE, help="Write a copy, .xlsx, with each fault marked in its cell, to send back.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(file: Path, source: str, effect: bool, marked: Path | None, as_json: bool) -> None:
    """Check one file against its source's contract and against what is held already, changing nothing."""
    examined = examine_file(file, source=source, received_on=describe_file(file).received_on)
    report = report_check(examined.extract)
    told = describe_oddities(examined) if as_json else word_oddities(examined)
    if as_json:
        click.echo(json.dumps(tasks.describe_check(report) | told, indent=2))
    else:
        click.echo("\n".join([tasks.word_check(report, file), *told]))
    if effect and examined.can_be_used:
        click.echo(word_forecast(foretell(examined)), err=as_json)
    if marked:
        tasks.write_marked(file, report, marked)
        click.echo(f"Wrote {marked}", err=True)
    sys.exit(1 if tasks.has_faults(report.problems) else 0)


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--out", type=_FOLDER, help="Folder to save in. Default: data/extracts, and data/downloads for geography."
)
@click.option("--month", metavar="YYYY-MM", help="Month of a monthly archive. Default: the month before last.")
@click.option("--list", "is_list", is_flag=True, help="List what can be fetched, which is also done without a SOURCE.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def fetch(sources: tuple[str, ...], out: Path | None, month: str | None, is_list: bool, as_json: bool) -> None:
    """Download open data from its publisher, checked, beside the partners' files."""
    if is_list or not sources:
        downloads = tasks.list_downloads()
        click.echo(json.dumps(describe_downloads(downloads), indent=2) if as_json else word_downloads(downloads))
        return
    chosen = read_month(month) if month else move_month(date.today(), -2)
    with tasks.show_progress(is_quiet=as_json, unit="B") as progress:
        report = tasks.fetch(sources, out, chosen.strftime("%Y-%m"), progress=progress)
    click.echo(json.dumps(describe_fetched(report), indent=2) if as_json else word_fetched(report))
    sys.exit(1 if report.faults else 0)


@main.command()
@click.argument("source")
@click.option("--out", type=_FILE, help="The workbook to write, .xlsx. Default: named after the feed, here.")
def template(source: str, out: Path | None) -> None:
    """Write the Excel workbook a partner fills in for SOURCE, made from its contract."""
    click.echo(f"Wrote {tasks.write_template_to(source, out)}")


@main.command()
@click.option("--out", type=_FOLDER, help="Folder to write to. Default: data/sample.")
@click.option("--seed", type=int, default=20221, show_default=True)
def sample(out: Path | None, seed: int) -> None:
    """Write the synthetic partnership: three years of every partner's feed, with an answer key."""
    folder = tasks.write_sample_to(out, seed)
    click.echo(f"Wrote SYNTHETIC extracts and their answer key to {folder}")


@main.command()
def key() -> None:
    """Print a fresh key, with which the codes of people are hidden, and say where it belongs."""
    fresh, where = tasks.make_key()
    click.echo(fresh)
    click.echo(where, err=True)


def _period_options(command: Callable) -> Callable:
    last = "Last month. Default: the last complete one."
    command = click.option("--store", type=_FOLDER, help="Store to read. Default: data/curated.")(command)
    command = click.option("--to", "month_to", metavar="YYYY-MM", help=last)(command)
    return click.option("--from", "month_from", metavar="YYYY-MM", help="First month. Default: twelve in all.")(command)


@main.command("measure")
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


@main.command()
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


for _command in (*cli_intake.COMMANDS, *cli_evidence.COMMANDS, *cli_residents.COMMANDS):
    main.add_command(_command)


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
