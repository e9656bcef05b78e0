"""The product's own catalogue: it covers the strategy, and its entries agree with one another."""

from svd.catalogue.schema import RESIDENT_BANDS

HEADLINES = {
    "knife_crime",
    "violence_with_injury",
    "personal_robbery",
    "sharp_object_admissions",
    "homicide",
}
PAGES = {
    "Overview",
    "Ward map",
    "Ward profile",
    "Five Ds",
    "Trends",
    "Compare wards",
    "Explore and export",
    "Partners and data",
    "Present",
    "About",
}


def test_every_d_has_indicators_at_each_of_its_tiers(catalogue):
    for five_d in catalogue.five_ds.values():
        tiers = {i.tier for i in catalogue.indicators.values() if i.five_d == five_d.id}
        assert tiers == set(five_d.tiers), five_d.id


def test_the_five_ds_work_at_the_tiers_the_strategy_gives_them(catalogue):
    assert {five_d.id: five_d.tiers for five_d in catalogue.five_ds.values()} == {
        "deter": ("primary",),
        "disrupt": ("primary",),
        "duty": ("secondary",),
        "develop": ("tertiary",),
        "data": ("primary", "secondary", "tertiary"),
    }


def test_the_duty_asks_five_things_and_a_page_answers_each(catalogue):
    assert len(catalogue.requirements) == 5
    assert {requirement.page for requirement in catalogue.requirements.values()} <= PAGES


def test_the_headlines_are_the_five_agreed(catalogue):
    assert {i.id for i in catalogue.indicators.values() if i.is_headline} == HEADLINES


def test_every_rule_is_at_least_as_strict_as_its_sources(catalogue):
    for indicator in catalogue.indicators.values():
        own = catalogue.rules[indicator.small_number_rule]
        source = catalogue.sources[indicator.source]
        assert own.is_as_strict_as(catalogue.rules[source.small_number_rule]), indicator.id


def test_only_what_is_public_already_is_shown_whole(catalogue):
    for source in catalogue.sources.values():
        assert source.is_public == (catalogue.rules[source.small_number_rule].hide_up_to == 0), source.id


def test_every_source_feeds_an_indicator(catalogue):
    used = {indicator.source for indicator in catalogue.indicators.values()}
    assert set(catalogue.sources) == used


def test_the_three_police_files_are_known_to_count_the_same_crimes(catalogue):
    same = {source.id for source in catalogue.sources.values() if source.counts_same_as == "police_recorded_crime"}
    assert same == {"mps_ward", "mps_knife", "police_uk"}


def test_codes_and_titles_are_not_given_twice(catalogue):
    for key in ("code", "title", "short_title"):
        given = [getattr(indicator, key) for indicator in catalogue.indicators.values()]
        assert len(given) == len(set(given)), key


def test_units_say_what_the_calculation_does(catalogue):
    for indicator in catalogue.indicators.values():
        how = indicator.calculation
        if how.form == "proportion":
            assert (indicator.unit, how.per) == ("%", 100), indicator.id
        elif how.form == "ratio":
            assert indicator.unit.startswith(f"for every {how.per} "), indicator.id
        elif how.weights:
            index = catalogue.indices[how.weights]
            assert (indicator.unit, how.per) == (index.unit, index.per), indicator.id
        elif how.form == "rate":
            assert indicator.unit.startswith(f"per {how.per:,} "), indicator.id
        else:
            assert how.per == 1, indicator.id
            assert indicator.unit.endswith("s"), indicator.id


def test_rates_of_residents_name_their_ages_in_the_unit(catalogue):
    ages = {
        "per 1,000 residents": RESIDENT_BANDS,
        "days per 1,000 residents": RESIDENT_BANDS,
        "per 10,000 residents": RESIDENT_BANDS,
        "per 100,000 residents": RESIDENT_BANDS,
        "per 1,000 residents under 25": ("0-9", "10-17", "18-24"),
        "per 1,000 residents aged 10 to 17": ("10-17",),
        "per 1,000 residents aged 18 and over": RESIDENT_BANDS[2:],
        "per 10,000 residents aged 18 and over": RESIDENT_BANDS[2:],
    }
    for indicator in catalogue.indicators.values():
        if indicator.calculation.basis == "facts" and indicator.calculation.form in ("rate", "weighed"):
            assert indicator.calculation.residents == ages[indicator.unit], indicator.id


def test_sentences_end_and_labels_do_not(catalogue):
    for indicator in catalogue.indicators.values():
        sentences = (
            indicator.definition,
            indicator.how_it_works,
            indicator.what_good_looks_like,
            indicator.why_it_matters,
        )
        labels = (indicator.title, indicator.short_title, indicator.numerator, indicator.denominator, indicator.unit)
        for text in (*sentences, *indicator.caveats):
            assert text.endswith(".") and text == " ".join(text.split()), (indicator.id, text)
        assert not any(label.endswith(".") for label in labels), indicator.id
        assert len(indicator.short_title) <= 40, indicator.id


def test_what_is_not_judged_says_so(catalogue):
    for indicator in catalogue.indicators.values():
        is_said = "Neither up nor down is good" in indicator.what_good_looks_like
        assert is_said == (indicator.polarity == "neutral"), indicator.id


def test_a_category_of_older_files_names_what_it_held(catalogue):
    wide = catalogue.offences["violence_without_injury_or_stalking"]
    assert set(wide.includes) == {"violence_without_injury", "stalking_and_harassment"}


def test_a_plain_category_counts_differently_where_the_file_lacks_another(catalogue):
    found = {
        category.when_file_lacks: category.offence
        for category in catalogue.categories
        if category.text == "VIOLENCE WITHOUT INJURY"
    }
    assert found == {
        "": "violence_without_injury",
        "STALKING AND HARASSMENT": "violence_without_injury_or_stalking",
    }


def test_the_wider_definition_is_the_default_and_holds_the_minimum(catalogue):
    latest = catalogue.latest_definition
    assert latest.id == "borough-wider-2023"
    assert set(catalogue.definitions["london-minimum-2023"].offences) < set(latest.offences)


def test_serious_violence_is_flagged_where_the_widest_definition_counts_it(catalogue):
    flagged = {offence.id for offence in catalogue.offences.values() if offence.is_serious_violence}
    assert flagged == set(catalogue.latest_definition.offences)


def test_definitions_count_only_offences_of_the_indicators_source(catalogue):
    counted = {entry.offence for entry in catalogue.categories if entry.reader_or_source == "mps_ward"}
    for definition in catalogue.definitions.values():
        assert set(definition.offences) <= counted


def test_every_offence_of_an_indicator_can_come_from_its_source(catalogue):
    for indicator in catalogue.indicators.values():
        source = catalogue.sources[indicator.source]
        can_come = {e.offence for e in catalogue.categories if e.reader_or_source in (source.id, source.reader)}
        assert set(indicator.calculation.offences) - {"all", "definition"} <= can_come, indicator.id


def test_every_record_source_has_categories_and_counts_towards_placing(catalogue):
    records = {source.id for source in catalogue.sources.values() if source.reader == "incidents"}
    assert records <= {category.reader_or_source for category in catalogue.categories}
    assert set(catalogue.indicators["placed_to_ward"].calculation.quality_sources) == records


def test_police_texts_are_no_longer_than_the_publisher_leaves_them(catalogue):
    assert max(len(e.text) for e in catalogue.categories if e.reader_or_source == "mps_ward") <= 50
