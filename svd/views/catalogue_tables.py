"""The catalogue as tables for people: partners, feeds, small-number rules, indicators, and the columns of the data."""

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Break, Definition
from svd.catalogue.schema import Table
from svd.catalogue.wording import word_count_of, word_day

ROLES = {
    "specified": "Specified authority",
    "relevant": "Relevant authority: co-operates when asked",
    "other": "Not named in the Act: sends data by agreement",
}
"""Each role under the Act, in words."""

BETTER = {"lower": "lower", "higher": "higher", "neutral": "neither"}
"""What an indicator's polarity means."""

NO_FEED = "none yet"
NOT_NAMED = "not named"

_NAMES = {
    "deter": "Deter",
    "disrupt": "Disrupt",
    "duty": "Duty",
    "develop": "Develop",
    "data": "Data",
    "all": "Whole area",
}
_EVERY = {"month": "Month", "quarter": "Quarter", "term": "School term", "year": "Year"}


def list_partners(catalogue: Catalogue) -> pd.DataFrame:
    """A row a partner: role, what it does under the Duty, and how many feeds it sends."""
    sent = pd.Series([source.partner for source in catalogue.sources.values()]).value_counts()
    return pd.DataFrame(
        [
            {
                "Partner": partner.name,
                "Role under the Act": ROLES[partner.role],
                "What it does": partner.duty,
                "Feeds": word_count_of(int(sent.get(name, 0)), "feed", "feeds") if name in sent else NO_FEED,
            }
            for name, partner in catalogue.partners.items()
        ]
    )


def list_sources(catalogue: Catalogue) -> pd.DataFrame:
    """A row a feed: who sends it, how often, by when, under which licence and small-number rule."""
    return pd.DataFrame(
        [
            {
                "Feed": source.title,
                "Partner": catalogue.partners[source.partner].short_name,
                "Covers a": _EVERY[source.frequency],
                "Due after": "as published" if source.is_public else word_count_of(source.due_days, "day", "days"),
                "Small numbers": catalogue.rules[source.small_number_rule].title,
                "Licence": source.licence,
            }
            for source in catalogue.sources.values()
        ]
    )


def list_rules(catalogue: Catalogue) -> pd.DataFrame:
    """A row a small-number rule: what it hides and on whose authority."""
    rules = catalogue.rules.values()
    return pd.DataFrame(
        [{"Rule": rule.title, "What it hides": rule.words, "Authority": rule.authority} for rule in rules]
    )


def list_five_ds(catalogue: Catalogue) -> pd.DataFrame:
    """A row a D: the tiers it works at and what it is."""
    return pd.DataFrame(
        [
            {
                "Five Ds": five_d.title,
                "Tier": ", ".join(catalogue.tiers[tier].title for tier in five_d.tiers),
                "What it is": five_d.summary,
            }
            for five_d in catalogue.five_ds.values()
        ]
    )


def list_priorities(catalogue: Catalogue) -> pd.DataFrame:
    """A row a priority of the partnership, with the indicators that follow it."""
    return pd.DataFrame(
        [
            {
                "Priority": priority.title,
                "What it is": priority.summary,
                "Followed by": ", ".join(catalogue.indicators[name].short_title for name in priority.indicators),
            }
            for priority in catalogue.priorities.values()
        ]
    )


def list_breaks(catalogue: Catalogue) -> pd.DataFrame:
    """A row a dated event that a series, or its control limits, must not be read across."""
    return pd.DataFrame(
        [
            {
                "Event": event.title,
                "Day": word_day(event.date),
                "What it means": event.what,
                "Compared across": _word_across(event),
                "Feeds": ", ".join(catalogue.sources[name].title for name in event.sources) or "none",
                "Where it can be read": event.evidence or NOT_NAMED,
            }
            for event in sorted(catalogue.breaks.values(), key=lambda event: event.date)
        ]
    )


def _word_across(event: Break) -> str:
    if not event.sources:
        return "no series breaks"
    return "yes, limits start anew" if event.is_comparable else "no"


def list_indicators(catalogue: Catalogue) -> pd.DataFrame:
    """A row an indicator: code, D and tier, unit, which way is good, and its feed."""
    return pd.DataFrame(
        [
            {
                "Code": indicator.code,
                "Indicator": indicator.title,
                "Five D": _NAMES[indicator.five_d],
                "Tier": indicator.tier.capitalize(),
                "Unit": indicator.unit,
                "Better when": BETTER[indicator.polarity],
                "Feed": catalogue.sources[indicator.source].title,
            }
            for indicator in catalogue.indicators.values()
        ]
    )


def list_offences(catalogue: Catalogue, definition: Definition) -> list[str]:
    """The categories the definition counts, by title."""
    return [catalogue.offences[name].title for name in definition.offences]


def list_columns(table: Table) -> pd.DataFrame:
    """A row a column of a curated table: type and meaning."""
    return pd.DataFrame(
        [
            {"Column": column.name, "Type": column.dtype, "What it holds": column.meaning or "as the column above"}
            for column in table.columns
        ]
    )
