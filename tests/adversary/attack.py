"""The whole attack: answers put together within each series and across families, scored against the truth."""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.adversary import ask
from tests.adversary.across import count_left
from tests.adversary.ask import Product
from tests.adversary.lenses import RunningTotal
from tests.adversary.points import leave_out_untold
from tests.adversary.score import LEAST_ACROSS, Score, choose_lenses, describe_slack, score_within
from tests.adversary.together import Kin, find_kin, tighten
from tests.adversary.truth import Truth
from tests.adversary.within import Series, Solved, empty_bounds, solve_within

MOST_NODES = 7
"""Month ends of a family that a programme looks at: those of more would take minutes each."""


@dataclass(frozen=True)
class Attack:
    """What was told: within each series, and whatever is put together."""

    alone: Score
    together: Score
    families: int
    under_three: int
    """Periods with fewer than three values by the bounds of all families."""
    programmes: int
    solved: int
    """Families among them."""
    under_three_by_programmes: int
    slacks: dict[int, int]

    @property
    def forbidden(self) -> int:
        """How often either limit of rule 3 was broken; a count that breaks both counts twice."""
        return self.alone.under_five + self.under_three + self.under_three_by_programmes

    def describe(self) -> str:
        """In lines, for a report."""
        return "\n".join(
            [
                f"within: {self.alone.describe()}",
                f"together ({self.families:,} families): {self.together.describe()}",
                f"under three values: {self.under_three:,} periods by bounds; {self.under_three_by_programmes:,} by "
                f"{self.programmes:,} mixed-integer programmes of {self.solved:,} families",
                f"series by how far a figure may lie from the truth: {self.slacks or 'rounded afresh'}",
            ]
        )


def attack(
    product: Product,
    answers: pd.DataFrame,
    truth: Truth,
    rng: np.random.Generator,
    programmes: int = 0,
    protection: str = ask.PROTECTION,
) -> Attack:
    """Put all answers together; ``programmes``: how many families are solved by programmes beside the bounds of all."""
    telling = answers if protection == "afresh" else leave_out_untold(answers, product.area)
    lenses = choose_lenses(telling, truth, protection, product.hides_up_to, product.area)
    solved = solve_within(telling, lenses)
    asked = set(zip(answers["counted"], answers["place"], strict=True))
    kin = find_kin(solved.series, product.area, list_categories(product), asked)
    tight = tighten(solved, kin)
    # A family that has no two month ends in common says nothing together.
    drawn = ((kin[place], _find_ends(solved, kin[place])) for place in rng.permutation(len(kin)))
    telling_ones = [(one, ends) for one, ends in drawn if len(ends) > 1]
    # Where there are fewer than asked for, each is solved again at other month ends.
    chosen = list(itertools.islice(itertools.cycle(telling_ones), programmes)) if telling_ones else []
    told = [_solve_family(solved, one, ends, lenses, rng) for one, ends in chosen]
    return Attack(
        alone=score_within(answers, solved, truth),
        together=score_within(answers, tight, truth),
        families=len(kin),
        under_three=int((tight.is_inside & (tight.values < LEAST_ACROSS)).sum()),
        programmes=len(chosen),
        solved=min(len(chosen), len(telling_ones)),
        under_three_by_programmes=sum(told),
        slacks=describe_slack(lenses),
    )


def list_categories(product: Product) -> dict[str, set[str]]:
    """The categories of each source, as the catalogue has them."""
    found: dict[str, set[str]] = {}
    for category in product.catalogue.categories:
        found.setdefault(category.reader_or_source, set()).add(category.offence)
    return found


def _find_ends(solved: Solved, kin: Kin) -> np.ndarray:
    """The month ends that all of the family were asked for."""
    members = [*kin.parts, kin.whole]
    inside = solved.is_inside[members]
    return np.flatnonzero((inside.any(axis=1) | inside.any(axis=2)).all(axis=0))


def _solve_family(
    solved: Solved, kin: Kin, ends: np.ndarray, lenses: dict[Series, object], rng: np.random.Generator
) -> int:
    """How many periods of the family have fewer than three values, between some of the month ends."""
    members = [*kin.parts, kin.whole]
    if len(ends) > MOST_NODES:
        ends = np.sort(rng.choice(ends, MOST_NODES, replace=False))
    most = solved.most[np.ix_(members, ends, ends)]
    if kin.has_rest:
        most = np.concatenate([most[:-1], _unknown(len(ends))[None], most[-1:]])
    parts, whole = ([lenses[solved.series[place]] for place in places] for places in (kin.parts, [kin.whole]))
    slacks = {lens.slack for lens in parts if isinstance(lens, RunningTotal)}
    slack = slacks.pop() if len(slacks) == 1 and not kin.has_rest else None
    left = count_left(most[-1], most[:-1], rng, (slack, getattr(whole[0], "slack", None)))
    rows = [*range(len(kin.parts)), len(most) - 1]
    return int(left.forbidden[rows].sum())


def _unknown(nodes: int) -> np.ndarray:
    """A part that no answer is of: it never falls."""
    return np.where(np.tril(np.ones((nodes, nodes), dtype=bool)), 0, empty_bounds(1, nodes)[0])
