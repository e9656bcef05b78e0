"""How a result is put on a page: a title that is its finding, the picture, its table, its method and its download."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.findings import word_test
from svd.measures.recipe import name_extracts
from svd.ui.lineage import show_lineage
from svd.views.vega import LayerChart, Spec

_MOST_PLAIN_ROWS, _MOST_PLAIN_COLUMNS = 80, 8
_TABLE, _METHOD, _DOWNLOAD = "Table", "Method", "Download"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class File(NamedTuple):
    """A file offered: its button's words, its name, its media type and what makes it."""

    label: str
    name: str
    mime: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Actions:
    """What stands under a picture: its table, its method and its files, each made only when asked for.

    ``trace`` lists the extracts behind the figures; they stand with the method.
    """

    key: str
    table: pd.DataFrame | Callable[[], pd.DataFrame]
    method: str
    files: tuple[File, ...] = ()
    trace: Callable[[], pd.DataFrame] | None = None


def show_finding(finding: str, subtitle: str = "", badge: str = "") -> None:
    """The finding as a heading, what it is measured in under it, and the HTML of a badge under that."""
    below = f'<div class="svd-cell">{badge}</div>' if badge else ""
    st.html(f'<h2>{html.escape(finding)}</h2><p class="svd-subtitle">{html.escape(subtitle)}</p>{below}')


def write_spec(chart: LayerChart) -> Spec:
    """The chart as the browser gets it; its description goes beside it."""
    return chart.properties(description=None).to_dict()


def show_spec(spec: Spec, description: str) -> None:
    """What ``write_spec`` gave, in the column's width, with the chart's description for those who don't see it."""
    st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=description)


def show_actions(actions: Actions) -> None:
    """Three small buttons: table, method, download. The one pressed opens below; what it holds is made only then.

    Not popovers: at the foot of a screen they have no room, and their scrolling body can't be reached by keyboard.
    """
    choices = [_TABLE, _METHOD, *([_DOWNLOAD] if actions.files else [])]
    opened = st.segmented_control(
        "Behind this figure", choices, key=f"actions_{actions.key}", label_visibility="collapsed"
    )
    if opened is None:
        return
    with st.container(border=True):
        if opened == _TABLE:
            show_table(actions.table if isinstance(actions.table, pd.DataFrame) else actions.table())
        elif opened == _METHOD:
            st.markdown(actions.method)
            if actions.trace is not None:
                show_lineage(actions.trace())
        else:
            _show_files(actions)


def _show_files(actions: Actions) -> None:
    with st.container(horizontal=True, gap="small"):
        for label, name, mime, make in actions.files:
            st.download_button(label, make, name, mime, key=f"{actions.key}_{name}", on_click="ignore")


def show_table(table: pd.DataFrame, *, alt_text: str = "Table of the figures shown") -> None:
    """A plain HTML table where it is small, which every screen reader can read, else one that scrolls by keyboard."""
    if len(table) <= _MOST_PLAIN_ROWS and len(table.columns) <= _MOST_PLAIN_COLUMNS:
        st.table(table.set_index(table.columns[0]))
    else:
        st.dataframe(table, hide_index=True, alt=alt_text)


def show_source(result: pd.DataFrame) -> None:
    """The source line: source, extract, definition and denominator's year."""
    st.html(f'<p class="svd-source">{html.escape(word_source(result))}</p>')


def word_source(result: pd.DataFrame) -> str:
    """Source, extract, definition and denominator's year of a result, as one line."""
    if result.empty:
        return "Source: nothing was received for this selection."
    row = result.iloc[0]
    extract = name_extracts(result["extract"][result["extract"] != ""]) or "none received"
    years = result["denominator_year"].dropna() if "denominator_year" in result else pd.Series(dtype=int)
    residents = f" | residents of {int(years.iloc[0])}" if len(years) else ""
    return f"Source: {row['source']} | extract: {extract} | definition {row['definition']}{residents}"


def word_method(indicator: Indicator, rule: str, test: str = "") -> str:
    """The method note of an indicator: what is counted, over what, its limits, its test and its small-number rule.

    ``test``: how its figures are tested, where that is not by the test of every change.
    """
    limits = {
        "rate": "95% limits: exact below 10 events, Byar's approximation from 10.",
        "count": "95% limits: exact below 10 events, Byar's approximation from 10.",
        "proportion": "95% limits: Wilson.",
        "ratio": "95% limits: exact, of two counts given their sum.",
        "weighed": "95% limits: the gamma limits of Fay and Feuer (1997) for a sum of weighed events.",
        "mean": "No limits are given for a mean of so few values.",
    }[indicator.calculation.form]
    caveats = "".join(f"\n- {caveat}" for caveat in indicator.caveats)
    return (
        f"**{indicator.title}** ({indicator.code}). {indicator.definition}\n\n"
        f"**Counted:** {indicator.numerator}. **Over:** {indicator.denominator}. **Unit:** {indicator.unit}.\n\n"
        f"{limits} {test or word_test()}\n\n"
        f"**Small numbers:** {rule}\n\n**To bear in mind:**{caveats or ' nothing further.'}"
    )
