"""Wards where all have one rate, or the usual variety: higher and lower, the funnel, places, and changes over time."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.evidence.claims import DIFFERING, STEPS, Claim, Row, Setting, try_world, word_promise
from svd.evidence.tables import Share
from svd.evidence.worlds import Months, draw_counts, protect
from svd.figures.between_wards.age_standardised import RATIO_PER, expect_events
from svd.figures.between_wards.compare import NOT_COMPARED, compare_figures
from svd.figures.between_wards.funnel import ABOVE, BELOW, Funnel, build_funnel, place_in_funnel
from svd.figures.between_wards.ranks import rank_wards
from svd.figures.promises import FUNNEL
from svd.measures.monthly import count_monthly
from svd.measures.protect import STEPS as STEPS_OF_MONTHS
from svd.measures.result import OK, SUPPRESSED
from svd.stats.dispersion import estimate_dispersion, find_between
from svd.stats.limits import at_least_one
from svd.store.selection import Selection

CLEAR, LIKELY = 0.002, 0.05
PER = 1000.0
_YEAR, _HISTORY = 12, 60
_LEAST = 5
HEADLINES = ("violence_with_injury", "personal_robbery", "knife_crime")
_PAGES = "Ward map, Ward profile, Compare wards"


class Wards(NamedTuple):
    """Events a month of a ward of average size, the variance of its months, each ward's size, and what rounds counts.

    ``between``: variance of the wards' own rates beyond the months', as a multiple of what chance gives a year's count.
    """

    title: str
    mean: float
    spread: float
    size: NDArray
    base: int = 1
    between: float = 1.0


def read_wards(setting: Setting) -> list[Wards]:
    """The headline indicators' wards: events and scatter of five years' months, and how much the wards differ."""
    evidence, found = setting.evidence, []
    first, last = (month.date() for month in evidence.months)
    names = [name for name in HEADLINES if name in {level.indicator for level in setting.levels}]
    for name in names:
        counts, _ = count_monthly(evidence, [name], Selection(first, last), is_by_ward=True)
        recent = counts[:, ~np.isnan(counts).any(axis=0)][:, -_HISTORY:]
        residents = evidence.geography.residents_in(()).reindex(list(evidence.geography.ward_names)).to_numpy(float)
        size = residents / residents.mean()
        months = estimate_dispersion(recent, is_pooled=True)[0]
        year = recent[:, -_YEAR:].sum(axis=1)
        between = float(find_between(year, size, months))
        title = evidence.catalogue.indicators[name].short_title
        found.append(Wards(title, float(year.sum() / _YEAR / len(size)), float(months), size, 1, between))
    return found


def draw_wards(random: np.random.Generator, wards: Wards, worlds: int, step: float = 0.0) -> NDArray:
    """Months [world, ward, month] of five years, the last twelve of the first ward with a step."""
    factor = np.ones((1, len(wards.size), _HISTORY)) * wards.size[:, None]
    factor[:, 0, -_YEAR:] *= 1 + step
    if wards.between > 1:
        shape = 1 / ((wards.between - 1) * wards.spread / (wards.mean * _YEAR * wards.size))
        own = random.gamma(shape, 1 / shape, (worlds, len(wards.size)))
        factor = factor * own[..., None]
    counts = draw_counts(random, Months(wards.mean, wards.spread), (worlds, len(wards.size), _HISTORY), factor)
    return protect(random, counts, wards.base)


def compare_worlds(counts: NDArray, wards: Wards, size: NDArray | None = None) -> tuple[NDArray, NDArray]:
    """Whether each ward of each world is called higher or lower, and whether that or may be."""
    words = tabulate_worlds(counts, wards, size)["compared"].to_numpy().reshape(counts.shape[:2])
    return np.isin(words, ["higher", "lower"]), ~np.isin(words, ["similar", NOT_COMPARED])


def tabulate_worlds(counts: NDArray, wards: Wards, size: NDArray | None = None) -> pd.DataFrame:
    """The last year of all worlds' wards as ``compare_figures`` gives them, one world under the other."""
    year = counts[..., -_YEAR:].sum(axis=-1)
    residents = np.broadcast_to(wards.size if size is None else size, year.shape)
    dispersion = np.broadcast_to(measure_dispersion(counts, wards.base)[:, None], year.shape)
    benchmark = np.broadcast_to((year.sum(axis=1) / residents.sum(axis=1) * PER)[:, None], year.shape)
    table = pd.DataFrame(
        {
            "count": year.ravel(),
            "denominator": residents.ravel(),
            "value": (year / residents * PER).ravel(),
            "lower": 0.0,
            "upper": 0.0,
            # A count that has reached no block is hidden, and hidden wards are not compared.
            "status": np.where((year.ravel() > 0) | (wards.base == 1), OK, SUPPRESSED),
            "dispersion": dispersion.ravel(),
        }
    )
    rounding = 2 * wards.base - 1
    return compare_figures(table, benchmark.ravel(), "rate", PER, "lower", rounding, dispersion.ravel())


