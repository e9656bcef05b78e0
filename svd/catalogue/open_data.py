"""What the catalogue says of open data: the publisher's address, what must come from it, and where it is kept."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from svd.catalogue.entry import Declaration, Id, Text

if TYPE_CHECKING:
    from svd.catalogue.load import Catalogue

PLACEHOLDERS = ("area_code", "ward_codes", "force", "month")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


def is_safe_address(address: str) -> bool:
    """Whether what comes from ``address`` can't be changed on the way: https, or this computer."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)
    )


def find_placeholders(text: str) -> set[str]:
    """The names in braces that ``text`` holds."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _check_address(address: str) -> str:
    if not is_safe_address(address):
        raise ValueError("it is no https address")
    return address


def _check_file(name: str) -> str:
    if any(mark in name for mark in '/\\:*?"<>|') or name.startswith("."):
        raise ValueError("it is no plain file name")
    return name


Address = Annotated[Text, AfterValidator(_check_address)]
FileName = Annotated[str, AfterValidator(_check_file)]


class Download(Declaration):
    """Open data as its publisher offers it.

    With ``pick``, ``address`` lists a data set's files as JSON and the file is the first whose title or name fits.
    ``members`` are the files of a zip archive that are kept, ``columns`` those that must be there whatever their case.
    """

    id: Id
    title: Text
    publisher: Text
    source: str = ""
    page: Address
    address: Address
    pick: tuple[Text, ...] = ()
    kind: Literal["csv", "zip", "geojson"]
    file: FileName = ""
    members: tuple[Text, ...] = ()
    columns: tuple[Text, ...]
    largest_mb: int = Field(gt=0)
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    saves_to: Literal["extracts", "downloads"]
    licence: Text
    next_step: Text
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.kind == "zip") == bool(self.file) or (self.kind == "zip") != bool(self.members):
            raise ValueError("a zip has members, any other kind has file")
        if (self.saves_to == "extracts") != bool(self.source):
            raise ValueError("what is saved to extracts has a source, what is not has none")
        unknown = sorted(self.needs - set(PLACEHOLDERS))
        if unknown:
            raise ValueError(f"{', '.join(unknown)} in braces is not one of {', '.join(PLACEHOLDERS)}")
        return self

    @property
    def needs(self) -> set[str]:
        """The placeholders that must be filled in before it can be fetched."""
        return set().union(*(find_placeholders(text) for text in (self.address, self.file, *self.members)))


def list_expected(c: "Catalogue", entry: Download) -> tuple[tuple[str, ...], ...]:
    """For each column that must come, the names it may bear: its source's contract knows more than one."""
    known = c.list_columns(c.sources[entry.source]) if entry.source else ()
    return tuple(next((column.names for column in known if name in column.names), (name,)) for name in entry.columns)


def check_downloads(c: "Catalogue") -> Iterator[str]:
    """What is wrong with the open data's sources: not declared, or knowing neither the file's name nor a column."""
    for entry in c.downloads.values():
        if not entry.source:
            continue
        where = f"open_data.toml, download {entry.id!r}"
        if entry.source not in c.sources:
            yield f"{where}: source names {entry.source}, which nothing declares."
            continue
        patterns = [pattern.casefold() for pattern in c.sources[entry.source].files]
        for name in [entry.file] if entry.file else entry.members:
            if not any(fnmatchcase(name.rsplit("/")[-1].casefold(), pattern) for pattern in patterns):
                yield f"{where}: {name} fits none of the files of source {entry.source}."
        named = {name for column in c.list_columns(c.sources[entry.source]) for name in column.names}
        unknown = sorted(set(entry.columns) - named)
        if unknown:
            yield f"{where}: columns names {', '.join(unknown)}, which the contract of {entry.source} does not list."
