"""Hot cells: which cells, with those around them, hold more events than chance would gather there; pure."""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from svd.figures.places.permutation import find_p_values
from svd.stats import tails as stats


class Judged(NamedTuple):
    """What is known of each cell, in the shape of the counts."""

    around: np.ndarray
    """Events in the cell and its neighbours."""
    z: np.ndarray
    p: np.ndarray
    is_hot: np.ndarray


def find_neighbours(easting_index: np.ndarray, northing_index: np.ndarray) -> sparse.csr_array:
    """Weights of 1 for each cell and the cells that share an edge or a corner with it, itself among them.

    The indices number columns from the west and rows from the south; cells not given are nobody's neighbours.
    """
    # A gap between rows, so that the last cell of one never touches the first of the next.
    width = int(easting_index.max(initial=0)) + 3
    places = northing_index.astype("int64") * width + easting_index
    order = np.argsort(places)
    rows, columns = [], []
    for step in (up * width + across for up in (-1, 0, 1) for across in (-1, 0, 1)):
        at = np.minimum(np.searchsorted(places[order], places + step), len(places) - 1)
        is_there = places[order][at] == places + step
        rows.append(np.flatnonzero(is_there))
        columns.append(order[at[is_there]])
    there = np.concatenate(rows), np.concatenate(columns)
    return sparse.csr_array((np.ones(len(there[0])), there), shape=(len(places), len(places)))


def find_gi_star(counts: np.ndarray, neighbours: sparse.csr_array) -> np.ndarray:
    """Getis and Ord's Gi* of each cell as a z score: how far the sum around it lies from that of as many average cells.

    ``counts``: a row a cell, and a column a period where there are several. Null where every cell is a neighbour or
    all counts are alike. Source: Ord and Getis 1995, Geographical Analysis 27:286, formula 14.
    """
    number = counts.shape[0]
    weights, squares = (np.asarray(each.sum(axis=1)).ravel() for each in (neighbours, neighbours.multiply(neighbours)))
    weights, squares = (each.reshape(-1, *[1] * (counts.ndim - 1)) for each in (weights, squares))
    mean, deviation = counts.mean(axis=0), counts.std(axis=0)
    spread = deviation * np.sqrt((number * squares - weights**2) / max(number - 1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, (neighbours @ counts - mean * weights) / spread, np.nan)


def judge_cells(counts: np.ndarray, neighbours: sparse.csr_array, *, rate: float, least_events: int) -> Judged:
    """Which cells are hot: more events around them than chance gathers, after one correction for so many tests.

    ``counts`` are whole numbers, a row a cell and a column a period where there are several. ``rate`` is the share of
    false ones that is borne among all the calls. Every cell takes part in the correction, so that leaving
    out those with fewer than ``least_events`` around them, which are never called, makes no call easier.
    Source of the correction: Benjamini and Hochberg 1995, JRSS B 57:289; for Gi*: Caldas de Castro and Singer 2006.
    """
    columns = counts.reshape(counts.shape[0], -1)
    sizes = np.asarray(neighbours.sum(axis=1)).ravel().astype(int)
    around = (neighbours @ columns).astype(int)
    z = find_gi_star(columns, neighbours)
    found = [find_p_values(column, sizes, total) for column, total in zip(columns.T, around.T, strict=True)]
    p = np.where(np.isnan(z), np.nan, np.stack(found, axis=1))
    corrected = stats.control_false_discoveries(np.nan_to_num(p, nan=1.0).ravel())
    is_hot = (corrected <= rate).reshape(p.shape) & (np.nan_to_num(z) > 0) & (around >= least_events)
    return Judged(*(each.reshape(counts.shape) for each in (around, z, p, is_hot)))