def measure_dispersion(counts: NDArray, base: int = 1) -> NDArray:
    """The dispersion of each world's wards together, of the shortest blocks that say anything, as the build has it."""
    found = np.full(len(counts), np.nan)
    for length in STEPS_OF_MONTHS:
        seen = estimate_dispersion(counts, length=length, base=np.full(len(counts), float(base)), is_pooled=True)[0]
        found = np.where(np.isnan(found), seen, found)
    return at_least_one(found)


def _place(counts: NDArray, share: float, random: np.random.Generator) -> NDArray:
    return random.binomial(counts.astype(int), share).astype(float)


def _list_worlds(setting: Setting) -> list[tuple[str, Wards, float]]:
    worlds = []
    for wards in read_wards(setting):
        worlds.append((f"{wards.title}, even", wards._replace(spread=1.0, between=1.0), 1.0))
        worlds.append((f"{wards.title}, uneven ({wards.spread:.1f})", wards._replace(between=1.0), 1.0))
        worlds.append((f"{wards.title}, uneven, 8 in 10 with a known ward", wards._replace(between=1.0), 0.8))
    return worlds


def try_wards(setting: Setting) -> tuple[Claim, Claim]:
    """Wards called higher or lower, and called that or may be, where every ward has the area's rate."""
    clear, likely = [], []
    for name, wards, share in _list_worlds(setting):

        def draw(step: float, worlds: int, wards: Wards = wards, share: float = share) -> NDArray:
            return _place(draw_wards(setting.random, wards, worlds, step), share, setting.random)

        sure, maybe = compare_worlds(draw(0.0, setting.worlds), wards)
        found = [[part[:, 0].mean() for part in compare_worlds(draw(step, setting.few), wards)] for step in STEPS]
        clear.append(Row(name, Share(int(sure.sum()), sure.size), tuple(float(each[0]) for each in found)))
        likely.append(Row(name, Share(int(maybe.sum()), maybe.size), tuple(float(each[1]) for each in found)))
    told = "Every ward has the area's rate and its own residents, over five years of months. A step is one ward's year."
    promises = (
        ("Wards higher or lower", CLEAR, "2 wards in 1,000", "Called higher or lower", clear),
        (
            "Wards that may be higher or lower",
            LIKELY,
            "1 ward in 20 called that or clearly so",
            "Called either",
            likely,
        ),
    )
    return tuple(
        Claim(title, _PAGES, promised, promise, told, called, tuple(rows))
        for title, promised, promise, called, rows in promises
    )


