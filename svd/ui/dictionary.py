"""The parts of the Data dictionary page: a feed's contract at a glance, its columns, their words, and its template."""

from datetime import date

import pandas as pd
import streamlit as st

from svd.measures.question import Evidence
from svd.ui import choices, show
from svd.ui.show import XLSX, File
from svd.views.contract_examples import Feed
from svd.views.contract_tables import describe_contract, list_contract_columns, list_words, word_contract, word_state
from svd.views.csv_file import write_csv
from svd.views.template_workbook import name_template, write_template

_CSV = "text/csv"
_WORD_HEADERS = {"column": "For column", "word": "Word", "meaning": "What it means"}


def choose_feed(evidence: Evidence) -> Feed:
    """The feed asked for, of all feeds by their partner."""
    catalogue = evidence.catalogue
    titles = {
        name: f"{catalogue.partners[source.partner].short_name}: {source.title}"
        for name, source in catalogue.sources.items()
    }
    chosen = choices.ask_one("Feed", "contract", titles)
    return Feed(catalogue.sources[chosen], catalogue, evidence.geography)


def show_contract(feed: Feed) -> None:
    """The contract in a sentence, its terms, and the files made from it."""
    show.show_finding(word_contract(feed), word_state(feed))
    _offer_files(feed)
    terms = describe_contract(feed).items()
    show.show_table(pd.DataFrame(terms, columns=["Agreed", "Terms"]), alt_text="The terms of the feed")


def show_columns(feed: Feed) -> None:
    """The columns of the feed, and every word that a column with a list may hold."""
    show.show_finding("The columns it takes", "Any order will do. A column that is not required may be left out.")
    show.show_table(list_contract_columns(feed), alt_text="The columns of the feed")
    words = list_words(feed)
    if len(words):
        show.show_finding("The words its columns may hold", "A row a word; the template offers them as lists.")
        show.show_table(words.rename(columns=_WORD_HEADERS), alt_text="The words a column may hold")


def _offer_files(feed: Feed) -> None:
    files = (
        File("Template (Excel)", name_template(feed), XLSX, lambda: write_template(feed, date.today())),
        File(
            "Dictionary (CSV)",
            f"Data dictionary {feed.source.id}.csv",
            _CSV,
            lambda: write_csv(list_contract_columns(feed)),
        ),
    )
    with st.container(horizontal=True, gap="small"):
        for label, name, mime, make in files:
            st.download_button(label, make, name, mime, key=f"dictionary_{mime}", on_click="ignore")
