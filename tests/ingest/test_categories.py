"""Partners' categories to ours."""

import pandas as pd

from svd.ingest.categories import map_categories
from tests.ingest.builders import make_catalogue


def map_words(source: str, *words: str) -> list:
    catalogue = make_catalogue()
    found = map_categories(pd.Series(words, dtype="str"), catalogue.sources[source], catalogue)
    return [None if pd.isna(offence) else offence for offence in found]


def test_case_and_spacing_do_not_matter():
    assert map_words("street", "ANTI-SOCIAL  behaviour ", "robbery", "Fraud") == ["nuisance", "robbery", None]


def test_a_category_is_the_wide_one_only_where_the_file_lacks_the_other():
    assert map_words("wards", "Harm without injury") == ["wide_harm"]
    assert map_words("wards", "Harm without injury", "Stalking") == ["harm", "stalking"]


def test_another_source_s_words_are_unknown():
    assert map_words("asb", "HOMICIDE") == [None]
