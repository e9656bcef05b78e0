"""What changed since the last edition, as a table: what is held before a file is taken in, and what would be after."""

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.schema import UNMAPPED
from svd.ingest.extract import ReadExtract
from svd.ingest.history.held import History, find_standing, list_newer, tabulate_counts
from svd.ingest.history.returns import RETURN_KEYS

KEYS = ["period_from", "period_to", "category", "ward_code", "measure"]
COLUMNS = [*KEYS, "before", "after", "difference", "before_status", "after_status"]
OK, NOT_KNOWN, NOT_COVERED, SUPPRESSED = "ok", "not_known", "not_covered", "suppressed"
LOW = "incomplete"
"""Rows of the count were set aside: it may be too low."""


def list_revisions(extract: ReadExtract, history: History, catalogue: Catalogue) -> pd.DataFrame:
    """A row each figure that would not be as it is held: COLUMNS, from the first period on.

    A count is of a month, offence (``category``) and measure over the whole area; a return is of a period, indicator
    and area (``ward_code`` null: the whole), its measure numerator or denominator. Only months are told of for which
    ``extract`` would stand. The status says why a null is one: the month was not covered, the figure is not known, or
    the sender hid it; a count of which rows were set aside is low. True numbers: of a protected feed none may be shown.
    """
    return keep_changed(list_figures(extract, history, catalogue))


def list_figures(extract: ReadExtract, history: History, catalogue: Catalogue) -> pd.DataFrame:
    """The same of every figure that is held or would be, whether it differs or not."""
    found = pd.concat([_list_counts(extract, history, catalogue), _list_returns(extract, history)], ignore_index=True)
    is_told = found["before"].notna() | found["after"].notna() | (found["after_status"] == SUPPRESSED)
    found = found[is_told].assign(difference=lambda rows: rows["after"] - rows["before"])
    return found[COLUMNS].sort_values(KEYS, na_position="first", ignore_index=True)


def keep_changed(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``figures`` in which what is seen before is not what is seen after."""
    return figures[_differs(figures)].reset_index(drop=True)


def _list_counts(extract: ReadExtract, history: History, catalogue: Catalogue) -> pd.DataFrame:
    """Counts before and after of every month for which the file would stand."""
    months = find_standing(extract, history)
    is_covered = months.isin(history.coverage["month"])
    tables = {
        name: tabulate_counts(facts[facts["offence"] != UNMAPPED], months)
        for name, facts in (("before", history.facts), ("after", extract.facts))
    }
    categories = tables["before"].columns.union(tables["after"].columns)
    counts = {
        name: _blank_unlisted(table.reindex(columns=categories, fill_value=0.0), catalogue)
        for name, table in tables.items()
    }
    counts["before"] = counts["before"][is_covered].reindex(months.rename("month"))
    found = pd.DataFrame({name: table.stack(["offence", "measure"]) for name, table in counts.items()}).reset_index()
    statuses = {
        "before_status": _judge(found, "before", history.facts),
        "after_status": _judge(found, "after", extract.facts),
    }
    is_new = ~found["month"].isin(months[is_covered])
    statuses["before_status"] = np.where(is_new, NOT_COVERED, statuses["before_status"])
    return _name(found.assign(category=found["offence"], ward_code=pd.NA, period_to=found["month"], **statuses))


def _judge(found: pd.DataFrame, name: str, facts: pd.DataFrame) -> np.ndarray:
    """The status of each count of ``found``: not known, or low where a part of it is not."""
    keys = ["month", "offence", "measure"]
    unknown = pd.MultiIndex.from_frame(facts.loc[facts["count"].isna(), keys].drop_duplicates())
    is_low = pd.MultiIndex.from_frame(found[keys]).isin(unknown)
    return np.select([found[name].isna(), is_low], [NOT_KNOWN, LOW], OK)


def _blank_unlisted(table: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """``table`` with null for zero where the edition counts the offence inside a wider one, or its parts apart."""
    related = [(o.id, part) for o in catalogue.offences.values() for part in o.includes]
    is_used = (table > 0) | table.isna()
    blanked = table.copy()
    for offence, other in related + [pair[::-1] for pair in related]:
        for _, measure in table.columns[table.columns.get_level_values("offence") == offence]:
            if (other, measure) in table.columns:
                is_elsewhere = is_used[other, measure] & ~is_used[offence, measure]
                blanked[offence, measure] = blanked[offence, measure].mask(is_elsewhere)
    return blanked


def _list_returns(extract: ReadExtract, history: History) -> pd.DataFrame:
    """Numerators and denominators before and after of every return that would stand."""
    newer = history.returns[history.returns["extract"].isin(list_newer(extract, history))]
    values = [*RETURN_KEYS, "numerator", "denominator", "is_suppressed"]
    kept = newer[RETURN_KEYS].assign(is_kept=True)
    after = extract.returns[values].merge(kept, on=RETURN_KEYS, how="left")
    after = after[after["is_kept"].isna()].drop(columns="is_kept")
    both = after.merge(
        history.returns[values], on=RETURN_KEYS, how="left", suffixes=("_after", "_before"), indicator="held"
    )
    found = []
    for measure in ("numerator", "denominator"):
        told = both[RETURN_KEYS].rename(columns={"indicator": "category"}).assign(measure=measure)
        for name in ("before", "after"):
            value, is_hidden = both[f"{measure}_{name}"], both[f"is_suppressed_{name}"].eq(True).fillna(False)
            status = np.where(value.notna(), OK, np.where(is_hidden & (measure == "numerator"), SUPPRESSED, NOT_KNOWN))
            if name == "before":
                status = np.where(both["held"] == "both", status, NOT_COVERED)
            told = told.assign(**{name: value, f"{name}_status": status})
        is_told = (measure == "numerator") | told[["before", "after"]].notna().any(axis="columns")
        found.append(told[is_told])
    return _name(pd.concat(found, ignore_index=True).assign(month=lambda rows: rows["period_from"]))


def _differs(rows: pd.DataFrame) -> pd.Series:
    """Whether what is seen before is not what is seen after."""
    is_same = (rows["before"] == rows["after"]) | (rows["before"].isna() & rows["after"].isna())
    before, after = (rows[name].replace(LOW, OK) for name in ("before_status", "after_status"))
    return ~is_same | (before != after)


def _name(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with KEYS, before, after and their statuses, in types that can stand in one table."""
    named = rows.drop(columns="period_from", errors="ignore").rename(columns={"month": "period_from"})
    columns = [name for name in COLUMNS if name != "difference"]
    types = {name: "string" for name in ("category", "ward_code", "measure")} | {
        "before": "float64",
        "after": "float64",
    }
    return named[columns].astype(types | {"before_status": "str", "after_status": "str"})
