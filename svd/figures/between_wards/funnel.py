"""Funnel plots: how far from the common figure chance alone would take a ward of its size, and which lie outside."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from svd.figures.between_wards.compare import NOT_COMPARED, find_nearest, judge_difference
from svd.stats.dispersion import LEAST_WARDS, measure_between, widen_for_wards
from svd.stats.wards import limits_funnel, score_wards

P_95, P_998 = 0.025, 0.001
"""Chance of lying beyond a limit on one side."""
ABOVE, MAYBE_ABOVE, INSIDE, MAYBE_BELOW, BELOW = "above", "may be above", "inside", "may be below", "below"
_SIDES = {ABOVE: "higher", MAYBE_ABOVE: "higher", BELOW: "lower", MAYBE_BELOW: "lower"}
_SIGNAL_P = 0.05


@dataclass(frozen=True)
class Funnel:
    """The limits round ``centre``. ``form`` and ``per`` are the calculation's; ``phi`` is the wards' dispersion.

    ``p``: chance of wards that differ this much where all have one level; ``count``: wards it rests on; ``rounding``:
    what their counts are multiples of; ``dispersion``: that of the months, which phi holds no more.
    """

    centre: float
    form: str
    per: float
    phi: float
    p: float
    count: int
    rounding: int = 1
    dispersion: float = 1.0

    @property
    def is_testable(self) -> bool:
        """Whether there are wards enough to tell how much they differ from one another."""
        return self.count >= LEAST_WARDS

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
        """What the distance of the 99.8% limits from the centre is multiplied by, or 1."""
        return self.widen(P_998)

    def widen(self, p: float) -> float:
        """What the distance of the limits beyond which the chance is ``p`` is multiplied by, or 1."""
        return float(widen_for_wards(self.phi, self.count, p)) if self.is_dispersed else 1.0

    def limits(self, denominator: ArrayLike, p: float) -> tuple[NDArray, NDArray]:
        """Lower and upper limits for each denominator, in the figure's own unit; beyond each the chance is ``p``."""
        lower, upper = limits_funnel(denominator, self.centre, self.form, self.per, p, self.dispersion)
        most = self.per if self.form == "proportion" else np.inf
        widened = (self.centre + (limit - self.centre) * self.widen(p) for limit in (lower, upper))
        low, high = (np.clip(limit, 0, most) for limit in widened)
        return low, high


def build_funnel(compared: pd.DataFrame, form: str, per: float, rounding: int = 1, dispersion: float = 1.0) -> Funnel:
    """The funnel of the wards of ``compare_figures``, round their benchmark, from those that can be compared.

    ``dispersion``: the months', by which every limit is wider; phi is what wards differ beyond it.
    """
    wards = compared[compared["compared"] != NOT_COMPARED]
    centre = float(wards["benchmark"].iloc[0]) if len(wards) else float("nan")
    denominator = wards["denominator"].to_numpy(float)
    nearest = find_nearest(wards["count"].to_numpy(float), denominator, centre, form, per, rounding)
    phi, p = measure_between(score_wards(nearest, denominator, centre, form, per, dispersion))
    return Funnel(centre, form, per, float(phi), float(p), len(wards), rounding, dispersion)


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
