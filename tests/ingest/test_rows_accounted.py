"""Whatever is sent, every row read is kept or set aside with its reason, and no reader falls over."""

import csv
import io
from datetime import date

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from svd.ingest.extract import ReadExtract, count_set_aside
from tests.ingest.builders import (
    ASH,
    BIRCH,
    ELSEWHERE,
    incident_row,
    knife_row,
    make_catalogue,
    open_file,
    return_row,
    street_row,
    ward_row,
)
from tests.proof import some

JUNK = st.sampled_from(
    ["", "?", "-1", "1e3", "1.5", "nan", "inf", "9999999", "Café", '"', "2025-02-30", "2099-01", "*", "<5"]
)
WORDS = {
    "ward_code": [ASH, BIRCH, ELSEWHERE, ""],
    "WardCode": [ASH, BIRCH, ELSEWHERE],
    "area_code": [ASH, f"{BIRCH} ", "E09000001", "E09000002", ELSEWHERE],
    "LookUp_BoroughName": ["Treetown", "Elsewhere", ""],
    "MinorText": ["ROBBERY", "Homicide", "STALKING", "HARM WITHOUT INJURY"],
    "occurred_at": ["2025-01-01", "2025-02-28T23:59", "3/3/2025", "2024-12"],
    "Month": ["2025-01", "2025-02"],
    "month_year": ["2025-01-01", "2025-02-01"],
    "period_from": ["2025-01", "2024-10"],
    "period_to": ["2025-03", "2025-01"],
    "measure": ["Offences", "Positive Outcomes"],
    "area_type": ["Borough", "Safer Neighbourhood Teams"],
    "indicator": ["held", "entrants"],
    "numerator": ["3", "*", "0"],
    "category": ["Noise", "Fight"],
    "record_id": ["A", "B", "C", "D", "E"],
    "easting": ["545500", "400000", "0"],
    "Longitude": ["0.0971", "-1.5"],
    "is_repeat": ["yes", "no"],
}
FILES = {
    "Ward Level Crime.csv": ward_row(m202501=1, m202502=2),
    "Monthly Crime Dashboard.csv": knife_row(),
    "2025-01-force-street.csv": street_row(),
    "asb_2025-01_2025-03.csv": incident_row(),
    "asb.csv": incident_row(),
    "team_returns.csv": return_row(),
}


def cells(name: str, good: object) -> st.SearchStrategy[str]:
    usual = st.sampled_from([str(good), *WORDS.get(name, [])])
    return st.one_of(usual, usual, usual, usual, JUNK)


@st.composite
def sent_files(draw) -> tuple[str, list[list[str]]]:
    """A file's name and rows: mostly good cells, some junk, some rows too short or too long, some sent twice."""
    name, good = draw(st.sampled_from(sorted(FILES.items(), key=lambda file: file[0])))
    row = st.tuples(*(cells(column, cell) for column, cell in good.items())).map(list)
    rows = draw(st.lists(row, min_size=1, max_size=8))
    rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    for spoilt in draw(st.lists(st.sampled_from(range(len(rows))), max_size=2)):
        rows[spoilt] = draw(st.sampled_from([rows[spoilt][:-1], [*rows[spoilt], "more"]]))
    return name, [list(good), *rows]


def write(path, rows) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


@settings(max_examples=some(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=sent_files(), has_zero_months=st.booleans())
def test_rows_read_are_kept_or_set_aside(tmp_path, sent, has_zero_months):
    name, rows = sent
    path = tmp_path / name
    write(path, rows)
    catalogue = make_catalogue(asb={"are_empty_months_zero": has_zero_months})
    extract = open_file(path, catalogue, date(2025, 6, 1))
    if (extract.problems["severity"] == "file").any():
        assert len(rows[-1]) < len(rows[0]), "only a last row that is cut may refuse one of these files"
        return
    blank = [row for row in rows if not any(cell.strip(', \t"') for cell in row)]
    assert extract.rows_read == len(rows) - 1 - len(blank)
    assert extract.rows_read == extract.rows_kept + extract.rows_set_aside
    _check_problems(extract)
    _check_counts(extract)


def _check_problems(extract: ReadExtract) -> None:
    problems = extract.problems
    assert extract.rows_set_aside == count_set_aside(problems)
    named = problems[problems["row"].notna()]
    assert not named.duplicated(["row", "column", "rule"]).any()
    assert problems["message"].str.endswith((".", "text.")).all()
    kept_rows = set(extract.incidents["row"])
    set_aside = named[(named["severity"] == "set_aside") & (named["rule"] != "outside_area")]
    assert not kept_rows & set(set_aside["row"])


def _check_counts(extract: ReadExtract) -> None:
    facts = extract.facts
    if len(extract.incidents):
        counted = facts.loc[facts["measure"].isin(["records", "offences"]), "count"].sum()
        assert counted == len(extract.incidents) == extract.rows_kept
    silent = {"outside_area", "duplicate_record", "outside_period"}
    reasons = extract.problems[extract.problems["severity"] == "set_aside"]
    loud = any(not silent & set(rules) for _, rules in reasons.groupby("row")["rule"])
    if extract.source != "team_returns" and len(extract.months) and loud:
        assert facts["count"].isna().any(), "what was set aside is not known, and not zero"
    assert facts["month"].isin(extract.months["month"]).all()
    assert (facts["count"].dropna() >= 0).all()
