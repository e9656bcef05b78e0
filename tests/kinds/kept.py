"""What one kind of misleading figure is: what misled, the figure with the rule off, and the one shown with it on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Find = Callable[[Path, bool], str]
"""The figure in words, worked out in a folder of one's own, with the rule on or off."""


@dataclass(frozen=True)
class Kind:
    """``find`` is the name of the function too, by which the document says where it is tried."""

    misled: str
    rule: str
    find: Find

    def tell(self, folder: Path) -> tuple[str, str]:
        """The wrong figure and the right one."""
        off, on = folder / "off", folder / "on"
        off.mkdir()
        on.mkdir()
        return self.find(off, False), self.find(on, True)


def percent(share: float) -> str:
    return f"{share * 100:.1f}%"
