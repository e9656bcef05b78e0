"""What reading one file gives, whatever its format: curated rows, the months covered, and an account of every row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from svd.catalogue.schema import FACTS, INCIDENTS, PROBLEMS, RETURNS
from svd.ingest.columns import list_measured, warn_of_example, warn_of_unlisted
from svd.ingest.conform import concat_tables, conform
from svd.ingest.problems import UnusableFileError, list_faults, list_refusal, list_whole
from svd.ingest.read import SentTable
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import Sender
from svd.ingest.validate import SortedRows
from svd.ingest.words import is_empty, repeat_word

PLACED_BY = ("point", "postcode", "small_area", "ward", "unplaced")


@dataclass(frozen=True, eq=False)
class ReadExtract:
    """One file, read; ``source`` is None where it was refused before it was recognised."""

    name: str
    source: str | None
    received_on: date
    sequence: int
    is_synthetic: bool
    edition: pd.Timestamp | None
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    placed: Mapping[str, int]
    fields_expected: int
    fields_filled: int
    facts: pd.DataFrame
    incidents: pd.DataFrame
    """Its texts may be categories."""
    returns: pd.DataFrame
    months: pd.DataFrame
    """A row a month covered: month, rows (kept), is_complete."""
    problems: pd.DataFrame

    def __post_init__(self) -> None:
        assert self.rows_read == self.rows_kept + self.rows_set_aside, "rows read = kept + set aside"
        assert self.rows_kept == sum(self.placed.values()), "every row kept is placed once, or unplaced"
        assert self.rows_set_aside == count_set_aside(self.problems), "every row set aside has its reason"
        assert self.fields_filled <= self.fields_expected


@dataclass(frozen=True, eq=False)
class Curated:
    """What a reader made of the rows it kept, before the account of the file is added."""

    edition: pd.Timestamp | None
    months: pd.DataFrame
    placed_by: pd.Series
    facts: pd.DataFrame | None = None
    incidents: pd.DataFrame | None = None
    returns: pd.DataFrame | None = None
    warnings: tuple[pd.DataFrame, ...] = ()


def finish_extract(
    sender: Sender, sent: SentTable, rows: SortedRows, names: Mapping[str, str], curated: Curated
) -> ReadExtract:
    """The extract with its account: problems, rows, places and required cells."""
    problems = _list_problems(sender, sent, rows, names, curated.warnings)
    expected, filled = _count_fields(sender, sent, problems)
    facts, returns = (
        concat_tables(_stamp(frame, sender), table)
        for frame, table in ((curated.facts, FACTS), (curated.returns, RETURNS))
    )
    incidents = concat_tables(_stamp(curated.incidents, sender), INCIDENTS, has_categories=True)
    placed = curated.placed_by.value_counts()
    return ReadExtract(
        name=sender.name,
        source=sender.source.id,
        received_on=sender.received_on,
        sequence=sender.sequence,
        is_synthetic=sender.is_synthetic,
        edition=curated.edition,
        rows_read=sent.rows_read,
        rows_kept=len(rows.kept),
        rows_set_aside=len(rows.set_aside) + len(rows.outside) + len(sent.ragged) + len(sent.foot),
        placed={way: int(placed.get(way, 0)) for way in PLACED_BY},
        fields_expected=expected,
        fields_filled=filled,
        facts=facts,
        incidents=incidents,
        returns=returns,
        months=curated.months,
        problems=problems,
    )


def _stamp(frame: pd.DataFrame | None, sender: Sender) -> list[pd.DataFrame]:
    """``frame``, if there is one, with the source and the file its rows come from."""
    if frame is None:
        return []
    source, extract = (repeat_word(word, len(frame)) for word in (sender.source.id, sender.name))
    return [frame.assign(source=source, extract=extract)]


def refuse_extract(file: ReceivedFile, source: str | None, is_synthetic: bool, fault: UnusableFileError) -> ReadExtract:
    """The account of a file refused whole."""
    return ReadExtract(
        name=file.name,
        source=source,
        received_on=file.received_on,
        sequence=file.sequence,
        is_synthetic=is_synthetic,
        edition=None,
        rows_read=0,
        rows_kept=0,
        rows_set_aside=0,
        placed=dict.fromkeys(PLACED_BY, 0),
        fields_expected=0,
        fields_filled=0,
        facts=conform(pd.DataFrame(), FACTS),
        incidents=conform(pd.DataFrame(), INCIDENTS),
        returns=conform(pd.DataFrame(), RETURNS),
        months=list_covered(pd.DatetimeIndex([]), 0, file.received_on),
        problems=list_refusal(source, file.name, fault),
    )


def list_covered(months: pd.DatetimeIndex, rows: pd.Series | int, ended_by: date) -> pd.DataFrame:
    """The months covered: month, rows and is_complete, false where the figures were drawn before the month ended."""
    counts = rows.reindex(months, fill_value=0) if isinstance(rows, pd.Series) else pd.Series(rows, index=months)
    is_complete = (months + pd.offsets.MonthBegin(1)) <= pd.Timestamp(ended_by)
    covered = {"month": months.astype("datetime64[us]"), "rows": counts.to_numpy("int64"), "is_complete": is_complete}
    return pd.DataFrame(covered)


def count_set_aside(problems: pd.DataFrame) -> int:
    """How many rows ``problems`` sets aside; a row with several problems is one."""
    if problems.empty:
        return 0
    reasons = problems[problems["severity"] == "set_aside"]
    alike = reasons["rule"] == "outside_area"
    return int(reasons.loc[~alike, "row"].nunique() + reasons.loc[alike, "rows"].sum())


def _list_problems(
    sender: Sender, sent: SentTable, rows: SortedRows, names: Mapping[str, str], warnings: Iterable[pd.DataFrame]
) -> pd.DataFrame:
    where = (sender.source, sender.name, sender.received_on)
    found = [list_faults(rows.faults, *where, names)]
    if len(sent.ragged):
        lengths = [f"{len(text)} characters" for text in sent.ragged]
        ragged = pd.DataFrame({"rule": "ragged_row", "column": None, "value": lengths}, index=sent.ragged.index)
        found.append(list_faults(ragged, *where, names))
    if len(sent.foot):
        foot = pd.DataFrame({"rule": "totals_row", "column": None, "value": sent.foot}, index=sent.foot.index)
        found.append(list_faults(foot, *where, names))
    found += [warn_of_unlisted(sent, sender), *warn_of_example(sent, sender)]
    if sent.notes:
        found.append(list_whole(sender.source.id, sender.name, "reading_note", " ".join(sent.notes)))
    if len(rows.outside):
        found.append(list_faults(rows.outside_fault, *where, names).assign(rows=len(rows.outside)))
    problems = concat_tables([*found, *warnings], PROBLEMS)
    if len(problems) < 2:
        return problems
    return problems.sort_values(["row", "column", "rule"], kind="stable", na_position="first", ignore_index=True)


def _count_fields(sender: Sender, sent: SentTable, problems: pd.DataFrame) -> tuple[int, int]:
    """Cells the contract requires of the rows read, and those of them that are filled and valid."""
    measured = list_measured(sent, sender)
    wrong: dict[str, set[int]] = {}
    told = (problems[name] for name in ("column", "row", "value", "severity"))
    for column, row, value, severity in zip(*told, strict=True):
        if severity == "set_aside" and pd.notna(column) and value != "":
            wrong.setdefault(column, set()).add(row)
    sent_as = [name for name in measured.values() if name]
    filled = sum(int((~is_empty(sent.frame[name])).sum()) - len(wrong.get(name, ())) for name in sent_as)
    return len(measured) * (sent.rows_read - len(sent.foot)), filled
