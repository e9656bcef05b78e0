"""The homicide card: days since the last one stand where the count did, for rare events alone."""

from svd.figures.opening import default_selection, open_evidence
from svd.ui.rare import read_between, read_since


def test_the_card_of_a_rare_event_says_how_long_since_the_last(sample_store):
    evidence = open_evidence(sample_store)
    selection, indicators = default_selection(evidence), evidence.catalogue.indicators
    figure, small, badge = read_since(evidence, indicators["homicide"], selection, "1")
    low, high = read_between(evidence, indicators["homicide"], selection).span_days()
    assert figure == f"{low} to {high}" and small == "days since the last; 1 in this period"
    assert "as expected" in badge


def test_other_cards_keep_their_count(sample_store):
    evidence = open_evidence(sample_store)
    selection, indicators = default_selection(evidence), evidence.catalogue.indicators
    for name in ("violence_with_injury", "cctv_violence", "sharp_object_admissions"):
        assert read_since(evidence, indicators[name], selection, "1") is None
