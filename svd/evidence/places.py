"""Places where no place stands out: hot spots, their course, concentration, near repeats and the week."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from svd.evidence.claims import STEPS, Claim, Row, Setting, try_world
from svd.evidence.tables import Share
from svd.figures.places.concentration import find_dispersion_p
from svd.figures.places.courses import find_changes
from svd.figures.places.gi_star import find_neighbours, judge_cells
from svd.figures.places.located import PlaceQuestion, count_parts, find_place_sources, lay_cells
from svd.figures.places.near_repeat import describe_bands, find_pairs, permute_days
from svd.figures.places.verdicts import find_least
from svd.figures.places.week import find_busy
from svd.measures.question import Evidence
from svd.stats.change import SIGNAL_P
from svd.store.selection import Selection, move_month

_WINDOWS = 12
"""Windows of a period in which a cell rises or falls."""
_POINTS, _EXTENT, _DAYS, _SHUFFLES = 250, 4000, 365, 99


class Cells(NamedTuple):
    """Events of a feed by cell over the last year received of it, and the columns and rows of the cells.

    Of a feed with a rule they are the blocks reached, which its tests take as if each were an event. ``rate`` and
    ``least``: share of false calls that is borne, and events or blocks below which a cell is never called.
    """

    title: str
    counts: np.ndarray
    east: np.ndarray
    north: np.ndarray
    rate: float
    least: int


def read_cells(evidence: Evidence) -> list[Cells]:
    """Each feed that has events with a point, in the cells that the page Hot spots looks at."""
    catalogue, whole = evidence.catalogue, Selection(*(month.date() for month in evidence.months))
    found = []
    for source in find_place_sources(catalogue, whole):
        feed = evidence.places.feeds.get(source.id)
        if feed is None or feed.cells is None:
            continue
        last = evidence.coverage_of(source.id)["month"].max().date()
        question = PlaceQuestion(evidence, source, "", whole.spanning(move_month(last, -11), last))
        counted = count_parts(question, feed.cells)
        if not counted.spans:
            continue
        counts = counted.count(counted.spans[0][0], counted.spans[-1][1]) // feed.base
        if counts.sum():
            grid, terms = lay_cells(question).cells, catalogue.hot_spots
            places = grid["easting_index"].to_numpy(), grid["northing_index"].to_numpy()
            least = find_least(feed.base, terms) // feed.base
            found.append(Cells(source.title, counts, *places, terms.false_calls, least))
    return found


def try_cells(cells: Cells, random: np.random.Generator, worlds: int) -> tuple[Share, Share]:
    """Worlds with any hot cell, and cells called hot, where the same counts lie in the cells by chance."""
    neighbours = find_neighbours(cells.east, cells.north)
    with_any = hot = 0
    for _ in range(worlds):
        dealt = random.permutation(cells.counts)
        called = judge_cells(dealt, neighbours, rate=cells.rate, least_events=cells.least).is_hot.sum()
        with_any, hot = with_any + bool(called), hot + int(called)
    return Share(with_any, worlds), Share(hot, worlds * len(cells.counts))


def list_claims(setting: Setting) -> list[Claim]:
    """The claims about places; those of hot spots only where a feed has events with a point."""
    cells = read_cells(setting.evidence)
    found = (
        [_try_hot_spots(setting, cells), _try_courses(setting, cells), _try_concentration(setting, cells)]
        if cells
        else []
    )
    return [*found, _try_near_repeats(setting), _try_week(setting)]


def _name(cells: Cells) -> str:
    return f"{cells.title}, {cells.counts.sum():,} events in {len(cells.counts):,} cells"


def _try_hot_spots(setting: Setting, found: list[Cells]) -> Claim:
    rows = []
    for cells in found:
        with_any, _ = try_cells(cells, setting.random, setting.worlds)
        raised = tuple(_find_raised(setting, cells, step) for step in (1 + STEPS[0], 1 + STEPS[1]))
        rows.append(Row(_name(cells), with_any, raised))
    return Claim(
        "Hot spots",
        "Hot spots",
        0.05,
        "a false hot cell in no more than 1 world in 20",
        "The area's own counts by cell, dealt out to the cells by chance, so that no place gathers events. A "
        "step raises nine cells that touch.",
        "Worlds with a hot cell",
        tuple(rows),
    )


def _find_raised(setting: Setting, cells: Cells, times: float) -> float:
    """The share of worlds in which nine cells that touch, raised as told, have a hot one among them."""
    neighbours = find_neighbours(cells.east, cells.north)
    whole = np.flatnonzero(np.asarray(neighbours.sum(axis=1)).ravel() == 9)
    called = []
    for _ in range(setting.few if len(whole) else 0):
        dealt = setting.random.permutation(cells.counts)
        place = neighbours[[int(setting.random.choice(whole))]].indices
        dealt[place] += setting.random.poisson((times - 1) * dealt[place])
        judged = judge_cells(dealt, neighbours, rate=cells.rate, least_events=cells.least)
        called.append(bool(judged.is_hot[place].any()))
    return float(np.mean(called)) if called else float("nan")


def _try_courses(setting: Setting, found: list[Cells]) -> Claim:
    terms = setting.evidence.catalogue.hot_spots
    rows = []
    for cells in found:

        def draw(step: float, worlds: int, cells: Cells = cells) -> NDArray:
            means = np.repeat(cells.counts[:, None] / _WINDOWS, _WINDOWS, axis=1)
            means[np.argmax(cells.counts), -_WINDOWS // 4 :] *= 1 + step
            return setting.random.poisson(means, (worlds, *means.shape))

        def call(counts: NDArray) -> NDArray:
            changes = [find_changes(world, terms) for world in counts]
            return np.array([bool((each.rose_ago > 0).any() or each.has_fallen.any()) for each in changes])

        rows.append(try_world(setting, _name(cells), draw, call))
    return Claim(
        "Hot spots: new, emerging, former",
        "Hot spots",
        0.05,
        "a cell falsely said to have risen or fallen in no more than 1 world in 20",
        f"The cells' own counts, spread over {_WINDOWS} windows by chance. A step raises the fullest cell in the last "
        "quarter of them.",
        "Worlds with such a cell",
        tuple(rows),
    )


def _try_concentration(setting: Setting, found: list[Cells]) -> Claim:
    rows = []
    for cells in found:
        mean = cells.counts.mean()

        def draw(step: float, worlds: int, cells: Cells = cells, mean: float = mean) -> NDArray:
            means = np.full(len(cells.counts), mean)
            means[: len(means) // 2] *= 1 + step
            return setting.random.poisson(means, (worlds, len(means)))

        rows.append(
            try_world(
                setting,
                _name(cells),
                draw,
                lambda counts: np.array([find_dispersion_p(each) for each in counts]) < SIGNAL_P,
            )
        )
    return Claim(
        "Concentration in few places",
        "Hot spots",
        SIGNAL_P,
        "1 world in 370 (0.27%)",
        "As many events spread evenly over the cells. A step raises half of them.",
        "Worlds called concentrated",
        tuple(rows),
    )


def _try_near_repeats(setting: Setting) -> Claim:
    terms = setting.evidence.catalogue.hot_spots
    metres, spans = np.array(terms.near_metres), np.array(terms.near_days)

    def call(step: float, worlds: int) -> NDArray:
        called = []
        for _ in range(worlds):
            points = setting.random.uniform(0, _EXTENT, (_POINTS, 2))
            days = setting.random.integers(0, _DAYS, _POINTS)
            again = setting.random.choice(_POINTS, round(step * _POINTS), replace=False)
            near = points[again] + setting.random.uniform(-50, 50, (len(again), 2))
            points, days = np.r_[points, near], np.r_[days, np.minimum(days[again] + 3, _DAYS - 1)]
            pairs, band = find_pairs(points, metres)
            observed, drawn = permute_days(pairs, band, days, spans, len(metres) - 1, _SHUFFLES)
            called.append(bool(describe_bands(observed, drawn, metres, spans, terms.false_calls)["is_repeat"].any()))
        return np.array(called)

    null = call(0.0, setting.worlds)
    row = Row(
        f"{_POINTS} events at random in a year on {_EXTENT // 1000} by {_EXTENT // 1000} km",
        Share(int(null.sum()), setting.worlds),
        tuple(float(call(step, setting.few).mean()) for step in STEPS),
    )
    return Claim(
        "Near repeats",
        "Hot spots",
        terms.false_calls,
        "a false band in no more than 1 world in 20",
        f"Points and days at random, {_SHUFFLES} shuffles of the days. A step lets so many of the events be "
        "followed by one within 50 metres and three days.",
        "Worlds with a band called",
        (row,),
    )


def _try_week(setting: Setting) -> Claim:
    rate, days = setting.evidence.catalogue.hot_spots.false_calls, np.full(7, 52)
    rows = []
    for events in (300, 2000):
        for base in (1, 5):

            def draw(step: float, worlds: int, events: int = events, base: int = base) -> NDArray:
                means = np.full(56, events / 56)
                means[40] *= 1 + step
                counts = setting.random.poisson(means, (worlds, 56))
                return base * ((counts + setting.random.integers(0, base, counts.shape)) // base)

            rows.append(
                try_world(
                    setting,
                    f"{events:,} events, {'exact' if base == 1 else f'in steps of {base}'}",
                    draw,
                    lambda counts, base=base: np.array([find_busy(each, days, rate, base).any() for each in counts]),
                )
            )
    return Claim(
        "Day and hour: busier than an even week",
        "Hot spots",
        rate,
        "a false block in no more than 1 world in 20",
        "Events spread evenly over the week's 56 blocks of three hours. A step raises one of them.",
        "Worlds with a block called",
        tuple(rows),
    )
