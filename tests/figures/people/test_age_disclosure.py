"""Ages and sexes: no small number is shown, nor follows from the numbers and sums that are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.catalogue import load_catalogue
from svd.catalogue.schema import AGE_BANDS
from svd.figures.people.age_disclosure import (
    KNOWN,
    TEEN_BANDS,
    TEENS,
    UNDER_25,
    UNKNOWN,
    YOUNG_BANDS,
    hide_ages,
    hide_people,
    hide_sexes,
)
from svd.measures.result import SUPPRESSED
from tests.builders import PATHS

RULES = load_catalogue(PATHS.catalogue).rules
SEXES = ("female", "male", "other")
CELLS = [*AGE_BANDS, "no age", *SEXES, "no sex"]
FEW = st.sampled_from([0, 1, 2, 4, 5, 7, 8, 20, 50])


def ages(*counts: int) -> pd.Series:
    return pd.Series(counts, index=list(AGE_BANDS))


def hidden(table: pd.DataFrame) -> list[str]:
    return list(table.index[table["status"] == SUPPRESSED])


def test_a_small_band_takes_the_next_smallest_of_its_line_with_it():
    table = hide_ages(ages(3, 12, 40, 50, 60, 70), RULES["council_under_5"])

    assert hidden(table) == ["0-9", "10-14", TEENS]
    assert table.loc[UNDER_25, "count"] == 105 and table.loc["35+", "count"] == 70


def test_a_small_band_of_the_old_costs_no_figure_of_the_young():
    assert hidden(hide_ages(ages(10, 12, 40, 50, 60, 3), RULES["council_under_5"])) == ["25-34", "35+"]


def test_where_the_young_are_few_in_all_their_sum_is_hidden_and_another_band_with_it():
    table = hide_ages(ages(0, 0, 1, 2, 60, 70), RULES["council_under_5"])

    assert hidden(table) == ["15-17", "18-24", "25-34", UNDER_25, TEENS]
    assert table.loc[KNOWN, "count"] == 135


def test_both_teenage_bands_hidden_leave_their_sum_where_no_third_is_hidden():
    assert hidden(hide_ages(ages(0, 3, 4, 0, 50, 60), RULES["council_under_5"])) == ["10-14", "15-17"]
    assert TEENS in hidden(hide_ages(ages(1, 3, 4, 0, 50, 60), RULES["council_under_5"]))


def test_female_hidden_takes_male_with_it():
    assert hidden(hide_sexes(pd.Series({"female": 3, "male": 40, "other": 0}), RULES["justice_under_5"])) == [
        "female",
        "male",
    ]


@pytest.mark.parametrize("unknown", [{"age": 2, "sex": 30}, {"age": 30, "sex": 2}])
def test_those_not_known_are_hidden_by_age_and_sex_alike(unknown):
    bands, sexes = ages(10, 12, 40, 50, 60, 30), pd.Series({"female": 90, "male": 110, "other": 10})
    tables = hide_people(bands, sexes, pd.Series(unknown), RULES["health_1_to_7"])

    assert [hidden(table) for table in tables] == [[UNKNOWN], [UNKNOWN]]


def test_published_numbers_are_left_as_they_are():
    table = hide_ages(ages(3, 1, 2, 1, 60, 7), RULES["published"])

    assert hidden(table) == [] and table.loc[UNDER_25, "count"] == 7 and table.loc[TEENS, "count"] == 3


@settings(max_examples=300)
@given(st.tuples(*[FEW] * 6), st.tuples(FEW, FEW, FEW), FEW, FEW, st.sampled_from(["council_under_5", "health_1_to_7"]))
def test_no_small_number_follows_from_what_is_shown(bands, sexes, no_age, no_sex, name):
    """As if the numbers shown were exact and not rounded: every cell that is hidden stays open."""
    total = max(sum(bands) + no_age, sum(sexes) + no_sex)
    no_age, no_sex = total - sum(bands), total - sum(sexes)
    rule = RULES[name]
    unknown = pd.Series({"age": no_age, "sex": no_sex})
    by_age, by_sex = hide_people(ages(*bands), pd.Series(dict(zip(SEXES, sexes, strict=True))), unknown, rule)
    counts = dict(zip(CELLS, [*bands, no_age, *sexes, no_sex], strict=True))
    shown = list_shown(by_age, by_sex)

    for cell, count in counts.items():
        if 1 <= count <= rule.hide_up_to:
            assert not follows(one(cell), shown), cell
    for sum_of in ([*YOUNG_BANDS], [*TEEN_BANDS], [*AGE_BANDS], [*SEXES], ["25-34", "35+"], ["0-9", "18-24"]):
        if 1 <= sum(counts[cell] for cell in sum_of) <= rule.hide_up_to:
            assert not follows(one(*sum_of), shown), sum_of


def test_the_check_finds_what_follows():
    everything = [one(*AGE_BANDS), *(one(band) for band in AGE_BANDS[1:])]

    assert follows(one("0-9"), everything) and not follows(one("0-9"), everything[:-1])


def one(*cells: str) -> np.ndarray:
    return np.array([float(cell in cells) for cell in CELLS])


def list_shown(by_age: pd.DataFrame, by_sex: pd.DataFrame) -> list[np.ndarray]:
    """What is shown, as sums of cells, and that by age and by sex everyone adds up to the same."""
    sums = {UNDER_25: YOUNG_BANDS, TEENS: TEEN_BANDS}
    shown = [one(*AGE_BANDS, "no age") - one(*SEXES, "no sex")]
    for table, known, loose in ((by_age, AGE_BANDS, "no age"), (by_sex, SEXES, "no sex")):
        names = {KNOWN: known, UNKNOWN: (loose,), **sums}
        shown += [one(*names.get(name, (name,))) for name in table.index[table["status"] != SUPPRESSED]]
    return shown


def follows(wanted: np.ndarray, shown: list[np.ndarray]) -> bool:
    known = np.array(shown)
    return np.linalg.matrix_rank(np.vstack([known, wanted])) == np.linalg.matrix_rank(known)
