"""What Leaflet needs besides polygons: fitting, names, legend, patterns, keyboard and style, as one map element."""

from branca.element import MacroElement
from folium.template import Template

from svd.views.palette import DOTS, INK, NO_DATA, NO_DATA_LINE, PAPER

_PATTERNS = f"""<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
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

# A polygon of Leaflet can't be reached by keyboard unless it is made focusable; Enter and space then act as a click.
ON_EACH_WARD = """function (feature, layer) {
    layer.bindTooltip(feature.properties.tip, {sticky: true, opacity: 1, className: 'ward-tip'});
    // A ward in focus keeps its text open: one that is then hovered takes its place.
    layer.on('tooltipopen', function () {
        layer._map.eachLayer(function (other) { if (other !== layer) { other.closeTooltip(); } });
    });
    layer.on('add', function () {
        const path = layer.getElement();
        path.setAttribute('tabindex', '0');
        path.setAttribute('role', 'button');
        path.setAttribute('aria-label', feature.properties.words);
        path.addEventListener('keydown', function (event) {
            if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                layer.fire('click', {latlng: layer.getBounds().getCenter()}, true);
            }
        });
    });
}"""


class MapFrame(MacroElement):
    """Fits the map to the wards, again whenever its size changes, and holds the names and the legend.

    Names were placed for ``zoom``; on a map much smaller than that they would cover each other, so they are left out.
    Names are plain markers made here: folium's own markers first ask for an icon file, which nobody serves.
    """

    _template = Template("""{% macro script(this, kwargs) %}
        (function (map) {
            const box = map.getContainer();
            box.setAttribute('role', 'group');
            box.setAttribute('aria-label', {{ this.label|tojson }});
            if (map.attributionControl) { map.attributionControl.setPrefix(false); }
            const legend = L.control({position: 'bottomright'});
            const isCovered = function () {
                const sheet = legend.getContainer().getBoundingClientRect();
                const corner = box.getBoundingClientRect();
                return {{ this.outline|tojson }}.some(function (point) {
                    const place = map.latLngToContainerPoint(point);
                    return place.x + 8 > sheet.left - corner.left && place.y + 8 > sheet.top - corner.top;
                });
            };
            const fit = function () {
                // As large as the legend allows: it may stand beside the wards, or in a corner that they leave free.
                const sides = {{ this.sides|tojson }};
                const most = sides.paddingBottomRight[0];
                for (let right = sides.paddingTopLeft[0]; right < most + 16; right += 16) {
                    sides.paddingBottomRight[0] = Math.min(right, most);
                    map.fitBounds({{ this.bounds|tojson }}, sides);
                    if (!isCovered()) { break; }
                }
            };
            legend.onAdd = function () {
                const holder = L.DomUtil.create('div', 'map-legend-box');
                holder.innerHTML = {{ this.legend|tojson }};
                return holder;
            };
            legend.addTo(map);
            {{ this.names|tojson }}.forEach(function (name) {
                const icon = L.divIcon({html: name[2], iconSize: [0, 0], className: 'ward-name-place'});
                L.marker([name[0], name[1]], {icon: icon, interactive: false, keyboard: false}).addTo(map);
            });
            const hide = function () {
                box.classList.toggle('is-small', map.getZoom() < {{ this.zoom|tojson }} - 0.3);
            };
            map.on('zoomend', hide);
            map.on('resize', fit);
            // Leaflet's style may come after this script, and only then is the legend in its place.
            const settle = function () {
                fit();
                const corner = legend.getContainer().parentNode;
                if (getComputedStyle(corner).position !== 'absolute') { requestAnimationFrame(settle); }
            };
            settle();
            new ResizeObserver(fit).observe(legend.getContainer());
            hide();
        })({{ this._parent.get_name() }});
        {% endmacro %}""")

    def __init__(
        self,
        bounds: list[list[float]],
        outline: list[list[float]],
        sides: dict[str, list[int]],
        legend: str,
        names: list[tuple[float, float, str]],
        zoom: float,
        label: str,
    ) -> None:
        super().__init__()
        self.bounds = bounds
        self.outline = outline
        self.sides = sides | {"animate": False}
        self.legend = _PATTERNS + legend
        self.names = names
        self.zoom = zoom
        self.label = label


def fill_of(face: str, colour: str) -> str:
    """What Leaflet fills a ward with: the pattern of its status where it has one, else its colour."""
    return f"url(#ward-{face})" if face in ("suppressed", "missing") else colour
