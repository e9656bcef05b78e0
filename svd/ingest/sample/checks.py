"""Checks that the synthetic partnership's levels name only what the catalogue and the geography declare."""

from collections.abc import Iterable, Iterator

from svd.catalogue import Catalogue
from svd.errors import CatalogueError
from svd.geography.wards import Geography
from svd.ingest.sample.levels import Levels


def check_levels(levels: Levels, catalogue: Catalogue, geography: Geography) -> None:
    """Raise CatalogueError listing every name nothing declares, and every ward, return and source left out."""
    faults = [
        f"{what} {', '.join(missing)}"
        for what, named, declared in _pairs(levels, catalogue, geography)
        if (missing := sorted(set(named) - set(declared)))
    ]
    if faults:
        raise CatalogueError(f"The sample's levels and the catalogue differ: {'; '.join(faults)}.", "Correct them.")


def _pairs(
    levels: Levels, catalogue: Catalogue, geography: Geography
) -> Iterator[tuple[str, Iterable[str], Iterable[str]]]:
    wards = geography.ward_names
    returned = [name for name, entry in catalogue.indicators.items() if entry.calculation.basis == "returns"]
    signals = (
        *levels.changes,
        *levels.interventions,
        levels.hot_spot,
        *levels.seasons,
        *levels.gaps,
        *levels.late,
        *levels.rare,
    )
    rhythms = [rhythm.id for rhythm in levels.rhythms]
    yield "wards without a weight:", wards, levels.ward_weights
    yield "wards:", levels.ward_weights, wards
    yield "wards without residents:", wards, levels.ward_residents
    yield "wards:", levels.ward_residents, wards
    yield "wards of interventions:", [ward for planted in levels.interventions for ward in planted.wards], wards
    yield "returns:", [entry.indicator for entry in levels.returns], returned
    yield "returns without a level:", returned, [entry.indicator for entry in levels.returns]
    yield "indicators:", [signal.indicator for signal in signals], catalogue.indicators
    yield "sources:", levels.received_after_days, catalogue.sources
    yield "sources without days to receipt:", catalogue.sources, levels.received_after_days
    yield "rhythms:", [levels.street.rhythm, *(feed.rhythm for feed in levels.feeds)], rhythms
    yield "police categories:", [crime.minor for crime in levels.crimes], _texts(catalogue, "mps_ward")
    yield "street categories:", [crime.street for crime in levels.crimes], _texts(catalogue, "police_uk_street")
    for feed in levels.feeds:
        yield f"{feed.source} categories:", [event.text for event in feed.events], _texts(catalogue, feed.source)


def _texts(catalogue: Catalogue, reader_or_source: str) -> list[str]:
    return [entry.text for entry in catalogue.categories if entry.reader_or_source == reader_or_source]
