"""All of a map that reaches a browser: folium's page, and the scripts that the page's component takes by themselves."""

import folium
from streamlit_folium import generate_leaflet_string


def write_page(ground: folium.Map) -> str:
    page = ground.get_root().render()
    return f"{page}{generate_leaflet_string(ground, base_id='div1')}"
