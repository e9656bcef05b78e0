"""Headline cards and scorecard cells as HTML: a figure, its course, and what the test says, in shape and word."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import FiveD, Indicator, TierText
from svd.catalogue.wording import word_count_of, word_number, word_range, word_value
from svd.figures.trends import find_frequency
from svd.figures.untested import word_briefly
from svd.measures.result import INCOMPLETE, SHORTHAND
from svd.views.badges import draw_badge
from svd.views.embed import embed_svg
from svd.views.spark import draw_spark

Verdict = tuple[str, str]
"""The judgement and the verdict of an indicator's test of change."""
_VERDICT = ("judgement", "verdict")
_Cells = dict[tuple[str, str], list[Verdict]]
"""The verdicts of each D and tier."""
_ORDER = ("worsening", "improving", "changed", "no clear change", "not tested")


def draw_headline(
    score: Mapping,
    course: pd.DataFrame,
    indicator: Indicator,
    since: tuple[str, str, str] | None = None,
    asked: str = "",
) -> str:
    """A headline card: title, count and rate, spark line, verdict and the figure before it.

    ``since``: of rare events the days since the last one, what they are, and the badge that says if that is unusual;
    they take the place of the count and its limits. A figure of other months than those ``asked`` for, in words, names
    its own.
    """
    figure, small, badge = since or (word_figure(score, indicator), word_rate(score, indicator, asked), "")
    before, reason, verdict = escape(_word_before(score)), "", word_verdict(score)
    if score["verdict"] == "not tested":
        # A card has room for two words of it: the whole stands with the figure on the Five Ds page, and is read out.
        before, reason = "", f'<p class="svd-hidden">{before}</p>'
        verdict = ": ".join(filter(None, [verdict, word_briefly(score["reason"])]))
    usual = f'<p class="svd-small">{badge}</p>' if badge else ""
    return (
        '<div class="svd-card">'
        f'<h3 class="svd-card-title">{escape(indicator.short_title)}</h3>'
        f'<p class="svd-figure">{escape(figure)}<span class="svd-small">{"" if since else before}</span></p>'
        f'<p class="svd-small">{escape(small)}{f"; {before}" if since and before else ""}</p>'
        f"{usual}{draw_course(course, indicator)}"
        f'<p class="svd-card-verdict">{draw_badge(score["judgement"], score["verdict"], verdict)}</p>'
        f"{reason}{_draw_newest(score)}"
        "</div>"
    )


def _draw_newest(score: Mapping) -> str:
    """What the control chart says of the newest whole month, beside the verdict on the period; empty without one."""
    if not score["newest_words"]:
        return ""
    return f'<p class="svd-small">{draw_badge(score["variation"], score["way"], score["newest_words"])}</p>'


def draw_course(course: pd.DataFrame, indicator: Indicator) -> str:
    """The spark line of 24 months; that there is nothing to draw, where so."""
    if not course["value"].notna().any():
        return '<p class="svd-small">no course to draw</p>'
    spark = draw_spark(course, indicator.short_title, frequency=find_frequency(indicator), width=170, height=40)
    return embed_svg(spark, f"{indicator.short_title} over the last 24 months, from zero", 170, 40)


def word_figure(score: Mapping, indicator: Indicator) -> str:
    """The card's large figure: the count of events, or the share, or the mark where it is not shown."""
    if pd.isna(score["value"]) and pd.isna(score["count"]):
        return _mark(score)
    if indicator.calculation.form in ("proportion", "ratio", "mean"):
        return word_value(score["value"], indicator.unit, indicator.calculation.form)
    return word_number(score["count"]) + (f" {_mark(score)}" if score["status_now"] == INCOMPLETE else "")


def _mark(score: Mapping) -> str:
    return SHORTHAND.get(score["status_now"], ("[z]", ""))[0]


def word_rate(score: Mapping, indicator: Indicator, asked: str = "") -> str:
    """The rate and its limits, or why there is none; and its months, where they are others than those ``asked`` for."""
    if pd.isna(score["value"]):
        return SHORTHAND.get(score["status_now"], ("", "not available"))[1]
    told, own = _word_level(score, indicator), score["period"]
    return f"{told}; {own}" if asked and own not in (asked, told) else told


def _word_level(score: Mapping, indicator: Indicator) -> str:
    form = indicator.calculation.form
    if form in ("rate", "weighed"):
        value = word_value(score["value"], indicator.unit, form).removesuffix(" residents")
        return f"{value} ({word_range(score['lower'], score['upper'])})"
    if form == "proportion":
        return f"95% limits {word_range(score['lower'], score['upper'])}"
    return score["period"] if form == "mean" else f"95% limits {word_range(score['lower'], score['upper'])}"


