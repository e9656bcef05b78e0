"""What an evaluation found, in plain words: the effect and its limits; 'no clear effect' when that is the answer."""

from math import inf

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_month, word_number, word_period
from svd.figures.change import judge_change
from svd.figures.evaluation.difference import LEVEL, Effect
from svd.figures.evaluation.evaluate import FELL, NO_EFFECT, NOT_TESTED, ROSE, Evaluation
from svd.measures.question import Evidence

_MOST_NAMED = 3
_LEAST_WEIGHT = 0.005
_WIDE = 2
"""Limits of a trend further apart than this, as a ratio, hardly speak for wards that ran alike."""


def word_wards(evidence: Evidence, codes: tuple[str, ...]) -> str:
    """The wards by name, or how many there are."""
    names = [evidence.geography.ward_names[code] for code in codes]
    if not names:
        return "the whole area"
    if len(names) > _MOST_NAMED:
        return word_count_of(len(names), "ward", "wards")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def word_effect(found: Evaluation, indicator: Indicator, wards: str) -> str:
    """The finding: by how much the wards went another way than the comparison wards, with limits; or none, or why."""
    what = f"{indicator.short_title} in {wards}"
    if found.verdict == NOT_TESTED:
        return f"{what}: no effect can be tested, because {found.panel.reason}."
    effect = found.effect
    if found.verdict == NO_EFFECT:
        return (
            f"{what}: no clear effect ({word_ratio(effect.ratio)} against the comparison wards; {word_limits(effect)})."
        )
    said = f"{what} {found.verdict} by {_percent(effect.ratio)} against the comparison wards ({_word_sizes(effect)})"
    return f"{said}: beyond chance." if found.verdict in (FELL, ROSE) else f"{said}, but {_word_doubt(found)}."


def _word_doubt(found: Evaluation) -> str:
    if found.trend.p < LEVEL:
        return "they were moving apart before it began"
    return "wards without it changed as much"


def judge_verdict(found: Evaluation, indicator: Indicator) -> tuple[str, str]:
    """The judgement and direction (rising, falling or empty) of the verdict, for its badge."""
    direction = {FELL: "falling", ROSE: "rising"}.get(found.verdict, "")
    if not direction:
        return ("not tested" if found.verdict == NOT_TESTED else "no clear change"), ""
    return judge_change(direction, indicator.polarity), direction


def word_ratio(ratio: float) -> str:
    """A ratio of rates as a share of one: ``25% lower``, ``8% higher`` or ``level``."""
    if _percent(ratio) == "0%":
        return "level"
    return f"{_percent(ratio)} {'lower' if ratio < 1 else 'higher'}"


def word_limits(effect: Effect) -> str:
    """Both 95% limits: ``18% lower to 12% higher``."""
    return f"{word_ratio(effect.lower)} to {word_ratio(effect.upper)}"


def _word_sizes(effect: Effect) -> str:
    """The limits of a sure change, the smaller first: ``5% to 29%``."""
    return " to ".join(sorted((_percent(effect.lower), _percent(effect.upper)), key=lambda text: abs(float(text[:-1]))))


def _percent(ratio: float) -> str:
    return f"{abs(ratio - 1) * 100:.0f}%"


def word_span(found: Evaluation) -> str:
    """The months and wards compared."""
    panel, columns = found.panel, found.panel.counts.columns
    before, after = columns[~panel.is_after], columns[panel.is_after]
    others = word_count_of(int((~panel.is_treated).sum()), "comparison ward", "comparison wards")
    return (
        f"{word_count_of(len(before), 'month', 'months')} before ({word_period(before[0], before[-1])}), "
        f"{len(after)} after ({word_period(after[0], after[-1])}), {others}"
    )


def word_events(found: Evaluation, events: str) -> str:
    """How many more or fewer events there were after the start than the comparison wards' course would have brought."""
    effect = found.effect
    low, high = (effect.after - effect.after / ratio if ratio else -inf for ratio in (effect.lower, effect.upper))
    gap = effect.after - effect.expected
    limits = f"{_word_gap(low)} to {_word_gap(high)}"
    if low * high > 0 and low > -inf:
        limits = " to ".join(word_number(size) for size in sorted((abs(low), abs(high))))
    return (
        f"{word_number(effect.after)} {events} came after the start, where {word_number(effect.expected)} would have "
        f"come had these wards gone as the others did: {_word_gap(gap)} ({limits})."
    )


