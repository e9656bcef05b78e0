"""An indicator and a selection in, one tidy result table out: counted, disclosed, then given its value and limits."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_period
from svd.figures.counted import count_facts
from svd.figures.disclosure import hide_small_numbers
from svd.figures.harm.seen import find_indicator
from svd.figures.harm.weighted import HARM_COLUMNS, count_weighted
from svd.figures.quality import REVIEWED, count_quality
from svd.figures.question import By, Evidence, Question
from svd.figures.rates import limits_count, limits_proportion
from svd.figures.result import EXTRA_COLUMNS, MISSING, NOT_APPLICABLE, RESULT_COLUMNS, SUPPRESSED, UNALLOCATED
from svd.figures.returned import count_returns
from svd.figures.trends import find_provisional
from svd.store.selection import Selection

_RECEIVED, _LOGGED = "Files received", "Log of signals"
_PER_RESIDENT = ("rate", "weighed")
_BASES = {"facts": count_facts, "returns": count_returns, "quality": count_quality}


def measure(evidence: Evidence, indicator_id: str, selection: Selection, by: By) -> pd.DataFrame:
    """The indicator for the selection: a row a ward, a month, both, or one for the whole area.

    Columns are RESULT_COLUMNS and EXTRA_COLUMNS. ``value`` is the count, the rate per ``per`` residents over the
    period, the percentage or the mean; ``lower`` and ``upper`` are its 95% limits by Byar or exact (counts, rates) or
    Wilson (proportions), of Fay and Feuer where events are weighed, and null for a mean. Numbers are null where
    ``status`` says why (ok: not applicable). Raises UserError for an unknown indicator.
    """
    return measure_many(evidence, [indicator_id], selection, by)


def measure_many(evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By) -> pd.DataFrame:
    """The results of several indicators, one under the other, as ``measure`` gives each."""
    return _measure(evidence, indicator_ids, selection, by)[[*RESULT_COLUMNS, *EXTRA_COLUMNS]]


def measure_harm(evidence: Evidence, indicator_id: str, selection: Selection, by: By) -> pd.DataFrame:
    """The result of an indicator whose events are weighed, with HARM_COLUMNS: null where the value is."""
    return _measure(evidence, [indicator_id], selection, by)[[*RESULT_COLUMNS, *EXTRA_COLUMNS, *HARM_COLUMNS]]


def _measure(evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By) -> pd.DataFrame:
    found = [find_indicator(evidence.catalogue, name) for name in indicator_ids]
    questions = [Question(evidence, indicator, selection, by) for indicator in found]
    if not questions:
        return pd.DataFrame(columns=[*RESULT_COLUMNS, *EXTRA_COLUMNS])
    raws = [_count(question) for question in questions]
    raw = _describe(pd.concat(raws, ignore_index=True), questions, [len(raw) for raw in raws])
    return _select_wards(_label(_value(raw), evidence, selection), selection, by)


def _count(question: Question) -> pd.DataFrame:
    """The raw figures of one indicator, disclosed."""
    how = question.indicator.calculation
    if how.weights:
        return count_weighted(question)
    raw = _BASES[how.basis](question)
    if how.basis == "quality":
        return raw
    rule = question.evidence.catalogue.rules[question.indicator.small_number_rule]
    is_fine = question.by in ("ward", "ward_month") or question.is_by_age
    return hide_small_numbers(raw, rule, is_share=how.form == "proportion", is_fine=is_fine)


def _describe(raw: pd.DataFrame, questions: list[Question], lengths: list[int]) -> pd.DataFrame:
    """Raw figures with what the later steps need of each row's indicator beside them."""
    area = questions[0].evidence.catalogue.area
    hows = [question.indicator.calculation for question in questions]
    is_per_resident = [how.basis == "facts" and how.form in _PER_RESIDENT for how in hows]
    words = {
        "indicator": [question.indicator.id for question in questions],
        "form": [how.form for how in hows],
        "per": [float(how.per) for how in hows],
        "unit": [question.indicator.unit for question in questions],
        "source": [_name_source(question) for question in questions],
        "provisional_from": [find_provisional(question.evidence, question.indicator) for question in questions],
        "denominator_year": pd.array([area.residents_year if per else pd.NA for per in is_per_resident], dtype="Int64"),
    }
    described = pd.DataFrame(words).loc[np.repeat(np.arange(len(questions)), lengths)].reset_index(drop=True)
    numbers = {name: raw[name].astype(float) for name in ("count", "denominator")}
    codes = raw["ward_code"].fillna(area.code) if "ward_code" in raw else area.code
    return raw.assign(**numbers, **described.to_dict("series"), ward_code=codes)


