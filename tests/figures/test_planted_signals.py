"""What was planted in the sample is found through the measures, where the answer key says, and little else is."""

from datetime import date

import pandas as pd
import pytest
from scipy import stats

from svd.catalogue.wording import word_month
from svd.figures.between_wards.compare import compare_wards
from svd.figures.change import count_by_chance
from svd.figures.changes import measure_changes
from svd.figures.opening import default_selection, find_last_month, open_evidence
from svd.ingest.sample.answer_key import AnswerKey, read_answer_key
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import CUT_SHORT, INCOMPLETE, MISSING, OK, UNALLOCATED
from svd.store.selection import Selection, move_month, read_month
from tests.builders import PATHS

KEY: AnswerKey = read_answer_key(PATHS.home / "data" / "sample")
CHANGES = {signal["id"]: signal for signal in KEY.find("change")}
MOST_FALSE = 2


@pytest.fixture(scope="module")
def evidence(sample_store) -> Evidence:
    return open_evidence(sample_store)


def since(signal: dict) -> Selection:
    """From the planted month to the last, compared with as many months before."""
    return Selection(read_month(signal["since"]), read_month(KEY.last_month))


def month(text: str) -> Selection:
    return Selection(read_month(text), read_month(text))


def counted_offences(evidence: Evidence) -> list[str]:
    """Indicators that count facts and can be tested by ward."""
    return [
        indicator.id
        for indicator in evidence.catalogue.indicators.values()
        if indicator.calculation.basis == "facts" and indicator.calculation.measure in ("offences", "records")
    ]


def test_the_step_is_found_in_its_ward_and_in_no_other(evidence):
    step = CHANGES["step"]
    wards = measure_changes(evidence, [step["indicator"]], since(step), "ward").set_index("ward_code")
    planted = wards.loc[step["ward"]]
    assert (planted["verdict"], planted["judgement"]) == ("rising", "worsening")
    assert abs(planted["count"] - step["count_after"]) <= 5 and abs(planted["count_before"] - step["count_before"]) <= 5
    assert list(wards.index[wards["verdict"].isin(["rising", "falling"])]) == [step["ward"]]


def test_the_fall_in_robbery_is_found_for_the_area(evidence):
    fall = CHANGES["robbery_fall"]
    area = measure_changes(evidence, [fall["indicator"]], since(fall), "borough").iloc[0]
    assert (area["verdict"], area["judgement"]) == ("falling", "improving")
    assert area["count"] == pytest.approx(fall["count_after"], rel=0.02)
    assert area["count_before"] == pytest.approx(fall["count_before"], rel=0.02)


def test_little_is_called_a_change_that_was_not_planted(evidence):
    step, fall = CHANGES["step"], CHANGES["robbery_fall"]
    wards = measure_changes(evidence, counted_offences(evidence), since(fall), "ward")
    wards = wards[(wards["ward_code"] != UNALLOCATED) & (wards["verdict"] != "not tested")]
    assert len(wards) > 200, "There must be something to be wrong about."

    # What the planted changes move besides: robbery in any ward and source, and all that happens in two wards; and in
    # the wards of the intervention what it prevents, alone and among all offences.
    moved_wards = {step["ward"], *(spot["ward"] for spot in KEY.find("hot_spot"))}
    moved = wards["ward_code"].isin(moved_wards) | wards["indicator"].isin([fall["indicator"], "police_uk_robbery"])
    for planted in KEY.find("intervention"):
        counting = wards["indicator"].isin([planted["indicator"], "all_offences"])
        moved |= counting & wards["ward_code"].isin(planted["wards"])
    false = wards[~moved & wards["verdict"].isin(["rising", "falling"])]
    told = list(zip(false["indicator"], false["ward_name"], false["count_before"], false["count"], strict=True))
    assert len(told) <= MOST_FALSE, told


@pytest.mark.parametrize("gap", KEY.find("gap"), ids=lambda gap: gap["id"])
def test_months_nobody_sent_are_missing_and_not_zero(evidence, gap):
    first, last = read_month(gap["months"][0]), read_month(gap["months"][-1])
    around = Selection(move_month(first, -1), move_month(last, 1))
    months = measure(evidence, gap["indicator"], around, "month").set_index("month")
    missing = [f"{when:%Y-%m}" for when in months.index[months["status"] == MISSING]]
    assert missing == gap["months"] and months.loc[months["status"] == MISSING, "count"].isna().all()
    assert list(months["status"].iloc[[0, -1]]) == [OK, OK]
    assert measure(evidence, gap["indicator"], around, "borough")["status"].item() == INCOMPLETE


