"""Puts the extracts together: of each only the months it stands for, in one order whatever order they came in."""

from collections.abc import Mapping, Sequence

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.schema import FACTS, INCIDENTS, PROBLEMS
from svd.ingest.conform import concat_tables
from svd.ingest.editions import choose_months, choose_returns, order_editions, pick_months
from svd.ingest.extract import ReadExtract
from svd.ingest.ledger import list_extracts

_FACT_ORDER = ["source", "month", "ward_code", "offence", "measure", "age_band", "is_knife", "is_domestic"]


def assemble_tables(
    read: Sequence[ReadExtract], hashes: Mapping[str, str], same: pd.DataFrame, catalogue: Catalogue
) -> dict[str, pd.DataFrame]:
    """Every table of the store by name, the same whatever the order of ``read``.

    ``hashes`` are the files' by name; ``same`` are the problems of files left out because another is the same.
    """
    ordered = order_editions(read)
    coverage = choose_months(ordered)
    returns = choose_returns(ordered)
    facts = concat_tables((pick_months(extract.facts, extract, coverage) for extract in ordered), FACTS)
    incidents = concat_tables((pick_months(extract.incidents, extract, coverage) for extract in ordered), INCIDENTS)
    problems = concat_tables([*(extract.problems for extract in ordered), same], PROBLEMS)
    months_in_use = coverage["extract"].value_counts().to_dict()
    in_use = dict.fromkeys(returns["extract"].unique(), 0) | months_in_use
    return {
        "facts": facts.sort_values(_FACT_ORDER, kind="stable", ignore_index=True),
        "incidents": incidents.sort_values(["source", "month", "extract", "row"], ignore_index=True),
        "returns": returns,
        "coverage": coverage,
        "problems": problems.sort_values(["source", "file", "row"], kind="stable", ignore_index=True),
        "extracts": list_extracts(ordered, hashes, in_use, catalogue),
    }
