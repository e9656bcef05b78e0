"""Ways from one page to another that keep the filters."""

from urllib.parse import urlencode

import streamlit as st

from svd.catalogue.declarations import FiveD, Indicator

_FILES = {
    "Overview": "overview",
    "Ward map": "ward_map",
    "Ward profile": "ward_profile",
    "Five Ds": "five_ds",
    "Trends": "trends",
    "Compare wards": "compare_wards",
    "Hot spots": "hot_spots",
    "Evaluation": "evaluation",
    "Explore and export": "explore",
    "Signals": "signals",
    "Present": "present",
    "Partners and data": "partners",
    "Data dictionary": "data_dictionary",
    "Upload": "upload",
    "About": "about",
}
"""The file of each page's title, for the catalogue names pages by their titles."""


_OWN = ("d", "indicator", "signal", "slide", "limits")
"""What a page chooses for itself beside the filters."""


def address_of(title: str, **wanted: str) -> str:
    """The address of the page of this title with the filters as they stand in the URL, and what is ``wanted``."""
    params = {key: st.query_params.get_all(key) for key in st.query_params if key not in _OWN}
    return f"{_FILES[title]}?{urlencode(params | wanted, doseq=True)}"


def address_of_trend(indicator: Indicator, ward: str = "") -> str:
    """The address of the indicator's control chart, or of its series in the ward where one is named."""
    return address_of("Trends", indicator=indicator.short_title, **({"wards": ward} if ward else {"limits": "true"}))


def link_to_signals(label: str) -> None:
    """A link to the list of signals."""
    st.page_link("pages/signals.py", label=label)


def link_to_trend(indicator: Indicator, label: str, ward: str = "") -> None:
    """A link to the indicator's trend, in one ward too where it is named."""
    wanted = {"indicator": indicator.short_title} | ({"wards": ward} if ward else {})
    st.page_link("pages/trends.py", label=label, query_params=wanted)


def link_to_card(indicator: Indicator, five_d: FiveD, label: str) -> None:
    """A link to the indicator's card among those of its D."""
    st.page_link("pages/five_ds.py", label=label, query_params={"d": five_d.title, "indicator": indicator.short_title})


def link_to_partners(label: str) -> None:
    """A link to who sent what, and when."""
    st.page_link("pages/partners.py", label=label)


def link_to_files(label: str) -> None:
    """A link to the list of every file received."""
    st.page_link("pages/partners.py", label=label, query_params={"part": "Files"})


def link_to_ward(name: str, label: str) -> None:
    """A link to the profile of the ward of this name."""
    st.page_link("pages/ward_profile.py", label=label, query_params={"ward": name})


def go_to_ward(name: str) -> None:
    """Open the profile of the ward of this name."""
    # Streamlit refuses parameters that are bound to a widget; the filters keep theirs.
    st.switch_page("pages/ward_profile.py", query_params={"ward": name})


def link_to_page(title: str) -> None:
    """A link to the page of this title, with the filters as they stand."""
    st.page_link(f"pages/{_FILES[title]}.py", label=title)
