"""What reads as a person's own data is found, and what only resembles it is let through."""

import pandas as pd
import pytest

from svd.ingest.private.personal import fits_nhs_number, has_personal_values, is_personal_header


@pytest.mark.parametrize(
    "header",
    [
        "Forename",
        "first name",
        "SURNAME",
        "Last Name",
        "full name",
        "name",
        "Victim Name",
        "Suspect forename 2",
        "DOB",
        "D.O.B.",
        "Patient date of birth",
        "birth date",
        "Address",
        "Address Line 1",
        "Home Address",
        "Street",
        "House No.",
        "phone",
        "Mobile number",
        "Telephone",
        "Contact number",
        "E-mail",
        "victim email",
        "NHS number",
        "NHS No",
        "NI number",
        "National Insurance Number",
    ],
)
def test_a_header_of_personal_data(header):
    assert is_personal_header(header)


@pytest.mark.parametrize(
    "header",
    [
        "ward_name",
        "LSOA name",
        "area_name",
        "Borough name",
        "school name",
        "location",
        "category",
        "age",
        "year of birth",
        "person_id",
        "record number",
        "contact type",
        "street lighting",
        "incident number",
        "phone stolen",
        "mini number of units",
    ],
)
def test_a_header_that_only_resembles_one(header):
    assert not is_personal_header(header)


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "401-023-2137"])
def test_nhs_numbers_fit_their_check_digit(number):
    assert fits_nhs_number(number)


@pytest.mark.parametrize("number", ["9434765918", "0000000000", "943476591"])
def test_others_do_not(number):
    assert not fits_nhs_number(number)


def find(kind: str, *texts: str) -> list[bool]:
    return has_personal_values(pd.Series(texts, dtype="str"), kind).tolist()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("record", "9434765919"),
        ("category", "943 476 5919"),
        ("record", "jo.bloggs@example.org"),
        ("person", "jo@example.org"),
        ("category", "12 High Street, Town AB1 2CD"),
        ("record", "Bloggs, Jo"),
        ("person", "O'Neil, Mary Ann"),
    ],
)
def test_personal_values(kind, text):
    assert find(kind, "A-1", text, "") == [False, True, False]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("record", "ASB-00001"),
        ("record", "9434765918"),
        ("record", "2026-01-31"),
        ("record", "AB1 2CD"),
        ("category", "Assault, Common"),
        ("category", "Assist other agencies (forced entry)"),
        ("category", "Violence @ home"),
        ("person", "9434765919"),
        ("sex", "jo@example.org"),
    ],
)
def test_codes_and_categories_pass(kind, text):
    assert find(kind, "A-1", text) == [False, False]


def test_ten_digit_references_of_which_some_fit_by_chance_pass():
    references = [str(number) for number in range(1_000_000_000, 1_000_000_400)]

    assert any(map(fits_nhs_number, references))
    assert not any(find("record", *references))
