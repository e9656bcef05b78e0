"""What a partner agreed to send: each column of a feed once, and the agreement under which the feed is shared."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from svd.catalogue.entry import Declaration, Id, Text

ColumnType = Literal[
    "record",
    "person",
    "text",
    "category",
    "choice",
    "flag",
    "age",
    "moment",
    "month",
    "month_count",
    "count",
    "number",
    "degrees",
    "metres",
    "postcode",
    "small_area",
    "ward",
    "area",
    "indicator",
]
Precision = Literal["point", "hundred_metres", "small_area", "ward"]


class Column(Declaration):
    """A column of a feed: ``field`` is our name for it, ``name`` the header agreed, ``aliases`` headers also known.

    An entry for a source takes the place of its reader's of the same field. ``also`` gives other words a choice or flag
    understands and what they mean. ``rule`` names the fault of a value that can't be read. A month_count column stands
    for one column a month, each named as ``name`` is.
    """

    reader_or_source: Id
    field: Id
    name: Text
    type: ColumnType
    meaning: Text
    unit: str = ""
    is_required: bool = False
    allowed: tuple[Text, ...] = ()
    also: Mapping[str, str] = Field(default_factory=dict)
    aliases: tuple[Text, ...] = ()
    example: str = ""
    rule: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every header under which the column is known, the agreed one first."""
        return (self.name, *self.aliases)

    @model_validator(mode="after")
    def _check_choice(self) -> Self:
        """Refuse a choice without its values, and words that mean none of them."""
        if self.type in ("choice", "flag") and not self.allowed:
            raise ValueError(f"a {self.type} needs the values allowed")
        said = {*self.also.values(), *([self.example] if self.example and self.allowed else [])}
        if self.allowed and said - set(self.allowed):
            raise ValueError(f"{', '.join(sorted(said - set(self.allowed)))} is not among the values allowed")
        return self


class People(Declaration):
    """Who a row of a feed of records is about.

    ``are`` names them in the plural. ``note`` says whether a row is a victim, a patient or a suspect, and what it is
    not. ``ages`` are the bands a row can be of; none named means any. ``are_residents`` is false where the area's
    residents of those ages are not whom a row could be about, so that no rate is per them.
    """

    are: Text
    note: Text
    ages: tuple[str, ...] = ()
    are_residents: bool = True


class Agreement(Declaration):
    """The terms a feed is shared under; ``is_confirmed`` is false where the partnership has yet to confirm them."""

    id: Id
    title: Text
    words: Text
    review_on: date | None = None
    is_confirmed: bool = False
