"""What officers say of a signal: the form, what was said before, and a way to take it back."""

import contextlib
from collections.abc import Iterator

import pandas as pd
import streamlit as st

from svd.errors import UserError
from svd.figures.signals.raised import find_key
from svd.figures.signals.reviewed import list_entries
from svd.ingest.private.personal import has_personal_values
from svd.journal.signal_log import LONGEST, STATUSES, LogEntry, SignalKey, read_log, record_decision, withdraw_entry
from svd.measures.question import Evidence
from svd.paths import read_paths
from svd.ui import show
from svd.views.signal_table import present_entries

_DONE, _FAULT, _BY = "_signal_done", "_signal_fault", "signal_by"
_FIELDS = ("explanation", "action", "status", "owner", "due_on")
_NOBODY = (
    "Write nothing about a person: no names, initials, addresses or case numbers. "
    "Everyone who opens this page reads it."
)


def show_review(evidence: Evidence, signal: pd.Series | None) -> None:
    """The form in which an officer says what lies behind the signal and what is done about it."""
    read_log(read_paths().signals)  # a log that can't be read is told here, where it would be written
    if words := st.session_state.pop(_DONE, None):
        st.success(words)
    if signal is None:
        return
    subject = find_key(signal, evidence.catalogue)
    # Its own keys after each entry, so that the form is empty again.
    key = f"{subject.id}_{len(evidence.log)}"
    with st.form(f"log_{key}", border=True):
        st.markdown(f"**What lies behind it, and what is done?** {_NOBODY}")
        st.text_area("Explanation", max_chars=LONGEST["explanation"], height=80, key=f"explanation_{key}")
        st.text_area("Action", max_chars=LONGEST["action"], height=68, key=f"action_{key}")
        left, right = st.columns(2)
        with left:
            st.selectbox("Where it stands", STATUSES, format_func=str.capitalize, key=f"status_{key}")
            st.text_input("Owner: a role or team", max_chars=LONGEST["owner"], key=f"owner_{key}")
        with right:
            st.date_input("Due on", value=None, format="DD/MM/YYYY", key=f"due_on_{key}")
            st.text_input("Your name", max_chars=LONGEST["by"], key=_BY)
        _show_fault()
        told = (subject, signal["label"], evidence.store.is_synthetic, key)
        st.form_submit_button("Record", type="primary", on_click=_record, args=told)


def _show_fault() -> None:
    if words := st.session_state.pop(_FAULT, None):
        st.error(words)


def _record(subject: SignalKey, label: str, is_synthetic: bool, key: str) -> None:
    told = {name: st.session_state[f"{name}_{key}"] for name in _FIELDS}
    with _keep_fault():
        texts = pd.Series([told[name] for name in ("explanation", "action", "owner")], dtype="str")
        if has_personal_values(texts, "text").any():
            raise UserError("This looks like an address, an e-mail or an NHS number.", "Take it out, and record again.")
        entry = LogEntry.now(st.session_state[_BY], subject, is_synthetic=is_synthetic, **told)
        written = record_decision(read_paths().signals, entry)
        st.session_state[_DONE] = f"Entry {written.sequence} is recorded: {label}, {written.status}."


@contextlib.contextmanager
def _keep_fault() -> Iterator[None]:
    """A fault is told inside the form, which keeps what was written in it."""
    try:
        yield
    except UserError as fault:
        st.session_state[_FAULT] = f"**{fault.message}** {fault.remedy}"


def show_history(evidence: Evidence, signal: pd.Series | None) -> None:
    """What was said of the signal, the newest first, and a form to withdraw an entry."""
    if signal is None:
        return
    st.html("<h2>Said of this signal</h2>")
    entries = list_entries(evidence, signal)
    if not entries:
        st.html('<p class="svd-note">Nothing yet. The first entry is listed here, with who made it and when.</p>')
        return
    show.show_table(present_entries(entries))
    with st.expander("Withdraw an entry"):
        _ask_withdrawal([entry.sequence for entry in entries])


def _ask_withdrawal(numbers: list[int]) -> None:
    with st.form("withdraw", border=False):
        number_box, name_box, why_box, button_box = st.columns([1, 2, 3, 1], vertical_alignment="bottom")
        with number_box:
            st.selectbox("Entry", numbers, key="withdraw_number")
        with name_box:
            st.text_input("Your name", max_chars=LONGEST["by"], key="withdraw_by")
        with why_box:
            st.text_input("Why", max_chars=LONGEST["why"], key="withdraw_why")
        with button_box:
            st.form_submit_button("Withdraw", width="stretch", on_click=_withdraw)


def _withdraw() -> None:
    number, by, why = (st.session_state[f"withdraw_{name}"] for name in ("number", "by", "why"))
    with _keep_fault():
        withdraw_entry(read_paths().signals, number, by, why)
        st.session_state[_DONE] = f"Entry {number} is withdrawn; it stays in the file and counts no more."
