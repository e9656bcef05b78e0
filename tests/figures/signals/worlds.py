"""Made-up charts of an area and its wards, as ``read_charts`` gives them."""

import numpy as np
import pandas as pd

from svd.figures.over_time.control_charts import find_limits
from tests.builders import fact


def count_usual(months: list[str], *wards: str) -> list[dict]:
    """Facts of 18 and 22 in turn: a chart of months that are all alike has no limits, and raises nothing."""
    return [fact(month, ward, 18 + 4 * (number % 2)) for number, month in enumerate(months) for ward in wards]


def make_charts(counts: np.ndarray, *, areas: int = 1) -> pd.DataFrame:
    """Charts of ``counts``, a row a series and a column a month: the first ``areas`` of them of the area."""
    series, size = counts.shape
    months = pd.date_range("2023-01", periods=size, freq="MS", unit="us")
    names = [f"i{n}" for n in range(areas)] + [f"i{n // 19}" for n in range(series - areas)]
    wards = ["area"] * areas + [f"W{n % 19:02}" for n in range(series - areas)]
    told = {"indicator": np.repeat(names, size), "ward_code": np.repeat(wards, size), "month": np.tile(months, series)}
    figures = {
        "count": counts.ravel(),
        "value": counts.ravel(),
        "denominator": np.nan,
        "share": 1.0,
        "segment": 0,
        "alike": 0.0,
    }
    charts = pd.DataFrame({**told, **figures, "is_share": False})
    charts["level"] = np.where(charts["ward_code"] == "area", "area", "ward")
    part = charts.groupby(["indicator", "ward_code"], sort=False).ngroup()
    return charts.join(find_limits(charts["value"].astype(float), part, bounds=(0, np.inf)))


def make_null_counts(random: np.random.Generator, areas: int, wards: int, size: int = 36) -> np.ndarray:
    """Series in which nothing changes: a season of a quarter up and down, and half as much scatter again as chance."""
    means = np.concatenate([random.uniform(10, 300, areas), random.uniform(5, 25, wards)])[:, None]
    phase = random.uniform(0, 2 * np.pi, len(means))[:, None]
    levels = means * (1 + 0.25 * np.sin(2 * np.pi * np.arange(size) / 12 + phase))
    return random.poisson(random.gamma(levels / 0.5, 0.5)).astype(float)
