"""The evidence as one Markdown page: first what is not kept, then each claim with its worlds, and what that means."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_number, word_period
from svd.evidence import charts, effects, periods, places, protected, rare, shares, signals, ward_changes, wards
from svd.evidence.claims import STEPS, Claim, Row, Setting, draw_claim, list_unkept
from svd.evidence.levels import Level, find_year, read_levels
from svd.evidence.long_series import tell_series
from svd.evidence.power import RED_OVER, WITHIN, find_power
from svd.evidence.tables import draw_table
from svd.figures.promises import MOST_ALIKE
from svd.measures.question import Evidence

HEADLINES = wards.HEADLINES
"""The indicators whose wards, power and whole series are told."""
SEED = 20221
WORLDS = 2000

Progress = Callable[[int, int, str], None]
Trial = Callable[[Setting], Claim | tuple[Claim, ...] | list[Claim]]

TRIALS: dict[str, Trial] = {
    "Changes": periods.try_change,
    "Ranges and targets": periods.try_ranges,
    "Five years": periods.try_trend,
    "Control limits": charts.try_charts,
    "Small shifts": charts.try_shifts,
    "Assurance": charts.try_assurance,
    "Signals": signals.try_signals,
    "Counts in steps: changes": protected.try_protected_change,
    "Counts in steps: charts": protected.try_protected_chart,
    "Counts in steps: wards": protected.try_protected_wards,
    "Wards": wards.try_wards,
    "Wards by age": wards.try_ages,
    "Funnel and places": wards.try_funnel,
    "Wards over time": ward_changes.try_ward_changes,
    "Shares and people": shares.list_claims,
    "Rare events": rare.list_claims,
    "Hot spots": places.list_claims,
    "Evaluation": effects.list_claims,
}
"""Every claim that a page makes, by what is tried at once."""


def write_evidence(
    evidence: Evidence, *, worlds: int = WORLDS, seed: int = SEED, progress: Progress | None = None
) -> str:
    """The report for the area's own levels in the store; the same seed and store give the same report."""
    levels = read_levels(evidence, _find_monthly(evidence))
    random = (np.random.default_rng([seed, number]) for number in range(len(TRIALS) + 1))
    claims: list[Claim] = []
    for number, (title, trial) in enumerate(TRIALS.items()):
        if progress is not None:
            progress(number, len(TRIALS), title)
        found = trial(Setting(evidence, levels, worlds, next(random)))
        claims += [found] if isinstance(found, Claim) else found
    headlines = [level for level in levels if level.indicator in HEADLINES]
    parts = {
        "What is not kept": tell_unkept(claims),
        "Every claim at a glance": _tell_claims(claims),
        "How it was made": _tell_making(evidence, worlds, seed, levels),
        **{claim.title: draw_claim(claim) for claim in claims},
        "How soon a step is found": _find_all_power(evidence, headlines, max(worlds // 4, 10), next(random)),
        "What the long series say": _tell_all_series(evidence, [level.indicator for level in headlines]),
    }
    return "\n\n".join([_INTRODUCTION, *(f"## {title}\n\n{text}" for title, text in parts.items())]) + "\n"


_INTRODUCTION = f"""# Do the tests keep their promises?

A test that cries wolf is ignored, and one that never speaks is useless. Here each claim that a page makes is tried on
worlds in which nothing changes, and on worlds in which something does, all drawn by chance from the area's own levels.
Each world goes through the same code as the pages. "Kept" says that no more was called than promised, but for the
chance of so many draws (three standard errors). Beside it stands how often a rise of 25% and of 10% is found.

Where months follow one another their level drifts by itself, and no test of a few years can tell a drift from a change.
Where the pages see it they widen their limits, call single months alone, or call nothing; they can't always see it.
So they promise less of such months, and say how much less; no promise is made beyond an autocorrelation of
{MOST_ALIKE}."""


def tell_unkept(claims: list[Claim]) -> str:
    """The promises that are not kept, each with its worlds; or that all are."""
    unkept, tried = list_unkept(claims), word_number(sum(len(claim.rows) for claim in claims))
    if not unkept:
        return f"Nothing: in all {tried} worlds tried each claim was made no oftener than promised."
    return f"In {len(unkept)} of {tried} worlds a claim is made oftener than promised.\n\n{_draw_unkept(unkept)}"


def _draw_unkept(pairs: list[tuple[Claim, Row]]) -> str:
    """A row a claim, with all of its worlds in which it is not kept."""
    by_claim: dict[str, list[tuple[Claim, Row]]] = {}
    for claim, row in pairs:
        by_claim.setdefault(claim.title, []).append((claim, row))
    rows = []
    for title, own in by_claim.items():
        claim = own[0][0]
        measured = "; ".join(f"{_shorten(row.world)}: **{claim.word(row.share)}**" for _, row in own)
        rows.append([title, claim.promise, measured])
    return draw_table(["Claim", "Promised", "Measured"], rows)


def _shorten(world: str) -> str:
    return world[:1].upper() + world[1:]


def _tell_claims(claims: list[Claim]) -> str:
    """A row a claim: where it stands, its promise, its worst world and the usual power."""
    rows = []
    for claim in claims:
        worst = max(claim.rows, key=lambda row: row.share.rate / claim.promised_of(row))
        kept = sum(claim.is_kept(row) for row in claim.rows)
        rows.append(
            [
                claim.title,
                claim.page,
                claim.promise,
                f"{claim.word(worst.share)} ({_shorten(worst.world)})",
                f"{kept} of {len(claim.rows)}",
                *_tell_power(claim.rows),
            ]
        )
    header = [
        "Claim",
        "Page",
        "Promised",
        "Nearest to it, or worst",
        "Worlds kept",
        *(f"Finds +{step:.0%}" for step in STEPS),
    ]
    return (
        "The share of rises found runs from the least to the most of the claim's worlds: a few events a month, "
        f"or months that scatter widely, find least.\n\n{draw_table(header, rows)}"
    )


def _tell_power(rows: tuple[Row, ...]) -> list[str]:
    found = np.array([row.found for row in rows if row.found])
    if not found.size:
        return ["–"] * len(STEPS)
    ends = zip(found.min(axis=0), found.max(axis=0), strict=True)
    return [f"{low:.0%}" if round(low, 2) == round(high, 2) else f"{low:.0%} to {high:.0%}" for low, high in ends]


def _find_monthly(evidence: Evidence) -> tuple[str, ...]:
    return tuple(
        indicator.id
        for indicator in evidence.catalogue.indicators.values()
        if indicator.calculation.basis == "facts"
        and indicator.calculation.form == "rate"
        and indicator.frequency == "month"
        and not evidence.catalogue.rules[indicator.small_number_rule].hide_up_to
    )


def _tell_making(evidence: Evidence, worlds: int, seed: int, levels: list[Level]) -> str:
    year, store = find_year(evidence), evidence.store
    kind = "**SYNTHETIC: these levels are made up.** " if store.is_synthetic else ""
    rows = [
        [
            level.title,
            word_number(level.mean, 1),
            word_number(level.spread, 1),
            word_number(level.wide, 1),
            word_number(level.alike, 2),
        ]
        for level in levels
    ]
    header = ["Indicator", "Events a month", "Variance, times chance", "of five years", "Autocorrelation"]
    return (
        f"{kind}`python -m svd evidence` made this page from store version {store.version}: {word_number(worlds)} "
        f"worlds of most sorts, seed {seed}, levels of {word_period(year.month_from, year.month_to)}. Extracts: "
        f"{', '.join(_list_extracts(evidence))}.\n\n"
        "Worlds are *even* (Poisson), *uneven* (negative binomial, with the variance measured as a multiple of "
        "chance), "
        "or *following one another* (Poisson round a level whose logarithm is a first-order autoregression, with the "
        "variance and the autocorrelation of five years). Where months are rounded, a running total is, from a secret "
        "start. Rises are tried in a tenth as many worlds; *Drawn* says how many months, wards, series or worlds a "
        "share is of.\n\n"
        f"{draw_table(header, rows)}"
    )


def _list_extracts(evidence: Evidence) -> Iterator[str]:
    """The files in use, each with its source."""
    used = evidence.extracts.query("status == 'used'").sort_values(["source", "extract"])
    titles = {name: source.title for name, source in evidence.catalogue.sources.items()}
    return (f"{row.extract} ({titles[row.source]})" for row in used.itertuples())


def _find_all_power(evidence: Evidence, levels: list[Level], worlds: int, random: np.random.Generator) -> str:
    if not levels:
        return "No headline indicator has events enough for a chart."
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


def _tell_all_series(evidence: Evidence, names: list[str]) -> str:
    told = []
    for name in names:
        first, *rest = tell_series(evidence, name)
        told.append("\n".join([f"- {first}", *(f"  {sentence}" for sentence in rest)]))
    return "\n".join(told)
