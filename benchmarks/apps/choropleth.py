"""The ward map as it is commonly written: every run reads the records again and draws folium's choropleth."""

import os

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

records = pd.read_csv(os.environ["BENCHMARK_RECORDS"])
months = sorted(records["month"].unique())

st.title("Crime by ward")
start = st.sidebar.selectbox("From", months)
end = st.sidebar.selectbox("To", months, index=len(months) - 1)
chosen = records[records["month"].between(start, end)]
counts = chosen.groupby("ward_code", as_index=False).size()

ward_map = folium.Map(location=[51.55, 0.13], zoom_start=12)
folium.Choropleth(
    geo_data=os.environ["BENCHMARK_WARDS"],
    data=counts,
    columns=["ward_code", "size"],
    key_on="feature.properties.ward_code",
    fill_color="Blues",
).add_to(ward_map)
st_folium(ward_map, height=560, use_container_width=True)
