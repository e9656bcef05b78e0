"""A feed's people by age band and by sex: shown counts, shares with Wilson limits, rates, and residents."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.contract import People
from svd.catalogue.declarations import Source
from svd.catalogue.schema import AGE_BANDS
from svd.figures.people.parts import (
    FEWEST,
    Cell,
    add_parts,
    count_parts,
    find_shown_window,
    limit_share,
    list_series,
)
from svd.figures.people.records import Receipt, name_people, read_receipt
from svd.measures.denominators import find_resident_bands
from svd.measures.feed import AGE, SEX
from svd.measures.people import SEXES
from svd.measures.protect import widen_limits
from svd.measures.question import Evidence
from svd.measures.result import MISSING, OK, SUPPRESSED
from svd.stats.limits import Z_95, Z_998, limits_count
from svd.store.selection import Selection

YOUNG_BANDS = ("0-9", "10-14", "15-17", "18-24")
TEEN_BANDS = ("10-14", "15-17")
UNDER_25, TEENS, KNOWN, UNKNOWN = "under_25", "10-17", "known", "unknown"
AGE_NAMES = {
    UNDER_25: "Under 25",
    "0-9": "0 to 9",
    "10-14": "10 to 14",
    "15-17": "15 to 17",
    TEENS: "10 to 17",
    "18-24": "18 to 24",
    "25-34": "25 to 34",
    "35+": "35 and over",
    UNKNOWN: "Age not known",
    KNOWN: "All of known age",
}
"""Each group of ages by its title, in the order shown."""

SEX_NAMES = {
    "female": "Female",
    "male": "Male",
    "other": "Other",
    UNKNOWN: "Sex not known",
    KNOWN: "All of known sex",
}
PER = 1000
_HALF = 0.5
_WITHIN = {UNDER_25: YOUNG_BANDS, TEENS: TEEN_BANDS, KNOWN: AGE_BANDS}


def measure_people(evidence: Evidence, source: Source, selection: Selection) -> pd.DataFrame:
    """People of the source by age and by sex: a row a band or sex, the sums of them, and those not known.

    ``by`` is age or sex, ``band`` the id and ``group`` the title. ``count`` is between the shown totals nearest to the
    months selected, which ``period`` names; ``noise`` is the variance that protection adds to it, and ``under`` what
    one that is too small to be shown is less than. A sum is that of its shown parts.
    ``share`` is of ``denominator``, those known, in per cent (of all, where it is of those not known), with its 95%
    Wilson limits. ``rate`` is per 1,000 residents of that age over the period, with its 95% limits, and
    ``denominator_year`` the residents' year; null where they are not counted by that band. ``share_against`` is the
    share of residents of all the ages the source can hold; for the two sexes it is half. ``compared``: higher or lower
    than it where the 99.8% limits leave it out, may be where only the 95% limits do, similar otherwise; empty where
    there is nothing to compare, or fewer than 5 of those counted or of the others.
    """
    cube = evidence.cube
    parts = {name: list_series(cube, source.id, name) for name in (AGE, SEX)}
    rows = [row for part in parts.values() for series in part.values() for row in series]
    window = find_shown_window(cube, rows, selection)
    receipt = read_receipt(evidence, source, selection)
    if receipt.status != MISSING:
        receipt = read_receipt(evidence, source, window.select(cube) or selection)
    people = name_people(source)
    ages = _add_up(count_parts(cube, parts[AGE], window), AGE_BANDS, _WITHIN, receipt)
    sexes = _add_up(count_parts(cube, parts[SEX], window), SEXES, {KNOWN: SEXES}, receipt)
    residents, year = _find_residents(evidence, source, window.select(cube) or selection)
    of_ages = {group: residents[group] / residents[KNOWN] for group in AGE_NAMES}
    groups = [group for group in AGE_NAMES if group in _list_groups(people, ages)]
    by_age = _tabulate(ages, groups, {group: share for group, share in of_ages.items() if share < 1}, residents)
    by_sex = _tabulate(sexes, list(SEX_NAMES), {"female": _HALF, "male": _HALF}, {})
    named = [(AGE, AGE_NAMES[group]) for group in groups] + [(SEX, name) for name in SEX_NAMES.values()]
    table = {name: [*by_age[name], *by_sex[name]] for name in by_age}
    table |= {"by": [by for by, _ in named], "group": [title for _, title in named]}
    return pd.DataFrame(table).assign(source=source.title, denominator_year=year, **receipt.labels)


def _add_up(
    cells: dict[str, Cell], bands: tuple[str, ...], sums: dict[str, tuple[str, ...]], receipt: Receipt
) -> dict[str, Cell]:
    """The cells with their sums, with the status of what was received; all null where nothing was."""
    whole = {band: cells.get(band, Cell(np.nan, 0.0, np.nan, SUPPRESSED)) for band in (*bands, UNKNOWN)}
    whole |= {name: add_parts(whole, parts) for name, parts in sums.items()}
    if receipt.status == MISSING:
        return dict.fromkeys(whole, Cell(np.nan, np.nan, np.nan, MISSING))
    return {name: cell._replace(status=receipt.status) if cell.status == OK else cell for name, cell in whole.items()}


def _list_groups(people: People, cells: dict[str, Cell]) -> set[str]:
    """The groups a source can have people in, or has: the under 25s only where there may be older ones too."""
    strays = [band for band in AGE_BANDS if cells[band].count > 0]
    held = {*(people.ages or AGE_BANDS), *strays}
    found = {group for group in AGE_NAMES if group == UNKNOWN or held & set(_WITHIN.get(group, (group,)))}
    return found - {UNDER_25} if held <= set(YOUNG_BANDS) else found


def _find_residents(evidence: Evidence, source: Source, months: Selection) -> tuple[dict[str, float], float]:
    """Residents of each group of ages over the months, and their year.

    Null where the census bands don't match the group, or the source can't hold it.
    """
    known = evidence.cube.worked_out
    key = ("residents by group", source.id, months.month_from, months.month_to)
    if key not in known:
        people = name_people(source)
        held = (people.ages or AGE_BANDS) if people.are_residents else ()
        found, year = dict.fromkeys(AGE_NAMES, np.nan), np.nan
        for group in AGE_NAMES:
            bands = find_resident_bands(band for band in _WITHIN.get(group, (group,)) if band in held)
            if bands:
                residents, year = evidence.geography.residents_between(bands, months.month_from, months.month_to)
                found[group] = float(residents.sum())
        known[key] = found, float(year)
    return known[key]


def _tabulate(
    cells: dict[str, Cell], groups: list[str], against: dict[str, float], residents: dict[str, float]
) -> dict[str, NDArray]:
    """The columns of the groups: counts, shares with their limits, what they are held against, and rates."""
    count, noise, under = (
        np.array([getattr(cells[group], name) for group in groups], dtype=float) for name in ("count", "noise", "under")
    )
    is_known, is_unknown = (np.array(groups) == name for name in (KNOWN, UNKNOWN))
    known, unknown = cells[KNOWN], cells[UNKNOWN]
    of = np.where(is_unknown, known.count + unknown.count, known.count)
    rest_noise = np.maximum(np.where(is_unknown, known.noise + unknown.noise, known.noise) - noise, 0)
    people = np.array([residents.get(group, np.nan) for group in groups])
    limits = widen_limits(count, *limits_count(count), noise, Z_95)
    rates = dict(zip(("rate_lower", "rate_upper"), (limit / people * PER for limit in limits), strict=True))
    beside = {"band": np.array(groups), "under": under, "status": np.array([cells[group].status for group in groups])}
    held = np.array([against.get(group, np.nan) for group in groups])
    shares = judge_shares(np.where(is_known, np.nan, count), of, noise, rest_noise, np.where(is_known, np.nan, held))
    return (
        beside | {"count": count, "noise": noise} | shares | {"residents": people, "rate": count / people * PER} | rates
    )


def judge_shares(
    count: NDArray, of: NDArray, noise: NDArray, rest_noise: NDArray, against: NDArray
) -> dict[str, NDArray]:
    """The shares of those known with their limits, the share they are held against and how they compare."""
    lower, upper = limit_share(count, of, noise, rest_noise)
    wide_lower, wide_upper = limit_share(count, of, noise, rest_noise, Z_998)
    steps = [wide_lower > against, wide_upper < against, lower > against, upper < against]
    words = np.select(steps, ["higher", "lower", "may be higher", "may be lower"], "similar")
    is_held = ~np.isnan(against) & (count >= FEWEST) & (of - count >= FEWEST)
    limits = {"share_lower": lower * 100, "share_upper": upper * 100, "share_against": against * 100}
    return {"denominator": of, "share": count / of * 100, **limits, "compared": np.where(is_held, words, "")}
