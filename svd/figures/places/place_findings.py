"""Hot spots in plain words: what was found, what each course means, and how it was tested."""

from math import ceil

import pandas as pd

from svd.catalogue.hot_spots import HotSpotTerms
from svd.catalogue.wording import word_count_of, word_number
from svd.figures.places.courses import COURSES, EMERGING, FORMER, INTERMITTENT, NEW, PERSISTENT, UNDATED, count_recent
from svd.figures.places.hot_spots import HotSpots
from svd.figures.places.located import PlaceQuestion

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MOST_NAMES = 3
_MOVED = {
    "police_uk_street": (
        "Points are moved on purpose to shared map points: a hot spot shows a neighbourhood, not an address."
    ),
}
_KEPT = {"hundred_metres": "Places are kept to 100 metres only, as the contract asks."}


def word_hot_spots(spots: pd.DataFrame, title: str, where: str = "") -> str:
    """How many hot spots of each course, and in which wards: the title of the map; ``where``: of what area."""
    if spots.empty:
        return f"{title}: no place{where} holds more events than chance would gather there."
    parts = []
    for course in COURSES:
        of_course = spots[spots["course"] == course]
        if len(of_course):
            parts.append(f"{_word_many(len(of_course))} {course}{_word_wards(of_course['ward_name'])}")
    first, *rest = parts
    noun = "hot spot" if first.startswith("one ") else "hot spots"
    number, course, *wards = first.split(" ", 2)
    first = f"{number} {course.removesuffix(',')} {noun}{', ' if wards else ''}{''.join(wards)}"
    return f"{title}: {'; '.join([first, *rest])}."


def _word_many(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else word_number(number)


def _word_wards(names: pd.Series) -> str:
    wards = list(dict.fromkeys(names))
    if len(wards) > _MOST_NAMES:
        return ""
    return f", in {wards[0] if len(wards) == 1 else ', '.join(wards[:-1]) + ' and ' + wards[-1]}"


def word_courses(terms: HotSpotTerms, windows: tuple[str, ...]) -> dict[str, str]:
    """What each course means over these windows, by its name."""
    recent = windows[-count_recent(len(windows), terms)].split(" to ")[0]
    least = ceil(terms.persistent_share * len(windows))
    worst = f"among the worst {terms.worst_share:.0%} of places"
    share = "its share of the area's events"
    return {
        NEW: f"{share} rose beyond chance in the last window, {windows[-1]}; it is now hot or {worst}",
        EMERGING: f"{share} rose beyond chance since {recent}; it is now hot or {worst}",
        PERSISTENT: f"hot in at least {least} of the {len(windows)} windows of the period",
        INTERMITTENT: f"hot in some of the {len(windows)} windows, with no clear change",
        UNDATED: "hot over the whole period, in no window by itself: too few events to say when"
        if len(windows) >= terms.least_windows
        else f"hot over the whole period: choose {terms.least_windows} months or more to see what became of it",
        FORMER: f"hot or {worst} until {share} fell beyond chance in {recent}",
    }


def word_coverage(found: HotSpots, question: PlaceQuestion) -> str:
    """What was counted, in which cells and period, and how exact the points are."""
    counted = word_count_of(found.count, "event", "events", mark="a number too small to show of events")
    source = question.source
    area = question.evidence.catalogue.area.short_name
    what = f"{source.title}: {counted} in cells of {found.side} m, {found.provenance.period}, {area}."
    exact = _MOVED.get(source.reader) or _KEPT.get(source.location_precision, "")
    return f"{what} {exact}".strip()


def word_missing(found: HotSpots, question: PlaceQuestion) -> str:
    """What is not on the map: months not received and events without a point; empty where nothing is missing."""
    asked, received = len(question.selection.months), found.provenance.months
    parts = [f"{word_count_of(received, 'month', 'months')} of {asked} received."] if received < asked else []
    if found.without_cell != found.without_cell:
        parts.append("A few events have no point on the map.")
    elif found.without_cell:
        parts.append(f"{word_count_of(found.without_cell, 'event has', 'events have')} no point on the map.")
    return " ".join(parts)


def word_method(terms: HotSpotTerms, found: HotSpots, question: PlaceQuestion) -> str:
    """How hot spots are found, in Markdown, for the method note."""
    rule = question.rule
    least = max(terms.least_events, rule.hide_up_to + 1)
    windows = "; ".join(found.windows) or "none"
    courses = "\n".join(
        f"- **{name.capitalize()}:** {words}." for name, words in word_courses(terms, found.windows).items()
    )
    caveats = "\n".join(f"- {caveat}" for caveat in question.source.caveats)
    hidden = " Scores and p are not shown for this feed: they would give counts away." if rule.hide_up_to else ""
    return (
        f"**Cells.** Squares {found.side} m across on the National Grid; a piece of less than half a square at the "
        "edge is part of the cell beside it. One feed at a time, because feeds count the same events.\n\n"
        "**Hot.** A cell is hot where it and the cells that touch it hold more events than as many cells drawn blindly "
        f"from the whole area (Getis and Ord's Gi*, exact permutation test). {terms.false_calls:.0%} of all calls may "
        "be false: one correction (Benjamini and Hochberg) for all cells, the whole period and every window together. "
        f"Cells with fewer than {least} events in and around them are never called. Cells that touch are one hot spot."
        "\n\n"
        "**Risen or fallen.** A cell's share of the area's events is held against what shuffled dates would give "
        "(space-time permutation, Fisher's exact test), corrected in the same way. The area's own ups and downs play "
        "no part in it.\n\n"
        f"**Course.** The period is parted into windows: {windows}.\n{courses}\n\n"
        "A hot spot says where events were recorded, not why, and nothing about the people there. A place with more "
        "people, shops or cameras records more.\n\n"
        f"**Small numbers:** {rule.words}{hidden}\n\n**To bear in mind:**\n{caveats}"
    )
