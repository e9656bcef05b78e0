"""Control charts, small shifts and assurance where nothing changes, through the code that the pages run."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.evidence.claims import STEPS, Claim, Row, Setting, word_promise
from svd.evidence.levels import Level, draw_months
from svd.evidence.tables import Share
from svd.evidence.worlds import find_least_spread
from svd.figures.over_time.alike_months import find_alike
from svd.figures.over_time.assurance import FAILING, PASSING, judge_levels
from svd.figures.over_time.control_charts import LOCKED
from svd.figures.over_time.control_charts import OUTSIDE as OUT
from svd.figures.over_time.controlled import control_many
from svd.figures.over_time.cusum import (
    BASELINE,
    HORIZON,
    add_up,
    estimate_spread,
    find_limits,
    find_references,
)
from svd.figures.promises import MARKED, OUTSIDE, SHIFTS
from svd.figures.promises import MOST_ALIKE as _MOST
from svd.measures.question import Evidence
from svd.measures.result import OK

TESTED, SEASONAL = 24, 36
"""Months that are tested at a world's end, and those before them where the year has a shape, to tell a season by."""
AFTER = 12
"""Months after a step within which it is to be found."""
ALIKE = (0.25, 0.5, 0.79)
"""Autocorrelations that are tried beside the measured ones: the last is the highest of any published series."""
SLOW = 0.5
"""The one that is tried of a level too that drifts for years, which chance hides from month to month."""
assert max(ALIKE) <= _MOST
_WIDE = 4.0
"""Variance of months that follow one another, as a multiple of chance, in worlds of no indicator's own."""
_NEAR_MEAN, _NEAR_SPREAD = 0.15, 0.5
"""Means this near as logarithms, and spreads this near, have one limit of small shifts: it hardly depends on them."""
_FLAT = Level._field_defaults["season"]


def chart_worlds(evidence: Evidence, level: Level, counts: NDArray) -> pd.DataFrame:
    """The signals of the control chart of each world: what ``control_many`` gives, the world as ward_code.

    ``counts``: a row a world and a column a month, January first.
    """
    worlds, months = counts.shape
    when = pd.period_range(_find_start(evidence), periods=months, freq="M").to_timestamp().as_unit("us")
    series = pd.DataFrame(
        {
            "indicator": level.indicator,
            "ward_code": np.repeat([f"{world:05d}" for world in range(worlds)], months),
            "month": np.tile(when, worlds),
            "count": counts.ravel().astype(float),
            "value": counts.ravel().astype(float),
            "denominator": np.nan,
            "status": OK,
            "is_complete": True,
        }
    )
    return control_many(series, evidence).months


def _find_start(evidence: Evidence) -> pd.Period:
    """The first January after the last break, so that a world's limits never start anew."""
    last = max((event.date.year for event in evidence.catalogue.breaks.values()), default=2000)
    return pd.Period(year=last + 1, month=1, freq="M")


def list_worlds(level: Level) -> Iterator[tuple[str, Level]]:
    """Even months, months as uneven as the area's, and such as follow one another as these do; none has a season."""
    flat = level._replace(season=_FLAT)
    yield f"{level.title}, even", flat._replace(spread=1.0, alike=0.0)
    if level.spread > 1:
        yield f"{level.title}, uneven", flat._replace(alike=0.0)
    if level.alike > 0:
        yield f"{level.title}, following one another ({level.alike:.2f})", flat._replace(spread=level.wide)


def list_alike(level: Level) -> Iterator[tuple[str, Level]]:
    """The level with months that follow one another ever more closely."""
    for alike in ALIKE:
        world = level._replace(season=_FLAT, alike=alike, spread=max(level.spread, _WIDE))
        yield f"{level.mean:.0f} a month, autocorrelation {alike}", world
    slow = level._replace(season=_FLAT, alike=SLOW, spread=find_least_spread(SLOW))
    yield f"{level.mean:.0f} a month, autocorrelation {SLOW}, drifting for years", slow


