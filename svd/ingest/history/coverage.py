"""Checks of what a file covers against history: sent before, not complete, fewer months, a gap, other wards."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_count_of, word_day, word_month
from svd.ingest.dates import list_months
from svd.ingest.history.comparison import CHANCE, Comparison, name_months

_WARD_CODE = r"E05\d{6}"
_EXAMPLES = 3


def warn_of_copy(compared: Comparison, sha256: str) -> Iterator[pd.DataFrame]:
    """A PROBLEMS row where the ledger has a file of the same content that was not refused."""
    ledger = compared.history.extracts
    is_same = (ledger["sha256"] == sha256) & ~ledger["status"].eq("refused").fillna(False)
    for row in ledger[is_same].head(1).itertuples():
        name = "this file" if row.extract == compared.extract.name else f"{row.extract!r}"
        yield compared.warn("sent_before", str(row.extract)[:40], f"{name}, received on {word_day(row.received_on)}")


def warn_of_period(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A PROBLEMS row for each month that was not over, and for a last month whose last days have no record."""
    covered, problems = compared.extract.months, compared.extract.problems
    judged = problems.loc[problems["rule"] == "looks_incomplete", "column"].tolist()
    for month in covered.loc[~covered["is_complete"].astype("bool"), "month"]:
        if f"{month:%Y%m}" not in judged:
            told = f"{word_month(month)} was not over when the figures were drawn"
            yield compared.warn("period_incomplete", word_month(month), told)
    yield from _warn_of_silent_end(compared)


def warn_of_months(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A PROBLEMS row where the edition that is replaced covers more, and where months lie between uncovered."""
    lost = _find_lost(compared)
    if len(lost):
        yield compared.warn(
            "coverage_shrank", word_count_of(len(lost), "month", "months"), f"{name_months(lost)} left out"
        )
    held, own = compared.history.coverage["month"], compared.extract.months["month"]
    if held.empty or own.empty:
        return
    both = pd.DatetimeIndex(pd.concat([held, own]).unique())
    between = list_months(both.min(), both.max()).difference(both)
    is_within = (between >= own.min()) & (between <= own.max()) | (between >= held.min()) & (between <= held.max())
    gap = between[~is_within]
    # School terms leave out a month of holidays, which nobody is asked for.
    if len(gap) > (1 if compared.source.frequency == "term" else 0):
        yield compared.warn("coverage_gap", word_month(gap[0]), name_months(gap))


def warn_of_wards(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A PROBLEMS row that tells of every ward code the area lacks, and whether the file seems to be of other wards."""
    problems = compared.extract.problems
    is_code = problems["value"].str.upper().str.fullmatch(_WARD_CODE, na=False).astype("bool")
    unknown = problems[(problems["rule"] == "unknown_ward") & is_code]
    codes = sorted(unknown["value"].str.upper().unique())
    if not codes:
        return
    area = compared.catalogue.area
    examples = ", ".join(codes[:_EXAMPLES]) + (" and so on" if len(codes) > _EXAMPLES else "")
    told = f"{word_count_of(len(codes), 'code', 'codes')}, as {examples}; the area's wards are those of "
    used = pd.concat([compared.extract.facts["ward_code"], compared.extract.returns["ward_code"]]).nunique()
    rule = "other_wards" if len(codes) > used or len(codes) * 2 >= area.ward_count else "old_ward_codes"
    yield compared.warn(rule, codes[0], told + area.ward_vintage, unknown["column"].iloc[0])


def _find_lost(compared: Comparison) -> pd.DatetimeIndex:
    """The months of the edition the file would replace that it leaves out, within the source's retention.

    That edition is the one of which it takes the most months. None is lost where the file covers as many: a window that
    moves on leaves its first months to the editions before.
    """
    coverage, ledger = compared.history.coverage, compared.history.extracts
    replaced = coverage.loc[coverage["month"].isin(compared.standing), "extract"].value_counts()
    before = ledger[(ledger["source"] == compared.source.id) & ledger["extract"].isin(replaced.index[:1])]
    if before.empty:
        return pd.DatetimeIndex([])
    # What no edition has a row for was not in the edition before either.
    had = list_months(before["period_from"].iloc[0], before["period_to"].iloc[0])
    had = had.intersection(pd.DatetimeIndex(coverage["month"]))
    own = pd.DatetimeIndex(compared.extract.months["month"])
    if compared.source.retention_months:
        had = had[had > max(had.max(), own.max()) - pd.DateOffset(months=compared.source.retention_months)]
    return had.difference(own) if len(had) > len(own) else own[:0]


def _warn_of_silent_end(compared: Comparison) -> Iterator[pd.DataFrame]:
    """A warning where the last complete month ends on days without a record, longer and rarer than chance gives."""
    incidents, months = compared.extract.incidents, compared.new_months
    dated = incidents.loc[incidents["occurred_at"].notna(), "occurred_at"]
    if dated.empty or not len(months) or len(dated) < len(incidents):
        return
    counts = dated.dt.floor("D").value_counts()
    end = months[-1] + pd.offsets.MonthEnd(0)
    counts = counts[counts.index <= end].sort_index()
    if counts.empty or counts.index[-1] < months[-1]:
        return
    days = counts.reindex(pd.date_range(counts.index[0], counts.index[-1]), fill_value=0)
    silent = (end - counts.index[-1]).days
    longest = int(np.diff(counts.index.to_numpy()).max() / np.timedelta64(1, "D")) - 1 if len(counts) > 1 else 0
    spread = max(days.var() / days.mean(), 1 + 1e-9) if len(days) > 1 else 1 + 1e-9
    chance = np.exp(-silent * days.mean() * np.log(spread) / (spread - 1))
    if silent > max(longest, 0) and chance < CHANCE:
        told = f"{word_month(months[-1])} has no record after {word_day(counts.index[-1])}"
        yield compared.warn("period_incomplete", word_month(months[-1]), told)
