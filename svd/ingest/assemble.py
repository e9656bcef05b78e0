"""Puts the extracts together: of each only the months it stands for, in one order whatever order they came in."""

from collections.abc import Mapping, Sequence

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.schema import FACTS, INCIDENTS, PROBLEMS
from svd.ingest.conform import concat_tables
from svd.ingest.editions import choose_months, choose_returns, order_editions, pick_months
from svd.ingest.extract import ReadExtract
from svd.ingest.ledger import list_extracts
from svd.ingest.order import encode_texts, sort_table

_FACT_ORDER = ["source", "month", "ward_code", "offence", "measure", "age_band", "is_knife", "is_domestic"]
_INCIDENT_ORDER = ["source", "month", "extract", "row"]


def assemble_tables(
    read: Sequence[ReadExtract], hashes: Mapping[str, str], same: pd.DataFrame, catalogue: Catalogue
) -> dict[str, pd.DataFrame]:
    """Every table of the store by name, the same whatever the order of ``read``; the incidents' texts are categories.

    ``hashes`` are the files' by name; ``same`` are the problems of files left out because another is the same.
    """
    ordered = order_editions(read)
    coverage = choose_months(ordered)
    returns = choose_returns(ordered)
    facts = concat_tables((pick_months(extract.facts, extract, coverage) for extract in ordered), FACTS)
    incidents = concat_tables(
        (pick_months(extract.incidents, extract, coverage) for extract in ordered), INCIDENTS, True
    )
    problems = concat_tables([*(extract.problems for extract in ordered), same], PROBLEMS)
    months_in_use = coverage["extract"].value_counts().to_dict()
    in_use = dict.fromkeys(returns["extract"].unique(), 0) | months_in_use
    return {
        "facts": sort_table(facts, _FACT_ORDER),
        "incidents": sort_table(encode_texts(incidents), _INCIDENT_ORDER),
        "returns": returns,
        "coverage": coverage,
        "problems": problems.sort_values(["source", "file", "row"], kind="stable", ignore_index=True),
        "extracts": list_extracts(ordered, hashes, in_use, catalogue),
    }