def _word_gap(gap: float) -> str:
    if gap == -inf:
        return "any number fewer"
    return f"{word_number(abs(gap))} {'fewer' if gap < 0 else 'more'}"


def word_trend(found: Evaluation) -> str:
    """Whether the wards ran alike before the start."""
    trend = found.trend
    if trend.p != trend.p:
        return "Whether the wards ran alike before the start can't be tested with so few events."
    pace = f"{word_ratio(trend.ratio)} each year against the others; 95% limits {word_limits(trend)}"
    if trend.p < LEVEL:
        return f"Before the start the wards were already moving apart ({pace}): what followed may be more of the same."
    said = f"Before the start the wards show no clear difference of trend ({pace})"
    return f"{said}; with so few events that says little." if trend.upper > _WIDE * trend.lower else f"{said}."


def word_in_place(found: Evaluation) -> str:
    """How unusual the change is among wards where nothing was done."""
    in_place, size = found.in_place, int(found.panel.is_treated.sum())
    wards = len(found.panel.is_treated)
    if not in_place.groups:
        return "There are too few wards for a placebo test in place."
    group = "each ward" if size == 1 else "each pair of wards" if size == 2 else f"each group of {size} wards"
    others = in_place.beyond - 1
    as_much = "none but the real one" if not others else f"{word_number(others)} beside the real one"
    said = (
        f"Taking {group} of the {wards} as if it had the intervention: of {word_number(in_place.groups)}, {as_much} "
        f"changed as much against the rest (p = {word_p(in_place.p)})."
    )
    return f"{said} So large a change is rare by chance." if in_place.is_rare else f"{said} That is not rare."


def word_singly(found: Evaluation) -> str:
    """How many comparison wards, one at a time, show an effect where nothing was done."""
    called = int((found.placebos["p"] < LEVEL).sum())
    told = f"{called or 'none'} of the {len(found.placebos)} comparison wards"
    return (
        f"Taken one at a time, {told} {'shows' if called == 1 else 'show'} "
        "an effect by the same test where nothing was done; chance brings about 1 in 20."
    )


def word_in_time(found: Evaluation) -> str:
    """What a made-up start before the real one shows."""
    earlier, month = found.earlier, word_month(found.earlier_month)
    size = f"{word_ratio(earlier.ratio)}; 95% limits {word_limits(earlier)}"
    if earlier.p < LEVEL:
        return (
            f"A made-up start in {month}, before the real one, shows an effect too ({size}): something else moves them."
        )
    return f"A made-up start in {month}, before the real one, shows no clear effect ({size}), as it should."


def word_least(effect: Effect) -> str:
    """The smallest fall and rise that would have been found four times in five."""
    if effect.least_fall != effect.least_fall:
        return "There are too few events to be sure of seeing any fall."
    return (
        f"A fall of {_percent(effect.least_fall)} or a rise of {_percent(effect.least_rise)} would have been found "
        "four times in five; a smaller effect can well be missed."
    )


def word_synthetic(found: Evaluation) -> str:
    """What the synthetic control says, or why it can't be used."""
    made, after = found.synthetic, found.effect.after
    if made.reason:
        return f"Synthetic control can't be used: {made.reason}."
    ratio = after / made.total if made.total else float("nan")
    rare = "which is rare by chance" if made.in_place.is_rare else "which is not rare by chance"
    return (
        f"Synthetic control: {word_number(after)} after the start, where the mix of wards has "
        f"{word_number(made.total)} ({word_ratio(ratio)}). The gap is {word_number(made.miss_ratio, 1)} times as wide "
        "after the start as before; "
        f"{made.in_place.beyond} of {made.in_place.groups} groups, the real one included, have one as wide "
        f"(p = {word_p(made.in_place.p)}), {rare}."
    )


def word_mix(evidence: Evidence, found: Evaluation) -> str:
    """The wards that weigh most in the mix, with their weights."""
    weights = found.synthetic.weights
    kept = weights[weights >= _LEAST_WEIGHT]
    named = [f"{evidence.geography.ward_names[code]} {share * 100:.0f}%" for code, share in kept.items()]
    more = f" and {word_count_of(len(named) - _MOST_NAMED, 'other', 'others')}" if len(named) > _MOST_NAMED else ""
    return f"The mix: {', '.join(named[:_MOST_NAMED])}{more}."


def word_p(p: float) -> str:
    """A p to two digits that count, never zero."""
    return "below 0.001" if p < 0.001 else f"{p:.2f}" if p >= 0.1 else f"{p:.3f}"
