"""Bad rows stand where the answers say, whatever else is planted beside them."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.ingest.sample.faults import plant_faults
from svd.ingest.sample.police import SampleFile
from svd.ingest.sample.signals import Fault


def file_of(rows: int) -> SampleFile:
    ids = [f"A-{number}" for number in range(rows)]
    return SampleFile("a.csv", "a", pd.DataFrame({"record_id": ids, "sex": "male"}), date(2026, 1, 1))


def test_a_copied_row_stands_below_its_model():
    fault = Fault(rule="bad_sex", file="a.csv", at=0.5, values={"sex": "Q"})
    (planted,), (answer,) = plant_faults([file_of(3)], [fault])
    assert planted.frame["record_id"].tolist() == ["A-0", "A-1", "A-90000", "A-2"]
    assert planted.frame["sex"].tolist() == ["male", "male", "Q", "male"]
    assert (answer.row, answer.column, answer.value, answer.rule) == (4, "sex", "Q", "bad_sex")


def test_an_edited_row_stays_where_it_is():
    fault = Fault(rule="bad_sex", file="a.csv", match={"record_id": "A-2"}, values={"sex": "Q"}, is_edit=True)
    (planted,), (answer,) = plant_faults([file_of(3)], [fault])
    assert planted.frame["sex"].tolist() == ["male", "male", "Q"]
    assert answer.row == 4


def test_a_row_without_values_is_repeated():
    fault = Fault(rule="duplicate_record", file="a.csv", at=0.0, column="record_id")
    (planted,), (answer,) = plant_faults([file_of(2)], [fault])
    assert planted.frame["record_id"].tolist() == ["A-0", "A-0", "A-1"]
    assert (answer.row, answer.value) == (3, "A-0")


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 3), st.booleans()), min_size=1, max_size=6))
def test_every_answer_finds_its_row(wanted):
    faults = [
        Fault(rule="bad_sex", file="a", at=at, rows=rows, values={"sex": f"Q{number}"})
        for number, (at, rows, _) in enumerate(wanted)
    ]
    (planted,), answers = plant_faults([file_of(20)], faults)
    assert len(planted.frame) == 20 + sum(fault.rows for fault in faults)
    for answer in answers:
        cells = planted.frame["sex"].iloc[answer.row - 2 : answer.row - 2 + answer.rows]
        assert (cells == answer.value).all()


@pytest.mark.parametrize("wanted", ["bad_sex", "missing_value"])
def test_the_samples_own_answers_find_their_cells(made, wanted):
    rows = [row for row in made.key.bad_rows if row.rule == wanted]
    assert rows
    for row in rows:
        table = pd.read_csv(made.folder / row.file, dtype=str, keep_default_na=False)
        assert table.at[row.row - 2, row.column] == row.value
