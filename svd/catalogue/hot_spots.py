"""How places are looked at, as data/catalogue/hot_spots.toml declares it: cells, hot spots and near repeats."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from svd.catalogue.contract import Precision
from svd.catalogue.entry import Declaration

Share = Annotated[float, Field(gt=0, lt=1)]


class HotSpotTerms(Declaration):
    """The terms of every figure by place.

    ``cell_m`` is the side of a cell by a feed's ``location_precision``: a feed whose precision it lacks has no points.
    ``near_metres`` and ``near_days`` are the edges of bands, the last edge in none.
    """

    cell_m: Mapping[Precision, Annotated[int, Field(ge=50)]]
    false_calls: Share
    least_events: int = Field(ge=1)
    windows: int = Field(ge=1)
    least_windows: int = Field(ge=2)
    persistent_share: Share
    recent_share: Share
    worst_share: Share
    near_metres: tuple[int, ...]
    near_days: tuple[int, ...]
    permutations: int = Field(ge=99)

    @model_validator(mode="after")
    def _check_bands(self) -> Self:
        """Refuse bands that do not rise from zero."""
        for edges in (self.near_metres, self.near_days):
            if len(edges) < 2 or edges[0] != 0 or any(one >= other for one, other in pairwise(edges)):
                raise ValueError("the edges of bands must rise from 0")
        return self