def word_verdict(score: Mapping) -> str:
    """The verdict and what it means, in words."""
    if score["verdict"] in ("rising", "falling"):
        return f"{score['verdict']}: {score['judgement']}"
    return score["verdict"]


def _word_before(score: Mapping) -> str:
    if score["verdict"] == "not tested":
        return f"because {score['reason']}"
    if score["form"] in ("proportion", "ratio"):
        return f"{word_value(score['value_before'], score['unit'], score['form'])} before"
    return f"{word_number(score['count_before'])} before"


def draw_row(score: Mapping, course: pd.DataFrame, indicator: Indicator, asked: str = "") -> str:
    """A row of a slide: title, figure with its rate and months where not those ``asked`` for, spark line, verdict."""
    return (
        f'<tr><th scope="row">{escape(indicator.short_title)}</th>'
        f'<td class="svd-number">{escape(word_figure(score, indicator))}</td>'
        f"<td>{escape(word_rate(score, indicator, asked))}</td><td>{draw_course(course, indicator)}</td>"
        f"<td>{draw_badge(score['judgement'], score['verdict'], word_verdict(score))}</td></tr>"
    )


def draw_cell(verdicts: Sequence[Verdict]) -> str:
    """A scorecard cell: how many of its indicators got which judgement and verdict, each with its icon."""
    if not verdicts:
        return '<span class="svd-small">none</span>'
    kinds = [(judgement, verdict) for judgement in _ORDER for verdict in ("rising", "falling", judgement)]
    numbers = Counter(verdicts)
    parts = []
    for judgement, verdict in dict.fromkeys(kinds):
        if number := numbers[judgement, verdict]:
            word = judgement if verdict == judgement else f"{verdict}, {judgement}"
            parts.append(draw_badge(judgement, verdict, f"{number} {word}"))
    return f'<span class="svd-cell">{"".join(parts)}</span>'


def draw_scorecard(scores: pd.DataFrame, catalogue: Catalogue, link: Callable[[str], str]) -> str:
    """The Five D by tier scorecard as a table; ``link`` gives the address of a D by its title."""
    heads = "".join(f'<th scope="col">{escape(tier.title)}</th>' for tier in catalogue.tiers.values())
    cells: dict[tuple[str, str], list[Verdict]] = {}
    for five_d, tier, *verdict in zip(*(scores[name] for name in ("five_d", "tier", *_VERDICT)), strict=True):
        cells.setdefault((five_d, tier), []).append(tuple(verdict))
    rows = "".join(_draw_d(cells, five_d, catalogue, link) for five_d in catalogue.five_ds.values())
    caption = "<caption>Indicators by Five D and tier, and what the test of change says of each</caption>"
    head = f'<thead><tr><th scope="col">Five Ds</th>{heads}</tr></thead>'
    return f'<table class="svd-scorecard">{caption}{head}<tbody>{rows}</tbody></table>'


def _draw_d(cells: _Cells, five_d: FiveD, catalogue: Catalogue, link: Callable[[str], str]) -> str:
    address = escape(link(five_d.title))
    drawn = "".join(_cell_of(cells, five_d, tier, address) for tier in catalogue.tiers.values())
    return f'<tr><th scope="row"><a href="{address}" target="_self">{escape(five_d.title)}</a></th>{drawn}</tr>'


def _cell_of(cells: _Cells, five_d: FiveD, tier: TierText, address: str) -> str:
    """What the D's indicators of the tier got, leading to their rows."""
    if tier.id not in five_d.tiers:
        return '<td class="svd-none"><span class="svd-hidden">does not work at this tier</span></td>'
    of_cell = cells.get((five_d.id, tier.id), [])
    if not of_cell:
        return f"<td>{draw_cell(of_cell)}</td>"
    named = f'<span class="svd-hidden">{escape(five_d.title)}, {escape(tier.title.lower())}: </span>'
    return f'<td><a href="{address}" target="_self">{named}{draw_cell(of_cell)}</a></td>'


def word_indicators(scores: pd.DataFrame) -> str:
    """How many indicators there are and how many could be tested."""
    tested = int((scores["verdict"] != "not tested").sum())
    return f"{word_count_of(len(scores), 'indicator', 'indicators')}, {tested} tested for change"
