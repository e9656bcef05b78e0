"""Counts that protection rounds where nothing changes: the test of change, the control chart, shares and wards."""

import numpy as np
from numpy.typing import NDArray

from svd.evidence.charts import AFTER, LOCKED, find_alike_worlds
from svd.evidence.claims import Claim, Row, Setting, try_world, word_promise
from svd.evidence.wards import Wards, compare_worlds, draw_wards, measure_dispersion
from svd.evidence.worlds import Months, draw_counts, protect
from svd.figures.over_time.control_charts import RUN
from svd.figures.promises import CHANGE, MARKED
from svd.stats.change import SIGNAL_P
from svd.stats.dependence import inflation_for_autocorrelation
from svd.stats.dispersion import find_spread
from svd.stats.protected import call_change, variance_of_difference
from svd.stats.protected_chart import chart_protected

MEANS, BASES = (15, 50, 200), (5, 10)
"""Events a month, and blocks, that partners' counts have."""
_SORTS = (Months(1.0), Months(1.0, 2.0), Months(1.0, 2.5, 0.5))
_YEAR, _HISTORY = 12, 60


def list_protected() -> list[tuple[str, Months, int]]:
    """Even and uneven months, and such as follow one another, of each mean and block."""
    named = []
    for base in BASES:
        for mean in MEANS:
            for sort in _SORTS:
                months = sort._replace(mean=float(mean))
                how = f"autocorrelation {months.alike}" if months.alike else "uneven" if months.spread > 1 else "even"
                named.append((f"{mean} a month in steps of {base}, {how}", months, base))
    return named


def try_protected_change(setting: Setting) -> Claim:
    """Years of rounded counts called a change from the year before where nothing changes."""
    rows = [
        try_world(
            setting,
            name,
            _draw_years(setting, months, base),
            lambda counts, base=base: _call(counts, base),
            is_otherwise=months.alike > 0,
        )
        for name, months, base in list_protected()
    ]
    return Claim(
        "Rising, falling: counts shown in steps",
        "Overview, Five Ds, Trends",
        SIGNAL_P,
        word_promise(CHANGE, "{} comparisons"),
        "Five years of months; their running total is rounded from a secret start, and the last year is held against "
        "the year before by what is shown.",
        "Called a change",
        tuple(rows),
        otherwise=CHANGE.otherwise.share,
    )


def _draw_years(setting: Setting, months: Months, base: int):
    def draw(step: float, worlds: int) -> NDArray:
        factor = np.r_[np.ones(_HISTORY - _YEAR), np.full(_YEAR, 1 + step)]
        counts = draw_counts(setting.random, months, (worlds, _HISTORY), factor)
        return protect(setting.random, counts, base)

    return draw


def _call(counts: NDArray, base: int) -> NDArray:
    now, before = counts[:, -_YEAR:], counts[:, -2 * _YEAR : -_YEAR]
    # As the pages have it: a month between two shown totals is rounded at both ends.
    usual = measure_dispersion(counts[:, None], base)
    alike = find_alike_worlds(counts, base)
    spread, free = find_spread(now, before, np.sqrt(2 * base**2 - 1), usual, alike)
    spread, v = spread * inflation_for_autocorrelation(alike, _YEAR), variance_of_difference(base)
    return call_change(now.sum(axis=1), before.sum(axis=1), v, spread, free=free).is_called


def try_protected_chart(setting: Setting) -> Claim:
    """Rounded months marked by limits or by seven months' totals where nothing changes."""
    rows = []
    for name, months, base in list_protected():

        def draw(step: float, worlds: int, months: Months = months, base: int = base) -> NDArray:
            factor = np.r_[np.ones(LOCKED + AFTER), np.full(AFTER, 1 + step)]
            return protect(setting.random, draw_counts(setting.random, months, (worlds, len(factor)), factor), base)

        marks = try_world(
            setting,
            name,
            draw,
            lambda counts, base=base: _chart(counts, base) != 0,
            _find(base),
            is_otherwise=months.alike > 0,
        )
        rows.append(marks)
    return Claim(
        "Control limits of counts shown in steps",
        "Trends, Five Ds",
        MARKED.usual.share,
        word_promise(MARKED, "up to {} months"),
        f"Three years of months in steps, judged by limits and by {RUN} months' totals. A step stands in the "
        "third year.",
        "Months called",
        tuple(rows),
        otherwise=MARKED.otherwise.share,
    )


def _chart(counts: NDArray, base: int) -> NDArray:
    dispersion = measure_dispersion(counts[:, None], base)
    return chart_protected(counts, base, 1, dispersion, alike=find_alike_worlds(counts, base)).direction


def _find(base: int):
    def find(counts: NDArray) -> NDArray:
        return (_chart(counts, base)[:, -AFTER:] > 0).any(axis=1)

    return find


def try_protected_wards(setting: Setting) -> Claim:
    """Wards of rounded counts called higher or lower where every ward has one rate."""
    rows: list[Row] = []
    for base in BASES:
        for mean in MEANS:
            for spread in (1.0, 2.0):
                wards = Wards("", float(mean) / 10, spread, np.ones(19), base)

                def draw(step: float, worlds: int, wards: Wards = wards) -> NDArray:
                    return draw_wards(setting.random, wards, worlds, step)

                name = f"{12 * mean / 10:.0f} a year and ward in steps of {base}, {'even' if spread == 1 else 'uneven'}"
                rows.append(
                    try_world(
                        setting,
                        name,
                        draw,
                        lambda counts, wards=wards: compare_worlds(counts, wards)[0],
                        lambda counts, wards=wards: compare_worlds(counts, wards)[0][:, 0],
                    )
                )
    return Claim(
        "Wards higher or lower: counts shown in steps",
        "Ward map, Ward profile, Compare wards",
        0.002,
        "2 wards in 1,000",
        "Nineteen wards of one size and rate, five years of months, each ward's running total rounded for "
        "itself. A step is one ward's.",
        "Called higher or lower",
        tuple(rows),
    )
