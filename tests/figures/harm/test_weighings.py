"""Which weighings an indicator admits."""

import pytest

from svd.figures.harm.weighings import find_weighings
from svd.measures.question import Evidence, Question
from tests.builders import build_evidence, covered, fact
from tests.measures.test_weighted import ABBEY, JANUARY


@pytest.fixture
def evidence(tmp_path) -> Evidence:
    return build_evidence(tmp_path, facts=[fact("2026-01-01", ABBEY, 1)], coverage=covered("2026-01-01"))


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        (
            "serious_violence",
            {
                "Harm": "serious_violence:css",
                "Harm without homicide": "serious_violence:css:apart",
                "Cost": "serious_violence:cost",
            },
        ),
        ("violence_with_injury", {"Harm": "violence_with_injury:css", "Cost": "violence_with_injury:cost"}),
        ("stalking_and_harassment", {"Harm": "stalking_and_harassment:css"}),
        (
            "serious_violence_harm",
            {"Harm": "serious_violence_harm", "Harm without homicide": "serious_violence_harm:css:apart"},
        ),
        # A number that is never to be a rate; most offences without a weight; patients and returns, which have none.
        ("homicide", {}),
        ("all_offences", {}),
        ("burglary", {}),
        ("police_uk_crimes", {}),
        ("ed_assault_attendances", {}),
        ("sharp_object_admissions", {}),
        ("knife_crime", {}),
    ],
)
def test_an_index_is_admitted_where_each_offence_has_a_weight_or_a_reason(evidence, name, ways):
    found = find_weighings(Question(evidence, evidence.catalogue.indicators[name], JANUARY, "borough"))
    assert list(found) == list(ways) and {words: one.id for words, one in found.items()} == ways
    assert all(one.calculation.form == "weighed" for one in found.values())


def test_what_an_index_leaves_out_is_said_with_the_reason(evidence):
    found = find_weighings(Question(evidence, evidence.catalogue.indicators["serious_violence"], JANUARY, "borough"))
    assert any("Not in the sum: Violent disorder; because" in caveat for caveat in found["Cost"].caveats)
    assert not any("Not in the sum" in caveat for caveat in found["Harm"].caveats)
