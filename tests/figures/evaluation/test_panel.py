"""The counts an evaluation rests on: whole months, breaks cut off or told, and a reason where nothing can be tested."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.evaluation.design import Design, find_evaluable, list_comparison, refuse_indicator
from svd.figures.evaluation.panel import build_panel
from tests.builders import build_evidence, covered, fact

WARDS = [f"E050140{number}" for number in range(53, 72)]
HERE = WARDS[0]


def months(first: str, last: str) -> list[str]:
    return [f"{month:%Y-%m-%d}" for month in pd.date_range(first, last, freq="MS")]


def evidence_of(tmp_path, listed: list[str], *, wards=tuple(WARDS), count=10, **others):
    """The wards' counts in the months listed, and in one more, which is provisional."""
    listed = [*listed, f"{pd.Timestamp(listed[-1]) + pd.DateOffset(months=1):%Y-%m-%d}"]
    facts = [fact(month, ward, count) for month in listed for ward in wards]
    return build_evidence(
        tmp_path, facts=facts + others.pop("facts", []), coverage=others.pop("coverage", covered(*listed))
    )


def design(**others) -> Design:
    asked = {"indicator": "violence_with_injury", "treated": (HERE,), "start": date(2025, 9, 1)}
    return Design(**asked | others)


def test_wards_and_months_stand_where_they_belong(tmp_path):
    panel = build_panel(evidence_of(tmp_path, months("2024-09", "2026-02")), design())
    assert panel.reason == "" and panel.left_out == ("Mar 2026 (provisional)",) and panel.cautions == ()
    assert panel.counts.shape == (19, 18) and panel.counts.index[panel.is_treated].tolist() == [HERE]
    assert panel.counts.columns[panel.is_after][0] == pd.Timestamp("2025-09-01") and panel.is_after.sum() == 6
    assert (panel.numbers == 10).all() and (panel.people > 1000).all()


def test_the_months_asked_for_are_those_looked_at(tmp_path):
    evidence = evidence_of(tmp_path, months("2024-03", "2026-02"))
    panel = build_panel(evidence, design(months_before=12, end=date(2025, 12, 1)))
    assert (panel.counts.columns[0], panel.counts.columns[-1]) == (
        pd.Timestamp("2024-09-01"),
        pd.Timestamp("2025-12-01"),
    )


def test_a_month_that_is_not_whole_in_one_ward_is_left_out_for_all(tmp_path):
    listed = months("2024-09", "2026-02")
    coverage = covered(*listed[:-1], "2026-03-01") + covered(listed[-1], is_complete=False)
    coverage = [row for row in coverage if row["month"] != pd.Timestamp("2025-01-01")]
    panel = build_panel(evidence_of(tmp_path, listed, coverage=coverage), design())
    assert panel.counts.shape == (19, 16)
    assert panel.left_out == ("Jan 2025 (nothing received)", "Feb 2026 (not whole)", "Mar 2026 (provisional)")


def test_a_row_set_aside_leaves_its_month_out(tmp_path):
    listed = months("2024-09", "2026-02")
    panel = build_panel(evidence_of(tmp_path, listed, facts=[fact("2025-11-01", WARDS[7], None)]), design())
    assert panel.left_out == ("Nov 2025 (not whole)", "Mar 2026 (provisional)") and panel.counts.shape == (19, 17)


def test_months_before_a_break_are_left_out_where_enough_remain(tmp_path):
    panel = build_panel(evidence_of(tmp_path, months("2023-09", "2026-02")), design(months_before=24))
    assert panel.counts.columns[0] == pd.Timestamp("2024-03-01") and panel.cautions == ()
    assert panel.left_out[0].startswith("Sep 2023 to Feb 2024 (before a break: New police crime system")


def test_a_break_that_can_not_be_cut_off_is_told(tmp_path):
    panel = build_panel(evidence_of(tmp_path, months("2023-06", "2024-12")), design(start=date(2024, 7, 1)))
    assert panel.counts.columns[0] == pd.Timestamp("2023-06-01") and panel.left_out == ("Jan 2025 (provisional)",)
    (caution,) = panel.cautions
    assert "New police crime system (CRIS to CONNECT), Feb 2024" in caution
    assert "What it did to all wards alike is taken out by the comparison" in caution


def test_what_changed_the_usual_but_not_the_recording_cuts_nothing_and_is_told(tmp_path):
    panel = build_panel(evidence_of(tmp_path, months("2018-06", "2020-12")), design(start=date(2020, 6, 1)))
    assert panel.counts.columns[0] == pd.Timestamp("2018-06-01") and panel.left_out == ("Jan 2021 (provisional)",)
    (caution,) = panel.cautions
    assert "First lockdown, Mar 2020" in caution


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"treated": ()}, "no ward of the intervention is named"),
        ({"indicator": "asb_incidents"}, "hidden or rounded (Under 5 (council))"),
        ({"indicator": "knife_positive_outcomes"}, "is not a count of events by ward and month"),
        ({"indicator": "first_time_entrants"}, "is not a count of events by ward and month"),
        ({"comparison": tuple(WARDS[1:5])}, "there are 4 comparison wards, and 5 are needed"),
        ({"start": date(2024, 12, 1)}, "there are 3 whole months before, and 6 are needed"),
        ({"start": date(2026, 1, 1)}, "there are 2 whole months after, and 3 are needed"),
        ({"start": date(2026, 5, 1)}, "nothing has been received from May 2026 on"),
        ({"start": date(2026, 2, 1), "end": date(2026, 1, 1)}, "the last month, Jan 2026, lies before the first"),
        ({"start": date(2024, 9, 1)}, "nothing has been received from before Sep 2024"),
        ({"start": date(2020, 1, 1), "end": date(2020, 9, 1)}, "nothing has been received from before Jan 2020"),
        (
            {"indicator": "personal_robbery"},
            "0 events of these wards before, or to be expected after, are fewer than 10",
        ),
    ],
)
def test_what_can_not_be_tested_says_why(tmp_path, asked, words):
    panel = build_panel(evidence_of(tmp_path, months("2024-09", "2026-02")), design(**asked))
    assert words in panel.reason


def test_comparison_wards_are_all_others_or_those_asked_for_less_the_neighbours(tmp_path):
    evidence = evidence_of(tmp_path, months("2025-01", "2025-02"))
    near = evidence.geography.neighbours_of([HERE])
    assert set(list_comparison(evidence, design())) == set(WARDS) - {HERE}
    apart = list_comparison(evidence, design(leaves_out_neighbours=True))
    assert set(apart) == set(WARDS) - {HERE} - set(near) and 0 < len(near) < 18
    asked = (HERE, near[0], apart[0])
    assert list_comparison(evidence, design(comparison=asked, leaves_out_neighbours=True)) == (apart[0],)


def test_only_published_counts_can_be_evaluated(tmp_path):
    evidence = evidence_of(tmp_path, months("2025-01", "2025-02"))
    found = find_evaluable(evidence, evidence.catalogue.indicators.values())
    assert {"violence_with_injury", "personal_robbery", "knife_crime"} <= {one.id for one in found}
    assert {evidence.catalogue.rules[one.small_number_rule].hide_up_to for one in found} == {0}
    assert all(not refuse_indicator(one, evidence.catalogue) for one in found)
