"""What every map of the area is made of: its ground, drawn once, and the figures that are laid over it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from svd.views.palette import DOTS, INK, NO_DATA, NO_DATA_LINE, PAPER

_CODE = Path(__file__).with_name("map.js").read_text(encoding="utf-8")

PATTERNS = f"""<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="ward-suppressed" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8"
 fill="{PAPER}"/><circle cx="4" cy="4" r="1.5" fill="{DOTS}"/></pattern>
<pattern id="ward-missing" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="8" height="8" fill="{NO_DATA}"/><rect width="2" height="8" fill="{NO_DATA_LINE}"/></pattern>
</defs></svg>"""

STYLE = f"""<style>
.leaflet-container {{ background: {PAPER}; font-family: "Source Sans", "Segoe UI", Arial, sans-serif; }}
.ward-name {{ line-height: 1.1; font-weight: 600; text-align: center; white-space: pre; width: max-content;
  transform: translate(-50%, -50%); pointer-events: none; }}
.is-small .ward-name {{ display: none; }}
.ward-tip {{ font-size: 16px; line-height: 1.3; color: {INK}; padding: 8px 12px; border: 1px solid {INK};
  border-radius: 2px; }}
.map-legend-box {{ background: rgba(255, 255, 255, 0.94); padding: 8px 10px; max-width: 160px; }}
path.leaflet-interactive:focus {{ outline: none; }}
path.leaflet-interactive:focus-visible {{ stroke: {INK}; stroke-width: 7px; }}
</style>"""


class _Told:
    """An element whose script the page's component takes by itself.

    Rendered into a document of its own, as folium does, it would be compiled as a template at every run.
    """

    def render(self, **_: object) -> None:
        """Nothing is written into a document."""


class Ground(_Told, MacroElement):
    """What stays of a map whatever it shows: shapes, borders, and how it fits its place. ``ground``: as JSON."""

    _template = Template("""{% macro script(this, kwargs) %}
        {{ this.code }}({{ this._parent.get_name() }}, {{ this.ground }});
        {% endmacro %}""")

    def __init__(self, ground: str) -> None:
        super().__init__()
        self.code, self.ground = _CODE, ground


class Figures(_Told, folium.FeatureGroup):
    """What a map shows: swapped on the page without drawing the map again.

    ``faces``: by ward code its ``fill``, ``words`` and ``tip`` (HTML); ``spots``: further shapes as GeoJSON, their
    properties ``key``, ``style``, ``words`` and ``tip``; ``names``: latitude, longitude and HTML; ``lit``: the codes or
    keys outlined, in a light and a dark stroke of ``widths`` pixels.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.featureGroup();
        {{ this._parent.get_name() }}.showFigures({{ this.shown|tojson }}, {{ this.get_name() }});
        {% endmacro %}""")

    def __init__(
        self,
        label: str,
        legend: str,
        names: Sequence[tuple[float, float, str]],
        *,
        faces: Mapping[str, Mapping[str, str]] | None = None,
        spots: Mapping[str, object] | None = None,
        lit: Sequence[str] = (),
        widths: tuple[int, int] = (8, 4),
    ) -> None:
        super().__init__(name="figures", control=False)
        self.shown = {
            "label": label,
            "legend": legend,
            "names": list(names),
            "faces": dict(faces or {}),
            "spots": spots or {"type": "FeatureCollection", "features": []},
            "lit": list(lit),
            "strokes": [{"color": colour, "weight": width} for colour, width in zip((PAPER, INK), widths, strict=True)],
        }


def fill_of(face: str, colour: str) -> str:
    """What Leaflet fills a ward with: the pattern of its status where it has one, else its colour."""
    return f"url(#ward-{face})" if face in ("suppressed", "missing") else colour
