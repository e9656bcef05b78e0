"""The command line's share of taking files in: accept, undo, history, revisions, watch, purge, restate."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from svd import tasks
from svd.errors import UserError
from svd.ingest.vault.journal import read_journal
from svd.intake.accept import accept as accept_examined
from svd.intake.accept import undo as undo_number
from svd.intake.examine import examine_file
from svd.intake.foretell import open_before, word_accepted
from svd.intake.purge import purge as purge_expired
from svd.intake.purge import word_purged
from svd.intake.restate import restate as restate_now
from svd.intake.revised import compare_editions
from svd.intake.revised_words import describe_revisions, list_revised, word_revised
from svd.intake.standing import COST, word_undone
from svd.intake.watch import watch_folder
from svd.intake.words import list_history, word_examination, word_history
from svd.paths import read_paths

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_BY = click.option("--by", required=True, metavar="NAME", help="Who you are: kept with the file.")


@click.command()
@click.argument("file", type=_FILE)
@_BY
@click.option("--source", default="", help="The feed, where the file's name does not say it.")
@click.option("--column", "columns", multiple=True, metavar="HEADER=COLUMN", help="A header that stands for a column.")
@click.option("--reason", "reasons", multiple=True, metavar="RULE=WHY", help="Why a warning is no fault.")
def accept(file: Path, by: str, source: str, columns: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    """Take FILE in: check it, keep it as sent, and build."""
    examined = examine_file(file, source=source, columns=tuple(_split(text) for text in columns))
    click.echo(word_examination(examined))
    stands = word_accepted(examined)
    given = {rule.replace(" ", "_").replace("-", "_"): why for rule, why in map(_split, reasons)}
    with tasks.show_progress() as progress:
        entry, report = accept_examined(examined, by, given, progress=progress)
    click.echo(f"Taken in as number {entry.sequence}; the store is at version {report.version}. {stands}".strip())
    sys.exit(0 if examined.is_clean else 1)


@click.command()
@click.argument("number", type=int)
@_BY
@click.option("--why", default="", help="Kept with it.")
def undo(number: int, by: str, why: str) -> None:
    """Let the file taken in as NUMBER count no more, and build."""
    before = open_before()
    with tasks.show_progress() as progress:
        entry, report = undo_number(number, by, why, progress=progress)
    stands = word_undone(before, entry.file)
    click.echo(f"{entry.file} counts no more; the store is at version {report.version}. {stands}".strip())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def history(as_json: bool) -> None:
    """Who took in, undid or removed which file, when and why."""
    entries = read_journal(read_paths().extracts)
    click.echo(json.dumps(list_history(entries).to_dict("records"), indent=2) if as_json else word_history(entries))


@click.command()
@click.argument("source")
@click.option("--store", type=_FOLDER, help="Store to read. Default: data/curated.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def revisions(source: str, store: Path | None, form: str, as_json: bool) -> None:
    """List what the newest edition of SOURCE changed, or say why that is not told."""
    found = compare_editions(source, store)
    if as_json or form == "json":
        click.echo(json.dumps(describe_revisions(found), indent=2))
    else:
        click.echo(list_revised(found).to_csv(index=False) if form == "csv" else word_revised(found), nl=form == "text")


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--every", "seconds", type=click.FloatRange(min=0.1), default=10, show_default=True, help="Seconds.")
@click.option("--once", "is_once", is_flag=True, help="Look once and end.")
def watch(folder: Path, seconds: float, is_once: bool) -> None:
    """Take in sound files that land in FOLDER, and put others aside with a note of what to mend."""
    try:
        watch_folder(folder, click.echo, seconds=seconds, is_once=is_once)
    except KeyboardInterrupt:
        click.echo("No longer watching.")


@click.command()
@_BY
@click.option("--dry-run", is_flag=True, help="Say what would go, and remove nothing.")
def purge(by: str, dry_run: bool) -> None:
    """Remove files past their contract's retention; their counts by month stay."""
    purged = purge_expired(by, date.today(), is_dry=dry_run)
    click.echo(word_purged(purged, is_dry=dry_run))


@click.command()
@_BY
@click.option("--reason", "why", required=True, metavar="TEXT", help="Why it can't wait: kept with it.")
def restate(by: str, why: str) -> None:
    """Write the shown figures of protected feeds anew now, after a wrong file; each time costs some protection."""
    entry = restate_now(by, why)
    click.echo(f"Written anew as number {entry.sequence}. {COST}")


COMMANDS = (accept, undo, history, revisions, watch, purge, restate)


def _split(text: str) -> tuple[str, str]:
    name, sign, said = text.partition("=")
    if not sign or not name.strip() or not said.strip():
        raise UserError(f"{text!r} is not two parts with = between them.", "Write it as NAME=WORDS, in quotes.")
    return name.strip(), said.strip()
