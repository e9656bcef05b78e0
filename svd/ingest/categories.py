"""A partner's categories -> ours, by the catalogue; words of partners go no further than this."""

import re

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.ingest.words import look_up

UNMAPPED = "unmapped"
_FULL_LENGTH = 50


def map_categories(sent: pd.Series, source: Source, catalogue: Catalogue) -> pd.Series:
    """Our offence for each category as sent, index kept; null: the catalogue does not know it.

    Case and spacing don't matter, nor what stands after 50 characters, where one publisher cuts. A category declared
    for editions that lack another one applies where ``sent`` has no row of that other.
    """
    found = {_plain(text) for text in sent.unique()}
    offences: dict[str, str] = {}
    # From the general to the particular, so that the particular is what stays.
    for named in (source.reader, source.id):
        declared = [category for category in catalogue.categories if category.reader_or_source == named]
        for category in sorted(declared, key=lambda category: bool(category.when_file_lacks)):
            if not category.when_file_lacks or _plain(category.when_file_lacks) not in found:
                offences[_plain(category.text)] = category.offence
    return look_up(sent, lambda text: offences.get(_plain(text)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()[:_FULL_LENGTH].strip()
