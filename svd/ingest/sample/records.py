"""Partners' incident records: each source's events, dated by its rhythm and placed in the way that source can tell."""

import numpy as np
import pandas as pd
import shapely

from svd.catalogue.schema import AGE_BANDS
from svd.ingest.sample.levels import Event, Feed, Levels
from svd.ingest.sample.places import Places, to_lonlat
from svd.ingest.sample.police import MADE_UP, SampleFile
from svd.ingest.sample.rhythms import draw_hours, expect_days

_COLUMNS = {
    "lonlat": ("longitude", "latitude"),
    "grid": ("easting", "northing"),
    "postcode": ("postcode",),
    "small_area": ("small_area",),
    "ward": ("ward_code",),
    "none": (),
}


def write_record_files(feed: Feed, levels: Levels, places: Places, rng: np.random.Generator) -> list[SampleFile]:
    """The source's files, each holding ``years_a_file`` years; a row is an event."""
    first, last = pd.Period(levels.period.first, "M"), pd.Period(levels.period.last, "M")
    until = feed.extra_to or last.end_time.date()
    records = _draw_records(feed, pd.date_range(first.start_time, until), levels, places, rng)
    months = records["occurred_at"].str[:7]
    gaps = {month for gap in levels.gaps if gap.source == feed.source for month in gap.months}
    files = []
    for start in pd.period_range(first, last, freq="M")[:: 12 * feed.years_a_file]:
        end = start + 12 * feed.years_a_file - 1
        end = pd.Period(until, "M") if end >= last else end
        rows = records[months.between(str(start), str(end)) & ~months.isin(gaps)].reset_index(drop=True)
        name = f"{MADE_UP}{feed.source}_{start}_{end}.csv"
        files.append(SampleFile(name, feed.source, rows, min(until, end.end_time.date())))
    return files


def _draw_records(
    feed: Feed, days: pd.DatetimeIndex, levels: Levels, places: Places, rng: np.random.Generator
) -> pd.DataFrame:
    """Every record of the source in order of time, in the contract's columns that it fills; all text."""
    drawn = [_draw_event(event, feed, days, levels, places, rng) for event in feed.events]
    records = pd.concat([*drawn, _draw_spot_records(feed, levels, places, rng)], ignore_index=True)
    records = records.sort_values("time", kind="stable", ignore_index=True)
    form = "%Y-%m-%dT%H:%M" if feed.precision == "minute" else "%Y-%m-%d"
    table = pd.DataFrame({"record_id": [f"{feed.prefix}-{number:05d}" for number in range(1, len(records) + 1)]})
    table["occurred_at"] = records["time"].dt.strftime(form)
    table["category"] = records["category"]
    table = table.join(_place(records, feed, places, rng)).join(_describe(len(records), feed, rng))
    for flag in feed.flags:
        table[flag] = records[flag]
    return table


def _draw_event(
    event: Event, feed: Feed, days: pd.DatetimeIndex, levels: Levels, places: Places, rng: np.random.Generator
) -> pd.DataFrame:
    rhythm = levels.rhythm(feed.rhythm)
    on = days.repeat(rng.poisson(expect_days(event.a_year, days, rhythm, levels)))
    wards = rng.choice(places.wards, size=len(on), p=places.share_wards(feed.spread))
    return _as_records(event, draw_hours(on, rhythm, rng), wards, places.draw_points(wards, rng), rng)


def _draw_spot_records(feed: Feed, levels: Levels, places: Places, rng: np.random.Generator) -> pd.DataFrame | None:
    """The planted hot spot's own records: more events than the background has, at its points."""
    spot = levels.hot_spot
    if feed.source != spot.feed:
        return None
    event = next(event for event in feed.events if event.text == spot.feed_event)
    days = pd.date_range(pd.Period(spot.since, "M").start_time, pd.Period(levels.period.last, "M").end_time.date())
    on = days.repeat(rng.poisson(spot.feed_a_month * 12 / 365.25, size=len(days)))
    at = rng.choice(np.flatnonzero(places.points["is_spot"].eq(True)), size=len(on))
    return _as_records(event, draw_hours(on, levels.rhythm(feed.rhythm), rng), np.full(len(on), spot.ward), at, rng)


def _as_records(
    event: Event, time: pd.DatetimeIndex, wards: np.ndarray, at: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    shares = {"is_knife": event.knife, "is_domestic": event.domestic, "is_repeat": event.repeat}
    flags = {name: np.where(rng.random(len(time)) < share, "yes", "no") for name, share in shares.items()}
    return pd.DataFrame({"time": time, "category": event.text, "ward_code": wards, "at": at, **flags})


def _place(records: pd.DataFrame, feed: Feed, places: Places, rng: np.random.Generator) -> pd.DataFrame:
    """One way of telling the place a record, empty in the columns of the others."""
    ways = rng.choice(list(feed.ways), size=len(records), p=list(feed.ways.values()))
    told = _tell_places(records, feed, places, rng)
    columns = [column for way in _COLUMNS if way in feed.ways for column in _COLUMNS[way]]
    way_of = {column: way for way, columns in _COLUMNS.items() for column in columns}
    return pd.DataFrame({column: told[column].where(ways == way_of[column], "") for column in columns})


def _tell_places(records: pd.DataFrame, feed: Feed, places: Places, rng: np.random.Generator) -> pd.DataFrame:
    """The place of every record in every way, as text; points scatter about the made-up ones but stay in the area."""
    points = places.points.iloc[records["at"]].reset_index(drop=True)
    scatter = rng.normal(0, feed.scatter_m, size=(len(points), 2)).round() if feed.scatter_m else 0
    moved = points[["easting", "northing"]] + scatter
    is_inside = shapely.contains_xy(places.ground, moved.to_numpy())
    grid = moved.mask(pd.Series(~is_inside), points[["easting", "northing"]], axis="index")
    told = grid.astype("int64").astype(str)
    told[["longitude", "latitude"]] = to_lonlat(grid).round(5).astype(str)
    told["postcode"] = places.draw_postcodes(records["ward_code"].to_numpy(), rng)
    told["small_area"], told["ward_code"] = points["small_area"], records["ward_code"]
    return told


def _describe(size: int, feed: Feed, rng: np.random.Generator) -> pd.DataFrame:
    """Age band and sex, where the source sends them; some are left empty."""
    described = {}
    for name, values, shares in (("age_band", AGE_BANDS, feed.ages), ("sex", feed.sexes, feed.sexes.values())):
        if len(shares):
            drawn = rng.choice(list(values), size=size, p=np.array([*shares]) / sum(shares))
            described[name] = np.where(rng.random(size) < feed.blank, "", drawn)
    return pd.DataFrame(described, index=range(size))
