"""Files held against history from end to end: the sample in the order it came, sane but for what is planted in it."""

import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.editions import order_editions
from svd.ingest.extract import ReadExtract
from svd.ingest.history.revisions import list_revisions
from svd.ingest.history.sanity import compare_history
from svd.ingest.open import open_extract
from svd.ingest.received import list_loose
from svd.ingest.reference import Reference
from svd.paths import read_paths
from tests.ingest.history.builders import make_history, name_rules
from tests.proof import IS_PROOF

PATHS = read_paths()
EXPECTED = {
    ("lfb_incidents", "period_incomplete", "Oct 2026"),
    ("mps_ward", "old_ward_codes", "E05000030"),
    ("probation_cases", "old_ward_codes", "E05000030"),
}


def _choose(files: list) -> list:
    """Under ``make prove`` every feed's files, otherwise those of the feeds with a planted fault and a few more."""
    kept = {"council_asb", "yjs_returns", *(source for source, *_ in EXPECTED)}
    return [file for file in files if IS_PROOF or any(name in file.name for name in (*kept, "MPS Ward Level"))]


@pytest.fixture(scope="module")
def met():
    """Each file of the sample with what it is warned of and changes, met in the order received, then once more."""
    if not any(PATHS.sample.glob("*.csv")):
        pytest.skip("the synthetic extracts have not been written")
    catalogue, geography = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
    held: dict[str, list[ReadExtract]] = {}
    first, again = [], []

    def meet(extract: ReadExtract, sha256: str) -> tuple:
        history, source = make_history(*order_editions(held[extract.source])), catalogue.sources[extract.source]
        warned = compare_history(extract, history, source, catalogue, sha256)
        return extract, warned, list_revisions(extract, history, catalogue)

    for file in sorted(_choose(list_loose(PATHS.sample)), key=lambda file: (file.received_on, file.name)):
        extract = open_extract(file, Reference(catalogue, geography))
        held.setdefault(extract.source, [])
        first.append(meet(extract, file.sha256))
        held[extract.source].append(extract)
    for extracts in held.values():
        again += [meet(extract, extract.name) for extract in extracts]
    return first, again


def test_sane_files_are_not_warned_of_and_planted_faults_are(met):
    first, _ = met
    warned = {(extract.source, *named) for extract, warnings, _ in first for named in name_rules(warnings)}
    assert warned == EXPECTED


def test_every_file_sent_again_is_known_and_changes_nothing(met):
    _, again = met
    assert again
    for _, warnings, revisions in again:
        assert warnings["rule"].tolist() == ["sent_before"] and revisions.empty
