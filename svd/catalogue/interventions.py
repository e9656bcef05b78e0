"""Interventions whose effect can be asked for: what was done, where and from when, as data/catalogue declares it."""

from typing import Annotated

from pydantic import Field, model_validator

from svd.catalogue.entry import Declaration, Id, Text

Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Intervention(Declaration):
    """Something done in wards, or everywhere where none is named, ``from`` a month on and, where it ended, ``to`` one.

    ``indicator`` is what it was meant to change. An example is made up: it is shown with made-up data only.
    """

    id: Id
    title: Text
    wards: tuple[Text, ...] = ()
    month_from: Month = Field(alias="from")
    month_to: Month | None = Field(alias="to", default=None)
    indicator: Id
    owner: Text
    source: Text
    is_example: bool = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "Intervention":
        if self.month_to and self.month_to < self.month_from:
            raise ValueError("to lies before from")
        return self
