"""Now and before, side by side: both figures, their difference, how often chance alone would do it, and the verdict."""

import html
from collections.abc import Mapping

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_value
from svd.figures.findings import word_chance, word_scatter
from svd.measures.result import OK, SHORTHAND
from svd.views.badges import draw_badge
from svd.views.figure_words import figure_words, signed_words

_LIMITS = "95% limits "
_UNSETTLED = "The newest month is provisional and may still be revised; the test counts it as it is."


def draw_change(change: pd.Series, indicator: Indicator) -> str:
    """One area's change as a small HTML table with its badge; what can't be tested says why."""
    verdict = draw_badge(change["judgement"], change["verdict"], word_verdict(change))
    rows = (
        _draw_row("Now", change["period"], *_word_figures(change, "", indicator)),
        _draw_row("Before", change["period_before"] or "none", *_word_figures(change, "_before", indicator)),
        _draw_row("Difference", "", _word_difference(change, indicator), _word_limits(change, indicator)),
        _draw_row("By chance alone", "", word_chance(change["p"])),
        *([_draw_row("Scatter of the months", "", scatter)] if (scatter := word_scatter(change["spread"])) else []),
        f'<tr><th scope="row">Verdict</th><td>{verdict}</td></tr>',
    )
    caption = f'<caption class="svd-hidden">{html.escape(change["ward_name"])}</caption>'
    return f'<table class="svd-change">{caption}<tbody>{"".join(rows)}</tbody></table>{_draw_reason(change)}'


def _draw_row(name: str, when: str, figure: str, rate: str = "") -> str:
    cells = (f"{html.escape(text)}<span>{html.escape(more)}</span>" for text, more in ((name, when), (figure, rate)))
    return '<tr><th scope="row">{}</th><td>{}</td></tr>'.format(*cells)


def _draw_reason(change: pd.Series) -> str:
    if change["reason"]:
        return f'<p class="svd-note">Not tested: {html.escape(change["reason"])}.</p>'
    return f'<p class="svd-note">{_UNSETTLED}</p>' if change["is_provisional"] else ""


def word_verdict(change: pd.Series) -> str:
    """The verdict with what it means: ``falling, improving``; the verdict alone where they are one."""
    verdict, judgement = change["verdict"], change["judgement"]
    return verdict if judgement in (verdict, "changed") else f"{verdict}, {judgement}"


def present_changes(changes: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The changes as a table in words, a row an area."""
    rows = [_present(row, indicator) for _, row in changes.iterrows()]
    return pd.DataFrame(rows, dtype="str")


def _present(change: pd.Series, indicator: Indicator) -> Mapping[str, str]:
    return {
        "Area": change["ward_name"],
        f"Now: {change['period']}": _word_both(change, "", indicator),
        f"Before: {change['period_before'] or 'none'}": _word_both(change, "_before", indicator),
        "Difference": _word_difference(change, indicator),
        "95% limits of the difference": _word_limits(change, indicator).removeprefix(_LIMITS),
        "By chance alone": word_chance(change["p"]),
        "Scatter of the months": word_scatter(change["spread"]),
        "Verdict": word_verdict(change),
        "Why not tested": change["reason"],
    }


def _word_both(change: pd.Series, suffix: str, indicator: Indicator) -> str:
    figure, rate = _word_figures(change, suffix, indicator)
    return f"{figure} ({rate})" if rate else figure


def _word_figures(change: pd.Series, suffix: str, indicator: Indicator) -> tuple[str, str]:
    """The figure and, of a count, its rate; the mark of the status where nothing is shown."""
    count, value = change[f"count{suffix}"], change[f"value{suffix}"]
    form = indicator.calculation.form
    if pd.isna(value) and pd.isna(count):
        return _mark(change), ""
    if form == "count":
        return word_value(count, indicator.unit, form), ""
    worded = word_value(value, indicator.unit, form, mark="")
    return (figure_words(count, OK), worded) if form in ("rate", "weighed") or not worded else (worded, "")


def _word_difference(change: pd.Series, indicator: Indicator) -> str:
    if indicator.calculation.form == "proportion":
        points = change["value"] - change["value_before"]
        return _mark(change) if pd.isna(points) else f"{signed_words(points, 1)} percentage points"
    if indicator.calculation.form == "ratio":
        between = change["value"] - change["value_before"]
        return _mark(change) if pd.isna(between) else f"{signed_words(between, 1)} {indicator.unit}"
    if pd.isna(change["difference"]):
        return _mark(change)
    return "none" if change["difference"] == 0 else signed_words(change["difference"])


def _word_limits(change: pd.Series, indicator: Indicator) -> str:
    """The 95% limits of the difference, as ``95% limits −12 to +3``; empty where there is no test."""
    if pd.isna(change["difference_lower"]):
        return ""
    places = 1 if indicator.calculation.form in ("proportion", "ratio") else 0
    low, high = (signed_words(change[f"difference_{end}"], places) for end in ("lower", "upper"))
    return f"{_LIMITS}{low} to {high}"


def _mark(change: pd.Series) -> str:
    return SHORTHAND.get(change["status"], ("[x]", ""))[0]
