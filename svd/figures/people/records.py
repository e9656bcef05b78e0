"""Records that say who they are about: which feeds have them, and what of them was received for a period."""

from dataclasses import dataclass

import numpy as np

from svd.catalogue import Catalogue
from svd.catalogue.contract import People
from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_count_of, word_period
from svd.measures.question import Evidence
from svd.measures.recipe import name_extracts
from svd.measures.result import INCOMPLETE, MISSING, OK
from svd.store.selection import Selection


@dataclass(frozen=True)
class Receipt:
    """What of a feed was received for the months asked for: a status as of a figure, and how many months of them."""

    status: str
    months: int
    asked: int
    extract: str
    period: str
    is_synthetic: bool

    @property
    def labels(self) -> dict:
        """What each row of a figure from it carries."""
        return {"period": self.period, "extract": self.extract, "is_synthetic": self.is_synthetic}


def find_feeds(catalogue: Catalogue, selection: Selection, *fields: str) -> list[Source]:
    """The feeds of records whose contract lists one of ``fields``, of the partners asked for, in their order."""
    return [source for source in _list_feeds(catalogue, selection) if has_field(catalogue, source, *fields)]


def find_feeds_without(catalogue: Catalogue, selection: Selection, *fields: str) -> list[Source]:
    """The feeds about people whose contract lists none of ``fields``."""
    feeds = _list_feeds(catalogue, selection)
    return [source for source in feeds if source.people and not has_field(catalogue, source, *fields)]


def has_field(catalogue: Catalogue, source: Source, *fields: str) -> bool:
    """Whether the feed's contract lists one of ``fields``."""
    return any(column.field in fields for column in catalogue.list_columns(source))


def _list_feeds(catalogue: Catalogue, selection: Selection) -> list[Source]:
    partners = selection.partners or tuple(catalogue.partners)
    return [one for one in catalogue.sources.values() if one.reader == "incidents" and one.partner in partners]


def name_people(source: Source) -> People:
    """Who the feed's rows are about; people, where the contract says no more."""
    return source.people or People(are="people", note="The contract does not say who a row is about.")


def read_receipt(evidence: Evidence, source: Source, selection: Selection) -> Receipt:
    """What of the source was received: missing where nothing was, incomplete where a month or over 1% of rows lack.

    A month that was not received is left out of every count, never taken for zero.
    """
    cube = evidence.cube
    period = word_period(selection.month_from, selection.month_to)
    asked = cube.months.isin(selection.months)
    row = cube.source_rows.get(source.id)
    covered = np.zeros(len(asked), dtype=bool) if row is None else cube.covered[row] & asked
    if not covered.any():
        return Receipt(MISSING, 0, selection.length, "", period, is_synthetic=False)
    is_whole = covered.sum() == selection.length and bool(cube.complete[row][covered].all())
    extract = name_extracts([cube.extracts_named[number] for number in cube.extract[row][covered]])
    return Receipt(
        status=OK if is_whole and not cube.low[row][covered].any() else INCOMPLETE,
        months=int(covered.sum()),
        asked=selection.length,
        extract=extract,
        period=period,
        is_synthetic="SYNTHETIC" in extract,
    )


def word_receipt(receipt: Receipt) -> str:
    """Which months are missing from the figures, in a sentence; an empty text where none is."""
    lacking = receipt.asked - receipt.months
    if not lacking:
        return ""
    months = word_count_of(lacking, "month was", "months were")
    return f"{months} not received and left out: figures are of the other {receipt.months}, and too low for the period."
