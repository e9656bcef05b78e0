"""What stands beside each figure: its names and months, unit, source, definition, and the marks a reader needs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_period
from svd.measures.cube import Cube
from svd.measures.quality import REVIEWED
from svd.measures.question import Evidence
from svd.measures.recipe import name_places
from svd.measures.result import UNALLOCATED
from svd.measures.weighted import HARM_COLUMNS
from svd.store.selection import Selection

_RECEIVED, _LOGGED = "Files received", "Log of signals"


def label(
    raw: dict[str, NDArray], evidence: Evidence, found: Sequence[Indicator], selection: Selection
) -> dict[str, NDArray]:
    """The figures' columns with what stands beside them: names, months, unit, source, definition and marks."""
    catalogue, cube = evidence.catalogue, evidence.cube
    area = catalogue.area
    number, place = raw["number"].astype(int), raw["place"].astype(int)
    codes = name_places(cube, area.code, UNALLOCATED)
    names = {**evidence.geography.ward_names, area.code: area.name, UNALLOCATED: "No ward known"}
    start, end = raw["start"].astype(int), raw["end"].astype(int)
    period, month, month_to = _name_periods(cube, start, end)
    provisional = np.array([find_provisional(cube, catalogue, indicator) for indicator in found])
    extract = raw["extract"].astype(object)
    definition = catalogue.definitions.get(selection.definition, catalogue.latest_definition)
    words = {name: np.array([word(evidence, one) for one in found], dtype=object) for name, word in _WORDS.items()}
    return {
        "number": number,
        "place": place,
        "indicator": words["indicator"][number],
        "period": period,
        "ward_code": codes[place],
        "ward_name": np.array([names.get(code, code) for code in codes], dtype=object)[place],
        "count": raw["count"],
        "denominator": raw["denominator"],
        "denominator_year": pd.array(raw["year"].astype(float), dtype="Int64"),
        "value": raw["value"],
        "lower": raw["lower"],
        "upper": raw["upper"],
        "unit": words["unit"][number],
        "source": words["source"][number],
        "extract": extract,
        "definition": np.full(len(number), definition.id, dtype=object),
        "month": month,
        "month_to": month_to,
        "status": raw["status"].astype(object),
        "is_complete": raw["is_complete"].astype(bool),
        "is_provisional": end - 1 >= provisional[number],
        "is_estimated": raw["base"].astype(float) > 1,
        "share_placed": raw["share_placed"].astype(float),
        "base": raw["base"].astype(float),
        "noise": raw["noise"].astype(float),
        "rest_noise": raw["rest_noise"].astype(float),
        "dispersion": np.fmax(raw["dispersion"].astype(float), 1.0),
        "is_synthetic": np.array(["SYNTHETIC" in name for name in extract], dtype=bool),
        **{name: raw[name] for name in HARM_COLUMNS if name in raw},
    }


def _name_source(evidence: Evidence, indicator: Indicator) -> str:
    how = indicator.calculation
    if how.quality == REVIEWED:
        return _LOGGED
    return _RECEIVED if how.basis == "quality" else evidence.catalogue.sources[indicator.source].title


_WORDS = {
    "indicator": lambda _, one: one.id,
    "unit": lambda _, one: one.unit,
    "source": _name_source,
}


def _name_periods(cube: Cube, start: NDArray, end: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Each row's months in words, its first month and its last."""
    first = np.datetime64(cube.months[0], "M") if len(cube.months) else np.datetime64("1970-01", "M")
    month, month_to = first + start, first + np.maximum(end - 1, start)
    keys = start * 100_000 + end
    distinct, at, place = np.unique(keys, return_index=True, return_inverse=True)
    words = [word_period(pd.Timestamp(month[row]), pd.Timestamp(month_to[row])) for row in at]
    named = np.array(words, dtype=object)[place.ravel()] if len(distinct) else np.array([], dtype=object)
    return named, *(each.astype("datetime64[us]") for each in (month, month_to))


def find_provisional(cube: Cube, catalogue: object, indicator: Indicator) -> float:
    """The number of the first of the last whole months received that the source may still revise; infinite if none."""
    key = f"provisional {indicator.source} {indicator.calculation.basis} {indicator.id}"
    if key not in cube.worked_out:
        cube.worked_out[key] = _find_provisional(cube, catalogue, indicator)
    return cube.worked_out[key]


def _find_provisional(cube: Cube, catalogue: object, indicator: Indicator) -> float:
    months = catalogue.sources[indicator.source].provisional_months
    how = indicator.calculation
    if not months or how.basis == "quality":
        return np.inf
    if how.basis == "returns":
        table = cube.tables["returns"]
        received = [cube.at(month) for month in table.loc[table["indicator"] == indicator.id, "period_to"]]
    else:
        row = cube.source_rows.get(indicator.source)
        received = [] if row is None else np.flatnonzero(cube.complete[row])
    return max(received) - months + 1 if len(received) else np.inf
