"""The last parts of the Upload page: what would change, accept or discard, and the list of what was taken in."""

from collections.abc import Mapping

import streamlit as st

from svd.catalogue.wording import word_period
from svd.ingest.vault.journal import Entry, list_standing, read_journal
from svd.intake.accept import NotBuiltError, NotTakenInError, accept, undo
from svd.intake.foretell import Forecast
from svd.intake.standing import word_undone
from svd.intake.words import list_history
from svd.measures.question import Evidence
from svd.paths import read_paths
from svd.ui import data, show, turns
from svd.ui.upload import Upload, forget_file
from svd.views.foretold_table import present_foretold, present_held, present_published, word_foretold, word_held
from svd.views.revision_table import FIRST_ROWS, present_revisions

_DONE = "_upload_done"
_NAME = "upload_by"


def show_effect(upload: Upload, evidence: Evidence) -> None:
    """Each open indicator that would change and the counts that a newer edition revises; else what the file holds."""
    forecast = upload.forecast
    if forecast is None:
        return
    if forecast.is_withheld:
        _show_held(forecast)
        return
    st.subheader(word_foretold(forecast.indicators), anchor=False)
    period = word_period(forecast.selection.month_from, forecast.selection.month_to)
    st.caption(f"The whole area, {period}; figures of feeds that hide small numbers are not foretold.")
    changed = present_foretold(forecast.indicators)
    if len(changed):
        show.show_table(changed)
    revisions = upload.examined.revisions
    if len(revisions):
        with st.expander("What changed since the last edition"):
            first, wards = revisions.head(FIRST_ROWS), evidence.geography.ward_names
            show.show_table(present_revisions(first, evidence.catalogue, wards))


def _show_held(forecast: Forecast) -> None:
    """What the file of a protected feed holds, and the feed's figures as they are shown today."""
    st.subheader(word_held(forecast.held, forecast.rejected), anchor=False)
    if forecast.standing:
        st.info(forecast.standing)
    held_box, shown_box = st.columns([2, 3], gap="medium")
    with held_box:
        show.show_table(present_held(forecast.held))
    shown = present_published(forecast.indicators)
    with shown_box:
        if len(shown):
            show.show_table(shown)
            period = word_period(forecast.selection.month_from, forecast.selection.month_to)
            st.caption(f"Shown today: the whole area, {period}.")


def show_decision(upload: Upload, reasons: Mapping[str, str]) -> None:
    """Who accepts, and the two buttons; a file that can't be used can only be discarded."""
    examined = upload.examined
    can_be_used = examined.can_be_used
    by = st.text_input("Your name", key=_NAME, max_chars=80, help="Kept with the file.") if can_be_used else ""
    with st.container(horizontal=True, gap="small"):
        is_pressed = can_be_used and st.button("Accept", type="primary", key="upload_accept")
        # What was pressed for the checks of before is not taken for a word on the new ones.
        if is_pressed and not upload.is_renewed:
            _accept(upload, by, reasons)
        if st.button("Discard", key="upload_discard"):
            forget_file()
            st.rerun()


def _accept(upload: Upload, by: str, reasons: Mapping[str, str]) -> None:
    turns.step_aside()
    bar = st.progress(0.0, "Building the figures…")
    try:
        entry, _ = accept(
            upload.examined, by, reasons, progress=lambda done, total, _: bar.progress(done / max(total, 1))
        )
        data.show_newest()
        done = st.success, f"{entry.file} was accepted as number {entry.sequence}; every page shows it now."
    except NotTakenInError as fault:  # the file stays on the page, so that it can be accepted once that is mended
        st.error(str(fault))
        return
    except NotBuiltError as fault:
        done = st.warning, str(fault)
    finally:
        bar.empty()
    standing = upload.forecast.standing if upload.forecast else ""
    forget_file()
    st.session_state[_DONE] = done[0], f"{done[1]} {standing}".strip()
    st.rerun()


def show_history(evidence: Evidence) -> None:
    """What was taken in, by whom and why, and a way to undo it."""
    if done := st.session_state.pop(_DONE, None):
        show_done, words = done
        show_done(words)
    entries = read_journal(read_paths().extracts)
    st.subheader("Taken in so far", anchor=False)
    if not entries:
        st.caption("Nothing yet. What you accept is listed here with your name, and can be undone.")
        return
    _ask_undo(entries, evidence)
    show.show_table(list_history(entries).drop(columns="sha256").rename(columns=str.capitalize))


def _ask_undo(entries: list[Entry], evidence: Evidence) -> None:
    standing = [entry for entry in list_standing(entries) if entry.event == "accepted"]
    if not standing:
        return
    names = {entry.sequence: f"{entry.sequence}: {entry.file}" for entry in reversed(standing)}
    with st.form("undo", border=True):
        file_box, name_box, why_box, button_box = st.columns([4, 2, 3, 1], vertical_alignment="bottom")
        with file_box:
            number = st.selectbox("File to undo", list(names), format_func=names.get)
        with name_box:
            by = st.text_input("Your name", key="undo_by", max_chars=80)
        with why_box:
            why = st.text_input("Why", key="undo_why", max_chars=200)
        with button_box:
            is_pressed = st.form_submit_button("Undo", width="stretch")
    if is_pressed:
        stands = word_undone(evidence, next(entry.file for entry in standing if entry.sequence == number))
        _undo(number, by, why, stands)


def _undo(number: int, by: str, why: str, stands: str) -> None:
    turns.step_aside()
    try:
        with st.spinner("Building the figures…"):
            entry, _ = undo(number, by, why)
            data.show_newest()
        done = stands or "The figures are as they were without it."
        st.session_state[_DONE] = st.success, f"{entry.file} was undone. {done}"
    except NotBuiltError as fault:
        st.session_state[_DONE] = st.warning, str(fault)
    st.rerun()
