"""Selections drawn by chance from a seed, evenly over every feed: a half of them shares and stocks where it has any."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.store.selection import Selection, move_month
from tests.oracle.sent import AGES, Feed

FLOW, SHARE, STOCK, WINDOW = "flow", "share", "stock", "window"
RECORDS, REPEATS, BETWEEN = "records of a kind", "repeats", "time between events"
"""Asked beside indicators: records by category, repeats as the sender marks them, months between rare events."""
_LEVELS = ("borough", "borough", "ward", "month", "ward_month")
_OFTEN, _SELDOM, _RARELY = 0.5, 0.25, 9


@dataclass(frozen=True)
class Case:
    """One question: ``asked`` is an indicator's id or one of RECORDS, REPEATS and BETWEEN."""

    number: int
    feed: str
    asked: str
    sort: str
    by: str
    selection: Selection

    def __str__(self) -> str:
        of = self.selection
        return f"{self.number}: {self.asked} of {self.feed} by {self.by}, {of.month_from:%Y-%m} to {of.month_to:%Y-%m}"


def draw_cases(catalogue: Catalogue, feeds: Mapping[str, Feed], number: int, seed: int = 2026) -> list[Case]:
    """So many cases, each feed in turn and, of each, its flows and its other sorts in turn."""
    chance, names = random.Random(seed), list(feeds)
    return [
        _draw(chance, catalogue, names[at % len(names)], feeds[names[at % len(names)]], at, at // len(names))
        for at in range(number)
    ]


def _draw(chance: random.Random, catalogue: Catalogue, name: str, feed: Feed, number: int, turn: int) -> Case:
    asked = list_asked(catalogue, name)
    flows = [one for one in asked if asked[one] == FLOW]
    flows += [one for one in flows if one != RECORDS]  # twice as often as records
    others = [one for one in asked if asked[one] not in (FLOW, WINDOW) or one == REPEATS]
    # Each in its turn, so that none is left out.
    own = others if others and (turn % 2 or not flows) else flows
    choice = own[(turn // 2 if flows and others else turn) % len(own)]
    if BETWEEN in asked and turn % _RARELY == 0:
        choice = BETWEEN
    by = chance.choice(_LEVELS) if choice not in (REPEATS, BETWEEN, RECORDS) else "borough"
    return Case(number, name, choice, asked[choice], by, _select(chance, catalogue, name, feed, choice, by))


def list_asked(catalogue: Catalogue, feed: str) -> dict[str, str]:
    """What can be asked of a feed, and its sort."""
    own = [one for one in catalogue.indicators.values() if one.source == feed and one.calculation.basis != "quality"]
    asked = {one.id: _sort(one) for one in own}
    if catalogue.sources[feed].reader != "returns":
        asked[RECORDS] = FLOW
    if feed == "marac_cases":
        asked[REPEATS] = WINDOW
    if feed == "mps_ward":
        asked[BETWEEN] = WINDOW
    return asked


def _sort(indicator: Indicator) -> str:
    how = indicator.calculation
    return STOCK if how.is_stock else SHARE if how.form in ("proportion", "ratio") else FLOW


def _select(chance: random.Random, catalogue: Catalogue, name: str, feed: Feed, asked: str, by: str) -> Selection:
    months = sorted(feed.file)
    outside = 3 if chance.random() < _SELDOM else 0
    span = (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month
    length = min(chance.choice((1, 2, 3, 3, 6, 9, 12, 12, 15, 24)), span + 1)
    if by == "ward_month":
        length = min(length, 6)
    if asked == BETWEEN:
        length = span + 1 - chance.randrange(12)
    start = chance.randrange(-outside, span - length + 2 + outside)
    first = move_month(date(months[0].year, months[0].month, 1), start)
    known = [one for one in sorted(feed.rows["ward"].unique()) if one]
    wards = tuple(sorted(chance.sample(known, 5))) if known and _may_name(chance, by) else ()
    is_aged = catalogue.sources[name].has_age and asked not in (REPEATS, BETWEEN) and chance.random() < _OFTEN
    ages = tuple(sorted(chance.sample(AGES, chance.randrange(1, 4)), key=AGES.index)) if is_aged else ()
    kinds = (
        (chance.choice(sorted({catalogue.offences[one].kind for one in feed.rows["offence"]})),)
        if asked == RECORDS
        else ()
    )
    definition = chance.choice(sorted(catalogue.definitions))
    partner = (catalogue.sources[name].partner,) if asked == RECORDS else ()
    return Selection(first, move_month(first, length - 1), wards, kinds, partner, ages, definition)


def _may_name(chance: random.Random, by: str) -> bool:
    return by in ("ward", "ward_month") and chance.random() < _SELDOM
