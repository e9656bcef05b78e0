"""Repeats: how many people come up twice or more in a year of the feed, how many records are theirs, and by chance."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from svd.catalogue.declarations import Source
from svd.catalogue.schema import AGE_BANDS
from svd.figures.change import verdict_of
from svd.figures.people.parts import (
    FEWEST,
    count_parts,
    find_shown_window,
    limit_share,
    list_series,
    spread_share,
)
from svd.figures.people.records import Receipt, name_people, read_receipt
from svd.measures.cells import REST
from svd.measures.denominators import find_resident_bands
from svd.measures.feed import MARK
from svd.measures.people import NONE, SOME
from svd.measures.people_years import MONTHS
from svd.measures.protect import variance_of
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.store.selection import Selection, move_month

_ADJACENT = 1.5
"""How much more protection adds to the difference of two windows that share a running total than to two apart."""
_UNTESTED = "a figure is hidden, missing, not whole or of fewer than 5 in one of the periods"


class Share(NamedTuple):
    """A share in per cent of a shown whole, with its 95% Wilson limits; null where ``status`` says why.

    ``noise`` and ``rest_noise`` are the variances that protection adds to the count and to the rest of the whole.
    ``start`` and ``end``: the boundaries of running totals that it lies between, both 0 where it is of none.
    """

    count: float
    of: float
    value: float
    lower: float
    upper: float
    status: str
    period: str
    noise: float = 0.0
    rest_noise: float = 0.0
    start: int = 0
    end: int = 0


class Repeats(NamedTuple):
    """A share now and before, the test of its change, and whether some records are not marked either way."""

    now: Share
    before: Share
    p: float
    verdict: str
    reason: str
    is_part_marked: bool = False


class Concentration(NamedTuple):
    """People with two events or more in a year, the share of all events that is theirs, and both by chance.

    ``events`` in per cent: null where it is hidden. ``chance_people`` and ``chance_events``, in per cent, are what the
    same number of events would give, fallen at random on ``at_risk`` residents; null where nobody can say on whom.
    ``uncoded``: per cent of the records without a code, which are left out.
    """

    people: Repeats
    events: float
    chance_people: float
    chance_events: float
    at_risk: float
    uncoded: float


def measure_flagged(evidence: Evidence, source: Source, selection: Selection, earlier: Selection | None) -> Repeats:
    """The share of records that the sender marks as a repeat within twelve months, of all records.

    A record that is not marked counts as none; where no record is, the status is not applicable. Each period is that
    between shown totals nearest to the one selected. The sender looks back beyond the first month held here, so no
    month at the start is too low.
    """
    now = _share_flagged(evidence, source, selection)
    before = _share_flagged(evidence, source, earlier) if earlier else _no_share(MISSING, "")
    if before.end > now.start:  # told by longer steps than the periods are apart
        before = _no_share(MISSING, "")
    return _test(now, before)._replace(is_part_marked=_find_sent(evidence, source)[1] == SOME)


def measure_concentration(evidence: Evidence, source: Source, selection: Selection) -> Concentration:
    """People by their codes in the feed's own last year that has ended by the selection's last month, and that before.

    The years follow one upon the other from the feed's first whole month, so that none overlaps another, and each is
    whole: with fewer months people who came back are taken for new. The status is not applicable where no record
    carries a code.
    """
    years = _list_years(evidence, source, selection)
    now, events, uncoded = _share_people(evidence, source, selection, years.iloc[-1:])
    before = _share_people(evidence, source, selection, years.iloc[-2:-1])[0] if len(years) > 1 else _no_share(MISSING)
    at_risk = _count_at_risk(evidence, source, selection if years.empty else _list_months(years.iloc[-1]))
    chance_people, chance_events = give_by_chance(events.of, at_risk) if now.status == OK else (np.nan, np.nan)
    return Concentration(_test(now, before), events.value, chance_people, chance_events, at_risk, uncoded)


def give_by_chance(events: float, at_risk: float) -> tuple[float, float]:
    """The per cent of those hit that are hit twice or more, and of events that are theirs, if events fall at random.

    Each of ``events`` falls on each of ``at_risk`` people with the same probability; expected numbers. Source: Johnson
    and Kotz 1977, Urn models and their application, section 3.1.
    """
    if not (events > 0 and at_risk > 0):
        return np.nan, np.nan
    missed = events * np.log1p(-1 / at_risk) if at_risk > 1 else -np.inf
    hit = at_risk * -np.expm1(missed)
    once = events * np.exp((events - 1) * np.log1p(-1 / at_risk)) if at_risk > 1 else float(events == 1)
    return float((hit - once) / hit * 100), float((1 - once / events) * 100)


def _find_sent(evidence: Evidence, source: Source) -> tuple[bool, str]:
    """Whether the feed's records have codes, and how many are marked."""
    sent = evidence.cube.tables["sent"].set_index("source")
    if source.id not in sent.index:
        return False, NONE
    return bool(sent.loc[source.id, "has_codes"]), str(sent.loc[source.id, "marks"])


