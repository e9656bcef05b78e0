"""What rounding adds is in the ratio of two services: steady ones are called no more often than promised."""

import numpy as np
import pandas as pd

from svd.figures.people.service_gaps import compare_ward_gaps, find_variance
from svd.figures.people.services import HOSPITAL, POLICE, Counted
from svd.measures.result import OK
from svd.stats.change import SIGNAL_P
from svd.stats.protected import variance_of_window
from svd.stats.ratio import p_ratios
from tests.builders import build_evidence
from tests.stats.worlds import at_most, draw_pair

BLOCK, WHOLE = 10, 20
"""What counts of the hospital are multiples of: a ward's, and the whole area's."""


def count_wards(hospital: np.ndarray, police: np.ndarray, noise: float, wards: list[str]) -> Counted:
    """What two services count a ward, of which the hospital's counts are protected."""
    rows = [
        {"ward_code": ward, "service": service, "count": count, "status": OK, "noise": noise * (service == HOSPITAL)}
        for service, counts in ((HOSPITAL, hospital), (POLICE, police))
        for ward, count in zip(wards, counts, strict=True)
    ]
    nothing = pd.DatetimeIndex([])
    return Counted(nothing, nothing, (), "", "", pd.DataFrame(), pd.DataFrame(rows), pd.DataFrame(), {})


def test_wards_of_one_ratio_are_called_no_more_often_than_promised_and_more_without_the_noise(tmp_path):
    evidence, draw, worlds, noise = build_evidence(tmp_path), np.random.default_rng(5), 60, variance_of_window(BLOCK)
    wards, called = list(evidence.geography.ward_names), {0.0: 0, float(noise): 0}
    for _ in range(worlds):
        hospital = BLOCK * ((draw.poisson(25, len(wards)) + draw.integers(0, BLOCK, len(wards))) // BLOCK)
        hospital, police = hospital.astype(float), draw.poisson(50, len(wards)).astype(float)
        for each in called:
            compared = compare_ward_gaps(evidence, count_wards(hospital, police, each, wards), HOSPITAL)["compared"]
            called[each] += int((~compared.isin(["similar", "not compared"])).sum())
    known = worlds * len(wards)
    assert called[float(noise)] / known <= at_most(0.05, known)
    assert called[0.0] / known > at_most(0.05, known), "what rounding adds was left out"


def count_area(service: str, count: float, base: float) -> Counted:
    nothing, noise = pd.DatetimeIndex([]), float(variance_of_window(base))
    rows = [{"service": service, "count": count, "status": OK, "noise": noise, "base": base}]
    return Counted(nothing, nothing, (), "", "", pd.DataFrame(rows), pd.DataFrame(), pd.DataFrame(), {})


def test_a_steady_ratio_is_called_a_change_no_more_often_than_promised_and_more_without_the_noise():
    draw, worlds = np.random.default_rng(6), 40_000
    before, now = draw_pair(draw, (120, 120), WHOLE, worlds)
    police = draw.poisson(400, (2, worlds)).astype(float)
    v = find_variance(count_area(HOSPITAL, 120, WHOLE), count_area(HOSPITAL, 120, WHOLE), HOSPITAL)
    called, without = (
        (p_ratios(now, police[0], before, police[1], 1, added, 0) < SIGNAL_P).mean() for added in (v, 0.0)
    )
    assert called <= at_most(SIGNAL_P, worlds) < without / 3
    assert find_variance(count_area(POLICE, 120, 1), count_area(POLICE, 120, 1), POLICE) == 0
