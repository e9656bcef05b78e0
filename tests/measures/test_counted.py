"""Counts from the facts against an oracle that adds up the raw rows one by one, on any set of facts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.figures.over_time.controlled import control_series
from svd.figures.record_counts import count_records
from svd.measures.counted import count_recipes
from svd.measures.measure import measure
from svd.measures.recipe import find_recipe
from svd.measures.result import CUT_SHORT, INCOMPLETE, MISSING, OK, SUPPRESSED, UNALLOCATED
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY, ALIBON, BEAM = "E05014053", "E05014054", "E05014056"
MONTHS = ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")
ASKED = MONTHS[1:]
SELECTION = Selection(date(2025, 2, 1), date(2025, 4, 1))
ROBBERIES = {"personal_robbery": {"personal_robbery"}, "all_offences": None}

_ROWS = st.lists(
    st.builds(
        fact,
        st.sampled_from(MONTHS),
        st.sampled_from([ABBEY, ALIBON, BEAM, None]),
        st.one_of(st.none(), st.integers(0, 40)),
        offence=st.sampled_from(["violence_with_injury", "personal_robbery", "homicide", "unmapped"]),
        measure=st.sampled_from(["offences", "offences", "positive_outcomes"]),
        age_band=st.sampled_from([None, "0-9", "18-24"]),
    ),
    max_size=25,
)
_COVER = st.fixed_dictionaries({month: st.sampled_from(["whole", "whole", "cut short", "nothing"]) for month in MONTHS})


def _is_loose(row: dict, cover: dict, offences: set | None, months: tuple[str, ...]) -> bool:
    """Whether the row was set aside and could have been of any ward."""
    month = f"{row['month']:%Y-%m-%d}"
    is_ours = offences is None or row["offence"] in offences or row["offence"] == "unmapped"
    is_of_measure = row["source"] == "mps_ward" and row["measure"] == "offences"
    in_time = month in months and cover[month] != "nothing"
    return row["count"] is None and row["ward_code"] is None and is_ours and is_of_measure and in_time


def add_up(rows: list[dict], cover: dict, offences: set | None, ward: str | None, months: tuple[str, ...]) -> tuple:
    """Count and status of a ward (none: the whole area) in the months, row by row."""
    count, unknown = 0, 0
    for row in rows:
        month = f"{row['month']:%Y-%m-%d}"
        is_ours = offences is None or row["offence"] in offences or row["offence"] == "unmapped"
        is_there = ward is None or (row["ward_code"] or UNALLOCATED) == ward
        if month not in months or cover[month] == "nothing" or not is_ours or not is_there:
            continue
        if row["source"] != "mps_ward" or row["measure"] != "offences":
            continue
        unknown += row["count"] is None
        count += row["count"] or 0
    states = [cover[month] for month in months]
    # A row set aside whose ward is not known could be of any ward: none of them is proven to have none.
    loose = ward not in (None, UNALLOCATED) and any(_is_loose(row, cover, offences, months) for row in rows)
    if set(states) == {"nothing"} or ((unknown or loose) and not count):
        return count, MISSING
    return count, INCOMPLETE if unknown or set(states) != {"whole"} else OK


@settings(max_examples=10)
@given(rows=_ROWS, cover=_COVER, indicator=st.sampled_from(sorted(ROBBERIES)))
def test_every_level_agrees_with_the_slow_sum(tmp_path_factory, rows, cover, indicator):
    # An unmapped row never has a count, and another source's rows must not count.
    rows = [{**row, "count": None} if row["offence"] == "unmapped" else row for row in rows]
    others = [{**row, "source": "police_uk", "count": 1000} for row in rows[:3]]
    coverage = [
        row
        for month, state in cover.items()
        if state != "nothing"
        for row in covered(month, is_complete=state == "whole")
    ]
    evidence = build_evidence(tmp_path_factory.mktemp("any"), facts=rows + others, coverage=coverage)
    offences = ROBBERIES[indicator]

    def ask(by: str) -> pd.DataFrame:
        return measure(evidence, indicator, SELECTION, by)

    for by in ("borough", "month", "ward", "ward_month"):
        for row in ask(by).to_dict("records"):
            months = (f"{row['month']:%Y-%m-%d}",) if "month" in by else ASKED
            ward = row["ward_code"] if by.startswith("ward") else None
            count, status = add_up(rows, cover, offences, ward, months)
            assert row["status"] == status, (by, ward, months)
            assert pd.isna(row["count"]) if status == MISSING else row["count"] == count, (by, ward, months)


@pytest.mark.parametrize(("by", "rows"), [("borough", 1), ("ward", 19), ("month", 3), ("ward_month", 57)])
def test_an_answer_has_every_row_though_nothing_was_counted(tmp_path, by, rows):
    evidence = build_evidence(tmp_path, coverage=covered(*ASKED))
    answer = measure(evidence, "homicide", SELECTION, by)
    assert len(answer) == rows and set(answer["count"]) == {0} and set(answer["status"]) == {OK}


def test_the_definition_chosen_says_what_counts(tmp_path):
    facts = [fact(ASKED[0], ABBEY, 5), fact(ASKED[0], ABBEY, 3, offence="business_robbery")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*ASKED))
    counts = {}
    for definition in ("london-minimum-2023", "borough-wider-2023", ""):
        chosen = Selection(SELECTION.month_from, SELECTION.month_to, definition=definition)
        counts[definition] = measure(evidence, "serious_violence", chosen, "borough")["count"].item()
    assert counts == {"london-minimum-2023": 5, "borough-wider-2023": 8, "": 8}


def test_a_share_has_the_months_in_which_its_whole_is_shown_too_and_none_where_it_is_withheld(tmp_path):
    case = {"source": "marac_cases", "offence": "marac_case", "extract": "marac.csv"}
    sent = {"records": 80, "repeats": 30}
    facts = [fact(month, ABBEY, count, measure=name, **case) for month in MONTHS for name, count in sent.items()]
    received = covered(*MONTHS, source="marac_cases", extract="marac.csv")
    evidence = build_evidence(tmp_path, facts=facts, coverage=received)
    cube, catalogue = evidence.cube, evidence.catalogue
    recipe = find_recipe(cube, catalogue, catalogue.indicators["marac_repeat_rate"], catalogue.latest_definition, ())
    end_withheld, withheld = recipe.whole.copy(), np.full_like(recipe.whole, np.nan)
    end_withheld[:, -1] = np.nan

    def count(whole) -> tuple:
        found = count_recipes(cube, [replace(recipe, whole=whole)], [None], (0, 4), "borough")
        return (int(found["start"][0]), int(found["end"][0]), found["status"][0])

    assert count(recipe.whole) == (0, 4, OK)
    assert count(end_withheld) == (0, 3, OK)
    assert count(withheld) == (0, 4, SUPPRESSED)


def cut_short(folder, months: int):
    """A protected feed of so many months, of which the file ends inside the last: its evidence and its months."""
    named = [f"{month:%Y-%m-%d}" for month in pd.date_range("2023-05-01", periods=months, freq="MS")]
    shared = {"source": "lfb_incidents", "offence": "deliberate_primary_fire", "measure": "records"}
    counts = np.random.default_rng(4).poisson(40, (months, 3))
    counts[3] = (1, 0, 0)
    facts = [
        fact(month, ward, int(count), **shared)
        for month, row in zip(named, counts, strict=True)
        for ward, count in zip((ABBEY, ALIBON, BEAM), row, strict=True)
        if count
    ]
    coverage = [
        *covered(*named[:-1], source="lfb_incidents"),
        *covered(named[-1], source="lfb_incidents", is_complete=False),
    ]
    asked = Selection(date(2023, 5, 1), pd.Timestamp(named[-1]).date())
    return build_evidence(folder, facts=facts, coverage=coverage), asked


@pytest.mark.parametrize("by", ["month", "ward_month"])
def test_a_month_cut_short_of_a_protected_feed_says_so_and_not_that_it_holds_few(tmp_path, by):
    evidence, asked = cut_short(tmp_path, 12)
    shown = measure(evidence, "deliberate_fires", asked, by)
    shown = shown[shown["ward_code"].isin([ABBEY, evidence.catalogue.area.code])].reset_index(drop=True)
    records = count_records(evidence, asked, by)
    title = evidence.catalogue.offences["deliberate_primary_fire"].title
    last = records[(records["month"] == "2024-04-01") & records["offence"].str.contains(title, regex=False)]

    assert list(shown["status"].iloc[[3, 10, 11]]) == [SUPPRESSED, OK, CUT_SHORT]
    assert shown[["count", "value", "lower", "upper"]].iloc[11].isna().all()
    assert len(last) and set(last["status"]) == {CUT_SHORT}
    whole = measure(evidence, "deliberate_fires", asked, "ward" if by == "ward_month" else "borough").iloc[0]
    assert whole["month_to"] == pd.Timestamp("2024-03-01"), "a longer period ends with the last whole month"


def test_a_month_cut_short_takes_no_limits_from_a_protected_series(tmp_path):
    evidence, asked = cut_short(tmp_path, 30)
    series = measure(evidence, "deliberate_fires", asked, "month").iloc[4:]

    assert series["status"].iloc[-1] == CUT_SHORT and set(series["status"].iloc[:-1]) == {OK}
    assert control_series(series, evidence.catalogue.indicators["deliberate_fires"], ()).reason == ""
