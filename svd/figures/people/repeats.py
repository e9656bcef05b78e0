"""Repeats: how many people come up twice or more in twelve months, how many records are theirs, and by chance."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.schema import AGE_BANDS
from svd.catalogue.wording import word_period
from svd.figures.change import verdict_of
from svd.figures.disclosure import hide_small_numbers
from svd.figures.people.records import name_people, read_receipt
from svd.measures.denominators import find_resident_bands
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.stats.change import p_proportions
from svd.stats.limits import limits_proportion
from svd.store.selection import Selection, move_month

MONTHS = 12
_UNTESTED = "a figure is hidden, missing or not whole in one of the periods"


class Share(NamedTuple):
    """A share in per cent of a disclosed whole, with its 95% Wilson limits; null where ``status`` says why."""

    count: float
    of: float
    value: float
    lower: float
    upper: float
    status: str
    period: str


class Repeats(NamedTuple):
    """A share now and before, and the test of its change."""

    now: Share
    before: Share
    p: float
    verdict: str
    reason: str


class Concentration(NamedTuple):
    """People with two events or more in twelve months, the share of all events that is theirs, and both by chance.

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
    """The share of records that the sender marks as a repeat within twelve months, of those marked either way.

    The sender looks back beyond the first month held here, so no month at the start is too low.
    """
    now = _share_flagged(evidence, source, selection)
    before = _share_flagged(evidence, source, earlier) if earlier else _no_share(MISSING, "")
    return _test(now, before)


def measure_concentration(evidence: Evidence, source: Source, selection: Selection) -> Concentration:
    """People by their codes in the twelve months to the selection's last month, against the twelve before.

    Twelve whole months are needed: with fewer, at the start of the data or with a gap, people who came back are taken
    for new. The status is not applicable where no record carries a code.
    """
    window = _window(selection.month_to)
    (now, events, counts), (before, _, _) = (
        _share_people(evidence, source, each) for each in (window, _window(move_month(window.month_from, -1)))
    )
    at_risk = _count_at_risk(evidence, source)
    chance_people, chance_events = give_by_chance(events.of, at_risk) if now.status == OK else (np.nan, np.nan)
    uncoded = counts["uncoded"] / counts["records"] * 100 if counts["records"] else np.nan
    people = _test(now, before)
    return Concentration(people, events.value, chance_people, chance_events, at_risk, uncoded)


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


def _share_flagged(evidence: Evidence, source: Source, selection: Selection) -> Share:
    receipt = read_receipt(evidence, source, selection)
    counts = evidence.store.count_incidents(source.id, selection, ("is_repeat",))
    flags = counts.dropna(subset="is_repeat").set_index("is_repeat")["count"]
    yes, known = float(flags.get(True, 0)), float(flags.sum())
    if receipt.status == MISSING or not known:
        return _no_share(MISSING if receipt.status == MISSING else NOT_APPLICABLE, receipt.period)
    return _disclose(evidence, source, yes, known, receipt.status, receipt.period)


def _share_people(evidence: Evidence, source: Source, window: Selection) -> tuple[Share, Share, dict]:
    """Repeaters of all people, their events of all events, and how many records have no code."""
    receipt = read_receipt(evidence, source, window)
    period = word_period(window.month_from, window.month_to)
    counts = evidence.store.count_incidents(source.id, window, ("person_hash",))
    coded = counts.loc[counts["person_hash"].notna(), "count"]
    told = {"records": float(counts["count"].sum()), "uncoded": float(counts["count"].sum() - coded.sum())}
    if receipt.months < MONTHS:
        lack = _no_share(INCOMPLETE if receipt.months else MISSING, period)
        return lack, lack, told
    if coded.empty:
        return _no_share(NOT_APPLICABLE, period), _no_share(NOT_APPLICABLE, period), told
    again = coded[coded > 1]
    people = _disclose(evidence, source, float(len(again)), float(len(coded)), receipt.status, period)
    events = _disclose(evidence, source, float(again.sum()), float(coded.sum()), receipt.status, period)
    rule = evidence.catalogue.rules[source.small_number_rule]
    # Events beyond two each are how many people came a third time: as few of them as may be told.
    if people.status == SUPPRESSED or 1 <= again.sum() - 2 * len(again) <= rule.hide_up_to:
        events = _no_share(SUPPRESSED, period)._replace(of=np.nan if people.status == SUPPRESSED else events.of)
    return people, events, told


def _disclose(evidence: Evidence, source: Source, count: float, of: float, status: str, period: str) -> Share:
    """The share with both parts hidden where either is small, and rounded."""
    rule = evidence.catalogue.rules[source.small_number_rule]
    raw = pd.DataFrame({"count": [count], "denominator": [of], "status": [status]})
    row = hide_small_numbers(raw, rule, is_share=True, is_fine=True).iloc[0]
    if row["status"] == SUPPRESSED:
        return _no_share(SUPPRESSED, period)
    shown, whole = min(row["count"], row["denominator"]), row["denominator"]
    lower, upper = (float(limit) * 100 for limit in limits_proportion(shown, whole))
    value = shown / whole * 100 if whole else np.nan
    return Share(shown, whole, value, lower, upper, row["status"], period)


def _no_share(status: str, period: str) -> Share:
    return Share(*[np.nan] * 5, status, period)


def _test(now: Share, before: Share) -> Repeats:
    p = float(p_proportions(now.count, now.of, before.count, before.of))
    is_whole = now.status == OK and before.status == OK
    p = p if is_whole else np.nan
    reason = "" if is_whole and not np.isnan(p) else _UNTESTED
    return Repeats(now, before, p, verdict_of(p, now.value - before.value), reason)


def _window(last: object) -> Selection:
    return Selection(move_month(last, 1 - MONTHS), last)


def _count_at_risk(evidence: Evidence, source: Source) -> float:
    """Residents of the ages the source can hold; null where residents are not whom it is about."""
    people = name_people(source)
    bands = find_resident_bands(people.ages or AGE_BANDS) if people.are_residents else None
    return float(evidence.geography.residents_in(bands).sum()) if bands else np.nan
