"""What each page costs the processor, as multiples of a trivial page run in the same process.

A first run has nothing cached, and a filter change nothing of what is asked for; a rerun changes nothing. The costliest
of the filters counts.
"""

import os
import random
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from benchmarks.page_times import PAGES, PROJECT
from benchmarks.visitor import Choice, Visitor, Widgets, serve_here
from svd.geography.wards import load_geography
from svd.ui.keep import forget

APPS = Path(__file__).with_name("apps")
RUNS, ROWS = 20, 186_000
FILTERS = ("From", "To", "Wards", "Kind of violence", "Partner", "Age", "Compare with")
CHANGE, RERUN, FRAME = 25, 12, 4
"""The most a filter change, a rerun and the frame alone may cost, in trivial pages."""


class Cost(NamedTuple):
    """Processor seconds of a page's first run, of the costliest filter's change, of a rerun, and kB after a change."""

    name: str
    first: float
    change: float
    costliest: str
    rerun: float
    kilobytes: float


def measure_pages(store: Path, runs: int = RUNS, names: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a table: the frame and each page, or those of ``names``, then the idiomatic map."""
    os.environ["SVD_STORE"] = str(store)
    yield f"In trivial pages, which are run before and after each; median of {runs}, processor time.\n"
    yield f"| page | first run | filter change (most {CHANGE}) | of | rerun (most {RERUN}) | kB after a change |"
    yield "|--|--|--|--|--|--|"
    yield _measure_beside("frame alone", APPS / "frame_alone.py", "", runs, FRAME)
    for name in (page.removesuffix(".py") for page in PAGES):
        if not names or name in names:
            # The page that opens by default has no name of its own in the address.
            yield _measure_beside(name, PROJECT / "app.py", "" if name == "overview" else name, runs, CHANGE)
    with tempfile.TemporaryDirectory() as folder:
        _write_records(Path(folder))
        yield _measure_beside("idiomatic choropleth", APPS / "choropleth.py", "", min(runs, 5), None)


def _measure_beside(name: str, script: Path, page: str, runs: int, most: int | None) -> str:
    """The page's line, in the trivial pages just before and after it: the machine is not always as fast."""
    before = _run_trivial(runs)
    with serve_here(script) as visitor:
        cost = _measure(name, visitor, page, runs)
    return _word(cost, statistics.median([*before, *_run_trivial(runs)]), most)


def _run_trivial(runs: int) -> list[float]:
    with serve_here(APPS / "trivial.py") as visitor:
        visitor.run()
        return [visitor.run() for _ in range(runs)]


def _measure(name: str, visitor: Visitor, page: str, runs: int) -> Cost:
    visitor.run(page)  # imports, and what is made once a process
    _check(name, visitor)
    st.cache_data.clear()
    forget()
    first = visitor.run(page)
    choices = {label: choice for label in FILTERS if (choice := visitor.find_choice(label)) and len(choice.options) > 1}
    periods, changes, sent = _list_periods(choices["From"].options), {}, []
    for label, choice in choices.items():
        seconds = []
        for number in range(runs):
            months = next(periods)
            period = {choices[end].id: month for end, month in zip(("From", "To"), months, strict=True)}
            asked = {choice.id: period.get(choice.id) or choice.pick(number)}
            # Only what is asked for changes in the run that counts.
            visitor.run(page, widgets=period | ({choice.id: _move(choice, asked)} if choice.id in period else {}))
            seconds.append(visitor.run(page, widgets=asked))
            _check(name, visitor)
            sent.append(visitor.count_bytes() / 1024)
        changes[label] = statistics.median(seconds)
        visitor.run(page, widgets={choice.id: choice.chosen})
    costliest = max(changes, key=changes.get)
    reruns = [visitor.run(page) for _ in range(runs + 1)][1:]
    return Cost(name, first, changes[costliest], costliest, statistics.median(reruns), statistics.median(sent))


def _list_periods(months: list[str]) -> Iterator[tuple[str, str]]:
    """The first and the last month of one period after another, of a year or more, none of them twice."""
    pairs = [(-back - length, -back - 1) for back in range(24) for length in range(12, min(36, len(months) - back))]
    random.Random(1).shuffle(pairs)
    for first, last in pairs:
        yield months[first], months[last]


def _move(choice: Choice, asked: Widgets) -> str:
    """The month beside the one asked for."""
    place = choice.options.index(asked[choice.id])
    return choice.options[place - 1 if place else 1]


def _check(name: str, visitor: Visitor) -> None:
    if faults := visitor.list_faults():
        raise SystemExit(f"The page {name} failed: {faults[0]}")


def _word(cost: Cost, trivial: float, most: int | None) -> str:
    first, change, rerun = (seconds / trivial for seconds in (cost.first, cost.change, cost.rerun))
    is_over = most is not None and (change > most or rerun > min(most, RERUN))
    over = " (over)" if is_over else ""
    return f"| {cost.name} | {first:.1f} | {change:.1f} | {cost.costliest} | {rerun:.1f}{over} | {cost.kilobytes:.0f} |"


def _write_records(folder: Path, seed: int = 1) -> None:
    """Records of three years, a row each with its month and ward, for the app that counts them at every run."""
    draw = np.random.default_rng(seed)
    geography = load_geography(PROJECT / "geo")
    months = pd.date_range("2023-10-01", periods=36, freq="MS").strftime("%Y-%m").to_numpy()
    records = {"month": draw.choice(months, ROWS), "ward_code": draw.choice(geography.wards["ward_code"], ROWS)}
    path = folder / "records.csv"
    pd.DataFrame({"record_id": np.arange(ROWS), **records, "category": "Violence"}).to_csv(path, index=False)
    os.environ |= {"BENCHMARK_RECORDS": str(path), "BENCHMARK_WARDS": str(PROJECT / "geo" / "wards.geojson")}
