"""Placebo tests of an effect: wards that had no intervention taken as if they had, and an earlier start; pure."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from svd.figures.evaluation.difference import LEVEL, Effect, Flags, Numbers, estimate_effect

MOST_GROUPS, SEED = 999, 1


@dataclass(frozen=True)
class InPlace:
    """``groups``: of as many wards as are treated, the real one among them; each was taken as if treated.

    ``beyond``: how many of them, the real one included, changed at least as much against all other wards, by their own
    error. ``p`` is their share, null where there are too few wards to draw groups from.
    """

    groups: int
    beyond: int

    @property
    def p(self) -> float:
        return self.beyond / self.groups if self.groups else float("nan")

    @property
    def is_rare(self) -> bool:
        """Whether chance alone would hardly put the real group so far out; with few wards it must be the furthest."""
        return self.groups > 0 and self.p <= max(LEVEL, 1 / self.groups)


def randomise_wards(counts: Numbers, is_treated: Flags, is_after: Flags) -> InPlace:
    """The randomisation test: how often a group of any wards of ``counts`` changed as much as the treated ones did.

    All groups of as many wards are taken, or the real one and 998 others drawn with a fixed seed. Compared is the
    effect over its error by chance. It holds whatever makes wards differ, where each was as likely to be treated.
    Sources: Bertrand, Duflo and Mullainathan 2004, Quarterly Journal of Economics 119:249; MacKinnon and Webb 2020,
    Journal of Econometrics 218:435 (by the t statistic, and why: errors clustered by few wards are too small).
    """
    groups = draw_groups(is_treated)
    # As many wards treated as not: each group and the rest of the wards would be told apart by the sign alone.
    if len(groups) < 2 or 2 * is_treated.sum() >= len(counts):
        return InPlace(0, 0)
    distance = np.abs(_standardise(counts, groups, is_after))
    observed = distance[(groups == is_treated).all(axis=1)].item()
    return InPlace(len(groups), int((distance >= observed - 1e-12).sum()))


def draw_groups(is_treated: Flags, most: int = MOST_GROUPS) -> Numbers:
    """Groups of as many wards as are treated, a row a group and a 1 for each ward in it; the real one among them."""
    wards, size = len(is_treated), int(is_treated.sum())
    chosen = {tuple(np.flatnonzero(is_treated).tolist())}
    if comb(wards, size) <= most:
        chosen |= set(combinations(range(wards), size))
    rng = np.random.default_rng(SEED)
    while len(chosen) < min(most, comb(wards, size)):
        drawn = np.sort(rng.random((most, wards)).argsort(axis=1)[:, :size], axis=1)
        chosen |= set(map(tuple, drawn[: most - len(chosen)].tolist()))
    groups = np.zeros((len(chosen), wards))
    groups[np.repeat(np.arange(len(chosen)), size), np.array(sorted(chosen)).ravel()] = 1
    return groups


def _standardise(counts: Numbers, groups: Numbers, is_after: Flags) -> Numbers:
    """Each group's log ratio of ratios against all other wards, over its standard error by chance."""
    sums = np.stack([counts[:, ~is_after].sum(axis=1), counts[:, is_after].sum(axis=1)], axis=1)
    inside = groups @ sums
    parts = np.concatenate([inside, sums.sum(axis=0) - inside], axis=1)
    parts += 0.5 * (parts == 0).any(axis=1, keepdims=True)
    change = np.log(parts[:, 1] / parts[:, 0]) - np.log(parts[:, 3] / parts[:, 2])
    return change / np.sqrt((1 / parts).sum(axis=1))


def list_placebos(counts: pd.DataFrame, is_treated: Flags, is_after: Flags) -> pd.DataFrame:
    """Each comparison ward alone as if treated, against the others: ratio, lower, upper and p by ward_code."""
    others = counts[~is_treated]
    effects = [estimate_effect(others.to_numpy(float), others.index == code, is_after) for code in others.index]
    rows = [(effect.ratio, effect.lower, effect.upper, effect.p) for effect in effects]
    return pd.DataFrame(rows, index=others.index, columns=["ratio", "lower", "upper", "p"])


def pretend_earlier(counts: Numbers, is_treated: Flags, is_after: Flags) -> tuple[int, Effect]:
    """The place of a made-up start, half way through the months before the real one, and its effect on those months."""
    months = int((~is_after).sum())
    start = months // 2
    before = counts[:, ~is_after]
    return start, estimate_effect(before, is_treated, np.arange(months) >= start)
