"""The workbook of a selection: its figures by area, ward and month, its records, and what every indicator counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from svd.catalogue.declarations import Indicator, Source
from svd.catalogue.wording import word_count_of
from svd.figures.explore import word_selection
from svd.figures.findings import word_test
from svd.figures.lineage import list_lineage, split_names
from svd.measures.question import By, Evidence
from svd.measures.recipe import name_extracts
from svd.measures.seen import find_indicator, name_own
from svd.store.selection import Selection
from svd.views.catalogue_tables import BETTER
from svd.views.column_forms import ColumnForm
from svd.views.lineage_table import lineage_sheet
from svd.views.tables import result_sheet
from svd.views.workbook import Cover, Sheet, write_workbook

LEVELS: Mapping[By, str] = {
    "borough": "By area",
    "ward": "By ward",
    "month": "By month",
    "ward_month": "By ward and month",
}
"""The title of each level's sheet, in the order of the workbook."""

_DECLARED = {
    "code": ColumnForm("Code"),
    "title": ColumnForm("Indicator"),
    "definition": ColumnForm("What it counts"),
    "numerator": ColumnForm("Numerator"),
    "denominator": ColumnForm("Denominator"),
    "unit": ColumnForm("Unit"),
    "better": ColumnForm("Better when"),
    "source": ColumnForm("Source"),
    "small_numbers": ColumnForm("Small numbers"),
    "caveats": ColumnForm("To bear in mind"),
}


def write_selection(
    evidence: Evidence,
    selection: Selection,
    tables: Mapping[By, pd.DataFrame],
    made_on: date,
    records: pd.DataFrame | None = None,
    further: Sequence[Sheet] = (),
) -> bytes:
    """The workbook's bytes: a sheet for each level of ``tables``, for ``records``, and ``further`` ones.

    All are written as disclosed before. A further sheet's table has the column source.
    """
    indicators = _find_indicators(evidence, tables)
    titles = {indicator.id: indicator.title for indicator in indicators}
    scope = f"{evidence.catalogue.area.short_name}, {word_selection(evidence, selection)['Period']}"
    sheets = [
        result_sheet(tables[by], LEVELS[by], f"Indicators {LEVELS[by].lower()}: {scope}", titles)
        for by in LEVELS
        if by in tables
    ]
    if records is not None:
        sheets.append(
            result_sheet(records, "Records", f"Records by source and category, never added together: {scope}")
        )
    sheets += further
    if indicators:
        sheets.append(_declare(evidence, indicators))
    listed = (*tables.values(), records, *(sheet.table for sheet in further))
    shown = [table for table in listed if table is not None and len(table)]
    if shown:
        sheets.append(lineage_sheet(list_lineage(evidence, selection, shown)))
    return write_workbook(cover_selection(evidence, selection, shown, made_on), sheets)


def cover_selection(evidence: Evidence, selection: Selection, shown: list[pd.DataFrame], made_on: date) -> Cover:
    """The cover of a workbook of these tables, each of which names its sources by their titles."""
    filters = word_selection(evidence, selection)
    area = evidence.catalogue.area
    sources = _find_sources(evidence, shown)
    return Cover(
        title=f"{area.short_name}: serious violence figures",
        period=filters["Period"],
        definition=filters["Definition of serious violence"],
        filters=filters,
        made_on=made_on,
        is_synthetic=evidence.store.is_synthetic,
        sources=tuple(_word_source(evidence, source, selection) for source in sources),
        notes=tuple(_list_notes(evidence, sources)),
    )


def _find_sources(evidence: Evidence, shown: list[pd.DataFrame]) -> list[Source]:
    """The sources behind the tables, which hold their titles."""
    titles = {title for table in shown for title in split_names(table["source"])}
    return [source for source in evidence.catalogue.sources.values() if source.title in titles]


def _word_source(evidence: Evidence, source: Source, selection: Selection) -> str:
    coverage = evidence.coverage
    in_use = coverage[(coverage["source"] == source.id) & coverage["month"].isin(selection.months)]
    extracts = name_extracts(in_use["extract"]) or "as named in each row"
    partner = evidence.catalogue.partners[source.partner].name
    return f"{source.title}, from {partner}. Extracts: {extracts}. {source.licence}."


def _list_notes(evidence: Evidence, sources: list[Source]) -> Iterator[str]:
    area = evidence.catalogue.area
    yield "Limits: 95%, exact below 10 events and by Byar's approximation from 10; Wilson for shares; none for means."
    yield word_test()
    yield f"Residents: {area.residents_source}. After mid-{area.residents_year}, those of that year."
    yield "What has no known ward is counted for the whole area only, so wards may add up to less than the area."
    yield "Sources that count the same events stand side by side and are never added together."
    for name in dict.fromkeys(source.small_number_rule for source in sources):
        rule = evidence.catalogue.rules[name]
        ruled = ", ".join(source.title for source in sources if source.small_number_rule == name)
        yield f"Small numbers, {rule.title}: {rule.words} It governs: {ruled}."
    for source in sources:
        for caveat in source.caveats:
            yield f"{source.title}: {caveat}"
    yield area.attribution


def _find_indicators(evidence: Evidence, tables: Mapping[By, pd.DataFrame]) -> list[Indicator]:
    named = {name for table in tables.values() if len(table) for name in table["indicator"].unique()}
    order = list(evidence.catalogue.indicators)
    found = [find_indicator(evidence.catalogue, name) for name in sorted(named)]
    return sorted(found, key=lambda one: order.index(name_own(one.id)))


def _declare(evidence: Evidence, indicators: list[Indicator]) -> Sheet:
    """What each indicator counts, as the catalogue declares it."""
    rows = [
        {
            **{
                name: getattr(indicator, name)
                for name in ("code", "title", "definition", "numerator", "denominator", "unit")
            },
            "better": BETTER[indicator.polarity],
            "source": evidence.catalogue.sources[indicator.source].title,
            "small_numbers": evidence.catalogue.rules[indicator.small_number_rule].words,
            "caveats": " ".join(indicator.caveats),
        }
        for indicator in indicators
    ]
    heading = (
        f"What is counted: {word_count_of(len(indicators), 'indicator', 'indicators')} as declared in the catalogue"
    )
    return Sheet("Indicators", heading, pd.DataFrame(rows, columns=list(_DECLARED)), _DECLARED, "Source: the catalogue")
