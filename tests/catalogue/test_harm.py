"""Weights: each has a source and an edition, stands once, and weighs a category that is declared, or nothing loads."""

import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.harm import default_index, reason_left_out, weights_of
from tests.builders import PATHS
from tests.catalogue.small import FILES, change, fault_of, repeat

REAL = load_catalogue(PATHS.catalogue)


@pytest.mark.parametrize("key", ["source", "edition", "weighs", "unit"])
def test_an_index_without_its_provenance_is_refused(folder, key):
    line = next(line for line in FILES["harm.toml"].splitlines() if line.startswith(f"{key} = "))
    change(folder, "harm.toml", f"{line}\n", "")
    assert "harm.toml, index 'days'" in fault_of(folder) and key in fault_of(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('index = "days"', 'index = "weeks"', "weight 'knife_crime': index names weeks"),
        ('offence = "knife_crime"', 'offence = "arson"', "weight 'arson': offence names arson"),
        ("value = 5", "value = 0", "value"),
        ("value = 5\n", "", "value"),
        ('stands_for = "Having a blade"\n', "", "stands_for"),
        ("per = 1000", 'per = 1000\nsets_apart = ["arson"]', "sets_apart names arson"),
    ],
)
def test_a_slip_is_named(folder, old, new, words):
    change(folder, "harm.toml", old, new)
    assert words in fault_of(folder)


def test_an_offence_weighed_twice_is_refused(folder):
    repeat(folder, "harm.toml", "[[weight]]")
    assert "days weighs it twice" in fault_of(folder)


def test_an_offence_weighed_and_left_out_is_refused(folder):
    left_out = '\n[[left_out]]\nindex = "days"\noffences = ["knife_crime"]\nreason = "it is"\n'
    (folder / "harm.toml").write_text(FILES["harm.toml"] + left_out, encoding="utf-8")
    assert "knife_crime has a weight there as well" in fault_of(folder)


def test_two_defaults_are_refused(folder):
    first = FILES["harm.toml"].replace("per = 1000", "per = 1000\nis_default = true")
    second = first.split("[[weight]]")[0].replace('"days"', '"other"', 1)
    (folder / "harm.toml").write_text(first + second, encoding="utf-8")
    assert "days and other are both the default of harm" in fault_of(folder)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('form = "rate"', 'form = "weighed"\nweights = "weeks"', "calculation.weights names weeks"),
        ('form = "rate"', 'form = "rate"\nweights = "days"', "what is weighed is of facts"),
        ('form = "rate"', 'form = "weighed"', "what is weighed is of facts"),
        ("per = 1000", 'per = 1000\nleaves_out = ["arson"]', "calculation.leaves_out names arson"),
    ],
)
def test_an_indicator_can_only_be_weighed_by_what_is_declared(folder, old, new, words):
    change(folder, "indicators.toml", old, new)
    assert words in fault_of(folder)


def test_the_default_is_the_one_declared_so_and_an_area_without_weights_has_none():
    assert default_index(REAL, "harm").id == "css"
    assert default_index(REAL, "cost").id == "cost"
    assert default_index(REAL, "time") is None


def test_the_weights_are_those_of_the_sources():
    css, cchi, cost = (weights_of(REAL, index) for index in ("css", "cchi", "cost"))
    assert (css["homicide"], css["violence_with_injury"], css["personal_robbery"]) == (7979, 184, 746)
    assert (cchi["homicide"], cchi["rape"], cchi["violence_with_injury"], cchi["personal_robbery"]) == (
        5475,
        1825,
        10,
        365,
    )
    assert (cost["rape"], cost["violence_with_injury"], cost["personal_robbery"]) == (39360, 14050, 11320)


@pytest.mark.parametrize("index", ["css", "cchi", "cost"])
def test_every_category_of_the_police_is_weighed_or_left_out_with_a_reason(index):
    sent = {each.offence for each in REAL.categories if each.reader_or_source in ("mps_ward", "mps_knife")}
    whole = {name for name in sent if not REAL.offences[name].includes}
    weighed = set(weights_of(REAL, index))
    said = {name for each in REAL.left_out if each.index == index for name in each.offences}
    victims = {name for name in whole if "victims" in name}
    assert whole - weighed - said <= victims


def test_why_a_category_has_no_weight_is_said_once():
    assert (
        reason_left_out(REAL, "css", ["shoplifting", "other_theft"])
        == "it is no serious violence, and its weight is not held"
    )
    assert reason_left_out(REAL, "css", ["homicide"]) == ""
