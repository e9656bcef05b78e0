"""What is worked out of a store once and kept as long as its version is."""

from collections.abc import Callable

import pandas as pd

from svd.figures.question import Evidence


def keep(evidence: Evidence, name: str, work_out: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """What ``work_out`` gives, worked out once for the store and its catalogue; never change it."""
    catalogue, kept = evidence.store.keep(name, lambda: (evidence.catalogue, work_out()))
    # Another catalogue over the same store, such as a changed one, has its own.
    return kept if catalogue is evidence.catalogue else work_out()
