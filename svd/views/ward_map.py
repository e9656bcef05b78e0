"""The ward map on screen: each ward's fill, name, hover text and legend, to be laid over the ground in Leaflet."""

from collections.abc import Sequence
from html import escape

import geopandas as gpd
import pandas as pd

from svd.geography.wards import Geography
from svd.views.map_classes import Scale
from svd.views.map_frame import Figures, fill_of
from svd.views.map_ground import NAME_SIZE, name_wards, opacity_of
from svd.views.map_legend import draw_legend
from svd.views.palette import PAPER, text_on
from svd.views.ward_faces import face_wards, hover_lines, label_of


def draw_wards(
    geography: Geography,
    table: pd.DataFrame,
    scale: Scale,
    unit: str,
    *,
    height: int = 560,
    width: int = 700,
    has_streets: bool = False,
    lit: Sequence[str] = (),
) -> Figures:
    """``table``'s figures, one row a ward, over ``draw_ground`` of the same size; wards ``lit`` are outlined.

    Only what the hover text says goes to the browser.
    """
    faces, opacity = face_wards(geography.wards, table, scale), opacity_of(has_streets)
    names = _name_texts(name_wards(geography, width, height), faces, opacity)
    told = {ward.ward_code: _tell_ward(ward, unit) for ward in faces.itertuples()}
    legend = draw_legend(faces, scale, unit, opacity)
    return Figures(f"Map of the wards: {unit}", legend, names, faces=told, lit=lit)


def _tell_ward(ward: object, unit: str) -> dict[str, str]:
    name, *rest = hover_lines(ward, unit)
    tip = "<br>".join([f"<b>{escape(name)}</b>", *map(escape, rest)])
    return {"fill": fill_of(ward.face, ward.colour), "words": ", ".join([name, *rest]), "tip": tip}


def _name_texts(names: gpd.GeoDataFrame, faces: pd.DataFrame, opacity: float) -> list[tuple[float, float, str]]:
    """Latitude, longitude and HTML of each ward's name, in ink or white as its fill asks, with a halo of the fill."""
    texts = []
    for name, label, ward in zip(names.itertuples(), label_of(faces, names["lines"]), faces.itertuples(), strict=True):
        # A halo in the fill's colour shows nothing of itself, unless the fill is a pattern or let through.
        is_plain = ward.number == ward.number and (opacity == 1 or text_on(ward.colour) == PAPER)
        halo = ward.colour if is_plain else PAPER
        shadow = ",".join(f"{x}px {y}px 2px {halo}" for x in (-1, 0, 1) for y in (-1, 0, 1))
        style = f"font-size:{NAME_SIZE}px;color:{text_on(ward.colour)};text-shadow:{shadow}"
        text = f'<div class="ward-name" style="{style}">{escape(label)}</div>'
        texts.append((name.geometry.y, name.geometry.x, text))
    return texts
