"""The parts of the Partners and data page: who sent what and when, the files, and the rows that could not be used."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from svd.catalogue.schema import INFORMATION
from svd.catalogue.wording import word_count_of, word_day, word_number
from svd.figures.faults import count_faults
from svd.figures.lateness import BACK_SERIES
from svd.figures.receipts import FEW, find_known_day
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.ledger import list_extracts, list_faults, list_receipts
from svd.views.catalogue_tables import NO_FEED, list_partners
from svd.views.csv_file import write_csv
from svd.views.file_names import name_file
from svd.views.ledger_tables import present_counted, present_faults, present_files, write_ledger
from svd.views.receipt_grid import draw_receipt_grid, present_receipts

_MOST_ROWS = 1000
_CSV = "text/csv"
_NAMES = {"receipts": "feeds by month", "files": "files received", "faults": "rows set aside"}
"""What the file of each table is called."""


def show_receipts(evidence: Evidence, selection: Selection) -> None:
    """The state of the feeds in a sentence, and the grid behind it."""
    receipts = list_receipts(evidence, selection)
    as_of = f"As known on {word_day(find_known_day(evidence))}, when the newest file came."
    if receipts.empty:
        st.info("**This partner sends no data here yet.** Clear *Partner* in the sidebar to see every feed.")
        return
    show.show_finding(data.word_feeds(evidence, selection), f"{as_of} {_word_placed(evidence, selection)}")
    st.html(draw_receipt_grid(receipts))
    _show_actions("receipts", evidence, selection, partial(present_receipts, receipts), _RECEIPTS_METHOD)


def _word_placed(evidence: Evidence, selection: Selection) -> str:
    placed, kept = data.count_placed(evidence, selection)
    if not kept:
        return ""
    return f"{word_number(placed)} of {word_number(kept)} records have a known ward; the rest count in the total only."


def show_files(evidence: Evidence, selection: Selection) -> None:
    """The newest file of each feed, and the whole ledger behind an action."""
    extracts = list_extracts(evidence, selection)
    late = extracts.drop_duplicates("title")
    show.show_finding(_word_late(late), "The newest file of each feed; the table has every file ever received.")
    show.show_table(present_files(late, is_brief=True))
    _show_actions("files", evidence, selection, partial(present_files, extracts, is_brief=False), _FILES_METHOD)


def _word_late(newest: pd.DataFrame) -> str:
    late = newest[newest["days_late"].fillna(0) > 0]
    if late.empty:
        return "No feed's newest file came late."
    names = ", ".join(f"{row.title} ({row.days_late} days)" for row in late.itertuples())
    return f"Newest file came late: {names}."


_RECEIPTS_METHOD = (
    "Each month of a feed has a day by which it is due: the end of its month, quarter, term or year, and the days "
    "agreed for the feed. A month is late when the first file that held it came after that day; a later revision "
    f"makes no month late. A file that brings {BACK_SERIES} or more new months at once is a back series, and so is the "
    "first file a feed ever sent: only its newest period is judged, because the list of files can't say what was sent "
    "before it. What is published is never late: nobody sends it. Missing is said only of what was due by the day the "
    "newest file of any feed came."
)
_FILES_METHOD = (
    "A file stands for the months in which its edition is the newest that covers them; where newer files cover all its "
    "months it is superseded. Rows read are rows kept and rows set aside. A row kept is placed in a ward by its point, "
    "else its postcode, else its small area, else the ward it names; else it has no ward and counts for the whole area "
    "only. Days late are counted from the day agreed for the feed; what is published has no such day."
)
_FAULTS_METHOD = (
    "Each row is checked against the agreement for its feed. A row that breaks a rule is set aside with its reason and "
    "the rest of the file is used; a figure that misses rows is marked [low]. Rows of other areas "
    "and of totals stand last: they are no fault. Values in records about people are shown only where they are a code, "
    "a number or a date, and are cut at 40 characters."
)


def show_faults(evidence: Evidence, selection: Selection) -> None:
    """Rows set aside and warnings, counted by rule, and each of them under the rule chosen."""
    faults = list_faults(evidence, selection)
    if faults.empty:
        show.show_finding("No row was set aside.", "Every row of every file could be used.")
        return
    counted = count_faults(faults)
    show.show_finding(_word_faults(counted), "Rows set aside and warnings, by rule")
    show.show_table(present_counted(counted))
    _show_actions("faults", evidence, selection, present_faults(faults.head(_MOST_ROWS)), _FAULTS_METHOD)


def _word_faults(counted: pd.DataFrame) -> str:
    ours = counted[~counted["rule"].isin(INFORMATION) & (counted["severity"] == "set_aside")]
    if ours.empty:
        return "No row was set aside for a fault."
    most = ours.sort_values("rows", ascending=False).iloc[0]
    rows = int(ours["rows"].sum())
    said = f"{word_number(rows)} rows" if rows else FEW.capitalize()
    return f"{said} broke a rule; most often: {most['rule'].replace('_', ' ')}."


def _show_actions(
    key: str, evidence: Evidence, selection: Selection, present: Callable[[], pd.DataFrame], method: str
) -> None:
    def write() -> bytes:
        extracts, faults = list_extracts(evidence, selection), list_faults(evidence, selection)
        return write_ledger(evidence, selection, extracts, faults, date.today())

    files = (
        show.File(
            "Files and problems (Excel)", name_file(evidence, _NAMES["files"], selection, "xlsx"), show.XLSX, write
        ),
        show.File(
            "This table (CSV)", name_file(evidence, _NAMES[key], selection, "csv"), _CSV, lambda: write_csv(present())
        ),
    )
    show.show_actions(show.Actions(key, present, method, files))


def show_partnership(evidence: Evidence, _: Selection) -> None:
    """Who the partners are, what role each has under the Act, and whether it sends anything yet."""
    partners = list_partners(evidence.catalogue)
    silent = int((partners["Feeds"] == NO_FEED).sum())
    said = f"; {word_count_of(silent, 'sends', 'send')} no data yet" if silent else "; each sends data"
    show.show_finding(
        f"{word_count_of(len(partners), 'partner works', 'partners work')} together on the Duty{said}.",
        "Roles under the Police, Crime, Sentencing and Courts Act 2022",
    )
    show.show_table(partners)
