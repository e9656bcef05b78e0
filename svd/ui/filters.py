"""The sidebar's filters: one set for every page, kept in the URL, so that a link shows the same view."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Kind
from svd.catalogue.schema import AGE_BANDS
from svd.catalogue.wording import word_month
from svd.figures.opening import default_selection
from svd.figures.periods import COMPARATORS
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month
from svd.ui.keep import keep

_IN_URL = {"bind": "query-params"}


def ask_selection(evidence: Evidence) -> Selection:
    """Draw the filters and give what they say; a period that ends before it starts raises UserError."""
    default = _find_default(str(evidence.store.folder), evidence.store.version, evidence)
    with st.sidebar:
        st.markdown("**Filters**")
        month_from, month_to = _ask_period(evidence, default)
        wards = _ask_many("Wards", "wards", evidence.geography.ward_names, "All wards")
        kinds = _ask_many("Kind of violence", "kinds", _titles(evidence.catalogue.kinds), "All kinds")
        partners = _ask_many("Partner", "partners", _partners(evidence), "All partners")
        ages = _ask_many("Age", "ages", {band: band for band in AGE_BANDS}, "All ages")
        definition = _ask_definition(evidence)
        ways = list(COMPARATORS)
        at = ways.index(default.compare)
        compare = st.selectbox("Compare with", ways, index=at, format_func=_sentence_case, key="compare", **_IN_URL)
        compare_from = _ask_baseline(evidence, month_from, month_to) if compare == "chosen" else None
        st.button("Clear filters", on_click=_clear, args=(default,), width="stretch")
    return Selection(month_from, month_to, wards, kinds, partners, ages, definition, compare, compare_from)


@keep(4)
def _find_default(folder: str, version: str, _evidence: Evidence) -> Selection:
    return default_selection(_evidence)


def _clear(default: Selection) -> None:
    """Every filter as it was at first; the URL follows."""
    first = {"from": default.month_from, "to": default.month_to, "definition": default.definition}
    empty = {"wards": [], "kinds": [], "partners": [], "ages": []}
    st.session_state.update(first | empty | {"compare": default.compare})


def _ask_period(evidence: Evidence, default: Selection) -> tuple[date, date]:
    names = _name_months(*evidence.months)
    months = list(names)
    start, end = st.columns(2)
    chosen = [
        column.selectbox(
            label, months, index=months.index(max(month, months[0])), format_func=names.get, key=key, **_IN_URL
        )
        for column, label, key, month in (
            (start, "From", "from", default.month_from),
            (end, "To", "to", default.month_to),
        )
    ]
    return chosen[0], chosen[1]


@lru_cache(maxsize=64)
def _name_months(first: date, last: date) -> dict[date, str]:
    """Each month from first to last, with its name."""
    return {month.date(): word_month(month) for month in pd.date_range(first, last, freq="MS")}


def _ask_baseline(evidence: Evidence, month_from: date, month_to: date) -> date:
    """The first month of the baseline, as long as the period; at first the one right before it, where there is one."""
    names = _name_months(*evidence.months)
    months = list(names)
    length = len(_name_months(month_from, month_to))
    return st.selectbox(
        "Baseline from",
        months,
        index=months.index(max(move_month(month_from, -length), months[0])),
        format_func=names.get,
        key="baseline",
        help="As many months as the period has. They must lie before it, with no break between.",
        **_IN_URL,
    )


def _ask_many(label: str, key: str, names: dict[str, str], placeholder: str) -> tuple[str, ...]:
    chosen = st.multiselect(
        label, list(names), format_func=lambda code: names[code], key=key, placeholder=placeholder, **_IN_URL
    )
    return tuple(chosen)


def _ask_definition(evidence: Evidence) -> str:
    definitions = evidence.catalogue.definitions
    ids = list(definitions)
    latest = ids.index(evidence.catalogue.latest_definition.id)
    return st.selectbox(
        "Definition of serious violence",
        ids,
        index=latest,
        format_func=lambda name: definitions[name].title,
        key="definition",
        **_IN_URL,
    )


def _titles(declared: Mapping[str, Kind]) -> dict[str, str]:
    return {name: entry.title for name, entry in declared.items()}


def _partners(evidence: Evidence) -> dict[str, str]:
    """Partners that send or publish something: the others have nothing to filter by."""
    senders = {source.partner for source in evidence.catalogue.sources.values()}
    return {name: partner.short_name for name, partner in evidence.catalogue.partners.items() if name in senders}


def _sentence_case(name: str) -> str:
    words = COMPARATORS[name]
    return words[0].upper() + words[1:]
