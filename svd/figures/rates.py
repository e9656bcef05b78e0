"""Rates, proportions and their 95% limits, as public health reports them: the names under which figures know them."""

from svd.stats.limits import Z_95, Z_998, limits_count, limits_proportion, limits_rate

__all__ = ["Z_95", "Z_998", "limits_count", "limits_proportion", "limits_rate"]
