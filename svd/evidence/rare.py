"""Rare events that come at random: gaps called too long, and waits said to be rarer than they are."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.evidence.claims import Claim, Setting, try_world
from svd.figures.over_time.between_events import space_events
from svd.figures.over_time.control_charts import LOCKED
from svd.figures.over_time.rare_events import limit_months
from svd.measures.result import OK

_LONG, _GAPS = 1 / 25, 24
_RARE = 0.05
_MONTHS = 96
_CHANCES = (0.1, 0.25, 0.45)


def list_claims(setting: Setting) -> list[Claim]:
    """The claims about the time between rare events."""
    return [_try_gaps(setting), _try_waits(setting)]


def _try_gaps(setting: Setting) -> Claim:
    rows = [
        try_world(
            setting,
            f"an event in {chance:.0%} of months",
            lambda step, worlds, chance=chance: (
                setting.random.geometric(
                    np.r_[np.full(LOCKED, chance), np.full(_GAPS - LOCKED, chance / (1 + step))], (worlds, _GAPS)
                )
                - 1
            ),
            _call_gaps,
            lambda gaps: _call_gaps(gaps).any(axis=1),
        )
        for chance in _CHANCES
    ]
    return Claim(
        "A longer gap than usual between rare events",
        "Trends (rare events)",
        _LONG,
        "about 1 gap in 25",
        f"Months have an event at random; the first {LOCKED} gaps fix what is usual, as many follow. A step makes "
        "months with an event so much rarer, and is found where any gap after it is called.",
        "Gaps called",
        tuple(rows),
    )


def _call_gaps(gaps: NDArray) -> NDArray:
    worlds, number = gaps.shape
    months, world = pd.Series(gaps.ravel().astype(float)), pd.Series(np.repeat(np.arange(worlds), number))
    upper = limit_months(months, world)["upper"].to_numpy().reshape(worlds, number)
    return (gaps > upper)[:, LOCKED:]


def _try_waits(setting: Setting) -> Claim:
    indicator = next(one for one in setting.evidence.catalogue.indicators.values() if one.calculation.form == "count")
    month = pd.date_range("2000-01", periods=_MONTHS, freq="MS")

    def call(events: NDArray) -> NDArray:
        chances = []
        for world in events:
            series = pd.DataFrame(
                {"month": month, "count": world.astype(float), "status": OK, "is_complete": True, "base": 1}
            )
            between = space_events(series, indicator, ())
            chances.append(between.chance)
        return np.array(chances) <= _RARE

    def draw(step: float, worlds: int, chance: float) -> NDArray:
        each = np.r_[np.full(_MONTHS - 24, chance), np.full(24, chance / (1 + step))]
        return setting.random.random((worlds, _MONTHS)) < each

    rows = [
        try_world(
            setting, f"an event in {chance:.0%} of months", lambda step, worlds, c=chance: draw(step, worlds, c), call
        )
        for chance in _CHANCES[:2]
    ]
    return Claim(
        "How often chance alone leaves as long a wait",
        "Trends (rare events)",
        _RARE,
        "a wait said to come 1 time in 20 or less comes no oftener",
        f"{_MONTHS} months with an event at random. A step makes months with an event rarer in the last two years.",
        "Said to be so rare",
        tuple(rows),
    )
