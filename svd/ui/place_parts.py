"""The other parts of the Hot spots page: concentration, near repeats, and the hours of the week."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from svd.figures.places.concentration import word_concentration
from svd.figures.places.located import PlaceQuestion, Provenance
from svd.figures.places.near_repeat import word_near_repeats
from svd.figures.places.place_methods import word_concentration_method, word_near_method, word_week_method
from svd.figures.places.week import word_week
from svd.ui import place_data, show
from svd.ui.kept_chart import Picture
from svd.ui.lineage import trace
from svd.views.file_names import name_file
from svd.views.place_charts import draw_concentration, draw_week
from svd.views.place_tables import make_sheet, present_bands, present_concentration, present_week
from svd.views.selection_workbook import cover_selection
from svd.views.workbook import write_workbook


def show_concentration(question: PlaceQuestion) -> None:
    """How much the worst places hold, beside an even spread."""
    found = place_data.measure_concentration(question)
    finding = word_concentration(found, question)
    if found is None:
        show.show_finding(finding, question.evidence.catalogue.area.short_name)
        return
    side = question.feed.side
    subtitle = f"Share of events by share of cells of {side} m, {_word_where(question, found.provenance)}"
    show.show_finding(finding, subtitle)
    table = present_concentration(found)
    if found.worst == found.worst:
        picture = Picture(draw_concentration, found, finding.removesuffix("."), subtitle, {})
        picture.show()
        gini = f"Gini {found.gini:.2f}; an even spread: {found.chance_gini:.2f}."
        st.html(f'<p class="svd-note">{gini} 0 is the same everywhere, 1 all in one place.</p>')
        _show_actions(
            question,
            "concentration",
            finding,
            table,
            word_concentration_method(found, question),
            found.provenance,
            picture,
        )


def show_near_repeats(question: PlaceQuestion) -> None:
    """Whether events come near to others in place and time."""
    found = place_data.find_near_repeats(question)
    finding = word_near_repeats(found, question)
    subtitle = f"Pairs of events by distance and time, {_word_where(question, found.provenance)}"
    show.show_finding(finding, subtitle)
    if found.bands.empty:
        st.info("Only a feed without a small-number rule that knows the day of each event can tell near repeats.")
        return
    table = present_bands(found)
    show.show_table(table, alt_text="Table of pairs of events by distance and time")
    _show_actions(question, "near repeats", finding, table, word_near_method(found, question), found.provenance)


def show_week(question: PlaceQuestion) -> None:
    """In which hours of the week events happen."""
    week = place_data.count_week(question)
    finding = word_week(week, question)
    subtitle = f"Events by day and three hours, {_word_where(question, week.provenance)}"
    show.show_finding(finding, subtitle)
    if week.blocks.empty:
        st.info("Choose a feed that knows the hour, such as the ambulance service's, CCTV or the fire brigade's.")
        return
    picture = Picture(draw_week, week, finding.removesuffix("."), subtitle, {})
    picture.show()
    st.html(
        '<p class="svd-note">A star and an edge: more events than an even week would give. The hours after midnight '
        "belong to the day that has begun: Saturday 00–03 is the night from Friday.</p>"
    )
    _show_actions(
        question, "week", finding, present_week(week), word_week_method(week, question), week.provenance, picture
    )


PARTS: dict[str, Callable[[PlaceQuestion], None]] = {
    "Concentration": show_concentration,
    "Near repeats": show_near_repeats,
    "Day and hour": show_week,
}
"""What the page shows in place of the map, by the name of its button."""


def _word_where(question: PlaceQuestion, provenance: Provenance) -> str:
    return f"{provenance.period or 'no month received'}, {question.evidence.catalogue.area.short_name}"


def _show_actions(
    question: PlaceQuestion,
    what: str,
    finding: str,
    table: pd.DataFrame,
    method: str,
    provenance: Provenance,
    picture: Picture | None = None,
) -> None:
    evidence, selection = question.evidence, question.selection
    told = pd.DataFrame({"source": [provenance.source], "extract": [provenance.extract]})
    told = told.assign(definition=selection.definition)
    show.show_source(told)
    source = show.word_source(told)

    def write() -> bytes:
        sheet = make_sheet(what.capitalize(), finding, table, source, is_synthetic=provenance.is_synthetic)
        return write_workbook(cover_selection(evidence, selection, [told], date.today()), [sheet])

    name = f"{question.title} {what}"
    files = [show.File("Workbook (Excel)", name_file(evidence, name, selection, "xlsx"), show.XLSX, write)]
    if picture is not None:
        image = name_file(evidence, name, selection, "png")
        files.insert(0, show.File("Picture (PNG)", image, "image/png", lambda: picture.write(source)))
    traced = trace(evidence, selection, told)
    show.show_actions(show.Actions(what.replace(" ", "_"), table, method, tuple(files), traced))
