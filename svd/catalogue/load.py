"""Reads data/catalogue/*.toml into one frozen Catalogue; a fault names file, entry, key and remedy."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from svd.catalogue import contract
from svd.catalogue import declarations as d
from svd.catalogue.crosscheck import check_references
from svd.catalogue.entry import Declaration
from svd.catalogue.fairness import GroupComparison
from svd.catalogue.harm import LeftOut, Weight, WeightIndex
from svd.catalogue.hot_spots import HotSpotTerms
from svd.catalogue.interventions import Intervention
from svd.catalogue.meeting import Meeting
from svd.catalogue.open_data import Download
from svd.catalogue.target import Target
from svd.errors import CatalogueError

Entry = TypeVar("Entry", bound=Declaration)


@dataclass(frozen=True)
class Catalogue:
    """Every declaration of one area; the mappings are by id, in the order of the files."""

    area: d.Area
    breaks: Mapping[str, d.Break]
    tiers: Mapping[str, d.TierText]
    five_ds: Mapping[str, d.FiveD]
    priorities: Mapping[str, d.Priority]
    requirements: Mapping[str, d.Requirement]
    definitions: Mapping[str, d.Definition]
    partners: Mapping[str, d.Partner]
    rules: Mapping[str, d.SmallNumberRule]
    agreements: Mapping[str, contract.Agreement]
    sources: Mapping[str, d.Source]
    columns: tuple[contract.Column, ...]
    kinds: Mapping[str, d.Kind]
    offences: Mapping[str, d.Offence]
    categories: tuple[d.Category, ...]
    indicators: Mapping[str, d.Indicator]
    downloads: Mapping[str, Download]
    interventions: Mapping[str, Intervention]
    targets: Mapping[str, Target]
    hot_spots: HotSpotTerms
    indices: Mapping[str, WeightIndex]
    weights: tuple[Weight, ...]
    left_out: tuple[LeftOut, ...]
    meetings: tuple[Meeting, ...] = ()
    comparisons: Mapping[str, GroupComparison] = field(default_factory=dict)

    @property
    def latest_definition(self) -> d.Definition:
        return max(self.definitions.values(), key=lambda definition: definition.adopted)

    def find_target(self, indicator: str) -> Target | None:
        """What the indicator is held against, or None."""
        return next((target for target in self.targets.values() if target.indicator == indicator), None)

    def list_headers(self, source: d.Source | None = None) -> frozenset[str]:
        """Every header that ``source``, or any source, may send."""
        columns = self.columns if source is None else self.list_columns(source)
        return frozenset(name for column in columns for name in column.names)

    def list_columns(self, source: d.Source) -> tuple[contract.Column, ...]:
        """The columns the source's contract lists, in the order of the file; its own stand in for its reader's."""
        own = {column.field: column for column in self.columns if column.reader_or_source == source.id}
        of_reader = [column for column in self.columns if column.reader_or_source == source.reader]
        found = {column.field: own.get(column.field, column) for column in of_reader} | own
        return tuple(column for field, column in found.items() if not source.columns or field in source.columns)


_ALONE = {
    "area": ("area.toml", d.Area),
    "hot_spots": ("hot_spots.toml", HotSpotTerms),
}
_LAYOUT = {
    "breaks": ("area.toml", "break", d.Break),
    "tiers": ("strategy.toml", "tier", d.TierText),
    "five_ds": ("strategy.toml", "five_d", d.FiveD),
    "priorities": ("strategy.toml", "priority", d.Priority),
    "requirements": ("strategy.toml", "requirement", d.Requirement),
    "definitions": ("definitions.toml", "definition", d.Definition),
    "partners": ("partners.toml", "partner", d.Partner),
    "rules": ("small_numbers.toml", "rule", d.SmallNumberRule),
    "agreements": ("contracts.toml", "agreement", contract.Agreement),
    "comparisons": ("contracts.toml", "comparison", GroupComparison),
    "sources": ("sources.toml", "source", d.Source),
    "kinds": ("offences.toml", "kind", d.Kind),
    "offences": ("offences.toml", "offence", d.Offence),
    "indicators": ("indicators.toml", "indicator", d.Indicator),
    "downloads": ("open_data.toml", "download", Download),
    "interventions": ("interventions.toml", "intervention", Intervention),
    "targets": ("targets.toml", "target", Target),
    "indices": ("harm.toml", "index", WeightIndex),
}
_WITHOUT_ID = {
    "columns": ("contracts.toml", "column", contract.Column),
    "categories": ("offences.toml", "category", d.Category),
    "meetings": ("area.toml", "meeting", Meeting),
    "weights": ("harm.toml", "weight", Weight),
    "left_out": ("harm.toml", "left_out", LeftOut),
}
_LISTS = (*_LAYOUT.values(), *_WITHOUT_ID.values())


@lru_cache(maxsize=4)
def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in ``folder``; raises CatalogueError naming the first file that is wrong and all its faults."""
    documents = {name: _read(folder / name) for name in _file_names()}
    for name, document in documents.items():
        _check_tables(name, document)
    alone = {
        key: _declare(folder / name, key, kind, documents[name].get(key, {})) for key, (name, kind) in _ALONE.items()
    }
    tables = {
        key: _mapping(folder / name, documents[name], entry, kind) for key, (name, entry, kind) in _LAYOUT.items()
    }
    lists = {
        key: tuple(_entries(folder / name, documents[name], entry, kind))
        for key, (name, entry, kind) in _WITHOUT_ID.items()
    }
    catalogue = Catalogue(**alone, **tables, **lists)
    check_references(catalogue)
    return catalogue


