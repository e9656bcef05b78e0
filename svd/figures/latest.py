"""The newest whole month of each indicator for the whole area: what its control chart says, and its target."""

from dataclasses import replace

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_month
from svd.figures.over_time.assurance import NO_TARGET, assure_many, judge_years
from svd.figures.over_time.assurance_findings import word_range
from svd.figures.over_time.control_charts import COMMON, NEAR_LIMIT, OUTSIDE, SHIFT
from svd.figures.over_time.controlled import control_many
from svd.figures.signals.chart_signals import measure_area
from svd.figures.signals.kept import keep
from svd.measures.question import Evidence
from svd.store.selection import Selection

LATEST_COLUMNS = ("newest", "variation", "way", "newest_words", "target", "assurance", "yearly", "year", "year_words")
NO_CHART = "not tested"
_WORDS = {
    OUTSIDE: "{side} its usual range",
    NEAR_LIMIT: "again near its {end} limit",
    SHIFT: "long {side} its mean",
}


def judge_latest(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """A row an indicator, by its id, with LATEST_COLUMNS.

    ``newest``: its last whole month up to the selection's end, null where it has no control limits; ``variation``:
    what that month's signal means, common cause, or not tested; ``way``: rising, falling or empty. ``target``: a
    month's level in the indicator's unit; ``assurance`` as ``assure_many`` gives it. ``yearly`` and ``year``: as
    ``judge_years`` gives them, null and no target where none is declared; ``year_words``: the year's range.
    """
    months = keep(evidence, "area charts", lambda: _chart_area(evidence))
    names = pd.Index(evidence.catalogue.indicators, name="indicator")
    tested = months[months["value"].notna() & months["centre"].notna() & ~months["is_trial"].astype(bool)]
    tested = tested[tested["month"].between(pd.Timestamp(selection.month_from), pd.Timestamp(selection.month_to))]
    newest = tested.sort_values("month").drop_duplicates("indicator", keep="last").set_index("indicator")
    newest_words = {row.Index: _word(row) for row in newest.itertuples()}
    assured = months.drop_duplicates("indicator").set_index("indicator")[["target", "assurance"]].reindex(names)
    years = _judge_years(evidence, selection).reindex(names)
    year_words = {name: word_range(year) for name, year in years.dropna(subset="value").to_dict("index").items()}
    newest = newest.reindex(names)
    return pd.DataFrame(
        {
            "newest": newest["month"],
            "variation": newest["judgement"].fillna(NO_CHART),
            "way": newest["direction"].map({1: "rising", -1: "falling"}).fillna(""),
            "newest_words": [newest_words.get(name, "") for name in names],
            "target": assured["target"],
            "assurance": assured["assurance"].fillna(NO_TARGET),
            "yearly": years["yearly"].astype(float),
            "year": years["year"].fillna(NO_TARGET),
            "year_words": [year_words.get(name, "") for name in names],
        },
        index=names,
    )


def _judge_years(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``judge_years`` of all indicators, kept: it rests on the period's end alone, and on ages and definition."""
    year = replace(selection.spanning(selection.month_to, selection.month_to), wards=(), kinds=(), partners=())
    year = replace(year, compare="previous", compare_from=None)
    key = f"years {year!r}"
    held = evidence.cube.worked_out
    if key not in held:
        held[key] = judge_years(evidence, evidence.catalogue.indicators, year)
    return held[key]


def _chart_area(evidence: Evidence) -> pd.DataFrame:
    """The area's control charts in the indicators' own units, with target and assurance beside each month."""
    controlled = control_many(measure_area(evidence), evidence)
    assured = assure_many(controlled, evidence)[["indicator", "target", "assurance"]]
    return controlled.months.merge(assured, on="indicator")


def _word(row: tuple) -> str:
    """The newest month and what its chart says: ``Aug 2026: as usual``."""
    is_up = row.direction > 0
    if row.judgement == COMMON or not np.isfinite(row.value):
        said = "as usual"
    else:
        plain = "up for months" if is_up else "down for months"
        side, end = ("above", "upper") if is_up else ("below", "lower")
        said = _WORDS.get(row.signal, plain).format(side=side, end=end)
    return f"{word_month(row.month)}: {said}"
