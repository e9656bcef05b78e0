"""What changed, on the Overview: each sentence leads to the very chart that shows it, with its period and ward."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.builders import fact
from tests.pages.test_ward_map import read_table
from tests.pages.tiny_app import ABBEY, MONTHS, open_tiny_app, read_html

LINK = re.compile(r'<p class="svd-link"><a href="([^"]*)" target="_self">([^<]*)</a></p>')


@pytest.fixture
def run_risen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Pages over a tiny store in which violence in one ward tripled a year ago: 120 in a year, then 360."""
    more = [fact(month, ABBEY, 20, extract="SYNTHETIC wards 2026-03.csv") for month in MONTHS[24:]]
    arson = [fact(month, ABBEY, 4, offence="arson", extract="SYNTHETIC wards 2026-03.csv") for month in MONTHS[27:]]
    return open_tiny_app(tmp_path / "store", monkeypatch, facts=more + arson)


def read_links(app) -> dict[str, str]:
    """Address by sentence."""
    shown = " ".join(block.proto.body for block in app.get("html"))
    return {html.unescape(words): html.unescape(address) for address, words in LINK.findall(shown)}


def follow(run, address: str):
    page, _, query = address.partition("?")
    return run(page, **parse_qs(query))


def test_a_change_in_a_ward_opens_on_the_map_of_changes(run_risen):
    links = read_links(run_risen("overview", kinds=["Violence against the person"]))
    (sentence,) = [words for words in links if words.startswith("Violence with injury in Abbey is rising: 360, from")]
    query = parse_qs(links[sentence].partition("?")[2])
    assert (query["from"], query["to"], query["wards"]) == (["Apr 2025"], ["Mar 2026"], ["Abbey"])
    opened = follow(run_risen, links[sentence])
    assert [title.value for title in opened.title] == ["Ward map"] and not opened.exception
    assert "Violence with injury" in read_html(opened) and "Abbey" in read_table(opened)
    assert "120 to 360" in read_table(opened) and "Alibon" not in read_table(opened)


def test_a_change_of_the_area_opens_beside_its_trend(run_risen):
    links = read_links(run_risen("overview"))
    (sentence,) = [words for words in links if words.startswith("Violence with injury is rising: 372, from 132")]
    opened = follow(run_risen, links[sentence])
    assert [title.value for title in opened.title] == ["Trends"] and not opened.exception
    assert "372" in read_html(opened) and "132" in read_html(opened)


def test_a_year_against_the_year_before_opens_over_that_year_whatever_the_filters(run_risen):
    shorter = {"from": "Oct 2025", "to": "Mar 2026", "ages": ["18 to 24"], "since": "Apr 2025"}
    links = read_links(run_risen("overview", **shorter))
    (sentence,) = [words for words in links if words.startswith("Arson in Abbey")]
    opened = follow(run_risen, links[sentence])
    assert "ages" not in links[sentence] and "from=Apr+2025" in links[sentence]
    assert "Arson" in read_html(opened) and "0 to 36" in read_table(opened)


def test_without_a_meeting_it_says_what_it_counts_from(run_risen):
    assert "No meeting is declared in area.toml, so this begins with the last 3 months." in read_html(
        run_risen("overview")
    )


def test_a_signal_of_a_chart_opens_without_the_filters_it_was_raised_without(run_risen):
    links = read_links(run_risen("overview", ages=["18-24"], definition=["London's minimum (2023)"], since="Apr 2025"))
    charts = [address for address in links.values() if "limits=true" in address]
    assert charts and not any("ages=" in address for address in charts)
    opened = follow(run_risen, charts[0])
    assert "doesn't say how old" not in read_html(opened) and opened.get("vega_lite_chart")
