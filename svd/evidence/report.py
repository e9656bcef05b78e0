"""The evidence as one Markdown page: what was promised, what came out, and what that means."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_number, word_period
from svd.evidence.cells import read_cells, try_cells
from svd.evidence.false_signals import try_change, try_limits, try_wards
from svd.evidence.levels import Level, find_year, read_levels, read_wards
from svd.evidence.long_series import tell_series
from svd.evidence.power import RED_OVER, WITHIN, find_power
from svd.evidence.tables import draw_table, word_promise, word_share
from svd.figures.over_time.signal_findings import MARKED_ONCE_IN, OUTSIDE_ONCE_IN
from svd.measures.question import Evidence
from svd.stats.change import SIGNAL_P

_FLAT = Level._field_defaults["season"]
HEADLINES = ("violence_with_injury", "personal_robbery", "knife_crime")
"""The indicators whose wards, power and whole series are told."""
SEED = 20221
WORLDS = 2000

_OUTSIDE, _ANY = 1 / OUTSIDE_ONCE_IN, 1 / MARKED_ONCE_IN
_CLEAR, _LIKELY = 0.002, 0.05
"""What the method notes promise: months outside and months marked, wards clearly and perhaps different."""

Progress = Callable[[int, int, str], None]


def write_evidence(
    evidence: Evidence, *, worlds: int = WORLDS, seed: int = SEED, progress: Progress | None = None
) -> str:
    """The report for the area's own levels in the store; the same seed and store give the same report."""
    levels = read_levels(evidence, _find_monthly(evidence))
    headlines = [level for level in levels if level.indicator in HEADLINES]
    parts: dict[str, Callable[[np.random.Generator], str]] = {
        "How it was made": lambda random: _tell_making(evidence, worlds, seed, levels),
        "Control limits": lambda random: _try_all_limits(evidence, levels, worlds, random),
        "Now against before": lambda random: _try_all_changes(levels, worlds, random),
        "Wards against the area": lambda random: _try_all_wards(evidence, worlds, random),
        "Hot spots": lambda random: _try_hot_spots(evidence, worlds, random),
        "How soon a step is found": lambda random: _find_all_power(evidence, headlines, worlds, random),
        "What the long series say": lambda random: _tell_all_series(evidence),
    }
    written = [_INTRODUCTION]
    for number, (title, write) in enumerate(parts.items()):
        if progress is not None:
            progress(number, len(parts), title)
        written.append(f"## {title}\n\n{write(np.random.default_rng([seed, number]))}")
    return "\n\n".join(written) + "\n"


_INTRODUCTION = """# Do the tests keep their promises?

A test that cries wolf is ignored, and one that never speaks is useless. Here each test of the dashboard is tried on
worlds in which nothing changes, and on worlds in which something does, all drawn by chance from the area's own levels.
Each world goes through the same code as the pages. "Kept" says that no more was called than promised, but for the
chance of so many draws (three standard errors)."""


def _find_monthly(evidence: Evidence) -> tuple[str, ...]:
    return tuple(
        indicator.id
        for indicator in evidence.catalogue.indicators.values()
        if indicator.calculation.basis == "facts"
        and indicator.calculation.form == "rate"
        and indicator.frequency == "month"
    )


def _tell_making(evidence: Evidence, worlds: int, seed: int, levels: list[Level]) -> str:
    year, store = find_year(evidence), evidence.store
    kind = "**SYNTHETIC: these levels are made up.** " if store.is_synthetic else ""
    rows = [[level.title, word_number(level.mean, 1), word_number(level.spread, 1)] for level in levels]
    return (
        f"{kind}`python -m svd evidence` made this page from store version {store.version}: {word_number(worlds)} "
        f"worlds each, seed {seed}, levels of {word_period(year.month_from, year.month_to)}. Extracts: "
        f"{', '.join(_list_extracts(evidence))}. Worlds are drawn twice: "
        "with even months (Poisson), and with months as uneven as the area's own (negative binomial, with the variance "
        "measured there as a multiple of chance).\n\n"
        f"{draw_table(['Indicator', 'Events a month', 'Variance, times chance'], rows)}"
    )


def _list_extracts(evidence: Evidence) -> list[str]:
    """The files in use, each with its source."""
    used = evidence.extracts.query("status == 'used'").sort_values(["source", "extract"])
    titles = {name: source.title for name, source in evidence.catalogue.sources.items()}
    return [f"{row.extract} ({titles[row.source]})" for row in used.itertuples()]


