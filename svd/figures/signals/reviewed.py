"""Signals beside what officers said of them: which await a decision, and which are no longer called."""

from collections.abc import Sequence

import pandas as pd

from svd.catalogue.wording import word_count_of, word_day, word_month, word_period
from svd.figures.signals.change_signals import CHANGE
from svd.figures.signals.raised import find_key, raise_signals
from svd.journal.signal_log import LOOKED_INTO, LogEntry, SignalKey, list_about, list_standing
from svd.measures.question import Evidence
from svd.rows import list_rows
from svd.store.selection import Selection

WAITING = "to review"
"""The state of a signal of which nothing has been said."""
_UNDECIDED = (WAITING, LOOKED_INTO)
_KEYS = ("ward_code", "rule", "way", "first", "last")
SAID = ("explanation", "action", "owner", "due_on", "by", "at")


def list_reviewed(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """The signals raised in the selection's months, the newest first: RAISED_COLUMNS, label, state and SAID.

    ``label``: a short name of its own. ``state``: to review, or the status of the newest entry that stands; SAID are
    that entry's, empty or null where there is none.
    """
    raised = raise_signals(evidence, selection.month_to)
    raised = raised[raised["raised"] >= pd.Timestamp(selection.month_from)].reset_index(drop=True)
    keys = [find_key(signal, evidence.catalogue) for signal in list_rows(raised)]
    newest = _find_newest(evidence, keys)
    said = pd.DataFrame([_tell(entry) for entry in newest], columns=["state", *SAID], index=raised.index, dtype=object)
    labels = [_name(key, evidence) for key in keys]
    return raised.assign(label=pd.Series(labels, raised.index, dtype=object)).join(said)


def list_uncalled(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """What was logged and is called no longer by the figures up to the selection's end: label, why, state and SAID."""
    raised = raise_signals(evidence, selection.month_to)
    keys = [find_key(signal, evidence.catalogue) for signal in list_rows(raised)]
    rows = []
    for entry in reversed(_list_own(evidence)):
        is_known = entry.signal.indicator in evidence.catalogue.indicators and entry.signal.first <= selection.month_to
        if is_known and not any(entry.signal.is_same(key) for key in keys):
            why = _explain(entry, evidence, selection)
            rows.append({"label": _name(entry.signal, evidence), "why": why, **_tell(entry)})
            keys.append(entry.signal)
    return pd.DataFrame(rows, columns=["label", "why", "state", *SAID])


def count_reviewed(evidence: Evidence, selection: Selection) -> tuple[int, int]:
    """Signals raised in the selection's months of which a decision is logged, and all that were raised in them."""
    raised = raise_signals(evidence, selection.month_to)
    raised = raised.loc[raised["raised"] >= pd.Timestamp(selection.month_from), ["indicator", *_KEYS]]
    if not _list_own(evidence):
        return 0, len(raised)
    newest = _find_newest(evidence, [find_key(signal, evidence.catalogue) for signal in list_rows(raised)])
    return sum(_tell(entry)["state"] not in _UNDECIDED for entry in newest), len(raised)


def is_decided(state: pd.Series) -> pd.Series:
    """Whether a state is a decision: being looked into is none yet."""
    return ~state.isin(_UNDECIDED)


def word_reviewed(listed: pd.DataFrame, selection: Selection) -> str:
    """How many signals were raised in the period and how many await a decision, as a sentence."""
    period = word_period(selection.month_from, selection.month_to)
    if listed.empty:
        return f"No signal was raised in {period}: nothing is beyond what chance and season explain."
    raised = f"{word_count_of(len(listed), 'signal was', 'signals were')} raised in {period}"
    left = int((~is_decided(listed["state"])).sum())
    if not left:
        return f"{raised}; a decision on each is logged."
    return f"{raised}; {left} {'awaits' if left == 1 else 'await'} a decision."


def _list_own(evidence: Evidence) -> list[LogEntry]:
    """The entries that stand and are about this kind of data: what was said of made-up figures stays with them."""
    return [entry for entry in list_standing(evidence.log) if entry.is_synthetic == evidence.store.is_synthetic]


def _find_newest(evidence: Evidence, keys: Sequence[SignalKey]) -> list[LogEntry | None]:
    """The newest entry that stands about each signal; None where nothing was said of it."""
    standing = _list_own(evidence)
    return [next(iter(list_about(standing, key)), None) for key in keys]


def _tell(entry: LogEntry | None) -> dict:
    if entry is None:
        return {"state": WAITING, **dict.fromkeys(SAID, ""), "due_on": None, "at": None}
    return {"state": entry.status, **{name: getattr(entry, name) for name in SAID}}


def _name(key: SignalKey, evidence: Evidence) -> str:
    title = evidence.catalogue.indicators[key.indicator].short_title
    place = evidence.geography.ward_names.get(key.ward, key.ward) or "whole area"
    when = f"year to {word_month(key.last)}" if key.rule == CHANGE else word_month(key.first)
    return f"{title}, {place}: {key.way}, {when}"


def _explain(entry: LogEntry, evidence: Evidence, selection: Selection) -> str:
    """Since when a signal is called no longer: since a file that came after the entry, or as its year has passed."""
    if entry.signal.rule == CHANGE:
        return f"The year to {word_month(selection.month_to)} no longer differs from the year before."
    source = evidence.catalogue.indicators[entry.signal.indicator].source
    extracts = evidence.extracts
    later = extracts[(extracts["source"] == source) & (extracts["received_on"] >= pd.Timestamp(entry.at.date()))]
    if later.empty:
        return "No longer called since the figures were built again."
    first = later.sort_values("received_on").iloc[0]
    return f"No longer called since the revision of {word_day(first['received_on'])} ({first['extract']})."


def list_entries(evidence: Evidence, signal: pd.Series) -> Sequence[LogEntry]:
    """Everything said of the signal and not withdrawn, the newest first."""
    return list_about(_list_own(evidence), find_key(signal, evidence.catalogue))
