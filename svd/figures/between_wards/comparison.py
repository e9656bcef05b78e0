"""One indicator's wards held against each other in every way a page shows: intervals, funnel and ranks."""

from dataclasses import dataclass

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.figures.between_wards.age_standardised import RATIO_PER, allow_for_age, find_age_reason
from svd.figures.between_wards.compare import compare_figures, find_benchmark, find_dispersion
from svd.figures.between_wards.footfall import note_footfall
from svd.figures.between_wards.funnel import Funnel, build_funnel, place_in_funnel
from svd.figures.between_wards.ranks import rank_wards, word_places
from svd.measures.protect import find_base
from svd.measures.question import Evidence
from svd.measures.result import UNALLOCATED
from svd.store.selection import Selection


@dataclass(frozen=True, eq=False)
class Comparison:
    """Every ward of an indicator, highest first, with its funnel.

    ``wards``: the columns of ``compare_figures``, ``rank_wards`` and ``place_in_funnel``, and ``places``: those a ward
    could hold, in words; ``footfall``: what is to stand beside a rate that rests on few residents and many visitors.
    ``area_value``: the area's whole figure, null where age is allowed for. ``age_reason`` says why ages can't be
    allowed for, or is empty.
    """

    indicator: Indicator
    wards: pd.DataFrame
    funnel: Funnel
    area_value: float
    is_for_age: bool
    age_reason: str

    @property
    def benchmark(self) -> float:
        """What the wards are held against; null where there is nothing to hold them against."""
        return float("nan") if self.wards.empty else float(self.wards["benchmark"].iloc[0])

    def of_wards(self, codes: tuple[str, ...]) -> pd.DataFrame:
        """The rows of these wards, or all where none is named."""
        return self.wards[self.wards["ward_code"].isin(codes)] if codes else self.wards


def compare_each_way(
    evidence: Evidence,
    indicator: Indicator,
    selection: Selection,
    results: tuple[pd.DataFrame, pd.DataFrame],
    *,
    is_for_age: bool = False,
) -> Comparison:
    """The comparison of the indicator's ``results`` by ward and for the area, for its residents' ages if asked.

    Where ages can't be allowed for, the wards are compared as they are and the comparison says why.
    """
    wards, area = results
    how = indicator.calculation
    benchmark, form, per = find_benchmark(wards, area, how.form), how.form, float(how.per)
    placed = wards[wards["ward_code"] != UNALLOCATED]
    reason = find_age_reason(evidence, indicator, selection)
    if is_for_age:
        placed, reason = allow_for_age(evidence, indicator, selection, placed, benchmark)
    is_ratio = is_for_age and not reason
    if is_ratio:
        benchmark, per = float(RATIO_PER), float(RATIO_PER)
    rounding = 2 * find_base(evidence.catalogue.rules[indicator.small_number_rule]) - 1
    dispersion = find_dispersion(placed)
    compared = compare_figures(placed, benchmark, form, per, indicator.polarity, rounding, dispersion)
    funnel = build_funnel(compared, form, per, rounding, dispersion)
    ranks = rank_wards(compared, form, rounding, dispersion)
    places = [word_places(*pair) for pair in zip(ranks["rank_low"], ranks["rank_high"], strict=True)]
    compared = compared.assign(**place_in_funnel(compared, funnel, indicator.polarity), **ranks, places=places)
    order = {"ascending": [False, True], "na_position": "last", "ignore_index": True}
    value = float("nan") if is_ratio or area.empty else float(area["value"].iloc[0])
    compared = note_footfall(compared.sort_values(["value", "ward_name"], **order), indicator, evidence.catalogue.area)
    return Comparison(indicator, compared, funnel, value, is_ratio, reason)
