"""Last step of taking a file in: it is kept and entered, or that is undone, and the store is built again."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from svd.errors import UserError
from svd.figures.opening import find_store
from svd.ingest.curate import BuildReport, is_built_in
from svd.ingest.vault.accept import accept_file, undo_entry, withdraw_entry
from svd.ingest.vault.journal import Entry
from svd.intake.examine import Examination
from svd.paths import read_paths
from svd.tasks import Progress, build

_WAIT_SECONDS = 300


class NotTakenInError(UserError):
    """The figures could not be built with the file, so that it does not count: all is as it was before."""


class NotBuiltError(UserError):
    """What was done stands, but the figures could not be built yet: the next build shows it."""


def accept(
    examined: Examination,
    by: str,
    reasons: Mapping[str, str] | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Entry, BuildReport]:
    """Keep the file, enter it under ``by`` and build; raises UserError, nothing kept, where it must not be accepted.

    ``reasons`` give, by the rule of each oddity, why it is no fault. Raises NotTakenInError, nothing kept, where the
    figures could not be built with it.
    """
    if not examined.can_be_used:
        fault = str(examined.extract.problems["message"].iloc[0]) if len(examined.extract.problems) else "It is empty."
        raise UserError(f"{examined.file.path.name} can't be taken in. {fault}", "Mend it and send it again.")
    given = {rule: why.strip() for rule, why in (reasons or {}).items() if why.strip()}
    lacking = sorted(set(examined.oddities["rule"]) - set(given))
    if lacking:
        named = ", ".join(rule.replace("_", " ") for rule in lacking)
        raise UserError(f"No reason is given for: {named}.", "Say for each why it is no fault, or discard the file.")
    oddities = examined.oddities.groupby("rule", sort=False)["message"]
    told = [(_name_first(messages), given[rule]) for rule, messages in oddities]
    entry = accept_file(read_paths().extracts, examined.file, by, told)
    try:
        return entry, build(None, store, progress, wait_seconds=_WAIT_SECONDS)
    except BaseException as fault:  # a visitor who leaves ends the build too
        _take_back(entry, store)
        if not isinstance(fault, UserError):
            raise
        told = f"{entry.file} was not taken in: the figures could not be built with it. {fault.message}"
        raise NotTakenInError(told, fault.remedy) from None


def _take_back(entry: Entry, store: Path | None) -> None:
    """Withdraw ``entry``, unless the figures hold it; raises NotBuiltError where it stands."""
    done = f"{entry.file} was taken in as number {entry.sequence}, but"
    if is_built_in(find_store(store), entry.sha256):
        raise NotBuiltError(f"{done} the build was cut off after it.", "Build again: python -m svd build.")
    try:
        withdraw_entry(read_paths().extracts, entry)
    except UserError as fault:
        told = f"{done} the figures could not be built, nor could that be taken back. {fault.message}"
        raise NotBuiltError(told, fault.remedy) from None


def _name_first(messages: pd.Series) -> str:
    more = len(messages) - 1
    return f"{messages.iloc[0]}{f' And {more} more alike.' if more else ''}"


def undo(
    sequence: int, by: str, why: str = "", store: Path | None = None, progress: Progress | None = None
) -> tuple[Entry, BuildReport]:
    """Let the file taken in as ``sequence`` count no more, and build; what was there before counts again."""
    entry = undo_entry(read_paths().extracts, sequence, by, why)
    try:
        return entry, build(None, store, progress, wait_seconds=_WAIT_SECONDS)
    except UserError as fault:
        told = f"{entry.file} counts no more, but the figures could not be built. {fault.message}"
        raise NotBuiltError(told, fault.remedy) from None
