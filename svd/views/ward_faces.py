"""What each ward of a map shows: its face (class, zero or status), its figure, interval and status in words."""

import geopandas as gpd
import pandas as pd

from svd.catalogue.wording import word_number, word_range
from svd.figures.between_wards.footfall import mark_name
from svd.measures.result import CUT_SHORT, INCOMPLETE, MISSING, OK
from svd.rows import list_rows
from svd.views.figure_words import (
    STATUS_WORDS,
    decimals_of,
    figure_with_unit,
    figure_words,
    is_shown,
    mark_of,
    sentence,
    signed_words,
)
from svd.views.map_classes import COLUMNS, Scale

FACE_COLUMNS = (
    "ward_code",
    "ward_name",
    "face",
    "colour",
    "mark",
    "figure",
    "interval",
    "status_words",
    "footfall",
    "number",
)


def face_wards(wards: gpd.GeoDataFrame, table: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """FACE_COLUMNS for every ward of the area: one that ``table`` lacks is missing, never zero.

    ``number`` is the figure itself, null where it is not shown. A ward in ``table`` twice is an error of the caller.
    """
    assert table["ward_code"].is_unique, "a map shows one figure for a ward"
    rows = {row["ward_code"]: row for row in list_rows(table)}
    faces = [_face(code, name, rows.get(code, {}), scale) for code, name in _names(wards)]
    return pd.DataFrame(faces, columns=list(FACE_COLUMNS))


def hover_lines(ward: object, unit: str) -> list[str]:
    """What a row of ``face_wards`` says on hover, a line each: name, figure, interval, footfall and status, if any."""
    figure = figure_with_unit(ward.figure, unit)
    interval = f"95% interval {ward.interval}" if ward.interval else ""
    status = f"{sentence(ward.status_words)} {ward.mark}" if ward.status_words else ""
    return [line for line in (ward.ward_name, figure, interval, ward.footfall, status) if line]


def label_of(faces: pd.DataFrame, names: pd.Series) -> list[str]:
    """The names as the map shows them: with ``[low]`` where a figure may be too low, unless all may be.

    A ward whose rate rests on few residents has its mark.
    """
    names = [mark_name(*pair) for pair in zip(names, faces["footfall"], strict=True)]
    is_low = faces["mark"] == mark_of(INCOMPLETE)
    if is_low.all():
        return names
    return [f"{name}\n{mark_of(INCOMPLETE)}" if low else name for name, low in zip(names, is_low, strict=True)]


def _names(wards: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    return list(zip(wards["ward_code"], wards["ward_name"], strict=True))


def _face(code: str, name: str, row: dict, scale: Scale) -> tuple:
    status = row.get("status", MISSING)
    value = row.get(COLUMNS[scale.measure])
    if not is_shown(value, status):
        # A figure that is not there without a reason of its own was not received.
        status = MISSING if status not in STATUS_WORDS or status == "incomplete" else status
        face = MISSING if status == CUT_SHORT else status
        return code, name, face, scale.colour_of(face), mark_of(status), "", "", STATUS_WORDS[status], "", None
    face = scale.face_of(value)
    figure = _change(row, scale) if scale.measure == "change" else figure_words(value, OK, scale.decimals)
    interval = ""
    if scale.measure == "rate":
        interval = word_range(row.get("lower"), row.get("upper"), scale.decimals, mark="")
    words = STATUS_WORDS.get(status, "")
    return (
        code,
        name,
        face,
        scale.colour_of(face),
        mark_of(status),
        figure,
        interval,
        words,
        row.get("footfall", ""),
        float(value),
    )


def _change(row: dict, scale: Scale) -> str:
    """The difference with both counts and the verdict: a percentage of a small count would mislead."""
    ends = pd.Series([row.get("count_before"), row.get("count")], dtype=float)
    before, after = (word_number(end, decimals_of(ends), mark="") for end in ends)
    span = f" (from {before} to {after})" if before and after else ""
    verdict = f", {row['verdict']}" if row.get("verdict") else ""
    return f"{signed_words(row['difference'], scale.decimals)}{span}{verdict}"
