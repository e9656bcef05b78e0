"""Charts of protected months: the scatter of the series' months is allowed for, or steady months would be marked."""

import numpy as np
import pandas as pd

from svd.figures.over_time.protected_months import chart_rough_series
from svd.measures.protect import variance_of


def mark(counts: np.ndarray, dispersion: float | None) -> pd.DataFrame:
    """The signals of one series of rounded counts."""
    rows = pd.DataFrame({"count": counts, "value": counts, "base": 5.0, "noise": variance_of(5.0), "rest_noise": 0.0})
    if dispersion is not None:
        rows["dispersion"] = dispersion
    number = len(rows)
    limits = pd.DataFrame(np.nan, range(number), ["centre", "lower", "near_lower", "near_upper", "upper"])
    signals = pd.DataFrame({"signal": "", "direction": 0, "run": 0}, range(number))
    share = pd.Series(1.0, range(number))
    return chart_rough_series(rows, pd.Series(0, range(number)), share, limits.assign(is_trial=False), signals)[1]


def test_seven_high_months_are_called_where_months_are_even_and_not_where_they_scatter_as_widely():
    # Seven of 60 where 350 are expected of all: 2.8 sqrt(350 * (1 - 7 / 24) + 4) is 44, and twice that 62 more.
    counts = np.array([50.0, 45.0] * 8 + [50.0] + [60.0] * 7)
    assert (mark(counts, None)["direction"].iloc[-7:] == 1).all()
    assert mark(counts, 1.0).equals(mark(counts, None))
    assert (mark(counts, 3.0)["direction"] == 0).all()
