"""The page of evidence: the same from the same seed, what is not kept first, and true to the file."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from svd.cli import main
from svd.evidence import report
from svd.evidence.long_series import tell_series
from svd.figures.opening import open_evidence
from svd.measures.question import Evidence
from tests.builders import build_evidence, covered, fact

ABBEY = "E05014053"
FEW = ("Counts in steps: changes", "Shares and people")


@pytest.fixture(scope="module")
def evidence(sample_store) -> Evidence:
    return open_evidence(sample_store)


@pytest.fixture
def few_trials(monkeypatch) -> None:
    monkeypatch.setattr(report, "TRIALS", {name: report.TRIALS[name] for name in FEW})
    monkeypatch.setattr(report, "HEADLINES", ("knife_crime",))


@pytest.mark.usefixtures("few_trials")
def test_the_command_writes_the_page_and_the_same_seed_gives_the_same_and_another_another(
    evidence, sample_store, tmp_path
):
    out = tmp_path / "evidence.md"
    told = ["--worlds", "20", "--seed", "1", "--out", str(out)]
    done = CliRunner().invoke(main, ["evidence", "--store", str(sample_store), *told])
    assert done.exit_code == 0, done.output
    page = out.read_text(encoding="utf-8")
    assert page == report.write_evidence(evidence, worlds=20, seed=1)
    assert page != report.write_evidence(evidence, worlds=20, seed=2)
    assert page.startswith("# Do the tests keep their promises?")
    assert "SYNTHETIC" in page and "20 worlds of most sorts, seed 1" in page
    titles = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert titles[:3] == ["What is not kept", "Every claim at a glance", "How it was made"]
    assert titles[-2:] == ["How soon a step is found", "What the long series say"]
    assert "Rising, falling: shares" in titles and "| Rising, falling: shares | Overview, Five Ds, Trends |" in page


def test_every_claim_that_a_page_makes_is_tried():
    assert set(report.TRIALS) == {
        "Changes",
        "Ranges and targets",
        "Five years",
        "Control limits",
        "Small shifts",
        "Assurance",
        "Signals",
        "Counts in steps: changes",
        "Counts in steps: charts",
        "Counts in steps: wards",
        "Wards",
        "Wards by age",
        "Funnel and places",
        "Wards over time",
        "Shares and people",
        "Rare events",
        "Hot spots",
        "Evaluation",
    }


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
