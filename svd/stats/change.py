"""Is it a real change? Tests of two counts, two shares and two ratios, and which of them a figure can carry."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from svd.stats import tails as stats
from svd.stats.limits import at_least_one

SIGNAL_P = 2 * stats.norm.sf(3)
"""A change is called one only below this p: as rare as three standard errors, about 1 comparison in 370 by chance."""
LEAST_EACH = 5
"""Events, and cases without the event, expected a period below which a share's limits and tests mean nothing."""


def p_counts(now: ArrayLike, before: ArrayLike, share: ArrayLike = 0.5, dispersion: ArrayLike = 1) -> NDArray:
    """Two-sided p of two Poisson counts having one mean for their exposure; null where either is null.

    ``share``: what part of the whole exposure lies now, one half where both are equally long. Exact: given their sum,
    the count now is binomial with that probability. Unlike the rule of thumb
    2(sqrt(now) - sqrt(before)) beyond 3, whose spread is sqrt(2) and which 1 comparison in 30 passes by chance, it
    keeps its promise at any size. With a dispersion, counts are worth that many times fewer events, by the incomplete
    beta function, of which the binomial is the case of whole numbers. Sources: Przyborowski and Wilenski 1940,
    Biometrika 31:313; McCullagh and Nelder 1989, Generalized linear models, section 4.5.
    """
    x, y, of_now = (np.asarray(part, dtype=float) for part in (now, before, share))
    x, y = x / at_least_one(dispersion), y / at_least_one(dispersion)
    # P(X <= x) is 1 where nothing lies before, and P(X >= x) is 1 where nothing lies now.
    at_most = np.where(y > 0, special.betainc(np.where(y > 0, y, 1.0), x + 1, 1 - of_now), 1.0)
    at_least = np.where(x > 0, special.betainc(np.where(x > 0, x, 1.0), y + 1, of_now), 1.0)
    p = np.minimum(1.0, 2 * np.minimum(at_most, at_least))
    return np.where(np.isnan(x + y), np.nan, p)


def p_proportions(
    now: ArrayLike,
    of_now: ArrayLike,
    before: ArrayLike,
    of_before: ArrayLike,
    dispersion: ArrayLike = 1,
    free: ArrayLike = np.inf,
) -> NDArray:
    """Two-sided p of two independent proportions being one, by the pooled standard error; null where either has none.

    ``free``: degrees of freedom of a dispersion estimated from few months, by Student's t. Sources: Fleiss, Levin and
    Paik 2003, Statistical methods for rates and proportions, section 3.2; McCullagh and Nelder 1989, section 4.5.
    """
    x1, n1, x0, n0 = (np.asarray(part, dtype=float) for part in (now, of_now, before, of_before))
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (x1 + x0) / (n1 + n0)
        error = np.sqrt(at_least_one(dispersion) * pooled * (1 - pooled) * (1 / n1 + 1 / n0))
        z = np.where(error == 0, 0.0, (x1 / n1 - x0 / n0) / error)
    return np.where((n1 > 0) & (n0 > 0), 2 * stats.t.sf(np.abs(z), free), np.nan)


def limits_difference(
    now: ArrayLike,
    limits_now: tuple[ArrayLike, ArrayLike],
    before: ArrayLike,
    limits_before: tuple[ArrayLike, ArrayLike],
    spread: ArrayLike = 1,
) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of ``now`` less ``before``, two independent figures, from the limits of each.

    ``spread``: the variance of the figures as a multiple of what their limits allow for. With Wilson's limits it is
    Newcombe's interval of two proportions. Source: Zou and Donner 2008, Statistics in Medicine 27:1693; Newcombe 1998,
    Statistics in Medicine 17:873.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    (x_lower, x_upper), (y_lower, y_upper) = (map(np.asarray, limits) for limits in (limits_now, limits_before))
    widen = np.sqrt(np.asarray(spread, dtype=float))
    below, above = np.hypot(x - x_lower, y_upper - y), np.hypot(x_upper - x, y - y_lower)
    return x - y - widen * below, x - y + widen * above


def can_carry_share(events: ArrayLike, non_events: ArrayLike, periods: ArrayLike = 1) -> NDArray:
    """Whether a share can be charted, tested or signalled: events and the rest are each expected five times a period.

    ``events`` and ``non_events`` are those of ``periods`` together. Null, or a negative rest (more events than cases:
    that is a ratio, never a share), can't. Source: Cochran 1954, Biometrics 10:417, least expected numbers.
    """
    x, rest, number = (np.asarray(part, dtype=float) for part in (events, non_events, periods))
    return (x >= LEAST_EACH * number) & (rest >= LEAST_EACH * number)


def p_placed(
    placed_now: ArrayLike,
    all_now: ArrayLike,
    placed_before: ArrayLike,
    all_before: ArrayLike,
    dispersion: ArrayLike = 1,
    v: ArrayLike = 0,
) -> NDArray:
    """Two-sided p of the same share of events having a known ward now and before; null where there were no events.

    ``v``: variance that protection adds to each of the four counts of events with a ward and without one. It adds
    v (a² + b²) / n⁴ to the variance a b / n³ of a share a / n, b being the rest (delta method), and so counts as a
    dispersion of its own. Source: Fleiss, Levin and Paik 2003, section 3.2.
    """
    x1, n1, x0, n0 = (np.asarray(part, dtype=float) for part in (placed_now, all_now, placed_before, all_before))
    smallest = np.minimum(n1, n0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (x1 + x0) / (n1 + n0)
        # At shares of 0 and 1 protection still moves both parts: they are held at least one event from the edge.
        share = np.clip(share, 1 / np.maximum(smallest, 2), 1 - 1 / np.maximum(smallest, 2))
        added = np.asarray(v) * (share**2 + (1 - share) ** 2) / (smallest * share * (1 - share))
    return p_proportions(x1, n1, x0, n0, at_least_one(dispersion) + np.where(np.isfinite(added), added, 0.0))


def is_placing_steady(
    placed_now: ArrayLike,
    all_now: ArrayLike,
    placed_before: ArrayLike,
    all_before: ArrayLike,
    dispersion: ArrayLike = 1,
    v: ArrayLike = 0,
) -> NDArray:
    """Whether the share of events with a known ward is the same in both periods, as far as chance goes (p >= 0.0027).

    Where it is not, wards are not compared over that time: a ward would seem to fall when fewer of its events were
    placed. Steady where a period has no events; not where a count is null. Source: as ``p_placed``.
    """
    p = p_placed(placed_now, all_now, placed_before, all_before, dispersion, v)
    counts = [np.asarray(part, dtype=float) for part in (placed_now, all_now, placed_before, all_before)]
    is_known = ~np.isnan(sum(counts))
    return is_known & ~(p < SIGNAL_P)
