"""The command line: each command machine-readable, with exit status 0, 1 or 2; the others' modules load when asked.

Status 1: some rows were set aside or a file refused. Status 2: the command or a file as a whole can't be used.
"""

import errno
import gc
import json
import sys
from importlib import import_module
from pathlib import Path

import click

from svd.disk import explain_fault
from svd.errors import UserError

_FOLDER = click.Path(path_type=Path, file_okay=False)
_MODULES = {
    "svd.cli_files": ("check", "fetch", "key", "sample", "template"),
    "svd.cli_measure": ("export", "measure"),
    "svd.cli_intake": ("accept", "history", "purge", "restate", "revisions", "undo", "watch"),
    "svd.cli_evidence": ("evidence",),
    "svd.cli_residents": ("residents",),
}
"""Where each command is, but ``build``: none loads what only another needs, which takes longer than most of them."""


class Commands(click.Group):
    """Commands whose UserErrors, and what the disk refuses, become one line and exit status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *(name for names in _MODULES.values() for name in names)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = next((module for module, names in _MODULES.items() if cmd_name in names), None)
        if module is None:
            return super().get_command(ctx, cmd_name)
        return next(command for command in import_module(module).COMMANDS if command.name == cmd_name)

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
    from svd import tasks

    if as_of and not store:
        raise UserError("A past day would take the place of today's figures.", "Name another folder with --store.")
    gc.set_threshold(100_000, 50, 100)  # what a build makes lasts to its end: there is little to be found so
    tasks.hold_texts(extracts)
    with tasks.show_progress(is_quiet=as_json) as progress:
        report = tasks.build(extracts, store, progress, as_of=tasks.end_of_day(as_of) if as_of else None)
    click.echo(json.dumps(tasks.describe_build(report), indent=2) if as_json else tasks.word_build(report))
    sys.exit(1 if tasks.has_faults(report.problems) else 0)
