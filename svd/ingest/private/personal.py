"""What names a person: headers that a file is refused for, and cells that a row is set aside for."""

import re
from collections.abc import Iterable

import pandas as pd

from svd.ingest.private.repeatable import word_header
from svd.ingest.problems import UnusableFileError
from svd.ingest.recognise import Sender, plain_name
from svd.ingest.words import look_up

_WHO = (
    r"(?:person|client|victim|suspect|offender|patient|pupil|student|child|young(?:person)?|subject|perpetrator|parent|"
    r"defendant|carer|guardian|mother|father|complainant|witness|applicant|accused|informant|caller|resident|contact)s?"
)
_CALLED = r"(?:home|work|mobile|contact)?(?:tele)?phone(?:no|number)?|(?:tel|mobile)(?:no|number)?|contact(?:no|number)"
_PERSONAL_HEADER = re.compile(
    rf"(?:{_WHO})?names?|.*(?:forename|firstname|givenname|christianname|middlename|surname|lastname|familyname|"
    r"fullname)s?|.*knownas|"
    r".*dob|.*dateofbirth|.*birthdate|birth(?:day)?|born|"
    r".*address|.*addressline|street(?:name)?|house(?:name|no|number)|flat(?:no|number)|"
    rf"(?:{_WHO})?(?:{_CALLED})|.*(?:phonenumber|mobilenumber|email)|"
    r".*nhs(?:no|number)?|.*(?:ni|nationalinsurance|passport)(?:no|number)"
)
CHECKED = ("record", "person", "category", "text")
_MAY_BE = r"(?i)@|\d{3}[ -]?\d{3}[ -]?\d{4}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|^[^\W\d_][\w'’-]+, *[^\W\d_]"
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NHS_NUMBER = re.compile(r"\d{3}([ -]?)\d{3}\1\d{4}")
_ADDRESS = re.compile(r"(?i)\b\d{1,4}[a-z]?\b,? +[a-z].*\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
_NAME = re.compile(r"[A-Z][\w'’-]+, *[A-Z][\w'’-]+(?: [A-Z][\w'’-]*)*")


def refuse_personal_columns(header: Iterable[str], sender: Sender, file: str) -> None:
    """Raise UnusableFileError naming every header of a private record file that says it holds who a person is.

    The contract's own headers and those the source drops unread are not among them.
    """
    if not sender.source.is_private_record:
        return
    agreed = {plain_name(name) for column in sender.columns for name in column.names}
    passed = agreed | {plain_name(name) for name in sender.source.drops}
    named = [name for name in header if plain_name(name) not in passed and is_personal_header(name)]
    if named:
        columns = ", ".join(repr(word_header(name)) for name in named)
        remedy = (
            "Delete them and send the file again; for a date of birth send age_band or age, for a home the ward or "
            "postcode, for the person a code of your own."
        )
        message = f"{file} has columns of personal data: {columns}."
        raise UnusableFileError("personal_column", message, remedy, column=word_header(named[0]))


def is_personal_header(name: str) -> bool:
    """Whether a header says that its column holds names, birth dates, addresses, numbers to call or official ones."""
    plain = re.sub(r"\d+$", "", plain_name(name))
    return bool(_PERSONAL_HEADER.fullmatch(plain))


def has_personal_values(texts: pd.Series, kind: str) -> pd.Series:
    """Whether each cell of a column of type ``kind`` holds an email or full address, an NHS number or a person's name.

    A code of ten digits is an NHS number if its check digit fits, and only where the column's others are not codes of
    ten digits that don't: one in eleven fits by chance. Names are looked for in codes only: categories have commas too.
    """
    if kind not in CHECKED:
        return pd.Series(False, index=texts.index)
    is_likely = texts.str.contains(_MAY_BE, regex=True)
    if not is_likely.any():
        return pd.Series(False, index=texts.index)
    likely = texts[is_likely]
    ten_digits = [text for text in likely.unique() if _NHS_NUMBER.fullmatch(text)]
    is_nhs = kind != "person" and sum(map(fits_nhs_number, ten_digits)) * 2 > len(ten_digits)
    found = look_up(likely, lambda text: _is_personal(text, kind, is_nhs), "bool")
    return found.reindex(texts.index, fill_value=False)


def fits_nhs_number(text: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number: the others times 10 to 2, summed, modulo 11."""
    digits = [int(mark) for mark in text if mark.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = -sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check == digits[9]


def _is_personal(text: str, kind: str, is_nhs: bool) -> bool:
    if _EMAIL.search(text) or _ADDRESS.search(text):
        return True
    if is_nhs and _NHS_NUMBER.fullmatch(text) and fits_nhs_number(text):
        return True
    return kind in ("record", "person") and bool(_NAME.fullmatch(text))
