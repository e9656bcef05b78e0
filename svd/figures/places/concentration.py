"""How much of everything a few places hold, beside what an even spread would give them by chance alone."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from svd.figures.places.located import PlaceQuestion, Provenance, describe_provenance, locate_events, round_sums
from svd.stats.change import SIGNAL_P

_STEPS = np.arange(0, 101, 5)


@dataclass(frozen=True)
class Concentration:
    """``curve``: places, events and chance, percentages, worst places first; a row a step of five in a hundred.

    ``worst`` is the percentage of events in the worst places, ``chance`` what these hold of an even spread; both are
    null where there are too few events to show. ``gini``: 0 where all places hold as many, towards 1 where one has all.
    """

    curve: pd.DataFrame
    places: int
    worst_places: int
    worst: float
    chance: float
    gini: float
    chance_gini: float
    p: float
    """How often an even spread would come out so uneven."""
    provenance: Provenance


def measure_concentration(question: PlaceQuestion) -> Concentration:
    """The concentration of the question's events, disclosed: shares of hidden feeds come from rounded sums."""
    located = locate_events(question)
    counts, rule = located.count(located.months), question.rule
    number, whole = len(counts), float(round_sums(counts.sum(), rule))
    worst_places = int(np.ceil(question.evidence.catalogue.hot_spots.worst_share * number))
    ends = np.round(_STEPS / 100 * number).astype(int)
    held = round_sums(np.concatenate([[0], np.cumsum(np.sort(counts)[::-1])]), rule)
    # From the rounded total too: the even spread of the true one would tell it.
    mean = whole / number
    share = 100 * held / whole if whole > 0 else np.full(number + 1, np.nan)
    curve = {"places": _STEPS.astype(float), "events": share[ends], "chance": 100 * expect_shares(mean, ends / number)}
    return Concentration(
        curve=pd.DataFrame(curve),
        places=number,
        worst_places=worst_places,
        worst=float(share[worst_places]),
        chance=float(expect_shares(mean, np.array([worst_places / number]))[0] * 100),
        gini=find_gini(counts) if whole > 0 else np.nan,
        chance_gini=expect_gini(mean),
        p=find_dispersion_p(counts) if whole > 0 else np.nan,
        provenance=describe_provenance(question, located.months),
    )


def find_gini(counts: np.ndarray) -> float:
    """The Gini coefficient: half the mean difference of two places, as a share of the mean; null without events.

    Source: Gini 1912; in the form of Bernasco and Steenbeek 2017, Journal of Quantitative Criminology 33:451.
    """
    ordered, number = np.sort(counts), len(counts)
    if not counts.sum():
        return np.nan
    return float(2 * (np.arange(1, number + 1) * ordered).sum() / (number * ordered.sum()) - (number + 1) / number)


def expect_shares(mean: float, places: np.ndarray) -> np.ndarray:
    """The share of events in the fullest ``places`` (shares of them) where each has a Poisson count of ``mean``.

    Null where ``mean`` is 0. With a few hundred places a single draw differs from it by less than a point.
    """
    if not mean > 0:
        return np.full(len(places), np.nan)
    full = np.arange(stats.poisson.isf(1e-12, mean), -1, -1)
    chance = stats.poisson.pmf(full, mean)
    held = np.concatenate([[0], np.cumsum(chance * full) / mean])
    return np.interp(places, np.concatenate([[0], np.cumsum(chance)]), held)


def expect_gini(mean: float) -> float:
    """The Gini coefficient of very many places that each have a Poisson count of ``mean``."""
    places = np.linspace(0, 1, 2001)
    return float(2 * np.trapezoid(expect_shares(mean, places), places) - 1)


def find_dispersion_p(counts: np.ndarray) -> float:
    """How often an even spread would be so uneven: p of the index of dispersion; source: Fisher 1925, section 16."""
    mean = counts.mean()
    return float(stats.chi2.sf(((counts - mean) ** 2).sum() / mean, len(counts) - 1)) if mean > 0 else np.nan


def word_concentration(found: Concentration, title: str) -> str:
    """The finding as a sentence; an even spread is ruled out only where chance is as rare as for any change."""
    if found.worst != found.worst:
        return f"{title}: too few events to say how concentrated they are."
    held = f"the worst {found.worst_places} of {found.places} places hold {found.worst:.0f}% of events"
    even = f"an even spread would give them {found.chance:.0f}% by chance alone"
    if found.p < SIGNAL_P:
        return f"{title}: {held}; {even}."
    return f"{title}: no clear concentration: {held}, and {even}."
