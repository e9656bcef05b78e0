"""What the synthetic partnership is drawn from: the levels and rhythms its TOML file declares."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from svd.catalogue.declarations import Declaration, Id, Text
from svd.errors import CatalogueError
from svd.ingest.sample.signals import Change, Fault, Gap, HotSpot, Intervention, Late, Month, Rare, Season, Share

Way = Literal["lonlat", "grid", "postcode", "small_area", "ward", "none"]


class Period(Declaration):
    """The months of each feed; all end with ``last``."""

    first: Month
    last: Month
    ward_history_from: Month
    ward_history_to: Month
    knife_from: Month
    street_from: Month
    older_edition: Month
    older_edition_share: Share
    """Share of the offences now recorded that the older edition already held."""
    history_factors: dict[str, float]
    """Level of a year before the first month, set against the level now; 1 where a year is not named."""


class Holiday(Declaration):
    """Days off school, both ends included."""

    kind: Literal["half_term", "summer", "christmas", "easter"]
    first: date
    last: date


class Rhythm(Declaration):
    """Weights of months, weekdays (Monday first), hours and school holidays; 1 where a kind of holiday is not named."""

    id: Id
    months: tuple[float, ...] = Field(default=(1,) * 12, min_length=12, max_length=12)
    weekdays: tuple[float, ...] = Field(default=(1,) * 7, min_length=7, max_length=7)
    hours: tuple[float, ...] = Field(default=(1,) * 24, min_length=24, max_length=24)
    holidays: dict[str, float] = {}


class Crime(Declaration):
    """A recorded-crime category: its level, how it gathers in the busier wards, and police.uk's name for it."""

    major: Text
    minor: Text
    a_year: float
    spread: float = 1
    """Power the wards' weights are raised to: 0 even, 1 as the weights say, more in the busiest wards only."""
    street: str = ""


class Knife(Declaration):
    """Knife crime: the level of the whole and the shares of its parts."""

    a_year: float
    spread: float
    injury: Share
    robbery_of_injury: Share
    young_of_injury: Share
    not_domestic_of_young: Share
    positive: Share
    positive_of_injury: Share
    unallocated: Share
    suffixes: dict[str, str]
    """Ward code to what the publisher has put after the ward's name."""


class Street(Declaration):
    """What only the police.uk files hold: anti-social behaviour, outcomes, made-up streets and rows in no ward."""

    nuisance: Text
    nuisance_a_year: float
    rhythm: Id
    points_a_ward: int
    no_ward: Share
    repeated_ids: Share
    kept: Share
    """Share of the ward file's offences that police.uk publishes."""
    outcomes: dict[str, float]
    road_names: tuple[Text, ...]


class Event(Declaration):
    """A partner's category of incident record."""

    text: Text
    a_year: float
    knife: Share = 0
    domestic: Share = 0
    repeat: Share = 0


class Feed(Declaration):
    """An incident source: how its records are dated, placed and described."""

    source: Id
    prefix: Text
    rhythm: Id
    precision: Literal["minute", "day"]
    years_a_file: int
    spread: float = 1
    ways: dict[Way, Share]
    scatter_m: float = 0
    ages: tuple[float, ...] = ()
    sexes: dict[str, float] = {}
    flags: tuple[Literal["is_knife", "is_domestic", "is_repeat"], ...] = ()
    blank: Share = 0
    """Share of ages and sexes left empty."""
    extra_to: date | None = None
    """The last file runs on to this day, in a month that is not over."""
    events: tuple[Event, ...]


class Return(Declaration):
    """An indicator a partner returns: its mean numerator and denominator in one period, and what the sender hides."""

    indicator: Id
    numerator: float
    denominator: float | None = None
    is_by_ward: bool = False
    hidden: tuple[Month, ...] = ()
    """First months of the periods whose figure for the whole area is hidden."""
    hide_wards_up_to: int = 0
    mark: str = ""


class Levels(Declaration):
    """Everything the synthetic partnership is drawn from."""

    period: Period
    ward_weights: dict[str, float]
    ward_residents: dict[str, int]
    """Residents of each ward as they are drawn from: another year of them must not draw another sample."""
    postcode_letters: str
    received_after_days: dict[str, int]
    holidays: tuple[Holiday, ...]
    rhythms: tuple[Rhythm, ...]
    crimes: tuple[Crime, ...]
    knife: Knife
    street: Street
    feeds: tuple[Feed, ...]
    returns: tuple[Return, ...]
    changes: tuple[Change, ...]
    interventions: tuple[Intervention, ...]
    hot_spot: HotSpot
    gaps: tuple[Gap, ...]
    rare: tuple[Rare, ...]
    seasons: tuple[Season, ...]
    late: tuple[Late, ...]
    faults: tuple[Fault, ...]

    def rhythm(self, name: str) -> Rhythm:
        return next(rhythm for rhythm in self.rhythms if rhythm.id == name)


def read_levels(path: Path) -> Levels:
    """The levels declared in ``path``; raises CatalogueError naming each key that is wrong."""
    try:
        return Levels.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise CatalogueError(f"{path.name} is missing from {path.parent.name}.", "Put the file back.") from None
    except tomllib.TOMLDecodeError as fault:
        raise CatalogueError(f"{path.name} can't be read: {fault}.", "Mend that line.") from None
    except ValidationError as fault:
        faults = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in fault.errors())
        raise CatalogueError(f"{path.name}: {faults}.", "Correct these keys.") from None
