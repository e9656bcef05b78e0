"""Columns as sent -> fields of the feed's contract, by the headers it lists; none is taken for another by guessing."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import pandas as pd

from svd.catalogue.contract import Column
from svd.ingest.dates import parse_months
from svd.ingest.numbers import join_thousands
from svd.ingest.private.repeatable import word_header
from svd.ingest.problems import UnusableFileError, list_columns, list_whole
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender, plain_name

_ALIKE = 0.72


def name_columns(sent: SentTable, sender: Sender, fields: Iterable[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """The columns of ``fields`` under our names, and our names to those sent; a column not sent is all empty text.

    Raises UnusableFileError naming every required column that is missing, with the header that may be it.
    """
    found = find_columns(sent.frame.columns, sender)
    missing = [
        column
        for column in sender.columns
        if column.is_required and column.type != "month_count" and column.field not in found
    ]
    if missing:
        raise _lacking(sent, sender, missing)
    columns = {field: sent.frame[found[field]] if field in found else "" for field in fields}
    metres = [column.field for column in sender.columns if column.type == "metres" and column.field in found]
    columns |= {field: join_thousands(columns[field]) for field in metres if field in columns}
    text = pd.DataFrame(columns, index=sent.frame.index).astype("str")
    return text, {field: found[field] for field in fields if field in found}


def find_columns(header: Iterable[str], sender: Sender) -> dict[str, str]:
    """Fields of the contract to the header each was sent under; the agreed name goes before an alias."""
    by_plain = {plain_name(name): name for name in reversed(list(header)) if name}
    accepted = {field: name for name, field in sender.accepted.items()}
    found = {}
    for column in sender.columns:
        names = [*column.names, *([accepted[column.field]] if column.field in accepted else [])]
        sent_as = next((by_plain[plain_name(name)] for name in names if plain_name(name) in by_plain), None)
        if sent_as is not None:
            found[column.field] = sent_as
    return found


def suggest_columns(header: Iterable[str], sender: Sender) -> dict[str, Column]:
    """Headers that nothing lists to the column each is most like and which was not sent; a person must accept it."""
    header = [name for name in header if name]
    found = find_columns(header, sender)
    open_names = {
        plain_name(name): column for column in sender.columns if column.field not in found for name in column.names
    }
    suggested: dict[str, Column] = {}
    for name in list_unlisted(header, sender):
        alike = get_close_matches(plain_name(name), open_names, n=1, cutoff=_ALIKE)
        if alike and open_names[alike[0]] not in suggested.values():
            suggested[name] = open_names[alike[0]]
    return suggested


def list_unlisted(header: Iterable[str], sender: Sender) -> list[str]:
    """Headers the contract does not list and that are no month of a month_count column; their cells are not used."""
    used = set(find_columns(header, sender).values())
    listed = {plain_name(name) for column in sender.columns for name in column.names}
    has_months = any(column.type == "month_count" for column in sender.columns)
    unlisted = [name for name in header if name and name not in used and plain_name(name) not in listed]
    if not (unlisted and has_months):
        return unlisted
    is_month = parse_months(pd.Series(unlisted, dtype="str")).notna()
    return [name for name, is_one in zip(unlisted, is_month, strict=True) if not is_one]


def warn_of_unlisted(sent: SentTable, sender: Sender) -> pd.DataFrame:
    """A warning for each column that is not used because the contract does not list it, or drops it by name."""
    unlisted = list_unlisted(sent.frame.columns, sender)
    suggested = suggest_columns(sent.frame.columns, sender) if unlisted else {}
    dropped = {plain_name(name) for name in sender.source.drops}
    told = []
    for name in unlisted:
        value = f"It may be {suggested[name].name}: if so, rename it." if name in suggested else ""
        rule = "dropped_column" if plain_name(name) in dropped else "unlisted_column"
        told.append((rule, value, _show(name, sender)))
    told += [("second_column", used, name) for name, used in _list_seconds(sent.frame.columns, sender)]
    return list_columns(sender.source.id, sender.name, told)


def _show(name: str, sender: Sender) -> str:
    return word_header(name) if sender.source.is_private_record else name


def _list_seconds(header: Iterable[str], sender: Sender) -> list[tuple[str, str]]:
    """Headers that stand for a field which another header gave already, each with that other."""
    found = find_columns(header, sender)
    fields = {plain_name(name): column.field for column in reversed(sender.columns) for name in column.names}
    named = [(name, fields.get(plain_name(name), "")) for name in header if name not in found.values()]
    return [(name, found[field]) for name, field in named if field in found]


def _lacking(sent: SentTable, sender: Sender, missing: list[Column]) -> UnusableFileError:
    suggested = {column.field: name for name, column in suggest_columns(sent.frame.columns, sender).items()}
    names = ", ".join(repr(column.name) for column in missing)
    shown = {field: _show(name, sender) for field, name in suggested.items()}
    alike = [f"{shown[c.field]!r} may be {c.name}" for c in missing if c.field in shown]
    remedy = "Add it to the header, spelt so."
    if alike:
        remedy = f"{'; '.join(alike)}: rename it, or accept that when you upload the file."
    return UnusableFileError("missing_column", f"{sent.name} lacks column {names}.", remedy, column=missing[0].name)


def list_measured(sent: SentTable, sender: Sender) -> Mapping[str, str]:
    """The required columns whose filling is measured, to the header each was sent under; empty where it was not."""
    found = find_columns(sent.frame.columns, sender)
    fields = {plain_name(name): column.field for column in sender.columns for name in column.names}
    return {name: found.get(fields.get(plain_name(name), ""), "") for name in sender.source.required_fields}


def warn_of_example(sent: SentTable, sender: Sender) -> list[pd.DataFrame]:
    """A warning where the first row is still the template's example: it would count as if it had happened."""
    if sender.source.is_public or sent.frame.empty:
        return []
    found = find_columns(sent.frame.columns, sender)
    told = [column for column in sender.columns if column.type in ("record", "moment") and column.field in found]
    first = sent.frame.head(1)
    if len(told) < 2 or not all(_is_example(first[found[column.field]], column) for column in told):
        return []
    row = int(first.index[0])
    return [list_whole(sender.source.id, sender.name, "example_row", row, row=row)]


def _is_example(cells: pd.Series, column: Column) -> bool:
    return bool(column.example) and str(cells.iloc[0]) == column.example
