"""How texts are held: those of small files one by one, of large ones packed, and written the same either way."""

import pandas as pd
import pytest

from svd import tasks
from svd.catalogue.schema import INCIDENTS
from svd.ingest.publish import publish_version


@pytest.fixture(autouse=True)
def restored():
    with pd.option_context("mode.string_storage", "auto"):
        yield


def make_texts(texts: list[str], storage: str) -> pd.DataFrame:
    held = pd.Series(texts, dtype=pd.StringDtype(storage))
    return pd.DataFrame({"plain": held, "encoded": held.astype("category")})


@pytest.mark.parametrize("texts", [[], ["ash", "elm", "ash"]], ids=["no rows", "rows"])
def test_a_version_is_the_same_however_its_texts_are_held(tmp_path, texts):
    versions = [
        publish_version(tmp_path / storage, {"facts": make_texts(texts, storage)}, {})[0]
        for storage in ("python", "pyarrow")
    ]
    assert versions[0] == versions[1]


def test_texts_of_no_rows_are_written_as_texts(tmp_path):
    empty = pd.DataFrame({column.name: pd.Series([], dtype=column.dtype) for column in INCIDENTS.columns})
    encoded = empty.assign(**{name: empty[name].astype("category") for name in empty.select_dtypes("string")})
    version, _ = publish_version(tmp_path, {"incidents": encoded}, {})
    read = pd.read_parquet(tmp_path / "versions" / version / "incidents.parquet")
    assert read.empty and set(read.select_dtypes("string")) == set(empty.select_dtypes("string"))


def test_texts_of_small_files_are_held_one_by_one_and_of_large_ones_packed(tmp_path, monkeypatch):
    (tmp_path / "asb.csv").write_text("a,b\n1,2\n")
    tasks.hold_texts(tmp_path)
    assert pd.options.mode.string_storage == "python"
    monkeypatch.setattr(tasks, "_LARGE", 5)
    tasks.hold_texts(tmp_path)
    assert pd.options.mode.string_storage == "auto"
