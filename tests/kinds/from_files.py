"""Kinds that show in figures of a small store, or of one file: what was said of it, and what is said now."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from click.testing import CliRunner

from svd import cli, cli_measure
from svd.catalogue import load_catalogue
from svd.figures import changes, opening
from svd.figures.changes import measure_changes
from svd.figures.latest import judge_latest
from svd.figures.opening import default_selection
from svd.geography.place import place_rows
from svd.geography.residents import Residents
from svd.geography.wards import load_geography
from svd.ingest.curate import build_store
from svd.measures import counted, recipe
from svd.measures.measure import measure
from svd.measures.question import By, Evidence
from svd.store.selection import Selection
from svd.store.store import open_store
from tests.builders import PATHS, build_evidence, covered, fact, returned

ABBEY = "E05014053"


def _list_months(first: str, number: int) -> list[str]:
    return [f"{month:%Y-%m-%d}" for month in pd.date_range(first, periods=number, freq="MS")]


def _declare(evidence: Evidence, name: str, **how: object) -> Evidence:
    """The evidence with another calculation of an indicator."""
    one = evidence.catalogue.indicators[name]
    other = one.model_copy(update={"calculation": one.calculation.model_copy(update=how)})
    return replace(
        evidence, catalogue=replace(evidence.catalogue, indicators={**evidence.catalogue.indicators, name: other})
    )


def build_ratio(folder: Path, form: str) -> Evidence:
    """A ward with one knife crime and three outcomes of older ones in the month, its indicator of that form."""
    knife = {"source": "mps_knife", "extract": "knife.csv", "offence": "knife_crime"}
    facts = [
        fact("2023-09-01", "E05014064", count, **knife, measure=measured)
        for count, measured in ((1, "offences"), (3, "positive_outcomes"))
    ]
    sent = covered("2023-09-01", source="mps_knife", extract="knife.csv")
    evidence = build_evidence(folder, facts=facts, coverage=sent)
    assert evidence.catalogue.indicators["knife_positive_outcomes"].calculation.form == "ratio"
    return _declare(evidence, "knife_positive_outcomes", form=form)


def ratio_as_share(folder: Path, is_ruled: bool) -> str:
    """Outcomes to offences, as a share and as what it is."""
    evidence = build_ratio(folder, "ratio" if is_ruled else "proportion")
    month = Selection(date(2023, 9, 1), date(2023, 9, 1))
    row = measure(evidence, "knife_positive_outcomes", month, "ward").set_index("ward_code").loc["E05014064"]
    if not is_ruled:
        return f"{row['value']:.0f}% of the month's knife crimes had a positive outcome"
    return f"{row['count']:.0f} outcomes to {row['denominator']:.0f} offence: a ratio of {row['value']:.0f} to 100"


def untestable_default(folder: Path, is_ruled: bool) -> str:
    """Police indicators that are not tested in the months a reader starts from, two years after a change of system."""
    months = _list_months("2022-02-01", 48)
    names = {
        "violence_with_injury": 150,
        "violence_without_injury": 240,
        "stalking_and_harassment": 140,
        "personal_robbery": 50,
        "weapon_possession": 30,
        "rape": 20,
    }
    facts = [fact(month, ABBEY, count, offence=name) for name, count in names.items() for month in months]
    evidence = build_evidence(folder, facts=facts, coverage=covered(*months))
    with nullcontext() if is_ruled else patch.object(opening, "find_testable", lambda *_: None):
        selection = default_selection(evidence)
    tested = measure_changes(evidence, names, selection, "borough")
    left = (tested["verdict"] == "not tested").sum()
    return f"{left} of {len(names)} not tested ({len(selection.months)} months to {selection.month_to:%b %Y})"


def stock_as_flow(folder: Path, is_ruled: bool) -> str:
    """Young people not in education, work or training: four quarterly levels of one group of people."""
    levels = [180, 188, 184, 188]
    ends = [
        ("2025-01-01", "2025-03-01"),
        ("2025-04-01", "2025-06-01"),
        ("2025-07-01", "2025-09-01"),
        ("2025-10-01", "2025-12-01"),
    ]
    feed = {"source": "council_returns", "extract": "council.csv", "indicator": "neet_16_17"}
    rows = [returned(*end, level, 5907, **feed) for end, level in zip(ends, levels, strict=True)]
    evidence = build_evidence(
        folder,
        returns=rows,
        coverage=covered(*_list_months("2025-01-01", 12), source="council_returns", extract="council.csv"),
    )
    open_rules = {name: rule.model_copy(update={"hide_up_to": 0}) for name, rule in evidence.catalogue.rules.items()}
    evidence = replace(evidence, catalogue=replace(evidence.catalogue, rules=open_rules))
    if not is_ruled:
        evidence = _declare(evidence, "neet_16_17", is_stock=False)
    row = measure(evidence, "neet_16_17", Selection(date(2025, 1, 1), date(2025, 12, 1)), "borough").iloc[0]
    return f"{row['count']:,.0f} of {row['denominator']:,.0f} ({row['lower']:.2f}% to {row['upper']:.2f}%)"


def one_year_of_residents(folder: Path, is_ruled: bool) -> str:
    """Offences of the first half of 2021 in Abbey per 1,000 residents, which the ward has gained since."""
    months = _list_months("2021-01-01", 6)
    evidence = build_evidence(folder, facts=[fact(month, ABBEY, 50) for month in months], coverage=covered(*months))

    def of_newest(held: Residents, bands, months, sex=None) -> np.ndarray:
        return np.repeat(held.count(bands, sex)[:, -1:].astype(float), len(months), axis=1)

    with nullcontext() if is_ruled else patch.object(Residents, "track", of_newest):
        result = measure(evidence, "violence_with_injury", Selection(date(2021, 1, 1), date(2021, 6, 1)), "ward")
    row = result.set_index("ward_code").loc[ABBEY]
    return f"{row['value']:.2f} per 1,000 of {row['denominator']:,.0f} residents"


def year_by_its_months(folder: Path, is_ruled: bool) -> str:
    """Violence with injury against a level of 7.28 per 1,000 a year, reached by a twelfth in one month of twelve."""
    months, counts = _list_months("2024-04-01", 24), [145, 160] * 11 + [145, 130]
    facts = [fact(month, ABBEY, count) for month, count in zip(months, counts, strict=True)]
    evidence = build_evidence(folder, facts=facts, coverage=covered(*months))
    found = judge_latest(evidence, Selection(date(2026, 1, 1), date(2026, 3, 1))).loc["violence_with_injury"]
    if not is_ruled:
        return f"{found['assurance']}: chance decides"
    return f"{found['year']}: {found['year_words']} in the year, against {found['yearly']:.2f}"


def records_unplaced(folder: Path, is_ruled: bool) -> str:
    """Wards where nuisance is said to fall: half of the last six months' records have no ward, and nothing changed."""
    months, wards = _list_months("2024-10-01", 24), list(load_geography(PATHS.geo).ward_names)
    asb = {"source": "council_asb", "extract": "asb.csv", "offence": "asb_nuisance", "measure": "records"}
    rows = []
    for at, month in enumerate(months):
        rows += [fact(month, ward, 40 if at < 18 else 20, **asb) for ward in wards]
        rows += [fact(month, None, 0 if at < 18 else 20 * len(wards), **asb)]
    evidence = build_evidence(folder, facts=rows, coverage=covered(*months, source="council_asb", extract="asb.csv"))
    rules = {name: rule.model_copy(update={"hide_up_to": 0}) for name, rule in evidence.catalogue.rules.items()}
    evidence = replace(evidence, catalogue=replace(evidence.catalogue, rules=rules))
    selection = Selection(date(2026, 4, 1), date(2026, 9, 1))
    with nullcontext() if is_ruled else patch.object(changes, "leave_unsteady", lambda _, reasons: reasons):
        result = measure_changes(evidence, ["asb_incidents"], selection, "ward")
    result = result[result["ward_code"].isin(wards)]
    improving = int((result["judgement"] == "improving").sum())
    untested = int((result["verdict"] == "not tested").sum())
    return f"{improving} of {len(result)} wards improving" + (f", {untested} not tested" if untested else "")


