"""The command that adds years of residents, as the Office for National Statistics publishes them, to geo/."""

import re
from pathlib import Path

import click

from svd import tasks
from svd.catalogue import load_catalogue
from svd.errors import FileError
from svd.geography.estimates import Estimates, join_years, read_estimates
from svd.geography.residents import RESIDENTS, Residents, read_residents
from svd.geography.wards import read_wards
from svd.paths import read_paths

_YEAR = re.compile(r"^(residents_year\s*=\s*)\d+", re.MULTILINE)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder to write residents.csv to, and nothing else. Default: geo, and the newest year to the catalogue too.",
)
def residents(file: Path, out: Path | None) -> None:
    """Add the years in FILE, the national workbook of residents by ward, sex and single year of age."""
    paths = read_paths()
    wards = read_wards(paths.geo)
    names = dict(zip(wards["ward_code"], wards["ward_name"], strict=True))
    found = read_estimates(file, names, load_catalogue(paths.catalogue).area.code)
    target = (out or paths.geo) / RESIDENTS
    base = next((path for path in (target, paths.geo / RESIDENTS) if path.is_file()), None)
    held = read_residents(base, names) if base else None
    joined = join_years(held, found.residents)
    contents = {target: joined.to_text()}
    if out is None:
        area = paths.catalogue / "area.toml"
        contents[area] = set_year(area, joined.years[-1])
    for path, text in contents.items():
        tasks.write_file(path, text.encode())
    click.echo("\n".join([*word_years(held, found), *(f"Wrote {path}" for path in contents)]))


def set_year(path: Path, year: int) -> str:
    """The text of the catalogue's area.toml with ``year`` as the newest; raises FileError where it names none."""
    text, times = _YEAR.subn(rf"\g<1>{year}", path.read_bytes().decode("utf-8-sig"))
    if times != 1:
        raise FileError(
            f"{path.name} has {times} lines that begin residents_year =, not one.", "Mend it, then try again."
        )
    return text


def word_years(held: Residents | None, found: Estimates) -> list[str]:
    """A line for each year read: what came of it; and one for each sheet that was not read."""
    before = {year: held.counts[at] for at, year in enumerate(held.years)} if held else {}
    lines = []
    for year, counts in zip(found.residents.years, found.residents.counts, strict=True):
        told = "added"
        if year in before:
            is_same = (before[year] == counts).all()
            told = "as held" if is_same else f"in place of {before[year].sum():,} held"
        lines.append(f"mid-{year}: {counts.sum():,} residents in {len(counts)} wards, {told}")
    return [*lines, *(f"Sheet {sheet!r} has none of the area's wards and was not read" for sheet in found.not_read)]


COMMANDS = (residents,)
