"""The ward map in a page: Leaflet served from this machine, and the ward that was clicked handed back."""

from importlib.util import find_spec
from pathlib import Path

import folium
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from svd.views.map_frame import Figures

_SPEC = find_spec("js_lib_leaflet")
assert _SPEC is not None and _SPEC.origin is not None, "django-js-lib-leaflet is among the requirements"
LEAFLET_FILES = Path(_SPEC.origin).parent / "static" / "js_lib_leaflet"

# A component is the one way by which Streamlit serves a folder beside the frame the map is drawn in.
_SERVED = components.declare_component("leaflet_files", path=str(LEAFLET_FILES))
_ADDRESS = f"../{_SERVED.name}"


def show_on_ground(ground: folium.Map, figures: Figures, key: str, *, height: int = 560) -> str | None:
    """Shows the figures over their ground, as wide as the container; the code of the ward clicked last on it, or None.

    The ground is drawn once: figures change over it in place, and the map stays where it was moved to.
    """
    ground.default_js = [("leaflet", f"{_ADDRESS}/leaflet.js")]
    ground.default_css = [("leaflet", f"{_ADDRESS}/leaflet.css")]
    answer = st_folium(
        ground,
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=figures,
        render=False,  # as a page of its own, which nobody opens
    )
    clicked = (answer or {}).get("last_active_drawing") or {}
    return clicked.get("properties", {}).get("ward_code")
