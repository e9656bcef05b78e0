"""Which source a file comes from, and what its name says of it: the period it declares, its month, made up or not."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.contract import Column
from svd.catalogue.declarations import Source
from svd.ingest.dates import EARLIEST
from svd.ingest.problems import UnusableFileError
from svd.ingest.received import ReceivedFile
from svd.ingest.words import plain_name

CONTRACT_READERS = ("incidents", "returns")
_MONTH = r"(?<!\d)(20\d\d-(?:0[1-9]|1[0-2]))(?![\d])"
_PERIOD = r"(?<!\d)(\d{4}-\d{2})_(\d{4}-\d{2})(?!\d)"
_SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Sender:
    """What is known of a file before its rows are read; months are first days, None where the name gives none.

    ``accepted`` are headers that a person has said stand for a field of the contract.
    """

    name: str
    source: Source
    received_on: date
    sequence: int = 0
    columns: tuple[Column, ...] = ()
    accepted: Mapping[str, str] = field(default_factory=dict)
    is_synthetic: bool = False
    named_month: pd.Timestamp | None = None
    period_from: pd.Timestamp | None = None
    period_to: pd.Timestamp | None = None

    @property
    def edition(self) -> pd.Timestamp | None:
        """The last month declared, at most that of receipt: a slip in a name makes no file the newest for good."""
        return self.period_to and min(self.period_to, pd.Timestamp(self.received_on).replace(day=1))


def recognise_sender(file: ReceivedFile, header: Iterable[str], catalogue: Catalogue) -> Sender:
    """The sender of ``file``; raises UnusableFileError where no source, or more than one, fits."""
    told = file.path.name
    source = recognise_source(file, catalogue) or _recognise_by_header(told, header, catalogue)
    month = re.search(_MONTH, told)
    period_from, period_to = _declared_period(told, source)
    return Sender(
        name=file.name,
        source=source,
        received_on=file.received_on,
        sequence=file.sequence,
        columns=catalogue.list_columns(source),
        accepted=dict(file.accepted),
        is_synthetic=is_synthetic(told),
        named_month=pd.Timestamp(month[1]) if month else None,
        period_from=period_from,
        period_to=period_to,
    )


def recognise_source(file: ReceivedFile, catalogue: Catalogue) -> Source | None:
    """The source a person named for ``file``, else the one its name fits."""
    return catalogue.sources.get(file.source) or recognise_by_name(file.path.name, catalogue)


def recognise_by_name(file: str, catalogue: Catalogue) -> Source | None:
    """The source whose pattern fits ``file``, the longest where several do; an .xlsx is its source's too."""
    plain = re.sub(rf"^{_SYNTHETIC}[ _-]*|\.[^.]*$", "", file.casefold()) + ".csv"
    fitting = [
        (len(pattern), source)
        for source in catalogue.sources.values()
        for pattern in source.files
        if fnmatchcase(plain, pattern.casefold())
    ]
    return max(fitting, key=lambda fit: fit[0])[1] if fitting else None


def is_synthetic(file: str) -> bool:
    """Whether the file's name marks it as made up."""
    return file.casefold().startswith(_SYNTHETIC)


def _recognise_by_header(file: str, header: Iterable[str], catalogue: Catalogue) -> Source:
    found = {plain_name(name) for name in header}
    fitting = [source for source in catalogue.sources.values() if _has_required(catalogue.list_columns(source), found)]
    if len(fitting) == 1:
        return fitting[0]
    fault = "could come from several sources" if fitting else "comes from no source the catalogue knows"
    remedy = "Give it its source's name, as sources.toml lists them, or take it out of the folder."
    raise UnusableFileError("unknown_file", f"{file} {fault}.", remedy)


def _has_required(columns: Iterable[Column], header: Set[str]) -> bool:
    """Whether ``header`` has every required column under the name agreed: by aliases alone nothing is recognised."""
    required = {plain_name(column.name) for column in columns if column.is_required and column.type != "month_count"}
    return bool(required) and required <= header


def _declared_period(file: str, source: Source) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    if source.reader == "police_uk_street":
        month = re.search(_MONTH, file)
        return (pd.Timestamp(month[1]),) * 2 if month else (None, None)
    declared = re.search(_PERIOD, file) if source.reader in CONTRACT_READERS else None
    if not declared:
        return None, None
    first, last = (pd.to_datetime(text, format="%Y-%m", errors="coerce") for text in declared.groups())
    if pd.isna(first) or pd.isna(last) or not EARLIEST <= first <= last:
        message = f"{file} declares {declared[0]!r}, which is no period."
        raise UnusableFileError("unknown_file", message, "Write its first and last month, as 2025-01_2025-03.")
    return first, last
