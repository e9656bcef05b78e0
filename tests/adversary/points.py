"""At which month ends a series is shown: a hidden figure between two of them has reached no step, another says nothing.

A series of few events is shown by quarter, half-year or year, and some ends of an area's own total are withheld: there
a figure is hidden whatever it is.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def leave_out_untold(answers: pd.DataFrame, area: str) -> pd.DataFrame:
    """The answers without hidden figures of which a reader can't tell that both their ends are shown."""
    tells = ~answers["is_hidden"].to_numpy(bool)
    for (_, place), rows in answers.groupby(["counted", "place"], sort=False, dropna=False).indices.items():
        part = answers.iloc[rows]
        first, end, is_shown = part["first"].to_numpy(), part["last"].to_numpy() + 1, tells[rows]
        known = np.unique(np.concatenate([first[is_shown], end[is_shown]]))
        tells[rows] |= find_shown(first, known, place == area) & find_shown(end, known, place == area)
    return answers[tells].reset_index(drop=True)


def find_shown(ends: NDArray, known: NDArray, is_area: bool) -> NDArray:
    """Which of the ends are shown, where figures show the ``known`` ones: between those, all in step with them.

    Of an area's own total some are withheld, so that there none but the known are sure.
    """
    if is_area or len(known) < 2:
        return np.isin(ends, known)
    step = np.gcd.reduce(np.diff(known))
    return (ends >= known[0]) & (ends <= known[-1]) & ((ends - known[0]) % step == 0)
