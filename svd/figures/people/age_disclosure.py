"""Ages and sexes with small numbers hidden, so that no sum shown beside them gives a hidden one away."""

import numpy as np
import pandas as pd

from svd.catalogue.declarations import SmallNumberRule
from svd.catalogue.schema import AGE_BANDS
from svd.figures.disclosure import hide_small_numbers
from svd.measures.result import OK, SUPPRESSED

YOUNG_BANDS = ("0-9", "10-14", "15-17", "18-24")
TEEN_BANDS = ("10-14", "15-17")
UNDER_25, TEENS, KNOWN, UNKNOWN = "under_25", "10-17", "known", "unknown"


def hide_people(
    ages: pd.Series, sexes: pd.Series, unknown: pd.Series, rule: SmallNumberRule, status: str = OK
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """count and status of each age band and of each sex, with their sums and, under UNKNOWN, those not known.

    ``ages`` and ``sexes`` are exact, ``unknown`` has how many have no known ``age`` and no known ``sex``. Known and not
    known add up to the same by age and by sex, so that both of ``unknown`` are hidden where either, or a sum, is small.
    """
    by_age, by_sex = hide_ages(ages, rule, status), hide_sexes(sexes, rule, status)
    loose = pd.concat([_hide_line(unknown[[name]], rule, status) for name in ("age", "sex")])
    told = [*loose["status"], by_age.loc[KNOWN, "status"], by_sex.loc[KNOWN, "status"]]
    if SUPPRESSED in told:
        loose = loose.assign(count=np.nan, status=SUPPRESSED)
    by_age.loc[UNKNOWN], by_sex.loc[UNKNOWN] = loose.loc["age"], loose.loc["sex"]
    return by_age, by_sex


def hide_ages(counts: pd.Series, rule: SmallNumberRule, status: str = OK) -> pd.DataFrame:
    """count and status of each age band, and of the sums UNDER_25, TEENS (10 to 17) and KNOWN (all of known age).

    ``counts`` are exact, by AGE_BANDS. The under 25s are one line with a sum, the older bands the other, so that a
    small number among the old costs no figure of the young. Where either sum is itself small there is one line, and
    UNDER_25 is hidden. TEENS is hidden where it would give away one of its two bands, or a third.
    """
    young, older = counts[list(YOUNG_BANDS)], counts.drop(list(YOUNG_BANDS))
    is_parted = not any(1 <= _add(part) <= rule.hide_up_to for part in (young, older))
    lines = [young, older] if is_parted else [counts]
    cells = pd.concat([_hide_line(line, rule, status) for line in lines]).loc[list(AGE_BANDS)]
    sums = pd.Series({UNDER_25: _add(young), TEENS: _add(counts[list(TEEN_BANDS)]), KNOWN: _add(counts)})
    tops = pd.concat([_hide_line(sums[[name]], rule, status) for name in sums.index])
    if not is_parted:
        tops.loc[UNDER_25] = [np.nan, SUPPRESSED]
    if not _is_safe(cells, counts, rule):
        tops.loc[TEENS] = [np.nan, SUPPRESSED]
    return pd.concat([cells, tops])


def hide_sexes(counts: pd.Series, rule: SmallNumberRule, status: str = OK) -> pd.DataFrame:
    """count and status of each sex, and of KNOWN, their sum: where one is small, the next smallest is hidden too."""
    total = _hide_line(pd.Series({KNOWN: _add(counts)}), rule, status)
    return pd.concat([_hide_line(counts, rule, status), total])


def _hide_line(counts: pd.Series, rule: SmallNumberRule, status: str) -> pd.DataFrame:
    """The cells of a line whose sum is shown: small ones hidden, others that would tell of them too, others rounded."""
    raw = pd.DataFrame({"count": counts.astype(float), "denominator": np.nan, "status": status})
    hidden = hide_small_numbers(raw.reset_index(drop=True), rule, is_share=False, is_fine=True)
    return hidden.set_index(counts.index)[["count", "status"]]


def _add(counts: pd.Series) -> float:
    """The sum; null where every count is."""
    return counts.sum(min_count=1)


def _is_safe(cells: pd.DataFrame, counts: pd.Series, rule: SmallNumberRule) -> bool:
    """Whether the sum of 10 to 17 may stand: with a hidden cell in it, it must hide both, and be the only sum to."""
    hidden = [band for band in cells.index[cells["status"] == SUPPRESSED] if counts[band] > 0]
    teens = [band for band in hidden if band in TEEN_BANDS]
    if not teens:
        return True
    return len(teens) == 2 and counts[teens].sum() > rule.hide_up_to and len(hidden) == 2