def _file_names() -> list[str]:
    return sorted({name for name, *_ in (*_LAYOUT.values(), *_ALONE.values())})


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CatalogueError(f"{path.name} is missing from {path.parent.name}.", "Put the file back.") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"{path.name} is not UTF-8 text.", "Save it again as UTF-8.") from None
    except tomllib.TOMLDecodeError as fault:
        raise CatalogueError(f"{path.name} can't be read: {fault}.", "Mend that line.") from None


def _check_tables(name: str, document: dict) -> None:
    """Raise where a table is misspelt or wrongly headed: left alone, its entries would be read by nobody."""
    lists = {entry for file, entry, _ in _LISTS if file == name}
    allowed = lists | {entry for entry, (file, _) in _ALONE.items() if file == name}
    for entry, found in document.items():
        if entry not in allowed:
            raise CatalogueError(f"{name}: {entry} is not a table of this file.", f"Use {', '.join(sorted(allowed))}.")
        is_list = isinstance(found, list) and all(isinstance(raw, dict) for raw in found)
        if is_list != (entry in lists) or not isinstance(found, list | dict):
            heading = f"[[{entry}]]" if entry in lists else f"[{entry}]"
            raise CatalogueError(f"{name}, {entry}: the heading is wrong.", f"Head each entry with {heading}.")


def _mapping(path: Path, document: dict, entry: str, kind: type[Entry]) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for declared in _entries(path, document, entry, kind):
        if declared.id in found:
            raise CatalogueError(f"{path.name}, {entry} {declared.id!r}: the id stands twice.", "Give one another id.")
        found[declared.id] = declared
    return MappingProxyType(found)


def _entries(path: Path, document: dict, entry: str, kind: type[Entry]) -> list[Entry]:
    return [_declare(path, entry, kind, raw) for raw in document.get(entry, [])]


def _declare(path: Path, entry: str, kind: type[Entry], raw: dict) -> Entry:
    try:
        return kind.model_validate(raw)
    except ValidationError as fault:
        name = raw.get("id") or raw.get("field") or raw.get("text") or raw.get("name") or "?"
        faults = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in fault.errors())
        raise CatalogueError(f"{path.name}, {entry} {name!r}: {faults}.", "Correct these keys in that entry.") from None
