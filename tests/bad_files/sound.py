"""Sound rows of each feed, as a partner would send them for January to March 2026, and how they become a file."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

Rows = list[list[object]]

NAMES = {
    "asb": "council_asb_2026-01_2026-03 - {}",
    "las": "las_incidents_2026-01_2026-03 - {}",
    "yjs": "yjs_cases_2026-01_2026-03 - {}",
    "marac": "marac_cases_2026-01_2026-03 - {}",
    "schools": "school_exclusions_2026-01_2026-03 - {}",
    "returns": "council_returns_2026-01_2026-03 - {}",
    "ward": "MPS Ward Level Crime (most recent 24 months) 2026-03 - {}",
    "knife": "MPS Monthly Crime Dashboard - knife crime - {}",
    "street": "2026-02 {}-street",
}

ASB: Rows = [
    ["record_id", "occurred_at", "category", "postcode", "ward_code"],
    ["A-1", "2026-01-05", "Noise", "", "E05014053"],
    ["A-2", "2026-01-20", "Groups", "", "E05014054"],
    ["A-3", "2026-02-03", "Personal", "", "E05014055"],
    ["A-4", "2026-02-14", "Nuisance", "", "E05014056"],
    ["A-5", "2026-03-02", "Street drinking", "", "E05014057"],
    ["A-6", "2026-03-28", "Vehicles", "", "E05014053"],
]
LAS: Rows = [
    ["record_id", "occurred_at", "category", "longitude", "latitude", "age_band", "sex", "is_knife"],
    ["L-1", "2026-01-05T22:10", "Assault", "0.1028", "51.5452", "18-24", "male", "no"],
    ["L-2", "2026-01-20T02:35", "Stab or gunshot", "0.1280", "51.5460", "15-17", "male", "yes"],
    ["L-3", "2026-02-03T17:00", "Assault", "0.1028", "51.5452", "10-14", "female", "no"],
    ["L-4", "2026-02-14T23:59", "Assault", "0.1280", "51.5460", "35+", "female", ""],
    ["L-5", "2026-03-02T12:00", "Assault", "0.1028", "51.5452", "", "", "no"],
    ["L-6", "2026-03-28T08:15", "Assault", "0.1280", "51.5460", "25-34", "other", "no"],
]
MARAC: Rows = [
    ["record_id", "occurred_at", "category", "ward_code", "is_domestic", "is_repeat"],
    ["M-1", "2026-01-08", "Case heard", "E05014053", "yes", "no"],
    ["M-2", "2026-01-22", "Case heard", "E05014054", "yes", "yes"],
    ["M-3", "2026-02-05", "Case heard", "E05014055", "yes", "no"],
    ["M-4", "2026-03-19", "Case heard", "E05014056", "yes", "no"],
]
SCHOOLS: Rows = [
    ["record_id", "occurred_at", "category", "ward_code", "age_band", "sex"],
    ["S-1", "2026-01-08", "Suspension DB", "E05014053", "10-14", "male"],
    ["S-2", "2026-02-05", "Suspension PP", "E05014054", "15-17", "female"],
    ["S-3", "2026-03-19", "Suspension DB", "E05014055", "10-14", "male"],
]
RETURNS: Rows = [
    ["indicator", "area_code", "period_from", "period_to", "numerator", "denominator"],
    ["neet_16_17", "E05014053", "2026-01", "2026-03", "7", "115"],
    ["neet_16_17", "E05014054", "2026-01", "2026-03", "9", "277"],
    ["programme_completion", "E09000002", "2026-01", "2026-03", "31", "40"],
    ["repeat_victimisation", "E09000002", "2026-01", "2026-03", "*", "60"],
]
WARD: Rows = [
    ["MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName", "202601", "202602", "202603"],
    ["ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "Abbey", "E05014053", "Barking and Dagenham", "3", "0", "2"],
    ["ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "Alibon", "E05014054", "Barking and Dagenham", "1", "1", "1"],
    ["VIOLENCE", "VIOLENCE WITH INJURY", "Abbey", "E05014053", "Barking and Dagenham", "12", "9", "11"],
    ["VIOLENCE", "VIOLENCE WITH INJURY", "Alibon", "E05014054", "Barking and Dagenham", "8", "10", "7"],
]
_KNIFE_HEAD = "month_year area_type borough_snt area_name area_code crime_type crime_subtype measure count refresh_date"
_KNIFE_AREAS = (
    ("Borough", "Barking and Dagenham", "Barking and Dagenham", "E09000002", "30"),
    ("Safer Neighbourhood Teams", "Barking and Dagenham Abbey", "Abbey (KG)", "E05014053", "20"),
    ("Safer Neighbourhood Teams", "Barking and Dagenham Alibon", "Alibon (KG)", "E05014054", "9"),
)
KNIFE: Rows = [_KNIFE_HEAD.split()] + [
    [month, *area, "Knife Crime", "Knife Crime", "Offences", count, "2026-04-14"]
    for month in ("2026-01-01", "2026-02-01", "2026-03-01")
    for *area, count in _KNIFE_AREAS
]
_FORCE = "Metropolitan Police Service"
STREET: Rows = [
    [
        "Crime ID",
        "Month",
        "Reported by",
        "Falls within",
        "Longitude",
        "Latitude",
        "Location",
        "LSOA code",
        "LSOA name",
        "Crime type",
    ],
    ["a1", "2026-02", _FORCE, _FORCE, "0.1028", "51.5452", "On or near a road", "E01000006", "001A", "Robbery"],
    ["a2", "2026-02", _FORCE, _FORCE, "0.1280", "51.5460", "On or near a road", "E01000006", "001A", "Drugs"],
    ["", "2026-02", _FORCE, _FORCE, "0.1280", "51.5460", "", "E01000006", "001A", "Anti-social behaviour"],
]
YJS: Rows = [
    ["record_id", "occurred_at", "category", "ward_code", "age_band", "sex", "person_id"],
    ["Y-1", "2026-01-08", "Drugs", "E05014053", "15-17", "male", "P-1"],
    ["Y-2", "2026-02-05", "Weapons", "E05014054", "15-17", "female", "P-2"],
    ["Y-3", "2026-03-19", "Robbery", "E05014055", "10-14", "male", "P-1"],
]


def name_file(feed: str, fault: str, end: str) -> str:
    """The name of a file of ``feed`` with ``fault``, recognised by its feed's pattern."""
    return NAMES[feed].format(fault) + end


