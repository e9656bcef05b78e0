"""The wards of a view as an HTML table: name, figure with its interval, and what the comparison or the test says."""

from html import escape

import pandas as pd

from svd.catalogue.wording import word_range
from svd.figures.between_wards.footfall import mark_name
from svd.figures.event_counts import word_events
from svd.measures.result import INCOMPLETE, OK
from svd.views.badges import draw_badge
from svd.views.figure_words import STATUS_WORDS, decimals_of, figure_words, is_shown, sentence, signed_words
from svd.views.ward_view import WardView

_COMPARISON_HEADS = {"rate": "Against the borough", "count": "Rate against the borough", "change": "By the test"}


def draw_ward_table(view: WardView) -> str:
    """The wards asked for, in the view's order, each row with the ward's code and its figure to sort by."""
    heads = ("Ward", _figure_head(view), _COMPARISON_HEADS[view.shows])
    head = "".join(
        f'<th scope="col" aria-sort="{"descending" if place == 1 else "none"}"><button type="button">{escape(text)}'
        '<span aria-hidden="true"></span></button></th>'
        for place, text in enumerate(heads)
    )
    # A tuple has a method named count.
    rows = "".join(_row(ward, view) for ward in view.listed.rename(columns={"count": "count_now"}).itertuples())
    caption = f"<caption>{escape(view.subtitle)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _figure_head(view: WardView) -> str:
    return f"{sentence(view.unit_words)}{'' if view.shows == 'change' else ' (95% interval)'}"


def _row(ward: object, view: WardView) -> str:
    figure = _change(ward) if view.shows == "change" else _level(ward, view)
    number = ward.difference if view.shows == "change" else ward.value
    word = ward.verdict if view.shows == "change" else ward.compared
    badge = draw_badge(ward.judgement, word, word)
    name = mark_name(ward.ward_name, getattr(ward, "footfall", ""))
    order = float(number) if is_shown(number, ward.status) else ""
    return (
        f'<tr data-ward="{escape(ward.ward_code)}"><th scope="row" data-order="{escape(ward.ward_name)}">'
        f'<button type="button" aria-pressed="false">{escape(name)}</button></th>'
        f'<td data-order="{order}">{figure}</td><td data-order="{escape(word)}">{badge}</td></tr>'
    )


def _level(ward: object, view: WardView) -> str:
    if not is_shown(ward.value, ward.status):
        return _reason(ward.status)
    decimals = decimals_of(view.wards["value"])
    is_low_alone = ward.status == INCOMPLETE and not view.wards["status"].eq(INCOMPLETE).all()
    words = figure_words(ward.value, ward.status if is_low_alone else OK, decimals)
    interval = word_range(ward.lower, ward.upper, decimals, mark="")
    # What the mark behind the name means stands below the list: here is room for the count alone.
    told = word_events(ward.count_now, view.indicator) if getattr(ward, "footfall", "") else ""
    note = f'<br><span class="svd-small">{escape(told)}</span>' if told else ""
    return f"<b>{escape(words)}</b>" + (f" ({escape(interval)})" if interval else "") + note


def _change(ward: object) -> str:
    if pd.isna(ward.difference):
        return _reason(ward.status)
    before, now = (figure_words(count, OK) for count in (ward.count_before, ward.count_now))
    return f"<b>{signed_words(ward.difference)}</b> ({before} to {now})"


def _reason(status: str) -> str:
    status = status if status in STATUS_WORDS and status != INCOMPLETE else "missing"
    return f"{figure_words(None, status)} {escape(STATUS_WORDS[status])}"
