"""Ages allowed for: ratios against the field's package, the reasons why not, and nothing hidden given away."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from PHStatsMethods import ph_ISRatio

from svd.catalogue.schema import RESIDENT_BANDS
from svd.figures.between_wards.age_standardised import allow_for_age, expect_events, find_age_reason, rate_ratio
from svd.figures.between_wards.compare import find_benchmark
from svd.figures.between_wards.comparison import compare_each_way
from svd.measures.denominators import BANDS_OF_AGES
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import SUPPRESSED, UNALLOCATED
from svd.store.selection import Selection
from tests.builders import PATHS, build_evidence, covered, fact

ABBEY, ALIBON, BECONTREE = "E05014053", "E05014054", "E05014057"
MONTH = Selection(date(2026, 1, 1), date(2026, 1, 1))
AGES = {"0-9": 10, "10-14": 15, "15-17": 25, "18-24": 60, "25-34": 70, "35+": 90}


def build_calls(folder, ages: dict[str, int] = AGES, unplaced: int = 0, few: int = 0) -> Evidence:
    """Ambulance call-outs: in Abbey as many of each age as in ``ages``, half as many in Alibon, 20 of no known age."""
    call = {"source": "las_incidents", "extract": "las.csv", "offence": "ambulance_assault", "measure": "records"}
    rows = [
        fact("2026-01-01", ward, count // share, age_band=age, **call)
        for age, count in ages.items()
        for ward, share in ((ABBEY, 1), (ALIBON, 2))
    ]
    rows.append(fact("2026-01-01", ABBEY, 20, **call))
    if few:
        rows.append(fact("2026-01-01", BECONTREE, few, age_band="35+", **call))
    if unplaced:
        rows.append(fact("2026-01-01", None, unplaced, age_band="35+", **call))
    return build_evidence(folder, facts=rows, coverage=covered("2026-01-01", source="las_incidents", extract="las.csv"))


def allow(evidence: Evidence, selection: Selection = MONTH, name: str = "ambulance_assaults"):
    indicator = evidence.catalogue.indicators[name]
    wards, area = (measure(evidence, name, selection, by) for by in ("ward", "borough"))
    placed = wards[wards["ward_code"] != UNALLOCATED]
    return allow_for_age(evidence, indicator, selection, placed, find_benchmark(wards, area, "rate"))


def test_ratios_and_limits_are_the_field_package_s():
    chance = np.random.default_rng(21)
    areas, bands = 1000, 5
    population = chance.integers(200, 5000, (areas, bands)).astype(float)
    events, reference = chance.integers(1, 400, bands), chance.integers(20_000, 90_000, bands)
    observed = chance.integers(0, 60, (areas, bands))
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(areas), bands),
            "x": observed.ravel(),
            "n": population.ravel(),
            "ref_x": np.tile(events, areas),
            "ref_n": np.tile(reference, areas),
        }
    )
    theirs = ph_ISRatio(frame, "x", "n", "ref_x", "ref_n", "area", refvalue=100, metadata=False)
    theirs = theirs.set_index("area").sort_index()
    expected = expect_events(population, events, reference)
    value, lower, upper = rate_ratio(observed.sum(axis=1), expected)
    assert expected == pytest.approx(theirs["Expected"].to_numpy(), abs=1e-6)
    assert value == pytest.approx(theirs["Value"].to_numpy(), abs=1e-6)
    limits = theirs.filter(like="_ci")
    assert lower == pytest.approx(limits.iloc[:, 0].to_numpy(), abs=1e-6)
    assert upper == pytest.approx(limits.iloc[:, 1].to_numpy(), abs=1e-6)


def test_wards_of_one_mix_of_ages_are_expected_to_have_the_same_rate():
    young, old = [900, 100], [100, 900]
    assert expect_events([young, young, old], [50, 10], [1000, 1000]).tolist() == [46, 46, 14]


def find_residents_of(evidence: Evidence) -> pd.DataFrame:
    """Residents by ward and age in mid-2022, which stand for January 2026 too."""
    table = pd.read_csv(PATHS.geo / "residents.csv")
    newest = table[table["year"] == table["year"].max()]
    bands = pd.cut(newest["age"].str.rstrip("+").astype(int), [-1, 9, 17, 24, 34, 49, 64, 200], labels=RESIDENT_BANDS)
    return newest.groupby(["ward_code", bands], observed=True)["residents"].sum().unstack()


def test_the_ratios_come_from_shown_counts_and_add_up_to_a_hundred(tmp_path):
    evidence = build_calls(tmp_path, unplaced=40)
    wards, reason = allow(evidence)
    shown = wards.set_index("ward_code").loc[[ABBEY, ALIBON]]
    assert reason == "" and (wards["unit"] == "per 100 expected from the ages of residents").all()
    assert shown["count"].tolist() == [290, 140], "290 and 134 in steps of 10, as shown everywhere"
    assert shown["value"].tolist() == pytest.approx(list(shown["count"] / shown["denominator"] * 100))
    # By hand: the area's events of each age as shown, per resident, by the ward's residents of that age.
    ages = {("0-9",): 15, ("10-17",): 59, ("18-24",): 90, ("25-34",): 105, ("35-49", "50-64", "65+"): 175}
    for (bands, truth), (of_records, _) in zip(list(ages.items()), BANDS_OF_AGES, strict=True):
        ages[bands] = measure(evidence, "ambulance_assaults", replace(MONTH, ages=of_records), "borough")[
            "count"
        ].item()
        assert abs(ages[bands] - truth) < 10 * len(of_records), bands
    residents = find_residents_of(evidence)
    raw = dict.fromkeys(residents.index, 0.0)
    for bands, events in ages.items():
        of_age = residents[list(bands)].sum(axis=1)
        raw = {ward: total + events * of_age[ward] / of_age.sum() for ward, total in raw.items()}
    placed = 290 + 140
    for ward in (ABBEY, ALIBON):
        assert shown.loc[ward, "denominator"] == pytest.approx(raw[ward] * placed / sum(raw.values()), rel=1e-6)


def test_a_ward_whose_count_is_hidden_has_no_expected_number_either(tmp_path):
    wards, reason = allow(build_calls(tmp_path, few=4))
    hidden = wards[wards["status"] == SUPPRESSED]
    assert reason == "" and BECONTREE in set(hidden["ward_code"]) and not {ABBEY, ALIBON} & set(hidden["ward_code"])
    assert len(hidden) == 17, "Those without any are hidden as well."
    assert hidden[["count", "denominator", "value", "lower", "upper"]].isna().all(axis=None)


def test_a_hidden_number_of_the_area_by_age_makes_it_impossible(tmp_path):
    wards, reason = allow(build_calls(tmp_path, {**AGES, "0-9": 3}))
    assert "too small to be shown" in reason and wards["unit"].eq("per 100,000 residents").all()


@pytest.mark.parametrize(
    ("name", "ages", "reason"),
    [
        ("ambulance_assaults", (), ""),
        ("probation_cases", (), ""),
        ("ambulance_assaults", ("18-24",), "ages are chosen in the sidebar"),
        ("violence_with_injury", (), "its source doesn't say how old people are"),
        ("suspensions", (), "it is about one age band alone"),
        ("marac_repeat_rate", (), "it is a share of cases, not a rate of residents"),
        ("homicide", (), "it is a number of events, not a rate"),
    ],
)
def test_where_ages_can_be_allowed_for_and_why_not(tmp_path, name, ages, reason):
    evidence = build_evidence(tmp_path)
    indicator = evidence.catalogue.indicators[name]
    assert find_age_reason(evidence, indicator, replace(MONTH, ages=ages)) == reason


def test_without_events_of_known_age_there_is_nothing_to_go_by(tmp_path):
    wards, reason = allow(build_calls(tmp_path, dict.fromkeys(AGES, 0)))
    assert "too small to be shown" in reason and wards["unit"].eq("per 100,000 residents").all(), "None is never shown."


def test_the_comparison_for_age_is_one_with_a_hundred(tmp_path):
    evidence = build_calls(tmp_path)
    indicator = evidence.catalogue.indicators["ambulance_assaults"]
    results = tuple(measure(evidence, indicator.id, MONTH, by) for by in ("ward", "borough"))
    plain = compare_each_way(evidence, indicator, MONTH, results)
    of_age = compare_each_way(evidence, indicator, MONTH, results, is_for_age=True)
    assert of_age.is_for_age and of_age.benchmark == 100 and of_age.funnel.per == 100 and of_age.area_value != 0
    shown = plain.wards[["count", "denominator"]].sum()
    assert not plain.is_for_age and plain.benchmark == pytest.approx(shown["count"] / shown["denominator"] * 100_000)
    step = 20 / shown["denominator"] * 100_000
    assert abs(plain.benchmark - plain.area_value) < 2 * step, "The area's own total has steps of 20."
    assert of_age.wards.set_index("ward_code").loc[ABBEY, "compared"] == "higher"
