"""What the ward pages show of one indicator: every ward's figure, the sentence that says which differ, the units."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from svd.catalogue.declarations import Area, Indicator
from svd.catalogue.wording import word_count_of
from svd.figures.between_wards.footfall import mark_names, note_footfall, word_footfall
from svd.figures.between_wards.ward_findings import word_ward_changes
from svd.figures.event_counts import as_counts, name_events
from svd.figures.findings import word_wards
from svd.figures.harm.harm_findings import word_concentration
from svd.measures.result import NOT_APPLICABLE, SUPPRESSED, UNALLOCATED
from svd.views.map_classes import COLUMNS, Measure


@dataclass(frozen=True, eq=False)
class WardView:
    """One indicator by ward. ``wards``: every ward, in the order shown; ``chosen``: codes of those asked for, if any.

    ``wards`` holds the columns of ``compare_wards`` and ``note_footfall``, or for a change those of ``measure_change``,
    for a count without the note.
    """

    indicator: Indicator
    shows: Measure
    wards: pd.DataFrame
    area: Area
    unplaced: str
    chosen: tuple[str, ...] = ()

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The wards asked for."""
        return self.wards[self.wards["ward_code"].isin(self.chosen)] if self.chosen else self.wards

    @cached_property
    def unit(self) -> str:
        """What the figures are in: a rate's or a share's unit, events, or their change."""
        events, is_share = name_events(self.indicator), self.indicator.calculation.form == "proportion"
        if self.shows == "change":
            if self.indicator.calculation.form == "ratio":
                return f"difference {self.indicator.unit}"
            return "difference in percentage points" if is_share else f"difference in {events}"
        return events if self.shows == "count" else self.indicator.unit

    @cached_property
    def unit_words(self) -> str:
        """The unit where no number stands before it."""
        return "percentage" if self.unit == "%" else self.unit

    @cached_property
    def finding(self) -> str:
        """Which of all the wards differ, or change, by the test."""
        if self.shows == "change":
            return word_ward_changes(self.wards, self.indicator)
        named = mark_names(self.wards)
        if self.indicator.calculation.form == "weighed" and self.shows == "rate":
            return word_concentration(named, self.indicator)
        sentence = word_wards(named, self.indicator, "the borough")
        left_out = int((self.wards["compared"] == "not compared").sum())
        if left_out in (0, len(self.wards)):
            return sentence
        return f"{sentence.removesuffix('.')}; {word_count_of(left_out, 'ward', 'wards')} not compared."

    @cached_property
    def footfall(self) -> str:
        """What the mark behind a ward's name means, where one has it; else an empty text."""
        return word_footfall(self.wards, self.area)

    @cached_property
    def subtitle(self) -> str:
        """Measure, unit, area and period."""
        period = self.wards["period"].iloc[0]
        before = self.wards["period_before"].iloc[0] if self.shows == "change" else ""
        against = f" against {before}" if before else ""
        number = "number of " if self.unit == name_events(self.indicator) else ""
        what = f"{self.indicator.short_title}, {number}{self.unit_words}"
        return f"{what}, wards of {self.area.short_name}, {period}{against}"


def view_levels(
    compared: pd.DataFrame, indicator: Indicator, area: Area, *, unplaced: str = "", chosen: tuple[str, ...] = ()
) -> WardView:
    """The wards' rates or shares, highest first. ``compared`` comes from ``compare_wards``."""
    noted = note_footfall(_sort(compared, "value"), indicator, area)
    return WardView(indicator, "rate", noted, area, unplaced, chosen)


def view_counts(view: WardView) -> WardView:
    """The same wards by events."""
    plain = view.wards.drop(columns="footfall")
    return replace(view, shows="count", wards=_sort(as_counts(plain, view.indicator), "value"))


def view_changes(changes: pd.DataFrame, view: WardView) -> WardView:
    """The same wards by change, largest rise first. ``changes`` comes from ``measure_change``."""
    changes = changes[changes["ward_code"] != UNALLOCATED]
    if view.indicator.calculation.form in ("proportion", "ratio"):
        # A change of a share is one of percentage points, not of the events it is made of; likewise of a ratio.
        changes = changes.assign(count=changes["value"], count_before=changes["value_before"])
        changes["difference"] = changes["count"] - changes["count_before"]
    return replace(view, shows="change", wards=_sort(changes, COLUMNS["change"]))


def _sort(wards: pd.DataFrame, column: str) -> pd.DataFrame:
    wards = wards[wards["ward_code"] != UNALLOCATED]
    return wards.sort_values([column, "ward_name"], ascending=[False, True], na_position="last", ignore_index=True)


def word_colours(month_count: int) -> str:
    """What the colours of the map stand for, for a method note."""
    span = "one month" if month_count == 1 else f"{month_count} months"
    return (
        f"**Colours:** five classes, with the same breaks for every period of {span}, taken from the figures of all "
        "wards in all such periods received. The breaks of a change lie alike on either side of no change."
    )


def word_absence(statuses: pd.Series) -> str:
    """Why none of the figures is shown, and what to do."""
    found = set(statuses)
    if SUPPRESSED in found:
        return (
            "**Every figure is hidden:** each is a small number. Choose a longer period, or clear *Age* in the sidebar."
        )
    if NOT_APPLICABLE in found:
        return "**This source doesn't say how old people are.** Clear *Age* in the sidebar to see its figures."
    return "**Nothing was received for this period.** Choose other months, or see the page *Partners and data*."
