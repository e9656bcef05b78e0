"""A tiny partnership: two square wards, one source of each format, and the files and rows they send."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from svd.catalogue import Catalogue, load_catalogue
from svd.catalogue import declarations as d
from svd.catalogue.schema import RESIDENT_BANDS
from svd.geography.wards import Geography
from svd.ingest.extract import ReadExtract
from svd.ingest.open import open_extract
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.reference import Reference
from tests.geography.builders import make_residents, make_small_areas

PROJECT = Path(__file__).resolve().parents[2]
ASH, BIRCH, ELSEWHERE = "E05000001", "E05000002", "E05000099"
IN_ASH, IN_BIRCH, FAR_AWAY = ("545500", "185500"), ("546500", "185500"), ("400000", "300000")
SMALL_AREA, ACROSS = "E01000001", "E01000002"
"""The first lies in Birch, the other across both wards."""
RECEIVED = date(2026, 1, 20)

_CATEGORIES = (
    ("mps_ward", "HOMICIDE", "homicide", ""),
    ("mps_ward", "ROBBERY", "robbery", ""),
    ("mps_ward", "HARM WITHOUT INJURY", "wide_harm", "STALKING"),
    ("mps_ward", "HARM WITHOUT INJURY", "harm", ""),
    ("mps_ward", "STALKING", "stalking", ""),
    ("mps_knife", "Knife Crime", "knife", ""),
    ("police_uk_street", "Robbery", "robbery", ""),
    ("police_uk_street", "Anti-social behaviour", "nuisance", ""),
    ("asb", "Noise", "nuisance", ""),
    ("asb", "Fight", "harm", ""),
)


def make_source(id: str, reader: str, files: str, **given) -> d.Source:
    told = {"title": id, "partner": "council", "is_public": False, "small_number_rule": "rule", "frequency": "month"}
    more = {"due_days": 30, "licence": "none", "description": "made up"}
    return d.Source(**(dict(id=id, reader=reader, files=(files,)) | told | more | given))


def make_indicator(id: str, form: str, source: str = "team_returns") -> d.Indicator:
    words = (
        "code title short_title definition how_it_works what_good_looks_like why_it_matters numerator denominator unit"
    )
    return d.Indicator(
        id=id,
        **dict.fromkeys(words.split(), "made up"),
        five_d="duty",
        tier="secondary",
        polarity="lower",
        source=source,
        frequency="quarter",
        small_number_rule="rule",
        calculation=d.Calculation(basis="returns", form=form),
    )


def make_catalogue(**sources_given: dict) -> Catalogue:
    """One source of each reader; ``sources_given`` changes what one declares, as asb={"has_age": True}."""
    declared = {
        "wards": dict(reader="mps_ward", files="*Ward Level Crime*.csv"),
        "knife": dict(reader="mps_knife", files="*Crime Dashboard*.csv"),
        "street": dict(reader="police_uk_street", files="*-street.csv"),
        "asb": dict(reader="incidents", files="*asb*.csv", required_fields=("record_id", "occurred_at", "age_band")),
        "team_returns": dict(reader="returns", files="*team_returns*.csv"),
    }
    sources = {id: make_source(id, **(given | sources_given.get(id, {}))) for id, given in declared.items()}
    offences = {offence for _, _, offence, _ in _CATEGORIES}
    indicators = (make_indicator("held", "proportion"), make_indicator("entrants", "count"))
    area = d.Area(
        **dict.fromkeys(
            ["partnership", "police_force", "ward_vintage", "residents_source", "boundary_source"], "made up"
        ),
        name="Borough of Treetown",
        short_name="Treetown",
        code="E09000001",
        ward_count=2,
        residents_year=2021,
        attribution="made up",
        centre=(51.5, 0.1),
        baseline_year=2019,
    )
    return Catalogue(
        area=area,
        **dict.fromkeys(
            ["breaks", "agreements", "tiers", "five_ds", "priorities", "requirements", "definitions", "kinds"],
            {},
        ),
        rules={
            "rule": d.SmallNumberRule(id="rule", hide_up_to=0, **dict.fromkeys(["title", "words", "authority"], "x"))
        },
        partners={
            "council": d.Partner(
                **dict.fromkeys(["name", "short_name", "sector", "duty"], "x"), id="council", role="other"
            )
        },
        sources=sources,
        columns=load_catalogue(PROJECT / "data" / "catalogue").columns,
        hot_spots=load_catalogue(PROJECT / "data" / "catalogue").hot_spots,
        offences={id: d.Offence(id=id, title=id, kind="kind") for id in sorted(offences)},
        categories=tuple(
            d.Category(reader_or_source=who, text=text, offence=ours, when_file_lacks=lacks)
            for who, text, ours, lacks in _CATEGORIES
        ),
        meetings=(),
        **dict.fromkeys(["downloads", "interventions", "targets", "indices"], {}),
        **dict.fromkeys(["weights", "left_out"], ()),
        indicators={indicator.id: indicator for indicator in indicators},
    )


def make_geography() -> Geography:
    """Ash to the west and Birch to the east of easting 546,000, a kilometre square each."""
    squares = [shapely.box(545_000, 185_000, 546_000, 186_000), shapely.box(546_000, 185_000, 547_000, 186_000)]
    names = {ASH: "Ash", BIRCH: "Birch"}
    wards = gpd.GeoDataFrame({"ward_code": list(names), "ward_name": list(names.values())}, geometry=squares, crs=27700)
    small_areas = {SMALL_AREA: {BIRCH: 1}, ACROSS: {ASH: 0.6, BIRCH: 0.4}}
    residents = make_residents({ward: [10] * len(RESIDENT_BANDS) for ward in names})
    return Geography(wards, residents, make_small_areas(small_areas, names), names)


def write_csv(folder: Path, name: str, rows: Iterable[Mapping[str, object]]) -> Path:
    """A file of ``rows``, its header the first row's keys."""
    rows = list(rows)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def open_file(path: Path, catalogue: Catalogue | None = None, received_on: date = RECEIVED) -> ReadExtract:
    """The file as read or refused."""
    file = ReceivedFile(path, path.name, received_on, hash_file(path))
    return open_extract(file, Reference(catalogue or make_catalogue(), make_geography()))


