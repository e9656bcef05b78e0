"""Comparisons of two groups of people that a partner may be asked for: what to send, and on what legal footing."""

from pydantic import Field

from svd.catalogue.entry import Declaration, Id, Text


class GroupColumn(Declaration):
    """A column of the figures asked for."""

    name: Id
    meaning: Text


class GroupComparison(Declaration):
    """Figures of one group beside another's, of which the ratio of the two rates alone is shown.

    ``counts`` names the events in the plural. Neither group is shown with fewer than ``least_events`` of them.
    ``footing`` lists what allows the figures to be held and used.
    """

    id: Id
    title: Text
    partner: Id
    counts: Text
    least_events: int = Field(ge=1)
    columns: tuple[GroupColumn, ...]
    footing: tuple[Text, ...]
    authority: Text
