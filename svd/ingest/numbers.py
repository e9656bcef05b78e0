"""Numbers as partners write them: with commas or spaces between thousands, or an apostrophe before them."""

import pandas as pd

LARGEST_COUNT = 5_000
_GROUPED = r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?"


def parse_numbers(text: pd.Series) -> pd.Series:
    """The number (float64) each text says, index kept; null where it says none, or an endless one."""
    plain = text.str.removeprefix("'")
    is_grouped = plain.str.fullmatch(_GROUPED, na=False)
    if is_grouped.any():
        plain = plain.mask(is_grouped, plain.str.replace(r"[, ]", "", regex=True))
    number = pd.to_numeric(plain, errors="coerce").astype("float64")
    return number.where(number.abs() != float("inf"))


def parse_counts(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The counts (Int64, null where wrong) and the rule each text breaks (null: none), index kept."""
    number = parse_numbers(text)
    rule = pd.Series(None, index=text.index, dtype="str")
    rule[(number > LARGEST_COUNT) | (number.mod(1) != 0)] = "absurd_count"
    rule[number < 0] = "negative_count"
    rule[number.isna()] = "not_a_number"
    rule[text == ""] = "missing_value"
    return number.where(rule.isna()).astype("Int64"), rule
