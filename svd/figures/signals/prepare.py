"""Raises the signals that the first visitor after a build asks for, and saves them with what they rest on."""

import contextlib

from svd.figures.opening import default_selection
from svd.figures.scorecard import score_indicators
from svd.figures.signals.kept import list_kept
from svd.figures.signals.saved import find_saved, save
from svd.figures.signals.since import list_since, list_since_choices
from svd.measures.question import Evidence


def save_signals(evidence: Evidence) -> None:
    """Save what the scorecard and the list of changes of the months first shown rest on, unless it is saved already.

    Only what depends on the store, the catalogue and the geography: what officers said is read anew each time. A store
    that can't be written goes without: each who opens it works it out.
    """
    folder = find_saved(evidence)
    if folder.is_dir():
        return
    selection = default_selection(evidence)
    score_indicators(evidence, selection)
    list_since(evidence, selection, next(iter(list_since_choices(evidence.catalogue, selection))))
    with contextlib.suppress(OSError):
        save(folder, list_kept(evidence))
