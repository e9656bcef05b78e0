"""The People page's first part: one feed's people by age, the under 25s first, and by sex, beside the residents."""

import html
from functools import partial

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_count_of, word_range, word_rate
from svd.figures.people.age_findings import word_ages, word_peak, word_people_method, word_sexes
from svd.figures.people.ages import KNOWN, TEENS, UNDER_25
from svd.figures.people.records import find_feeds, find_feeds_without, name_people, read_receipt, word_receipt
from svd.measures.feed import AGE, SEX
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import choices, data, people_data, questions, show
from svd.ui.files import offer_table
from svd.ui.kept_chart import Picture, show_drawn
from svd.ui.lineage import trace
from svd.views.people_chart import draw_people
from svd.views.tables import present_table

_FIELDS = ("age_band", "age", "sex")
_KNIFE_VICTIMS = "knife_injury_victims_under_25"
_SHARE, _RATE = ("share", "share_lower", "share_upper", "share_against"), ("rate", "rate_lower", "rate_upper", None)
_SHARE_COLUMNS = ("group", "count", "denominator", "share", "share_lower", "share_upper", "share_against", "compared")
_RATE_COLUMNS = ("group", "count", "residents", "rate", "rate_lower", "rate_upper")


def show_ages(evidence: Evidence, selection: Selection) -> None:
    """The feed asked for: what its people's ages say as the title, a chart by age and one by sex, and who they are."""
    asked = Selection(selection.month_from, selection.month_to)
    feeds = {one.id: one for one in find_feeds(evidence.catalogue, selection, *_FIELDS)}
    if not feeds:
        questions.stop_empty("**None of the partners chosen says how old people are.** Clear *Partner* in the sidebar.")
    with st.container(horizontal=True, vertical_alignment="center"):
        titles = {name: one.title for name, one in feeds.items()}
        source = feeds[choices.ask_one("Feed", "people_feed", titles, first=next(iter(feeds)), is_bare=True)]
        people = people_data.measure_people(evidence, source.id, asked)
        has_rates = people["rate"].notna().any()
        ways = {"share": "Share"} | ({"rate": "Rate per 1,000 residents"} if has_rates else {})
        is_rate = choices.ask_way("Show as", "people_as", ways) == "rate" and has_rates
    finding = word_ages(people, source)
    show.show_finding(finding, word_peak(people, source))
    if not people["share"].notna().any():
        st.info("**Nothing was received that can be shown.** Choose a longer period, or see *Partners and data*.")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_ages(evidence, asked, source, people, finding, is_rate=is_rate)
    with right:
        _show_sexes(evidence, source, people)
        _say_who(evidence, asked, selection, source)


def _show_ages(
    evidence: Evidence, asked: Selection, source: Source, people: pd.DataFrame, finding: str, *, is_rate: bool
) -> None:
    rows = _ready(people, AGE, _RATE if is_rate else _SHARE)
    summary = int((rows["band"] == UNDER_25).sum())
    what = "for every 1,000 residents of that age" if is_rate else "share of those whose age is known"
    place = f"{evidence.catalogue.area.short_name}, {people['period'].iloc[0]}"
    subtitle = f"{source.title}, {name_people(source).are} by age: {what}\n{place}"
    look = {
        "what": subtitle.replace("\n", ", "),
        "held_against": "share of residents",
        "sign": "" if is_rate else "%",
        "first": summary,
    }
    picture = Picture(draw_people, rows, finding.removesuffix("."), subtitle, look, beside=subtitle)
    picture.show()
    line = _word_source(people, has_residents=people["share_against"].notna().any())
    st.html(f'<p class="svd-source">{html.escape(line)}</p>')
    name = f"{source.title} people by age and sex"
    heading = f"{source.title}, {name_people(source).are} by age and sex: {place}"
    files = offer_table(evidence, asked, name, _order(people), heading, lambda: picture.write(line))
    rule = evidence.catalogue.rules[source.small_number_rule].words
    table = partial(present_table, people, columns=_RATE_COLUMNS if is_rate else _SHARE_COLUMNS)
    method = word_people_method(source, rule)
    show.show_actions(show.Actions("people_ages", table, method, files, trace(evidence, asked, people)))


def _show_sexes(evidence: Evidence, source: Source, people: pd.DataFrame) -> None:
    rows = _ready(people, SEX, _SHARE).assign(benchmark=float("nan"), compared="")
    said = word_sexes(people, source)
    subtitle = "Share of those whose sex is known"
    st.html(f"<h3>{html.escape(said)}</h3>")
    look = {"what": f"{name_people(source).are} by sex", "held_against": ""}
    show_drawn(draw_people, rows, before=said.removesuffix("."), title="", subtitle=subtitle, **look)


def _say_who(evidence: Evidence, asked: Selection, selection: Selection, source: Source) -> None:
    """Who a row is, what is missing, which feeds say nothing of age, and the police's one figure by age."""
    shown = people_data.measure_people(evidence, source.id, asked)["period"].iloc[0]
    receipt = read_receipt(evidence, source, asked)
    without = find_feeds_without(evidence.catalogue, selection, *_FIELDS)
    silent = f"Without age and sex: {', '.join(one.title for one in without)}." if without else ""
    other = "" if shown == receipt.period else f"By age and sex these figures are told for {shown}, not month by month."
    said = (name_people(source).note, other, word_receipt(receipt), silent, _word_police(evidence, asked))
    st.html("".join(f'<p class="svd-note">{html.escape(words)}</p>' for words in said if words))


def _word_police(evidence: Evidence, asked: Selection) -> str:
    """The police's published count of people under 25 injured with a knife, the only one of their figures by age."""
    if _KNIFE_VICTIMS not in evidence.catalogue.indicators:
        return ""
    row = data.measure(evidence, _KNIFE_VICTIMS, asked, "borough").iloc[0]
    if pd.isna(row["value"]):
        return ""
    victims = word_count_of(row["count"], "victim", "victims")
    limits = word_range(row["lower"], row["upper"], 2)
    return (
        f"The police publish ages of knife injuries only: {victims} under 25, "
        f"{word_rate(row['value'])} {row['unit']} ({limits})."
    )


def _ready(people: pd.DataFrame, by: str, columns: tuple[str | None, ...]) -> pd.DataFrame:
    """The rows of one chart in its columns: a rate only where there are residents, a share of each band once."""
    value, lower, upper, benchmark = columns
    rows = people[(people["by"] == by) & (people["band"] != KNOWN)]
    rows = rows[rows["residents"].notna()] if value == "rate" else rows[rows["band"] != TEENS]
    held = rows[benchmark] if benchmark else float("nan")
    compared = rows["compared"] if benchmark else ""
    figures = {"value": rows[value], "lower": rows[lower], "upper": rows[upper], "benchmark": held}
    return rows.assign(name=rows["group"], **figures).assign(compared=compared)


def _order(people: pd.DataFrame) -> pd.DataFrame:
    first = ["source", "period", "by", "group", "count", "status"]
    return people[[*first, *(name for name in people if name not in (*first, "band", "noise"))]]


def _word_source(people: pd.DataFrame, *, has_residents: bool) -> str:
    extract = people["extract"].iloc[0] or "none received"
    year = f" | residents of {people['denominator_year'].iloc[0]:.0f}" if has_residents else ""
    return f"Source: {people['source'].iloc[0]} | extract: {extract}{year}"
