"""Views of three wards whose words can be checked by eye."""

import pandas as pd

from svd.catalogue import load_catalogue
from svd.views.ward_view import WardView, view_levels
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)


def make_compared(values=(2.0, 4.0, None), statuses=("ok", "ok", "suppressed"), **more) -> pd.DataFrame:
    """Ash similar to the area, Birch higher, Cedar hidden, unless told otherwise."""
    has_figure = [value is not None for value in values]
    return pd.DataFrame(
        {
            "indicator": "violence_with_injury",
            "period": "Jan 2026",
            "ward_code": ["W1", "W2", "W3"],
            "ward_name": ["Ash", "Birch & Elm", "Cedar"],
            "count": [20.0 if has else None for has in has_figure],
            "denominator": 10_000.0,
            "value": list(values),
            "lower": [value and value - 1 for value in values],
            "upper": [value and value + 1 for value in values],
            "status": list(statuses),
            "compared": ["similar", "higher", "not compared"],
            "judgement": ["similar", "worse", ""],
            "leaning": ["similar", "worse", ""],
            "benchmark": 2.0,
            **more,
        }
    )


def make_view(compared: pd.DataFrame | None = None, indicator: str = "violence_with_injury", **more) -> WardView:
    """The wards' rates, highest first."""
    table = make_compared() if compared is None else compared
    return view_levels(table, CATALOGUE.indicators[indicator], CATALOGUE.area, **more)


def make_changes() -> pd.DataFrame:
    """Ash falls, Birch rises clearly, Cedar is hidden; one row has no ward."""
    return pd.DataFrame(
        {
            "ward_code": ["W1", "W2", "W3", "unallocated"],
            "ward_name": ["Ash", "Birch & Elm", "Cedar", "No ward known"],
            "period": "Jan 2026",
            "period_before": "Dec 2025",
            "count": [18.0, 50.0, None, 4.0],
            "count_before": [20.0, 20.0, None, 1.0],
            "value": [10.0, 20.0, None, 1.0],
            "value_before": [12.0, 15.0, None, 1.0],
            "difference": [-2.0, 30.0, None, 3.0],
            "verdict": ["no clear change", "rising", "not tested", "rising"],
            "judgement": ["no clear change", "worsening", "not tested", "worsening"],
            "reason": ["", "", "a small number is hidden", ""],
            "status": ["ok", "ok", "suppressed", "ok"],
        }
    )
