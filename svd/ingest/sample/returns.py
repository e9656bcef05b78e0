"""Partners' indicator returns: a numerator and a denominator for each indicator, area and period."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.ingest.sample.levels import Levels, Return
from svd.ingest.sample.places import Places
from svd.ingest.sample.police import MADE_UP, SampleFile

_TERMS = ((9, 4), (1, 3), (4, 4))
"""First month and length of the school terms."""


def write_return_files(
    catalogue: Catalogue, levels: Levels, places: Places, rng: np.random.Generator
) -> list[SampleFile]:
    """A file a source, with every indicator it returns; a row is an indicator, area and period."""
    files = []
    for source in dict.fromkeys(catalogue.indicators[entry.indicator].source for entry in levels.returns):
        entries = [entry for entry in levels.returns if catalogue.indicators[entry.indicator].source == source]
        tables = [_draw_return(entry, catalogue, levels, places, rng) for entry in entries]
        frame = pd.concat(tables, ignore_index=True)
        frame = frame.sort_values(["period_from", "indicator", "area_code"], kind="stable", ignore_index=True)
        first, last = frame["period_from"].min(), frame["period_to"].max()
        until = pd.Period(last, "M").end_time.date()
        files.append(SampleFile(f"{MADE_UP}{source}_{first}_{last}.csv", source, frame, until))
    return files


def _draw_return(
    entry: Return, catalogue: Catalogue, levels: Levels, places: Places, rng: np.random.Generator
) -> pd.DataFrame:
    """The indicator's rows; where it is told by ward, the area's figures are its wards' sums."""
    indicator, area = catalogue.indicators[entry.indicator], catalogue.area.code
    is_share = indicator.calculation.form == "proportion"
    people = np.array([levels.ward_residents[code] for code in places.wards])
    sizes = people / people.sum()
    weights = people * places.weights / (people * places.weights).sum()
    rows = []
    for first, last in _list_periods(indicator.frequency, levels):
        figures = {area: _draw_figures(entry, 1.0, 1.0, is_share, rng)}
        if entry.is_by_ward:
            shares = zip(places.wards, sizes, weights, strict=True)
            wards = {ward: _draw_figures(entry, size, weight, is_share, rng) for ward, size, weight in shares}
            figures = {area: tuple(map(sum, zip(*wards.values(), strict=True))), **wards}
        rare = sum(event.indicator == entry.indicator and event.month == first for event in levels.rare)
        rows += [_as_row(entry, code, first, last, n + rare, d, code == area) for code, (n, d) in figures.items()]
    return pd.DataFrame(rows).astype(str)


def _draw_figures(
    entry: Return, size: float, weight: float, is_share: bool, rng: np.random.Generator
) -> tuple[int, int | None]:
    """A numerator and a denominator; a population stays as it is, a cohort is drawn."""
    if entry.denominator is None:
        return int(rng.poisson(entry.numerator * weight)), None
    if not is_share:
        return int(rng.poisson(entry.numerator * weight)), round(entry.denominator * size)
    cohort = int(rng.poisson(entry.denominator * size))
    share = min(entry.numerator / entry.denominator * weight / size, 1)
    return int(rng.binomial(cohort, share)), cohort


def _as_row(
    entry: Return, area: str, first: str, last: str, numerator: int, denominator: int | None, is_whole: bool
) -> dict[str, object]:
    is_hidden = first in entry.hidden if is_whole else 0 < numerator <= entry.hide_wards_up_to
    return {
        "indicator": entry.indicator,
        "area_code": area,
        "period_from": first,
        "period_to": last,
        "numerator": entry.mark if is_hidden else numerator,
        "denominator": "" if denominator is None else denominator,
    }


def _list_periods(frequency: str, levels: Levels) -> Iterable[tuple[str, str]]:
    """First and last month of each period; years end with the last month, so that the newest is a whole one."""
    first, last = pd.Period(levels.period.first, "M"), pd.Period(levels.period.last, "M")
    if frequency == "term":
        years = range(first.year, last.year + 1)
        terms = [(pd.Period(year=year, month=month, freq="M"), length) for year in years for month, length in _TERMS]
        whole = [(start, start + length - 1) for start, length in sorted(terms)]
        return [(str(start), str(end)) for start, end in whole if first <= end <= last]
    step = {"month": 1, "quarter": 3, "year": 12}[frequency]
    starts = pd.period_range(first, last, freq="M")[::step]
    return [(str(start), str(start + step - 1)) for start in starts]
