"""A feed's contract for people: its terms at a glance, its columns as a table, and the words its cells may hold."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue.contract import Column
from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_count_of, word_day, word_number
from svd.views.contract_examples import Feed, find_examples

TYPES: Mapping[str, str] = {
    "record": "Code of the record",
    "person": "Code of a person",
    "text": "Text",
    "category": "One of the feed's categories",
    "choice": "One of the values allowed",
    "flag": "Yes or no",
    "age": "Age in whole years",
    "moment": "Date, with the time where it is known",
    "month": "Month",
    "month_count": "Whole number, a column a month",
    "count": "Whole number",
    "number": "Number, or a mark in its place",
    "degrees": "Number in degrees",
    "metres": "Number in metres",
    "postcode": "Postcode",
    "small_area": "Small-area code (LSOA)",
    "ward": "Ward code",
    "area": "Code of the area or of a ward",
    "indicator": "One of the feed's indicators",
}
"""Each type of column in words."""

_PRECISIONS = {
    "point": "the point itself may be kept",
    "hundred_metres": "points are rounded to 100 metres before they are kept",
    "small_area": "the small area (LSOA) is the finest place kept",
    "ward": "the ward is the finest place kept",
}
_PERIODS = {"month": "month", "quarter": "quarter", "term": "school term", "year": "year"}
_FEW = 8


def describe_contract(feed: Feed) -> dict[str, str]:
    """The feed's terms by name, each in a sentence; what is still to be agreed says so."""
    source, catalogue = feed.source, feed.catalogue
    rule = catalogue.rules[source.small_number_rule]
    sender = catalogue.partners[source.partner].name
    terms = {
        "What it holds": source.description,
        "Sent by": f"{sender}. Owner: {source.owner or 'to be named'}.",
        "How often": _word_cadence(source),
        "Period covered": source.period_covered or "As the file's name says.",
        "Agreement": _word_agreement(feed),
        "Licence": source.licence,
        "Provisional": _word_provisional(source),
        "Kept for": word_retention(source),
        "Place": f"{_PRECISIONS[source.location_precision].capitalize()}." if _has_places(feed) else "",
        "People": _word_people(source),
        "Small numbers": f"{rule.title}: {rule.words}",
        "What is measured": _word_measured(feed),
    }
    return {name: words for name, words in terms.items() if words}


def word_contract(feed: Feed) -> str:
    """The contract in a sentence: who sends how many columns, how often and by when."""
    columns = feed.columns
    required = sum(column.is_required for column in columns)
    sender = feed.catalogue.partners[feed.source.partner].short_name
    cadence = _word_cadence(feed.source).rstrip(".")
    count = word_count_of(len(columns), "column", "columns")
    return f"{feed.source.title}: {count}, {required} of them required, from {sender}. {cadence}"


def word_state(feed: Feed) -> str:
    """Whether the agreement behind the feed is confirmed, and when it is to be reviewed."""
    agreement = feed.catalogue.agreements.get(feed.source.agreement)
    if agreement is None or not agreement.is_confirmed:
        return f"Agreement: {_word_agreement(feed)} What stands here is a placeholder until then."
    return f"Agreement: {_word_agreement(feed)}"


def _word_provisional(source: Source) -> str:
    """How many months may still be revised, and why; empty where none."""
    if not source.provisional_months:
        return ""
    span = word_count_of(source.provisional_months, "month", "months")
    return f"The last {span} received. {source.provisional_reason}"


def word_retention(source: Source) -> str:
    """How long a file is kept."""
    if not source.retention_months:
        return "Kept for good: the figures are public."
    years, months = divmod(source.retention_months, 12)
    span = " and ".join(
        [
            *([word_count_of(years, "year", "years")] if years else []),
            *([word_count_of(months, "month", "months")] if months else []),
        ]
    )
    return f"{span} after the last month a file covers."


def list_contract_columns(feed: Feed) -> pd.DataFrame:
    """A row a column of the feed: its header, whether it is needed, what it takes, and what it means."""
    examples = find_examples(feed)
    return pd.DataFrame(
        [
            {
                "Column": column.name,
                "Needed": "required" if column.is_required else "if known",
                "What it takes": TYPES[column.type],
                "Meaning": column.meaning,
                "Unit": column.unit or "none",
                "Allowed": _word_allowed(column, feed),
                "Example": examples[column.field] or "none",
                "Other headers understood": ", ".join(column.aliases) or "none",
            }
            for column in feed.columns
        ]
    )


def list_allowed(column: Column, feed: Feed) -> dict[str, str]:
    """The only words a cell of the column may hold, each with its meaning; none where they can't be listed."""
    area, wards = feed.catalogue.area, feed.geography.ward_names
    if column.type == "category":
        return dict(feed.categories)
    if column.type in ("choice", "flag"):
        return {value: "" for value in column.allowed}
    if column.type == "indicator":
        return {indicator.id: f"{indicator.title}, {indicator.unit}" for indicator in feed.indicators}
    if column.type == "ward":
        return dict(wards)
    return {area.code: f"{area.name}, the whole area", **wards} if column.type == "area" else {}


def list_words(feed: Feed) -> pd.DataFrame:
    """A row a word of every column whose words are listed: column, word and meaning, a column's words together."""
    rows = [
        (column.name, word, meaning or "as it says")
        for column in feed.columns
        for word, meaning in list_allowed(column, feed).items()
    ]
    return pd.DataFrame(rows, columns=["column", "word", "meaning"], dtype="object")


def _has_places(feed: Feed) -> bool:
    """Whether the feed says where something was more finely than by ward."""
    return any(column.type in ("degrees", "metres", "postcode", "small_area") for column in feed.columns)


def _word_people(source: Source) -> str:
    """Who a row is about, where the contract says so, and whether codes of people are sent."""
    codes = (
        "Codes of people may be sent; only a keyed hash of each is kept."
        if source.is_person_level
        else "No code of a person is part of this feed."
    )
    return f"{source.people.note} {codes}" if source.people else codes


def _word_cadence(source: Source) -> str:
    period = _PERIODS[source.frequency]
    if source.is_public:
        return f"As published, every {period}."
    return f"Every {period}, within {word_count_of(source.due_days, 'day', 'days')} of its end."


def _word_measured(feed: Feed) -> str:
    """What the dashboard works out from the feed, and of which columns it counts how many cells are filled."""
    titles = [one.short_title for one in feed.catalogue.indicators.values() if one.source == feed.source.id]
    indicators = f" Indicators: {', '.join(titles)}." if titles else ""
    return f"How many cells are filled and valid of {', '.join(feed.source.required_fields)}.{indicators}"


def _word_agreement(feed: Feed) -> str:
    agreement = feed.catalogue.agreements.get(feed.source.agreement)
    if agreement is None:
        return "None is named yet: to be confirmed."
    review = f" Review by {word_day(agreement.review_on)}." if agreement.review_on else ""
    state = "" if agreement.is_confirmed else " To be confirmed by the partnership."
    return f"{agreement.title}.{review}{state}"


def _word_allowed(column: Column, feed: Feed) -> str:
    """The words in a row where they are few, else how many there are."""
    allowed = list_allowed(column, feed)
    if not allowed:
        return "any"
    if len(allowed) <= _FEW:
        return "; ".join(allowed)
    return f"{word_number(len(allowed))} words, listed with the template"