def _build_file(folder: Path, rows: Iterable[Iterable[str]]) -> Evidence:
    """The evidence of one police file: a header of twelve months, then ``rows`` of category and ward code."""
    (folder / "extracts").mkdir()
    months = [f"2025{month:02}" for month in range(1, 13)]
    lines = [["MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName", *months]]
    lines += [["X", category, "A ward", ward, "Barking and Dagenham", *["10"] * 12] for category, ward in rows]
    path = folder / "extracts" / "MPS Ward Level Crime (most recent 24 months).csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    return build_files(folder / "extracts", folder / "store")


def build_files(extracts: Path, store: Path) -> Evidence:
    """The evidence of a store built from the files in ``extracts``."""
    catalogue, geography = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
    build_store(extracts, store, catalogue, geography)
    return Evidence(open_store(store), catalogue, geography)


@contextmanager
def take_zeros_for_proven() -> Iterator[None]:
    """The rules off by which a zero needs proof: of the ward, of the category, and of the rows that could be used."""
    make = recipe._Months.of

    def forget(*given: object, **named: object) -> recipe._Months:
        months = make(*given, **named)
        return replace(months, proven=np.ones_like(months.proven))

    listed = patch.object(recipe, "_is_listed", lambda *_: True)
    with patch.object(recipe._Months, "of", forget), listed, _forget_unread():
        yield


