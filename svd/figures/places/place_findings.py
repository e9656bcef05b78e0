"""Hot spots in plain words: what was found, what each course means, and how it was tested."""

from math import ceil

import pandas as pd

from svd.catalogue.hot_spots import HotSpotTerms
from svd.catalogue.wording import word_count_of, word_number, word_period
from svd.figures.places.courses import COURSES, EMERGING, FORMER, INTERMITTENT, NEW, PERSISTENT, UNDATED, count_recent
from svd.figures.places.hot_spots import HotSpots
from svd.figures.places.located import PlaceQuestion
from svd.figures.places.verdicts import find_least

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


def word_shown(count: float, base: int) -> str:
    """A count as it may be shown: of a feed with a rule ``under 5`` or ``about 40``, never zero."""
    if base == 1:
        return word_number(count)
    return f"under {base}" if count != count else f"about {word_number(count)}"


def word_coverage(found: HotSpots, question: PlaceQuestion) -> str:
    """What was counted, in which cells and period, and how exact the points are."""
    source = question.source
    noun = "event" if found.base == 1 and found.count == 1 else "events"
    counted = f"{word_shown(found.count, found.base)} {noun}"
    area = question.evidence.catalogue.area.short_name
    what = f"{source.title}: {counted} in cells of {found.side} m, {found.provenance.period}, {area}."
    exact = _MOVED.get(source.reader) or _KEPT.get(source.location_precision, "")
    blocks = f"Counts are blocks of {found.base}." if found.base > 1 else ""
    return " ".join(part for part in (what, blocks, exact) if part)


def word_missing(found: HotSpots, question: PlaceQuestion) -> str:
    """What is not on the map: months not received or shown, and events without a point; empty where all is there."""
    asked, received = question.selection.months, found.provenance.months
    parts = []
    if found.base > 1 and found.provenance.period != word_period(asked[0], asked[-1]):
        parts.append(f"Shown by quarters: {found.provenance.period} is what lies nearest to the months asked for.")
    elif received < len(asked):
        parts.append(f"{word_count_of(received, 'month', 'months')} of {len(asked)} received.")
    if found.without_cell != found.without_cell:
        parts.append(f"Events without a point on the map: under {found.base}.")
    elif found.without_cell:
        events = "event has" if found.base == 1 and found.without_cell == 1 else "events have"
        parts.append(f"{sentence_start(word_shown(found.without_cell, found.base))} {events} no point on the map.")
    return " ".join(parts)


def sentence_start(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def word_method(terms: HotSpotTerms, found: HotSpots, question: PlaceQuestion) -> str:
    """How hot spots are found, in Markdown, for the method note."""
    windows = "; ".join(found.windows) or "none"
    courses = "\n".join(
        f"- **{name.capitalize()}:** {words}." for name, words in word_courses(terms, found.windows).items()
    )
    caveats = "\n".join(f"- {caveat}" for caveat in question.source.caveats)
    return (
        f"**Cells.** Squares {found.side} m across on the National Grid; a piece of less than half a square at the "
        "edge is part of the cell beside it. One feed at a time, because feeds count the same events.\n\n"
        "**Hot.** A cell is hot where it and the cells that touch it hold more events than as many cells drawn blindly "
        f"from the whole area (Getis and Ord's Gi*, exact permutation test). {terms.false_calls:.0%} of all calls may "
        "be false: one correction (Benjamini and Hochberg) for all cells, the whole period and every window together. "
        f"Cells with fewer than {find_least(found.base, terms)} events in and around them are never called. Cells that "
        "touch are one hot spot.\n\n"
        "**Risen or fallen.** A cell's share of the area's events is held against what shuffled dates would give "
        "(space-time permutation, Fisher's exact test), corrected in the same way. The area's own ups and downs play "
        "no part in it.\n\n"
        f"**Course.** The period is parted into windows: {windows}.\n{courses}\n\n"
        "A hot spot says where events were recorded, not why, and nothing about the people there. A place with more "
        "people, shops or cameras records more.\n\n"
        f"**Small numbers:** {question.rule.words}{_word_blocks(found)}\n\n**To bear in mind:**\n{caveats}"
    )


def _word_blocks(found: HotSpots) -> str:
    """What a feed with a rule adds to its method; empty for any other."""
    if found.base == 1:
        return ""
    return (
        f" Here each cell keeps a running total that is shown only as the block of {found.base} it has reached, from a "
        "secret start, once a quarter. All of the feed's categories are counted together, in cells wide enough for the "
        "average one to have an event a quarter. The tests count what this rounding adds as chance: they find "
        "less than exact counts would, and call no more that is false. Scores and p, being of blocks, are left out."
    )
