"""The log of signals: what officers found behind each, what is done about it, by whom and until when."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple, Self

from svd.disk import name_faults
from svd.errors import FileError, StoreError, UserError
from svd.journal.lines import add_line, now, read_lines
from svd.journal.lock import lock_file

LOG, _LOCK = "signal_log.jsonl", "signal_log.lock"
_WAIT_SECONDS = 30
LOOKED_INTO, EXPLAINED, AGREED, DONE = "being looked into", "explained", "action agreed", "action done"
STATUSES = (LOOKED_INTO, EXPLAINED, AGREED, DONE)
"""What an entry says of its signal; the first is no decision yet."""
LONGEST = {"explanation": 600, "action": 400, "owner": 80, "by": 80, "why": 200}
"""Letters a field may hold."""
Status = Literal["being looked into", "explained", "action agreed", "action done"]


class SignalKey(NamedTuple):
    """What a signal is about, in words that stay the same when data are built again; ``ward`` is empty for the area.

    ``first`` and ``last`` are the first days of the months it spans; ``way`` is up or down.
    """

    indicator: str
    ward: str
    rule: str
    way: str
    first: date
    last: date

    @property
    def id(self) -> str:
        """One word for the address of a page."""
        return ".".join([self.indicator, self.ward or "area", self.rule, self.way, f"{self.first:%Y-%m}"])

    def is_same(self, other: "SignalKey") -> bool:
        """Whether both are one signal: a revision may move its first month, and time its last."""
        return self[:4] == other[:4] and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class LogEntry:
    """A line of the log; ``ends`` is the sequence of the entry that a withdrawing one ends, and ``why`` says why."""

    sequence: int
    at: datetime
    by: str
    signal: SignalKey
    status: Status = LOOKED_INTO
    explanation: str = ""
    action: str = ""
    owner: str = ""
    due_on: date | None = None
    is_synthetic: bool = False
    ends: int | None = None
    why: str = ""

    @classmethod
    def now(cls, by: str, signal: SignalKey, **told: object) -> Self:
        """An entry to be written, of this moment; its texts lose the spaces round and between their words."""
        tidy = {name: " ".join(text.split()) if isinstance(text, str) else text for name, text in told.items()}
        return cls(0, now(), " ".join(by.split()), signal, **tidy)


def read_log(folder: Path) -> list[LogEntry]:
    """Every entry in order; raises FileError where a line can't be read."""
    lines = read_lines(folder / LOG)
    return [_parse(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def list_standing(entries: Sequence[LogEntry]) -> list[LogEntry]:
    """The entries that say something and were not withdrawn."""
    ended = {entry.ends for entry in entries}
    return [entry for entry in entries if entry.ends is None and entry.sequence not in ended]


def list_about(entries: Sequence[LogEntry], signal: SignalKey) -> list[LogEntry]:
    """The entries about the signal, the newest first."""
    return [entry for entry in reversed(entries) if entry.signal.is_same(signal)]


def record_decision(folder: Path, entry: LogEntry) -> LogEntry:
    """``entry`` as written, with its sequence; raises UserError, nothing written, where it lacks what it must say."""
    _check_texts(entry)
    if not entry.explanation:
        raise UserError(
            "No explanation is given.", "Say in a sentence what lies behind the signal, or that it is not known."
        )
    if entry.status in (AGREED, DONE) and not (entry.action and entry.owner):
        raise UserError("An action needs its words and its owner.", "Say what is done, and which role or team does it.")
    with _hold(folder) as entries:
        return _add(folder, entries, entry)


def withdraw_entry(folder: Path, sequence: int, by: str, why: str = "") -> LogEntry:
    """Put an end to entry ``sequence``, which stays readable but counts no more; raises UserError where it can't be."""
    with _hold(folder) as entries:
        standing = {entry.sequence: entry for entry in list_standing(entries)}
        if sequence not in standing:
            raise UserError(f"There is no entry {sequence} that could be withdrawn.", "Look at the list again.")
        ended = standing[sequence]
        entry = LogEntry.now(by, ended.signal, is_synthetic=ended.is_synthetic, ends=sequence, why=why)
        _check_texts(entry)
        return _add(folder, entries, entry)


def _check_texts(entry: LogEntry) -> None:
    if not entry.by:
        raise UserError("Nobody is named.", "Say who you are: the name is kept with the entry.")
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            raise UserError(f"The {name} is longer than {most} letters.", "Say it in fewer words.")


@contextmanager
def _hold(folder: Path) -> Iterator[list[LogEntry]]:
    """The entries so far, held against everyone else who writes."""
    held = StoreError("Somebody else is writing to the log of signals.", "Wait a moment and try again.")
    with name_faults("The log of signals"), lock_file(folder / _LOCK, held, _WAIT_SECONDS):
        yield read_log(folder)


def _add(folder: Path, entries: Sequence[LogEntry], entry: LogEntry) -> LogEntry:
    written = replace(entry, sequence=max((each.sequence for each in entries), default=0) + 1)
    told = asdict(written) | {"at": written.at.isoformat()}
    told["due_on"] = written.due_on.isoformat() if written.due_on else None
    told["signal"] = written.signal._asdict() | {
        name: getattr(written.signal, name).isoformat() for name in ("first", "last")
    }
    add_line(folder / LOG, told)
    return written


def _parse(number: int, line: bytes) -> LogEntry:
    try:
        told = json.loads(line)
        signal = told["signal"] | {name: date.fromisoformat(told["signal"][name]) for name in ("first", "last")}
        told["signal"] = SignalKey(**signal)
        told["at"] = datetime.fromisoformat(told["at"])
        told["due_on"] = date.fromisoformat(told["due_on"]) if told["due_on"] else None
        return LogEntry(**told)
    except (ValueError, TypeError, KeyError):
        fault = f"{LOG}, line {number}, can't be read."
        raise FileError(fault, "Put the file back from its last copy; nobody should edit it.") from None
