"""Signals as an HTML table with a badge and a way to the chart, and in words with what was logged of each."""

from collections.abc import Callable
from html import escape

import pandas as pd

from svd.catalogue.wording import word_day, word_month
from svd.figures.signals.reviewed import WAITING
from svd.journal.signal_log import LogEntry
from svd.views.badges import draw_badge

_DIRECTIONS = {"up": "rising", "down": "falling"}
_JUDGEMENTS = {"improvement": "improvement", "concern": "concern", "neutral": "neither good nor bad"}
_HEADS = ("Signal", "What it means", "Raised", "Review")


def draw_signals(listed: pd.DataFrame, link: Callable[[pd.Series], str]) -> str:
    """A row a signal: its sentence, which ``link`` leads to its chart, its meaning, its month and its review."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    rows = "".join(_draw_row(signal, link(signal)) for _, signal in listed.iterrows())
    return (
        '<div class="svd-feeds svd-signals"><table>'
        '<caption class="svd-hidden">Signals raised, the newest first</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _draw_row(signal: pd.Series, address: str) -> str:
    badge = draw_badge(signal["judgement"], _DIRECTIONS[signal["way"]], _JUDGEMENTS[signal["judgement"]])
    sentence = f'<a href="{escape(address)}" target="_self">{escape(signal["finding"])}</a>'
    when = f"{word_month(signal['raised'])}{'' if signal['is_on'] else '<br>over since'}"
    return f'<tr><th scope="row">{sentence}</th><td>{badge}</td><td>{when}</td><td>{_draw_state(signal)}</td></tr>'


def _draw_state(signal: pd.Series) -> str:
    if signal["state"] == WAITING:
        return f"<strong>{WAITING}</strong>"
    more = [signal["owner"], f"by {word_day(signal['due_on'])}" if signal["due_on"] else ""]
    below = ", ".join(part for part in more if part)
    return f"{escape(signal['state'])}{f'<br><span>{escape(below)}</span>' if below else ''}"


def present_signals(listed: pd.DataFrame) -> pd.DataFrame:
    """The signals and what was logged of each, in words."""
    return pd.DataFrame(
        {
            "Signal": listed["label"],
            "What the test says": listed["finding"],
            "What it means": listed["judgement"].map(_JUDGEMENTS),
            "Raised": [word_month(month) for month in listed["raised"]],
            "Last called": [word_month(month) for month in listed["last"]],
            "Still called": listed["is_on"].map({True: "yes", False: "no"}),
            **_present_said(listed),
        },
        dtype="str",
    )


def present_uncalled(uncalled: pd.DataFrame) -> pd.DataFrame:
    """What was logged of signals that are called no longer, in words."""
    return pd.DataFrame({"Signal": uncalled["label"], "Now": uncalled["why"], **_present_said(uncalled)}, dtype="str")


def _present_said(listed: pd.DataFrame) -> dict[str, list[str]]:
    return {
        "Review": list(listed["state"]),
        "Explanation": list(listed["explanation"]),
        "Action": list(listed["action"]),
        "Owner": list(listed["owner"]),
        "Due": [word_day(day, "") for day in listed["due_on"]],
        "Logged by": list(listed["by"]),
        "Logged on": [word_day(day, "") for day in listed["at"]],
    }


def present_entries(entries: list[LogEntry]) -> pd.DataFrame:
    """What was said of one signal, the newest first."""
    return pd.DataFrame(
        {
            "No.": [str(entry.sequence) for entry in entries],
            "Logged": [f"{word_day(entry.at)}, {entry.by}" for entry in entries],
            "Review": [entry.status for entry in entries],
            "Explanation": [entry.explanation for entry in entries],
            "Action": [entry.action for entry in entries],
            "Owner": [entry.owner for entry in entries],
            "Due": [word_day(entry.due_on, "") for entry in entries],
        },
        dtype="str",
    )
