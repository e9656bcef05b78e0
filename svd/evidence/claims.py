"""What a page promises, how often it was broken where nothing changes, and how often a step of 25% and 10% is found."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svd.evidence.levels import Level
from svd.evidence.tables import Share, draw_table, keeps_promise, word_share
from svd.figures.promises import FOLLOWING, Promise
from svd.measures.question import Evidence

STEPS = (0.25, 0.1)
"""Rises that a test should find, as shares."""
_FEW = 10
"""Of so many worlds one serves to tell how often a step is found: a share of two digits needs fewer than a promise."""


class Setting(NamedTuple):
    """What the trials are made with: the store, its levels, how many worlds, and the chance they are drawn by."""

    evidence: Evidence
    levels: list[Level]
    worlds: int
    random: np.random.Generator

    @property
    def few(self) -> int:
        """Worlds that tell how often a step is found."""
        return max(self.worlds // _FEW, 10)


class Row(NamedTuple):
    """A sort of world, how much was called in it where nothing changes, and the share in which each step was found.

    ``found``: in the order of STEPS, empty where there is nothing to step. ``is_otherwise``: the world is of the sort
    of which the page promises less, and says so.
    """

    world: str
    share: Share
    found: tuple[float, ...] = ()
    is_otherwise: bool = False


class Claim(NamedTuple):
    """``promised``: the most that may be called; ``promise`` says so in words, ``told`` how its worlds were drawn.

    ``otherwise``: the most where less is promised; ``called`` heads the column of calls; ``is_number``: it is so many a
    year rather than a share.
    """

    title: str
    page: str
    promised: float
    promise: str
    told: str
    called: str
    rows: tuple[Row, ...]
    is_number: bool = False
    otherwise: float | None = None

    def promised_of(self, row: Row) -> float:
        """The most that may be called in such a world."""
        return self.otherwise if row.is_otherwise and self.otherwise is not None else self.promised

    def is_kept(self, row: Row) -> bool:
        """Whether the world's calls are at or under what is promised of it, but for three standard errors."""
        return keeps_promise(row.share, self.promised_of(row), is_number=self.is_number)

    def word(self, share: Share) -> str:
        """The calls as they are read: a percentage, or so many a year."""
        return f"{share.rate:.2f} a year" if self.is_number else word_share(share)


DIFFERING = "where wards differ as usual"


def word_promise(promise: Promise, named: str, when: str = FOLLOWING) -> str:
    """What is promised, as ``1 month in 30; where months follow one another (...) 1 in 6``; ``named`` stands for {}."""
    words = named.format(promise.usual)
    return f"{words}; {when} {promise.otherwise}" if promise.otherwise not in (None, promise.usual) else words


def try_world(
    setting: Setting,
    world: str,
    draw: Callable[[float, int], NDArray],
    call: Callable[[NDArray], NDArray],
    find: Callable[[NDArray], NDArray] | None = None,
    *,
    is_otherwise: bool = False,
) -> Row:
    """The row of one sort of world: ``draw`` gives so many with a step (0: none), ``call`` what is called in each.

    ``find``: whether a step is found, where that is another question than what is called.
    """
    called = call(draw(0.0, setting.worlds))
    found = tuple(float((find or call)(draw(step, setting.few)).mean()) for step in STEPS)
    return Row(world, Share(int(called.sum()), called.size), found, is_otherwise)


def list_unkept(claims: Iterable[Claim]) -> list[tuple[Claim, Row]]:
    """Each claim with a world in which it is not kept."""
    return [(claim, row) for claim in claims for row in claim.rows if not claim.is_kept(row)]


def draw_claim(claim: Claim) -> str:
    """The claim as a section's text: what is promised, how it was tried, and a row a sort of world."""
    has_steps = any(row.found for row in claim.rows)
    header = ["World", "Drawn", claim.called, *((f"Finds +{step:.0%}" for step in STEPS) if has_steps else ())]
    rows = []
    for row in claim.rows:
        steps = [f"{share:.0%}" for share in row.found] or ["–"] * len(STEPS)
        kept = "kept" if claim.is_kept(row) else "NOT kept"
        drawn = f"{row.share.of:,}"
        rows.append([row.world, drawn, f"{claim.word(row.share)} ({kept})", *(steps if has_steps else ())])
    return f"*{claim.page}.* {claim.told} Promised: {claim.promise}.\n\n{draw_table(header, rows)}"
