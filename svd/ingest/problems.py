"""The problems table: every rule a file or row can break, its severity and the sentence that says what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.schema import NOT_KEPT, PROBLEMS
from svd.errors import FileError
from svd.ingest.conform import conform
from svd.ingest.private.repeatable import may_repeat

_FULL_LENGTH = 200


@dataclass(frozen=True)
class Rule:
    """What happens to what breaks it, and its sentence; ``{column}`` and ``{value}`` are filled in."""

    severity: str
    message: str


_SET_ASIDE = {
    "missing_value": "{column} is empty. Fill it in.",
    "not_a_number": "{column} is {value!r}, which is not a number. Write it in digits only.",
    "negative_count": "{column} is {value}, below zero. Correct the figure.",
    "absurd_count": "{column} is {value}, which can't be a count for one ward and month. Correct the figure.",
    "unknown_ward": "{column} is {value!r}, which is no ward of the area. Use the ward codes in the geo folder.",
    "outside_area": "{column} is {value!r}, outside the area. Such rows are not counted and are listed once a file; if "
    "they belong to the area, correct where they are.",
    "unmapped_category": "{column} is {value!r}, which the catalogue does not know. Add it to offences.toml.",
    "bad_date": "{column} is {value!r}, which is no date from 2000 on. Write it as 2026-01-31T14:05, 2026-01-31 or "
    "2026-01.",
    "part_of_month": "{column} is {value!r}, a day within a month. Write the month alone, as 2026-01.",
    "period_reversed": "{column} is {value!r}, before the period begins. Correct one of the two.",
    "future_date": "{column} is {value!r}, later than the day the file was received. Correct the date.",
    "outside_period": "{column} is {value!r}, outside the months in the file's name. Correct the date or the name.",
    "bad_age_band": "{column} is {value!r}, which is no age band. Write one of 0-9, 10-14, 15-17, 18-24, 25-34, 35+, "
    "in a column formatted as text.",
    "bad_age": "{column} is {value!r}, which is no age in whole years from 0 to 120. Correct it, or send age_band.",
    "bad_sex": "{column} is {value!r}. Write female, male or other, or leave it empty.",
    "bad_flag": "{column} is {value!r}. Write yes or no, or leave it empty.",
    "bad_coordinates": "{column} is {value!r}, which is no place in Great Britain. Give both coordinates or neither.",
    "personal_value": "{column} holds what reads as a person's name, email, full address or NHS number: {value!r}. Put "
    "a code or category in its place.",
    "duplicate_record": "{column} is {value!r}, as in an earlier row. Send each record once.",
    "unknown_indicator": "{column} is {value!r}, which is no indicator this source returns. Use the id in "
    "indicators.toml.",
    "over_denominator": "{column} is {value}, more than the denominator. Correct one of the two.",
    "totals_row": "The row adds up those above it: {value!r}. Totals are not counted; nothing need be done.",
    "ragged_row": "The row has more or fewer cells than the header. Mend its commas and quotes.",
}
_WARNINGS = {
    "reading_note": "{value}",
    "example_row": "Row {value} is still the template's example and counts as if it had happened. Delete it and send "
    "the file again.",
    "second_column": "{column} stands for the same as {value!r}, which was read; it is not used. Keep the right one.",
    "unlisted_column": "{column} is not in the contract and is not used. {value}",
    "dropped_column": "{column} holds personal data that is not wanted, and was not read. Nothing need be done.",
    "empty_month": "No row for {value}: taken as not received, never as zero. Ask the partner for it.",
    "looks_incomplete": "{column} holds {value} offences, under half of what is usual: taken as not complete.",
    "borough_below_wards": "The borough's count is below its wards' sum: {value}. Ask the sender which is right.",
    "same_content": "The file is the same as {value!r} and is counted once. Remove one of the two.",
    "sent_before": "The same file was sent before: {value}. It would change nothing; discard it.",
    "period_incomplete": "The period is not complete: {value}. Ask for the file again when the month is over.",
    "coverage_shrank": "Fewer months are covered than in the edition before: {value}. The edition before "
    "stays in use for them; ask whether they were meant to be left out.",
    "coverage_gap": "No file covers {value}, between what is held and this file. Ask for what is between.",
    "month_out_of_line": "A month is out of line with the others: {value}. Ask whether records are missing or counted "
    "twice.",
    "total_halved": "The total is under half of what it was: {value}. Ask whether the file is whole.",
    "total_doubled": "The total is over twice what it was: {value}. Look for rows that stand twice.",
    "category_vanished": "There is nothing under {value}. Ask whether it was left out or has another name now.",
    "return_out_of_line": "A figure is out of line with the other periods: {value}. Ask whether it is right.",
    "denominator_jumped": "A denominator is unlike those of the other periods: {value}. Ask whether it counts the same "
    "as before.",
    "indicator_vanished": "The file lacks an indicator: {value}. Ask for it.",
    "old_ward_codes": "Ward codes are not among the area's: {value}. Wards are never matched by name, as a name can "
    "outlive its boundary; ask for the codes of the area's wards.",
    "other_wards": "The file seems to use the wards of other boundaries: {value}. Wards are never matched by name, as "
    "a name can outlive its boundary; ask for the file by the area's wards.",
}
RULES: Mapping[str, Rule] = MappingProxyType(
    {name: Rule("set_aside", message) for name, message in _SET_ASIDE.items()}
    | {name: Rule("warning", message) for name, message in _WARNINGS.items()}
)


class UnusableFileError(FileError):
    """A whole file is refused; ``rule`` is the short name the problems table uses."""

    def __init__(self, rule: str, message: str, remedy: str, column: str | None = None) -> None:
        super().__init__(message, remedy)
        self.rule = rule
        self.column = column


@dataclass(frozen=True)
class _NotKept:
    """Stands in a message for a value that is not repeated."""

    row: int

    def __repr__(self) -> str:
        return f"[{NOT_KEPT}: see row {self.row} of the file]"


def list_faults(
    faults: pd.DataFrame, source: Source, file: str, received_on: date, sent_names: Mapping[str, str]
) -> pd.DataFrame:
    """PROBLEMS rows for ``faults`` (index: row; rule, column, value), the columns named as they were sent.

    Of a private record only values that can't be personal are kept; the message says where the others are.
    """
    if faults.empty:
        return conform(pd.DataFrame(), PROBLEMS)
    values = [str(value)[:_FULL_LENGTH] for value in faults["value"]]
    if source.is_private_record:
        cells = zip(faults.index, faults["rule"], faults["column"], values, strict=True)
        values = [
            value if may_repeat(value, rule, field, received_on) else _NotKept(row) for row, rule, field, value in cells
        ]
    columns = [sent_names.get(name, name) for name in faults["column"]]
    cells = zip(faults["rule"], columns, values, strict=True)
    messages = [RULES[rule].message.format(column=column, value=value) for rule, column, value in cells]
    severities = [RULES[rule].severity for rule in faults["rule"]]
    kept = [value if isinstance(value, str) else NOT_KEPT for value in values]
    named = {"source": source.id, "file": file, "row": faults.index, "column": columns, "value": kept}
    said = {"rule": faults["rule"].array, "message": messages, "severity": severities, "rows": 1}
    return conform(pd.DataFrame(named | said), PROBLEMS)


def list_whole(source: str, file: str, rule: str, value: object, column: str | None = None, **more) -> pd.DataFrame:
    """One PROBLEMS row about a whole file; ``more`` may give row, rows and severity."""
    return conform(pd.DataFrame([_describe_whole(source, file, rule, value, column) | more]), PROBLEMS)


def list_columns(source: str, file: str, told: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    """PROBLEMS rows about whole columns: ``told`` gives rule, value and column of each, of which there may be many."""
    entries = [_describe_whole(source, file, rule, value, column) for rule, value, column in told]
    return conform(pd.DataFrame(entries), PROBLEMS)


def _describe_whole(source: str, file: str, rule: str, value: object, column: str | None) -> dict[str, object]:
    message = RULES[rule].message.format(column=column, value=value)
    entry = {"source": source, "file": file, "column": column, "value": str(value), "rule": rule, "message": message}
    return entry | {"severity": RULES[rule].severity, "rows": 0}


def list_refusal(source: str | None, file: str, fault: UnusableFileError) -> pd.DataFrame:
    """The PROBLEMS row of a file refused whole."""
    entry = {"source": source, "file": file, "column": fault.column, "rule": fault.rule, "message": str(fault)}
    return conform(pd.DataFrame([entry | {"severity": "file", "rows": 0}]), PROBLEMS)
