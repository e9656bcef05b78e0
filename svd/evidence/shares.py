"""Shares and ratios of two counts, people by age, repeats and two groups' rates, where nothing differs."""

import numpy as np
from numpy.typing import NDArray

from svd.evidence.claims import Claim, Setting, try_world
from svd.evidence.worlds import Months, draw_counts, protect
from svd.figures.people.ages import judge_shares
from svd.figures.people.disproportionality import find_rate_ratio
from svd.figures.people.repeats import Share as ShownShare
from svd.figures.people.repeats import p_shares
from svd.measures.protect import variance_of
from svd.measures.result import OK
from svd.stats.change import SIGNAL_P, p_proportions
from svd.stats.dispersion import find_spread_shares
from svd.stats.ratio import find_scatter, p_ratios

_YEAR, _HISTORY = 12, 60
_CASES = (60, 240, 1200)
_UNEVEN = 2.0


def try_share_change(setting: Setting) -> Claim:
    """Shares called a change where nothing changes, with even months and with months that scatter."""
    rows = [
        try_world(
            setting,
            f"30% of {cases} a year, {'even' if spread == 1 else f'months scatter {spread:g} times as chance'}",
            lambda step, worlds, cases=cases, spread=spread: _draw_shares(setting.random, cases, spread, step, worlds),
            _call_shares,
        )
        for cases in _CASES
        for spread in (1.0, _UNEVEN)
    ]
    return Claim(
        "Rising, falling: shares",
        "Overview, Five Ds, Trends",
        SIGNAL_P,
        "1 comparison in 370 (0.27%)",
        "Five years of cases, of which 30 in 100 are counted; a step raises the last year's share by so much of "
        "itself.",
        "Called a change",
        tuple(rows),
    )


def _draw_shares(random: np.random.Generator, cases: int, spread: float, step: float, worlds: int) -> NDArray:
    """Counted and cases by month of five years [world, two, month]."""
    share = 0.3 * np.r_[np.ones(_HISTORY - _YEAR), np.full(_YEAR, 1 + step)]
    of = random.poisson(cases / _YEAR, (worlds, _HISTORY))
    each = np.broadcast_to(share, of.shape)
    if spread > 1:
        # Beta-binomial: the variance of a month of average size is so many times that of chance.
        size = (cases / _YEAR - spread) / (spread - 1)
        each = random.beta(each * size, (1 - each) * size)
    return np.stack([random.binomial(of, each), of], axis=1).astype(float)


def _call_shares(counts: NDArray) -> NDArray:
    count, rest = counts[:, 0], counts[:, 1] - counts[:, 0]
    year = np.arange(_HISTORY) // _YEAR
    usual, _ = find_spread_shares(count, rest, year)
    both = year >= year.max() - 1
    scatter, free = find_spread_shares(count[:, both], rest[:, both], year[both], usual=usual)
    now, before = (counts[..., year == year.max() - back].sum(axis=-1).T for back in (0, 1))
    return p_proportions(*now, *before, scatter, free) < SIGNAL_P


def try_ratio_change(setting: Setting) -> Claim:
    """Ratios of two counts called a change where nothing changes, through the gap of two services."""
    rows = []
    for mean in (8.0, 40.0, 150.0):
        for spread in (1.0, _UNEVEN):

            def draw(step: float, worlds: int, mean: float = mean, spread: float = spread) -> NDArray:
                now, before = (
                    draw_counts(setting.random, Months(mean * times, spread), (worlds, 2, _YEAR), factor)
                    for times, factor in ((1.0, np.array([1 + step, 1.0])[:, None]), (1.0, 1.0))
                )
                return np.concatenate([now, before], axis=1)

            name = f"{mean:.0f} a month to as many, {'even' if spread == 1 else 'uneven'}"
            rows.append(try_world(setting, name, draw, _call_ratios))
    return Claim(
        "Rising, falling: so many for every 100",
        "People (police, hospital and ambulance), Trends",
        SIGNAL_P,
        "1 comparison in 370 (0.27%)",
        "Two years of two counts of different things; a step is the first one's.",
        "Called a change",
        tuple(rows),
    )


