"""The parts of a comparison of wards, each with its words, its picture, its table and its method."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from svd.figures.between_wards.comparison import Comparison
from svd.figures.between_wards.comparison_findings import (
    is_part_placed,
    word_benchmark,
    word_dispersion,
    word_funnel,
    word_intervals,
    word_ranks,
    word_rounding,
)
from svd.figures.between_wards.comparison_methods import (
    NO_ORDER,
    NO_ORDER_OF_HARM,
    word_age_method,
    word_comparison,
    word_funnel_method,
    word_ranks_method,
)
from svd.views.funnel_chart import draw_funnel
from svd.views.interval_chart import draw_intervals
from svd.views.rank_chart import draw_ranks
from svd.views.vega import LayerChart

Draw = Callable[[Comparison, pd.DataFrame, str, str], LayerChart]
"""Draws wards of a comparison under a title and a subtitle."""


@dataclass(frozen=True)
class Part:
    """One way to look at a comparison. ``draw`` is None where it is a table; ``is_ordered``: it needs rates."""

    title: str
    word: Callable[[Comparison, pd.DataFrame], str]
    draw: Draw | None
    columns: tuple[str, ...]
    notes: Callable[[Comparison], list[str]]
    methods: Callable[[Comparison], list[str]]
    is_ordered: bool = True

    def find_absence(self, comparison: Comparison) -> str:
        """Why the comparison has no such part, or an empty text."""
        if not self.is_ordered or comparison.funnel.count:
            return ""
        return NO_ORDER_OF_HARM if comparison.funnel.form == "weighed" else NO_ORDER


def _draw_intervals(comparison: Comparison, wards: pd.DataFrame, title: str, subtitle: str) -> LayerChart:
    # A ward's number of events has no place beside the area's, which is the sum of them.
    value = None if comparison.indicator.calculation.form == "count" else comparison.benchmark
    words = {"area_name": _name_benchmark(comparison), "title": title, "subtitle": subtitle}
    return draw_intervals(wards, value, unit=wards["unit"].iloc[0], **words)


def _draw_funnel(comparison: Comparison, wards: pd.DataFrame, title: str, subtitle: str) -> LayerChart:
    told = f"{subtitle}\n{word_dispersion(comparison.funnel)}"
    words = {"centre_name": _name_benchmark(comparison), "title": title, "subtitle": told}
    unit = wards["unit"].iloc[0]
    return draw_funnel(wards, comparison.funnel, size_name=_name_size(comparison), unit=unit, **words)


def _draw_ranks(comparison: Comparison, wards: pd.DataFrame, title: str, subtitle: str) -> LayerChart:
    total = int(comparison.wards["rank"].notna().sum())
    return draw_ranks(wards, total, title=title, subtitle=subtitle)


def _name_benchmark(comparison: Comparison) -> str:
    if comparison.is_for_age:
        return "As expected"
    return "All wards" if is_part_placed(comparison) else "Borough"


def _name_size(comparison: Comparison) -> str:
    """What the figures are divided by, for the axis of a funnel."""
    return "Events expected from the ages of residents" if comparison.is_for_age else comparison.indicator.denominator


def _list_notes(comparison: Comparison) -> list[str]:
    return [word_benchmark(comparison), word_rounding(comparison)]


_WIDE = ("lower_998", "upper_998")
PARTS = {
    "intervals": Part(
        "Intervals",
        word_intervals,
        _draw_intervals,
        ("ward_name", "count", "value", "lower", "upper", *_WIDE, "compared"),
        _list_notes,
        lambda comparison: [word_comparison(), word_age_method(comparison)],
        is_ordered=False,
    ),
    "funnel": Part(
        "Funnel",
        word_funnel,
        _draw_funnel,
        ("ward_name", "count", "denominator", "value", "funnel"),
        _list_notes,
        lambda comparison: [word_funnel_method(comparison), word_age_method(comparison)],
    ),
    "ranks": Part(
        "Ranks",
        word_ranks,
        _draw_ranks,
        ("ward_name", "count", "value", "lower", "upper", "rank", "rank_low", "rank_high"),
        lambda comparison: [],
        lambda comparison: [word_ranks_method(), word_age_method(comparison)],
    ),
    "summary": Part(
        "Summary",
        word_intervals,
        None,
        ("ward_name", "count", "value", "lower", "upper", "compared", "funnel", "places"),
        lambda comparison: [word_dispersion(comparison.funnel), *_list_notes(comparison)],
        lambda comparison: [
            word_comparison(),
            word_funnel_method(comparison),
            word_ranks_method(),
            word_age_method(comparison),
        ],
        is_ordered=False,
    ),
}
"""By their names in the URL, in the order of the page's switch."""
