"""The tables of a ward's profile: each indicator's place among the wards, who lives there, what was recorded."""

import base64
import re

import pandas as pd

from svd.views.chart_picture import draw_chart_picture
from svd.views.record_lists import draw_records, list_marks
from svd.views.resident_table import draw_residents
from svd.views.spine_chart import draw_spine
from svd.views.spine_table import draw_spine_table
from svd.views.theme import SYNTHETIC_WORDS
from tests.views.pictures import list_rows, png_size, spec_texts
from tests.views.ward_views import CATALOGUE, make_compared


def _pictures(html: str) -> list[str]:
    return [base64.b64decode(code).decode() for code in re.findall(r"base64,([\w+/=]+)", html)]


def _spine(ward: str, asked: str = "", has_counts: bool = False, **more) -> str:
    groups = {name: five_d.title for name, five_d in CATALOGUE.five_ds.items()}
    compared = make_compared(area_value=2.0, **more)
    return draw_spine_table(compared, ward, CATALOGUE.indicators, groups, asked, has_counts=has_counts)


def test_a_row_gives_the_ward_all_wards_and_what_the_comparison_means() -> None:
    html = _spine("W2")

    assert "Violence with injury" in html and "per 1,000 residents" in html
    assert "<b>4.0</b> (3.0 to 5.0)" in html and "<td>2.0</td>" in html and "<span>worse: higher</span>" in html


def test_a_figure_of_other_months_than_those_asked_for_names_its_own() -> None:
    own = make_compared()["period"].iloc[0]

    assert f'(3.0 to 5.0)<br><span class="svd-small">{own}</span>' in _spine("W2", asked="Jan 2020")
    assert "<br>" not in _spine("W2", asked=own)


def test_counts_stand_beside_the_rates_of_a_ward_of_many_visitors() -> None:
    assert '(3.0 to 5.0) <span class="svd-small">20 offences</span>' in _spine("W2", has_counts=True)
    assert "20 offences" not in _spine("W2")


def test_indicators_stand_under_their_five_d() -> None:
    assert '<th scope="rowgroup" colspan="5">Disrupt</th>' in _spine("W2") and ">Deter</th>" not in _spine("W2")


def test_the_mark_is_at_the_worse_end_for_the_ward_farthest_that_way() -> None:
    far, middle = _pictures(_spine("W2"))[0], _pictures(_spine("W1"))[0]

    assert 'd="M9.0 2.0' in far, "Birch, 4.0, is the farthest and lower is better: at the left end"
    assert 'cx="120.0"' in middle, "Ash, 2.0, is the figure of all wards: in the middle"


def test_a_ward_that_may_differ_is_hollow_and_says_so() -> None:
    html = _spine("W2", compared=["similar", "may be higher", "not compared"])

    assert "may be worse: higher" in html and 'fill="#FFFFFF" stroke="#F46A25"' in _pictures(html)[0]


def test_a_hidden_ward_has_its_mark_and_no_place_among_those_shown() -> None:
    html = _spine("W3")

    assert "[c] hidden: a small number" in html
    assert [picture.count("<rect") for picture in _pictures(html)] == [2, 0]
    assert not any("<circle" in picture or " z" in picture for picture in _pictures(html))


def test_the_picture_of_a_spine_says_what_the_table_does_and_holds_no_hidden_ward() -> None:
    wards = make_compared(is_synthetic=True)
    words = {"title": "Birch is higher", "subtitle": "All indicators"}
    charts = {ward: draw_spine(wards, ward, CATALOGUE.indicators, **words) for ward in ("W2", "W3")}

    assert (
        "Violence with injury, per 1,000 residents: 4.0 (3.0 to 5.0); all 2.0; worse: higher"
        in charts["W2"].description
    )
    assert "[c] hidden: a small number" in charts["W3"].description
    assert [row for row in list_rows(charts["W2"].to_dict()) if "shape" in row], "a point for a figure that is shown"
    assert not [row for row in list_rows(charts["W3"].to_dict()) if "shape" in row]
    assert SYNTHETIC_WORDS in spec_texts(charts["W2"].to_dict()["title"])
    assert png_size(draw_chart_picture(charts["W2"], scale=1)).width > 900


def test_residents_show_both_shares() -> None:
    shares = pd.DataFrame({"age_band": ["0-9"], "residents": [1_234], "share": [20.0], "area_share": [10.0]})
    html = draw_residents(shares)

    assert "0–9" in html and "1,234" in html and "20.0%" in html and "10.0%" in html
    assert 'width="130.0"' in _pictures(html)[0], "the longest share fills the width"


ASKED = "Jan 2026 to Mar 2026"


def _records(count: int, **more) -> pd.DataFrame:
    rows = {"source": "Fires", "offence": [f"Kind {n}" for n in range(count)], "count": range(count), "status": "ok"}
    return pd.DataFrame({**rows, "period": ASKED, **more})


def test_records_stand_by_source_largest_first_and_the_rest_are_numbered() -> None:
    html = draw_records(pd.concat([_records(10), _records(1, source="Police")]), ASKED)

    assert html.count("<section>") == 2 and "and 2 smaller: see the table" in html
    assert html.index("Kind 9") < html.index("Kind 8")
    assert "Kind 1<" not in html.split("Police")[0]


def test_a_hidden_record_shows_its_mark() -> None:
    assert "<td>[c]</td>" in draw_records(_records(1).assign(count=None, status="suppressed"), ASKED)


def test_counts_of_other_months_than_those_asked_for_name_theirs() -> None:
    html = draw_records(
        pd.concat([_records(1), _records(1, source="Youth service", period="Jan 2025 to Dec 2025")]), ASKED
    )

    assert html.count("Jan 2025 to Dec 2025") == 1 and ASKED not in html
    assert "Jan 2025 to Dec 2025" in html.split("Youth service")[1]


def test_marks_are_explained_only_where_they_stand() -> None:
    assert list_marks(pd.Series(["ok", "suppressed"])) == ["[c] hidden: a small number, not zero"]
    assert list_marks(pd.Series(["ok"])) == []
