"""From figures to extracts: each file once, only those of the months in question, none of the others."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue.schema import TABLES
from svd.figures.lineage import list_lineage
from svd.figures.record_counts import count_records
from svd.figures.scorecard import score_indicators
from svd.measures.measure import measure
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact, returned

NUMBERS = [name for name in TABLES["extracts"].names if name.startswith(("rows_", "fields_", "placed_"))]
SELECTION = Selection(date(2026, 1, 1), date(2026, 2, 1))
JAN, FEB, OLD, FIRES, YJS = "jan.csv", "feb.csv", "2025.csv", "fires.csv", "yjs.csv"
PERIODS = {OLD: ("2025-11", "2025-12"), JAN: ("2026-01", "2026-01"), FIRES: ("2026-01", "2026-01")}
PERIODS[YJS] = ("2025-04", "2025-06")


def _file(source: str, name: str, received_on: str, status: str = "used") -> dict:
    day = pd.Timestamp(received_on)
    file = {"source": source, "extract": name, "received_on": day, "status": status, "sha256": f"{name}{received_on}"}
    first, last = (pd.Timestamp(f"{month}-01") for month in PERIODS.get(name, ("2026-02", "2026-02")))
    return {**file, "period_from": first, "period_to": last, **dict.fromkeys(NUMBERS, 50)}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    coverage = covered("2025-11-01", "2025-12-01", extract=OLD) + covered("2026-01-01", extract=JAN)
    coverage += covered("2026-02-01", extract=FEB) + covered("2026-01-01", source="lfb_incidents", extract=FIRES)
    extracts = [_file("mps_ward", name, "2026-03-01") for name in (OLD, JAN, FEB)]
    extracts += [_file("lfb_incidents", FIRES, "2026-02-01", "superseded"), _file("lfb_incidents", FIRES, "2026-02-09")]
    extracts += [_file("yjs_returns", YJS, "2025-09-01"), _file("mps_ward", "refused.csv", "2026-03-02", "refused")]
    fires = fact("2026-01-01", None, 50, source="lfb_incidents", extract=FIRES, offence="deliberate_primary_fire")
    facts = [fact("2026-01-01", None, 5, extract=JAN), {**fires, "measure": "records"}]
    returns = [returned("2025-04-01", "2025-06-01", 4, 100)]
    return build_evidence(
        tmp_path_factory.mktemp("store"), coverage=coverage, extracts=extracts, facts=facts, returns=returns
    )


def _names(evidence, *shown: pd.DataFrame, selection: Selection = SELECTION) -> dict[str, int | None]:
    listed = list_lineage(evidence, selection, shown)
    return {row.extract: None if pd.isna(row.months) else row.months for row in listed.itertuples()}


def test_a_figure_leads_to_the_files_of_its_months_only(evidence):
    figure = measure(evidence, "violence_with_injury", SELECTION, "borough")
    assert _names(evidence, figure) == {JAN: 1, FEB: 1}


def test_a_series_leads_to_the_files_of_the_months_it_reaches_back_to(evidence):
    series = measure(evidence, "violence_with_injury", SELECTION.spanning(date(2025, 11, 1), date(2026, 2, 1)), "month")
    assert _names(evidence, series) == {OLD: 2, JAN: 1, FEB: 1}


def test_a_change_leads_to_the_files_of_both_periods(evidence):
    scores = score_indicators(evidence, Selection(date(2026, 1, 1), date(2026, 2, 1), partners=("mps",)))
    assert {OLD: 2, JAN: 1, FEB: 1}.items() <= _names(evidence, scores).items()


def test_a_return_of_an_earlier_period_leads_to_its_file(evidence):
    figure = measure(evidence, "first_time_entrants", SELECTION, "borough")
    assert figure["extract"].iloc[0] == YJS
    assert _names(evidence, figure) == {YJS: None}, "It stands for no month of the selection."


def test_records_lead_to_the_files_of_their_sources_and_a_file_sent_twice_is_one(evidence):
    records = count_records(evidence, SELECTION, "borough")
    listed = list_lineage(evidence, SELECTION, [records]).set_index("extract")
    assert list(listed.index) == [JAN, FEB, FIRES]
    assert listed.loc[FIRES, ["sha256", "status"]].to_list() == ["fires.csv2026-02-09", "used"]


def test_a_data_indicator_leads_to_what_partners_sent(evidence):
    figure = measure(evidence, "rows_set_aside", SELECTION, "borough")
    assert _names(evidence, figure) == {FIRES: 1}, "What is published is not counted in it."


def test_nothing_shown_leads_nowhere(evidence):
    assert _names(evidence, pd.DataFrame()) == {}
