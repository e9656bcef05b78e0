"""A feed's people by age band and by sex: shown counts, shares with Wilson limits, rates, and residents."""

import numpy as np
import pandas as pd

from svd.catalogue.contract import People
from svd.catalogue.declarations import Source
from svd.catalogue.schema import AGE_BANDS
from svd.figures.people.parts import (
    FEWEST,
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
from svd.stats.rates import Z_95, Z_998, limits_count
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
_HALF = 50.0
_WITHIN = {UNDER_25: YOUNG_BANDS, TEENS: TEEN_BANDS, KNOWN: AGE_BANDS}


def measure_people(evidence: Evidence, source: Source, selection: Selection) -> pd.DataFrame:
    """People of the source by age and by sex: a row a band or sex, the sums of them, and those not known.

    ``by`` is age or sex, ``band`` the id and ``group`` the title. ``count`` is between the shown totals nearest to the
    months selected, which ``period`` names; ``noise`` is the variance that protection adds to it, and ``under`` what
    one that is too small to be shown is less than. A sum is that of its shown parts.
    ``share`` is of ``denominator``, those known, in per cent (of all, where it is of those not known), with its 95%
    Wilson limits. ``rate`` is per 1,000 residents of that age over the period, with its 95% limits; null where
    residents are not counted by that band. ``share_against`` is the share of residents of all the ages the source can
    hold; for the two sexes it is half. ``compared``: higher or lower than it where the 99.8% limits leave it out, may
    be where only the 95% limits do, similar otherwise; empty where there is nothing to compare, or fewer than 5 of
    those counted or of the others.
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
    by_age = _rate(ages.loc[_list_groups(people, ages)], _count_residents(evidence, people))
    half = pd.Series({"female": _HALF, "male": _HALF})
    by_sex = _share(sexes.loc[list(SEX_NAMES)], half)
    tables = [_label(by_age, AGE, AGE_NAMES, source, receipt), _label(by_sex, SEX, SEX_NAMES, source, receipt)]
    return pd.concat(tables, ignore_index=True)


def _add_up(
    cells: pd.DataFrame, bands: tuple[str, ...], sums: dict[str, tuple[str, ...]], receipt: Receipt
) -> pd.DataFrame:
    """The cells with their sums, with the status of what was received; all null where nothing was."""
    whole = cells.reindex([*bands, UNKNOWN])
    whole["status"] = whole["status"].fillna(SUPPRESSED).astype(object)
    for name, parts in sums.items():
        whole.loc[name] = add_parts(whole, parts)
    if receipt.status == MISSING:
        return whole.assign(count=np.nan, noise=np.nan, under=np.nan, status=MISSING)
    return whole.assign(status=whole["status"].mask(whole["status"] == OK, receipt.status))


def _list_groups(people: People, cells: pd.DataFrame) -> list[str]:
    """The groups a source can have people in, or has: the under 25s only where there may be older ones too."""
    strays = [band for band in AGE_BANDS if cells.loc[band, "count"] > 0]
    held = {*(people.ages or AGE_BANDS), *strays}
    parts = {group: [band for band in _WITHIN.get(group, (group,)) if band in held] for group in AGE_NAMES}
    is_all_young = held <= set(YOUNG_BANDS)
    return [
        group
        for group, bands in parts.items()
        if group == UNKNOWN or (bands and not (group == UNDER_25 and is_all_young))
    ]


def _count_residents(evidence: Evidence, people: People) -> pd.Series:
    """Residents of each group of ages; null where the census bands don't match it, or the source can't hold it."""
    held = (people.ages or AGE_BANDS) if people.are_residents else ()
    found = {}
    for group in AGE_NAMES:
        bands = find_resident_bands(band for band in _WITHIN.get(group, (group,)) if band in held)
        found[group] = float(evidence.geography.residents_in(bands).sum()) if bands else np.nan
    return pd.Series(found)


def _rate(cells: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    benchmark = residents / residents[KNOWN] * 100
    shared = _share(cells, benchmark.where(benchmark < 100))
    people = residents.reindex(cells.index)
    limits = widen_limits(shared["count"], *limits_count(shared["count"]), shared["noise"], Z_95)
    lower, upper = (limit / people * PER for limit in limits)
    return shared.assign(residents=people, rate=shared["count"] / people * PER, rate_lower=lower, rate_upper=upper)


def _share(cells: pd.DataFrame, benchmark: pd.Series) -> pd.DataFrame:
    """The cells with their share, its limits, the share they are held against and how they compare."""
    known = cells.loc[KNOWN]
    of, whole_noise = (pd.Series(known[name], cells.index, dtype=float) for name in ("count", "noise"))
    of[UNKNOWN], whole_noise[UNKNOWN] = (known[name] + cells.loc[UNKNOWN, name] for name in ("count", "noise"))
    of = of.where(of > 0)
    noise = cells["noise"].astype(float)
    rest_noise = (whole_noise - noise).clip(lower=0)
    count = cells["count"].where(cells.index != KNOWN)
    against = (benchmark / 100).reindex(cells.index)
    lower, upper = limit_share(count, of, noise, rest_noise)
    wide_lower, wide_upper = limit_share(count, of, noise, rest_noise, Z_998)
    steps = [wide_lower > against, wide_upper < against, lower > against, upper < against]
    words = np.select(steps, ["higher", "lower", "may be higher", "may be lower"], "similar")
    is_enough = (count >= FEWEST) & (of - count >= FEWEST)
    is_held = against.notna() & is_enough & ~cells.index.isin([KNOWN, UNKNOWN])
    limits = {"share_lower": lower * 100, "share_upper": upper * 100, "share_against": against * 100}
    return cells.assign(denominator=of, share=count / of * 100, **limits, compared=np.where(is_held, words, ""))


def _label(table: pd.DataFrame, by: str, names: dict[str, str], source: Source, receipt: Receipt) -> pd.DataFrame:
    titles = [names[band] for band in table.index]
    labelled = table.assign(by=by, group=titles, source=source.title, **receipt.labels)
    return labelled.rename_axis("band").reset_index()
