"""Counts from the facts against an oracle that adds up the raw rows one by one, on any set of facts."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svd.figures.counted import count_facts

from svd.measures.question import Question
from svd.measures.result import INCOMPLETE, MISSING, OK, UNALLOCATED
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
    if set(states) == {"nothing"} or (unknown and not count):
        return count, MISSING
    return count, INCOMPLETE if unknown or set(states) != {"whole"} else OK


@settings(max_examples=30)
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
    declared, offences = evidence.catalogue.indicators[indicator], ROBBERIES[indicator]

    def ask(by: str) -> pd.DataFrame:
        return count_facts(Question(evidence, declared, SELECTION, by))

    area = ask("borough").iloc[0]
    assert (area["count"], area["status"]) == add_up(rows, cover, offences, None, ASKED)

    for row in ask("month").itertuples(index=False):
        month = f"{row.month:%Y-%m-%d}"
        assert (row[1], row.status) == add_up(rows, cover, offences, None, (month,)), month

    wards = ask("ward")
    for row in wards.itertuples(index=False):
        assert (row[1], row.status) == add_up(rows, cover, offences, row.ward_code, ASKED), row.ward_code
    assert wards["count"].sum() == area["count"]

    for row in ask("ward_month").itertuples(index=False):
        month = f"{row.month:%Y-%m-%d}"
        assert (row[2], row.status) == add_up(rows, cover, offences, row.ward_code, (month,)), (row.ward_code, month)


@pytest.mark.parametrize(("by", "rows"), [("borough", 1), ("ward", 19), ("month", 3), ("ward_month", 57)])
def test_an_answer_has_every_row_though_nothing_was_counted(tmp_path, by, rows):
    evidence = build_evidence(tmp_path, coverage=covered(*ASKED))
    answer = count_facts(Question(evidence, evidence.catalogue.indicators["homicide"], SELECTION, by))
    assert len(answer) == rows and set(answer["count"]) == {0} and set(answer["status"]) == {OK}


@pytest.mark.parametrize(("share", "status"), [(99, OK), (98, INCOMPLETE)])
def test_one_record_in_a_hundred_set_aside_is_borne_and_more_is_not(tmp_path, share, status):
    fire = {"source": "lfb_incidents", "offence": "deliberate_primary_fire", "measure": "records"}
    facts = [fact(ASKED[0], ABBEY, share, **fire), fact(ASKED[0], ABBEY, None, **fire)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*ASKED, source="lfb_incidents"))
    answer = count_facts(Question(evidence, evidence.catalogue.indicators["deliberate_fires"], SELECTION, "borough"))
    assert (answer["count"].item(), answer["status"].item()) == (share, status)


def test_the_definition_chosen_says_what_counts(tmp_path):
    facts = [fact(ASKED[0], ABBEY, 5), fact(ASKED[0], ABBEY, 3, offence="business_robbery")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*ASKED))
    serious = evidence.catalogue.indicators["serious_violence"]
    counts = {}
    for definition in ("london-minimum-2023", "borough-wider-2023", ""):
        chosen = Selection(SELECTION.month_from, SELECTION.month_to, definition=definition)
        counts[definition] = count_facts(Question(evidence, serious, chosen, "borough"))["count"].item()
    assert counts == {"london-minimum-2023": 5, "borough-wider-2023": 8, "": 8}
