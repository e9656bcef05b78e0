"""The Explore and export page: the rows of the selection, never more in the browser than can be read."""

from tests.pages.tiny_app import read_html


def test_the_wards_of_an_indicator_are_listed(run_page):
    app = run_page("explore", indicators=["Violence with injury"])

    assert [title.value for title in app.title] == ["Explore and export"]
    assert "Indicators by ward: 19 rows." in read_html(app)
    table = app.dataframe[0].value
    assert dict(zip(table["Area"], table["Count"], strict=True))["Abbey"] == "120"


def test_small_numbers_are_marked(run_page):
    app = run_page("explore", list="Records", level="Month", partners=["Fire"])

    table = app.dataframe[0].value
    assert set(table["Count"]) == {"[c]"}, "3 fires a month are fewer than may be shown."


def test_no_more_than_a_thousand_rows_reach_the_browser(run_page):
    app = run_page("explore")

    assert len(app.dataframe[0].value) == 1000
    assert "The first 1,000 are shown; the files have them all." in read_html(app)


def test_too_many_indicators_by_ward_and_month_are_refused_with_the_remedy(run_page):
    app = run_page("explore", level="Ward and month")

    assert "Choose one to 5 indicators" in read_html(app)
    assert not app.dataframe


def test_no_row_says_what_to_do(run_page):
    app = run_page("explore", list="Records", ages=["10-14"])

    assert "No row fits these filters" in read_html(app)


def test_an_indicator_that_no_longer_fits_is_dropped(run_page):
    app = run_page("explore", indicators=["Violence with injury", "Deliberate fires"])
    app.multiselect(key="partners").select("lfb").run()

    assert not app.exception
    assert set(app.dataframe[0].value["Indicator"]) == {"Deliberate fires"}


def test_a_ward_is_the_only_one_listed(run_page):
    app = run_page("explore", indicators=["Violence with injury"], wards=["Alibon"])
    assert app.dataframe[0].value["Count"].to_list() == ["12"]
