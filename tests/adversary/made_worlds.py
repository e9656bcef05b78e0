"""Small made-up worlds: one feed each, of other months, densities and secrets, built by the product's own build."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from svd.catalogue import Catalogue, load_catalogue
from svd.catalogue.schema import AGE_BANDS
from svd.geography.wards import Geography, load_geography
from svd.measures.book import Book
from svd.measures.build import build_cube
from svd.measures.cube import Cube
from svd.measures.people import SEXES
from svd.measures.place_tables import build_places, list_place_sources
from svd.measures.places import PlaceFeed
from tests.builders import PATHS, covered, write_store
from tests.figures.people.sent import count_facts

FEEDS = (
    "las_incidents",
    "school_exclusions",
    "lfb_incidents",
    "yjs_cases",
    "council_asb",
    "probation_cases",
    "council_cctv",
    "ed_istv",
    "marac_cases",
)
_FEWEST, _MOST = 3, 250
"""Records a month, on average, of the sparsest world and of the densest."""
_OF_RECORDS = {"age_band": AGE_BANDS, "sex": SEXES}
_OF_FLAGS = ("is_knife", "is_domestic", "is_repeat")


@dataclass(frozen=True, eq=False)
class World:
    """A feed's records, a row each with its number of the month, and what the product shows of them."""

    source: str
    records: pd.DataFrame
    cube: Cube
    places: PlaceFeed | None
    geography: Geography


@cache
def _declared() -> tuple[Catalogue, Geography]:
    return load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)


def make_world(number: int, folder: Path) -> World:
    """The world of that number, the same each time, with its store in ``folder``."""
    rng, source = np.random.default_rng([2026, number]), FEEDS[number % len(FEEDS)]
    catalogue, geography = _declared()
    first = pd.Timestamp(int(rng.integers(2016, 2024)), int(rng.integers(1, 13)), 1)
    months = pd.date_range(first, periods=int(rng.integers(13, 41)), freq="MS")
    lost = int(rng.integers(1, len(months) - 1)) if rng.random() < 0.3 else -1
    sent = [f"{month:%Y-%m-%d}" for place, month in enumerate(months) if place != lost]
    rows = _draw_records(rng, source, [pd.Timestamp(month) for month in sent])
    is_whole = rng.random() < 0.8
    coverage = [*covered(*sent[:-1], source=source), *covered(sent[-1], source=source, is_complete=is_whole)]
    store = write_store(folder, is_listed=False, incidents=rows, facts=count_facts(rows), coverage=coverage)
    book = Book(rng.bytes(40))
    cube = build_cube(store, catalogue, geography, book)
    places = build_places(store, catalogue, geography, book, cube)
    frame = pd.DataFrame(rows).assign(at=months.get_indexer([row["month"] for row in rows]))
    return World(source, frame, cube, places.feeds.get(source), geography)


def _draw_records(rng: np.random.Generator, source: str, months: list[pd.Timestamp]) -> list[dict]:
    """Records of each month, more of some kinds, ages and places than of others, as in any feed."""
    catalogue, geography = _declared()
    mean = np.exp(rng.uniform(np.log(_FEWEST), np.log(_MOST)))
    counts = rng.poisson(mean * rng.uniform(0.6, 1.4, len(months)))
    number = int(counts.sum())
    readers = (source, catalogue.sources[source].reader)
    offences = sorted({one.offence for one in catalogue.categories if one.reader_or_source in readers})
    fields = {column.field for column in catalogue.list_columns(catalogue.sources[source])}
    drawn = {"month": np.repeat(pd.Series(months), counts).tolist(), "offence": _choose(rng, offences, number)}
    for name, values in _OF_RECORDS.items():
        if name in fields:
            drawn[name] = _choose(rng, [*values, None], number)
    for name in _OF_FLAGS:
        if name in fields:
            drawn[name] = _choose(rng, [True, False, *([] if name == "is_repeat" else [None])], number)
    if source in {one.id for one in list_place_sources(catalogue)}:
        drawn |= _draw_points(rng, geography, number)
        hour = rng.integers(0, 28 * 24, number)
        drawn["occurred_at"] = [
            month + pd.Timedelta(hours=int(each)) for month, each in zip(drawn["month"], hour, strict=True)
        ]
        drawn["time_precision"] = ["minute" if is_known else "day" for is_known in rng.random(number) < 0.9]
    else:
        drawn["ward_code"] = _choose(rng, [*geography.ward_names, None], number)
    told = {"source": source, "extract": "wards 2026-01.csv"}
    names = list(drawn)
    return [
        told | {"row": row} | dict(zip(names, values, strict=True))
        for row, values in enumerate(zip(*drawn.values(), strict=True))
    ]


def _choose(rng: np.random.Generator, values: list, number: int) -> list:
    """One of the values each time, some far more often than others."""
    weights = rng.dirichlet(np.full(len(values), rng.choice([0.4, 1, 4])))
    return [values[place] for place in rng.choice(len(values), number, p=weights)]


def _draw_points(rng: np.random.Generator, geography: Geography, number: int) -> dict[str, list]:
    """Points around a few spots and anywhere, one in ten without; each with the ward that holds it."""
    west, south, east, north = geography.wards.total_bounds
    spots = np.column_stack([rng.uniform(west, east, 12), rng.uniform(south, north, 12)])
    near = spots[rng.integers(0, 12, number)] + rng.normal(0, 250, (number, 2))
    anywhere = np.column_stack([rng.uniform(west, east, number), rng.uniform(south, north, number)])
    at = np.where(rng.random((number, 1)) < rng.uniform(0, 1), near, anywhere).round()
    has_point = rng.random(number) > 0.1
    point, ward = shapely.STRtree(geography.wards.geometry.to_numpy()).query(shapely.points(at), predicate="within")
    code = np.full(number, None, dtype=object)
    code[point] = geography.wards["ward_code"].to_numpy(object)[ward]
    code[~has_point] = None
    easting, northing = (np.where(has_point, at[:, axis], None).tolist() for axis in (0, 1))
    return {"easting": easting, "northing": northing, "ward_code": code.tolist()}