def old_wards(folder: Path, is_ruled: bool) -> str:
    """A file of ward codes that went out of use, every row set aside."""
    old = [f"E050000{number}" for number in range(26, 43)]
    evidence = _build_file(folder, [("VIOLENCE WITH INJURY", ward) for ward in old])
    with nullcontext() if is_ruled else take_zeros_for_proven():
        result = measure(evidence, "violence_with_injury", Selection(date(2025, 1, 1), date(2025, 12, 1)), "ward")
    return word_zeros(result[result["ward_code"] != "unallocated"])


def _forget_unread() -> AbstractContextManager:
    """Rows that could not be used take no part where a zero is judged."""
    judge = counted._judge

    def forget(stack: counted._Stack, rows: counted.Rows, known: counted._Known, by: By) -> np.ndarray:
        stack.unknown = np.zeros_like(stack.unknown)
        return judge(stack, rows, replace(known, unknown=np.zeros_like(known.unknown)), by)

    return patch.object(counted, "_judge", forget)


def word_zeros(result: pd.DataFrame) -> str:
    told, missing = result[result["count"].notna()], int((result["status"] == "missing").sum())
    if len(told):
        upper = told["upper"].max()
        return f"{int(told['count'].sum())} offences in {len(told)} wards, each 0 (0 to {upper:.1f} per 1,000)"
    return f"[x] in {missing} wards: nothing was received for them"


def no_category(folder: Path, is_ruled: bool) -> str:
    """Violence with injury, of a file that lists every ward and has no such category."""
    wards = list(load_geography(PATHS.geo).ward_names)
    evidence = _build_file(folder, [("ROBBERY OF PERSONAL PROPERTY", ward) for ward in wards])
    with nullcontext() if is_ruled else take_zeros_for_proven():
        row = measure(evidence, "violence_with_injury", Selection(date(2025, 1, 1), date(2025, 12, 1)), "borough").iloc[
            0
        ]
    return "[x]: not in the file" if row["status"] == "missing" else f"{row['count']:.0f} offences in the area"


def number_without_mark(folder: Path, is_ruled: bool) -> str:
    """What a machine is given of a month that the last file ends inside."""
    months = _list_months("2025-12-01", 2)
    coverage = [*covered(months[0]), *covered(months[1], is_complete=False)]
    evidence = build_evidence(folder, facts=[fact(month, ABBEY, 1614) for month in months], coverage=coverage)
    off = nullcontext() if is_ruled else patch.object(cli_measure, "MARK_COLUMNS", ())
    with patch.object(cli_measure, "open_evidence", lambda _: evidence), off:
        asked = ["measure", "violence_with_injury", "--from", "2026-01", "--to", "2026-01", "--by", "borough"]
        row = next(csv.DictReader(io.StringIO(CliRunner().invoke(cli.main, asked).stdout)))
    marks = [row[name] for name in ("status", "is_complete") if name in row]
    return f"{int(float(row['count'])):,}" + (f", {marks[0]}, is_complete {marks[1].lower()}" if marks else "")


def small_area_in_one_ward(_: Path, is_ruled: bool) -> str:
    """A record for every resident, known by small area only: what Abbey is given too many."""
    area = load_geography(PATHS.geo)
    lookup = pd.read_csv(PATHS.geo / "small_areas.csv").query("vintage == 2021 and is_best_fit == 1")
    sent = pd.DataFrame({"small_area": np.repeat(lookup["small_area"], lookup["residents"])})
    true = area.share_of_small_areas(sent["small_area"]).sum()[ABBEY]
    used = area
    if not is_ruled:
        fitted = (
            pd.get_dummies(pd.Series(area.small_areas.best_fit)).reindex(columns=list(area.ward_names)).astype(float)
        )
        used = replace(area, small_areas=replace(area.small_areas, shares=fitted.rename_axis("small_area")))
    placed = place_rows(sent, used)["ward_code"].astype("str")
    over = max((placed == ABBEY).sum() / true - 1, 0)
    return f"Abbey {over * 100:+.0f}%, {placed.isna().sum():,} of {len(sent):,} in no ward"
