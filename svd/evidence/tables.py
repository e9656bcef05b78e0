"""Markdown tables of shares, and whether each keeps what was promised."""

from collections.abc import Sequence
from typing import NamedTuple

_Z = 3.0


class Share(NamedTuple):
    """How many of so many were called."""

    called: int
    of: int

    @property
    def rate(self) -> float:
        return self.called / self.of if self.of else float("nan")


def word_share(share: Share) -> str:
    """The share as a percentage that can be read: ``0.27%``, ``12.4%``."""
    percent = 100 * share.rate
    return f"{percent:.2f}%" if percent < 1 else f"{percent:.1f}%"


def keeps_promise(share: Share, promised: float, *, is_number: bool = False) -> bool:
    """Whether the share is no higher than promised, but for chance: three standard errors of so many draws.

    ``is_number``: it is a mean number of calls, which scatters as a Poisson count does.
    """
    error = (promised * (1 if is_number else 1 - promised) / max(share.of, 1)) ** 0.5
    return share.rate <= promised + _Z * error


def draw_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["--"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
