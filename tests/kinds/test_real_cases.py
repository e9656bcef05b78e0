"""Two files as publishers have sent them, where they are at hand: of wards out of use, and without a category."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from svd.measures.measure import measure
from svd.store.selection import Selection
from tests.kinds.from_files import build_files, take_zeros_for_proven, word_zeros

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "cases"
YEARS = Selection(date(2020, 1, 1), date(2021, 12, 1))


def build(case: str, folder: Path):
    """The evidence of the one file whose name holds ``case``; skipped where it is not there."""
    found = list(CASES.glob(f"*{case}*.csv"))
    if not found:
        pytest.skip(f"the files are not in {CASES}")
    (folder / "extracts").mkdir()
    shutil.copy(found[0], folder / "extracts")
    return build_files(folder / "extracts", folder / "store")


def test_a_file_of_wards_out_of_use_says_nothing_of_any_ward_and_gives_the_reason(tmp_path):
    evidence = build("J-old-wards", tmp_path)
    result = measure(evidence, "violence_with_injury", YEARS, "ward")
    wards = result[result["ward_code"] != "unallocated"]
    assert len(wards) == 19 and (wards["status"] == "missing").all()
    assert wards[["count", "value", "lower", "upper"]].isna().all(axis=None)
    reasons = evidence.problems
    assert (reasons["rule"] == "unknown_ward").any() and reasons["message"].str.contains("no ward of the area").any()

    with take_zeros_for_proven():
        off = build_again(evidence)
        wrong = measure(off, "violence_with_injury", YEARS, "ward")
    assert word_zeros(wrong[wrong["ward_code"] != "unallocated"]).startswith("0 offences in 19 wards")


def test_a_file_without_a_category_says_nothing_of_it_and_all_of_the_others(tmp_path):
    evidence = build("K-no-violence-with-injury", tmp_path)
    asked = {
        name: measure(evidence, name, YEARS, "borough").iloc[0] for name in ("violence_with_injury", "personal_robbery")
    }
    assert asked["violence_with_injury"]["status"] == "missing" and asked["violence_with_injury"]["count"] != 0
    assert asked["personal_robbery"]["status"] == "ok" and asked["personal_robbery"]["count"] > 1000

    with take_zeros_for_proven():
        wrong = measure(build_again(evidence), "violence_with_injury", YEARS, "borough").iloc[0]
    assert wrong["count"] == 0


def build_again(evidence):
    """The same store opened anew, nothing worked out of it yet."""
    return type(evidence)(type(evidence.store)(evidence.store.folder), evidence.catalogue, evidence.geography)
