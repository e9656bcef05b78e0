"""The message to a partner whose feed is late, not whole or faulty: its words, and when there is nothing to send."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.schema import INFORMATION
from svd.catalogue.wording import word_count_of, word_day, word_period
from svd.figures.faults import count_rows, word_rule
from svd.figures.feeds import count_rules, find_files_in_use
from svd.figures.receipts import ABSENT, LATE, PARTIAL, RECEIVED
from svd.measures.protect import find_base
from svd.measures.question import Evidence
from svd.measures.receipts import is_protected_record
from svd.store.selection import Selection

UNNAMED = "to be named"
"""What an owner in the catalogue says as long as the partner has named nobody."""
NOTHING_TO_SEND = "Nothing to send: every month due has come whole and in time, and no row was set aside."
_SENDER = "[Your name, role and telephone number]"
_PLEASE = {
    ABSENT: "Due, and not received:",
    PARTIAL: "Received, but not complete (the file ends inside the month, or looks cut short):",
    LATE: "Received after the day agreed (tell us if that day can't be kept):",
}


@dataclass(frozen=True)
class Message:
    """A plain text ready to be sent, its subject, and how many months are missing."""

    subject: str
    body: str
    missing: int


def write_message(
    evidence: Evidence, source: Source, receipts: pd.DataFrame, faults: pd.DataFrame, selection: Selection, today: date
) -> Message | None:
    """The message to the owner of the feed, or None where there is nothing to send.

    ``receipts`` and ``faults`` are those of ``list_receipts`` and ``list_faults``. Faults of the files in use for the
    selection, and of files refused since, are named by rule and count: no value is. What is published has no sender.
    """
    if source.is_public:
        return None
    ours = _find_months(receipts[receipts["source"] == source.id])
    faulty = _find_faults(evidence, source, faults, selection)
    if not ours["state"].isin(list(_PLEASE)).any() and faulty.empty:
        return None
    months = [_list_months(ours, state, today) for state in _PLEASE]
    parts = [
        f"{_greet(evidence, source)}\n\n{_say_why(evidence, source)}",
        *months,
        _list_refused(faulty),
        _list_rules(faulty, _find_step(evidence, source)),
        _ask(source, ours, faulty),
        f"Please answer to:\n{_SENDER}\n{evidence.catalogue.area.partnership}",
    ]
    body = "\n\n".join(part for part in parts if part) + "\n"
    return Message(_word_subject(source, ours, faulty), body, int((ours["state"] == ABSENT).sum()))


def _find_months(receipts: pd.DataFrame) -> pd.DataFrame:
    """The months without those that came late before the newest period received: they are over."""
    came = receipts[receipts["state"].isin([RECEIVED, LATE, PARTIAL])]
    is_over = (receipts["state"] == LATE) & (receipts["due_on"] < came["due_on"].max())
    return receipts[~is_over]


def _find_faults(evidence: Evidence, source: Source, faults: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    in_use = find_files_in_use(evidence, source.id, selection)["extract"]
    ledger = evidence.extracts.query("source == @source.id")
    is_refused = ledger["status"] == "refused"
    refused = ledger[is_refused & ~(ledger["received_on"] < ledger.loc[~is_refused, "received_on"].max())]["extract"]
    own = faults[faults["source"] == source.id]
    is_row = own["file"].isin(in_use) & (own["severity"] == "set_aside") & ~own["rule"].isin(INFORMATION)
    return own[is_row | (own["file"].isin(refused) & (own["severity"] == "file"))]


def _greet(evidence: Evidence, source: Source) -> str:
    if source.owner and UNNAMED not in source.owner:
        return f"Dear {source.owner},"
    return f"Dear colleague at {evidence.catalogue.partners[source.partner].name},"


def _say_why(evidence: Evidence, source: Source) -> str:
    agreement = evidence.catalogue.agreements.get(source.agreement)
    under = f", shared under: {agreement.title}" if agreement else ""
    return (
        f"This is about {source.title}{under}. The partnership reads it each {source.frequency}; it is due "
        f"{word_count_of(source.due_days, 'day', 'days')} after the end of the {source.frequency}."
    )


def _list_months(receipts: pd.DataFrame, state: str, today: date) -> str:
    """The months in this state, those with one due day in one line."""
    found = receipts[receipts["state"] == state]
    lines = []
    for due, part in found.groupby("due_on"):
        months = word_period(part["month"].iloc[0], part["month"].iloc[-1])
        lines.append(f"- {months}: {_word_due(state, part, due, today)}")
    return "\n".join([_PLEASE[state], *lines]) if lines else ""


def _word_due(state: str, part: pd.DataFrame, due: pd.Timestamp, today: date) -> str:
    if state == LATE:
        return f"agreed for {word_day(due)}, came {word_count_of(part['days_late'].max(), 'day', 'days')} later"
    days = (today - due.date()).days
    ago = f", {word_count_of(days, 'day', 'days')} ago" if days > 0 else ""
    return f"agreed for {word_day(due)}{ago}"


def _list_refused(faulty: pd.DataFrame) -> str:
    refused = faulty[faulty["severity"] == "file"].drop_duplicates(["file", "rule"])
    lines = [f"- {row.file}: {word_rule(row.rule).lower()}" for row in refused.itertuples()]
    return "\n".join(["Files that could not be used at all:", *lines]) if lines else ""


def _find_step(evidence: Evidence, source: Source) -> int:
    """What counts of the feed's faults are multiples of: 1 where they are exact."""
    rule = evidence.catalogue.rules[source.small_number_rule]
    return find_base(rule) if is_protected_record(evidence.catalogue, source) else 1