def find_middle(levels: list[Level]) -> Level:
    """The level in the middle of all, by its events."""
    return sorted(levels, key=lambda level: level.mean)[len(levels) // 2]


def try_charts(setting: Setting) -> tuple[Claim, Claim]:
    """Months outside the limits, and months marked by any rule, where nothing changes."""
    outside, marked = [], []
    for name, level in _list_charted(setting.levels):
        charted = _chart(setting, level, setting.worlds)
        called = charted["signal"].to_numpy()
        found = tuple(_find_step(setting, level, step) for step in STEPS)
        alike = level.alike > 0
        outside.append(Row(name, Share(int((called == OUT).sum()), len(called)), found, alike))
        marked.append(Row(name, Share(int((called != "").sum()), len(called)), found, alike))
    told = (
        f"Limits rest on the first {LOCKED} months of a world, and the {TESTED} that follow are tested; with a season, "
        f"the {TESTED} after three years. A step is found where a month of the {AFTER} after it is called for "
        "being high."
    )
    return tuple(
        Claim(
            title,
            "Trends, Five Ds, Overview",
            promise.usual.share,
            word_promise(promise, "up to {} months"),
            told,
            "Months called",
            tuple(rows),
            otherwise=promise.otherwise.share,
        )
        for title, promise, rows in (
            ("Control limits: months outside", OUTSIDE, outside),
            ("Control limits: months marked by any rule", MARKED, marked),
        )
    )


def _list_charted(levels: list[Level]) -> Iterator[tuple[str, Level]]:
    for level in levels:
        yield from list_worlds(level)
        if len(set(level.season)) > 1:
            yield f"{level.title}, uneven, with its season", level._replace(alike=0.0)
    yield from list_alike(find_middle(levels))


def _chart(setting: Setting, level: Level, worlds: int, step: float = 0.0) -> pd.DataFrame:
    """The months tested of worlds at the level, or the first twelve of them after a step."""
    before = LOCKED if len(set(level.season)) == 1 else SEASONAL
    tested = AFTER if step else TESTED
    before += TESTED - tested
    factor = np.resize(level.season, before + tested) * np.r_[np.ones(before), np.full(tested, 1 + step)]
    counts = draw_months(setting.random, level, (worlds, before + tested), factor)
    charted = chart_worlds(setting.evidence, level, counts)
    return charted[charted.groupby("ward_code").cumcount() >= before]


def _find_step(setting: Setting, level: Level, step: float) -> float:
    charted = _chart(setting, level, setting.few, step)
    return float((charted["direction"] > 0).groupby(charted["ward_code"]).any().mean())


def try_shifts(setting: Setting) -> Claim:
    """Series called a lasting rise or fall within three years where nothing changes."""
    rows = []
    for name, level in [*_list_headlines(setting), *list_alike(find_middle(setting.levels))]:
        called = _shift(setting, level, setting.worlds)
        found = tuple(_shift(setting, level, setting.few, step).rate for step in STEPS)
        rows.append(Row(name, called, found, level.alike > 0))
    told = (
        f"{BASELINE} months fix what is usual, and {HORIZON} follow; a step stands at their start and is found within "
        f"{AFTER} months."
    )
    return Claim(
        "Small shifts that last",
        "Trends",
        SHIFTS.usual.share,
        word_promise(SHIFTS, f"{{}} series within {HORIZON} months"),
        told,
        "Series called",
        tuple(rows),
        otherwise=SHIFTS.otherwise.share,
    )


def _list_headlines(setting: Setting) -> Iterator[tuple[str, Level]]:
    """The worlds of the largest, the middle and the smallest level."""
    ordered = sorted(setting.levels, key=lambda level: level.mean)
    for level in dict.fromkeys((ordered[0], ordered[len(ordered) // 2], ordered[-1])):
        yield from list_worlds(level)


def _shift(setting: Setting, level: Level, worlds: int, step: float = 0.0) -> Share:
    """Worlds in which the sums call a shift: ever where nothing changes, else upwards within a year of the step."""
    factor = np.r_[np.ones(BASELINE), np.full(AFTER if step else HORIZON, 1 + step)]
    counts = draw_months(setting.random, level, (worlds, len(factor)), factor)
    base, later = counts[:, :BASELINE], counts[:, BASELINE:]
    usual, own = base.mean(axis=1), estimate_spread(counts)
    up, down = find_references(usual, own)
    unit = np.sqrt(usual * own)[:, None]
    limits = _limit(usual, own)
    is_up, is_down = (
        (add_up(way) / unit > limit[:, None]).any(axis=1)
        for way, limit in zip((later - up[:, None], down[:, None] - later), limits.T, strict=True)
    )
    called = (is_up if step else is_up | is_down) & (find_alike_worlds(counts) == 0)
    return Share(int(called.sum()), worlds)


def _limit(usual: NDArray, own: NDArray) -> NDArray:
    """The limits upwards and downwards of each world, simulated once for those that are nearly of one sort."""
    sorts = np.column_stack([np.round(np.log(usual) / _NEAR_MEAN), np.round(own / _NEAR_SPREAD)])
    few, place = np.unique(sorts, axis=0, return_inverse=True)
    limits = [find_limits(float(np.exp(mean * _NEAR_MEAN)), float(spread * _NEAR_SPREAD)) for mean, spread in few]
    return np.array(limits)[place.ravel()]


def try_assurance(setting: Setting) -> Claim:
    """Months that break an assurance said of a series that goes on as it was."""
    rows = []
    for name, level in _list_headlines(setting):
        counts = draw_months(setting.random, level, (setting.worlds, 2 * TESTED))
        charted = chart_worlds(setting.evidence, level, counts[:, :TESTED])
        # Targets that half of the worlds come near: where it is always the same word nothing is tried.
        goal = level.mean + setting.random.uniform(-5, 5, setting.worlds) * np.sqrt(level.mean * level.spread)
        verdict = _assure(charted, goal)
        later = counts[:, TESTED:]
        broken = np.where((verdict == PASSING)[:, None], later > goal[:, None], later <= goal[:, None])
        broken = broken[np.isin(verdict, [PASSING, FAILING])]
        rows.append(Row(name, Share(int(broken.sum()), broken.size)))
    return Claim(
        "Consistently passing, consistently failing",
        "Trends, Five Ds",
        OUTSIDE.usual.share,
        f"up to {OUTSIDE.usual} months breaks it",
        f"A verdict is drawn from {TESTED} months and held against the {TESTED} that follow, at targets up to five "
        "standard deviations of a month from the mean.",
        "Later months that break it",
        tuple(rows),
    )


def _assure(charted: pd.DataFrame, goal: NDArray) -> NDArray:
    """The verdict of each world against its target, of which lower is better."""
    number = charted["ward_code"].astype(int)
    polarity = pd.Series("lower", np.arange(len(goal)))
    return judge_levels(charted.assign(number=number), pd.Series(goal), polarity).reindex(polarity.index).to_numpy()


def find_alike_worlds(counts: NDArray, base: int = 1) -> NDArray:
    """The autocorrelation of each world's months where it is too high for rules of independent ones, else 0."""
    worlds, months = counts.shape
    number = pd.Series(np.repeat(np.arange(worlds), months))
    noise = pd.Series((base**2 - 1) / 6, number.index)
    return find_alike(pd.Series(counts.ravel()), number, number, noise).to_numpy().reshape(worlds, months)[:, 0]