def try_ages(setting: Setting) -> Claim:
    """Wards called higher or lower than their ages lead one to expect where only ages differ."""
    rows = []
    for wards in read_wards(setting):
        random = setting.random
        ages = random.dirichlet([8, 6, 5], len(wards.size)) * wards.size[:, None]
        rates = np.array([0.4, 2.0, 0.9])
        alone = wards._replace(between=1.0, size=ages @ rates / (ages @ rates).mean())

        def call(counts: NDArray, ages: NDArray = ages, rates: NDArray = rates, alone: Wards = alone) -> NDArray:
            whole = counts[..., -_YEAR:].sum(axis=(1, 2))
            held = ages.sum(axis=0) * rates
            events = setting.random.multinomial(whole.astype(int), held / held.sum())
            expected = np.stack([expect_events(ages, each, ages.sum(axis=0)) for each in events])
            return compare_worlds(counts, alone, expected / RATIO_PER)[0]

        rows.append(
            try_world(
                setting,
                f"{wards.title}, uneven",
                lambda step, worlds, alone=alone: draw_wards(setting.random, alone, worlds, step),
                call,
                lambda counts, call=call: call(counts)[:, 0],
            )
        )
    return Claim(
        "Wards higher or lower, allowing for age",
        "Compare wards",
        CLEAR,
        "2 wards in 1,000",
        "Three ages of different rates, and wards of different ages; the area's own rates by age are taken from its "
        "events, as the page does.",
        "Called higher or lower",
        tuple(rows),
    )


def try_funnel(setting: Setting) -> tuple[Claim, Claim]:
    """Wards beyond the funnel's limits, and outside the places they could hold, where wards differ as usual."""
    beyond, out_of_place = [], []
    for wards in read_wards(setting):
        for name, world in (("all alike", wards._replace(between=1.0)), ("as different as they are", wards)):
            counts = draw_wards(setting.random, world, setting.worlds)
            tables = tabulate_worlds(counts, world)
            split = [tables.iloc[at : at + len(world.size)] for at in range(0, len(tables), len(world.size))]
            called = sum(_count_beyond(table) for table in split)
            beyond.append(Row(f"{wards.title}, {name}", Share(called, len(tables)), (), world.between > 1))
        out_of_place.append(_try_places(setting, wards, setting.worlds))
    told = "Wards of one rate, or of rates that differ as much as the area's own do beyond chance."
    return (
        Claim(
            "The funnel: wards above or below its limits",
            "Compare wards",
            FUNNEL.usual.share,
            word_promise(FUNNEL, "{} wards", DIFFERING),
            told,
            "Beyond the 99.8% limits",
            tuple(beyond),
            otherwise=FUNNEL.otherwise.share,
        ),
        Claim(
            "Places a ward could hold",
            "Compare wards",
            LIKELY,
            "5 wards in 100 have a true place outside",
            "Wards of rates that differ; each one's true place is held against the places the page gives it.",
            "True place outside",
            tuple(out_of_place),
        ),
    )


def _count_beyond(table: pd.DataFrame) -> int:
    funnel: Funnel = build_funnel(table, "rate", PER, 1, float(table["dispersion"].iloc[0]))
    return int(place_in_funnel(table, funnel, "lower")["funnel"].isin([ABOVE, BELOW]).sum())


def _try_places(setting: Setting, wards: Wards, worlds: int) -> Row:
    """Wards whose true place lies outside those they could hold, rates being drawn anew as different as they are."""
    own = setting.random.gamma(8, 1 / 8, (worlds, len(wards.size)))
    outside = 0
    for levels in own:
        alone = wards._replace(between=1.0, size=wards.size)
        counts = draw_counts(
            setting.random,
            Months(wards.mean, wards.spread),
            (1, len(wards.size), _HISTORY),
            (wards.size * levels)[None, :, None],
        )
        table = tabulate_worlds(counts, alone)
        ranks = rank_wards(table, "rate", 1, float(table["dispersion"].iloc[0]))
        true = pd.Series(levels).rank(ascending=False).to_numpy()
        outside += int(((true < ranks["rank_low"]) | (true > ranks["rank_high"])).sum())
    return Row(wards.title, Share(outside, own.size))
