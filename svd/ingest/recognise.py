"""Which source a file comes from, and what its name says of it: the period it declares, its month, made up or not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.ingest.problems import UnusableFileError

CONTRACT_READERS = ("incidents", "returns")
_MONTH = r"(?<!\d)(20\d\d-(?:0[1-9]|1[0-2]))(?![\d])"
_PERIOD = r"(?<!\d)(\d{4}-\d{2})_(\d{4}-\d{2})(?!\d)"
_SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Sender:
    """What is known of a file before its rows are read; months are first days, None where the name gives none."""

    name: str
    source: Source
    received_on: date
    is_synthetic: bool = False
    named_month: pd.Timestamp | None = None
    period_from: pd.Timestamp | None = None
    period_to: pd.Timestamp | None = None


def recognise_sender(name: str, header: Iterable[str], received_on: date, catalogue: Catalogue) -> Sender:
    """The sender of the file called ``name``; raises UnusableFileError where no source, or more than one, fits."""
    file = name.rsplit("/")[-1]
    source = recognise_by_name(file, catalogue) or _recognise_by_header(file, header, catalogue)
    month = re.search(_MONTH, file)
    period_from, period_to = _declared_period(file, source)
    return Sender(
        name=name,
        source=source,
        received_on=received_on,
        is_synthetic=is_synthetic(file),
        named_month=pd.Timestamp(month[1]) if month else None,
        period_from=period_from,
        period_to=period_to,
    )


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


def plain_name(name: str) -> str:
    """A column's name without case, spaces and marks, so that editions that spell it otherwise agree."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _recognise_by_header(file: str, header: Iterable[str], catalogue: Catalogue) -> Source:
    found = {plain_name(name) for name in header}
    fitting = [
        source
        for source in catalogue.sources.values()
        if source.required_columns and {plain_name(name) for name in source.required_columns} <= found
    ]
    if len(fitting) == 1:
        return fitting[0]
    fault = "could come from several sources" if fitting else "comes from no source the catalogue knows"
    remedy = "Give it its source's name, as sources.toml lists them, or take it out of the folder."
    raise UnusableFileError("unknown_file", f"{file} {fault}.", remedy)


def _declared_period(file: str, source: Source) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    if source.reader == "police_uk_street":
        month = re.search(_MONTH, file)
        return (pd.Timestamp(month[1]),) * 2 if month else (None, None)
    declared = re.search(_PERIOD, file) if source.reader in CONTRACT_READERS else None
    if not declared:
        return None, None
    first, last = (pd.to_datetime(text, format="%Y-%m", errors="coerce") for text in declared.groups())
    if pd.isna(first) or pd.isna(last) or first > last:
        message = f"{file} declares {declared[0]!r}, which is no period."
        raise UnusableFileError("unknown_file", message, "Write its first and last month, as 2025-01_2025-03.")
    return first, last
