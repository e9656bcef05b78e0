"""The map's legend as HTML that needs no script, no picture and no network; and the map in words."""

from html import escape

import pandas as pd

from svd.measures.result import INCOMPLETE
from svd.views.figure_words import mark_of, sentence
from svd.views.map_classes import ZERO_FACE, Scale
from svd.views.palette import DOTS, INK, MUTED, NO_DATA, NO_DATA_LINE, NOT_APPLICABLE, PAPER, ZERO

LOW = mark_of(INCOMPLETE)
STATUS_ENTRIES = {
    "suppressed": "hidden: small number",
    "missing": "no data",
    "not_applicable": "not applicable",
}
_DOTS = f"radial-gradient(circle at 3.5px 3.5px,{DOTS} 1.4px,transparent 1.8px) 0 0/7px 7px {PAPER}"
_HATCH = f"repeating-linear-gradient(135deg,{NO_DATA} 0 4px,{NO_DATA_LINE} 4px 6px)"
_FILLS = {"suppressed": _DOTS, "missing": _HATCH, "not_applicable": NOT_APPLICABLE, ZERO_FACE: ZERO}


def list_entries(faces: pd.DataFrame, scale: Scale) -> list[tuple[str, str]]:
    """The legend's entries as (face, words), high to low: every class, zero, and only the statuses shown."""
    classes = [(str(number), words) for number, words in enumerate(scale.class_words())][::-1]
    zero = [] if scale.measure == "change" else [(ZERO_FACE, "zero")]
    shown = set(faces["face"])
    return classes + zero + [(status, words) for status, words in STATUS_ENTRIES.items() if status in shown]


def draw_legend(faces: pd.DataFrame, scale: Scale, unit: str, opacity: float = 1.0) -> str:
    """The legend as an HTML list: a swatch as opaque as the wards, then words; below, what ``[low]`` means."""
    items = "".join(
        _item(_FILLS.get(face) or scale.colour_of(face), words, opacity) for face, words in list_entries(faces, scale)
    )
    note = f'<p style="margin:6px 0 0;color:{MUTED}">{low_note(faces)}</p>' if low_note(faces) else ""
    return (
        f'<div class="map-legend" style="font-size:14px;line-height:1.25;color:{INK}">'
        f'<p style="margin:0 0 6px;font-weight:600">{escape(sentence(unit))}</p>'
        f'<ul style="list-style:none;margin:0;padding:0">{items}</ul>{note}</div>'
    )


def low_note(faces: pd.DataFrame) -> str:
    """What the mark ``[low]`` means where a ward's name carries it, or that every figure may be too low."""
    is_low = faces["mark"] == LOW
    if not is_low.any():
        return ""
    return f"all may be too low {LOW}" if is_low.all() else f"{LOW} may be too low"


def describe_map(faces: pd.DataFrame, scale: Scale, unit: str) -> str:
    """The map in words for who can't see it: wards in each class, the highest and the lowest, and what is not shown."""
    held = faces["face"].value_counts()
    classes = [f"{held[face]} {words}" for face, words in list_entries(faces, scale) if face in held]
    parts = [f"Map of {len(faces)} wards by {unit}: {'; '.join(classes)}."]
    shown = faces.dropna(subset="number").sort_values("number", kind="stable")
    if len(shown) > 1:
        top, bottom = shown.iloc[-1], shown.iloc[0]
        parts.append(
            f"Highest: {top['ward_name']}, {top['figure']}. Lowest: {bottom['ward_name']}, {bottom['figure']}."
        )
    return " ".join(parts)


def _item(fill: str, words: str, opacity: float) -> str:
    swatch = f"display:inline-block;width:24px;height:16px;flex:none;border:1px solid {INK};background:{fill};"
    swatch += f"opacity:{opacity:g}"
    return (
        '<li style="display:flex;align-items:center;gap:8px;margin:0 0 4px">'
        f'<span aria-hidden="true" style="{swatch}"></span><span>{escape(words)}</span></li>'
    )
