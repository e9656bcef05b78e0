"""What is worked out of a store once and kept as long as its version is, in memory or where a build saved it."""

from collections.abc import Callable

import pandas as pd

from svd.figures.signals.saved import find_saved, read_saved
from svd.measures.question import Evidence


def keep(evidence: Evidence, name: str, work_out: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """What ``work_out`` gives, worked out once for the store and its catalogue, or read where a build saved it.

    Never change it: whoever asks gets the same table.
    """
    catalogue, kept = evidence.store.keep(name, lambda: (evidence.catalogue, _find(evidence, name, work_out)))
    # Another catalogue over the same store, such as a changed one, has its own.
    return kept if catalogue is evidence.catalogue else work_out()


def list_kept(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """Every table kept so far under the evidence's catalogue, by its name."""
    kept = evidence.store.list_kept().items()
    owned = {name: each for name, (catalogue, each) in kept if catalogue is evidence.catalogue}
    return {name: table for name, table in owned.items() if isinstance(table, pd.DataFrame)}


def _find(evidence: Evidence, name: str, work_out: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    catalogue, folder = evidence.store.keep("saved", lambda: (evidence.catalogue, find_saved(evidence)))
    saved = read_saved(folder, name) if catalogue is evidence.catalogue else None
    return work_out() if saved is None else saved
