"""Which values of a private record the problems table may repeat: codes, numbers and dates that can be nobody's own."""

import re
from datetime import date

DATE_RULES = frozenset({"bad_date", "future_date", "outside_period"})
RULES_OF_FORM = DATE_RULES | {
    "bad_age_band",
    "bad_coordinates",
    "bad_flag",
    "bad_sex",
    "not_a_number",
    "outside_area",
    "unknown_ward",
}
"""Rules about a code, a number or a date: what breaks another one may be a person's own words."""
RULES_OF_OURS = frozenset({"missing_value", "ragged_row"})
"""Rules whose value is no cell's: empty, or a length."""

_RULES_OF_PLACE = frozenset({"bad_coordinates", "outside_area"})
# A pair that was swapped breaks the rule twice, and both together say where it was, closer than a contract may allow.
_EXACT_DEGREES = re.compile(r"[-+]?\d{1,3}[.,]\d{3,}")
_NEVER = frozenset({"record_id", "person_id", "postcode", "small_area", "age"})
_WORDS = frozenset({"yes", "no", "maybe", "true", "false", "unknown", "none", "null", "nan", "inf", "n/a", "na"})
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
_MONTHS += "nov(?:ember)?|dec(?:ember)?"
_FORMS = re.compile(
    r"[-+]?\d{1,7}(?:[.,]\d{1,12})?|"  # a number; longer ones may be called
    r"\d{1,6}[a-z]\d{0,3}|\W?[a-z]?\W?|"  # a slip of the finger, a letter, a mark
    r"[<>]\d{1,3}|\d{1,3} ?- ?\d{1,3}|"  # a small number hidden, a band
    r"[ewsn]\d{6,8}|"  # an ONS code
    rf"\d{{1,4}}[ -](?:{_MONTHS})|(?:{_MONTHS})[ -]\d{{1,4}}"  # a band that a spreadsheet made a date of
)
_TIME = r"(?:[t ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?"
_DATES = (
    re.compile(rf"(?P<year>\d{{4}})[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}}{_TIME})?"),
    re.compile(rf"\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?P<year>\d{{4}}){_TIME}"),
    re.compile(rf"\d{{1,2}}[-/. ](?:{_MONTHS})[-/. ](?P<year>\d{{4}}){_TIME}"),
)
# The feeds are of people from the age of ten, so a date of the last nine years is the birthday of none of them.
_YOUNGEST = 9
_LONGEST_HEADER = 40
_HEADER_OF_A_VALUE = re.compile(r"(?i)@|\d.*\d|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")


def may_repeat(value: str, rule: str, field: str | None, received_on: date) -> bool:
    """Whether the ``value`` that broke ``rule`` in ``field`` can't say anything of a person, so that it may be kept."""
    if not value or rule in RULES_OF_OURS:
        return True
    if rule not in RULES_OF_FORM or field in _NEVER:
        return False
    plain = value.casefold()
    if rule == "bad_coordinates" and _EXACT_DEGREES.fullmatch(plain):
        return False
    for form in _DATES:
        if found := form.fullmatch(plain):
            return received_on.year - _YOUNGEST <= int(found["year"]) <= received_on.year + _YOUNGEST
    is_digits = re.fullmatch(r"\d+(?:[.,]\d+)?", plain)
    if is_digits and rule not in _RULES_OF_PLACE and len(plain) > 4:
        return False  # Five digits may be a birthday as a spreadsheet counts days, six one without marks.
    return plain in _WORDS or bool(_FORMS.fullmatch(plain))


def word_header(name: str) -> str:
    """A header as it may be shown: one that looks like a cell, as where a file has no header, only by its length."""
    if len(name) > _LONGEST_HEADER or _HEADER_OF_A_VALUE.search(name):
        return f"a header of {len(name)} characters"
    return name
