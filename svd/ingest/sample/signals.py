"""What is planted in the synthetic partnership's extracts, as its TOML file declares it: signals and bad rows."""

from datetime import date
from typing import Annotated

from pydantic import Field

from svd.catalogue.declarations import Declaration, Id, Text

Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Share = Annotated[float, Field(ge=0, le=1)]


class Change(Declaration):
    """A planted change of level from a month on: in one ward, or everywhere where none is named."""

    id: Id
    title: Text
    indicator: Id
    minor: Text
    ward: str = ""
    since: Month
    factor: float


class Intervention(Declaration):
    """A planted intervention: from a month on, this share of the offences in its wards no longer happens."""

    id: Id
    title: Text
    indicator: Id
    minor: Text
    wards: tuple[Text, ...] = Field(min_length=1)
    since: Month
    prevented: Share


class HotSpot(Declaration):
    """A planted hot spot: this share of the ward's offences moves to points within the radius."""

    id: Id
    title: Text
    indicator: Id
    ward: Text
    easting: float
    northing: float
    radius_m: float
    since: Month
    share: Share
    street: tuple[Text, ...]
    feed: Id
    feed_event: Text
    feed_a_month: float


class Gap(Declaration):
    """Whole months a source never sent."""

    id: Id
    title: Text
    source: Id
    months: tuple[Month, ...]
    indicator: Id


class Rare(Declaration):
    """A rare event: in the ward file (``minor`` and ``ward``) or in a return (``indicator`` alone)."""

    title: Text
    month: Month
    indicator: Id
    minor: str = ""
    ward: str = ""


class Season(Declaration):
    """A planted season, drawn by the rhythm it names."""

    id: Id
    title: Text
    indicator: Id
    rhythm: Id
    sources: tuple[Id, ...]


class Late(Declaration):
    """A file received long after it was due; ``file`` is a part of its name."""

    id: Id
    title: Text
    file: Text
    received_on: date
    indicator: Id


class Fault(Declaration):
    """A bad row: a copy of a good row with ``values`` put in (or the row itself, where ``is_edit``).

    ``file`` is a part of the name of the files it is planted in. The row is the first one that has ``match``, else the
    one ``at`` this share of the way down. Without ``values`` the row is repeated as it is.
    """

    rule: Id
    file: Text
    column: str = ""
    values: dict[str, str] = {}
    match: dict[str, str] = {}
    at: Share = 0.5
    rows: int = Field(default=1, ge=1)
    is_edit: bool = False
