"""What partners returned, as running totals of a numerator and of its rest, protected where the feed has a rule."""

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.measures.book import Book, number_month, show_levels
from svd.measures.protect import find_base, find_offset, find_step, identify, round_totals

COLUMNS = [
    "source",
    "indicator",
    "extract",
    "period_from",
    "period_to",
    "ward_code",
    "is_hidden",
    "start",
    "end",
    "rest_start",
    "rest_end",
    "denominator",
    "base",
]
"""A row a returned period and place. ``start`` and ``end``: the shown running totals of the numerator before and after
it, ``rest_start`` and ``rest_end`` those of what a share leaves; null where they are not shown. ``is_hidden``: the
sender hid the number. ``denominator``: as sent, for a rate. ``base``: what the totals are multiples of."""


def show_returns(returns: pd.DataFrame, catalogue: Catalogue, book: Book | None) -> pd.DataFrame:
    """Every return in use, protected; ``book`` is None where no feed that is received has a rule."""
    parts = [
        _show(
            part.sort_values(["period_to", "period_from"]), catalogue.indicators[name], str(ward or ""), catalogue, book
        )
        for (name, ward), part in returns.assign(place=returns["ward_code"].fillna("")).groupby(["indicator", "place"])
        if name in catalogue.indicators
    ]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in COLUMNS})


def _show(
    rows: pd.DataFrame, indicator: Indicator, ward: str, catalogue: Catalogue, book: Book | None
) -> dict[str, np.ndarray]:
    """COLUMNS of one indicator and place."""
    rule = catalogue.rules[indicator.small_number_rule]
    base = find_base(rule)
    hidden = rows["is_suppressed"].fillna(False).to_numpy(bool)
    numerator = rows["numerator"].to_numpy(float)
    is_share = indicator.calculation.form == "proportion"
    rest = rows["denominator"].to_numpy(float) - numerator if is_share else np.full(len(rows), np.nan)
    table = {
        "source": rows["source"].to_numpy(object),
        "indicator": np.full(len(rows), indicator.id, dtype=object),
        "extract": rows["extract"].to_numpy(object),
        "period_from": rows["period_from"].to_numpy(),
        "period_to": rows["period_to"].to_numpy(),
        "ward_code": np.full(len(rows), ward or None, dtype=object),
        "is_hidden": hidden,
        "denominator": np.full(len(rows), np.nan) if is_share else rows["denominator"].to_numpy(float),
        "base": np.full(len(rows), float(base)),
    }
    is_level = indicator.calculation.is_stock or _overlap(rows)
    for name, values in (("", numerator), ("rest_", rest)):
        identity = identify("return", indicator.id, name or "numerator", ward or "area")
        start, end = _total(values, rows, identity, base, book, is_level=is_level)
        table[f"{name}start"], table[f"{name}end"] = start, end
    return table


def _overlap(rows: pd.DataFrame) -> bool:
    return bool((rows["period_from"].to_numpy()[1:] <= rows["period_to"].to_numpy()[:-1]).any())


def _total(
    values: np.ndarray, rows: pd.DataFrame, identity: str, base: int, book: Book | None, *, is_level: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The shown totals before and after each period; of a level, nothing and the level."""
    if np.isnan(values).all():
        return np.full(len(values), np.nan), np.full(len(values), np.nan)
    if is_level:
        return np.where(np.isnan(values), np.nan, 0.0), _show_levels(values, rows, identity, base, book)
    running = np.concatenate([[0.0], np.cumsum(np.nan_to_num(values))])
    shown = running if base == 1 else _show_running(running, values, rows, identity, base, book)
    start, end = shown[:-1].copy(), shown[1:].copy()
    start[np.isnan(values)] = end[np.isnan(values)] = np.nan
    return start, end


def _show_levels(values: np.ndarray, rows: pd.DataFrame, identity: str, base: int, book: Book | None) -> np.ndarray:
    if base == 1 or book is None:
        return values
    points = [number_month(day) for day in rows["period_to"]]
    shown = show_levels(book, identity, dict(zip(points, values.tolist(), strict=True)), base)
    return np.array([shown[point] for point in points])


def _show_running(
    running: np.ndarray, values: np.ndarray, rows: pd.DataFrame, identity: str, base: int, book: Book | None
) -> np.ndarray:
    """The running totals in blocks, at every so many periods that their steps average a block."""
    assert book is not None, "a feed with a rule needs the book"
    days = [number_month(rows["period_from"].iloc[0]), *(number_month(day) + 1 for day in rows["period_to"])]
    known = values[~np.isnan(values)]
    length = _months_in(rows)
    step = find_step(float(known.mean()) / length if len(known) else 0.0, base)
    entry = book.open(identity, base, step, days[0])
    shown = np.full(len(running), np.nan)
    if not entry.step:
        return shown
    offset = find_offset(book.key, identity, entry.base)
    origin = days.index(entry.origin) if entry.origin in days else -1
    if origin < 0:
        return shown
    every = max(1, -(-entry.step // length))
    for place in range(origin % every, len(running), every):
        day = days[place]
        if day not in entry.totals:
            entry.totals[day] = float(round_totals(running[place] - running[origin], offset, entry.base))
        shown[place] = entry.totals[day]
    return shown


def _months_in(rows: pd.DataFrame) -> int:
    """Months in a returned period, as most of them are; a term is four."""
    first, last = pd.DatetimeIndex(rows["period_from"]), pd.DatetimeIndex(rows["period_to"])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return int(pd.Series(months).mode().iloc[-1])
