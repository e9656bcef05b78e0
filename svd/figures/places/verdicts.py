"""What became of each cell, from its counts alone: worked out by the build for the months most asked for, and saved."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from svd.catalogue.hot_spots import HotSpotTerms
from svd.disk import put_folder_in_place
from svd.errors import StoreError
from svd.figures.opening import default_selection
from svd.figures.places.courses import (
    COURSES,
    EMERGING,
    FAMILIES,
    FORMER,
    INTERMITTENT,
    NEW,
    PERSISTENT,
    UNDATED,
    find_changes,
    name_courses,
)
from svd.figures.places.gi_star import find_neighbours, judge_cells
from svd.figures.places.located import WINDOWS, Counted, PlaceQuestion, count_parts, lay_cells
from svd.geography.grid import Grid
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month

FORMAT = 2
"""Written anew with every change of what a verdict says."""
_BESIDE = {"rising": (NEW, EMERGING), "persistent": (PERSISTENT,)}
_FOLDER, _FILE, _UNFINISHED = "spots-", "verdicts.parquet", ".unfinished-"
_KEYS = ["source", "offence", "first", "last"]


def part_spans(spans: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """The spans in at most ``most`` windows, as equal as whole spans allow, the longer ones first; none where none."""
    if not spans:
        return []
    parts = np.array_split(np.arange(len(spans)), min(most, len(spans)))
    return [(spans[part[0]][0], spans[part[-1]][1]) for part in parts]


def judge(counts: np.ndarray, base: int, grid: Grid, terms: HotSpotTerms) -> pd.DataFrame:
    """What is known of each cell: course (empty: no hot spot), spot (its number), hot_windows, ago, z, p and p_change.

    ``counts``: a row a cell, a column a window, multiples of ``base``. Which cells are hot is asked of the blocks
    reached, which lie in the cells by chance just as events do, for every cell has a start of its own.
    ``ago``: how many windows ago it rose, 0 where it did not. Cells that touch may be one hot spot.
    """
    blocks = (counts // base).astype("int64")
    neighbours = find_neighbours(*(grid.cells[f"{way}_index"].to_numpy() for way in ("easting", "northing")))
    least = find_least(base, terms)
    judged = judge_cells(
        np.column_stack([blocks.sum(axis=1), blocks]), neighbours, rate=terms.false_calls, least_events=least // base
    )
    changes = find_changes(counts, terms, base)
    course = name_courses(counts, judged.is_hot, changes, terms, least)
    # A course says that there are events, and when: where there are too few to be counted there is none to be named.
    course = np.where(judged.around[:, 0] * base >= least, course, "")
    course, spot = join_cells(course, counts.sum(axis=1), neighbours)
    scores = {"z": judged.z.max(axis=1), "p": np.nanmin(judged.p, axis=1, initial=1), "p_change": changes.p}
    hot_windows = judged.is_hot[:, 1:].sum(axis=1)
    named = {"course": course, "spot": spot, "hot_windows": hot_windows, "ago": changes.rose_ago}
    return pd.DataFrame(named | scores)


def join_cells(course: np.ndarray, count: np.ndarray, neighbours: sparse.csr_array) -> tuple[np.ndarray, pd.array]:
    """Course and number of the hot spot each cell belongs to; empty and null where to none.

    Cells that touch are one hot spot where their courses are of one family, and it has the first course of the family
    that any of them has. They are numbered from 1 in the order of COURSES, within each by their events.
    """
    at = np.flatnonzero(course != "")
    kin = _find_kin(course[at], neighbours[at][:, at])
    touching = neighbours[at][:, at].tocoo()
    is_kin = kin[touching.row] == kin[touching.col]
    links = sparse.csr_array(
        (touching.data[is_kin], (touching.row[is_kin], touching.col[is_kin])), shape=touching.shape
    )
    _, group = csgraph.connected_components(links, directed=False)
    strength = [FAMILIES[family].index(name) for family, name in zip(kin, course[at], strict=True)]
    cells = pd.DataFrame({"at": at, "group": group, "kin": kin, "strength": strength, "count": count[at]})
    spots = cells.groupby("group").agg({"kin": "first", "strength": "min", "count": "sum", "at": "min"})
    spots["course"] = [FAMILIES[kin][strength] for kin, strength in zip(spots["kin"], spots["strength"], strict=True)]
    spots["rank"] = [COURSES.index(name) for name in spots["course"]]
    order = spots.sort_values(["rank", "count", "at"], ascending=[True, False, True]).index
    number = pd.Series(np.arange(1, len(order) + 1), index=order)
    named, numbered = np.full(len(course), "", dtype=object), np.zeros(len(course), dtype="int64")
    named[at], numbered[at] = spots["course"].reindex(group), number.reindex(group)
    return named, pd.array(np.where(numbered > 0, numbered, None), dtype="Int64")


def _find_kin(course: np.ndarray, neighbours: sparse.csr_array) -> np.ndarray:
    """The family of each cell: that of its course, but a cell of no clear change beside a rising one goes with that.

    Not where it is beside a persistent one too: a place that has long been hot is not emerging for a new corner.
    """
    kin = np.select([np.isin(course, (NEW, EMERGING)), course == FORMER], [0, 2], 1)
    is_beside = {name: neighbours @ np.isin(course, names).astype(float) > 0 for name, names in _BESIDE.items()}
    is_edge = np.isin(course, (INTERMITTENT, UNDATED)) & is_beside["rising"] & ~is_beside["persistent"]
    return np.where(is_edge, 0, kin)


def find_least(base: int, terms: HotSpotTerms) -> int:
    """Events, in and around a cell, below which it is never called: at least two blocks of a feed with a rule."""
    return terms.least_events if base == 1 else max(2, -(-terms.least_events // base)) * base


def judge_question(question: PlaceQuestion, counted: Counted) -> pd.DataFrame:
    """``judge`` of the question, as the build saved it or worked out now."""
    first, last = counted.spans[0][0], counted.spans[-1][1]
    saved = _read_saved(question.evidence)
    asked = (question.source.id, question.offence, first, last)
    # Months missing in the middle are the same for all who ask for the same ends.
    if not question.selection.kinds and asked in saved:
        return saved[asked]
    return _judge_now(question, counted)


def _judge_now(question: PlaceQuestion, counted: Counted) -> pd.DataFrame:
    terms = question.evidence.catalogue.hot_spots
    windows = part_spans(counted.spans, terms.windows)
    counts = np.stack([counted.count(*window) for window in windows], axis=1)
    return judge(counts, question.feed.base, lay_cells(question), terms)


def save_verdicts(evidence: Evidence) -> None:
    """Work out the hot spots of the last 3, 6, 12 and 24 months of every feed and save them, unless they are there.

    A store that can't be written goes without: each who opens it works them out.
    """
    folder = _find_saved(evidence)
    if folder.is_dir():
        return
    rows = []
    for question, counted in _list_questions(evidence):
        first, last = counted.spans[0][0], counted.spans[-1][1]
        keys = {"source": question.source.id, "offence": question.offence, "first": first, "last": last}
        rows.append(_judge_now(question, counted).assign(**keys))
    try:
        _save(pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=_KEYS), folder)
    except OSError:
        return


def _list_questions(evidence: Evidence) -> Iterator[tuple[PlaceQuestion, Counted]]:
    """Every feed as a whole over the last months received of it, and those that end with the months first shown."""
    shown_to = default_selection(evidence).month_to
    for feed in evidence.places.feeds.values():
        if feed.cells is None:
            continue
        seen = set()
        coverage = evidence.coverage_of(feed.source)
        whole = coverage.loc[coverage["is_complete"].astype(bool), "month"]
        ends = {shown_to, *([whole.max().date()] if len(whole) else [])}
        for end in sorted(ends):
            for months in WINDOWS:
                selection = Selection(move_month(end, 1 - months), end)
                question = PlaceQuestion(evidence, evidence.catalogue.sources[feed.source], "", selection)
                counted = count_parts(question, feed.cells)
                span = (counted.spans[0][0], counted.spans[-1][1]) if counted.spans else None
                if span and span not in seen:
                    seen.add(span)
                    yield question, counted


def _find_saved(evidence: Evidence) -> Path:
    """The folder, there or not, of the verdicts under what changes them."""
    terms = evidence.catalogue.hot_spots.model_dump(mode="json")
    text = json.dumps([FORMAT, evidence.places.name, terms])
    return evidence.store.folder / f"{_FOLDER}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _read_saved(evidence: Evidence) -> dict[tuple, pd.DataFrame]:
    folder = _find_saved(evidence)

    def read() -> dict[tuple, pd.DataFrame]:
        if not folder.is_dir():
            return {}
        try:
            table = pd.read_parquet(folder / _FILE)
        except (OSError, ValueError) as fault:
            raise StoreError(
                "The hot spots of the store are not whole.", "Build it again: python -m svd build"
            ) from fault
        return {key: part.drop(columns=_KEYS).reset_index(drop=True) for key, part in table.groupby(_KEYS, sort=False)}

    return evidence.store.keep(folder.name, read)


def _save(verdicts: pd.DataFrame, folder: Path) -> None:
    """Write the verdicts into ``folder`` within the version, whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        verdicts.to_parquet(unfinished / _FILE)
        put_folder_in_place(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for other in folder.parent.glob(f"{_FOLDER}*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
