"""Interventions that did nothing: how often an effect is called, or a mix of wards said to miss it by chance."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from svd.evidence.claims import STEPS, Claim, Row, Setting
from svd.evidence.tables import Share
from svd.evidence.wards import Wards, read_wards
from svd.evidence.worlds import Months, draw_counts
from svd.figures.evaluation.difference import LEVEL, estimate_effect
from svd.figures.evaluation.evaluate import FELL, NO_EFFECT, ROSE, judge_effect
from svd.figures.evaluation.parallel import compare_trends
from svd.figures.evaluation.placebo import pretend_earlier, randomise_wards
from svd.figures.evaluation.synthetic_control import judge_fit, mix_group, rank_miss

_BEFORE, _AFTER, _TREATED = 24, 12, 2
_PAGE = "Evaluation"


def list_claims(setting: Setting) -> list[Claim]:
    """The claims of an evaluation: an effect, one that may be, a made-up start, trends, and the synthetic control."""
    called: dict[str, list[Row]] = {name: [] for name in ("sure", "maybe", "earlier", "trend", "mix")}
    for name, wards, alike, differ in _list_worlds(setting):
        null = _judge(setting, wards, alike, differ, 0.0, setting.worlds)
        steps = [_judge(setting, wards, alike, differ, step, setting.few) for step in STEPS]
        for which, calls in null.items():
            found = tuple(float(np.mean(step[which])) for step in steps) if which in ("sure", "maybe") else ()
            called[which].append(Row(name, Share(int(np.sum(calls)), len(calls)), found))
        mixes = _mix(setting, wards, alike, differ, setting.worlds)
        called["mix"].append(Row(name, Share(int(np.sum(mixes)), len(mixes))))
    return [_state(which, tuple(rows)) for which, rows in called.items()]


_CLAIMS = {
    "sure": ("An effect: fell or rose", "Called fell or rose", "1 evaluation in 20"),
    "maybe": ("An effect that may be", "Called an effect, sure or not", "1 evaluation in 20"),
    "earlier": ("A made-up earlier start shows an effect", "Shown by the made-up start", "1 evaluation in 20"),
    "trend": ("The wards were moving apart before", "Said to have moved apart", "1 evaluation in 20"),
    "mix": ("Synthetic control: a gap that is rare by chance", "Said to be rare", "1 evaluation in 20"),
}


def _state(which: str, rows: tuple[Row, ...]) -> Claim:
    title, called, promise = _CLAIMS[which]
    told = (
        f"{_BEFORE} months before and {_AFTER} after a start at which nothing happens to {_TREATED} of the wards; "
        "all wards share ups and downs of the whole area. A step is a rise in those two from the start on."
    )
    return Claim(title, _PAGE, LEVEL, promise, told, called, rows)


def _list_worlds(setting: Setting) -> Iterator[tuple[str, Wards, float, float]]:
    """Wards' months even, uneven, following one another, and wards that each go their own way from year to year."""
    for wards in read_wards(setting)[:1]:
        yield f"{wards.title}, even", wards._replace(spread=1.0), 0.0, 0.0
        yield f"{wards.title}, uneven ({wards.spread:.1f})", wards, 0.0, 0.0
        yield (
            f"{wards.title}, autocorrelation 0.25 in each ward",
            wards._replace(spread=max(wards.spread, 2.0)),
            0.25,
            0.0,
        )
        yield f"{wards.title}, wards' own changes of a tenth", wards, 0.0, 0.1


def _draw(setting: Setting, wards: Wards, alike: float, differ: float, step: float) -> NDArray:
    random, months = setting.random, _BEFORE + _AFTER
    common = np.exp(0.1 * random.standard_normal(months))
    own = np.exp(differ * random.standard_normal(len(wards.size)))[:, None] ** (np.arange(months) >= _BEFORE)
    factor = wards.size[:, None] * common * own
    factor[:_TREATED, _BEFORE:] *= 1 + step
    return draw_counts(random, Months(wards.mean, wards.spread, alike), (len(wards.size), months), factor)


_IS_AFTER = np.arange(_BEFORE + _AFTER) >= _BEFORE


def _judge(
    setting: Setting, wards: Wards, alike: float, differ: float, step: float, worlds: int
) -> dict[str, list[bool]]:
    """What is called in each world."""
    is_treated = np.arange(len(wards.size)) < _TREATED
    called: dict[str, list[bool]] = {name: [] for name in ("sure", "maybe", "earlier", "trend")}
    for _ in range(worlds):
        counts = _draw(setting, wards, alike, differ, step)
        effect, trend = (
            estimate_effect(counts, is_treated, _IS_AFTER),
            compare_trends(counts[:, ~_IS_AFTER], is_treated),
        )
        # The placebo in place decides only where there is an effect to doubt.
        verdict = NO_EFFECT
        if effect.p < LEVEL:
            verdict = judge_effect(effect, trend, randomise_wards(counts, is_treated, _IS_AFTER))
        called["sure"].append(verdict in (FELL, ROSE))
        called["maybe"].append(verdict != NO_EFFECT)
        called["earlier"].append(pretend_earlier(counts, is_treated, _IS_AFTER)[1].p < LEVEL)
        called["trend"].append(trend.p < LEVEL)
    return called


def _mix(setting: Setting, wards: Wards, alike: float, differ: float, worlds: int) -> list[bool]:
    """Whether the mix's gap is said to be rare, of the worlds in which a mix can be used."""
    is_treated, found = np.arange(len(wards.size)) < _TREATED, []
    for _ in range(worlds):
        counts = _draw(setting, wards, alike, differ, 0.0)
        rate = counts[is_treated].sum(axis=0) / wards.size[is_treated].sum()
        mix = mix_group(counts, wards.size, is_treated, _BEFORE)
        if not judge_fit(rate, mix, counts[is_treated][:, :_BEFORE].sum(axis=0)):
            found.append(rank_miss(counts, wards.size, is_treated, _BEFORE).is_rare)
    return found
