"""The slow, obvious sum: the rows as sent, filtered and added up for one figure at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.schema import RESIDENT_BANDS
from svd.store.selection import Selection
from tests.oracle.placing import Places
from tests.oracle.sent import Feed

NO_WARD, ANY = "unallocated", ""
"""Places beside the wards: what no ward is known of, and the whole area."""
_SAME_PEOPLE = {
    "0-9": {"0-9"},
    "10-17": {"10-14", "15-17"},
    "18-24": {"18-24"},
    "25-34": {"25-34"},
    "35-49": {"35+"},
    "50-64": {"35+"},
    "65+": {"35+"},
}
"""Which ages of records are the people of each band of residents."""
_OLDEST = 24


@dataclass(frozen=True)
class Sum:
    """A figure: null where there is none. ``is_missing``: nothing was received of it at all. ``is_doubtful``: a row
    that could not be read may be of it. ``is_hidden``: its sender hides it.
    """

    count: float = np.nan
    denominator: float = np.nan
    value: float = np.nan
    is_missing: bool = False
    is_doubtful: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, eq=False)
class Oracle:
    """What was sent, and where people live."""

    catalogue: Catalogue
    feeds: Mapping[str, Feed]
    places: Places
    kept: dict[tuple, pd.DataFrame] = field(default_factory=dict)
    """The rows of the indicator asked last, whatever place and months of it."""

    @cached_property
    def months(self) -> list[pd.Timestamp]:
        """Every month from the first to the last that anything was received for."""
        known = [month for feed in self.feeds.values() for month in feed.file]
        return list(pd.date_range(min(known), max(known), freq="MS"))

    def sum_up(self, indicator: Indicator, selection: Selection, ward: str, months: Sequence[pd.Timestamp]) -> Sum:
        """An indicator of records or of the police's tables, for one place and the months given."""
        how, feed = indicator.calculation, self.feeds[indicator.source]
        offences = self._find_offences(indicator, selection.definition)
        known = [month for month in months if self._is_told(feed, month, offences, indicator.source)]
        if not known:
            return Sum(is_missing=True)
        rows = self._pick(indicator, how.measure, selection, ward, known)
        count = rows["count"].sum()
        doubtful = self.is_doubtful(feed, months, ward)
        if how.form in ("proportion", "ratio"):
            whole = self._pick(indicator, how.denominator_measure, selection, ward, known)["count"].sum()
            value = count / whole * how.per if whole else np.nan
            return Sum(count, whole if whole else np.nan, value, is_doubtful=doubtful)
        if how.form == "count":
            return Sum(count, np.nan, count, is_doubtful=doubtful)
        people = self._count_residents(indicator, selection.ages, ward, months)
        if how.form == "weighed":
            weights = {one.offence: one.value for one in self.catalogue.weights if one.index == how.weights}
            rows = rows[rows["offence"].isin(set(weights) - set(how.leaves_out))]
            total = (rows["count"] * rows["offence"].map(weights)).sum()
            return Sum(rows["count"].sum(), people, total / people * how.per, is_doubtful=doubtful)
        return Sum(count, people, count / people * how.per, is_doubtful=doubtful)

    def _find_offences(self, indicator: Indicator, definition: str) -> set[str] | None:
        named = indicator.calculation.offences
        if "all" in named:
            return None
        return set(self.catalogue.definitions[definition].offences) if "definition" in named else set(named)

    def _is_told(self, feed: Feed, month: pd.Timestamp, offences: Collection[str] | None, source: str) -> bool:
        """Whether the month was received, in a file that lists the category where it is a table of categories."""
        if month not in feed.file:
            return False
        listed = feed.lists[feed.file[month]][0]
        return source not in ("mps_ward", "mps_knife") or offences is None or bool(listed & set(offences))

    def _pick(self, indicator, measure, selection, ward, months) -> pd.DataFrame:
        key = (indicator.id, measure, selection.definition, selection.ages)
        if key not in self.kept:
            self.kept.clear()
            self.kept[key] = self._pick_kind(indicator, measure, *key[2:])
        rows = self.kept[key]
        chosen = rows["month"].isin(months)
        if ward != ANY:
            chosen &= rows["ward"] == ("" if ward == NO_WARD else ward)
        return rows[chosen]

    def _pick_kind(self, indicator: Indicator, measure: str, definition: str, ages: tuple[str, ...]) -> pd.DataFrame:
        how, rows = indicator.calculation, self.feeds[indicator.source].rows
        offences = self._find_offences(indicator, definition)
        chosen = rows["measure"] == measure
        if offences is not None:
            chosen &= rows["offence"].isin(offences)
        bands = [age for age in ages if not how.ages or age in how.ages] if ages else how.ages
        if ages or how.ages:
            chosen &= rows["age"].isin(bands)
        for flag, asked in (("knife", how.is_knife), ("domestic", how.is_domestic)):
            if asked is not None:
                chosen &= rows[flag].eq(asked)
        return rows[chosen]

    def is_doubtful(self, feed: Feed, months: Sequence[pd.Timestamp], ward: str) -> bool:
        """Whether a row not read may be of these months, or a file lists no row of the ward."""
        unread = feed.doubtful["month"].isna() | feed.doubtful["month"].isin(months)
        files = {feed.file[month] for month in months if month in feed.file}
        return bool(unread.any()) or (
            ward not in (ANY, NO_WARD) and any(ward not in feed.lists[one][1] for one in files)
        )

    def _count_residents(self, indicator: Indicator, ages: Sequence[str], ward: str, months) -> float:
        declared = indicator.calculation.residents or RESIDENT_BANDS
        if ages:
            # Only where the ages chosen are whole bands of residents can a rate be made of them.
            split = any(0 < len(same & set(ages)) < len(same) for same in _SAME_PEOPLE.values())
            declared = () if split else tuple(band for band in declared if _SAME_PEOPLE[band] <= set(ages))
        if not declared or ward == NO_WARD:
            return np.nan
        known = [month for month in months if self.months[0] <= month <= self.months[-1]] or [self.months[-1]]
        return self.places.count_residents(ward, declared, known)

    def sum_returned(self, indicator: Indicator, ward: str, rows: pd.DataFrame) -> Sum:
        """An indicator that its partner works out, over the returned periods ``rows``."""
        how = indicator.calculation
        if rows.empty:
            return Sum(is_missing=True)
        if rows["hidden"].any():
            return Sum(is_hidden=True)
        count = rows["numerator"].sum()
        whole = rows["denominator"].sum() if how.form == "proportion" else rows["denominator"].iloc[-1]
        value = count if how.form == "count" else count / whole * how.per
        return Sum(count, whole, value)

    def find_returned(self, indicator: Indicator, ward: str, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
        """The returns that stand for the months: of a level the latest, else as many months that ended last."""
        rows = self.list_returned(indicator, ward)
        ended = rows[(rows["period_to"] <= last) & (rows["period_to"] > last - pd.DateOffset(months=_OLDEST))]
        if ended.empty or indicator.calculation.is_stock:
            return ended.iloc[-1:]
        told = ended[~ended["hidden"]]
        end = (told if len(told) else ended)["period_to"].iloc[-1]
        begin = end - pd.DateOffset(months=_count_months(first, last) - 1)
        inside = rows[(rows["period_to"] <= end) & (rows["period_from"] >= begin)]
        return inside if len(inside) else rows[rows["period_to"] == end]

    def list_returned(self, indicator: Indicator, ward: str) -> pd.DataFrame:
        """Every return of the indicator for the place, in order."""
        rows = self.feeds[indicator.source].rows
        own = rows[(rows["indicator"] == indicator.id) & (rows["ward"] == ward)]
        return own.sort_values(["period_to", "period_from"])


def _count_months(first: pd.Timestamp, last: pd.Timestamp) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
