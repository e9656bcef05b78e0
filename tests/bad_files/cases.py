"""The table of bad files: what each holds, what must come of it, and the page of docs/ that says so in plain words.

After a change of cases.toml: python -m tests.bad_files.cases writes the page anew.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
SENT = HERE / "sent"
PAGE = HERE.parents[1] / "docs" / "bad-files.md"
REMEDIES = {
    "missing_value": "fill the cell in",
    "not_a_number": "write digits only",
    "negative_count": "correct the figure",
    "absurd_count": "correct the figure",
    "unknown_ward": "use the codes in the geo folder; wards are never matched by name",
    "outside_area": "nothing, or correct where it was",
    "unmapped_category": "use the feed's own words, or add the word to offences.toml",
    "bad_date": "write it as 2026-01-31",
    "period_reversed": "correct one of the two months",
    "part_of_month": "write the month alone, as 2026-01",
    "future_date": "correct the date",
    "outside_period": "correct the date, or the months in the name",
    "bad_age_band": "use the six bands, in a column formatted as text",
    "bad_age": "write whole years",
    "bad_sex": "write female, male or other",
    "bad_flag": "write yes or no",
    "bad_coordinates": "give both coordinates, each in its column",
    "personal_value": "put a code in its place",
    "duplicate_record": "send each record once",
    "unknown_indicator": "use the id in indicators.toml",
    "over_denominator": "correct one of the two",
    "totals_row": "nothing: totals are not counted",
    "ragged_row": "mend its commas and quotes",
    "empty_month": "ask the partner for the month",
    "unlisted_column": "nothing: the column is not used",
    "second_column": "keep the right one of the two",
    "dropped_column": "nothing: the column was not read",
    "borough_below_wards": "ask the sender which is right",
    "reading_note": "",
}
"""What to do about each rule a row or file can break and still be used."""


@dataclass(frozen=True)
class Case:
    """A bad file and what must come of it: ``refused`` by a rule with ``says``, or so many rows kept and set aside.

    In ``says`` {file} stands for the name. ``set_aside`` counts rows by rule, a row with two rules under both.
    ``note`` is said of how the file was read. ``is_made`` is true of a file too large to keep.
    """

    group: str
    file: str
    fault: str
    refused: str = ""
    says: str = ""
    kept: int = 0
    read: int = 0
    set_aside: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    is_made: bool = False


def load_cases() -> list[Case]:
    """Every case, in the order of the table."""
    declared = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
    return [Case(group=group, **entry) for group, entries in declared.items() for entry in entries]


def write_page(cases: list[Case]) -> str:
    """The page of docs/ that lists ``cases`` by group."""
    lines = [
        "# Files that come in a bad state",
        "",
        f"{len(cases)} files, each with one thing wrong, and what the dashboard does with each. They are in",
        "`tests/bad_files`, and the tests read every one of them: none may crash, hang or be half loaded. This page is",
        "written from the same table, so it says what was seen. What each rule means is in the",
        "[user guide](user-guide.md#when-a-row-or-a-file-cant-be-used).",
        "",
        "A file that is refused changes nothing: older editions and the other files go on counting. A row that is set",
        "aside is listed with its row, column and remedy; the others are used.",
    ]
    for group, members in groupby(cases, key=lambda case: case.group):
        lines += ["", f"## {group}", "", "| the file | what happens | what to do |", "|---|---|---|"]
        lines += [f"| {case.fault} | {word_outcome(case)} | {word_remedy(case)} |" for case in members]
    return "\n".join(lines) + "\n"


def word_outcome(case: Case) -> str:
    """What happens to the file, in plain words."""
    if case.refused:
        message, _ = _split(case)
        return f"Refused ({_plain(case.refused)}): {message}"
    told = [f"{_count(case.kept)} used"]
    aside = case.read - case.kept
    if aside:
        told.append(f"{aside:,} set aside ({_list_rules(case.set_aside)})")
    if case.warnings.keys() - {"reading_note"}:
        told.append(f"a warning ({_list_rules(case.warnings)})")
    return f"{', '.join(told)}. {case.note}".strip()


def word_remedy(case: Case) -> str:
    """What the officer does about it."""
    if case.refused:
        return _split(case)[1]
    remedies = dict.fromkeys(REMEDIES[rule] for rule in (*case.set_aside, *case.warnings))
    told = "; ".join(remedy for remedy in remedies if remedy) or "nothing"
    return f"{told[0].upper()}{told[1:]}."


def _split(case: Case) -> tuple[str, str]:
    """The message without the file's name, and the remedy, which begins at the first full stop with a capital after."""
    words = case.says.replace("{file}, ", "").replace("{file}", "the file")
    message, _, remedy = words.partition(". ")
    return _escape(f"{message}."), _escape(remedy)


def _list_rules(rules: Mapping[str, int]) -> str:
    return ", ".join(_plain(rule) for rule in rules if rule != "reading_note")


def _plain(rule: str) -> str:
    return rule.replace("_", " ")


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows" if rows else "No row"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    PAGE.write_text(write_page(load_cases()), encoding="utf-8")
