"""Hot spots as a list to choose from, as a plain table, and as the sheets of a workbook."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from svd.catalogue.hot_spots import HotSpotTerms
from svd.catalogue.wording import word_count_of, word_number
from svd.figures.findings import word_chance
from svd.figures.places.hot_spots import HotSpots
from svd.figures.places.place_findings import word_courses, word_shown
from svd.measures.result import SUPPRESSED
from svd.rows import list_rows
from svd.views.column_forms import ColumnForm
from svd.views.embed import embed_svg
from svd.views.figure_words import figure_words, mark_of
from svd.views.spot_marks import draw_mark
from svd.views.workbook_parts import Sheet

_BEYOND = "beyond chance"
_HEADS = ("Hot spot", "Events", "Course", "By chance alone")
_COLUMNS: Mapping[str, ColumnForm] = {
    "spot": ColumnForm("Hot spot", "number", "Its number on the map."),
    "course": ColumnForm("Course", meaning="What became of it over the period; the notes say by which tests."),
    "since": ColumnForm("Rose in", meaning="The month in which the window began in which a new or emerging one rose."),
    "ward_name": ColumnForm("Ward", meaning="The ward of its busiest cell."),
    "cell": ColumnForm("Busiest cell", meaning="Easting and northing of its south-west corner, in metres, EPSG:27700."),
    "cells": ColumnForm("Cells", "number"),
    "count": ColumnForm("Events", "number"),
    "hot_windows": ColumnForm("Windows hot", "number", "In how many windows it was hot."),
    "z": ColumnForm("Gi*", "number", "Getis and Ord's Gi* of its hottest cell, as a z score."),
    "p": ColumnForm("Chance of so many here (p)", "number", "Exact permutation test of its hottest cell, two-sided."),
    "p_change": ColumnForm("Chance of such a change (p)", "number", "Exact test of its share of the area's events."),
    "status": ColumnForm("Status", "status"),
}
_CELL_COLUMNS: Mapping[str, ColumnForm] = {
    "cell": ColumnForm("Cell", meaning="Easting and northing of its south-west corner, in metres, EPSG:27700."),
    "ward_name": ColumnForm("Ward"),
    "count": ColumnForm("Events", "number"),
    "course": ColumnForm("Course", meaning="Empty in the data, here none: no hot spot."),
    "spot": ColumnForm("Hot spot", "number"),
    "status": ColumnForm("Status", "status"),
}


def word_spot(spot: Mapping, windows: int = 0) -> list[str]:
    """What is said of a hot spot, a line each: number and course, ward, events, and how sure it is."""
    since = f" since {spot['since']}" if spot["since"] else ""
    events = _word_events(spot)
    noun = "event" if events == "1" else "events"
    hot = f"hot in {spot['hot_windows']} of {windows} windows" if windows else ""
    lines = [
        f"Hot spot {spot['spot']}: {spot['course']}{since}",
        spot["ward_name"],
        f"{events} {noun} in {word_count_of(spot['cells'], 'cell', 'cells')}",
        hot,
    ]
    return [line for line in lines if line]


def _word_events(spot: Mapping) -> str:
    base = spot.get("base", 1)
    return figure_words(spot["count"], spot["status"]) if base == 1 else word_shown(spot["count"], base)


def word_sureness(spot: Mapping) -> str:
    """How often chance alone would bring it, by the test that named its course; only that it is rarer where hidden."""
    p = spot["p"] if pd.isna(spot["p_change"]) else spot["p_change"]
    return _BEYOND if pd.isna(p) else word_chance(p)


def draw_spot_list(spots: pd.DataFrame, windows: int) -> str:
    """The hot spots as an HTML table, each row with its number and what to sort by."""
    head = "".join(
        f'<th scope="col" aria-sort="{"ascending" if place == 0 else "none"}"><button type="button">{escape(text)}'
        '<span aria-hidden="true"></span></button></th>'
        for place, text in enumerate(_HEADS)
    )
    rows = "".join(_row(spot, windows) for spot in list_rows(spots))
    caption = "<caption>Hot spots, each with its ward, events, course and chance</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(spot: Mapping, windows: int) -> str:
    number = spot["spot"]
    mark = embed_svg(draw_mark(spot["course"], str(number)), "", 28, 28)
    count = _word_events(spot)
    order = "" if pd.isna(spot["count"]) else float(spot["count"])
    # The list stands beside a map: there is room for fewer words than in the table.
    sureness = word_sureness(spot).replace("about 1 time", "1").replace("less than 1 time", "under 1")
    since = f" since {spot['since']}" if spot["since"] else f", hot in {spot['hot_windows']} of {windows}"
    return (
        f'<tr data-ward="{number}"><th scope="row" data-order="{number}"><span class="svd-verdict">{mark}'
        f'<button type="button" aria-pressed="false" aria-label="Hot spot {number}, {escape(spot["ward_name"])}">'
        f"{escape(spot['ward_name'])}</button></span></th>"
        f'<td data-order="{order}">{escape(count)}</td>'
        f'<td data-order="{escape(spot["course"])}">{escape(spot["course"].capitalize() + since)}</td>'
        f'<td data-order="{escape(sureness)}">{escape(sureness)}</td></tr>'
    )


def draw_courses(spots: pd.DataFrame, terms: HotSpotTerms, windows: tuple[str, ...]) -> str:
    """What hot and the courses in the list mean, as HTML."""
    listed = set(spots["course"])
    items = "".join(
        f"<li><span><b>{escape(name.capitalize())}:</b> {escape(words)}.</span></li>"
        for name, words in word_courses(terms, windows).items()
        if name in listed
    )
    hot = "<li><span><b>Hot:</b> more events in and around a cell than chance gathers.</span></li>"
    return f'<ul class="svd-legend">{hot}{items}</ul>'


def present_spots(spots: pd.DataFrame, windows: int) -> pd.DataFrame:
    """The hot spots in words, all of it text, for the table under the map."""
    rows = [
        {
            "Hot spot": str(spot["spot"]),
            "Ward": spot["ward_name"],
            "Course": spot["course"] + (f" since {spot['since']}" if spot["since"] else ""),
            "Cells": word_number(spot["cells"]),
            "Events": _word_events(spot),
            "Windows hot": f"{spot['hot_windows']} of {windows}",
            "Gi* (z)": _BEYOND if pd.isna(spot["z"]) else word_number(spot["z"], 1),
            "By chance alone": word_sureness(spot),
        }
        for spot in list_rows(spots)
    ]
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["Hot spot", "Ward", "Course", "Events"])


def list_sheets(found: HotSpots, spots: pd.DataFrame, heading: str) -> list[Sheet]:
    """A sheet of the hot spots and one of every cell with its events, both as disclosed."""
    source = f"Source: {found.provenance.source} | Extract: {found.provenance.extract}"
    labelled = {"is_synthetic": found.provenance.is_synthetic}
    cells = found.cells.assign(course=found.cells["course"].replace("", "none"), **labelled)
    rows = spots.assign(since=spots["since"].replace("", "not risen"), **labelled)
    if rows["z"].isna().all():
        rows = rows.assign(**dict.fromkeys(("z", "p", "p_change"), mark_of(SUPPRESSED)))
    if found.base > 1:
        # Under a base is not zero: a cell of a feed with a rule is never said to be empty.
        cells["count"] = cells["count"].astype(object).where(cells["count"].notna(), f"under {found.base}")
    return [
        Sheet("Hot spots", heading, rows, _COLUMNS, source),
        Sheet("Cells", f"Events in every cell of {found.side} m", cells, _CELL_COLUMNS, source),
    ]