def change(rows: Rows, *changes: tuple[int, str, object]) -> Rows:
    """``rows`` with some cells changed: (row from 1, or 0 for all, name of the column, new value)."""
    made = [list(row) for row in rows]
    for row, column, value in changes:
        at = rows[0].index(column)
        for number in range(1, len(made)) if row == 0 else [row]:
            made[number][at] = value
    return made


def change_column(rows: Rows, column: str, values: Iterable[object]) -> Rows:
    """``rows`` with the values of a column changed from the top."""
    return change(rows, *((row, column, value) for row, value in enumerate(values, start=1)))


def rename(rows: Rows, **names: str) -> Rows:
    """``rows`` with columns renamed."""
    return [[names.get(str(name), name) for name in rows[0]], *rows[1:]]


def drop(rows: Rows, *columns: str) -> Rows:
    """``rows`` without some columns."""
    kept = [at for at, name in enumerate(rows[0]) if name not in columns]
    return [[row[at] for at in kept] for row in rows]


def add(rows: Rows, name: object, values: Sequence[object]) -> Rows:
    """``rows`` with one more column."""
    return [[*row, value] for row, value in zip(rows, [name, *values], strict=True)]


def write_csv(rows: Rows, delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """``rows`` as the text of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


def pack(parts: dict[str, bytes | str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of ``parts``, the same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, (2026, 4, 1, 9, 0, 0))
            about.compress_type = kind
            archive.writestr(about, content)
    return made.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
