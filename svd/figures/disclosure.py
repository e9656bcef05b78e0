"""Small numbers: hidden and rounded once, here, by the source's rule, before anything is shown, written or compared."""

import numpy as np
import pandas as pd

from svd.catalogue.declarations import SmallNumberRule
from svd.measures.result import NOT_APPLICABLE, SUPPRESSED


def hide_small_numbers(raw: pd.DataFrame, rule: SmallNumberRule, *, is_share: bool, is_fine: bool) -> pd.DataFrame:
    """The raw figures with small counts hidden, others that would give them away hidden too, and the rest rounded.

    ``is_share``: the count is a part of ``denominator``, whose other part is hidden by the same rule. ``is_fine``: the
    rows are finer than the whole area, where counts are rounded so that two tables can't be subtracted. A hidden row
    keeps neither count nor denominator share; zero stays zero. A rule that hides nothing changes nothing.
    """
    if rule.hide_up_to == 0:
        return raw
    count, denominator = (raw[name].to_numpy(dtype=float, na_value=np.nan) for name in ("count", "denominator"))
    status = raw["status"].to_numpy(dtype=object)
    hidden = _is_small(count, rule) | (status == SUPPRESSED)
    if is_share:
        hidden |= _is_small(denominator - count, rule)
    if not is_share and hidden.any() and len(raw) > 1:
        hidden = _hide_more(count, hidden, _find_lines(raw), rule)
    status = np.where(hidden & (status != NOT_APPLICABLE), SUPPRESSED, status).astype(object)
    base = find_rounding(rule, is_fine=is_fine)
    shown = {"count": _round(count, base), "denominator": _round(denominator, base) if is_share else denominator}
    for name in ("count", "denominator") if is_share else ("count",):
        shown[name][status == SUPPRESSED] = np.nan
    return raw.assign(status=status, **shown)


def find_rounding(rule: SmallNumberRule, *, is_fine: bool) -> int:
    """What shown counts are multiples of: 1 where they are exact. ``is_fine`` as in ``hide_small_numbers``."""
    if rule.hide_up_to == 0:
        return 1
    return rule.base


def _is_small(count: np.ndarray, rule: SmallNumberRule) -> np.ndarray:
    return (count >= 1) & (count <= rule.hide_up_to)


def _hide_more(count: np.ndarray, hidden: np.ndarray, lines: list[np.ndarray], rule: SmallNumberRule) -> np.ndarray:
    """Secondary suppression along each line that has a total: the wards of a month, the months of a ward."""
    hidden = hidden.copy()
    for _ in range(len(count)):
        before = hidden.copy()
        for line in lines:
            if hidden[line].any():
                hidden[line] = _hide_more_in_line(count[line], hidden[line], rule.hide_up_to)
        if np.array_equal(hidden, before):
            break
    return hidden


def _find_lines(raw: pd.DataFrame) -> list[np.ndarray]:
    """The rows of each line, as their places: arrays, because a page asks for thousands of lines at once."""
    axes = [axis for axis in ("ward_code", "month") if axis in raw and raw[axis].nunique() > 1]
    if len(axes) < 2:
        return [np.arange(len(raw))]
    return [rows for axis in axes for rows in raw.groupby(axis, observed=True).indices.values()]


def _hide_more_in_line(count: np.ndarray, hidden: np.ndarray, most: int) -> np.ndarray:
    """One hidden cell is the total less the others, so the next smallest go too, until the hidden sum is not small."""
    hidden = hidden.copy()
    order = np.argsort(count, kind="stable")
    for candidate in order[count[order] > 0]:
        if hidden.sum() > 1 and np.nansum(count[hidden]) > most:
            break
        hidden[candidate] = True
    return hidden


def _round(values: np.ndarray, base: int) -> np.ndarray:
    return values.copy() if base == 1 else np.floor(values / base + 0.5) * base
