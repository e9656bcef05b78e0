"""The least page: a title, a choice and a line. What other pages cost is told as multiples of it."""

import streamlit as st

st.title("A page")
st.selectbox("A choice", ["this", "that"])
st.write("A line.")
