"""Ways from one page to another that keep the filters."""

import html
from datetime import date
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import FiveD, Indicator
from svd.catalogue.wording import word_month
from svd.figures.signals.raised import is_about_a_year

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
_NOT_IN_SIGNALS = ("ages", "definition", "compare", "baseline")
"""Filters that signals are raised without, so that their chart is without them too."""


def address_of(title: str, **wanted: str | list[str]) -> str:
    """The address of the page of this title with the filters as they stand in the URL, and what is ``wanted``."""
    params = {key: st.query_params.get_all(key) for key in st.query_params if key not in _OWN}
    return f"{_FILES[title]}?{urlencode(params | wanted, doseq=True)}"


def address_of_trend(indicator: Indicator, ward: str, months: tuple[date, date], **wanted: list[str]) -> str:
    """The address of the indicator's control chart over ``months``, or of its series in the ward where one is named."""
    period = {"from": word_month(months[0]), "to": word_month(months[1])}
    place = {"wards": ward} if ward else {"limits": "true"}
    return address_of("Trends", indicator=indicator.short_title, **period, **place, **wanted)


def address_of_change(indicator: Indicator, ward: str, months: tuple[date, date], **wanted: list[str]) -> str:
    """The address of the change over ``months``: the area's beside its trend, a ward's on the map of changes.

    A ward's stands among the series of Trends where the indicator is not on the map, which shows counted records alone.
    """
    period = {"from": word_month(months[0]), "to": word_month(months[1])}
    place = {"wards": ward} if ward else {}
    is_mapped = ward and indicator.calculation.basis == "facts"
    title, shown = ("Ward map", {"measure": "Change"}) if is_mapped else ("Trends", {})
    return address_of(title, indicator=indicator.short_title, **period, **place, **shown, **wanted)


def address_of_signal(signal: pd.Series, indicator: Indicator, ward: str, months: tuple[date, date]) -> str:
    """The address of the chart of what raised it: a year against the year before, or the series over ``months``."""
    unfiltered = {name: [] for name in _NOT_IN_SIGNALS}
    if is_about_a_year(signal):
        return address_of_change(indicator, ward, (signal["first"].date(), signal["last"].date()), **unfiltered)
    return address_of_trend(indicator, ward, months, **unfiltered)


def link_to_address(address: str, label: str) -> None:
    """A link to the address, which says all of what opens."""
    st.html(f'<p class="svd-link"><a href="{html.escape(address)}" target="_self">{html.escape(label)}</a></p>')


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
