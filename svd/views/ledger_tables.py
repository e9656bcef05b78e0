"""The ledger of files and the rows that could not be used, as tables for people and as a workbook."""

from datetime import date

import pandas as pd

from svd.catalogue.wording import word_day, word_month, word_number
from svd.figures.explore import word_selection
from svd.figures.faults import word_place, word_rule
from svd.measures.question import Evidence
from svd.measures.result import SHORTHAND, SUPPRESSED
from svd.store.selection import Selection
from svd.views.column_forms import ColumnForm
from svd.views.workbook import Cover, Sheet, write_workbook

_FILES = {
    "partner": ColumnForm("Partner"),
    "title": ColumnForm("Feed"),
    "extract": ColumnForm("File"),
    "status": ColumnForm("State", meaning="Superseded: newer files stand for all its months."),
    "edition": ColumnForm("Edition", "month", "The month the file belongs to; the newest edition stands for a month."),
    "received_on": ColumnForm("Received on", "date"),
    "days_late": ColumnForm(
        "Days late", "number", "After the day agreed for the feed. What is published has no such day."
    ),
    "period_from": ColumnForm("From", "month"),
    "period_to": ColumnForm("To", "month"),
    "months_in_use": ColumnForm("Months in use", "number", "Months for which this file's figures stand."),
    "rows_read": ColumnForm("Rows read", "number"),
    "rows_kept": ColumnForm("Rows kept", "number"),
    "rows_set_aside": ColumnForm("Rows set aside", "number", "Not used, each with its reason; other areas' rows too."),
    "placed_by_point": ColumnForm("Placed by point", "number"),
    "placed_by_postcode": ColumnForm("Placed by postcode", "number"),
    "placed_by_small_area": ColumnForm("Placed by small area", "number"),
    "placed_by_ward": ColumnForm("Placed by ward", "number"),
    "unplaced": ColumnForm("No ward", "number", "Kept, and counted for the whole area only."),
    "sha256": ColumnForm("SHA-256", meaning="The fingerprint of the file as sent: the same file gives the same one."),
}
_FAULTS = {
    "title": ColumnForm("Feed"),
    "file": ColumnForm("File"),
    "row": ColumnForm("Row", "number", "As Excel numbers it, the header being 1."),
    "column": ColumnForm("Column"),
    "value": ColumnForm("Value", meaning="Not kept where it could say something about a person."),
    "rule": ColumnForm("Rule"),
    "message": ColumnForm("What is wrong, and what to do"),
    "severity": ColumnForm("What was done"),
    "rows": ColumnForm("Rows", "number"),
}
DONE = {"set_aside": "row set aside", "warning": "warning only", "file": "file refused"}
"""What a severity means for the figures."""


def present_files(extracts: pd.DataFrame, *, is_brief: bool) -> pd.DataFrame:
    """The ledger in words; ``is_brief`` leaves out what only tells how rows were placed."""
    words = {
        form.title: [_word(value, form) for value in extracts[name]]
        for name, form in _FILES.items()
        if not is_brief or name in ("title", "extract", "received_on", "days_late", "rows_kept", "rows_set_aside")
    }
    return pd.DataFrame(words, dtype="str")


def _word(value: object, form: ColumnForm) -> str:
    if form.kind == "month":
        return word_month(value, mark="–")
    if form.kind == "date":
        return word_day(value, mark="–")
    if form.kind == "number":
        return word_number(value, mark="–")
    return "–" if pd.isna(value) else str(value)


def present_counted(counted: pd.DataFrame) -> pd.DataFrame:
    """The faults counted by rule, in words."""
    return pd.DataFrame(
        {
            "Rule": counted["rule"].map(word_rule),
            "What was done": counted["severity"].map(DONE),
            "Rows": [
                SHORTHAND[SUPPRESSED][0] if severity == "set_aside" and not rows else word_number(rows)
                for rows, severity in zip(counted["rows"], counted["severity"], strict=True)
            ],
            "Feeds": counted["feeds"],
            "Example": counted["example"],
        },
        dtype="str",
    )


def present_faults(faults: pd.DataFrame) -> pd.DataFrame:
    """Each fault in words: where it is, what is wrong, what was done."""
    named = _name(faults)
    shown = {form.title: named[name] for name, form in _FAULTS.items()}
    places = zip(faults["row"], faults["severity"], strict=True)
    shown["Row"] = [word_place(*each).removeprefix("row ").removeprefix("the ") for each in places]
    return pd.DataFrame(shown).fillna("").astype("str")


def _name(faults: pd.DataFrame) -> pd.DataFrame:
    return faults.assign(rule=faults["rule"].map(word_rule), severity=faults["severity"].map(DONE))


def write_ledger(
    evidence: Evidence, selection: Selection, extracts: pd.DataFrame, faults: pd.DataFrame, made_on: date
) -> bytes:
    """The files received and the faults found in them, as an accessible workbook."""
    words = word_selection(evidence, selection)
    area = evidence.catalogue.area
    source = "Source: the ledger kept as files are read"
    sheets = [
        Sheet("Files received", f"Files received: {area.short_name}", extracts[list(_FILES)], _FILES, source),
        Sheet("Problems", "Rows set aside, and warnings", _name(faults)[list(_FAULTS)], _FAULTS, source),
    ]
    cover = Cover(
        title=f"{area.short_name}: files received and rows set aside",
        period=words["Period"],
        definition=words["Definition of serious violence"],
        filters={"Partner": words["Partner"]},
        made_on=made_on,
        is_synthetic=evidence.store.is_synthetic,
        sources=(),
        notes=(
            "Every file received is listed, whatever the period.",
            "Values that could say something about a person are left out.",
        ),
    )
    return write_workbook(cover, sheets)
