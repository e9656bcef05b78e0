"""What a filled-in feed looks like: an example for each column of a contract, a period, and a name for the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import geopandas as gpd

from svd.catalogue import Catalogue
from svd.catalogue.contract import Column
from svd.catalogue.declarations import Indicator, Source
from svd.geography.wards import Geography

_LENGTHS = {"month": 1, "quarter": 3, "term": 3, "year": 12}
_MONTHS_SHOWN = 3
_SHARES = ("proportion", "mean")
_WGS84 = "EPSG:4326"
_DATES = ("moment", "month")


@dataclass(frozen=True)
class Feed:
    """A source with what its contract is read from."""

    source: Source
    catalogue: Catalogue
    geography: Geography

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.catalogue.list_columns(self.source)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators the feed returns."""
        declared = self.catalogue.indicators.values()
        return tuple(one for one in declared if one.source == self.source.id and one.calculation.basis == "returns")

    @property
    def categories(self) -> Mapping[str, str]:
        """The words the feed may use for a category to the title of ours, its own words before its format's."""
        found: dict[str, str] = {}
        for named in (self.source.id, self.source.reader):
            for category in self.catalogue.categories:
                if category.reader_or_source == named and category.text.casefold() not in map(str.casefold, found):
                    found[category.text] = self.catalogue.offences[category.offence].title
        return found


def name_headers(column: Column) -> tuple[str, ...]:
    """The headers a column stands under in a file: one, or one a month for a few months."""
    if column.type != "month_count":
        return (column.name,)
    first = date(int(column.name[:4]), int(column.name[4:]), 1)
    return tuple(f"{_move(first, months):%Y%m}" for months in range(_MONTHS_SHOWN))


def find_examples(feed: Feed) -> dict[str, str]:
    """An example for each field of the feed, all of one event and place; an empty text where none can be given.

    Places come from the area's own geography, so that they lie inside it whatever the area.
    """
    examples = {column.field: _find_example(column, feed) for column in feed.columns}
    months = [column.field for column in feed.columns if column.type == "month"]
    if len(months) > 1:
        examples |= dict(zip((months[0], months[-1]), (f"{month:%Y-%m}" for month in find_period(feed)), strict=True))
    indicator = _first_indicator(feed)
    if indicator and indicator.calculation.form not in _SHARES:
        examples["denominator"] = ""
    return examples


def find_period(feed: Feed) -> tuple[date, date]:
    """First and last month of the period the examples are of; both months long past."""
    told = [column.example for column in feed.catalogue.columns if column.type in _DATES and column.example]
    month = date.fromisoformat(min(told)[:7] + "-01")
    length = _LENGTHS[feed.source.frequency]
    first = month if length < 12 else _move(month, 1 - length)
    return first, _move(first, length - 1)


def name_feed_file(feed: Feed, ending: str = "xlsx") -> str:
    """A name by which a file of the feed is recognised, with the months it covers where such names give them."""
    stem = feed.source.files[0].rpartition(".")[0]
    first, last = (f"{month:%Y-%m}" for month in find_period(feed))
    if stem.startswith("*-"):
        return f"{first}{stem[1:]}.{ending}".replace("*", "")
    return f"{stem.strip('*')}_{first}_{last}.{ending}".replace("*", "")


def _find_example(column: Column, feed: Feed) -> str:
    place = _find_place(feed.geography)
    if column.type in ("degrees", "metres", "ward", "small_area"):
        return place.get(column.field, place.get(column.type, ""))
    if column.example:
        return column.example
    if column.type == "category":
        return next(iter(feed.categories), "")
    if column.type == "indicator":
        indicator = _first_indicator(feed)
        return indicator.id if indicator else ""
    if column.type == "area":
        return feed.catalogue.area.code
    return column.allowed[0] if column.allowed else ""


def _first_indicator(feed: Feed) -> Indicator | None:
    """The first indicator that shows what a denominator is, else the first."""
    shares = [one for one in feed.indicators if one.calculation.form in _SHARES]
    return next(iter([*shares, *feed.indicators]), None)


@lru_cache(maxsize=4)
def _find_place(geography: Geography) -> Mapping[str, str]:
    """One point well inside the first ward, in every way a place can be given but a postcode."""
    ward = geography.wards.iloc[0]
    point = ward.geometry.representative_point()
    degrees = gpd.GeoSeries([point], crs=geography.wards.crs).to_crs(_WGS84).iloc[0]
    areas = [area for area, code in geography.small_areas.whole.items() if code == ward["ward_code"]]
    return {
        "easting": f"{point.x:.0f}",
        "northing": f"{point.y:.0f}",
        "longitude": f"{degrees.x:.4f}",
        "latitude": f"{degrees.y:.4f}",
        "small_area": next(iter(areas), ""),
        "ward": ward["ward_code"],
    }


def _move(month: date, months: int) -> date:
    year, number = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, number + 1, 1)
