"""False signals of a year: every series of the area and its wards looked at month by month, where nothing changes."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.evidence.charts import ALIKE
from svd.evidence.claims import STEPS, Claim, Row, Setting
from svd.evidence.levels import Level
from svd.evidence.tables import Share
from svd.evidence.worlds import Months, draw_counts
from svd.figures.over_time.controlled import control_many
from svd.figures.signals.calls import find_calls
from svd.figures.signals.chart_signals import join_calls, mark_passed
from svd.measures.result import OK

_MONTHS, _YEAR, _LEAST = 36, 12, 5
_PART = 40
"""Of so many worlds one is looked at: each holds some two hundred series."""
_WARDS = 19
_FLAT = (1.0,) * 12


def try_signals(setting: Setting) -> Claim:
    """Signals raised in a year of worlds in which nothing changes, and how often a step of one series is raised."""
    sorts = {
        "as uneven as the area's months, with their seasons": [level._replace(alike=0.0) for level in setting.levels],
        "as the area's months follow one another": [level._replace(spread=level.wide) for level in setting.levels],
        f"autocorrelation {ALIKE[1]}": [
            level._replace(alike=ALIKE[1], season=_FLAT, spread=max(level.wide, 4.0)) for level in setting.levels
        ],
    }
    worlds = max(setting.worlds // _PART, 3)
    rows = []
    for name, levels in sorts.items():
        called = sum(_raise(setting, levels)[0] for _ in range(worlds))
        few = max(worlds // 3, 2)
        found = tuple(float(np.mean([_raise(setting, levels, step)[1] for _ in range(few)])) for step in STEPS)
        rows.append(Row(name, Share(called, worlds), found))
    return Claim(
        "Signals raised",
        "Signals, Overview",
        1.0,
        "less than one false signal a year, in all series together",
        f"Each world has the area's {len(setting.levels)} series and those of {_WARDS} wards with {_LEAST} events "
        "a month "
        f"or more, over {_MONTHS} months; signals of the last {_YEAR} are counted. A step comes in the area's largest "
        "series a year before the end.",
        "False signals",
        "The line under the list says so: it holds where months do not follow one another",
        tuple(rows),
        is_number=True,
    )


def _raise(setting: Setting, levels: list[Level], step: float = 0.0) -> tuple[int, bool]:
    """How many signals the last year of one world has, and whether the largest series' step is among them."""
    series, largest = _draw(setting, levels, step)
    charted = control_many(series, setting.evidence).months
    kept = ["indicator", "ward_code", "month", "count", "denominator", "is_share", "level"]
    found = mark_passed(find_calls(charted.merge(series[kept], on=kept[:3])))
    raised = join_calls(found[found["signal"] != ""])
    last = raised[raised["month"] > found["month"].max() - pd.DateOffset(months=_YEAR)]
    own = last[(last["indicator"] == largest) & (last["level"] == "area") & (last["direction"] > 0)]
    return len(last), len(own) > 0


def _draw(setting: Setting, levels: list[Level], step: float) -> tuple[pd.DataFrame, str]:
    """The months of all series of a world as the signals read them, and the indicator of the largest."""
    event = max((one.date.year for one in setting.evidence.catalogue.breaks.values()), default=2000)
    months = pd.date_range(f"{event + 1}-01", periods=_MONTHS, freq="MS", unit="us")
    area, largest = setting.evidence.catalogue.area.code, max(levels, key=lambda level: level.mean).indicator
    tables = []
    for level in levels:
        season = np.resize(level.season, _MONTHS)
        after = np.r_[np.ones(_MONTHS - _YEAR), np.full(_YEAR, 1 + step * (level.indicator == largest))]
        counts = draw_counts(setting.random, level.months, (1, _MONTHS), season * after)
        tables.append(_tabulate(level.indicator, [area], months, counts, "area"))
        if level.mean / _WARDS >= _LEAST:
            own = Months(level.mean / _WARDS, 1 + (level.spread - 1) / _WARDS, 0.0)
            counts = draw_counts(setting.random, own, (_WARDS, _MONTHS), season)
            wards = [f"W{ward:02}" for ward in range(_WARDS)]
            tables.append(_tabulate(level.indicator, wards, months, counts, "ward"))
    return pd.concat(tables, ignore_index=True), largest


def _tabulate(indicator: str, codes: list[str], months: pd.DatetimeIndex, counts: NDArray, level: str) -> pd.DataFrame:
    told = {"indicator": indicator, "ward_code": np.repeat(codes, len(months)), "month": np.tile(months, len(codes))}
    figures = {"count": counts.ravel(), "value": counts.ravel(), "denominator": np.nan, "status": OK}
    return pd.DataFrame({**told, **figures, "is_complete": True, "is_share": False, "level": level})
