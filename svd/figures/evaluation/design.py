"""What is to be evaluated: an indicator, the wards of an intervention, its months, and the wards to compare with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.interventions import Intervention
from svd.errors import CatalogueError
from svd.measures.question import Evidence

LONGEST_BEFORE = 24
"""Months before the start that are looked at unless others are asked for."""


@dataclass(frozen=True)
class Design:
    """``start``: the first month with the intervention; ``end``: the last one looked at, null for the newest received.

    ``comparison``: ward codes to compare with, none for all others; ``leaves_out_neighbours``: less those that touch a
    treated ward. ``definition``: the version of the definition of serious violence, where the indicator follows it.
    """

    indicator: str
    treated: tuple[str, ...]
    start: date
    end: date | None = None
    months_before: int = LONGEST_BEFORE
    comparison: tuple[str, ...] = ()
    leaves_out_neighbours: bool = False
    definition: str = ""


def list_comparison(evidence: Evidence, design: Design) -> tuple[str, ...]:
    """The wards to compare with, in the geography's order; treated wards are never among them."""
    geography = evidence.geography
    left_out = set(design.treated)
    if design.leaves_out_neighbours:
        left_out |= set(geography.neighbours_of(design.treated))
    asked = set(design.comparison or geography.ward_names)
    return tuple(code for code in geography.ward_names if code in asked - left_out)


def list_interventions(evidence: Evidence) -> dict[str, Intervention]:
    """The declared interventions by id, in the file's order; examples only where the data are made up.

    Raises CatalogueError naming a ward that the geography lacks.
    """
    declared = {
        name: entry
        for name, entry in evidence.catalogue.interventions.items()
        if evidence.store.is_synthetic or not entry.is_example
    }
    for entry in declared.values():
        unknown = [code for code in entry.wards if code not in evidence.geography.ward_names]
        if unknown:
            raise CatalogueError(
                f"interventions.toml, intervention {entry.id!r}: there is no ward {unknown[0]}.",
                "Give the ward's code as geo/wards.geojson has it.",
            )
    return declared


def refuse_indicator(indicator: Indicator, catalogue: Catalogue) -> str:
    """Why an indicator can't be evaluated by ward and month, or an empty text where it can."""
    how, rule = indicator.calculation, catalogue.rules[indicator.small_number_rule]
    if how.basis != "facts" or how.form not in ("count", "rate"):
        return f"{indicator.short_title} is not a count of events by ward and month"
    if rule.hide_up_to > 0:
        return (
            f"the counts of {indicator.short_title} by ward and month are small numbers, which are hidden or rounded "
            f"({rule.title}); what is left can't be tested"
        )
    return ""


def find_evaluable(evidence: Evidence, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those of ``indicators`` whose counts by ward and month are whole and published."""
    return [indicator for indicator in indicators if not refuse_indicator(indicator, evidence.catalogue)]
