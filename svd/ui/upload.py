"""The first parts of the Upload page: whose file it is, what is wrong with it, and what is odd about it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from svd.catalogue import Catalogue
from svd.catalogue.wording import word_count_of, word_number, word_period
from svd.errors import UserError
from svd.ingest.vault.journal import read_journal
from svd.ingest.vault.kept import tidy_name
from svd.intake.examine import Examination, examine_file
from svd.intake.foretell import Forecast, foretell
from svd.intake.words import count_faults, word_headline
from svd.paths import read_paths
from svd.ui import show, turns
from svd.views.marked_copy import mark_copy

_KEY = "_upload"
_ANY = ""
_FEW_REMARKS, _MOST_REMARKS = 3, 50
TYPES = ["csv", "txt", "tsv", "xlsx", "xlsm", "xls", "xlsb", "ods"]


@dataclass(eq=False)
class Upload:
    """A file under examination; ``folder`` holds it until it is accepted or discarded, or the visitor leaves."""

    key: tuple
    folder: tempfile.TemporaryDirectory
    examined: Examination
    forecast: Forecast | None = None
    is_renewed: bool = False
    """Whether this run examined it anew, because another file was taken in or undone meanwhile."""


def ask_file(catalogue: Catalogue) -> Upload | None:
    """The file dropped on the page, examined once; None before there is one."""
    source = _ask_source(catalogue)
    sent = st.file_uploader(
        "The partner's file",
        type=TYPES,
        key=f"file_{st.session_state.get('_uploads_done', 0)}",
        help="Excel, OpenDocument or CSV, as it was sent. Nothing is stored until you accept it.",
    )
    if sent is None:
        st.session_state.pop(_KEY, None)
        st.info(
            "**Drop a file to have it checked.** You see what is wrong, what is odd, and what would change before "
            "anything is stored. Partners find a template for each feed under *Data dictionary*."
        )
        return None
    columns = tuple(sorted(st.session_state.get(f"_columns_{sent.file_id}", {}).items()))
    held = _hold(sent, source, columns)
    if held.is_renewed:
        st.warning("Another file was taken in or undone meanwhile, so this one was examined again. Look once more.")
    _show_headline(held)
    _ask_columns(held, sent.file_id)
    return held


def _hold(sent: UploadedFile, source: str, columns: tuple) -> Upload:
    """The file as examined beside what is held now."""
    key = (sent.file_id, source, columns, len(read_journal(read_paths().extracts)))
    held: Upload | None = st.session_state.get(_KEY)
    if held is not None and held.key == key:
        held.is_renewed = False
        return held
    is_same = held is not None and held.key[:-1] == key[:-1]
    held = st.session_state[_KEY] = _examine(sent, source, columns, key)
    held.is_renewed = is_same
    return held


def forget_file() -> None:
    """Empty the page for the next file; what was staged is deleted."""
    held = st.session_state.pop(_KEY, None)
    if held is not None:
        held.folder.cleanup()
    st.session_state["_uploads_done"] = st.session_state.get("_uploads_done", 0) + 1


def _ask_source(catalogue: Catalogue) -> str:
    partner_box, feed_box = st.columns(2, gap="medium")
    sending = {source.partner for source in catalogue.sources.values()}
    partners = {"": "Any partner"} | {p.id: p.short_name for p in catalogue.partners.values() if p.id in sending}
    with partner_box:
        partner = st.selectbox("Partner", list(partners), format_func=partners.get, key="upload_partner")
    feeds = {_ANY: "As the file's name says"}
    feeds |= {s.id: s.title for s in catalogue.sources.values() if partner in ("", s.partner)}
    with feed_box:
        return st.selectbox("Feed", list(feeds), format_func=feeds.get, key="upload_feed")


def _examine(sent: UploadedFile, source: str, columns: tuple, key: tuple) -> Upload:
    turns.step_aside()
    folder = tempfile.TemporaryDirectory(prefix="svd-upload-")
    path = Path(folder.name) / tidy_name(sent.name)
    path.write_bytes(sent.getbuffer())
    bar = st.progress(0.0, "Reading and checking the file…")
    try:
        upload = Upload(key, folder, examine_file(path, source=source, columns=columns))
        if upload.examined.can_be_used:
            upload.forecast = _foretell(upload.examined, bar)
    finally:
        bar.empty()
    return upload


def _foretell(examined: Examination, bar: st.delta_generator.DeltaGenerator) -> Forecast | None:
    def tell(done: int, total: int, _: str) -> None:
        bar.progress(0.3 + 0.5 * done / max(total, 1), "Working out what would change…")

    try:
        return foretell(examined, progress=tell)
    except UserError:
        return None  # nothing could be built even with it: the faults say why


def _show_headline(upload: Upload) -> None:
    examined, extract = upload.examined, upload.examined.extract
    months = extract.months["month"]
    period = word_period(months.min(), months.max()) if len(months) else "no month covered"
    feed = examined.source.title if examined.source else "feed not known"
    rows = (
        f"{word_count_of(extract.rows_read, 'row', 'rows')} read, {word_number(extract.rows_kept)} kept, "
        f"{word_number(extract.rows_set_aside)} set aside"
    )
    show.show_finding(word_headline(examined), f"{feed} · {period} · {rows}")


def _ask_columns(upload: Upload, file_id: str) -> None:
    """Headers that may be columns: a person says so, or they stay unused."""
    chosen: dict[str, str] = st.session_state.setdefault(f"_columns_{file_id}", {})
    for header, column in upload.examined.suggestions.items():
        st.warning(f"**{header}** is not a column of this feed. It may be **{column.name}**: {column.meaning}")
        if st.button(f"Use {header} as {column.name}", key=f"use_{file_id}_{header}"):
            chosen[header] = column.field
            st.rerun()
    for header, field in list(chosen.items()):
        if st.button(f"Stop using {header} as {field}", key=f"unuse_{file_id}_{header}"):
            del chosen[header]
            st.rerun()


def show_faults(upload: Upload) -> None:
    """What is wrong, counted by rule and column, and the marked copy to send back."""
    faults = upload.examined.faults
    if faults.empty:
        return
    st.subheader("What is wrong", anchor=False)
    refused = faults[faults["severity"] == "file"]
    if len(refused):
        st.error(str(refused["message"].iloc[0]))
    else:
        show.show_table(count_faults(upload.examined.groups))
    if upload.examined.extract.rows_read:
        path = upload.examined.file.path
        st.download_button(
            "Marked copy to send back (Excel)",
            lambda: mark_copy(path, upload.examined.extract.problems, upload.examined.headers),
            f"{path.stem} - marked.xlsx",
            show.XLSX,
            on_click="ignore",
        )


def show_oddities(upload: Upload) -> Mapping[str, str]:
    """What is odd beside what is held already, each with a box for why it is no fault; gives the reasons by rule."""
    reasons: dict[str, str] = {}
    if upload.examined.oddities.empty:
        return reasons
    st.subheader("What to look at", anchor=False)
    for rule, oddities in upload.examined.oddities.groupby("rule", sort=False):
        st.warning("\n".join(f"- {message}" for message in oddities["message"]))
        label = f"Why is this no fault? ({str(rule).replace('_', ' ')})"
        reasons[str(rule)] = st.text_input(label, key=f"why_{rule}_{upload.key[0]}", max_chars=300)
    return reasons


def show_preview(upload: Upload) -> None:
    """What was noted on the way, and the first rows as sent, for whoever wants to see that it is the right file."""
    remarks = upload.examined.remarks
    if remarks:
        with st.expander(f"Also noted ({word_number(len(remarks))})", expanded=len(remarks) <= _FEW_REMARKS):
            st.markdown("\n".join(f"- {remark}" for remark in remarks[:_MOST_REMARKS]))
    if len(upload.examined.preview) and not upload.examined.is_refused:
        with st.expander("The first rows, as sent"):
            st.dataframe(upload.examined.preview, alt="The first rows of the file, as sent")
