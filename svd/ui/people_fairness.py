"""The People page's part on fairness: what to send for it, and a ratio worked out from figures somebody holds."""

import html

import pandas as pd
import streamlit as st

from svd.catalogue.fairness import GroupComparison
from svd.figures.people.disproportionality import judge_ratio
from svd.figures.people.fairness_findings import word_absence, word_fairness_method, word_ratio
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import choices, questions, show

_INPUTS = ("{} of the group", "People of the group", "{} of the comparator", "People of the comparator")


def show_fairness(evidence: Evidence, selection: Selection) -> None:
    """Nothing by ethnicity is received: what to ask for, from whom and on what footing, and the ratio itself."""
    comparisons = evidence.catalogue.comparisons
    if not comparisons:
        questions.stop_empty("**No comparison of groups is declared** in contracts.toml.")
    asked = next(iter(comparisons))
    if len(comparisons) > 1:
        titles = {name: one.title for name, one in comparisons.items()}
        asked = choices.ask_one("Comparison", "people_fairness", titles, is_bare=True)
    comparison = comparisons[asked]
    partner = evidence.catalogue.partners[comparison.partner].name
    show.show_finding(
        word_absence(comparison), f"{comparison.title} Ask {partner} for one row a period and pair of groups."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        rows = [{"Column": column.name, "What it holds": column.meaning} for column in comparison.columns]
        show.show_table(pd.DataFrame(rows))
        with st.expander("Method"):
            st.markdown(word_fairness_method(comparison))
    with right:
        _work_out(comparison)
        footing = "".join(f"<li>{html.escape(words)}</li>" for words in comparison.footing)
        st.html(f'<h3>On what footing to ask</h3><ul class="svd-note">{footing}</ul>')


def _work_out(comparison: GroupComparison) -> None:
    """A ratio from four figures typed in, which are neither kept nor put into the address."""
    st.html(
        "<h3>Work out a ratio from figures you hold</h3>"
        '<p class="svd-note">What you type is not kept and not written into the address.</p>'
    )
    labels = [label.format(comparison.counts.capitalize()) for label in _INPUTS]
    columns = st.columns(2)
    typed = []
    for place, label in enumerate(labels):
        with columns[place % 2]:
            typed.append(st.number_input(label, min_value=0, value=None, step=1, key=f"fairness_{place}"))
    if None not in typed:
        st.html(f"<h3>{html.escape(word_ratio(judge_ratio(*typed, comparison.least_events), comparison))}</h3>")
