"""How soon each way of looking finds a step of a given size, and how often it cries wolf over as many months."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from svd.evidence.charts import chart_worlds
from svd.evidence.levels import Level, draw_months
from svd.figures.over_time.control_charts import LOCKED
from svd.figures.spread import LONG
from svd.measures.question import Evidence
from svd.stats.change import SIGNAL_P
from svd.stats.dispersion import find_spread, p_change

STEPS = (0.0, 0.1, 0.25, 0.5)
WITHIN = (3, 6, 12)
RED_OVER = 1.1
"""A month over a tenth above the same month a year before is red: two points, and no test."""
_BEFORE = 24

Way = Callable[[Evidence, Level, np.ndarray, int], np.ndarray]


def find_power(evidence: Evidence, level: Level, random: np.random.Generator, worlds: int) -> pd.DataFrame:
    """The share of worlds in which each way finds the step within so many months, a row a way and step.

    A world has 24 months at the level and 12 after the step. ``step`` 0 is no step: what is found then is false.
    Columns: way, step, and the months of WITHIN.
    """
    rows = []
    for step in STEPS:
        factor = np.r_[np.ones(_BEFORE), np.full(max(WITHIN), 1 + step)]
        counts = draw_months(random, level._replace(alike=0.0), (worlds, len(factor)), factor)
        for way, find in _WAYS.items():
            shares = {months: float(find(evidence, level, counts, months).mean()) for months in WITHIN}
            rows.append({"way": way, "step": step, **shares})
    return pd.DataFrame(rows)


def _find_by_chart(evidence: Evidence, level: Level, counts: np.ndarray, within: int) -> np.ndarray:
    """Whether a month after the step is called for being high, with what was known ``within`` months after it."""
    charted = chart_worlds(evidence, level, counts[:, : _BEFORE + within])
    after = charted[charted.groupby("ward_code").cumcount() >= _BEFORE]
    return (after["direction"] > 0).groupby(after["ward_code"]).any().to_numpy()


def _find_by_change(evidence: Evidence, level: Level, counts: np.ndarray, within: int) -> np.ndarray:
    """Whether the months since the step are called rising against as many before it."""
    now, before = counts[:, _BEFORE : _BEFORE + within], counts[:, _BEFORE - within : _BEFORE]
    # A short period borrows the scatter of the year before it, as the pages do.
    pair = (
        (now, before) if within >= LONG else (counts[:, _BEFORE - 12 : _BEFORE], counts[:, _BEFORE - 24 : _BEFORE - 12])
    )
    later, earlier = now.sum(axis=1), before.sum(axis=1)
    return (p_change(later, earlier, *find_spread(*pair)) < SIGNAL_P) & (later > earlier)


def _find_by_colour(evidence: Evidence, level: Level, counts: np.ndarray, within: int) -> np.ndarray:
    """Whether any month since the step is red: red, amber and green on two points, as most dashboards have it."""
    now, year_ago = counts[:, _BEFORE : _BEFORE + within], counts[:, _BEFORE - 12 : _BEFORE - 12 + within]
    return (now > RED_OVER * year_ago).any(axis=1)


_WAYS: dict[str, Way] = {
    "Control chart": _find_by_chart,
    "Test of change": _find_by_change,
    "Red, amber, green": _find_by_colour,
}
assert _BEFORE >= LOCKED + 12
