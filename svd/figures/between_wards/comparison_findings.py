"""What a comparison of wards found, in plain words: which differ, which lie outside the funnel, who ranks where."""

import pandas as pd

from svd.catalogue.wording import word_count_of, word_number, word_ordinal, word_rate
from svd.figures.between_wards.compare import NOT_COMPARED
from svd.figures.between_wards.comparison import Comparison
from svd.figures.between_wards.footfall import mark_names
from svd.figures.between_wards.funnel import ABOVE, BELOW, Funnel
from svd.figures.findings import word_wards
from svd.figures.harm.harm_findings import word_concentration

_MOST_NAMES = 5
_SAME = 1e-9
_SUMS = ("weighed", "count")


def word_intervals(comparison: Comparison, wards: pd.DataFrame) -> str:
    """Which of ``wards`` differ from the area, as a sentence; where half of it lies, of what is not held against it."""
    if comparison.funnel.form in _SUMS and (comparison.wards["compared"] == NOT_COMPARED).all():
        return word_concentration(mark_names(comparison.wards), comparison.indicator)
    indicator = comparison.indicator.model_copy(update={"short_title": _name_measure(comparison)})
    return _add_left_out(word_wards(mark_names(wards), indicator, "the borough"), wards)


def word_benchmark(comparison: Comparison) -> str:
    """What the wards are held against, where that is not simply the area's figure; else an empty text."""
    if comparison.is_for_age:
        return "The line is 100: as many events as the ages of a ward's residents would lead one to expect."
    if comparison.area_value != comparison.area_value or not is_part_placed(comparison):
        return ""
    placed, whole = (word_rate(value) for value in (comparison.benchmark, comparison.area_value))
    return (
        f"The line is {placed}: the borough's figure for events that have a known ward. "
        f"With those that have none, which no ward's figure holds, it is {whole}."
    )


def word_rounding(comparison: Comparison) -> str:
    """That a ward is tested by the nearest count behind a rounded one, where counts are rounded; else an empty text."""
    base = comparison.funnel.rounding
    if base == 1:
        return ""
    return (
        f"Counts here are rounded to {base}. A ward is said to differ only where the nearest count that may stand "
        "behind its own does, so that a mark or a line can just miss the other without a word."
    )


def is_part_placed(comparison: Comparison) -> bool:
    """Whether events with no known ward make the area's figure another than the wards are held against."""
    return abs(comparison.benchmark - comparison.area_value) > _SAME * abs(comparison.area_value)


def word_funnel(comparison: Comparison, wards: pd.DataFrame) -> str:
    """Which of ``wards`` lie outside the funnel's 99.8% limits, as a sentence."""
    title = _name_measure(comparison)
    shown = mark_names(wards[wards["funnel"] != NOT_COMPARED])
    if shown.empty:
        return f"{title}: no ward can be placed in a funnel."
    sides = {ABOVE: "above the funnel", BELOW: "below it"}
    if not (shown["funnel"] == ABOVE).any():
        sides[BELOW] = "below the funnel"
    parts = [
        f"{_join(shown.loc[shown['funnel'] == side, 'ward_name'])} {words}"
        for side, words in sides.items()
        if (shown["funnel"] == side).any()
    ]
    rest = int((~shown["funnel"].isin(list(sides))).sum())
    if not parts:
        return _add_left_out(f"{title}: no ward lies outside the funnel.", wards)
    within = f"; {word_count_of(rest, 'ward', 'wards')} within it" if rest else ""
    return _add_left_out(f"{title}: {'; '.join(parts)}{within}.", wards)


def word_dispersion(funnel: Funnel) -> str:
    """Whether the wards differ from one another more than chance would make them, and what follows for the limits."""
    plain = "the limits are those of chance alone"
    if funnel.is_dispersed:
        return (
            "The wards differ from one another more than chance alone would make them, so the limits are widened "
            f"{word_number(funnel.widening, 1)} times: outside them is what stands out even so."
        )
    if not funnel.is_testable:
        return f"Too few wards can be compared to tell whether they differ more than chance would make them: {plain}."
    if funnel.is_uneven:
        return f"But for a few, the wards do not differ from one another more than chance would make them: {plain}."
    return f"The wards do not clearly differ from one another more than chance would make them: {plain}."


def word_ranks(comparison: Comparison, wards: pd.DataFrame) -> str:
    """Which places the wards could hold, as a sentence; each of ``wards`` where they are few and not all."""
    title, everyone = _name_measure(comparison), mark_names(comparison.wards[comparison.wards["rank"].notna()])
    wards = mark_names(wards)
    shown, total = wards[wards["rank"].notna()], len(everyone)
    if total < 2 or shown.empty:
        return f"{title}: the wards can't be put in an order."
    if len(shown) < total and len(shown) <= _MOST_NAMES:
        places = [f"{row.ward_name} ranks {_word_place(row.rank_low, row.rank_high)}" for row in shown.itertuples()]
        return _add_left_out(f"{title}: {'; '.join(places)} of {word_count_of(total, 'ward', 'wards')}.", wards)
    if (everyone["rank_low"].eq(1) & everyone["rank_high"].eq(total)).all():
        return f"{title}: the order of the wards is all chance; each could rank anywhere from 1st to last."
    first, last = everyone[everyone["rank_low"] == 1], everyone[everyone["rank_high"] == total]
    spread = (everyone["rank_high"] - everyone["rank_low"]).median()
    typical = f"a ward could typically hold any of {word_number(spread + 1)} places"
    if not spread:
        typical = "most wards' places are certain"
    ends = f"{_word_end(first, '1st (highest)')}; {_word_end(last, 'last')}"
    return _add_left_out(f"{title}: {ends}; {typical}.", everyone if len(wards) == total else wards)


def _word_place(low: float, high: float) -> str:
    """The places a ward could hold inside a sentence: ``1st`` or ``between 1st and 6th``."""
    return word_ordinal(low) if low == high else f"between {word_ordinal(low)} and {word_ordinal(high)}"


def _word_end(wards: pd.DataFrame, place: str) -> str:
    if len(wards) == 1:
        return f"{wards['ward_name'].iloc[0]} ranks {place}"
    return f"{word_count_of(len(wards), 'ward', 'wards')} could rank {place}"


def _name_measure(comparison: Comparison) -> str:
    title = comparison.indicator.short_title
    return f"{title}, allowing for age," if comparison.is_for_age else title


def _add_left_out(sentence: str, wards: pd.DataFrame) -> str:
    """The sentence with how many wards are not compared, where some but not all are."""
    left_out = int((wards["compared"] == NOT_COMPARED).sum())
    if left_out in (0, len(wards)):
        return sentence
    return f"{sentence.removesuffix('.')}; {word_count_of(left_out, 'ward', 'wards')} not compared."


def _join(names: pd.Series) -> str:
    listed = list(names)
    if len(listed) > _MOST_NAMES:
        return word_count_of(len(listed), "ward", "wards")
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