def name_problems(extract: ReadExtract) -> list[tuple]:
    """(row, column, value, rule) of each problem; None for null."""
    named = extract.problems[["row", "column", "value", "rule"]].astype("object")
    return [tuple(row) for row in named.where(named.notna(), None).itertuples(index=False)]


def list_counts(facts: pd.DataFrame, *columns: str) -> list[tuple]:
    """``columns`` and count of each fact, sorted; months as text, None for null."""
    shown = facts[[*columns, "count"]].astype("object")
    shown = shown.where(shown.notna(), None)
    rows = [
        tuple(f"{cell:%Y-%m}" if isinstance(cell, pd.Timestamp) else cell for cell in row) for row in shown.to_numpy()
    ]
    return sorted(rows, key=str)


def ward_row(ward: str = ASH, category: str = "ROBBERY", borough: str = "Treetown", **counts: object) -> dict:
    """A row of the ward file; counts as m202501=3."""
    months = {name.removeprefix("m"): count for name, count in counts.items()}
    return {"MajorText": "ALL", "MinorText": category, "WardCode": ward, "LookUp_BoroughName": borough, **months}


def knife_row(
    area: str = ASH, count: object = 1, month: str = "2025-01-01", measure: str = "Offences", **given: str
) -> dict:
    """A row of the knife file; an area code beginning E09 makes it a borough's."""
    is_borough = area.startswith("E09")
    return {
        "month_year": month,
        "area_type": "Borough" if is_borough else "Safer Neighbourhood Teams",
        "borough_snt": "Treetown" if is_borough else "Treetown Ash",
        "area_name": "Treetown" if is_borough else "Ash (KG)",
        "area_code": area,
        "crime_subtype": "Knife Crime",
        "measure": measure,
        "count": count,
        "refresh_date": "2025-06-18",
    } | given


def street_row(place: tuple[str, str] = ("0.0987", "51.5495"), crime: str = "Robbery", **given: str) -> dict:
    """A row of the street file, in Ash unless given another place as longitude and latitude."""
    longitude, latitude = place
    row = {"Crime ID": "abc", "Month": "2025-01", "Longitude": longitude, "Latitude": latitude}
    return row | {"LSOA code": "", "Crime type": crime} | given


def incident_row(number: int = 1, **given: str) -> dict:
    """An incident in Ash on 5 January 2025."""
    row = {
        "record_id": f"R{number}",
        "occurred_at": "2025-01-05T22:10",
        "category": "Noise",
        "longitude": "",
        "latitude": "",
    }
    places = {"easting": IN_ASH[0], "northing": IN_ASH[1], "postcode": "", "small_area": "", "ward_code": ""}
    who = {"age_band": "15-17", "sex": "female", "is_knife": "no", "is_domestic": "", "is_repeat": ""}
    return row | places | who | given


def return_row(**given: str) -> dict:
    """A quarter of one indicator for the whole area: 3 of 10."""
    row = {"indicator": "held", "area_code": "E09000001", "period_from": "2025-01", "period_to": "2025-03"}
    return row | {"numerator": "3", "denominator": "10"} | given
