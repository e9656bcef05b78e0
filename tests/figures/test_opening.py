"""Where a reader starts: the last twelve months that most sources cover whole, from the store that was named."""

from datetime import date

import pytest

from svd.errors import StoreError, UserError
from svd.figures.opening import check_filters, default_selection, find_last_month, find_store, open_evidence
from svd.paths import read_paths
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, write_store

JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))


def _evidence(tmp_path, **ends: tuple[str, bool]):
    """Each source with December and a last month, whole or not."""
    coverage = []
    for source, (last, is_complete) in ends.items():
        coverage += covered("2025-12-01", source=source) + covered(last, source=source, is_complete=is_complete)
    return build_evidence(tmp_path, coverage=coverage)


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        ({"mps_ward": ("2026-03-01", True)}, (2026, 3)),
        ({"mps_ward": ("2026-03-01", False)}, (2025, 12)),
        ({"mps_ward": ("2026-03-01", True), "lfb_incidents": ("2026-01-01", True)}, (2026, 3)),
        (
            {"mps_ward": ("2026-03-01", True), "lfb_incidents": ("2026-02-01", True), "ed_istv": ("2026-01-01", True)},
            (2026, 2),
        ),
        (
            {"mps_ward": ("2026-03-01", True), "lfb_incidents": ("2026-02-01", False), "ed_istv": ("2026-01-01", True)},
            (2026, 1),
        ),
    ],
    ids=["one whole", "one cut short", "half of two", "two of three", "a month cut short does not count"],
)
def test_the_last_month_that_half_of_the_sources_cover_whole(tmp_path, ends, last):
    evidence = _evidence(tmp_path, **ends)
    assert find_last_month(evidence) == date(*last, 1)


def test_no_whole_month_at_all_falls_back_on_the_last_there_is(tmp_path):
    evidence = build_evidence(tmp_path, coverage=covered("2025-12-01", "2026-01-01", is_complete=False))
    assert find_last_month(evidence) == date(2026, 1, 1)


def test_twelve_months_under_the_definition_adopted_last(tmp_path):
    evidence = _evidence(tmp_path, mps_ward=("2026-03-01", True))
    default = default_selection(evidence)
    assert (default.month_from, default.month_to) == (date(2025, 4, 1), date(2026, 3, 1))
    assert default.definition == evidence.catalogue.latest_definition.id
    assert (default.wards, default.kinds, default.partners, default.ages) == ((), (), (), ())


@pytest.mark.parametrize(("last", "first"), [((2026, 2), (2025, 3)), ((2025, 12), (2025, 2))])
def test_twelve_months_to_the_one_named_or_fewer_after_a_break(tmp_path, last, first):
    """The police changed their system in February 2024: of 2025 eleven months can be compared with eleven before."""
    default = default_selection(_evidence(tmp_path, mps_ward=("2026-03-01", True)), date(*last, 1))
    assert (default.month_from, default.month_to) == (date(*first, 1), date(*last, 1))


def test_the_store_named_goes_before_the_settings_and_the_areas_own(tmp_path, monkeypatch):
    monkeypatch.delenv("SVD_STORE", raising=False)
    assert find_store() == read_paths().store
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "set"))
    assert find_store() == tmp_path / "set"
    assert find_store(tmp_path / "named") == tmp_path / "named"


def test_evidence_is_opened_whole(tmp_path):
    write_store(tmp_path, coverage=covered("2026-01-01"))
    with pytest.raises(StoreError, match="no store"):
        open_evidence(tmp_path)
    (tmp_path / "CURRENT").write_text("test", encoding="utf-8")
    evidence = open_evidence(tmp_path)
    assert evidence.store.version == "test" and len(evidence.geography.ward_names) == evidence.catalogue.area.ward_count


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"wards": ("E05014053", "E99")}, "no ward 'E99'"),
        ({"kinds": ("burglary",)}, "no kind 'burglary'"),
        ({"partners": ("nobody",)}, "no partner 'nobody'"),
        ({"ages": ("10-17",)}, "no age '10-17'"),
        ({"definition": "mine"}, "no definition 'mine'"),
    ],
)
def test_a_filter_nothing_declares_is_named(tmp_path, filters, words):
    evidence = build_evidence(tmp_path)
    check_filters(evidence, JANUARY)
    with pytest.raises(UserError, match=words):
        check_filters(evidence, Selection(JANUARY.month_from, JANUARY.month_to, **filters))


def test_filters_that_are_declared_pass(tmp_path):
    filters = {"wards": ("E05014053",), "kinds": ("fire",), "partners": ("lfb",), "ages": ("10-14",)}
    selection = Selection(date(2026, 1, 1), date(2026, 1, 1), definition="borough-wider-2023", **filters)
    assert check_filters(build_evidence(tmp_path), selection) is None
