"""An evaluation whole: the effect, the tests that could refute it, a synthetic control, and the verdict."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.figures.evaluation.design import Design
from svd.figures.evaluation.difference import LEVEL, Effect, estimate_effect
from svd.figures.evaluation.panel import Panel, build_panel
from svd.figures.evaluation.parallel import TrendGap, compare_trends
from svd.figures.evaluation.placebo import InPlace, list_placebos, pretend_earlier, randomise_wards
from svd.figures.evaluation.synthetic_control import LEAST_BEFORE, LEAST_WARDS, judge_fit, mix_group, rank_miss
from svd.measures.question import Evidence
from svd.stats.limits import limits_count

FELL, ROSE, MAY_HAVE_FALLEN, MAY_HAVE_RISEN = "fell", "rose", "may have fallen", "may have risen"
NO_EFFECT, NOT_TESTED = "no clear effect", "not tested"


@dataclass(frozen=True)
class Synthetic:
    """``weights`` by ward_code, largest first; ``months`` as ``Evaluation.months``, expected by the mix.

    ``total``: the events the mix expects after the start. ``reason``: why it can't be used, or an empty text.
    """

    reason: str = ""
    weights: pd.Series | None = None
    months: pd.DataFrame | None = None
    total: float = float("nan")
    miss_ratio: float = float("nan")
    in_place: InPlace | None = None


@dataclass(frozen=True)
class Evaluation:
    """``months``: month, value (events in the treated wards), lower, upper, expected, is_after; a row a whole month.

    ``placebos``: ratio, lower, upper and p of each comparison ward alone as if treated. ``earlier`` is the effect of a
    made-up start in ``earlier_month``, before the real one. All but design and panel are null where it isn't tested.
    """

    design: Design
    panel: Panel
    verdict: str
    effect: Effect | None = None
    trend: TrendGap | None = None
    in_place: InPlace | None = None
    placebos: pd.DataFrame | None = None
    earlier: Effect | None = None
    earlier_month: pd.Timestamp | None = None
    months: pd.DataFrame | None = None
    synthetic: Synthetic | None = None


def evaluate(evidence: Evidence, design: Design) -> Evaluation:
    """The design's effect with all its tests; nothing but the panel and its reason where it can't be tested."""
    panel = build_panel(evidence, design)
    if panel.reason:
        return Evaluation(design, panel, NOT_TESTED)
    counts, is_treated, is_after = panel.numbers, panel.is_treated, panel.is_after
    effect = estimate_effect(counts, is_treated, is_after)
    trend = compare_trends(counts[:, ~is_after], is_treated)
    in_place = randomise_wards(counts, is_treated, is_after)
    place, earlier = pretend_earlier(counts, is_treated, is_after)
    expected = counts[~is_treated].sum(axis=0) * effect.before / effect.other_before
    return Evaluation(
        design,
        panel,
        judge_effect(effect, trend, in_place),
        effect,
        trend,
        in_place,
        list_placebos(panel.counts, is_treated, is_after),
        earlier,
        panel.counts.columns[place],
        _list_months(panel, expected),
        build_synthetic(panel),
    )


def judge_effect(effect: Effect, trend: TrendGap, in_place: InPlace) -> str:
    """In a word: no clear effect, fell, rose, or that it may have.

    Fell and rose need limits that leave out no effect, hardly any other wards that did the like, and trends that ran
    alike before; with the first alone it may have.
    """
    if not effect.p < LEVEL:
        return NO_EFFECT
    is_sure = (in_place.is_rare or not in_place.groups) and not trend.p < LEVEL
    if effect.ratio < 1:
        return FELL if is_sure else MAY_HAVE_FALLEN
    return ROSE if is_sure else MAY_HAVE_RISEN


def _list_months(panel: Panel, expected: np.ndarray) -> pd.DataFrame:
    value = panel.numbers[panel.is_treated].sum(axis=0)
    lower, upper = limits_count(value)
    named = {"month": panel.counts.columns, "value": value, "lower": lower, "upper": upper}
    return pd.DataFrame({**named, "expected": expected, "is_after": panel.is_after})


def build_synthetic(panel: Panel) -> Synthetic:
    """The synthetic control of the panel's treated wards, or the reason why it can't be used."""
    counts, is_treated, before = panel.numbers, panel.is_treated, int((~panel.is_after).sum())
    wards = int((~is_treated).sum())
    if wards < LEAST_WARDS:
        return Synthetic(f"it needs {LEAST_WARDS} comparison wards, and there are {wards}")
    if before < LEAST_BEFORE:
        return Synthetic(f"it needs {LEAST_BEFORE} whole months before the start, and there are {before}")
    people = panel.people[is_treated].sum()
    rate = counts[is_treated].sum(axis=0) / people
    mix = mix_group(counts, panel.people, is_treated, before)
    reason = judge_fit(rate, mix, counts[is_treated][:, :before].sum(axis=0))
    codes = panel.counts.index[~is_treated]
    weights = pd.Series(mix.weights, index=codes).sort_values(ascending=False, kind="stable")
    return Synthetic(
        reason,
        weights,
        _list_months(panel, mix.path * people),
        float((mix.path * people)[before:].sum()),
        mix.miss_ratio,
        rank_miss(counts, panel.people, is_treated, before),
    )
