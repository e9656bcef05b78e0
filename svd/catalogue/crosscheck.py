"""Checks that what one entry of the catalogue names, another declares."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from svd.catalogue.entry import fold_text
from svd.catalogue.harm import check_weights
from svd.catalogue.open_data import check_downloads
from svd.catalogue.schema import AGE_BANDS, RESIDENT_BANDS
from svd.catalogue.target import check_targets
from svd.errors import CatalogueError

if TYPE_CHECKING:
    from svd.catalogue.declarations import Indicator, Source
    from svd.catalogue.load import Catalogue

_ANY_OFFENCE = ("all", "definition")


def check_references(catalogue: "Catalogue") -> None:
    """Raise CatalogueError listing every name that nothing declares."""
    faults = list(_faults(catalogue))
    if faults:
        raise CatalogueError(" ".join(faults), "Declare the name or correct its spelling.")


def _faults(c: "Catalogue") -> Iterator[str]:
    if not c.definitions:
        yield "definitions.toml, definition: none is declared, and every figure names the one it used."
    for source in c.sources.values():
        where = ("sources.toml", "source", source.id)
        yield from _unknown(*where, "partner", [source.partner], c.partners)
        yield from _unknown(*where, "small_number_rule", [source.small_number_rule], c.rules)
        yield from _unknown(*where, "agreement", [source.agreement] if source.agreement else [], c.agreements)
        yield from _contract_faults(c, source)
        if source.provisional_months and not source.provisional_reason:
            yield f"sources.toml, source {source.id!r}: provisional_months needs its provisional_reason."
    for offence in c.offences.values():
        yield from _unknown("offences.toml", "offence", offence.id, "kind", [offence.kind], c.kinds)
        yield from _unknown("offences.toml", "offence", offence.id, "includes", offence.includes, c.offences)
    for one in c.comparisons.values():
        yield from _unknown("contracts.toml", "comparison", one.id, "partner", [one.partner], c.partners)
    yield from _category_faults(c)
    for definition in c.definitions.values():
        where = ("definitions.toml", "definition", definition.id)
        yield from _unknown(*where, "offences", definition.offences, c.offences)
    for priority in c.priorities.values():
        yield from _unknown("strategy.toml", "priority", priority.id, "indicators", priority.indicators, c.indicators)
    for event in c.breaks.values():
        yield from _unknown("area.toml", "break", event.id, "sources", event.sources, c.sources)
        yield from _unknown("area.toml", "break", event.id, "spares", event.spares, c.indicators)
    for indicator in c.indicators.values():
        yield from _indicator_faults(c, indicator)
    for entry in c.interventions.values():
        where = ("interventions.toml", "intervention", entry.id)
        yield from _unknown(*where, "indicator", [entry.indicator], c.indicators)
    yield from check_downloads(c)
    yield from check_targets(c)
    yield from check_weights(c)


def _contract_faults(c: "Catalogue", source: "Source") -> Iterator[str]:
    """What a feed's contract names that its format lacks, and headers that could be two of its columns."""
    where = ("sources.toml", "source", source.id)
    columns = c.list_columns(source)
    yield from _unknown(*where, "columns", source.columns, [column.field for column in columns])
    names = {fold_text(name) for column in columns for name in column.names}
    yield from _unknown(*where, "required_fields", [fold_text(name) for name in source.required_fields], names)
    if source.people is None and (source.has_age or source.is_person_level):
        yield f"sources.toml, source {source.id!r}: people is missing, and its rows are about people: say who they are."
    if source.people is not None:
        yield from _unknown(*where, "people.ages", source.people.ages, AGE_BANDS)
    seen: set[str] = set()
    for column in columns:
        for name in {fold_text(name) for name in column.names}:
            if name in seen:
                yield f"contracts.toml, column {column.field!r}: {name!r} stands for two columns of {source.id}."
            seen.add(name)


def _category_faults(c: "Catalogue") -> Iterator[str]:
    readers = {source.reader for source in c.sources.values()} | set(c.sources)
    texts = {(category.reader_or_source, fold_text(category.text)) for category in c.categories}
    seen = set()
    for category in c.categories:
        where = ("offences.toml", "category", category.text)
        yield from _unknown(*where, "offence", [category.offence], c.offences)
        yield from _unknown(*where, "reader_or_source", [category.reader_or_source], readers)
        lacks = fold_text(category.when_file_lacks)
        if lacks and (category.reader_or_source, lacks) not in texts:
            yield f"offences.toml, category {category.text!r}: when_file_lacks names no category of the same reader."
        key = (category.reader_or_source, fold_text(category.text), lacks)
        if key in seen:
            yield f"offences.toml, category {category.text!r}: text stands twice for {category.reader_or_source}."
        seen.add(key)


def _indicator_faults(c: "Catalogue", indicator: "Indicator") -> Iterator[str]:
    where = ("indicators.toml", "indicator", indicator.id)
    how = indicator.calculation
    yield from _unknown(*where, "source", [indicator.source], c.sources)
    yield from _unknown(*where, "small_number_rule", [indicator.small_number_rule], c.rules)
    yield from _unknown(*where, "calculation.offences", set(how.offences) - set(_ANY_OFFENCE), c.offences)
    yield from _unknown(*where, "calculation.residents", how.residents, RESIDENT_BANDS)
    yield from _unknown(*where, "calculation.ages", how.ages, AGE_BANDS)
    yield from _unknown(*where, "calculation.quality_sources", how.quality_sources, c.sources)
    yield from _unknown(*where, "calculation.weights", [how.weights] if how.weights else [], c.indices)
    yield from _unknown(*where, "calculation.leaves_out", how.leaves_out, c.offences)
    yield from _source_faults(c, indicator)
    yield from _unknown(*where, "five_d", {indicator.five_d} - {"all"}, c.five_ds)
    if indicator.five_d in c.five_ds and indicator.tier not in c.five_ds[indicator.five_d].tiers:
        words = f"tier {indicator.tier!r} is not one {indicator.five_d} works at."
        yield f"indicators.toml, indicator {indicator.id!r}: {words}"


def _source_faults(c: "Catalogue", indicator: "Indicator") -> Iterator[str]:
    """What an indicator's source forbids: another rule than its own, or a basis its files can't give."""
    source = c.sources.get(indicator.source)
    if source is None:
        return
    own, of_source = c.rules.get(indicator.small_number_rule), c.rules.get(source.small_number_rule)
    if own and of_source and not own.is_as_strict_as(of_source):
        words = f"small_number_rule {own.id} is laxer than {of_source.id}, which {source.id} is under."
        yield f"indicators.toml, indicator {indicator.id!r}: {words}"
    basis = indicator.calculation.basis
    if basis == "facts" and own and of_source and not of_source.is_as_strict_as(own):
        # A feed's records are protected once, by the feed's rule: what a figure adds to it would not be done.
        words = f"small_number_rule {own.id} is stricter than {of_source.id}; put it on the source {source.id}."
        yield f"indicators.toml, indicator {indicator.id!r}: {words}"
    if basis != "quality" and (basis == "returns") != (source.reader == "returns"):
        words = f"calculation.basis {basis} can't be read from {source.id}, whose reader is {source.reader}."
        yield f"indicators.toml, indicator {indicator.id!r}: {words}"


def _unknown(
    file: str, entry: str, name: str, key: str, named: Iterable[str], declared: Iterable[str]
) -> Iterator[str]:
    missing = sorted(set(named) - set(declared))
    if missing:
        yield f"{file}, {entry} {name!r}: {key} names {', '.join(missing)}, which nothing declares."
