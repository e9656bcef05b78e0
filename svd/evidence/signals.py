"""False signals of a year: every series of the area and its wards looked at month by month, where nothing changes."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.evidence.charts import ALIKE
from svd.evidence.claims import STEPS, Claim, Row, Setting, word_promise
from svd.evidence.levels import Level
from svd.evidence.tables import Share
from svd.evidence.worlds import Months, draw_counts
from svd.figures.over_time.controlled import control_many
from svd.figures.promises import SIGNALS
from svd.figures.signals.calls import find_calls
from svd.figures.signals.chart_signals import join_calls, mark_passed
from svd.measures.result import OK

_MONTHS, _YEAR, _LEAST = 36, 12, 5
_BATCH = 50
"""Worlds that are charted at once: each holds more than a hundred series."""
_WARDS = 19
_FLAT = (1.0,) * 12


def try_signals(setting: Setting) -> Claim:
    """Signals raised in a year of worlds in which nothing changes, and how often a step of one series is raised."""
    levels = setting.levels
    sorts = {
        "as uneven as the area's months, with their seasons": [level._replace(alike=0.0) for level in levels],
        "as the area's months follow one another": [level._replace(spread=level.wide) for level in levels],
        f"autocorrelation {ALIKE[1]}": [
            level._replace(alike=ALIKE[1], season=_FLAT, spread=max(level.wide, 4.0)) for level in levels
        ],
    }
    rows = []
    for name, sort in sorts.items():
        called, _ = _raise(setting, sort, setting.worlds)
        found = tuple(float(_raise(setting, sort, setting.few, step)[1].mean()) for step in STEPS)
        rows.append(Row(name, Share(int(called.sum()), len(called)), found, any(level.alike for level in sort)))
    return Claim(
        "Signals raised",
        "Signals, Overview",
        SIGNALS.usual.share,
        word_promise(SIGNALS, "less than one false signal a year, in all series together").replace(
            str(SIGNALS.otherwise), f"less than {SIGNALS.otherwise.times}"
        ),
        f"Each world has the area's {len(levels)} series and those of {_WARDS} wards with {_LEAST} events a month "
        f"or more, over {_MONTHS} months; signals of the last {_YEAR} are counted. A step comes in the area's largest "
        "series a year before the end.",
        "False signals",
        tuple(rows),
        is_number=True,
        otherwise=SIGNALS.otherwise.share,
    )


def _raise(setting: Setting, levels: list[Level], worlds: int, step: float = 0.0) -> tuple[NDArray, NDArray]:
    """How many signals the last year of each world has, and whether the largest series' step is among them."""
    parts = [_raise_some(setting, levels, min(_BATCH, worlds - begun), step) for begun in range(0, worlds, _BATCH)]
    called, found = (np.concatenate(part) for part in zip(*parts, strict=True))
    return called, found


def _raise_some(setting: Setting, levels: list[Level], worlds: int, step: float) -> tuple[NDArray, NDArray]:
    """The same of worlds that are charted at once; what looks over several series looks over those of one world."""
    series, largest = _draw(setting, levels, worlds, step)
    kept = ["indicator", "ward_code", "month", "count", "denominator", "is_share", "level", "world"]
    charted = control_many(series, setting.evidence).months.merge(series[kept], on=kept[:3])
    level = charted["level"]
    apart = find_calls(charted.assign(level=level + charted["world"].astype(str))).assign(level=level)
    found = pd.concat([mark_passed(world) for _, world in apart.groupby("world", sort=False)])
    raised = join_calls(found[found["signal"] != ""])
    last = raised[raised["month"] > found["month"].max() - pd.DateOffset(months=_YEAR)]
    own = last[(last["indicator"] == largest) & (last["level"] == "area") & (last["direction"] > 0)]
    called, hits = (np.bincount(part["world"], minlength=worlds) for part in (last, own))
    return called, hits > 0


def _draw(setting: Setting, levels: list[Level], worlds: int, step: float) -> tuple[pd.DataFrame, str]:
    """The months of all series of so many worlds as the signals read them, and the indicator of the largest."""
    event = max((one.date.year for one in setting.evidence.catalogue.breaks.values()), default=2000)
    months = pd.date_range(f"{event + 1}-01", periods=_MONTHS, freq="MS", unit="us")
    largest = max(levels, key=lambda level: level.mean).indicator
    tables = []
    for level in levels:
        season = np.resize(level.season, _MONTHS)
        after = np.r_[np.ones(_MONTHS - _YEAR), np.full(_YEAR, 1 + step * (level.indicator == largest))]
        counts = draw_counts(setting.random, level.months, (worlds, 1, _MONTHS), season * after)
        tables.append(_tabulate(level.indicator, months, counts, "area"))
        if level.mean / _WARDS >= _LEAST:
            own = Months(level.mean / _WARDS, 1 + (level.spread - 1) / _WARDS, 0.0)
            counts = draw_counts(setting.random, own, (worlds, _WARDS, _MONTHS), season)
            tables.append(_tabulate(level.indicator, months, counts, "ward"))
    return pd.concat(tables, ignore_index=True), largest


def _tabulate(indicator: str, months: pd.DatetimeIndex, counts: NDArray, level: str) -> pd.DataFrame:
    """A row a world, place and month; each place of each world has a code of its own."""
    worlds, places, number = counts.shape
    codes = [f"{world:03} {level} {place:02}" for world in range(worlds) for place in range(places)]
    told = {"indicator": indicator, "ward_code": np.repeat(codes, number), "month": np.tile(months, worlds * places)}
    figures = {"count": counts.ravel(), "value": counts.ravel(), "denominator": np.nan, "status": OK}
    world = np.repeat(np.arange(worlds), places * number)
    return pd.DataFrame({**told, **figures, "is_complete": True, "is_share": False, "level": level, "world": world})
