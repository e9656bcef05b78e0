"""Every period of one length: its figures are those the measure gives for that very period."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.periods_seen import measure_windows
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month
from tests.builders import build_evidence, covered, fact

ABBEY, ALIBON = "E05014053", "E05014054"
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-01-01", "2025-06-01", freq="MS")]
FIRES = {"source": "lfb_incidents", "extract": "fires.csv", "offence": "deliberate_primary_fire", "measure": "records"}
TWO_MONTHS = Selection(date(2024, 1, 1), date(2024, 2, 1))


@pytest.fixture
def evidence(tmp_path) -> Evidence:
    return _build(tmp_path, 6)


def _build(tmp_path, monthly: int) -> Evidence:
    """Abbey 1, 2, 3, ... offences and so many fires a month, Alibon none; of fires nothing was sent in May."""
    offences = [fact(month, ABBEY, number) for number, month in enumerate(MONTHS, start=1)]
    sent = [month for month in MONTHS if month != "2024-05-01"]
    fires = [{**FIRES, "month": pd.Timestamp(month), "ward_code": ABBEY, "count": monthly} for month in sent]
    coverage = covered(*MONTHS) + covered(*sent, source="lfb_incidents", extract="fires.csv")
    return build_evidence(tmp_path, facts=offences + fires, coverage=coverage)


def _of(windows: pd.DataFrame, ward: str, column: str) -> list:
    return windows[windows["ward_code"] == ward].sort_values("month_from")[column].tolist()


def test_each_period_is_summed(evidence: Evidence) -> None:
    windows = measure_windows(evidence, "violence_with_injury", TWO_MONTHS)

    assert _of(windows, ABBEY, "count") == [2 * number + 1 for number in range(1, 18)], "1 + 2, 2 + 3, ..."
    assert set(_of(windows, ALIBON, "count")) == {0}


@pytest.mark.parametrize("indicator", ["violence_with_injury", "deliberate_fires"])
@pytest.mark.parametrize("length", [1, 2, 12])
def test_figures_are_those_the_measure_gives_for_each_period(evidence: Evidence, indicator: str, length: int) -> None:
    first = date(2024, 1, 1)
    windows = measure_windows(evidence, indicator, Selection(first, move_month(first, length - 1)))

    assert len(windows)
    for start, wards in windows.groupby("month_from"):
        period = Selection(start, move_month(start, length - 1))
        measured = measure(evidence, indicator, period, "ward").set_index("ward_code")["value"]
        shown = wards.set_index("ward_code")["value"]
        pd.testing.assert_series_equal(shown, measured.reindex(shown.index), check_dtype=False)


def test_a_small_number_is_hidden_here_too(tmp_path) -> None:
    evidence = _build(tmp_path, 4)
    month, quarter = (Selection(date(2024, 1, 1), date(2024, last, 1)) for last in (1, 3))
    assert measure_windows(evidence, "deliberate_fires", month).empty, "4 a month are shown by the quarter only."

    windows = measure_windows(evidence, "deliberate_fires", quarter)
    starts = [date(2024, 1, 1), date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)]
    assert _of(windows, ABBEY, "month_from") == starts and set(windows["ward_code"]) == {ABBEY}
    assert set(_of(windows, ABBEY, "count")) <= {10, 15}, "12, in steps of 5."


def test_a_period_with_a_month_not_received_is_left_out(evidence: Evidence) -> None:
    starts = set(measure_windows(evidence, "deliberate_fires", TWO_MONTHS)["month_from"])

    assert date(2024, 4, 1) not in starts and date(2024, 5, 1) not in starts
    assert date(2024, 3, 1) in starts and date(2024, 6, 1) in starts


def test_the_difference_is_from_the_period_compared_with(evidence: Evidence) -> None:
    before = measure_windows(evidence, "violence_with_injury", TWO_MONTHS)
    a_year = measure_windows(evidence, "violence_with_injury", Selection(*_span(TWO_MONTHS), compare="last_year"))

    assert _of(before, ABBEY, "difference")[2:] == [4] * 15, "each month is 1 more, two months apart, of two months"
    assert pd.isna(_of(before, ABBEY, "difference")[:2]).all(), "nothing comes before the first two"
    assert _of(a_year, ABBEY, "difference")[12:] == [24] * 5


def test_a_period_longer_than_the_store_gives_no_rows(evidence: Evidence) -> None:
    assert measure_windows(evidence, "violence_with_injury", Selection(date(2020, 1, 1), date(2024, 1, 1))).empty


def _span(selection: Selection) -> tuple[date, date]:
    return selection.month_from, selection.month_to
