"""The command that tries the tests on worlds drawn by chance and writes what came out."""

from pathlib import Path

import click

from svd import tasks
from svd.evidence.report import SEED, WORLDS, write_evidence
from svd.figures.opening import open_evidence


@click.command()
@click.option("--store", type=click.Path(path_type=Path, file_okay=False), help="Store to read. Default: data/curated.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Markdown file to write. Default: print it."
)
@click.option("--worlds", type=click.IntRange(min=10), default=WORLDS, show_default=True, help="Worlds of each kind.")
@click.option("--seed", type=int, default=SEED, show_default=True)
def evidence(store: Path | None, out: Path | None, worlds: int, seed: int) -> None:
    """Try every test on worlds in which nothing changes, and on some in which something does."""
    opened = open_evidence(store)
    with tasks.show_progress() as progress:
        report = write_evidence(opened, worlds=worlds, seed=seed, progress=progress)
    if out is None:
        click.echo(report, nl=False)
    else:
        tasks.write_file(out, report.encode())
        click.echo(f"Wrote {out}")


COMMANDS = (evidence,)
