"""Interventions as the catalogue declares them: months that are months, an end after the start, a known indicator."""

import pytest
from pydantic import ValidationError

from svd.catalogue import load_catalogue
from svd.catalogue.interventions import Intervention
from tests.catalogue.small import change, fault_of

OUTREACH = {
    "id": "outreach",
    "title": "Outreach",
    "from": "2026-04",
    "indicator": "knife_crime",
    "owner": "The Partnership",
    "source": "A paper",
}


def test_an_intervention_needs_no_ward_and_no_end():
    entry = Intervention.model_validate(OUTREACH)
    assert (entry.wards, entry.month_from, entry.month_to, entry.is_example) == ((), "2026-04", None, False)


@pytest.mark.parametrize(
    "wrong", [{"from": "2026-13"}, {"from": "April"}, {"to": "2026-03"}, {"owner": ""}, {"ward": 1}]
)
def test_what_is_wrong_is_refused(wrong):
    with pytest.raises(ValidationError):
        Intervention.model_validate(OUTREACH | wrong)


def test_the_catalogue_holds_them_by_id(folder):
    assert load_catalogue(folder).interventions["outreach"].title == "Outreach"


def test_an_indicator_that_nothing_declares_is_named(folder):
    change(folder, "interventions.toml", '"knife_crime"', '"gun_crime"')
    assert "interventions.toml, intervention 'outreach': indicator names gun_crime" in fault_of(folder)
