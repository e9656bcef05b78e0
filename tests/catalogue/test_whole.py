"""A version is whole where every table of the schema is there and none is cut off."""

import pytest

from svd.catalogue.schema import TABLES
from svd.catalogue.whole import find_lacking
from tests.builders import fact, write_store


@pytest.fixture
def version(tmp_path):
    return write_store(tmp_path, facts=[fact("2025-01-01", "A", 4)]).folder


def test_a_whole_version_lacks_nothing(version):
    assert find_lacking(version) is None


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("left", [None, 0, 4, 100, -1])
def test_a_table_that_is_missing_or_cut_off_anywhere_is_named(version, name, left):
    path = version / f"{name}.parquet"
    content = path.read_bytes()
    path.unlink()
    if left is not None:
        path.write_bytes(content[:left])
    assert find_lacking(version) == name
