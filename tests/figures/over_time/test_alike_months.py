"""Months that follow their neighbours: found, their limits widened, and false marks with the rule and without it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.changes import measure_change
from svd.figures.over_time import alike_months
from svd.figures.over_time.alike_months import find_alike, find_alike_area, widen_alike
from svd.figures.over_time.control_charts import find_limits, find_signals
from svd.stats.dependence import inflation_for_autocorrelation
from svd.stats.dispersion import estimate_dispersion, find_spread
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact
from tests.proof import some

BOUNDS = (0.0, np.inf)


def draw(random: np.random.Generator, r: float, worlds: int, months: int = 60, mean: float = 100) -> pd.Series:
    """Months of a first-order autoregression round one mean, with a standard deviation of 10; world after world."""
    noise = random.normal(0, 10 * np.sqrt(1 - r**2), (worlds, months))
    values = np.empty_like(noise)
    values[:, 0] = random.normal(0, 10, worlds)
    for month in range(1, months):
        values[:, month] = r * values[:, month - 1] + noise[:, month]
    return pd.Series((mean + values).ravel())


def number(values: pd.Series, months: int = 60) -> pd.Series:
    return pd.Series(np.arange(len(values)) // months)


def mark(values: pd.Series, *, is_ruled: bool = True) -> tuple[pd.DataFrame, pd.Series]:
    worlds = number(values)
    alike = find_alike(values, worlds, worlds) if is_ruled else pd.Series(0.0, values.index)
    limits = widen_alike(find_limits(values, worlds), alike, BOUNDS)
    return find_signals(values, worlds, limits, is_alike=alike > 0), alike


def test_independent_months_are_seldom_called_alike_and_dependent_ones_mostly():
    random = np.random.default_rng(1)
    shares = {}
    for r in (0.0, 0.5, 0.8):
        _, alike = mark(draw(random, r, some(3000)))
        shares[r] = (alike.to_numpy().reshape(-1, 60)[:, 0] > 0).mean()
    assert shares[0.0] < 0.06 and shares[0.5] > 0.6 and shares[0.8] > 0.95, shares


def test_fewer_months_are_marked_falsely_than_without_the_rule():
    """Of months that follow their neighbours by 0.6, where nothing changes."""
    values = draw(np.random.default_rng(2), 0.6, some(3000))
    (ruled, _), (plain, _) = mark(values), mark(values, is_ruled=False)
    share_ruled, share_plain = ((found["signal"] != "").mean() for found in (ruled, plain))
    assert share_plain > 0.45, "Promised was 1 month in 6."
    assert share_ruled < 0.2 and share_ruled < 0.45 * share_plain


def test_a_step_does_not_make_months_alike_and_is_found():
    random = np.random.default_rng(3)
    values = draw(random, 0.0, some(2000)) + 30 * (np.arange(60 * some(2000)) % 60 >= 36)
    found, alike = mark(values)
    assert (alike.to_numpy().reshape(-1, 60)[:, 0] > 0).mean() < 0.06
    after = found["direction"].to_numpy().reshape(-1, 60)[:, 36:]
    assert (after == 1).any(axis=1).mean() > 0.99


def test_limits_are_wider_by_what_moving_ranges_leave_out():
    values = draw(np.random.default_rng(4), 0.8, 1, 600)
    limits = find_limits(values, number(values, 600), locked=600)
    half = limits["upper"].iloc[0] - limits["centre"].iloc[0]
    wide = widen_alike(limits, pd.Series(0.8, values.index), BOUNDS)
    assert wide["upper"].iloc[0] - wide["centre"].iloc[0] == pytest.approx(half / np.sqrt(0.2))
    assert half < 0.55 * 3 * values.std() and (wide["lower"] >= 0).all(), "Narrow before; now as the figures scatter:"
    assert wide["upper"].iloc[0] - wide["centre"].iloc[0] == pytest.approx(3 * values.std(), rel=0.2)


def test_nothing_and_gaps():
    assert find_alike(pd.Series(dtype=float), pd.Series(dtype=int), pd.Series(dtype=int)).empty
    values = draw(np.random.default_rng(5), 0.9, 1).where(lambda each: each.index % 3 > 0)
    assert len(find_alike(values, number(values), number(values))) == 60
    short = draw(np.random.default_rng(6), 0.9, 1, 12)
    assert (find_alike(short, number(short), number(short)) == 0).all(), "Too few months to say so."


def drift(random: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """Months whose level wanders, and their counts."""
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2016-01-01", "2023-12-01", freq="MS")]
    level = np.zeros(len(months))
    for at in range(1, len(level)):
        level[at] = 0.8 * level[at - 1] + 0.15 * random.standard_normal()
    return months, random.poisson(200 * np.exp(level))


def test_an_areas_months_are_measured_once_and_a_drift_makes_its_change_harder_to_call(tmp_path):
    random = np.random.default_rng(12)
    months, drifting = drift(random)
    shuffled = random.permutation(drifting)
    told = Selection(date(2023, 1, 1), date(2023, 12, 1))
    found = {}
    for name, counts in (("drifting", drifting), ("shuffled", shuffled)):
        facts = [fact(month, "E05014053", int(count)) for month, count in zip(months, counts, strict=True)]
        folder = tmp_path / name
        folder.mkdir()
        evidence = build_evidence(folder, facts=facts, coverage=covered(*months))
        alike = find_alike_area(evidence, ["violence_with_injury"], told)
        assert find_alike_area(evidence, ["violence_with_injury"], told) == alike, "kept"
        found[name] = float(alike[0]), measure_change(evidence, "violence_with_injury", told, "borough").iloc[0]
    assert found["shuffled"][0] == 0 and found["drifting"][0] > 0.4
    now, before = drifting[-12:], drifting[-24:-12]
    usual, r = estimate_dispersion(drifting[-60:])[0], found["drifting"][0]
    plain, seen = (float(find_spread(now, before, usual=usual, alike=each)[0]) for each in (0, r))
    wider = float(inflation_for_autocorrelation(r, 12))
    assert wider > 1.8 and found["drifting"][1]["spread"] == pytest.approx(seen * wider) and seen > plain
    assert found["shuffled"][1]["spread"] == pytest.approx(
        float(find_spread(shuffled[-12:], shuffled[-24:-12], usual=estimate_dispersion(shuffled[-60:])[0])[0])
    )


def test_two_who_ask_at_once_get_the_same_and_each_its_own(tmp_path, monkeypatch):
    """While one works out several, another may have worked out some of them."""
    months, counts = drift(np.random.default_rng(12))
    facts = [fact(month, "E05014053", int(count)) for month, count in zip(months, counts, strict=True)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*months))
    told = Selection(date(2023, 1, 1), date(2023, 12, 1))
    names = ["homicide", "rape", "violence_with_injury"]
    expected = dict(zip(names, find_alike_area(evidence, names, told), strict=True))
    assert expected["violence_with_injury"] > 0.4 and expected["homicide"] == expected["rape"] == 0
    evidence.cube.worked_out.clear()
    whole = alike_months._measure_alike

    def be_overtaken(evidence, asked, selection):
        monkeypatch.setattr(alike_months, "_measure_alike", whole)
        find_alike_area(evidence, names[:2], selection)  # another visitor, just now
        return whole(evidence, asked, selection)

    monkeypatch.setattr(alike_months, "_measure_alike", be_overtaken)
    assert list(find_alike_area(evidence, names, told)) == [expected[name] for name in names]
