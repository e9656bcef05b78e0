"""A CSV file that opens safely in a spreadsheet."""

from io import BytesIO

import pandas as pd
import pytest

from svd.views.csv_file import write_csv


@pytest.mark.parametrize("text", ["=1+1", "+44", "-cmd", "@SUM(A1)"])
def test_text_never_becomes_a_formula(text):
    read = pd.read_csv(BytesIO(write_csv(pd.DataFrame({"name": [text]}))), encoding="utf-8-sig")
    assert read["name"].to_list() == [f"'{text}"]


def test_numbers_and_marks_stay_as_they_are():
    table = pd.DataFrame({"count": pd.Series([-3, "[c]"], dtype=object), "name": ["Abbey", "Café"]})
    assert write_csv(table).decode("utf-8-sig").splitlines() == ["count,name", "-3,Abbey", "[c],Café"]
