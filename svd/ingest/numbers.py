"""Numbers as partners write them: with commas or spaces between thousands, or an apostrophe before them."""

import numpy as np
import pandas as pd

from svd.ingest.words import is_empty, number_words

LARGEST_COUNT = 5_000
_GROUPED = r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?"


def parse_numbers(text: pd.Series) -> pd.Series:
    """The number (float64) each text says, index kept; null where it says none, or an endless one."""
    codes, words = number_words(text)  # few are different: each is read once
    plain = join_thousands(pd.Series(words, dtype="str").str.removeprefix("'"))
    number = pd.to_numeric(plain, errors="coerce").to_numpy("float64")
    return pd.Series(np.where(np.isinf(number), np.nan, number)[codes], index=text.index, name=text.name)


def join_thousands(text: pd.Series) -> pd.Series:
    """``text`` without the commas or spaces between the thousands of whole numbers, as ``545,500``; index kept."""
    if not text.str.contains("[, ]").any():
        return text
    return text.mask(text.str.fullmatch(_GROUPED, na=False), text.str.replace(r"[, ]", "", regex=True))


def parse_counts(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The counts (Int64, null where wrong) and the rule each text breaks (null: none), index kept."""
    number = parse_numbers(text)
    said = number.to_numpy()
    is_absurd = (said > LARGEST_COUNT) | (said % 1 != 0)
    breaks = [is_empty(text), np.isnan(said), said < 0, is_absurd]
    broken = np.select(breaks, [0, 1, 2, 3], -1)
    rules = pd.array(["missing_value", "not_a_number", "negative_count", "absurd_count", None], dtype="str")
    rule = pd.Series(rules.take(broken), index=text.index)
    return number.where(broken < 0).astype("Int64"), rule