@pytest.mark.parametrize("cut", KEY.find("incomplete"), ids=lambda cut: cut["source"])
def test_a_month_cut_short_is_flagged_and_not_the_month_to_start_from(evidence, cut):
    by_month, whole = (
        measure(evidence, cut["indicator"], month(cut["month"]), by).iloc[0] for by in ("month", "borough")
    )
    assert not by_month["is_complete"] and by_month["status"] != OK
    assert f"{by_month['month']:%Y-%m}" == cut["month"]
    if whole["base"] > 1:
        # Of a protected feed nothing is shown of a month cut short; for the area the last one that is whole stands.
        assert pd.isna(by_month["count"]) and by_month["status"] == CUT_SHORT
        assert f"{whole['month_to']:%Y-%m}" == KEY.last_month and whole["period"] == word_month(whole["month_to"])
        assert whole["is_complete"] and whole["status"] == OK
    else:
        assert not whole["is_complete"] and whole["status"] != OK
    assert find_last_month(evidence) == read_month(KEY.last_month) < read_month(cut["month"])


def test_each_homicide_is_counted_in_its_month_and_ward_and_no_other(evidence):
    rare = [signal for signal in KEY.find("rare") if signal["indicator"] == "homicide"]
    last = read_month(KEY.last_month)
    whole = Selection(date(2019, 5, 1), last)
    assert rare
    cells = measure(evidence, "homicide", whole, "ward_month")
    found = cells[cells["count"] > 0]
    told = sorted(zip(found["month"].dt.strftime("%Y-%m"), found["ward_code"], found["count"], strict=True))
    assert told == sorted((signal["month"], signal["ward"], 1) for signal in rare)
    assert measure(evidence, "homicide", whole, "borough")["count"].item() == len(rare)


def test_the_rare_returns_are_in_their_months(evidence):
    rare = [signal for signal in KEY.find("rare") if signal["indicator"] == "non_domestic_homicide"]
    months = measure(
        evidence, "non_domestic_homicide", Selection(read_month(KEY.first_month), read_month(KEY.last_month)), "month"
    ).set_index("month")
    hidden = {f"{when:%Y-%m}" for when in months.index[months["status"] == "suppressed"]}
    assert {signal["month"] for signal in rare} <= hidden
    assert months["count"].dropna().eq(0).all(), "Whatever is shown is none: a single homicide is a small number."


@pytest.mark.parametrize("late", KEY.find("late"), ids=lambda late: late["id"])
def test_the_late_file_makes_its_sender_late(evidence, late):
    ledger = evidence.store.extracts.set_index("extract").loc[late["file"]]
    assert f"{ledger['received_on']:%Y-%m-%d}" == late["received_on"]
    last = ledger["period_to"].date()
    sent = measure(evidence, late["indicator"], Selection(last, last, partners=("hospital",)), "borough").iloc[0]
    assert sent["value"] == 50, "30 September to 19 November."


def test_superseded_files_stand_for_no_month(evidence):
    for signal in KEY.find("superseded"):
        assert signal["file"] not in set(evidence.store.coverage["extract"])


def test_the_ward_of_the_step_stands_out_from_where_it_was(evidence):
    step = CHANGES["step"]
    results = {by: measure(evidence, step["indicator"], since(step), by) for by in ("ward", "borough")}
    compared = compare_wards(evidence, results["ward"], results["borough"]).set_index("ward_code")
    earlier = Selection(
        move_month(read_month(step["since"]), -step["months"]), move_month(read_month(step["since"]), -1)
    )
    before = measure(evidence, step["indicator"], earlier, "ward").set_index("ward_code")
    assert compared.loc[step["ward"], "lower"] > before.loc[step["ward"], "value"]


def test_the_overview_calls_what_was_planted_and_nothing_else(evidence):
    """Each is tested by itself, and both would pass Benjamini and Hochberg's correction at 5% too."""
    selection, indicators = default_selection(evidence), evidence.catalogue.indicators
    headlines = [one.id for one in indicators.values() if one.is_headline and one.calculation.basis == "facts"]
    levels = {"borough": list(indicators), "ward": headlines}
    tested = pd.concat([measure_changes(evidence, names, selection, by) for by, names in levels.items()])
    tested = tested[tested["verdict"] != "not tested"].reset_index()
    called = tested[tested["verdict"].isin(["rising", "falling"])]
    fall, step = CHANGES["robbery_fall"], CHANGES["step"]
    planted = {(fall["indicator"], evidence.catalogue.area.code), (step["indicator"], step["ward"])}
    assert set(zip(called["indicator"], called["ward_code"], strict=True)) == planted
    assert 0.2 < count_by_chance(len(tested)) < 0.5
    corrected = tested[stats.false_discovery_control(tested["p"]) < 0.05]
    assert set(corrected["indicator"]) == {fall["indicator"], step["indicator"]}
