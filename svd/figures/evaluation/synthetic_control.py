"""Synthetic control: a weighted mix of comparison wards that went as the treated ones did before the start; pure."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import optimize

from svd.figures.evaluation.difference import Flags, Numbers
from svd.figures.evaluation.placebo import InPlace, draw_groups

LEAST_WARDS, LEAST_BEFORE = 10, 12
"""Comparison wards, and months before, below which a mix of wards is not sought."""
MOST_MISS, MOST_LEVEL = 2.0, 1.96
"""The rule of a poor fit, as multiples of chance: of the months' misses, and of all of them together."""
MOST_GROUPS = 199


@dataclass(frozen=True)
class Mix:
    """``weights`` of the comparison wards, not negative, sum 1; ``path``: the mix's figure in each month.

    ``miss_before`` and ``miss_after`` are the root mean squared gaps between the treated wards and the mix.
    """

    weights: Numbers
    path: Numbers
    miss_before: float
    miss_after: float

    @property
    def miss_ratio(self) -> float:
        """How many times larger the gap is after the start than before; infinite where there was none before."""
        return self.miss_after / self.miss_before if self.miss_before else float("inf")


def mix_wards(treated: Numbers, others: Numbers, months_before: int) -> Mix:
    """The mix of ``others``, a row a ward and a column a month, nearest ``treated`` in the first ``months_before``.

    Figures are rates, so that wards of any size can be mixed. Source: Abadie, Diamond and Hainmueller 2010, Journal of
    the American Statistical Association 105:493.
    """
    weights = find_weights(treated[:months_before], others[:, :months_before])
    path = weights @ others
    gaps = (treated - path) ** 2
    return Mix(weights, path, sqrt(gaps[:months_before].mean()), sqrt(gaps[months_before:].mean()))


def mix_group(events: Numbers, people: Numbers, is_treated: Flags, months_before: int) -> Mix:
    """The mix of all other wards nearest the treated ones taken together, in events per resident."""
    treated = events[is_treated].sum(axis=0) / people[is_treated].sum()
    return mix_wards(treated, events[~is_treated] / people[~is_treated, None], months_before)


def find_weights(treated: Numbers, others: Numbers) -> Numbers:
    """Weights of the rows of ``others``, not negative and sum 1, whose mix is nearest ``treated`` by least squares.

    As the weights sum to 1, the distance is that of the mixed gaps to zero. Non-negative least squares of the gaps with
    one more equation, that the weights sum to 1, gives the best weights but for a common factor, whatever weight that
    equation has: the best of all multiples of a mix is ranked as its own distance is.
    Source of the least squares: Lawson and Hanson 1974, Solving least squares problems, chapter 23.
    """
    gaps = (others - treated).T
    scale = np.sqrt((gaps**2).mean()) or 1.0
    system = np.vstack([gaps / scale, np.ones(len(others))])
    found, _ = optimize.nnls(system, np.append(np.zeros(len(gaps)), 1.0))
    return found / found.sum()


def judge_fit(treated: Numbers, mix: Mix, counts: Numbers) -> str:
    """Why the mix is a poor likeness before the start, or an empty text; ``counts``: the treated wards' events then.

    Poor where the gaps sum to more than 1.96 times what chance alone brings to the treated wards' total, or where a
    month misses by more than twice what chance brings to one.
    """
    months = len(counts)
    rate = treated[:months].mean() / counts.mean()
    chance = sqrt(counts.mean()) * rate
    level = abs((treated[:months] - mix.path[:months]).sum()) / (chance * sqrt(months))
    if level > MOST_LEVEL:
        side = "above" if treated[:months].mean() > mix.path[:months].mean() else "below"
        return f"before the start the treated wards lay {side} any mix of the others by more than chance brings"
    if mix.miss_before > MOST_MISS * chance:
        return "before the start the mix missed the treated wards by more than twice what chance brings to a month"
    return ""


def rank_miss(events: Numbers, people: Numbers, is_treated: Flags, months_before: int) -> InPlace:
    """Whether the treated wards' miss ratio is among the largest of all groups of as many wards, each taken as treated.

    ``events``: a row a ward and a column a month; ``people``: each ward's residents. A group is mixed from all other
    wards; of many groups the real one and 198 others are drawn. Source: Abadie, Diamond and Hainmueller 2010, as above.
    """
    groups = draw_groups(is_treated, MOST_GROUPS).astype(bool)
    ratios = np.array([mix_group(events, people, group, months_before).miss_ratio for group in groups])
    observed = ratios[(groups == is_treated).all(axis=1)].item()
    return InPlace(len(groups), int((ratios >= observed - 1e-12).sum()))
