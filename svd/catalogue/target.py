"""What a result is held against: a target somebody set, or a published level as a benchmark."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from svd.catalogue.entry import Declaration, Id, Text

if TYPE_CHECKING:
    from svd.catalogue.declarations import Indicator
    from svd.catalogue.load import Catalogue


class Target(Declaration):
    """A level of an indicator and who set it.

    ``value`` is in the indicator's unit; of a rate or count it is that of twelve months. ``since``: the first day it
    holds. A benchmark is a published level, a target one that the partnership means to reach. Where it is not
    confirmed, the partnership has yet to adopt it.
    """

    id: Id
    indicator: Id
    kind: Literal["target", "benchmark"]
    title: Text
    value: float
    unit: Text
    since: date
    set_by: Text
    source: Text
    is_confirmed: bool = False

    def level_a_month(self, indicator: "Indicator") -> float:
        """What it comes to in a month: a twelfth of a rate or count, the same of a share or mean."""
        return self.value / 12 if indicator.calculation.form in ("rate", "count") else self.value


def check_targets(c: "Catalogue") -> Iterator[str]:
    """What is wrong with the targets: an indicator not declared, in another unit, with two, or with no better side."""
    taken: set[str] = set()
    for target in c.targets.values():
        where = f"targets.toml, target {target.id!r}"
        indicator = c.indicators.get(target.indicator)
        if indicator is None:
            yield f"{where}: indicator names {target.indicator}, which nothing declares."
            continue
        if indicator.unit != target.unit:
            yield f"{where}: unit is {target.unit!r}, and the indicator's is {indicator.unit!r}."
        if indicator.polarity == "neutral":
            yield f"{where}: {indicator.id} is good neither up nor down, so nothing can pass or fail."
        if target.indicator in taken:
            yield f"{where}: {indicator.id} has another target."
        taken.add(target.indicator)
