"""How much of everything a few places hold, beside what an even spread would give them by chance alone."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from svd.figures.places.located import PlaceQuestion, Provenance, count_parts, describe_provenance
from svd.stats.change import SIGNAL_P

_STEPS = np.arange(0, 101, 5)


@dataclass(frozen=True)
class Concentration:
    """``curve``: places, events and chance, percentages, worst places first; a row a step of five in a hundred.

    ``worst`` is the percentage of events in the worst places, ``chance`` what these hold of an even spread; both are
    null where there are no events. ``gini``: 0 where all places hold as many, towards 1 where one has all.
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


def measure_concentration(question: PlaceQuestion) -> Concentration | None:
    """The concentration of the question's events; None where nothing was received, or where the feed has a rule.

    Counts in blocks lie in few cells for that alone: five events in five cells may be one block in one of them.
    """
    feed = question.feed
    if feed is None or not feed.is_exact:
        return None
    counted = count_parts(question, feed.cells)
    if not counted.spans:
        return None
    counts = counted.count(counted.spans[0][0], counted.spans[-1][1])
    number, whole = len(counts), float(counts.sum())
    worst_places = int(np.ceil(question.evidence.catalogue.hot_spots.worst_share * number))
    ends = np.round(_STEPS / 100 * number).astype(int)
    held = np.concatenate([[0], np.cumsum(np.sort(counts)[::-1])])
    mean = whole / number
    share = 100 * held / whole if whole > 0 else np.full(number + 1, np.nan)
    curve = {"places": _STEPS.astype(float), "events": share[ends], "chance": 100 * expect_shares(mean, ends / number)}
    return Concentration(
        curve=pd.DataFrame(curve),
        places=number,
        worst_places=worst_places,
        worst=float(share[worst_places]),
        chance=float(expect_shares(mean, np.array([worst_places / number]))[0] * 100),
        gini=find_gini(counts),
        chance_gini=expect_gini(mean),
        p=find_dispersion_p(counts),
        provenance=describe_provenance(question, counted.months),
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


def word_concentration(found: Concentration | None, question: PlaceQuestion) -> str:
    """The finding as a sentence; an even spread is ruled out only where chance is as rare as for any change."""
    title = question.title
    if found is None and question.rule.hide_up_to:
        return (
            f"{title}: how concentrated events are can't be told, because this feed's counts are in blocks, and blocks "
            "lie in few places for that alone."
        )
    if found is None or found.worst != found.worst:
        return f"{title}: no events of which to say how concentrated they are."
    held = f"the worst {found.worst_places} of {found.places} places hold {found.worst:.0f}% of events"
    even = f"an even spread would give them {found.chance:.0f}% by chance alone"
    if found.p < SIGNAL_P:
        return f"{title}: {held}; {even}."
    return f"{title}: no clear concentration: {held}, and {even}."
