"""Funnel plots: how far from the common figure chance alone would take a ward of its size, and which lie outside."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from svd.figures.between_wards.compare import NOT_COMPARED, find_nearest, judge_difference

P_95, P_998 = 0.025, 0.001
"""Chance of lying beyond a limit on one side."""
ABOVE, MAYBE_ABOVE, INSIDE, MAYBE_BELOW, BELOW = "above", "may be above", "inside", "may be below", "below"
_SIDES = {ABOVE: "higher", MAYBE_ABOVE: "higher", BELOW: "lower", MAYBE_BELOW: "lower"}
_WINSORISED = 0.1
_LEAST_WARDS = 10
"""Wards below which how much they differ from one another can't be told from chance."""
_SIGNAL_P = 0.05


@dataclass(frozen=True)
class Funnel:
    """The limits round ``centre``. ``form`` and ``per`` are the calculation's; ``phi`` is the wards' dispersion.

    ``p``: chance of wards that differ this much where all have one level; ``count``: wards it rests on; ``rounding``:
    what their counts are multiples of.
    """

    centre: float
    form: str
    per: float
    phi: float
    p: float
    count: int
    rounding: int = 1

    @property
    def is_testable(self) -> bool:
        """Whether there are wards enough to tell how much they differ from one another."""
        return self.count >= _LEAST_WARDS

    @property
    def is_uneven(self) -> bool:
        """Whether the wards differ from one another more than chance would make them."""
        return self.is_testable and self.p < _SIGNAL_P

    @property
    def is_dispersed(self) -> bool:
        """Whether limits are widened: the wards are uneven, and not by a few outliers alone."""
        return self.is_uneven and self.phi > 1

    @property
    def widening(self) -> float:
        """What the limits' distance from the centre is multiplied by: the square root of phi, or 1."""
        return float(np.sqrt(self.phi)) if self.is_dispersed else 1.0

    def limits(self, denominator: ArrayLike, p: float) -> tuple[NDArray, NDArray]:
        """Lower and upper limits for each denominator, in the figure's own unit; beyond each the chance is ``p``."""
        lower, upper = limits_funnel(denominator, self.centre, self.form, self.per, p)
        most = self.per if self.form == "proportion" else np.inf
        widened = (self.centre + (limit - self.centre) * self.widening for limit in (lower, upper))
        low, high = (np.clip(limit, 0, most) for limit in widened)
        return low, high


def limits_funnel(denominator: ArrayLike, centre: float, form: str, per: float, p: float) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of a figure whose true level is ``centre``; null where the denominator is.

    Rates: the exact Poisson counts k for which P(X <= k), or P(X >= k), is ``p``, between whole numbers by the gamma
    function, so that the line is smooth; no lower limit above 0 where no event at all has a chance above ``p``.
    Proportions: the shares whose Wilson limit is the centre.
    Sources: Spiegelhalter 2005, Statistics in Medicine 24:1185;
    the Office for Health Improvement and Disparities' funnels (PHEindicatormethods).
    """
    n = np.asarray(denominator, dtype=float)
    if form == "proportion":
        share = centre / per
        half = stats.norm.isf(p) * np.sqrt(share * (1 - share) / n) * per
        return np.clip(centre - half, 0, per), np.clip(centre + half, 0, per)
    expected = centre * n / per
    lower = np.where(np.exp(-expected) < p, special.pdtrik(p, expected), 0.0)
    upper = special.pdtrik(1 - p, expected) + 1
    return lower / n * per, upper / n * per


def score_wards(count: ArrayLike, denominator: ArrayLike, centre: float, form: str, per: float) -> NDArray:
    """How many standard errors each ward lies from the centre, were that its true level (Pearson residuals)."""
    x, n = np.asarray(count, dtype=float), np.asarray(denominator, dtype=float)
    share = centre / per
    variance = share * n * ((1 - share) if form == "proportion" else 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, (x - share * n) / np.sqrt(variance), np.nan)


def measure_dispersion(scores: ArrayLike) -> tuple[float, float]:
    """phi, the mean square of the scores after winsorising, and the chance of so much without winsorising.

    Scores beyond the 10th and the 90th percentile (between ranks by straight lines) are set to it, so that a few
    outliers do not widen the limits they are held against. The chance is that of the sum of squares, chi-squared with
    one degree of freedom fewer than there are scores. Null scores take no part; none gives nulls.
    Source: Spiegelhalter 2005, Quality and Safety in Health Care 14:347.
    """
    z = np.asarray(scores, dtype=float)
    z = z[~np.isnan(z)]
    if len(z) < 2:
        return float("nan"), float("nan")
    low, high = np.quantile(z, [_WINSORISED, 1 - _WINSORISED])
    phi = float(np.mean(np.clip(z, low, high) ** 2))
    return phi, float(stats.chi2.sf(np.sum(z**2), len(z) - 1))


def build_funnel(compared: pd.DataFrame, form: str, per: float, rounding: int = 1) -> Funnel:
    """The funnel of the wards of ``compare_figures``, round their benchmark, from those that can be compared."""
    wards = compared[compared["compared"] != NOT_COMPARED]
    centre = float(wards["benchmark"].iloc[0]) if len(wards) else float("nan")
    denominator = wards["denominator"].to_numpy(float)
    nearest = find_nearest(wards["count"].to_numpy(float), denominator, centre, form, per, rounding)
    phi, p = measure_dispersion(score_wards(nearest, denominator, centre, form, per))
    return Funnel(centre, form, per, phi, p, len(wards), rounding)


def place_in_funnel(compared: pd.DataFrame, funnel: Funnel, polarity: str) -> pd.DataFrame:
    """Where each ward lies and what that means, or would mean where it only may be so; index as ``compared``.

    ``funnel``: above or below the 99.8% limits, may be above or below (95%), inside, or not compared;
    ``funnel_judgement``: better, worse, neutral, similar or empty. Of rounded counts the nearest one is placed.
    """
    count, denominator = (compared[name].to_numpy(float, na_value=np.nan) for name in ("count", "denominator"))
    nearest = find_nearest(count, denominator, funnel.centre, funnel.form, funnel.per, funnel.rounding)
    value = nearest / denominator * funnel.per
    (low, high), (far_low, far_high) = (funnel.limits(denominator, p) for p in (P_95, P_998))
    conditions = [value > far_high, value < far_low, value > high, value < low]
    placed = np.select(conditions, [ABOVE, BELOW, MAYBE_ABOVE, MAYBE_BELOW], INSIDE)
    placed = np.where(compared["compared"] != NOT_COMPARED, placed, NOT_COMPARED)
    judged = [judge_difference(_SIDES.get(word, word), polarity) for word in placed]
    return pd.DataFrame({"funnel": placed, "funnel_judgement": judged}, compared.index, dtype=object)
