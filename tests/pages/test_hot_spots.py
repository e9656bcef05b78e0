"""The Hot spots page: over the sample, over a feed that hides small numbers, and where there is nothing to show."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import PATHS
from tests.pages.tiny_app import read_html


@pytest.fixture
def run_sample(sample_store, monkeypatch) -> Callable[..., AppTest]:
    """Runs the page over the sample with the URL's parameters."""
    monkeypatch.setenv("SVD_STORE", str(sample_store))

    def run(**params: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(PATHS.home / "app.py"), default_timeout=120)
        app.switch_page("pages/hot_spots.py")
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return run


def read_list(app: AppTest) -> str:
    return json.loads(app.get("bidi_component")[0].proto.json)["html"]


def read_map(app: AppTest) -> str:
    return json.loads(app.get("component_instance")[0].proto.json_args)["feature_group"]


def test_it_says_what_was_found_and_draws_it(run_sample):
    app = run_sample()
    assert [title.value for title in app.title] == ["Hot spots"] and not app.exception
    assert "Police crimes on the street map: one emerging hot spot, in Village;" in read_html(app)
    assert "Emerging since Jun 2026" in read_list(app) and "Hot spot 1: emerging" in read_map(app)
    assert "shared map points: a hot spot shows a neighbourhood" in read_html(app)


def test_a_category_stands_alone(run_sample):
    app = run_sample(category="Violence and sexual offences, all")
    assert "Violence and sexual offences, all: one emerging hot spot, in Village;" in read_html(app)


def test_a_feed_that_hides_small_numbers_gives_no_scores(run_sample):
    app = run_sample(feed="Ambulance call-outs")
    assert "in cells of 600 m" in read_html(app) and "kept to 100 metres" in read_html(app)
    assert "Counts are blocks of 10." in read_html(app) and "told by place as a whole only" in read_html(app)
    assert "beyond chance" in read_list(app) and "1 in" not in read_list(app) and "about 2" in read_list(app)
    app.segmented_control(key="actions_spots").set_value("Method").run()
    assert "Scores and p, being of blocks, are left out" in read_html(app) and "secret start" in read_html(app)


def test_only_hot_spots_of_the_wards_asked_for_are_listed(run_sample):
    app = run_sample(wards=["Village"])
    assert "one emerging hot spot, in Village." in read_html(app) and "Abbey" not in read_list(app)
    assert "no place in the wards chosen holds more" in read_html(run_sample(wards=["Beam"]))


def test_nothing_received_says_so(run_page):
    assert "Nothing was received from this feed for these months" in read_html(run_page("hot_spots"))


def test_no_feed_fits_says_what_to_do(run_page):
    assert "No feed with points on the map fits" in read_html(run_page("hot_spots", partners=["Education"]))


def test_concentration_is_held_against_an_even_spread(run_sample):
    app = run_sample(places="Concentration")
    assert "of 573 places hold" in read_html(app) and "an even spread would give them" in read_html(app)
    assert "Two lines" in app.get("vega_lite_chart")[0].proto.alt
    app.segmented_control(key="actions_concentration").set_value("Method").run()
    assert "a Poisson count in each cell" in read_html(app) and not app.exception


def test_near_repeats_and_concentration_say_why_there_are_none(run_sample):
    assert "knows only the month of an event" in read_html(run_sample(places="Near repeats"))
    app = run_sample(places="Near repeats", feed="Ambulance call-outs")
    assert "of this feed only blocks of events are shown" in read_html(app) and not app.table and not app.exception
    app = run_sample(places="Concentration", feed="Ambulance call-outs")
    assert "counts are in blocks" in read_html(app) and not app.get("vega_lite_chart") and not app.exception


def test_the_week_is_given_where_the_hour_is_known_and_only_there(run_sample):
    assert "the hour can't be told" in read_html(run_sample(places="Day and hour"))
    app = run_sample(places="Day and hour", feed="Ambulance call-outs")
    assert "Ambulance call-outs: most on " in read_html(app) and not app.exception
    layers = json.loads(app.get("vega_lite_chart")[0].proto.spec)["layer"]
    rows = next(layer["data"]["values"] for layer in layers if layer["data"].get("values"))
    words = {row["words"].removesuffix(" *") for row in rows}
    assert len(rows) == 56 and "under 10" in words
    counts = [int(word.replace(",", "")) for word in words - {"under 10"}]
    assert {count % 10 for count in counts} == {0} and min(counts) > 0
