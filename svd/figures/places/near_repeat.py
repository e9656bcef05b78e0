"""Near repeats: whether events come near to others in place and time oftener than chance would bring."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial import cKDTree

from svd.figures.places.located import PlaceQuestion, Provenance, describe_provenance
from svd.measures.places import DATED
from svd.measures.result import OK

_SEED = 2026
_MOST_LOOKS = 40_000_000
"""Pairs looked at in all: with more pairs there are fewer permutations, at least the fewest below."""
_FEWEST = 199


@dataclass(frozen=True)
class NearRepeats:
    """``bands`` has a row a band of distance and time; empty where no day is known.

    metres_from, metres_to, days_from, days_to, count (pairs observed), expected, ratio, p, is_repeat, status.
    """

    bands: pd.DataFrame
    events: float
    """Those whose day is known."""
    permutations: int
    provenance: Provenance


def find_near_repeats(question: PlaceQuestion) -> NearRepeats:
    """The near repeats of the question's events whose day is known; none of a feed with a rule: it shows no point."""
    terms, dated = question.evidence.catalogue.hot_spots, _list_dated(question)
    provenance = describe_provenance(question, question.selection.months.intersection(dated["month"].unique()))
    if len(dated) < 2:
        return NearRepeats(pd.DataFrame(), 0, 0, provenance)
    days = (dated["day"] - pd.Timestamp(question.selection.month_from)).dt.days.to_numpy()
    metres, spans = np.array(terms.near_metres), np.array(terms.near_days)
    pairs, near = find_pairs(dated[["easting", "northing"]].to_numpy(float), metres)
    permutations = int(np.clip(_MOST_LOOKS // max(len(pairs), 1), _FEWEST, terms.permutations))
    observed, drawn = permute_days(pairs, near, days, spans, len(metres) - 1, permutations)
    bands = describe_bands(observed, drawn, metres, spans, terms.false_calls)
    return NearRepeats(bands, float(len(dated)), permutations, provenance)


def _list_dated(question: PlaceQuestion) -> pd.DataFrame:
    """The question's events whose day and cell are known, as the build listed them."""
    feed = question.feed
    if feed is None or not feed.is_exact:
        return pd.DataFrame(columns=list(DATED))
    asked = [feed.offences[number] for number in question.numbers]
    is_asked = feed.dated["month"].isin(question.selection.months) & feed.dated["offence"].isin(asked)
    return feed.dated[is_asked]


def find_pairs(points: np.ndarray, metres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every two points nearer than the last edge, a row a pair, and the band of distance each is in."""
    pairs = cKDTree(points).query_pairs(float(metres[-1]), output_type="ndarray")
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    is_near = apart < metres[-1]
    return pairs[is_near], np.searchsorted(metres, apart[is_near], side="right") - 1


def permute_days(
    pairs: np.ndarray, near: np.ndarray, days: np.ndarray, spans: np.ndarray, bands: int, permutations: int
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs in each band of distance (rows) and time (columns): as they are, and with the days shuffled, a layer each.

    Source: Knox 1964, Applied Statistics 13:25; the shuffled days: Johnson and others 2007, J Quant Criminol 23:201.
    """
    columns = len(spans) - 1
    band_of = np.full(int(days.max() - days.min()) + 1, columns)
    for column, (first, beyond) in enumerate(pairwise(spans)):
        band_of[first:beyond] = column
    left, right, row = pairs[:, 0], pairs[:, 1], near * (columns + 1)

    def count(of: np.ndarray) -> np.ndarray:
        found = np.bincount(row + band_of[np.abs(of[left] - of[right])], minlength=bands * (columns + 1))
        return found.reshape(bands, columns + 1)[:, :columns]

    rng = np.random.default_rng(_SEED)
    return count(days), np.stack([count(rng.permutation(days)) for _ in range(permutations)])


def describe_bands(
    observed: np.ndarray, drawn: np.ndarray, metres: np.ndarray, spans: np.ndarray, rate: float
) -> pd.DataFrame:
    """A row a band; ``p`` counts the shuffles with as many pairs, and is corrected for the number of bands."""
    p = (1 + (drawn >= observed).sum(axis=0)) / (1 + len(drawn))
    expected = drawn.mean(axis=0)
    edges = [(*place, *time) for place in pairwise(metres.tolist()) for time in pairwise(spans.tolist())]
    bands = pd.DataFrame(edges, columns=["metres_from", "metres_to", "days_from", "days_to"])
    is_repeat = stats.false_discovery_control(p.ravel()) <= rate
    count = observed.ravel().astype(float)
    ratio = np.divide(count, expected.ravel(), out=np.full(len(count), np.nan), where=expected.ravel() > 0)
    figures = {"count": count, "expected": expected.ravel(), "ratio": ratio, "p": p.ravel()}
    return bands.assign(**figures, is_repeat=is_repeat, status=OK)


def word_near_repeats(found: NearRepeats, question: PlaceQuestion) -> str:
    """The finding as a sentence: the first band that stands out, or that none does, or why there is no answer."""
    title = question.title
    if found.bands.empty and question.rule.hide_up_to:
        return (
            f"{title}: near repeats can't be told, because they need the day and the point of each event, and of this "
            "feed only blocks of events are shown."
        )
    if found.bands.empty:
        return f"{title}: near repeats can't be told, because this feed knows only the month of an event."
    repeats = found.bands[found.bands["is_repeat"]]
    if repeats.empty:
        return f"{title}: no sign that one event is followed by others near to it oftener than chance would bring."
    band = repeats.iloc[0]
    rest = len(repeats) - 1
    more = f"; so do {rest} of the other bands" if rest > 1 else "; so does one other band" if rest else ""
    return (
        f"{title}: pairs of events {word_band(band)} are {band['ratio']:.1f} times as many as chance would bring{more}."
    )


def word_band(band: pd.Series) -> str:
    """A band in words, as ``under 200 m and 0 to 7 days apart``."""
    metres = (
        f"under {band['metres_to']} m"
        if band["metres_from"] == 0
        else f"{band['metres_from']} to {band['metres_to']} m"
    )
    return f"{metres} and {band['days_from']} to {band['days_to'] - 1} days apart"
