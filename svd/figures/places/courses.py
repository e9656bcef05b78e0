"""What became of a place over the period: new, emerging, persistent, on and off, or gone; by tests, never by eye."""

from typing import NamedTuple

import numpy as np

from svd.catalogue.hot_spots import HotSpotTerms
from svd.stats import tails as stats

NEW, EMERGING, PERSISTENT = "new", "emerging", "persistent"
INTERMITTENT, UNDATED, FORMER = "intermittent", "undated", "former"
COURSES = (NEW, EMERGING, PERSISTENT, INTERMITTENT, UNDATED, FORMER)
"""In the order in which they are listed; a cell without a course is no hot spot."""
FAMILIES = ((EMERGING, NEW, INTERMITTENT, UNDATED), (PERSISTENT, INTERMITTENT, UNDATED), (FORMER,))
"""Courses of cells that may be one hot spot; the first that any of its cells has is that of the whole."""


class Changes(NamedTuple):
    """Whether each cell's share of the area's events has changed."""

    rose_ago: np.ndarray
    """How many windows ago it rose; 0 where it did not."""
    has_fallen: np.ndarray
    p: np.ndarray
    """The smaller of the two spans' chances."""


def find_changes(counts: np.ndarray, terms: HotSpotTerms, base: int = 1) -> Changes:
    """What has changed in the last window and in the recent ones; ``counts`` has a row a cell, a column a window.

    The dates of all events are thought shuffled among them: a cell's events in the last window, and in the recent ones,
    are then hypergeometric, whatever the area's own ups and downs. Two-sided, and corrected once for all cells and both
    spans (Benjamini and Hochberg 1995). Source of the null: Kulldorff and others 2005, the space-time permutation,
    PLoS Medicine 2:e59; that of one cell is Fisher's exact test. Counts of a feed with a rule are multiples of
    ``base``, and what their rounding adds is part of the chance.
    """
    spans = list(dict.fromkeys((1, count_recent(counts.shape[1], terms))))
    late = np.stack([counts[:, -span:].sum(axis=1) for span in spans], axis=1)
    at_least, at_most = _find_chances(counts.sum(axis=1)[:, None], late, base)
    p = np.nan_to_num(np.minimum(1, 2 * np.minimum(at_least, at_most)), nan=1.0)
    is_change = (stats.control_false_discoveries(p.ravel()) <= terms.false_calls).reshape(p.shape)
    is_rise = is_change & (at_least < at_most)
    since = np.asarray(spans)[np.where(is_rise, p, 2).argmin(axis=1)]
    has_fallen = is_change[:, -1] & (at_most[:, -1] < at_least[:, -1])
    return Changes(np.where(is_rise.any(axis=1), since, 0), has_fallen, p.min(axis=1))


def _find_chances(of_cell: np.ndarray, late: np.ndarray, base: int) -> tuple[np.ndarray, np.ndarray]:
    """How often so many of the cell's events, or more, would be late, and so many or fewer; a column a span.

    Of multiples of ``base``: the three shown totals that both counts are made of each err by up to a base, evenly, so
    that what is late less the area's share of the cell's events has this variance beside that of the events.
    """
    whole, of_span = of_cell.sum(), late.sum(axis=0)
    if base == 1:
        return (
            stats.hypergeom.sf(late - 1, whole, of_span, of_cell),
            stats.hypergeom.cdf(late, whole, of_span, of_cell),
        )
    share = of_span / max(whole, 1)
    rounding = (base**2 - 1) / 12 * ((1 - share) ** 2 + 1 + share**2)
    spread = np.sqrt(np.maximum(of_cell, base) * share * (1 - share) + rounding)
    away = (late - share * of_cell) / spread
    return stats.norm.sf(away), stats.norm.cdf(away)


def name_courses(
    counts: np.ndarray, is_hot: np.ndarray, changes: Changes, terms: HotSpotTerms, least_events: int
) -> np.ndarray:
    """The course of each cell, empty where it is no hot spot.

    ``counts``: a row a cell, a column a window in the order of time; ``is_hot``: the same with a column for the whole
    period before them. Persistent: hot in the terms' share of the windows. New, emerging: the cell's share of the
    area's events has risen in the last window, or in the recent ones, and it is now hot or among the worst cells.
    Former: its share has fallen, and it was so before and is no longer. Intermittent: hot in some windows, with no
    clear change. Undated: hot over the whole period and in no window by itself, or there are too few windows. Cells
    with fewer events than ``least_events`` are never among the worst.
    """
    windows = counts.shape[1]
    if windows < terms.least_windows:
        return np.where(is_hot.any(axis=1), UNDATED, "").astype(object)
    is_whole, is_hot = is_hot[:, 0], is_hot[:, 1:]
    recent = count_recent(windows, terms)
    now = is_hot[:, -recent:].any(axis=1) | _is_worst(counts[:, -recent:], terms, least_events)
    before = is_hot[:, :-recent].any(axis=1) | _is_worst(counts[:, :-recent], terms, least_events)
    rules = {
        PERSISTENT: is_hot.mean(axis=1) >= terms.persistent_share,
        NEW: (changes.rose_ago == 1) & now,
        EMERGING: (changes.rose_ago > 1) & now,
        FORMER: changes.has_fallen & before & ~now,
        INTERMITTENT: is_hot.any(axis=1),
        UNDATED: is_whole,
    }
    return np.select(list(rules.values()), list(rules), default="").astype(object)


def count_recent(windows: int, terms: HotSpotTerms) -> int:
    """How many of the windows, the last ones, are recent."""
    return max(1, round(windows * terms.recent_share))


def _is_worst(counts: np.ndarray, terms: HotSpotTerms, least_events: int) -> np.ndarray:
    totals = counts.sum(axis=1)
    most = max(1, int(np.ceil(terms.worst_share * len(totals))))
    threshold = np.sort(totals)[-most]
    return (totals >= threshold) & (totals >= least_events)
