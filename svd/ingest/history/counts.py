"""Checks of a file's counts against history: a month, a total or a category out of line."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from svd.catalogue.wording import word_month, word_number
from svd.ingest.history.comparison import CHANCE, Comparison, name_months, number_months, word_usual
from svd.ingest.history.held import MAIN_MEASURES, sum_months, tabulate_counts
from svd.ingest.history.usual_range import NEIGHBOURS, find_usual_range

_FEWEST_MONTHS = 8
_FEWEST_OF_CATEGORY = 4
_SHORTEST_BEFORE = 3


def warn_of_counts(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A PROBLEMS row for each month, total and category out of line, of the months the file would stand for."""
    if compared.extract.facts.empty and compared.history.facts.empty:
        return
    strange = _find_strange_months(compared)
    for month, row in strange.iterrows():
        told = f"{word_month(month)} holds {word_number(row['count'])}, where {word_usual(row['low'], row['high'])}"
        yield compared.warn("month_out_of_line", word_month(month), told, plain=word_month(month))
    yield from _warn_of_totals(compared, strange.index)
    yield from _warn_of_categories(compared)


def _find_strange_months(compared: Comparison) -> pd.DataFrame:
    """The file's months out of line: count, low and high; not those that were as much so in the edition before."""
    held = sum_months(compared.history.facts, compared.held_months)
    new = sum_months(compared.extract.facts, compared.new_months)
    count = new.combine_first(held).sort_index()
    series = pd.DataFrame(
        {
            "time": number_months(count.index),
            "count": count.to_numpy(),
            "exposure": 1.0,
            "segment": compared.find_segments(count.index),
        },
        index=count.index,
    )
    found = series[["count"]].join(find_usual_range(series, CHANCE, _FEWEST_MONTHS))
    before = held.reindex(found.index)
    is_low = (found["count"] < found["low"]) & ~(before < found["low"])
    is_high = (found["count"] > found["high"]) & ~(before > found["high"])
    is_seasonal = compared.source.frequency == "term" and ~_has_same_month(found.index)
    return found[(is_low | is_high) & ~np.asarray(is_seasonal) & found.index.isin(compared.new_months)]


def _has_same_month(months: pd.DatetimeIndex) -> np.ndarray:
    """Whether each month's like of another year is among ``months``."""
    return months.month.to_series().duplicated(keep=False).to_numpy()


def _warn_of_totals(compared: Comparison, strange: pd.DatetimeIndex) -> Iterator[pd.DataFrame]:
    """Warnings of the months both editions cover, and of the new months beside as many before them."""
    facts, held_facts = compared.extract.facts, compared.history.facts
    both = compared.new_months.intersection(compared.held_months)
    fresh = compared.new_months.difference(compared.held_months)
    new, before = sum_months(facts, both), sum_months(held_facts, both)
    is_known = (new.notna() & before.notna()).to_numpy()
    rule = _judge_total(new[is_known], before[is_known])
    if rule:
        months = name_months(both[is_known])
        told = f"{months} held {word_number(before[is_known].sum())} in the edition before"
        told += f" and hold {word_number(new[is_known].sum())} in this"
        yield compared.warn(rule, "the months sent before", told, plain=f"{months} beside the edition before")
    if not len(fresh) or fresh.isin(strange).all():
        return
    held = sum_months(held_facts, compared.held_months).dropna()
    held = held[(held.index < fresh[0]) & (compared.find_segments(held.index) == compared.find_segments(fresh[:1]))]
    now, earlier = sum_months(facts, fresh).dropna(), held.tail(max(len(fresh), _SHORTEST_BEFORE))
    rule = _judge_total(now, earlier) if len(earlier) >= len(now) else ""
    year_before = held.reindex(fresh - pd.DateOffset(years=1)).dropna()
    if rule and (len(year_before) < len(fresh) or _judge_total(now, year_before) == rule):
        told = f"{name_months(fresh)} hold {word_number(now.mean())} a month"
        told += f", and {name_months(earlier.index)} held {word_number(earlier.mean())}"
        plain = f"{name_months(fresh)} beside {name_months(earlier.index)}, month for month"
        yield compared.warn(rule, "the months sent first", told, plain=plain)


def _judge_total(new: pd.Series, before: pd.Series) -> str:
    """The rule broken by the mean of ``new`` beside that of ``before``; "" where chance alone could explain it."""
    if not len(new) or not len(before):
        return ""
    total, share = new.sum() + before.sum(), len(new) / (len(new) + len(before))
    if new.mean() * 2 < before.mean() and stats.binom.cdf(new.sum(), total, share) < CHANCE:
        return "total_halved"
    if new.mean() > before.mean() * 2 and stats.binom.sf(new.sum() - 1, total, share) < CHANCE:
        return "total_doubled"
    return ""


def _warn_of_categories(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A warning for each category that history has in most of its months and the file in none, beyond chance."""
    months = compared.new_months
    held = compared.held_months[compared.held_months <= compared.standing.max()] if len(compared.standing) else months
    held = held[compared.find_segments(held) == compared.find_segments(compared.standing[-1:])][-NEIGHBOURS:]
    if not len(months) or len(held) < _FEWEST_OF_CATEGORY:
        return
    usual = tabulate_counts(compared.history.facts, held)
    now = tabulate_counts(compared.extract.facts, compared.standing)
    is_there = now.isna().any() | (now.sum() > 0)
    present = set(is_there.index[is_there])
    if not present:  # a file of nothing is a matter of its total
        return
    expected = usual.mean() * len(months)
    spread = (usual.var() / usual.mean()).clip(lower=1 + 1e-9)
    # The chance of none at all, by a negative binomial with the variance the category's months have.
    chance_of_none = np.exp(-expected * np.log(spread) / (spread - 1))
    is_usual = ((usual > 0).mean() > 0.5) & (chance_of_none < CHANCE)
    for offence, measure in is_usual.index[is_usual]:
        names = {(name, measure) for name in _list_related(compared, offence)}
        if not names & present:
            title = compared.catalogue.offences[offence].title
            told = f"'{title}'" if measure in MAIN_MEASURES else f"'{title}' ({measure.replace('_', ' ')})"
            mean = word_number(usual[offence, measure].mean())
            plain = f"{told}, which is usual in most months"
            yield compared.warn(
                "category_vanished", title, f"{told}, where about {mean} a month are usual", plain=plain
            )


def _list_related(compared: Comparison, offence: str) -> set[str]:
    """The offence, those it includes and those that include it: an edition may hold one for the other."""
    offences = compared.catalogue.offences
    wider = {name for name, other in offences.items() if offence in other.includes}
    return {offence, *offences[offence].includes, *wider}
