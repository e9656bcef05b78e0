"""Rows that could not be used and warnings about files, fit to be shown, and counted by rule."""

import pandas as pd

from svd.catalogue.schema import INFORMATION
from svd.figures.receipts import UNKNOWN, select_sources
from svd.measures.question import Evidence
from svd.store.selection import Selection

LONGEST_VALUE = 40


def list_faults(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """The problems table of the partners asked for, with ``title`` (the feed), long values cut.

    It holds no value that could be personal: those are left out before the store is written.
    """
    sources = {source.id: source for source in select_sources(evidence, selection)}
    problems = evidence.problems
    wanted = problems["source"].isin(sources) | (problems["source"].isna() & (not selection.partners))
    faults = problems[wanted].reset_index(drop=True)
    titles = [sources[name].title if name in sources else UNKNOWN for name in faults["source"]]
    shown = [_shorten(row.value, row.message) for row in faults.itertuples()]
    words = pd.DataFrame(shown, columns=["value", "message"], index=faults.index, dtype="str")
    return faults.assign(title=titles, value=words["value"], message=words["message"])


def _shorten(value: str | None, message: str) -> tuple[str, str]:
    """The value of a problem and its message, no longer than is read at a glance."""
    if pd.isna(value) or len(value) <= LONGEST_VALUE:
        return "" if pd.isna(value) else value, message
    short = f"{value[:LONGEST_VALUE]}…"
    return short, message.replace(value, short)


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
            "example": _word_example(part.iloc[0]),
        }
        for (rule, severity), part in faults.groupby(["rule", "severity"], sort=False)
    ]
    columns = ["rule", "severity", "feeds", "files", "rows", "example"]
    by_severity = {"file": 0, "set_aside": 1, "warning": 2}
    table = pd.DataFrame(counted, columns=columns)
    table["order"] = table["severity"].map(by_severity)
    table.loc[table["rule"].isin(INFORMATION), "order"] = len(by_severity)
    ordered = table.sort_values(["order", "rows"], ascending=[True, False], kind="stable")
    return ordered[columns].reset_index(drop=True)


def _word_example(fault: pd.Series) -> str:
    return f"{fault['file']}, {word_place(fault['row'], fault['severity'])}: {fault['message']}"


def word_place(row: float, severity: str) -> str:
    """Where in its file a fault is; of a protected feed one fault stands for all its rows, and none is named."""
    if pd.notna(row):
        return f"row {int(row)}"
    return "some rows" if severity == "set_aside" else "the whole file"


def count_rows(faults: pd.DataFrame) -> int:
    """Rows the faults set aside: a row with several faults is one; alike rows may be listed once, as so many."""
    aside = faults[faults["severity"] == "set_aside"]
    is_whole_file = aside["row"].isna()
    return len(aside[~is_whole_file].drop_duplicates(["file", "row"])) + int(aside.loc[is_whole_file, "rows"].sum())
