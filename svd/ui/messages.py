"""The part of the Partners and data page that writes to a partner: a message for each feed that is late or faulty."""

from datetime import date
from html import escape
from urllib.parse import quote

import streamlit as st

from svd.catalogue.wording import word_count_of
from svd.figures.messages import NOTHING_TO_SEND, Message
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import choices, ledger, show
from svd.views.file_names import name_file

_LONGEST_LINK = 1900
"""Characters that every mail program takes in a link; a longer message opens with its subject only."""


def show_messages(evidence: Evidence, selection: Selection) -> None:
    """A message ready to send for each feed that is missing, late, not complete or faulty."""
    messages = ledger.write_messages(evidence, selection, date.today())
    if not messages:
        show.show_finding(NOTHING_TO_SEND, "Messages to partners")
        return
    said = word_count_of(len(messages), "feed needs a message to its partner", "feeds need a message to their partners")
    show.show_finding(f"{said}.", "Choose the feed, copy the text, put your name at its foot, send it")
    titles = {name: evidence.catalogue.sources[name].title for name in messages}
    source = choices.ask_one("Feed", "message", titles)
    _show_message(evidence, selection, messages[source], titles[source])


def _show_message(evidence: Evidence, selection: Selection, message: Message, title: str) -> None:
    st.html(f'<p class="svd-note"><strong>Subject:</strong> {escape(message.subject)}</p>')
    st.code(message.body, language=None, wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "This message (text)",
            f"Subject: {message.subject}\n\n{message.body}",
            name_file(evidence, f"message {title}", selection, "txt"),
            "text/plain",
            on_click="ignore",
        )
        st.link_button("Open in your mail program", link_mail(message))
    st.html(
        '<p class="svd-note">It names no person and no value. To send the list of rows with it, choose this '
        "partner alone in the sidebar, then <em>Rows set aside</em>, <em>Download</em>, Files and problems.</p>"
    )


def link_mail(message: Message) -> str:
    """The message as a mailto link without an address; its subject only where the whole is too long for a link."""
    subject = f"mailto:?subject={quote(message.subject)}"
    whole = f"{subject}&body={quote(message.body.replace(chr(10), chr(13) + chr(10)))}"
    return whole if len(whole) <= _LONGEST_LINK else subject