def _share_flagged(evidence: Evidence, source: Source, selection: Selection) -> Share:
    receipt = read_receipt(evidence, source, selection)
    if receipt.status == MISSING:
        return _no_share(MISSING, receipt.period)
    if _find_sent(evidence, source)[1] == NONE:
        return _no_share(NOT_APPLICABLE, receipt.period)
    cube = evidence.cube
    parts = list_series(cube, source.id, MARK)
    window = find_shown_window(cube, [row for rows in parts.values() for row in rows], selection)
    receipt = read_receipt(evidence, source, window.select(cube) or selection)
    cells = count_parts(cube, parts, window)
    repeats, rest = cells.get("repeats"), cells.get(REST)
    if repeats is None or rest is None or SUPPRESSED in (repeats.status, rest.status):
        return _no_share(SUPPRESSED, receipt.period)
    share = _make_share(repeats.count, rest.count, repeats.noise, rest.noise, receipt)
    return share._replace(start=window.start, end=window.end)


def _list_years(evidence: Evidence, source: Source, selection: Selection) -> pd.DataFrame:
    """The feed's years that have ended by the selection's last month."""
    years = evidence.cube.tables["years"]
    own = (years["source"] == source.id) & (years["month_to"] <= pd.Timestamp(selection.month_to))
    return years[own].sort_values("month_to")


def _share_people(
    evidence: Evidence, source: Source, selection: Selection, year: pd.DataFrame
) -> tuple[Share, Share, float]:
    """Repeaters of all people, their events of all events, and the per cent of records without a code, in one year."""
    if year.empty:
        window = Selection(move_month(selection.month_to, 1 - MONTHS), selection.month_to)
        receipt = read_receipt(evidence, source, window)
        has_codes = _find_sent(evidence, source)[0]
        lack = MISSING if receipt.status == MISSING else INCOMPLETE if has_codes else NOT_APPLICABLE
        return _no_share(lack, receipt.period), _no_share(lack, receipt.period), np.nan
    row = year.iloc[0]
    receipt = read_receipt(evidence, source, _list_months(row))
    noise = variance_of(row["base"])
    hidden = _no_share(SUPPRESSED, receipt.period)
    people = _make_share(row["again"], row["once"], noise, noise, receipt) if _are_shown(row, "again") else hidden
    events = _make_share(row["events"], row["once"], noise, noise, receipt) if _are_shown(row, "events") else hidden
    coded = row["events"] + row["once"]
    uncoded = row["uncoded"] / (coded + row["uncoded"]) * 100 if coded > 0 else np.nan
    return people, events._replace(of=coded if people.status != SUPPRESSED else np.nan), float(uncoded)


def _are_shown(row: pd.Series, name: str) -> bool:
    return bool(row[name] > 0 and row["once"] > 0)


def _make_share(count: float, rest: float, noise: float, rest_noise: float, receipt: Receipt) -> Share:
    """The share that one shown part is of itself and the rest."""
    whole = count + rest
    lower, upper = (float(limit) * 100 for limit in limit_share(count, whole, noise, rest_noise))
    status = receipt.status
    return Share(count, whole, count / whole * 100, lower, upper, status, receipt.period, noise, rest_noise)


def _no_share(status: str, period: str = "") -> Share:
    return Share(*[np.nan] * 5, status, period)


def _test(now: Share, before: Share) -> Repeats:
    is_whole = now.status == OK and before.status == OK
    p = float(p_shares(now, before)) if is_whole else np.nan
    return Repeats(now, before, p, verdict_of(p, now.value - before.value), "" if not np.isnan(p) else _UNTESTED)


def p_shares(now: Share, before: Share) -> NDArray:
    """Two-sided p of two shares of protected parts being one; null with fewer than 5 of the events or of the others.

    The pooled standard error of two proportions, with the variance that protection adds to each share, half as much
    again where one period ends as the other begins, for the running total between them counts in both. The shares'
    numbers may be arrays. Source: Fleiss, Levin and Paik 2003, Statistical methods for rates and proportions, 3.2.
    """
    shared = _ADJACENT if now.end and before.end == now.start else 1.0
    fewest = np.minimum.reduce([now.count, now.of - now.count, before.count, before.of - before.count])
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (now.count + before.count) / (now.of + before.of)
        variance = pooled * (1 - pooled) * (1 / now.of + 1 / before.of)
        added = sum(spread_share(pooled, one.of, one.noise, one.rest_noise) for one in (now, before))
        variance = variance + shared * added
        z = (now.count / now.of - before.count / before.of) / np.sqrt(variance)
    return np.where(fewest >= FEWEST, 2 * stats.norm.sf(np.abs(z)), np.nan)


def _list_months(year: pd.Series) -> Selection:
    return Selection(year["month_from"].date(), year["month_to"].date())


def _count_at_risk(evidence: Evidence, source: Source, months: Selection) -> float:
    """Residents of the ages the source can hold; null where residents are not whom it is about."""
    people = name_people(source)
    bands = find_resident_bands(people.ages or AGE_BANDS) if people.are_residents else None
    if not bands:
        return np.nan
    return float(evidence.geography.residents_between(bands, months.month_from, months.month_to)[0].sum())
