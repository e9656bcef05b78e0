"""The part of the Partners and data page about revisions: what the newest edition of a feed changed."""

from datetime import date

import streamlit as st

from svd.catalogue.wording import word_count_of, word_day, word_number
from svd.figures.feeds import list_revisable
from svd.intake.revised import Revisions
from svd.intake.revised_words import list_revised
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import choices, ledger, show
from svd.views.csv_file import write_csv
from svd.views.file_names import name_file
from svd.views.revision_table import FIRST_ROWS, order_revisions, present_revisions, write_revisions

_ORDERS = {"size": "Biggest differences first", "period": "By period"}


def show_revisions(evidence: Evidence, selection: Selection) -> None:
    """What changed since the last edition of the feed chosen: a finding, the table, its method and its files.

    Of a protected feed the finding says why there is none.
    """
    titles = {source.id: source.title for source in list_revisable(evidence, selection)}
    if not titles:
        st.info(
            "**No feed has a second edition yet.** Accept a partner's newer file under *Upload*, and what it changed "
            "is listed here; clear *Partner* in the sidebar to see every feed."
        )
        return
    feed_box, order_box = st.columns(2, gap="medium", vertical_alignment="bottom")
    with feed_box:
        source = choices.ask_one("Feed", "revised", titles)
    with order_box:
        order = choices.ask_way("Order of the table", "revisions_by", _ORDERS)
    found = ledger.compare_editions(evidence, source)
    show.show_finding(found.finding, word_editions(found))
    if not found.is_withheld:
        _show_table(evidence, selection, found, by_size=order == "size")


def word_editions(found: Revisions) -> str:
    """The edition, and those it took the place of, with the days they were received."""
    newest = found.compared.newest
    if newest is None:
        return ""
    before = [f"{one.extract}, received {word_day(one.received_on)}" for one in found.compared.replaced]
    held = f"Held before for its months: {'; '.join(before)}" if before else "No file held its months before"
    return f"Newest edition: {newest.extract}. {held}."


def _show_table(evidence: Evidence, selection: Selection, found: Revisions, *, by_size: bool) -> None:
    revisions = order_revisions(found.compared.table, by_size=by_size)
    table = present_revisions(revisions, evidence.catalogue, evidence.geography.ward_names)
    if len(table):
        show.show_table(table.head(FIRST_ROWS))
    if len(table) > FIRST_ROWS:
        rows = word_count_of(len(table), "row", "rows")
        st.caption(f"The first {word_number(FIRST_ROWS)} of {rows}; *Table* and *Download* have them all.")
    title, notes = found.source.title, found.notes
    files = [
        show.File(
            "Revisions (Excel)",
            name_file(evidence, f"revisions {title}", selection, "xlsx"),
            show.XLSX,
            lambda: write_revisions(evidence, revisions, title, found.finding, notes, date.today()),
        ),
        show.File(
            "Revisions (CSV)",
            name_file(evidence, f"revisions {title}", selection, "csv"),
            "text/csv",
            lambda: write_csv(list_revised(found)),
        ),
    ]
    show.show_actions(show.Actions("revisions", table, "\n\n".join(notes), tuple(files)))
