"""The command line's share of single files: check, fetch, template, sample, and the key that hides people's codes."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from svd import tasks
from svd.ingest.curate import report_check
from svd.ingest.fetch.words import describe_downloads, describe_fetched, word_downloads, word_fetched
from svd.ingest.received import describe_file
from svd.intake.examine import examine_file
from svd.intake.foretell import foretell
from svd.intake.words import describe_oddities, word_forecast, word_oddities
from svd.store.selection import move_month, read_month

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
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


@click.command()
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


@click.command()
@click.argument("source")
@click.option("--out", type=_FILE, help="The workbook to write, .xlsx. Default: named after the feed, here.")
def template(source: str, out: Path | None) -> None:
    """Write the Excel workbook a partner fills in for SOURCE, made from its contract."""
    click.echo(f"Wrote {tasks.write_template_to(source, out)}")


@click.command()
@click.option("--out", type=_FOLDER, help="Folder to write to. Default: data/sample.")
@click.option("--seed", type=int, default=20221, show_default=True)
def sample(out: Path | None, seed: int) -> None:
    """Write the synthetic partnership: three years of every partner's feed, with an answer key."""
    folder = tasks.write_sample_to(out, seed)
    click.echo(f"Wrote SYNTHETIC extracts and their answer key to {folder}")


@click.command()
def key() -> None:
    """Print a fresh key, with which the codes of people are hidden, and say where it belongs."""
    fresh, where = tasks.make_key()
    click.echo(fresh)
    click.echo(where, err=True)


COMMANDS = (check, fetch, key, sample, template)
