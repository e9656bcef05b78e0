"""Checks of a partner's returns against history: a figure or denominator out of line, an indicator that vanished."""

from collections.abc import Iterator

import pandas as pd

from svd.catalogue.wording import word_number, word_period
from svd.ingest.history.comparison import CHANCE, Comparison, number_months, word_usual
from svd.ingest.history.held import list_newer
from svd.ingest.history.usual_range import find_usual_range

RETURN_KEYS = ["indicator", "ward_code", "period_from", "period_to"]
_FEWEST_PERIODS, _FEWEST_DENOMINATORS = 8, 3
_LAST_PERIODS = 8


def warn_of_returns(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A PROBLEMS row for each indicator's period with a figure or a denominator out of line, and each one gone."""
    if compared.extract.returns.empty and compared.history.returns.empty:
        return
    returns = _join_returns(compared)
    figures = _judge(returns.assign(count=returns["numerator"]), compared, _FEWEST_PERIODS)
    is_out = _is_out(figures, figures["numerator_before"])
    yield from _warn_of_periods(compared, figures[is_out], "return_out_of_line", "the figure")
    sizes = returns.assign(count=returns["denominator"], exposure=1.0)
    sizes = _judge(sizes, compared, _FEWEST_DENOMINATORS)
    is_far = (sizes["count"] > 1.5 * sizes["middle"]) | (sizes["count"] < 0.5 * sizes["middle"])
    is_out = is_far & _is_out(sizes, sizes["denominator_before"])
    yield from _warn_of_periods(compared, sizes[is_out], "denominator_jumped", "the denominator")
    yield from _warn_of_indicators(compared)


def _join_returns(compared: Comparison) -> pd.DataFrame:
    """The file's returns that would stand and the others held, with exposure, what was held before and is_new."""
    held = compared.history.returns
    is_newer = held["extract"].isin(list_newer(compared.extract, compared.history))
    kept = held.loc[is_newer, RETURN_KEYS].assign(is_kept=True)
    new = compared.extract.returns.merge(kept, on=RETURN_KEYS, how="left")
    new = new[new["is_kept"].isna()].drop(columns="is_kept")
    before = held[[*RETURN_KEYS, "numerator", "denominator"]]
    new = new.merge(before, on=RETURN_KEYS, how="left", suffixes=("", "_before")).assign(is_new=True)
    both = pd.concat([new, held.assign(is_new=False)], ignore_index=True)
    both = both.drop_duplicates(RETURN_KEYS, keep="first", ignore_index=True)
    forms = {name: indicator.calculation.form for name, indicator in compared.catalogue.indicators.items()}
    is_count = both["indicator"].map(forms).eq("count") | both["denominator"].isna()
    length = number_months(both["period_to"]) - number_months(both["period_from"]) + 1
    return both.assign(exposure=both["denominator"].mask(is_count, 1.0), length=length)


def _judge(returns: pd.DataFrame, compared: Comparison, fewest: int) -> pd.DataFrame:
    """``returns`` with the usual range of ``count``, each indicator, area and length of period a series of its own.

    An indicator returned for many areas has many chances of a false alarm, so each of its areas gets a part of one.
    """
    if returns.empty:
        return returns.assign(low=None, high=None, middle=None)
    series = returns.assign(
        time=number_months(returns["period_from"]), segment=compared.find_segments(returns["period_from"])
    )
    areas = series.groupby("indicator")["ward_code"].transform(lambda codes: codes.nunique(dropna=False))
    groups = series.groupby(["indicator", "ward_code", "length"], dropna=False, sort=False)
    ranges = [find_usual_range(group, CHANCE / areas[group.index[0]], fewest) for _, group in groups]
    return returns.join(pd.concat(ranges))


def _is_out(judged: pd.DataFrame, before: pd.Series) -> pd.Series:
    """Whether each new figure is out of line where the edition before was not."""
    is_low = (judged["count"] < judged["low"]) & ~(before < judged["low"])
    is_high = (judged["count"] > judged["high"]) & ~(before > judged["high"])
    return judged["is_new"].astype("bool") & (is_low | is_high)


def _warn_of_periods(compared: Comparison, out: pd.DataFrame, rule: str, name: str) -> Iterator[pd.DataFrame]:
    """One warning for each indicator and period, that tells of the whole area where it is among those out of line."""
    first = out.sort_values("ward_code", na_position="first").groupby(["indicator", "period_from", "period_to"])
    for (indicator, period_from, period_to), rows in first:
        row = rows.iloc[0]
        period = word_period(period_from, period_to)
        where = "" if pd.isna(row["ward_code"]) else f", ward {row['ward_code']}"
        plain = f"{compared.catalogue.indicators[indicator].title}, {period}{where}: {name}"
        told = f"{plain} is {word_number(row['count'])}, where {word_usual(row['low'], row['high'])}"
        more = f" ({len(rows) - 1} more areas likewise)" if len(rows) > 1 else ""
        yield compared.warn(rule, f"{indicator}, {period}"[:40], f"{told}{more}", plain=f"{plain}{more}")


def _warn_of_indicators(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A warning for each indicator held for most of the last periods and absent from a file that could hold one."""
    held, present = compared.history.returns, set(compared.extract.returns["indicator"])
    length = number_months(held["period_to"]) - number_months(held["period_from"]) + 1
    periods = held.assign(length=length)[["length", "indicator", "period_from"]].drop_duplicates()
    for _, alike in periods[periods["length"] <= len(compared.standing)].groupby("length"):
        last = alike["period_from"].drop_duplicates().nlargest(_LAST_PERIODS)
        seen = alike[alike["period_from"].isin(last)].groupby("indicator").size()
        for indicator in [name for name in seen.index[seen * 2 > len(last)] if name not in present]:
            title = compared.catalogue.indicators[indicator].title
            told = f"{title}, returned for {seen[indicator]} of the last {len(last)} periods"
            yield compared.warn("indicator_vanished", indicator, told)
