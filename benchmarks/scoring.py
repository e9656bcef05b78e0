"""Times the scoring of every indicator in every ward and month: measured, disclosed, given limits, and tested."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from svd.figures.opening import find_last_month, open_evidence
from svd.figures.over_time.controlled import control_many
from svd.figures.scorecard import score_indicators
from svd.figures.signals.prepare import save_signals
from svd.figures.signals.saved import find_saved
from svd.measures.measure import measure_many
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month

INDICATORS, MONTHS, SECONDS = 40, 36, 2
RUNS = 3


def time_scoring(store: Path) -> Iterator[str]:
    """A line for each kind of scoring; each the best of runs, with a store opened afresh for every one."""
    evidence = open_evidence(store)
    last = find_last_month(evidence)
    months = Selection(move_month(last, 1 - MONTHS), last)
    names = [one.id for one in evidence.catalogue.indicators.values() if one.calculation.basis != "quality"][
        :INDICATORS
    ]

    def score(fresh: Evidence) -> int:
        cells = measure_many(fresh, names, months, "ward_month")
        return len(control_many(cells, fresh).series)

    series, seconds = _best(store, score)
    wanted = f"(wanted: under {SECONDS})"
    yield f"- {INDICATORS} indicators, {series} series of wards, {MONTHS} months scored: {seconds:.2f} s {wanted}"
    year = Selection(move_month(last, -11), last)
    _, seconds = _best(store, _save_anew)
    yield f"- every signal of the store raised and saved, once a version, at the end of a build: {seconds:.2f} s"
    _, seconds = _best(store, lambda fresh: len(score_indicators(fresh, year)))
    yield f"- the whole scorecard, signals and targets too, as first asked for after a build: {seconds:.2f} s"


def _save_anew(evidence: Evidence) -> int:
    saved = find_saved(evidence)
    shutil.rmtree(saved)
    save_signals(evidence)
    return len(list(saved.iterdir()))


def _best(store: Path, task) -> tuple[int, float]:
    times = []
    for _ in range(RUNS):
        fresh = open_evidence(store)
        started = time.perf_counter()
        result = task(fresh)
        times.append(time.perf_counter() - started)
    return result, min(times)
