"""Which extract stands for which month: the newest edition that covers it, whole."""

from collections.abc import Sequence

import pandas as pd

from svd.catalogue.schema import COVERAGE, RETURNS
from svd.ingest.conform import concat_tables
from svd.ingest.extract import ReadExtract

_RETURN_KEYS = ["source", "indicator", "ward_code", "period_from", "period_to"]


def order_editions(extracts: Sequence[ReadExtract]) -> list[ReadExtract]:
    """Extracts from the oldest edition to the newest: by edition, last month, day received, sequence, name."""
    return sorted(extracts, key=_age)


def choose_months(extracts: Sequence[ReadExtract]) -> pd.DataFrame:
    """COVERAGE: for each source and month the newest extract of ``extracts``, given oldest first, that covers it."""
    covered = [extract.months.assign(source=extract.source, extract=extract.name) for extract in extracts]
    coverage = concat_tables(covered, COVERAGE)
    newest = coverage.drop_duplicates(["source", "month"], keep="last")
    return newest.sort_values(["source", "month"], ignore_index=True)


def choose_returns(extracts: Sequence[ReadExtract]) -> pd.DataFrame:
    """RETURNS: for each source, indicator, area and period the newest of ``extracts``, given oldest first."""
    returns = concat_tables((extract.returns for extract in extracts), RETURNS)
    newest = returns.drop_duplicates(_RETURN_KEYS, keep="last")
    return newest.sort_values(_RETURN_KEYS, ignore_index=True)


def pick_months(frame: pd.DataFrame, extract: ReadExtract, coverage: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``frame`` in the months for which ``extract`` stands."""
    in_use = coverage.loc[coverage["extract"] == extract.name, "month"]
    is_in_use = frame["month"].isin(in_use)
    return frame if is_in_use.all() else frame[is_in_use]


def _age(extract: ReadExtract) -> tuple:
    never = pd.Timestamp.min
    last = extract.months["month"].max()
    edition = never if extract.edition is None else extract.edition
    return edition, never if pd.isna(last) else last, extract.received_on, extract.sequence, extract.name