def _try_all_limits(evidence: Evidence, levels: list[Level], worlds: int, random: np.random.Generator) -> str:
    rows = []
    for level in levels:
        for name, world in [*_both_worlds(level), ("uneven, with its season", level)]:
            shares = try_limits(evidence, world, random, worlds)
            rows.append(
                [
                    level.title,
                    name,
                    word_promise(shares["outside"], _OUTSIDE),
                    word_promise(shares["any"], _ANY),
                    word_share(shares["year"]),
                ]
            )
    header = ["Indicator", "Months", "Outside the limits", "Marked by any rule", "Years with a month marked"]
    return (
        "Limits rest on the first 12 months of a world, and the 24 that follow are tested; where the year has the "
        "area's own shape (the mean of each calendar month in up to five years), the 24 that follow three years. "
        f"Promised: up to 1 month in {OUTSIDE_ONCE_IN} outside and up to 1 in {MARKED_ONCE_IN} marked, most of them in "
        "one run. With limits known exactly a month falls outside once in 370; limits from 12 months are themselves "
        "uncertain. That is why signals are raised by a stricter rule (page *Signals*).\n\n"
        f"{draw_table(header, rows)}"
    )


def _both_worlds(level: Level) -> list[tuple[str, Level]]:
    """Even months, and months as uneven as the area's own where they are; neither has a season."""
    level = level._replace(season=_FLAT)
    worlds = [("even", level._replace(spread=1.0))]
    return [*worlds, ("uneven", level)] if level.spread > 1 else worlds


def _try_all_changes(levels: list[Level], worlds: int, random: np.random.Generator) -> str:
    rows = [
        [level.title, name, word_promise(try_change(world, random, worlds), SIGNAL_P)]
        for level in levels
        for name, world in _both_worlds(level)
    ]
    return (
        "Two years of twelve months at one level. Promised: 1 comparison in 370 (0.27%) called a change.\n\n"
        f"{draw_table(['Indicator', 'Months', 'Called a change'], rows)}"
    )


def _try_all_wards(evidence: Evidence, worlds: int, random: np.random.Generator) -> str:
    rows = []
    for name in HEADLINES:
        wards = read_wards(evidence, name)
        if wards.events:
            clear, likely = try_wards(evidence, wards, random, worlds)
            rows.append([wards.title, word_promise(clear, _CLEAR), word_promise(likely, _LIKELY)])
    header = ["Indicator", "Called higher or lower", "Called that, or may be"]
    return (
        "Every ward has the area's rate and its own residents. Promised: 2 wards in 1,000 called higher or lower, 1 in "
        f"20 called that or may be.\n\n{draw_table(header, rows)}"
    )


def _try_hot_spots(evidence: Evidence, worlds: int, random: np.random.Generator) -> str:
    rows = []
    for cells in read_cells(evidence):
        with_any, hot = try_cells(cells, random, worlds)
        events, number = word_number(cells.counts.sum()), word_number(len(cells.counts))
        rows.append([cells.title, events, number, word_promise(with_any, cells.rate), word_share(hot)])
    if not rows:
        return "No feed of this store has events with a point."
    header = ["Feed", "Events", "Cells", "Worlds with a hot cell", "Cells called hot"]
    return (
        "The area's own counts by cell, dealt out to the cells by chance: no place gathers events. Promised: a false "
        f"hot cell in no more than 1 world in 20.\n\n{draw_table(header, rows)}"
    )


def _find_all_power(evidence: Evidence, levels: list[Level], worlds: int, random: np.random.Generator) -> str:
    found = pd.concat(
        [find_power(evidence, level, random, worlds).assign(title=level.title, mean=level.mean) for level in levels]
    )
    tables = [
        f"**{title}**, {word_number(rows['mean'].iloc[0])} a month\n\n{_draw_power(rows)}"
        for title, rows in found.groupby("title", sort=False)
    ]
    told = (
        "A world has 24 months at the level, as uneven as the area's own, and then a step up that stays. The share of "
        "worlds in which each way of looking finds it within so many months; where there is no step, all that is found "
        f"is false. Red, amber and green is what most dashboards do: a month is red when it is over {RED_OVER - 1:.0%} "
        "above the same month a year before, whatever chance would do."
    )
    return "\n\n".join([told, *tables])


def _draw_power(found: pd.DataFrame) -> str:
    header = ["Way of looking", "Step", *(f"within {months} months" for months in WITHIN)]
    rows = [
        [row["way"], f"+{row['step']:.0%}" if row["step"] else "none", *(f"{row[months]:.0%}" for months in WITHIN)]
        for _, row in found.iterrows()
    ]
    return draw_table(header, rows)


def _tell_all_series(evidence: Evidence) -> str:
    told = []
    for name in HEADLINES:
        first, *rest = tell_series(evidence, name)
        told.append("\n".join([f"- {first}", *(f"  {sentence}" for sentence in rest)]))
    return "\n".join(told)
