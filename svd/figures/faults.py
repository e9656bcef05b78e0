"""Rows that could not be used and warnings about files, fit to be shown: counted by rule, personal values left out."""

import re
from typing import NamedTuple

import pandas as pd

from svd.catalogue.declarations import Source
from svd.figures.question import Evidence
from svd.figures.receipts import OUTSIDE, UNKNOWN, select_sources
from svd.store.selection import Selection

SHOWN_RULES = frozenset(
    {
        "absurd_count",
        "bad_age_band",
        "bad_coordinates",
        "bad_date",
        "bad_flag",
        "bad_sex",
        "future_date",
        "negative_count",
        "not_a_number",
        "outside_period",
        "over_denominator",
        "unknown_indicator",
        "unknown_ward",
    }
)
"""Rules about a code, a number or a date: what breaks them in a record is not a person's own words."""

LONGEST_VALUE = 40
NOT_SHOWN = "not shown"
_SENTENCE = re.compile(r"[^\W\d_]{2,}\W+[^\W\d_]{2,}")


def list_faults(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """The problems table of the partners asked for, with ``title`` (the feed); values that could be personal left out.

    A record's value is shown only where the rule is about a code, number or date and it does not read like words.
    """
    sources = {source.id: source for source in select_sources(evidence, selection)}
    problems = evidence.store.problems
    wanted = problems["source"].isin(sources) | (problems["source"].isna() & (not selection.partners))
    faults = problems[wanted].reset_index(drop=True)
    titles = [sources[name].title if name in sources else UNKNOWN for name in faults["source"]]
    shown = [_disclose(row, sources.get(row.source)) for row in faults.itertuples()]
    words = pd.DataFrame(shown, columns=["value", "message"], index=faults.index, dtype="str")
    return faults.assign(title=titles, value=words["value"], message=words["message"])


def _disclose(row: NamedTuple, source: Source | None) -> tuple[str, str]:
    """The value and the message of a problem as they may be shown."""
    value = "" if pd.isna(row.value) else str(row.value)
    if source is not None and _could_be_personal(row, value, source):
        return NOT_SHOWN, f"{row.column}: {word_rule(row.rule).lower()}. Its value stands in the file, at this row."
    short = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
    return short, row.message.replace(value, short) if value else row.message


def _could_be_personal(row: NamedTuple, value: str, source: Source) -> bool:
    is_record = source.reader == "incidents" and not source.is_public
    if not is_record or row.severity != "set_aside" or row.rule == OUTSIDE or not value:
        return False
    return row.rule not in SHOWN_RULES or bool(_SENTENCE.search(value))


def word_rule(rule: str) -> str:
    """A rule's short name as words."""
    words = rule.replace("_", " ")
    return words[:1].upper() + words[1:]


def count_faults(faults: pd.DataFrame) -> pd.DataFrame:
    """rule, severity, files, feeds, rows and an example's message; a row a rule, the gravest first."""
    counted = [
        {
            "rule": rule,
            "severity": severity,
            "feeds": ", ".join(part["title"].unique()),
            "files": part["file"].nunique(),
            "rows": count_rows(part),
            "example": f"{part['file'].iloc[0]}, {_word_place(part['row'].iloc[0])}: {part['message'].iloc[0]}",
        }
        for (rule, severity), part in faults.groupby(["rule", "severity"], sort=False)
    ]
    columns = ["rule", "severity", "feeds", "files", "rows", "example"]
    by_severity = {"file": 0, "set_aside": 1, "warning": 2}
    table = pd.DataFrame(counted, columns=columns)
    table["order"] = table["severity"].map(by_severity)
    table.loc[table["rule"] == OUTSIDE, "order"] = len(by_severity)
    ordered = table.sort_values(["order", "rows"], ascending=[True, False], kind="stable")
    return ordered[columns].reset_index(drop=True)


def _word_place(row: float) -> str:
    return "the whole file" if pd.isna(row) else f"row {int(row)}"


def count_rows(faults: pd.DataFrame) -> int:
    """Rows the faults set aside: a row with several faults is one; alike rows may be listed once, as so many."""
    aside = faults[faults["severity"] == "set_aside"]
    is_whole_file = aside["row"].isna()
    return len(aside[~is_whole_file].drop_duplicates(["file", "row"])) + int(aside.loc[is_whole_file, "rows"].sum())
