"""What the catalogue may say: one frozen, validated declaration for each kind of entry in data/catalogue/*.toml."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from svd.catalogue.calculation import Calculation
from svd.catalogue.contract import People, Precision
from svd.catalogue.entry import Declaration, Id, Text

Tier = Literal["primary", "secondary", "tertiary"]
Polarity = Literal["lower", "higher", "neutral"]
Frequency = Literal["month", "quarter", "term", "year"]
Reader = Literal["mps_ward", "mps_knife", "police_uk_street", "incidents", "returns"]


class Break(Declaration):
    """A named, dated event after which a series can't be compared with what came before.

    ``spares`` names indicators of its sources that go on across it. ``is_comparable``: figures may be compared across
    it, for they are recorded alike, but what is usual changed: control limits alone start anew. ``evidence``: where
    its date can be read.
    """

    id: Id
    date: date
    title: Text
    what: Text
    sources: tuple[Id, ...]
    spares: tuple[Id, ...] = ()
    is_comparable: bool = False
    evidence: str = ""

    def restarts(self, indicator: "Indicator") -> bool:
        """Whether the indicator's control limits start anew with the event."""
        return indicator.source in self.sources and indicator.id not in self.spares

    def cuts(self, indicator: "Indicator") -> bool:
        """Whether the indicator's series can't be read across the event."""
        return self.restarts(indicator) and not self.is_comparable


class Area(Declaration):
    """The partnership's area and the figures that describe it.

    ``restated_in``: the months of the year with whose first day the shown totals of protected feeds are written anew.
    """

    name: Text
    short_name: Text
    code: Text
    partnership: Text
    police_force: Text
    police_force_id: str = ""
    ward_count: int
    ward_vintage: Text
    residents_year: int
    """The newest year whose residents geo/ holds."""
    residents_source: Text
    boundary_source: Text
    attribution: Text
    centre: tuple[float, float]
    baseline_year: int
    year_starts_in: int = Field(ge=1, le=12, default=4)
    restated_in: tuple[int, ...] = (4, 10)
    footfall: Mapping[str, Text] = {}
    """Why a ward's rates rest on few residents and many visitors, by its code."""


class TierText(Declaration):
    id: Tier
    title: Text
    summary: Text


class FiveD(Declaration):
    """One of the strategy's Five Ds, with the tiers it works at."""

    id: Id
    title: Text
    tiers: tuple[Tier, ...]
    summary: Text
    what_we_do: tuple[Text, ...]


class Priority(Declaration):
    id: Id
    title: Text
    summary: Text
    indicators: tuple[Id, ...]


class Requirement(Declaration):
    """One of the five things the Duty asks of a local area, and the page that answers it."""

    id: Id
    title: Text
    summary: Text
    page: Text


class Definition(Declaration):
    """A version of the definition of serious violence: the offences it counts and what it says of them."""

    id: Text
    title: Text
    adopted: date
    source: Text
    summary: Text
    offences: tuple[Id, ...]
    notes: tuple[Text, ...] = ()


class Partner(Declaration):
    """An authority of the partnership and its role under the Act."""

    id: Id
    name: Text
    short_name: Text
    sector: Text
    role: Literal["specified", "relevant", "other"]
    duty: Text


class SmallNumberRule(Declaration):
    """Which small counts the owner of a feed hides: those from 1 to ``hide_up_to``; 0 where nothing is hidden."""

    id: Id
    title: Text
    hide_up_to: int = Field(ge=0)
    words: Text
    authority: Text

    @property
    def base(self) -> int:
        """The step in which counts are shown: 1 where nothing is hidden, else at least five and beyond what is hidden.

        Where 1 to 7 are hidden it is 10: in steps of 5, two in five of such periods could be told apart.
        """
        if self.hide_up_to == 0:
            return 1
        return 5 if self.hide_up_to < 5 else 10 * -(-(self.hide_up_to + 1) // 10)

    def is_as_strict_as(self, other: "SmallNumberRule") -> bool:
        """Whether everything the other rule hides, this one does too."""
        return self.hide_up_to >= other.hide_up_to


class Source(Declaration):
    """A feed: who sends it, how it is recognised and read, how often, and on what terms.

    ``files`` are patterns, without regard to case. ``due_days`` counts from the end of the period a file covers.
    ``columns`` are the fields of its reader that the feed carries; none named means all of them. ``required_fields``
    are the columns whose filling is measured. ``retention_months`` counts from the last month a file covers; 0 keeps
    it for good. ``location_precision`` is the finest place that may be kept. A person-level feed may carry identifiers,
    which are kept as keyed hashes only. ``drops`` are headers of personal columns that the feed can't leave out: they
    are dropped unread, where any other personal column has the file refused. ``people`` says who a row is about.
    The last ``provisional_months`` received may still be revised, as ``provisional_reason`` says: they are drawn so,
    and take no part in control limits.
    Sources with the same ``counts_same_as`` count the same events and are never added together.
    """

    id: Id
    title: Text
    partner: Id
    reader: Reader
    files: tuple[Text, ...]
    is_public: bool
    small_number_rule: Id
    frequency: Frequency
    due_days: int = Field(ge=0)
    licence: Text
    link: str = ""
    counts_same_as: str = ""
    has_age: bool = False
    are_empty_months_zero: bool = False
    provisional_months: int = Field(ge=0, default=0)
    provisional_reason: str = ""
    columns: tuple[Id, ...] = ()
    required_fields: tuple[Text, ...] = ()
    owner: str = ""
    agreement: str = ""
    period_covered: str = ""
    retention_months: int = Field(ge=0, default=0)
    location_precision: Precision = "point"
    is_person_level: bool = False
    people: People | None = None
    drops: tuple[Text, ...] = ()
    description: Text
    caveats: tuple[Text, ...] = ()

    @property
    def is_private_record(self) -> bool:
        """Whether a row is one event or person and not published: what its cells say may name somebody."""
        return self.reader == "incidents" and not self.is_public


class Offence(Declaration):
    """A category of ours, the kind of violence it belongs to, and its flags.

    ``includes`` names the later categories that an older edition held together in this one.
    """

    id: Id
    title: Text
    kind: Id
    includes: tuple[Id, ...] = ()
    is_serious_violence: bool = False
    is_knife: bool = False
    is_domestic: bool = False
    is_weapon: bool = False
    is_robbery: bool = False
    is_sexual: bool = False


class Kind(Declaration):
    """A kind of violence, as the sidebar lists it."""

    id: Id
    title: Text


class Category(Declaration):
    """A partner's category and ours; ``when_file_lacks`` limits it to editions without that other category."""

    reader_or_source: Id
    text: Text
    offence: Id
    when_file_lacks: str = ""


class Indicator(Declaration):
    """An indicator as its card shows it, with the calculation behind it."""

    id: Id
    code: Text
    title: Text
    short_title: Text
    five_d: Literal["deter", "disrupt", "duty", "develop", "data", "all"]
    tier: Literal["primary", "secondary", "tertiary", "all"]
    is_headline: bool = False
    definition: Text
    how_it_works: Text
    what_good_looks_like: Text
    why_it_matters: Text
    numerator: Text
    denominator: Text
    unit: Text
    polarity: Polarity
    source: Id
    frequency: Frequency
    small_number_rule: Id
    caveats: tuple[Text, ...] = ()
    calculation: Calculation
