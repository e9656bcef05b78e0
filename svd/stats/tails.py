"""Tails of distributions, the same to the last digit as those of ``scipy.stats``, which takes a second to load.

A build asks for a few of them in a few places: it would wait longer for that library than for most of its figures.
Each is a ufunc that the library itself calls; parameters that are no distribution give null.
"""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

try:
    from scipy.special._ufuncs import _beta_ppf, _hypergeom_cdf, _hypergeom_sf
except ImportError:  # in a release that names them otherwise; the library can always be asked
    _beta_ppf = _hypergeom_cdf = _hypergeom_sf = None


def _above_zero(tail: Callable[..., NDArray], below: float) -> Callable[..., NDArray]:
    """A tail beyond ``x`` of a distribution above zero, given its degrees of freedom; ``below`` where x is not."""

    def find(x: ArrayLike, *free: ArrayLike) -> NDArray:
        x, *free = (np.asarray(each, dtype=float) for each in (x, *free))
        found = np.where(x > 0, tail(*free, np.maximum(x, 0)), below)
        return _where_known(np.where(np.isnan(x), np.nan, found), *free)

    return find


def _quantile(find: Callable[..., NDArray]) -> Callable[..., NDArray]:
    """The value that a chance stands for, given the chance and the distribution's parameters, all above zero."""

    def find_value(p: ArrayLike, *terms: ArrayLike) -> NDArray:
        p, *terms = (np.asarray(each, dtype=float) for each in (p, *terms))
        return _where_known(find(p, *terms), *terms)

    return find_value


def _where_known(found: NDArray, *terms: NDArray) -> NDArray:
    for term in terms:
        found = np.where(term > 0, found, np.nan)
    return np.asarray(found)[()]


def _find_t_sf(t: ArrayLike, free: ArrayLike) -> NDArray:
    t, free = np.asarray(t, dtype=float), np.asarray(free, dtype=float)
    return _where_known(special.stdtr(free, -t), free)


def _ask_hypergeom(tail: np.ufunc | None, name: str) -> Callable[..., NDArray]:
    def find(k: ArrayLike, whole: ArrayLike, of_kind: ArrayLike, drawn: ArrayLike) -> NDArray:
        if tail is None:
            from scipy import stats

            return getattr(stats.hypergeom, name)(k, whole, of_kind, drawn)
        k, whole, of_kind, drawn = (np.asarray(each, dtype=float) for each in (k, whole, of_kind, drawn))
        low, high = np.maximum(drawn - (whole - of_kind), 0), np.minimum(drawn, of_kind)
        found = tail(np.clip(k, low, high), of_kind, drawn, whole)
        before, after = (1.0, 0.0) if name == "sf" else (0.0, 1.0)
        found = np.where(k < low, before, np.where(k >= high, after, found))
        return np.where(whole > 0, found, np.nan)[()]

    return find


def _find_beta_ppf(p: ArrayLike, a: ArrayLike, b: ArrayLike) -> NDArray:
    if _beta_ppf is None:
        from scipy import stats

        return stats.beta.ppf(p, a, b)
    return _beta_ppf(p, a, b)


norm = SimpleNamespace(
    cdf=lambda z: special.ndtr(np.asarray(z, dtype=float)),
    sf=lambda z: special.ndtr(-np.asarray(z, dtype=float)),
    ppf=lambda p: special.ndtri(np.asarray(p, dtype=float)),
    isf=lambda p: -special.ndtri(np.asarray(p, dtype=float)),
)
chi2 = SimpleNamespace(
    cdf=_above_zero(special.chdtr, 0.0),
    sf=_above_zero(special.chdtrc, 1.0),
    ppf=_quantile(lambda p, free: 2 * special.gammaincinv(free / 2, p)),
    isf=_quantile(lambda p, free: special.chdtri(free, p)),
)
t = SimpleNamespace(sf=_find_t_sf, isf=_quantile(lambda p, free: np.where(p == 0, np.inf, -special.stdtrit(free, p))))
f = SimpleNamespace(sf=_above_zero(special.fdtrc, 1.0))
beta = SimpleNamespace(ppf=_quantile(_find_beta_ppf), isf=_quantile(lambda p, a, b: special.betainccinv(a, b, p)))
hypergeom = SimpleNamespace(sf=_ask_hypergeom(_hypergeom_sf, "sf"), cdf=_ask_hypergeom(_hypergeom_cdf, "cdf"))


def control_false_discoveries(p: NDArray) -> NDArray:
    """The chances corrected for their number (Benjamini and Hochberg 1995), none above 1."""
    if len(p) < 2:
        return p
    order = np.argsort(p)
    corrected = np.minimum.accumulate((p[order] * (len(p) / np.arange(1, len(p) + 1)))[::-1])[::-1]
    found = np.empty(len(p))
    found[order] = np.clip(corrected, 0, 1)
    return found
