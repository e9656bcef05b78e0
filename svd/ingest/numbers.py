"""Numbers as partners write them: with commas or spaces between thousands, or an apostrophe before them."""

import pandas as pd

LARGEST_COUNT = 5_000
_GROUPED = r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?"


def parse_numbers(text: pd.Series) -> pd.Series:
    """The number (float64) each text says, index kept; null where it says none, or an endless one."""
    plain = join_thousands(text.str.removeprefix("'"))
    number = pd.to_numeric(plain, errors="coerce").astype("float64")
    return number.where(number.abs() != float("inf"))


def join_thousands(text: pd.Series) -> pd.Series:
    """``text`` without the commas or spaces between the thousands of whole numbers, as ``545,500``; index kept."""
    if not text.str.contains("[, ]").any():
        return text
    return text.mask(text.str.fullmatch(_GROUPED, na=False), text.str.replace(r"[, ]", "", regex=True))


def parse_counts(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The counts (Int64, null where wrong) and the rule each text breaks (null: none), index kept."""
    number = parse_numbers(text)
    rule = pd.Series(None, index=text.index, dtype="str")
    rule[(number > LARGEST_COUNT) | (number.mod(1) != 0)] = "absurd_count"
    rule[number < 0] = "negative_count"
    rule[number.isna()] = "not_a_number"
    rule[text == ""] = "missing_value"
    return number.where(rule.isna()).astype("Int64"), rule
