"""What the adversary asks: thousands of overlapping selections of each sort, drawn from a seed, read as figures."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from svd.catalogue.schema import AGE_BANDS
from tests.adversary import ask
from tests.adversary.answers import HIDDEN_MARK, collect_answers, join_answers
from tests.adversary.ask import Product

Harvester = Callable[[Product, np.random.Generator], Iterator[pd.DataFrame]]
"""Answers without end, a table for each question asked."""
_LEVELS = ("borough", "ward", "month")
_MOST_IN_VAIN = 200
"""Questions in a row that bring no figure: a series can be hidden for long, but not all of them."""


def gather(harvester: Harvester, product: Product, rng: np.random.Generator, least: int) -> pd.DataFrame:
    """Answers of one sort, at least so many."""
    tables, found, in_vain = [], 0, 0
    for table in harvester(product, rng):
        tables.append(table)
        found += len(table)
        in_vain = 0 if len(table) else in_vain + 1
        assert in_vain < _MOST_IN_VAIN, "So many questions without an answer: the answers are no longer read."
        if found >= least:
            break
    return join_answers(tables)


def ask_periods(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Free periods by ward, area and month, one in ten through the command line."""
    names = list(ask.list_protected(product))
    for number, (first, last) in enumerate(_draw_periods(product, rng)):
        by = ("ward", "ward", "borough", "ward_month")[number % 4]
        if number % 10 == 5:
            rows = ask.measure_by_command(product, str(rng.choice(names)), first, last, "ward")
        else:
            rows = ask.measure(product, names, first, last, by)
        yield collect_answers("periods", rows)


def ask_all_periods(product: Product, names: list[str]) -> pd.DataFrame:
    """Every period there is, by ward: the whole attack."""
    periods = itertools.combinations_with_replacement(product.months, 2)
    return join_answers(collect_answers("periods", ask.measure(product, names, *each, "ward")) for each in periods)


def ask_ages(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Overlapping sets of ages, by area and month, and by ward, where there are none."""
    names = list(ask.list_protected(product))
    for number, (first, last) in enumerate(_draw_periods(product, rng)):
        some = tuple(band for band in AGE_BANDS if rng.random() < 0.4)
        ages = some if some and number % 3 else (str(rng.choice(AGE_BANDS)),)
        rows = ask.measure(product, names, first, last, _LEVELS[number % 3], ages=ages)
        if number % 2:
            rows = ask.count_records(product, first, last, _LEVELS[number // 2 % 3], ages=ages)
        yield collect_answers("ages", rows)


def ask_kinds(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Records of overlapping sets of kinds, by area, ward and month."""
    for number, (first, last) in enumerate(_draw_periods(product, rng)):
        kinds = tuple(kind for kind in product.catalogue.kinds if rng.random() < 0.5)
        yield collect_answers("kinds", ask.count_records(product, first, last, _LEVELS[number % 3], kinds=kinds))


def ask_partners(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Records of overlapping sets of partners, by area, ward and month."""
    for number, (first, last) in enumerate(_draw_periods(product, rng)):
        some = tuple(partner for partner in product.catalogue.partners if rng.random() < 0.5)
        rows = ask.count_records(product, first, last, _LEVELS[number % 3], partners=some)
        yield collect_answers("partners", rows)


def ask_definitions(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Indicators and records under each definition of serious violence, by area, ward and month."""
    names, definitions = list(ask.list_protected(product)), list(product.catalogue.definitions)
    for number, (first, last) in enumerate(_draw_periods(product, rng)):
        how = {"definition": str(rng.choice(definitions))}
        by = _LEVELS[number // 2 % 3]
        rows = ask.count_records(product, first, last, by, **how)
        yield collect_answers(
            "definitions", rows if number % 2 else ask.measure(product, names, first, last, by, **how)
        )


def ask_cells(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """The cells of maps, and what is in none."""
    for first, last in _draw_periods(product, rng):
        yield collect_answers("cells", ask.count_cells(product, first, last))


def ask_hours(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """The blocks of the week."""
    for first, last in _draw_periods(product, rng):
        yield collect_answers("hours", ask.count_hours(product, first, last))


def ask_wholes(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """The wards of a period with the area's own figure beside them."""
    names = list(ask.list_protected(product))
    for first, last in _draw_periods(product, rng):
        for by in ("ward", "borough"):
            yield collect_answers("wholes", ask.measure(product, names, first, last, by))


def ask_workbooks(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Figures of workbooks that the command line wrote, read back from the files."""
    with tempfile.TemporaryDirectory() as folder:
        for first, last in _draw_periods(product, rng):
            yield collect_answers("workbooks", ask.export(product, Path(folder), first, last))


def ask_charts(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """The months that the specifications of charts hold."""
    protected, names = ask.list_protected(product), name_counts(product)
    places = ["", *product.evidence.geography.ward_names]
    for name, place in _shuffle(rng, names, places):
        specification = ask.draw(product, name, product.months[0], product.months[-1], place)
        yield read_chart(specification, protected[name], place or product.area)


def read_chart(specification: dict, counted: object, place: str) -> pd.DataFrame:
    """The figures of a chart's rows: months with a value, and months in a gap that is marked as hidden."""
    drawn = [row for layer in specification["layer"] for row in layer["data"].get("values", [])]
    rows = {row["month_words"]: row["value"] for row in drawn if "month_words" in row and row.get("value") is not None}
    hidden = [row["middle"] for row in drawn if row.get("mark") == HIDDEN_MARK]
    for gap in (row for row in drawn if set(row) == {"start", "end"}):
        if any(gap["start"] <= middle <= gap["end"] for middle in hidden):
            rows |= {
                f"{month:%b %Y}": HIDDEN_MARK
                for month in pd.date_range(gap["start"], gap["end"], freq="MS", normalize=True)
            }
    told = [{"counted": counted, "place": place, "period": month, "count": value} for month, value in rows.items()]
    return collect_answers("charts", told)


def ask_changes(product: Product, rng: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Both figures of each change that a page tests and gives a verdict of."""
    names = name_counts(product)
    for number, (first, last) in enumerate(_draw_periods(product, rng, most=18)):
        rows = ask.compare(product, names, first, last, ("ward", "borough")[number % 2])
        yield read_changes(rows)


def read_changes(rows: list[dict]) -> pd.DataFrame:
    """The figures of now, and those of before where there are any."""
    before = [row | {"period": row["period_before"], "count": row["count_before"]} for row in rows]
    before = [row for row in before if row["period"] and isinstance(row["period"], str)]
    return collect_answers("verdicts", [*rows, *before])


def name_counts(product: Product) -> list[str]:
    """The indicators that are no shares."""
    names = ask.list_protected(product)
    return [name for name in names if product.catalogue.indicators[name].calculation.form != "proportion"]


def _draw_periods(product: Product, rng: np.random.Generator, most: int = 36) -> Iterator[tuple[date, date]]:
    months = product.months
    while True:
        a, b = sorted(rng.integers(0, len(months), size=2))
        if b - a < most:
            yield months[a], months[b]


def _shuffle(rng: np.random.Generator, *lists: list) -> Iterator[tuple]:
    while True:
        every = list(itertools.product(*lists))
        rng.shuffle(every)
        yield from every


SORTS: dict[str, Harvester] = {
    "periods": ask_periods,
    "ages": ask_ages,
    "kinds": ask_kinds,
    "partners": ask_partners,
    "definitions": ask_definitions,
    "wholes": ask_wholes,
    "workbooks": ask_workbooks,
    "charts": ask_charts,
    "verdicts": ask_changes,
    "cells": ask_cells,
    "hours": ask_hours,
}