def _name_source(question: Question) -> str:
    how = question.indicator.calculation
    if how.quality == REVIEWED:
        return _LOGGED
    return _RECEIVED if how.basis == "quality" else question.source.title


def _value(frame: pd.DataFrame) -> pd.DataFrame:
    """With value, lower and upper, all null where the status says that the figure may not or can't be shown."""
    count, form, per = frame["count"].to_numpy(), frame["form"].to_numpy(), frame["per"].to_numpy()
    denominator = frame["denominator"].where(frame["denominator"] > 0).to_numpy()
    share = form == "proportion"
    divisor = np.where(form == "count", 1.0, denominator)
    factor = np.where(np.isin(form, _PER_RESIDENT), per, 1.0)
    count_lower, count_upper = limits_count(count)
    share_lower, share_upper = limits_proportion(count, denominator)
    lower = np.where(share, share_lower * per, count_lower / divisor * factor)
    upper = np.where(share, share_upper * per, count_upper / divisor * factor)
    value = count / divisor * np.where(share, per, factor)
    if "total" in frame:
        of_sum = (frame[name].to_numpy(float) / divisor * factor for name in ("total", "total_lower", "total_upper"))
        plain = (value, lower, upper)
        value, lower, upper = (np.where(form == "weighed", *pair) for pair in zip(of_sum, plain, strict=True))
    without = frame["status"].isin([SUPPRESSED, MISSING, NOT_APPLICABLE]).to_numpy()
    without_limits = without | (form == "mean")
    return frame.assign(
        count=np.where(without, np.nan, count),
        denominator=denominator,
        value=np.where(without, np.nan, value),
        lower=np.where(without_limits, np.nan, lower),
        upper=np.where(without_limits, np.nan, upper),
    )


def _label(frame: pd.DataFrame, evidence: Evidence, selection: Selection) -> pd.DataFrame:
    catalogue = evidence.catalogue
    area = catalogue.area
    names = {**evidence.geography.ward_names, area.code: area.name, UNALLOCATED: "No ward known"}
    extract = frame["extract"].fillna("").astype(object)
    definition = catalogue.definitions.get(selection.definition, catalogue.latest_definition)
    labelled = frame.assign(
        period=_periods(frame),
        ward_name=frame["ward_code"].map(names),
        extract=extract,
        definition=definition.id,
        month=frame["period_from"],
        is_complete=frame["is_complete"].astype(bool),
        is_provisional=frame["period_to"] >= frame["provisional_from"],
        is_synthetic=extract.str.contains("SYNTHETIC", regex=False).astype(bool),
    )
    return labelled[[*RESULT_COLUMNS, *EXTRA_COLUMNS, *(name for name in HARM_COLUMNS if name in labelled)]]


def _periods(frame: pd.DataFrame) -> np.ndarray:
    ends = ["period_from", "period_to"]
    pair = frame.groupby(ends, sort=False, dropna=False).ngroup().to_numpy()
    worded = [word_period(*pair) for pair in frame[ends].drop_duplicates().itertuples(index=False)]
    return np.array(worded, dtype=object)[pair]


def _select_wards(result: pd.DataFrame, selection: Selection, by: By) -> pd.DataFrame:
    """Only the wards asked for: after disclosure, so that what is left out can't give a hidden figure away."""
    if not selection.wards or by not in ("ward", "ward_month"):
        return result
    return result[result["ward_code"].isin(selection.wards)].reset_index(drop=True)