def _call_ratios(counts: NDArray) -> NDArray:
    period = np.repeat([0, 1], _YEAR)
    one, other = (counts[:, pair].reshape(len(counts), -1) for pair in ([0, 2], [1, 3]))
    scatter, free = find_scatter(one, other, period)
    x, y, x0, y0 = counts.sum(axis=-1).T
    return p_ratios(x, y, x0, y0, scatter, free=free) < SIGNAL_P


def try_ages(setting: Setting) -> Claim:
    """Ages called more or fewer than their share of residents where they are that share, in steps and exactly."""
    rows = [
        try_world(
            setting,
            f"a quarter of {cases} a year, {'exact' if base == 1 else f'in steps of {base}'}",
            lambda step, worlds, cases=cases, base=base: _draw_parts(setting.random, cases, base, 0.25, step, worlds),
            lambda counts, base=base: _call_ages(counts, base),
        )
        for cases in _CASES
        for base in (1, 5, 10)
    ]
    return Claim(
        "An age or sex more or less than its share of residents",
        "People",
        0.002,
        "2 in 1,000",
        "One age and the rest, each rounded for itself; a step is that age's.",
        "Called more or fewer",
        tuple(rows),
    )


def _draw_parts(random: np.random.Generator, cases: int, base: int, share: float, step: float, worlds: int) -> NDArray:
    """The shown count of a part and of the rest in a year [world, two]."""
    means = np.array([cases * share * (1 + step), cases * (1 - share)])
    months = np.stack([random.poisson(40, (worlds, 2)), random.poisson(means, (worlds, 2))], axis=-1).astype(float)
    return protect(random, months, base)[..., 1]


def _call_ages(counts: NDArray, base: int) -> NDArray:
    part, rest = counts.T
    noise = np.full(len(part), float(variance_of(base)))
    found = judge_shares(part, part + rest, noise, noise, np.full(len(part), 0.25))["compared"]
    return np.isin(found, ["higher", "lower"])


def try_repeats(setting: Setting) -> Claim:
    """The share of repeats called a change from the year before where nothing changes."""
    rows = []
    for cases in (240, 1200):
        for base in (5, 10):

            def draw(step: float, worlds: int, cases: int = cases, base: int = base) -> NDArray:
                years = [_draw_parts(setting.random, cases, base, 0.2, each, worlds) for each in (step, 0.0)]
                return np.concatenate(years, axis=1)

            rows.append(
                try_world(
                    setting,
                    f"a fifth of {cases} a year, in steps of {base}",
                    draw,
                    lambda counts, base=base: _call_repeats(counts, base),
                )
            )
    return Claim(
        "Repeats rising or falling",
        "People",
        SIGNAL_P,
        "1 comparison in 370 (0.27%)",
        "Those who come up again and all others, each rounded for itself, in two years; a step is that of the repeats.",
        "Called a change",
        tuple(rows),
    )


def _call_repeats(counts: NDArray, base: int) -> NDArray:
    noise = float(variance_of(base))
    now, before = (
        ShownShare(part, part + rest, part, part, part, OK, "", noise, noise)
        for part, rest in (counts.T[:2], counts.T[2:])
    )
    return p_shares(now, before) < SIGNAL_P


def try_fairness(setting: Setting) -> Claim:
    """Two groups' rates called more or less where they are one."""
    rows = [
        try_world(
            setting,
            f"{events} and {4 * events} events of groups as one to four",
            lambda step, worlds, events=events: setting.random.poisson([events * (1 + step), 4 * events], (worlds, 2)),
            _call_fairness,
        )
        for events in (10, 40, 200)
    ]
    return Claim(
        "Two groups' rates: more or less",
        "People (fairness)",
        0.05,
        "1 in 20: the 95% limits leave out one rate",
        "Events of two groups of one rate; a step is the smaller group's.",
        "Called more or less",
        tuple(rows),
    )


def _call_fairness(counts: NDArray) -> NDArray:
    _, lower, upper = find_rate_ratio(counts[:, 0], 1000.0, counts[:, 1], 4000.0)
    return (lower > 1) | (upper < 1)


def list_claims(setting: Setting) -> list[Claim]:
    """The claims about shares, ratios and people."""
    trials = (try_share_change, try_ratio_change, try_ages, try_repeats, try_fairness)
    return [trial(setting) for trial in trials]
