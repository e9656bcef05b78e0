"""Holds a file as read against what is held of its source: warnings that a person may accept with a reason."""

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.catalogue.schema import PROBLEMS
from svd.ingest.conform import concat_tables
from svd.ingest.extract import ReadExtract
from svd.ingest.history.comparison import Comparison
from svd.ingest.history.counts import warn_of_counts
from svd.ingest.history.coverage import warn_of_copy, warn_of_months, warn_of_period, warn_of_wards
from svd.ingest.history.held import History
from svd.ingest.history.returns import warn_of_returns


def compare_history(
    extract: ReadExtract, history: History, source: Source, catalogue: Catalogue, sha256: str
) -> pd.DataFrame:
    """PROBLEMS: every way in which ``extract`` is unlike ``history``, each a warning.

    A file sent before is told of and no more, as it would change nothing; one that was refused has nothing to compare.
    """
    compared = Comparison(extract, history, source, catalogue)
    found = list(warn_of_copy(compared, sha256))
    if not found:
        found += warn_of_wards(compared)
        if len(compared.standing):
            checks = (warn_of_period, warn_of_months, warn_of_counts, warn_of_returns)
            found += [warning for check in checks for warning in check(compared)]
    return concat_tables(found, PROBLEMS)
