"""Wards over time where nothing changes but, in some worlds, how many of their events could be placed."""

import numpy as np
from numpy.typing import NDArray

from svd.evidence.claims import Claim, Setting, try_world
from svd.evidence.wards import draw_wards, measure_dispersion, read_wards
from svd.figures.untested import leave_unsteady
from svd.measures.result import UNALLOCATED
from svd.stats.change import SIGNAL_P
from svd.stats.dispersion import find_spread, p_change

_YEAR = 12


def try_ward_changes(setting: Setting) -> Claim:
    """Wards called a change where nothing changes but, in one world, how many events could be placed."""
    rows = []
    sorts = (
        ("all with a known ward", 1.0, 1.0),
        ("8 in 10 throughout", 0.8, 0.8),
        ("8 in 10 before, 5 in 10 now", 0.8, 0.5),
    )
    for wards in read_wards(setting):
        for name, before, now in sorts:
            rows.append(
                try_world(
                    setting,
                    f"{wards.title}, uneven, {name}",
                    lambda step, worlds, wards=wards: draw_wards(setting.random, wards, worlds, step)[
                        ..., -2 * _YEAR :
                    ],
                    lambda counts, shares=(before, now): _call_wards(setting.random, counts, *shares),
                    lambda counts, shares=(before, now): _call_wards(setting.random, counts, *shares)[:, 0],
                )
            )
    return Claim(
        "Rising, falling in a ward",
        "Ward map, Overview, Signals",
        SIGNAL_P,
        "1 comparison in 370 (0.27%)",
        "Two years of the wards' months. Where the share of events with a known ward moves by more than chance, wards "
        "are not compared, and the page says why. A step is one ward's year.",
        "Called a change",
        tuple(rows),
    )


def _call_wards(random: np.random.Generator, counts: NDArray, share_before: float, share_now: float) -> NDArray:
    shares = np.r_[np.full(_YEAR, share_before), np.full(_YEAR, share_now)]
    placed = random.binomial(counts.astype(int), shares)
    now, before = placed[..., _YEAR:], placed[..., :_YEAR]
    usual = measure_dispersion(placed.astype(float))[:, None]
    p = p_change(now.sum(axis=-1), before.sum(axis=-1), *find_spread(now, before, usual=usual))
    reasons = _find_steadiness(counts, placed)
    return (p < SIGNAL_P) & (reasons == "")


def _find_steadiness(counts: NDArray, placed: NDArray) -> NDArray:
    """Why wards are not compared, by world and ward; the events without a ward are a row of their own, as on pages."""
    worlds, wards, _ = counts.shape
    ends = (slice(_YEAR, None), slice(None, _YEAR))
    columns = []
    for end in ends:
        known = placed[..., end].sum(axis=-1)
        loose = counts[..., end].sum(axis=(1, 2)) - known.sum(axis=1)
        columns.append(np.column_stack([known, loose]).ravel().astype(float))
    both = {
        "number": np.repeat(np.arange(worlds), wards + 1),
        "ward_code": np.tile([*(f"W{ward}" for ward in range(wards)), UNALLOCATED], worlds),
        "count": columns[0],
        "count_before": columns[1],
        "noise": np.zeros(worlds * (wards + 1)),
    }
    reasons = leave_unsteady(both, np.full(len(columns[0]), "", dtype=object))
    return reasons.reshape(worlds, wards + 1)[:, :-1]
