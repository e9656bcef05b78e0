"""Record-level files: text -> dated, sorted into our categories, placed in a ward, and counted."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pandas as pd

from svd.catalogue.schema import AGE_BANDS
from svd.geography.place import place_rows
from svd.ingest.categories import map_categories
from svd.ingest.dates import list_months, name_runs, parse_moments, start_month
from svd.ingest.problems import list_whole
from svd.ingest.recognise import Sender
from svd.ingest.reference import Reference
from svd.ingest.words import look_up

TOLD_BY = ("easting", "longitude", "postcode", "small_area", "ward_code")
PLACES = ("longitude", "latitude", "easting", "northing", "postcode", "small_area", "ward_code")
FLAGS = ("is_knife", "is_domestic", "is_repeat")
FIELDS = ("record_id", "occurred_at", "category", *PLACES, "age_band", "sex", *FLAGS)
_FLAGS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_SEXES = {"female": "female", "f": "female", "male": "male", "m": "male", "other": "other"}


def read_rows(text: pd.DataFrame, sender: Sender, reference: Reference) -> pd.DataFrame:
    """The rows of ``text`` with types: moment, precision, month, offence, age_band, sex, flags and place.

    Null is what was not sent or could not be read.
    """
    places = text[[name for name in PLACES if (text[name] != "").any()]]
    # Dates and places are most of the work, and nearly all of it is done outside the interpreter's lock.
    with ThreadPoolExecutor(1) as beside:
        placed = beside.submit(place_rows, places, reference.geography)
        moments = parse_moments(text["occurred_at"])
    rows = moments.assign(
        month=start_month(moments["moment"]),
        offence=map_categories(text["category"], sender.source, reference.catalogue),
        age_band=look_up(text["age_band"], _read_band),
        sex=look_up(text["sex"], lambda sex: _SEXES.get(sex.casefold())),
        **{name: look_up(text[name], lambda flag: _FLAGS.get(flag.casefold()), "boolean") for name in FLAGS},
    )
    return rows.join(placed.result())


def is_after_receipt(rows: pd.DataFrame, sender: Sender) -> pd.Series:
    """Whether each row's date is later than the day its file was received."""
    return rows["moment"] >= pd.Timestamp(sender.received_on) + pd.Timedelta(days=1)


def is_outside_period(rows: pd.DataFrame, sender: Sender) -> pd.Series:
    """Whether each row's month is one the file's name does not declare."""
    if sender.period_from is None:
        return pd.Series(False, index=rows.index)
    return (rows["month"] < sender.period_from) | (rows["month"] > sender.period_to)


def find_months(rows: pd.DataFrame, sender: Sender) -> tuple[pd.DatetimeIndex, list[pd.DataFrame]]:
    """The months received, and a warning for each run of months in the period that has no row."""
    is_sound = ~is_after_receipt(rows, sender) & ~is_outside_period(rows, sender)
    seen = pd.DatetimeIndex(rows.loc[is_sound, "month"].dropna().unique()).sort_values()
    if sender.period_from is not None:
        period = list_months(sender.period_from, sender.period_to)
    elif len(seen):
        period = list_months(seen[0], seen[-1])
    else:
        period = seen
    if sender.source.are_empty_months_zero:
        return period, []
    gaps = name_runs(period.difference(seen))
    return seen, [list_whole(sender.source.id, sender.name, "empty_month", gap) for gap in gaps]


def describe_incidents(kept: pd.DataFrame) -> pd.DataFrame:
    """The INCIDENTS rows of ``kept``; no moment where only the month is known, lest a day be made up."""
    is_dated = kept["precision"] != "month"
    said: Mapping[str, pd.Series] = {"occurred_at": kept["moment"].where(is_dated), "row": kept.index.to_series()}
    return kept.assign(**said).rename(columns={"precision": "time_precision"})


def _read_band(text: str) -> str | None:
    plain = text.replace("–", "-").replace(" ", "")
    return plain if plain in AGE_BANDS else None
