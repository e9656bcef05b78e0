"""An examination, and the journal, in plain sentences."""

from collections.abc import Sequence

import pandas as pd

from svd.catalogue.wording import word_count_of, word_number, word_period
from svd.ingest.vault.journal import Entry, list_standing
from svd.intake.examine import Examination
from svd.intake.foretell import Forecast
from svd.views.fault_groups import FaultGroup, word_groups
from svd.views.foretold_table import present_foretold, present_held, present_published, word_foretold, word_held

_MOST_KINDS = 30
_EVENTS = {
    "accepted": "taken in",
    "found": "found in the folder",
    "undone": "undone",
    "gone": "gone from the folder",
    "purged": "removed for its age",
    "restated": "protected figures written anew",
}


def word_headline(examined: Examination) -> str:
    """What became of the file, in one sentence."""
    name, extract = examined.file.path.name, examined.extract
    if examined.is_refused:
        return f"{name} can't be used."
    rows = word_count_of(extract.rows_kept, "row", "rows")
    months = extract.months["month"]
    period = f", {word_period(months.min(), months.max())}" if len(months) else ""
    aside = examined.faults["row"].nunique()
    if examined.is_clean:
        return f"{name} is sound: {rows} of {_word_source(examined)}{period}."
    parts = [f"{word_count_of(aside, 'row', 'rows')} set aside" if aside else ""]
    parts.append(
        f"{word_count_of(len(examined.oddities), 'thing', 'things')} to look at" if len(examined.oddities) else ""
    )
    return f"{name}: {rows} can be used{period}; {' and '.join(part for part in parts if part)}."


def word_examination(examined: Examination) -> str:
    """The headline, then each kind of fault and each oddity in a line."""
    lines = [word_headline(examined)]
    lines += word_groups(list(examined.groups), most=_MOST_KINDS)
    lines += [f"- {message}" for message in examined.oddities["message"]]
    return "\n".join(lines)


def word_oddities(examined: Examination) -> list[str]:
    """What is odd beside what is held already, a line each under a heading; nothing where nothing is."""
    if examined.oddities.empty:
        return []
    return ["Beside what is held already:", *(f"  {message}" for message in examined.oddities["message"])]


def describe_oddities(examined: Examination) -> dict:
    """The same as plain data."""
    return {"oddities": examined.oddities[["rule", "message"]].to_dict("records")}


def word_forecast(forecast: Forecast) -> str:
    """What would change, an indicator a line; of a protected feed what the file holds and what is shown today."""
    if forecast.is_withheld:
        return _word_withheld(forecast)
    table = present_foretold(forecast.indicators)
    lines = [f"  {row.Indicator}: {row.Before} -> {row.After}" for row in table.itertuples()]
    period = word_period(forecast.selection.month_from, forecast.selection.month_to)
    return "\n".join([f"{word_foretold(forecast.indicators)} (The whole area, {period}.)", *lines])


def _word_withheld(forecast: Forecast) -> str:
    held, shown = present_held(forecast.held), present_published(forecast.indicators)
    period = word_period(forecast.selection.month_from, forecast.selection.month_to)
    lines = [word_held(forecast.held, forecast.rejected)]
    lines += [f"  {row[0]}: {row[1]}" for row in held.itertuples(index=False)]
    lines += [f"Shown today (the whole area, {period}):"] if len(shown) else []
    lines += [f"  {row[0]}: {row[1]}" for row in shown.itertuples(index=False)]
    return "\n".join([*lines, *filter(None, [forecast.standing])])


def count_faults(groups: Sequence[FaultGroup]) -> pd.DataFrame:
    """What is wrong, a row a rule and column: where, as Excel names it, and what to do."""
    rows = [
        {
            "What is wrong": group.words.split(":")[0],
            "Where": group.words.partition(": ")[2],
            "In words": f"{group.faults[0].wrong} {group.faults[0].remedy}".strip(),
        }
        for group in groups
    ]
    return pd.DataFrame(rows, columns=["What is wrong", "Where", "In words"], dtype="str")


def list_history(entries: Sequence[Entry]) -> pd.DataFrame:
    """The journal as a table, the newest first: number, what, when, by, file, feed, why, and whether it counts now."""
    standing = {entry.sequence for entry in list_standing(entries)}
    rows = [
        {
            "number": str(entry.sequence),
            "what": _EVENTS[entry.event] + (f" (number {entry.ends})" if entry.ends else ""),
            "when": f"{entry.at.astimezone():%Y-%m-%d %H:%M}",
            "by": entry.by,
            "file": entry.file,
            "sha256": entry.sha256[:8],
            "why": " ".join(f"{said} Reason: {why}." if said else why for said, why in entry.reasons),
            "counts": "yes" if entry.sequence in standing else "",
        }
        for entry in reversed(entries)
    ]
    return pd.DataFrame(rows, dtype="str", columns=["number", "what", "when", "by", "file", "sha256", "why", "counts"])


def word_history(entries: Sequence[Entry]) -> str:
    """The journal as lines of text."""
    if not entries:
        return "Nothing has been taken in yet."
    lines = [
        f"{row.number:>4}  {row.when}  {row.what}: {row.file} [{row.sha256}] by {row.by}"
        f"{', counts' if row.counts else ''}{f'. {row.why}' if row.why else ''}"
        for row in list_history(entries).itertuples()
    ]
    return "\n".join(lines)


def _word_source(examined: Examination) -> str:
    return examined.source.title if examined.source else word_number(None)
