"""Control charts of protected series: their own limits, and seven months' totals in place of the run of seven."""

import numpy as np
import pandas as pd

from svd.figures.over_time.control_charts import OUTSIDE, SHIFT
from svd.measures.protect import variance_of
from svd.stats.protected_chart import RUN, chart_protected

_LIMITS = ["centre", "lower", "near_lower", "near_upper", "upper"]


def chart_rough_series(
    series: pd.DataFrame,
    segments: pd.Series,
    share: pd.Series,
    limits: pd.DataFrame,
    signals: pd.DataFrame,
    alike: pd.Series | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """``limits`` and ``signals`` with those of the rows whose counts are rounded in place of the ordinary ones.

    ``series``: rows of a measure by month, value null where a month takes no part, in the order of time; ``segments``
    and ``share``: the stretch between two restarts, and each month's part of the season. Limits are in the unit of the
    value, before the season is put back; they allow for the ``dispersion`` of the series' months, where it is beside
    them. ``alike``: the autocorrelation of each row's series where it is too high for rules of independent months;
    its limits are as much wider, and months outside them alone are called. A share is not charted: its two parts are
    rounded apart.
    """
    is_rough = (series["base"] > 1).to_numpy() if "base" in series else np.zeros(len(series), dtype=bool)
    if not is_rough.any():
        return limits, signals
    limits, signals = limits.copy(), signals.copy()
    for _, rows in series[is_rough].groupby(segments[is_rough], sort=False):
        at = rows.index
        limits.loc[at, _LIMITS] = np.nan
        signals.loc[at, ["signal", "direction", "run"]] = ["", 0, 0]
        if (rows["rest_noise"] > 0).any():
            continue
        counts, scale = rows["count"].where(rows["value"].notna()), rows["value"] / rows["count"]
        base = float(rows["base"].max())
        parts = max(1.0, round(float(rows["noise"].max() / variance_of(base))))
        wide = float(rows["dispersion"].max()) if "dispersion" in rows else 1.0
        r = 0.0 if alike is None else float(alike[at].max())
        chart = chart_protected(counts.to_numpy(float), base, parts, wide, share[at].to_numpy(float), r)
        unit = float(scale.median())
        found = {"centre": np.full(len(at), chart.centre[0]), "lower": chart.lower[0], "upper": chart.upper[0]}
        for name, limit in found.items():
            seasonal = share[at].to_numpy(float) if name != "centre" else 1.0
            limits.loc[at, name] = limit / seasonal * unit
        limits.loc[at, "is_trial"] = False
        way = chart.direction[0]
        rule = np.select([chart.outside[0] != 0, chart.seven[0] != 0], [OUTSIDE, SHIFT], "")
        signals.loc[at, "signal"] = rule
        signals.loc[at, "direction"] = way
        signals.loc[at, "run"] = np.where(rule == SHIFT, RUN, 0)
    return limits, signals
