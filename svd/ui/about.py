"""The parts of the About page: everything the dashboard rests on, as the catalogue declares it."""

import re
from collections.abc import Mapping
from html import escape

import streamlit as st

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator, Source
from svd.catalogue.schema import TABLES
from svd.catalogue.wording import word_day
from svd.measures.question import Evidence
from svd.measures.result import SHORTHAND
from svd.paths import read_paths
from svd.ui import choices, links, show
from svd.views import catalogue_tables as tables
from svd.views.method_notes import list_methods
from svd.views.weight_tables import list_weights, word_index

_WHAT_IT_IS = (
    "This dashboard follows serious violence for {partnership}. It reads the files that partners send or publish, "
    "checks each row, counts by ward and month, hides small numbers, tests every change, and says in words what was"
    " found. It shows what happened where and when; it predicts nothing and names nobody."
)


def show_duty(evidence: Evidence) -> None:
    """What the dashboard is, what the Duty asks and where it is answered, and the strategy."""
    catalogue = evidence.catalogue
    st.markdown(_WHAT_IT_IS.format(partnership=catalogue.area.partnership))
    _head("What the Serious Violence Duty asks of an area")
    for requirement in catalogue.requirements.values():
        words, way = st.columns([4, 1], vertical_alignment="center")
        words.markdown(f"**{requirement.title}.** {requirement.summary}")
        with way:
            links.link_to_page(requirement.page)
    _head("The strategy: Five Ds at three tiers of prevention")
    show.show_table(tables.list_five_ds(catalogue))
    st.markdown("  \n".join(f"**{tier.title}.** {tier.summary}" for tier in catalogue.tiers.values()))
    _head("The partnership's priorities")
    show.show_table(tables.list_priorities(catalogue))


def show_definitions(evidence: Evidence) -> None:
    """Each version of the definition of serious violence, the newest first."""
    catalogue = evidence.catalogue
    st.markdown("Every figure names the version it used. Choose another in the sidebar to count by it.")
    for definition in sorted(catalogue.definitions.values(), key=lambda each: each.adopted, reverse=True):
        _head(definition.title)
        st.markdown(
            f"Adopted {word_day(definition.adopted)}. Version: {definition.id}.\n\n{definition.summary}\n\n"
            f"**Counts:** {', '.join(tables.list_offences(catalogue, definition))}.\n\n"
            f"**To bear in mind**\n\n{_bullet(definition.notes)}\n\nFrom: {definition.source}."
        )


def show_sources(evidence: Evidence) -> None:
    """Partners with their roles, feeds with their terms, a feed in full, and how small numbers are hidden."""
    catalogue = evidence.catalogue
    _head("Partners and their roles")
    show.show_table(tables.list_partners(catalogue))
    _head("What is sent")
    show.show_table(tables.list_sources(catalogue))
    _show_source(catalogue, _choose("A feed in full", "feed", catalogue.sources, "title"))
    _head("How small numbers are hidden")
    show.show_table(tables.list_rules(catalogue))


def _show_source(catalogue: Catalogue, source: Source) -> None:
    required = ", ".join(column.name for column in catalogue.list_columns(source) if column.is_required)
    link = f"\n\nPublished at: {source.link}" if source.link else ""
    st.markdown(
        f"{source.description}\n\n**To bear in mind**\n\n{_bullet(source.caveats)}\n\n"
        f"**Columns it must have:** {required}{link}"
    )


def show_indicators(evidence: Evidence) -> None:
    """An indicator in full, and the list of all."""
    catalogue = evidence.catalogue
    _show_indicator(catalogue, _choose("An indicator in full", "indicator", catalogue.indicators, "short_title"))
    _head(f"All {len(catalogue.indicators)} indicators")
    show.show_table(tables.list_indicators(catalogue))


def _show_indicator(catalogue: Catalogue, indicator: Indicator) -> None:
    _head(f"{indicator.title} ({indicator.code})")
    source = catalogue.sources[indicator.source]
    rule = catalogue.rules[indicator.small_number_rule]
    priorities = [each.title for each in catalogue.priorities.values() if indicator.id in each.indicators]
    notes = {
        "Definition": indicator.definition,
        "How it works": indicator.how_it_works,
        "What good looks like": f"Better when: {tables.BETTER[indicator.polarity]}. {indicator.what_good_looks_like}",
        "Why it matters": indicator.why_it_matters,
        "Counted": f"{indicator.numerator}. Over: {indicator.denominator}. Unit: {indicator.unit}.",
        "Feed": f"{source.title}, from {catalogue.partners[source.partner].name}, by {indicator.frequency}.",
        "Small numbers": rule.words,
        "Priority": ", ".join(priorities),
    }
    st.markdown("\n\n".join(f"**{name}.** {text}" for name, text in notes.items() if text))
    st.markdown(f"**To bear in mind**\n\n{_bullet(indicator.caveats)}")
    links.link_to_trend(indicator, "Open its trend")


def show_methods(evidence: Evidence) -> None:
    """Each method in words, every weight, the marks, and the dated events a series must not be read across."""
    for name, note in list_methods(evidence.catalogue).items():
        _head(name)
        st.markdown(note)
    for index in evidence.catalogue.indices.values():
        _head(f"Weights: {index.title}")
        st.markdown(word_index(index))
        show.show_table(list_weights(evidence.catalogue, index))
    _head("Marks in place of a number")
    st.markdown("\n".join(f"- **{mark}** {meaning}" for mark, meaning in SHORTHAND.values()))
    _head("Breaks in the series")
    show.show_table(tables.list_breaks(evidence.catalogue))


def show_tables(evidence: Evidence) -> None:
    """Every curated table and column."""
    st.markdown(f"The tables that every figure is read from. This is version {evidence.store.version} of them.")
    for table in TABLES.values():
        _head(table.name.capitalize())
        st.markdown(f"A row is {table.row}.")
        show.show_table(tables.list_columns(table))


def show_attribution(evidence: Evidence) -> None:
    """Whose boundaries and residents these are, and where the files of the area's geography come from."""
    area = evidence.catalogue.area
    with st.expander("Sources and licences of the map and the residents"):
        st.markdown(f"{area.boundary_source}. {area.residents_source}.")
        readme = read_paths().geo / "README.md"
        if readme.exists():
            st.markdown(_lower_headings(readme.read_text(encoding="utf-8")))
    st.html(f'<p class="svd-source">{escape(area.attribution)}</p>')


def _lower_headings(text: str) -> str:
    """Two levels down, so that a document of its own fits under a page's headings."""
    return re.sub(r"^(#+ )", r"##\1", text, flags=re.MULTILINE)


def _head(words: str) -> None:
    st.html(f"<h2>{escape(words)}</h2>")


def _bullet(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "- Nothing further."


def _choose(label: str, key: str, declared: Mapping, name: str):  # noqa: ANN202 - the kind of entry it was given
    return declared[choices.ask_one(label, key, {each: getattr(entry, name) for each, entry in declared.items()})]


SECTIONS = {
    "The Duty": show_duty,
    "Definitions": show_definitions,
    "Partners and feeds": show_sources,
    "Indicators": show_indicators,
    "Methods": show_methods,
    "Tables": show_tables,
}
"""The page's tabs and what each shows."""


def show_sections(evidence: Evidence) -> None:
    """The sections as tabs, of which only the open one is drawn."""
    tabs = st.tabs(list(SECTIONS), key="section", on_change="rerun", bind="query-params")
    for tab, show_section in zip(tabs, SECTIONS.values(), strict=True):
        if tab.open:
            with tab:
                show_section(evidence)
