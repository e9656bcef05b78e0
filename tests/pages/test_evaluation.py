"""The Evaluation page: an intervention's wards before and after, against wards that went without."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import PATHS
from tests.pages.tiny_app import read_html


@pytest.fixture
def run_sample(sample_store, monkeypatch):
    """Runs the page over the sample."""
    monkeypatch.setenv("SVD_STORE", str(sample_store))

    def run(**params: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(PATHS.home / "app.py"), default_timeout=120)
        app.switch_page("pages/evaluation.py")
        for name, value in params.items():
            app.query_params[name] = value
        return app.run()

    return run


OWN = {"intervention": "One of my own", "indicator": "Violence without injury", "start": "Dec 2025"}
WARDS = ["Chadwell Heath", "Whalebone"]


def test_the_declared_example_comes_first_and_is_found(run_sample):
    app = run_sample()

    assert not app.exception and [title.value for title in app.title] == ["Evaluation"]
    shown = read_html(app)
    assert "Violence without injury in Chadwell Heath and Whalebone fell by 29% against the comparison wards" in shown
    assert "beyond chance" in shown and "Nobody: it is made up" in shown
    for part in (
        "Alike but for the intervention",
        "Could it be chance",
        "Synthetic control: 221",
        "four times in five",
    ):
        assert part in shown
    assert len(app.get("vega_lite_chart")) == 3


def test_one_of_my_own_is_kept_in_the_address_and_gives_the_same(run_sample):
    app = run_sample(**OWN, treated=WARDS)

    assert "fell by 29% against the comparison wards" in read_html(app)
    assert app.multiselect(key="treated").value == ["E05014058", "E05014071"]


def test_another_comparison_is_another_answer(run_sample):
    apart = read_html(run_sample(**OWN, treated=WARDS, neighbours="Left out"))
    assert "14 comparison wards" in apart and "the wards that touch the treated ones are left out" in apart
    few = read_html(run_sample(**OWN, treated=WARDS, comparison=["Abbey", "Alibon", "Beam", "Heath", "Valence"]))
    assert "Synthetic control can't be used: it needs 10 comparison wards, and there are 5" in few


def test_nothing_chosen_says_what_to_choose_and_offers_the_example(run_sample):
    app = run_sample(intervention="One of my own")

    assert "Choose the wards of the intervention" in read_html(app)
    assert not app.get("vega_lite_chart")
    app.button(key="see_two_wards").click().run()
    assert "Violence without injury in Chadwell Heath and Whalebone fell" in read_html(app)


def test_no_effect_is_said_plainly(run_sample):
    shown = read_html(run_sample(**OWN | {"indicator": "Burglary"}, treated=["Abbey"]))
    assert "Burglary in Abbey: no clear effect (" in shown


def test_too_few_events_say_why_and_what_to_do(run_sample):
    app = run_sample(**OWN | {"indicator": "Homicide"}, treated=["Abbey"])

    shown = read_html(app)
    assert "no effect can be tested, because 0 events of these wards" in shown and "Nothing is tested here" in shown
    assert [link.proto.label for link in app.get("page_link")] == [
        "Homicide, before and after, without a comparison: Trends"
    ]
    assert not app.get("vega_lite_chart")


def test_table_method_and_files_stand_under_the_chart(run_sample):
    app = run_sample()

    app.button_group(key="actions_effect").set_value("Table").run()
    (table,) = app.table
    assert list(table.value.columns) == ["Events", "95% limits", "Expected", "Part"] and len(table.value) == 30
    app.button_group(key="actions_effect").set_value("Method").run()
    method = next(text.value for text in app.markdown if "Difference in differences" in text.value)
    assert "An effect is tested as said above" in method and "in 370" not in method
    app.button_group(key="actions_effect").set_value("Download").run()
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Picture (PNG)", "Workbook (Excel)", "Results (CSV)"]


def test_a_store_that_ends_before_the_start_says_so(run_page):
    app = run_page("evaluation", intervention="One of my own", treated="Abbey", indicator="Violence with injury")
    assert not app.exception
    assert "Violence with injury in Abbey" in read_html(app)


def test_filters_that_leave_no_indicator_say_what_to_do(run_page):
    app = run_page("evaluation", intervention="One of my own", partners=["Hospital"], kinds=["Robbery"])
    assert not app.exception
    assert "No indicator with published counts by ward fits these filters" in read_html(app)
