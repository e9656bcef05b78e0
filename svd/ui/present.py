"""Slides for the meeting room: large type, one question each, nothing but what is said."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from svd.catalogue import Catalogue
from svd.catalogue.wording import word_month, word_period
from svd.figures.findings import word_changes, word_headlines, word_ward_change
from svd.figures.signals.since import list_since, list_since_choices, word_since
from svd.measures.question import Evidence
from svd.rows import list_rows
from svd.store.selection import Selection
from svd.ui import data, links
from svd.ui.frame import word_ribbon
from svd.ui.present_map import show_map_slide
from svd.ui.signals import narrow_signals
from svd.views.cards import draw_headline, draw_row

_HERE = Path(__file__)
_MAP_INDICATOR = "violence_with_injury"
_MOST_ROWS, _MOST_SIGNALS = 7, 3

_keys = st.components.v2.component(
    "slide_keys",
    html='<button type="button" class="svd-fill">Full screen (F)</button>',
    js=_HERE.with_name("present.js").read_text(encoding="utf-8"),
    css=".svd-fill { font: inherit; font-size: 1rem; padding: 0.35rem 0.8rem; border: 1px solid #12436D;"
    " border-radius: 4px;"
    " background: #FFFFFF; color: #12436D; cursor: pointer; }",
)


@dataclass(frozen=True)
class Slide:
    """A slide: what it shows, and of which D where it is one of the five."""

    kind: str
    five_d: str = ""


def list_slides(catalogue: Catalogue) -> list[Slide]:
    """The slides in the order they are shown."""
    return [Slide("headlines"), Slide("map"), *(Slide("five_d", name) for name in catalogue.five_ds), Slide("changes")]


def ask_slide(last: int) -> int:
    """The number of the slide, 1 to ``last``, as the URL has it."""
    text = st.query_params.get("slide", "1")
    return min(max(int(text), 1), last) if text.isdigit() else 1


def show_slide(
    slides: list[Slide], number: int, evidence: Evidence, selection: Selection, scores: pd.DataFrame
) -> None:
    """The slide of that number, the first being 1, filling the screen."""
    slide = slides[number - 1]
    st.html(_HERE.with_name("present.css"))
    place = escape(f"{evidence.catalogue.area.name} · {word_period(selection.month_from, selection.month_to)}")
    st.html(f'<p class="svd-slide-place">{word_ribbon(evidence)}{place}</p>')
    if scores.empty:
        st.info("No indicator fits these filters. Clear the kind of violence or the partner in the sidebar.")
    elif slide.kind == "headlines":
        _show_headlines(evidence, selection, scores)
    elif slide.kind == "map":
        show_map_slide(evidence, selection, _MAP_INDICATOR)
    elif slide.kind == "five_d":
        _show_five_d(evidence, selection, scores, slide.five_d)
    else:
        _show_changes(evidence, selection, scores)


def _word_asked(selection: Selection) -> str:
    return word_period(selection.month_from, selection.month_to)


def _title(text: str) -> None:
    st.html(f'<h1 class="svd-slide-title">{escape(text)}</h1>')


def _show_headlines(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    _title(word_headlines(scores))
    headlines = scores[scores["is_headline"]]
    courses = data.measure_courses(evidence, headlines["indicator"], selection)
    for column, score in zip(st.columns(max(len(headlines), 1)), list_rows(headlines), strict=False):
        indicator = evidence.catalogue.indicators[score["indicator"]]
        with column.container(border=True, height="stretch"):
            st.html(draw_headline(score, courses[indicator.id], indicator, asked=_word_asked(selection)))


def _show_five_d(evidence: Evidence, selection: Selection, scores: pd.DataFrame, name: str) -> None:
    five_d = evidence.catalogue.five_ds[name]
    _title(f"{five_d.title}: {five_d.summary}")
    of_d = scores[scores["five_d"] == name].head(_MOST_ROWS)
    courses = data.measure_courses(evidence, of_d["indicator"], selection)
    asked = _word_asked(selection)
    rows = [
        draw_row(score, courses[score["indicator"]], evidence.catalogue.indicators[score["indicator"]], asked)
        for score in list_rows(of_d)
    ]
    st.html(f'<table class="svd-slide-table"><tbody>{"".join(rows)}</tbody></table>')
    left = int((scores["five_d"] == name).sum()) - len(of_d)
    if left:
        st.html(f'<p class="svd-slide-note">{left} more on the Five Ds page.</p>')


def _show_changes(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    since = next(iter(list_since_choices(evidence.catalogue, selection)))
    new = narrow_signals(evidence, selection, list_since(evidence, selection, since))
    sentences = [sentence for _, sentence in word_changes(scores, evidence.catalogue)]
    for row in list_rows(data.find_ward_changes(evidence, selection)):
        sentences.append(word_ward_change(row, evidence.catalogue.indicators[row["indicator"]]))
    tested = int((scores["verdict"] != "not tested").sum())
    changed = int(scores["verdict"].isin(["rising", "falling"]).sum())
    _title(f"{changed or 'None'} of {tested} indicators tested {'have' if changed > 1 else 'has'} changed.")
    told = list(new["finding"][:_MOST_SIGNALS]) or [word_since(new, since)]
    parts = {
        f"Since {word_month(since)}": told,
        "Against the period before": sentences[: _MOST_ROWS - len(told)],
        "The data": [data.word_feeds(evidence, selection)],
    }
    for heading, listed in parts.items():
        if listed:
            items = "".join(f"<li>{escape(sentence)}</li>" for sentence in listed)
            st.html(f'<h2>{escape(heading)}</h2><ul class="svd-slide-list">{items}</ul>')


def show_controls(number: int, last: int) -> None:
    """Previous, next and full screen; the arrow keys do the same."""
    with st.container(horizontal=True, vertical_alignment="center", key="slide_controls"):
        previous = st.button("Previous", icon=":material/arrow_back:", disabled=number == 1)
        st.html(f'<p class="svd-slide-note">Slide {number} of {last}</p>', width="content")
        following = st.button("Next", icon=":material/arrow_forward:", disabled=number == last)
        turn = _keys(key="slide_keys", on_turn_change=lambda: None).turn
        links.link_to_files("Extracts")
        st.page_link("pages/overview.py", label="Leave")
    turn = "previous" if previous else "next" if following else turn
    steps = {"next": number + 1, "previous": number - 1, "first": 1, "last": last}
    target = min(max(steps.get(turn, number), 1), last)
    if target != number:
        st.query_params["slide"] = str(target)
        st.rerun()
