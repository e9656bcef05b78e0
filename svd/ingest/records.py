"""Record-level files: text -> dated, sorted into our categories, placed in a ward, and counted."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from svd.catalogue.contract import Column, Precision
from svd.catalogue.declarations import Source
from svd.geography.place import place_rows
from svd.ingest.categories import map_categories
from svd.ingest.choices import find_bands, read_ages, read_choice, read_flag
from svd.ingest.dates import list_months, name_runs, parse_moments, start_month
from svd.ingest.problems import list_whole
from svd.ingest.recognise import Sender
from svd.ingest.reference import Reference
from svd.ingest.words import MANY, is_empty

TOLD_BY = ("easting", "longitude", "postcode", "small_area", "ward_code")
PLACES = ("longitude", "latitude", "easting", "northing", "postcode", "small_area", "ward_code")
FLAGS = ("is_knife", "is_domestic", "is_repeat")
_SAY_MUCH = ("record_id", "occurred_at", "person_id", "postcode")
"""Fields of which nearly every record has a value of its own."""
FIELDS = ("record_id", "occurred_at", "category", *PLACES, "age_band", "age", "sex", *FLAGS, "person_id")
WORDS = tuple(name for name in FIELDS if name not in _SAY_MUCH)
_CELL = 100
"""Metres: the side of the square whose middle stands for a point that may not be kept."""


def read_rows(text: pd.DataFrame, sender: Sender, reference: Reference) -> pd.DataFrame:
    """The rows of ``text`` with types: moment, precision, month, offence, age_band, sex, flags and place.

    Null is what was not sent or could not be read. An age gives its band where no band is sent, and is not kept.
    """
    places = text[[name for name in PLACES if not is_empty(text[name]).all()]]
    # Dates and places are most of the work, and nearly all of it is done outside the interpreter's lock.
    if len(text) < MANY:
        placed, moments = place_rows(places, reference.geography), parse_moments(text["occurred_at"])
    else:
        with ThreadPoolExecutor(1) as beside:
            placing = beside.submit(place_rows, places, reference.geography)
            moments = parse_moments(text["occurred_at"])
        placed = placing.result()
    agreed = {column.field: column for column in sender.columns}
    read = {
        **moments,
        "month": start_month(moments["moment"]),
        "offence": map_categories(text["category"], sender.source, reference.catalogue),
        "age_band": _read_bands(text, agreed.get("age_band")),
        "sex": read_choice(text["sex"], agreed.get("sex")),
        **{name: read_flag(text[name], agreed.get(name)) for name in FLAGS},
        **placed,
    }
    return pd.DataFrame({name: column.array for name, column in read.items()}, index=text.index, copy=False)


def _read_bands(text: pd.DataFrame, column: Column | None) -> pd.Series:
    """The band sent, else that of the age sent."""
    is_sent = ~is_empty(text["age_band"])
    bands = read_choice(text["age_band"], column)
    bands = bands if is_sent.all() else bands.where(is_sent)
    if is_empty(text["age"]).all():
        return bands
    return bands.astype("str").where(is_sent, find_bands(read_ages(text["age"]), column))


def is_after_receipt(rows: pd.DataFrame, sender: Sender) -> np.ndarray:
    """Whether each row's date is later than the day its file was received."""
    return rows["moment"].to_numpy() >= np.datetime64(sender.received_on) + 1


def is_outside_period(rows: pd.DataFrame, sender: Sender) -> np.ndarray:
    """Whether each row's month is one the file's name does not declare."""
    if sender.period_from is None:
        return np.zeros(len(rows), dtype="bool")
    months = rows["month"].to_numpy()
    return (months < sender.period_from.to_datetime64()) | (months > sender.period_to.to_datetime64())


def find_months(rows: pd.DataFrame, sender: Sender) -> tuple[pd.DatetimeIndex, list[pd.DataFrame]]:
    """The months received, and a warning for each run of months in the period that has no row.

    A month that had not begun when the file came is neither, whatever period the file's name declares.
    """
    is_sound = ~is_after_receipt(rows, sender) & ~is_outside_period(rows, sender)
    seen = pd.DatetimeIndex(rows["month"].array[is_sound].unique().dropna()).sort_values()
    if sender.period_from is not None:
        period = list_months(sender.period_from, sender.period_to)
    elif len(seen):
        period = list_months(seen[0], seen[-1])
    else:
        period = seen
    period = period[period <= pd.Timestamp(sender.received_on)]
    if sender.source.are_empty_months_zero:
        return period, []
    gaps = name_runs(period.difference(seen))
    return seen, [list_whole(sender.source.id, sender.name, "empty_month", gap) for gap in gaps]


def describe_incidents(kept: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The INCIDENTS rows of ``kept``, each place only as exact as the source's contract allows.

    No moment where only the month is known, lest a day be made up.
    """
    is_dated = (kept["precision"] != "month").to_numpy("bool")
    moments = np.where(is_dated, kept["moment"].to_numpy(), np.datetime64("NaT"))
    said: Mapping[str, np.ndarray] = {"occurred_at": moments, "row": kept.index.to_numpy()}
    points = {name: coarsen_point(kept[name], source.location_precision) for name in ("easting", "northing")}
    return kept.assign(**said, **points).rename(columns={"precision": "time_precision"})


def coarsen_point(metres: pd.Series, precision: Precision) -> pd.Series:
    """A coordinate as it may be kept: itself, the middle of its 100 metres, or null where only areas are allowed."""
    if precision == "point":
        return metres
    if precision == "hundred_metres":
        return metres // _CELL * _CELL + _CELL / 2
    return pd.Series(float("nan"), index=metres.index)
