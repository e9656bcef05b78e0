"""A build by the command line's tasks: its signals are raised with it, and one that fails leaves those of yesterday."""

import pytest

from svd import tasks
from svd.errors import UserError
from svd.figures.opening import open_evidence
from svd.figures.signals.saved import find_saved


def list_bytes(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_build_that_fails_leaves_the_signals_of_the_last(area):
    store = area / "store"
    saved = find_saved(open_evidence(store))
    before = list_bytes(saved)
    (area / "extracts").mkdir()
    (area / "extracts" / "notes.csv").write_text("nothing,of,ours\n1,2,3\n")
    with pytest.raises(UserError):
        tasks.build(area / "extracts", store)
    assert before and find_saved(open_evidence(store)) == saved and list_bytes(saved) == before


def test_a_build_that_changes_nothing_raises_nothing_again(area, small_home, monkeypatch):
    def refuse(*_args: object) -> None:
        raise AssertionError("A signal was raised anew.")

    monkeypatch.setattr("svd.figures.signals.prepare.score_indicators", refuse)
    assert not tasks.build(small_home / "data" / "sample", area / "store").is_changed