def _list_rules(faulty: pd.DataFrame, step: int) -> str:
    """Rows set aside by rule, with their counts in steps of ``step`` and where to find them."""
    rules = count_rules(faulty)
    if rules.empty:
        return ""
    counts = [f"about {row.rows} rows" if row.rows else f"fewer than {step} rows" for row in rules.itertuples()]
    if step == 1:
        counts = [word_count_of(row.rows, "row", "rows") for row in rules.itertuples()]
    lines = [f"- {word_rule(rule)}: {count}" for rule, count in zip(rules["rule"], counts, strict=True)]
    return "\n".join(
        [
            "Rows we had to leave out (the rest of the file is used):",
            *lines,
            f"The list of them, by file{', row' * (step == 1)} and column, comes with this message.",
        ]
    )


def _ask(source: Source, receipts: pd.DataFrame, faulty: pd.DataFrame) -> str:
    """What to send, and how to name it."""
    missing = receipts.loc[receipts["state"].isin([ABSENT, PARTIAL]), "month"]
    if missing.empty and faulty.empty:
        return "Please send the next file by the day agreed."
    stem = source.files[0].strip("*").split("*")[0]
    wanted = []
    if len(missing):
        wanted.append(f"the months named above, whole (such as {stem}_{missing.min():%Y-%m}_{missing.max():%Y-%m})")
    if len(faulty):
        wanted.append("the file with these faults again, whole and mended")
    return (
        f"Please send {'; and '.join(wanted)}. An Excel workbook or a CSV file will do, its name holding {stem} and "
        "the months it covers. For those months it takes the place of what you sent before. The template is at Data "
        "dictionary; we send it on request."
    )


def _word_subject(source: Source, receipts: pd.DataFrame, faulty: pd.DataFrame) -> str:
    counts = receipts["state"].value_counts()
    rows, refused = count_rows(faulty), faulty.loc[faulty["severity"] == "file", "file"].nunique()
    parts = [
        _count(counts.get(ABSENT, 0), "month missing", "months missing"),
        _count(counts.get(PARTIAL, 0), "month not complete", "months not complete"),
        _count(counts.get(LATE, 0), "month late", "months late"),
        _count(refused, "file refused", "files refused"),
        # Of a protected feed so few that they have not reached a step.
        _count(rows, "row to mend", "rows to mend") or "rows to mend" * bool((faulty["severity"] == "set_aside").any()),
    ]
    return f"{source.title}: {', '.join(part for part in parts if part)}"


def _count(number: int, singular: str, plural: str) -> str:
    return word_count_of(number, singular, plural) if number else ""
