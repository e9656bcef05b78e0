"""Kinds that show in worlds drawn by chance in which nothing happens: how much is called, with the rule and without."""

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

from svd.figures.over_time import controlled
from svd.figures.over_time.alike_months import find_alike
from svd.figures.over_time.control_charts import find_limits, find_signals
from svd.figures.over_time.controlled import control_many
from svd.measures.cube import AREA
from svd.measures.scatter import find_dispersion, list_counts
from svd.stats.change import SIGNAL_P, p_counts
from svd.stats.dispersion import estimate_dispersion, find_spread, p_change
from svd.stats.limits import limits_count
from svd.stats.protected_chart import chart_protected
from tests.builders import build_evidence
from tests.kinds.kept import percent
from tests.proof import above
from tests.stats.worlds import draw, protect


def few_cases(folder: Path, is_ruled: bool) -> str:
    """Months marked of a steady share of 30% of two cases a month."""
    random, worlds, months = np.random.default_rng(1), 300, 36
    cases = random.poisson(2, (worlds, months))
    count = random.binomial(cases, 0.3)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = count / cases * 100
    series = pd.DataFrame(
        {
            "indicator": "stop_search_positive_outcome",
            "ward_code": np.repeat([f"{world:03}" for world in range(worlds)], months),
            "month": np.tile(pd.date_range("2024-04", periods=months, freq="MS"), worlds),
            "count": count.ravel().astype(float),
            "denominator": cases.ravel().astype(float),
            "value": value.ravel(),
            "status": "ok",
            "is_complete": True,
        }
    )
    carries = patch.object(controlled, "can_carry_share", lambda events, rest: np.ones_like(events, dtype=bool))
    evidence = build_evidence(folder)
    if is_ruled:
        charted = control_many(series, evidence).months
        has_chart = charted["centre"].notna().groupby(charted["ward_code"]).any()
        return f"{has_chart.sum()} of {worlds} such series have a chart"
    with carries:
        charted = control_many(series, evidence).months
    marked = (charted["signal"] != "").groupby(charted["ward_code"]).any()
    return _tell(marked.mean(), "of such series")


def rounded_counts(_: Path, is_ruled: bool) -> str:
    """Series with a marked month, of 15 events a month where nothing changes, shown in steps of 5."""
    random, worlds, months = np.random.default_rng(2), 1000, 36
    shown = protect(random, draw(random, 15, 1, (worlds, months)), 5)
    if is_ruled:
        return _tell((chart_protected(shown, 5).direction != 0).any(axis=1).mean(), "of steady series")
    values, number = pd.Series(shown.ravel()), pd.Series(np.repeat(np.arange(worlds), months))
    marked = find_signals(values, number, find_limits(values, number))["signal"] != ""
    return _tell(marked.groupby(number).any().mean(), "of steady series")


def _tell(share: float, of: str) -> str:
    return f"{percent(share)} {of} have a marked month"


def wide_months(_: Path, is_ruled: bool) -> str:
    """How often a year's 95% range holds the true level, of months that scatter four times as much as chance."""
    random, held, worlds = np.random.default_rng(3), 0, 250
    for _ in range(worlds):
        months = draw(random, 40, 4, (3, 48))
        scale = find_dispersion(_by_blocks(months), np.ones(3), np.ones(3, dtype=int))[AREA] if is_ruled else 1.0
        lower, upper = limits_count(months[AREA, -12:].sum(), dispersion=scale)
        held += lower <= 12 * 40 <= upper
    return f"{percent(held / worlds)} of ranges hold it"


def _by_blocks(months: np.ndarray):
    totals = np.concatenate([np.zeros((len(months), 1)), np.cumsum(months, axis=1)], axis=1)
    known = np.arange(totals.shape[1])
    return lambda step: list_counts(totals, 0 * totals, known, 0 * known, step=step, is_of_records=False)


def alike_months(_: Path, is_ruled: bool) -> str:
    """Months marked where each follows the one before by 0.6 and nothing changes."""
    random, worlds, months = np.random.default_rng(4), 300, 60
    noise = random.normal(0, 10 * 0.8, (worlds, months))
    values = np.empty_like(noise)
    values[:, 0] = random.normal(0, 10, worlds)
    for month in range(1, months):
        values[:, month] = 0.6 * values[:, month - 1] + noise[:, month]
    series, number = pd.Series((100 + values).ravel()), pd.Series(np.repeat(np.arange(worlds), months))
    alike = find_alike(series, number, number) if is_ruled else pd.Series(0.0, series.index)
    found = find_signals(series, number, find_limits(series, number), is_alike=alike > 0)
    return f"{percent((found['signal'] != '').mean())} of months marked"


def untried_claims(_: Path, is_ruled: bool) -> str:
    """Years called a change where nothing changes: in worlds of chance alone, or that scatter three times as much."""
    random, worlds = np.random.default_rng(5), 4000
    series = draw(random, 60, 3 if is_ruled else 1, (worlds, 60))
    before, now = series[:, -24:-12], series[:, -12:]
    plain = p_counts(now.sum(axis=1), before.sum(axis=1)) < SIGNAL_P
    if not is_ruled:
        return f"{percent(plain.mean())} of years called in worlds of chance alone: as promised"
    usual = estimate_dispersion(series)[0]
    allowed = p_change(now.sum(axis=1), before.sum(axis=1), *find_spread(now, before, usual=usual)) < SIGNAL_P
    told = f"{percent(plain.mean())} where months scatter three times as much; {percent(allowed.mean())} if allowed for"
    return told + (f", more than the {percent(SIGNAL_P)} promised" if allowed.mean() > above(SIGNAL_P, worlds) else "")
