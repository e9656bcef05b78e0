"""police.uk's monthly files: the ward file's offences again, each at a made-up point, with the publisher's traps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Area
from svd.ingest.sample.levels import Levels
from svd.ingest.sample.places import Places
from svd.ingest.sample.police import MADE_UP, SampleFile
from svd.ingest.sample.rhythms import expect_months

_ID_BYTES = 8
_OPEN = "Under investigation"


@dataclass(frozen=True, eq=False)
class _Scene:
    """What every month's file is drawn from; ``roads`` has a row a point."""

    levels: Levels
    places: Places
    area: Area
    roads: pd.DataFrame


def write_street_files(
    counts: pd.DataFrame, levels: Levels, places: Places, area: Area, rng: np.random.Generator
) -> list[SampleFile]:
    """A file a month; a row is a crime or an incident of anti-social behaviour, sorted by small area as published."""
    months = pd.period_range(levels.period.street_from, levels.period.last, freq="M")
    streets = {crime.minor: crime.street for crime in levels.crimes}
    published = counts.droplevel("major").rename(streets, level="minor").groupby(level=["minor", "ward_code"]).sum()
    nuisance = expect_months(levels.street.nuisance_a_year, months, levels.rhythm(levels.street.rhythm), levels)
    scene = _Scene(levels, places, area, _name_roads(levels, places, area, rng))
    force = area.police_force.split()[0].lower()
    return [
        SampleFile(
            f"{MADE_UP}{month}-{force}-street.csv",
            "police_uk",
            _draw_month(month, published[month], expected, scene, rng),
            month.end_time.date(),
        )
        for month, expected in zip(months, nuisance, strict=True)
    ]


def _draw_month(
    month: pd.Period, published: pd.Series, nuisance: float, scene: _Scene, rng: np.random.Generator
) -> pd.DataFrame:
    street, points = scene.levels.street, scene.places.points
    kinds, wards = _draw_crimes(published, nuisance, scene, rng)
    at = scene.places.draw_points(wards, rng)
    at = _move_off_wards(at, scene, rng)
    at = _move_to_spot(month, kinds, wards, at, scene, rng)
    is_crime = kinds != street.nuisance
    table = pd.DataFrame(
        {
            "Crime ID": _draw_ids(is_crime, street.repeated_ids, rng),
            "Month": str(month),
            "Reported by": scene.area.police_force,
            "Falls within": scene.area.police_force,
            "Longitude": points["longitude"].to_numpy()[at].astype(str),
            "Latitude": points["latitude"].to_numpy()[at].astype(str),
            "Location": scene.roads["road"].to_numpy()[at],
            "LSOA code": points["small_area"].to_numpy()[at],
            "LSOA name": scene.roads["small_area_name"].to_numpy()[at],
            "Crime type": kinds,
            "Last outcome category": _draw_outcomes(is_crime, street.outcomes, rng),
            "Context": "",
        }
    )
    return table.sort_values(["LSOA name", "Crime type"], kind="stable", ignore_index=True)


def _draw_crimes(
    published: pd.Series, nuisance: float, scene: _Scene, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Crime type and ward of every row: most of the ward file's offences, and anti-social behaviour."""
    recorded = published[published > 0]
    kept = recorded.index.repeat(rng.binomial(recorded, scene.levels.street.kept))
    others = rng.choice(scene.places.wards, size=rng.poisson(nuisance), p=scene.places.share_wards(1))
    kinds = [*kept.get_level_values("minor"), *[scene.levels.street.nuisance] * len(others)]
    wards = np.array([*kept.get_level_values("ward_code"), *others])
    return np.array(kinds, dtype=object), wards


def _move_off_wards(at: np.ndarray, scene: _Scene, rng: np.random.Generator) -> np.ndarray:
    """A few rows go to the points just outside every ward: their small area still says where they belong."""
    loose = np.flatnonzero(scene.places.points["ward_code"].isna())
    is_moved = rng.random(len(at)) < scene.levels.street.no_ward
    return np.where(is_moved, rng.choice(loose, size=len(at)), at)


def _move_to_spot(
    month: pd.Period, kinds: np.ndarray, wards: np.ndarray, at: np.ndarray, scene: _Scene, rng: np.random.Generator
) -> np.ndarray:
    spot = scene.levels.hot_spot
    if month < pd.Period(spot.since, "M"):
        return at
    spots = np.flatnonzero(scene.places.points["is_spot"].eq(True))
    is_moved = np.isin(kinds, spot.street) & (wards == spot.ward) & (rng.random(len(at)) < spot.share)
    return np.where(is_moved, rng.choice(spots, size=len(at)), at)


def _draw_ids(is_crime: np.ndarray, repeated: float, rng: np.random.Generator) -> np.ndarray:
    """An id a crime; some stand on two rows, because police.uk's id is no key. Other incidents have none."""
    ids = np.array([rng.bytes(_ID_BYTES).hex() for _ in is_crime], dtype=object)
    is_repeat = rng.random(len(ids)) < repeated
    ids = np.where(is_repeat, np.roll(ids, 1), ids)
    return np.where(is_crime, ids, "")


def _draw_outcomes(is_crime: np.ndarray, outcomes: dict[str, float], rng: np.random.Generator) -> np.ndarray:
    shares = np.array([*outcomes.values()])
    drawn = rng.choice([_OPEN, *outcomes], size=len(is_crime), p=[1 - shares.sum(), *shares])
    return np.where(is_crime, drawn, "")


def _name_roads(levels: Levels, places: Places, area: Area, rng: np.random.Generator) -> pd.DataFrame:
    """For each point a made-up road, and a small-area name in the published form."""
    names = rng.choice(levels.street.road_names, size=len(places.points))
    codes = sorted(set(places.points["small_area"]))
    numbered = {code: f"{area.short_name} {place // 5 + 1:03d}{'ABCDE'[place % 5]}" for place, code in enumerate(codes)}
    return pd.DataFrame(
        {
            "road": [f"On or near {name}" for name in names],
            "small_area_name": places.points["small_area"].map(numbered).to_numpy(),
        }
    )
