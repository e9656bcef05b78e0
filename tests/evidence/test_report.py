"""The page of evidence: the same from the same seed, honest about a promise not kept, and true to the file."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from svd.cli import main
from svd.evidence.false_signals import Share
from svd.evidence.long_series import tell_series
from svd.evidence.report import write_evidence
from svd.evidence.tables import draw_table, keeps_promise, word_promise, word_share
from svd.figures.opening import open_evidence
from svd.measures.question import Evidence
from tests.builders import build_evidence, covered, fact
from tests.proof import IS_PROOF, some

ABBEY = "E05014053"


@pytest.fixture(scope="module")
def evidence(sample_store) -> Evidence:
    return open_evidence(sample_store)


@pytest.mark.parametrize(
    ("share", "promised", "words"),
    [
        (Share(5, 2000), 0.0027, "0.25% (kept)"),
        (Share(40, 2000), 0.0027, "2.0% (NOT kept)"),
        (Share(0, 2000), 0.0027, "0.00% (kept)"),
        # 0.0027 + 3 * sqrt(0.0027 * 0.9973 / 2000) = 0.00618: twelve of 2,000 may be chance, thirteen may not.
        (Share(12, 2000), 0.0027, "0.60% (kept)"),
        (Share(13, 2000), 0.0027, "0.65% (NOT kept)"),
    ],
)
def test_a_promise_is_kept_but_for_the_chance_of_so_many_draws(share, promised, words):
    assert word_promise(share, promised) == words
    assert keeps_promise(share, promised) == ("NOT" not in words)


def test_shares_and_tables_read_well():
    assert [word_share(Share(*each)) for each in ((1, 400), (1, 8))] == ["0.25%", "12.5%"]
    assert draw_table(["a", "b"], [["1", "2"]]) == "| a | b |\n| -- | -- |\n| 1 | 2 |"


def test_the_command_writes_the_page_and_the_same_seed_gives_the_same_and_another_another(
    evidence, sample_store, tmp_path
):
    out, worlds = tmp_path / "evidence.md", max(some(40), 10)
    told = ["--worlds", str(worlds), "--seed", "1", "--out", str(out)]
    done = CliRunner().invoke(main, ["evidence", "--store", str(sample_store), *told])
    assert done.exit_code == 0, done.output
    page = out.read_text(encoding="utf-8")
    again = 1 if IS_PROOF else 2  # one of the two takes long enough
    assert (page == write_evidence(evidence, worlds=worlds, seed=again)) == (again == 1)
    assert not IS_PROOF or page != write_evidence(evidence, worlds=worlds, seed=2)
    assert page.startswith("# Do the tests keep their promises?")
    assert "SYNTHETIC" in page and f"{worlds} worlds each, seed 1" in page
    for title in ("Control limits", "Now against before", "Wards against the area", "Hot spots", "How soon a step"):
        assert title in page


def test_a_long_series_is_told_with_its_years_its_stretches_and_its_months_outside(tmp_path):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2022-03-01", "2026-02-01", freq="MS")]
    counts = np.tile([29, 31], 24)
    counts[40] = 90
    facts = [fact(month, ABBEY, int(count)) for month, count in zip(months, counts, strict=True)]
    told = tell_series(build_evidence(tmp_path, facts=facts, coverage=covered(*months)), "violence_with_injury")
    assert told[0] == (
        "Violence with injury: 48 whole months, Mar 2022 to Feb 2026; most in Jul 2025 (90), fewest in Mar 2022 (29)."
    )
    assert told[1] == "421 in Mar 2025 to Feb 2026, after 360 in Mar 2024 to Feb 2025."
    assert told[2].startswith("Mar 2022 to Feb 2024: mean 30.0, limits 24.7 to 35.3; 0 of 24 months stand out")
    assert told[3].startswith("Mar 2024 to Feb 2026 (since: New police crime system (CRIS to CONNECT)): mean 30.0")
    assert told[3].endswith("1 of them outside the limits: Jul 2025 (90).")


def test_a_series_of_few_months_is_not_told(tmp_path):
    evidence = build_evidence(tmp_path, facts=[fact("2026-01-01", ABBEY, 3)], coverage=covered("2026-01-01"))
    (told,) = tell_series(evidence, "violence_with_injury")
    assert "fewer than 12 whole months" in told
