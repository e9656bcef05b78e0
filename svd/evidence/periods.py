"""Two periods, ranges and five years where nothing changes: test of change, 95% ranges, targets, trend marker."""

import numpy as np
from numpy.typing import NDArray

from svd.evidence.charts import find_alike_worlds, find_middle, list_alike, list_worlds
from svd.evidence.claims import STEPS, Claim, Row, Setting, try_world, word_promise
from svd.evidence.levels import Level, draw_months
from svd.evidence.tables import Share
from svd.evidence.worlds import draw_levels
from svd.figures.over_time.trend_marker import POINTS, mark_trend
from svd.figures.promises import CHANGE, RANGE, TREND
from svd.measures.scatter import LATEST
from svd.stats.change import SIGNAL_P
from svd.stats.dependence import inflation_for_autocorrelation
from svd.stats.dispersion import estimate_dispersion, find_spread, p_change
from svd.stats.limits import CANNOT_TELL, judge_year, limits_count

_YEAR = 12
_LATEST = LATEST


def p_of_years(counts: NDArray) -> NDArray:
    """The p of each world's last year against the one before, as the test of change gives it to the area's figures."""
    now, before = counts[:, -_YEAR:], counts[:, -2 * _YEAR : -_YEAR]
    alike = find_alike_worlds(counts)
    spread, free = find_spread(now, before, usual=estimate_dispersion(counts[:, -LATEST:])[0], alike=alike)
    wider = inflation_for_autocorrelation(alike, _YEAR)
    return p_change(now.sum(axis=1), before.sum(axis=1), spread * wider, free)


def try_change(setting: Setting) -> Claim:
    """Years called a change from the year before where nothing changes."""
    worlds = [pair for level in setting.levels for pair in list_worlds(level)]
    rows = [
        try_world(
            setting,
            name,
            _draw_years(setting, level),
            lambda counts: p_of_years(counts) < SIGNAL_P,
            is_otherwise=level.alike > 0,
        )
        for name, level in [*worlds, *list_alike(find_middle(setting.levels))]
    ]
    return Claim(
        "Rising, falling: a year against the year before",
        "Overview, Five Ds, Trends, Signals",
        SIGNAL_P,
        word_promise(CHANGE, "{} comparisons"),
        "Five years of months at one level; the last twelve are held against the twelve before, which a step divides.",
        "Called a change",
        tuple(rows),
        otherwise=CHANGE.otherwise.share,
    )


def _draw_years(setting: Setting, level: Level):
    def draw(step: float, worlds: int) -> NDArray:
        factor = np.r_[np.ones(_LATEST - _YEAR), np.full(_YEAR, 1 + step)]
        return draw_months(setting.random, level, (worlds, _LATEST), factor)

    return draw


def try_ranges(setting: Setting) -> tuple[Claim, Claim]:
    """Years whose 95% range leaves the true level out, and yearly targets called reached or missed that are met."""
    missed, judged = [], []
    for name, level in _list_some(setting):
        lower, upper, true = _range(setting, level, setting.worlds)
        out = (true < lower) | (true > upper)
        missed.append(Row(name, Share(int(out.sum()), setting.worlds), (), level.alike > 0))
        called = judge_year(lower, upper, true) != CANNOT_TELL
        found = tuple(_reach(setting, level, step) for step in STEPS)
        judged.append(Row(name, Share(int(called.sum()), setting.worlds), found, level.alike > 0))
    told = (
        "Five years of months; their dispersion is measured as the build does, and the last year's range made from it. "
        "Where months follow one another the level that it is to hold is that of the very year, as the guide says."
    )
    ranges = Claim(
        "The 95% range of a figure",
        "all pages",
        RANGE.usual.share,
        word_promise(RANGE, "{} leave the level out"),
        told,
        "Leave it out",
        tuple(missed),
        otherwise=RANGE.otherwise.share,
    )
    target = "The level is the target itself, or a quarter and a tenth above it."
    return ranges, Claim(
        "A yearly target reached or missed",
        "Trends, Five Ds",
        RANGE.usual.share,
        word_promise(RANGE, "{} of years at the target's own level are called either"),
        f"{told} {target}",
        "Called either",
        tuple(judged),
        otherwise=RANGE.otherwise.share,
    )


def _range(setting: Setting, level: Level, worlds: int) -> tuple[NDArray, NDArray, NDArray]:
    """The range of each world's last year, and the level it is to hold: that year's own where months follow."""
    means = level.mean * draw_levels(setting.random, level.months, (worlds, _LATEST))
    counts = setting.random.poisson(means) if level.alike else draw_months(setting.random, level, means.shape)
    lower, upper = limits_count(counts[:, -_YEAR:].sum(axis=1), dispersion=estimate_dispersion(counts)[0])
    return lower, upper, means[:, -_YEAR:].sum(axis=1)


def _reach(setting: Setting, level: Level, step: float) -> float:
    lower, upper, true = _range(setting, level, setting.few)
    return float((judge_year(lower, upper, true / (1 + step)) != CANNOT_TELL).mean())


def _list_some(setting: Setting) -> list[tuple[str, Level]]:
    """The worlds of the smallest, middle and largest level, and of months ever more alike."""
    ordered = sorted(setting.levels, key=lambda level: level.mean)
    some = dict.fromkeys((ordered[0], ordered[len(ordered) // 2], ordered[-1]))
    return [*(pair for level in some for pair in list_worlds(level)), *list_alike(find_middle(setting.levels))]


def try_trend(setting: Setting) -> Claim:
    """Five years called a trend where nothing changes; a step is the fifth year's."""
    rows = [
        try_world(setting, name, _draw_years(setting, level), _mark, is_otherwise=level.alike > 0)
        for name, level in _list_some(setting)
    ]
    return Claim(
        "The trend of five years",
        "Trends",
        TREND.usual.share,
        word_promise(TREND, "{} series"),
        "Five years of months at one level, each year with the range the build would give it. A step comes in "
        "the fifth.",
        "Called a trend",
        tuple(rows),
        otherwise=TREND.otherwise.share,
    )


def _mark(counts: NDArray) -> NDArray:
    years = counts.reshape(len(counts), POINTS, _YEAR).sum(axis=2)
    dispersion = estimate_dispersion(counts)[0][:, None]
    alike = find_alike_worlds(counts)
    wider = inflation_for_autocorrelation(alike, _YEAR) / (1 - alike)
    return mark_trend(years, *limits_count(years, dispersion=dispersion), dispersion=wider)["direction"].to_numpy() != 0
