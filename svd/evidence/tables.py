"""Markdown tables of shares, and whether each keeps what was promised."""

from collections.abc import Sequence

from svd.evidence.false_signals import Share

_Z = 3.0


def word_share(share: Share) -> str:
    """The share as a percentage that can be read: ``0.27%``, ``12.4%``."""
    percent = 100 * share.rate
    return f"{percent:.2f}%" if percent < 1 else f"{percent:.1f}%"


def keeps_promise(share: Share, promised: float) -> bool:
    """Whether the share is no higher than promised, but for chance: three standard errors of so many draws."""
    error = (promised * (1 - promised) / share.of) ** 0.5
    return share.rate <= promised + _Z * error


def word_promise(share: Share, promised: float) -> str:
    """The share, and whether the promise holds."""
    return f"{word_share(share)} {'(kept)' if keeps_promise(share, promised) else '(NOT kept)'}"


def draw_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["--"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
