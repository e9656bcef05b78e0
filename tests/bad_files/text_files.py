"""Bad text files: their encodings, the marks between cells, their headers and what stands in the cells."""

import csv

from tests.bad_files.sound import (
    ASB,
    KNIFE,
    LAS,
    MARAC,
    RETURNS,
    SCHOOLS,
    STREET,
    WARD,
    YJS,
    Rows,
    add,
    change,
    change_column,
    drop,
    name_file,
    rename,
    write_csv,
)

_PLAIN = write_csv(ASB)
_LINES = _PLAIN.splitlines()
_LETTERS = write_csv(add(ASB, "notes", ["Café", "‘sic’", "£5", "–", "ok", "ok"]))


def make_encodings() -> dict[str, bytes]:
    """One file for each encoding, and for each way to spoil one."""
    made = {
        "UTF-8 with byte-order mark": _LETTERS.encode("utf-8-sig"),
        "UTF-16": _LETTERS.encode("utf-16"),
        "UTF-16 without mark": _LETTERS.encode("utf-16-be"),
        "Windows-1252": _LETTERS.encode("cp1252"),
        "two encodings in one": _LETTERS.encode() + "A-7,2026-03-29,Noise,,E05014053,Café\r\n".encode("cp1252"),
        "Macintosh letters": _LETTERS.replace("Café", "Crèche")
        .replace("‘sic’", "x")
        .replace("£5", "x")
        .replace("–", "x")
        .encode("mac-roman"),
        "UTF-16 cut in a letter": _LETTERS.encode("utf-16")[:-1],
        "UTF-32": _LETTERS.encode("utf-32"),
        "zero bytes among the text": _PLAIN.replace("Groups", "Gro\0ups").encode(),
        "end-of-file mark of old systems": _PLAIN.encode() + b"\x1a",
        "invisible letters": _PLAIN.replace("record_id", "\u200brecord_id\u00a0")
        .replace("Noise", "Noise\u00a0")
        .encode(),
    }
    return {name_file("asb", fault, ".csv"): data for fault, data in made.items()} | {
        name_file("asb", "Unicode text of Excel", ".txt"): write_csv(ASB, "\t").encode("utf-16"),
    }


def make_marks() -> dict[str, bytes]:
    """Delimiters, quotes, line ends and rows that break off."""
    made = {
        "semicolons": write_csv(ASB, ";"),
        "tabs": write_csv(ASB, "\t"),
        "bars": write_csv(ASB, "|"),
        "first line sep": "sep=;\r\n" + write_csv(ASB, ";"),
        "every cell quoted": write_csv(ASB, quoting=csv.QUOTE_ALL),
        "every row quoted whole": "".join(f'"{line}"\r\n' for line in _LINES),
        "carets between cells": write_csv(ASB, "^"),
        "columns lined up by spaces": "\n".join("  ".join(f"{cell:<16}" for cell in row) for row in ASB),
        "line ends of old Macintosh": write_csv(ASB, end="\r"),
        "mixed line ends": _PLAIN.replace("\r\n", "\n", 3),
        "comma in a cell without quotes": _PLAIN.replace("Groups,", "Groups, loud,"),
        "quote never closed": _PLAIN.replace("Groups", '"Groups'),
        "cut in the last row": _PLAIN[:-20],
        "cut after a comma": _PLAIN[: _PLAIN.index("2026-03-28") + 11],
        "commas at the end of each row": _PLAIN.replace("\r\n", ",,,\r\n"),
        "commas at the end of the header alone": _PLAIN.replace("\r\n", ",,\r\n", 1),
        "line break in a cell": write_csv(change(ASB, (2, "category", "Gro\nups"), (3, "postcode", "RM8\n1QL"))),
        "blank rows between": "\r\n\r\n".join(_LINES),
        "rows of commas at the foot": _PLAIN + ",,,,\r\n" * 40,
        "an enormous cell": write_csv(add(ASB, "notes", ["x" * 200_000, "", "", "", "", ""])),
        "a note under the table": _PLAIN + "End of report\r\n",
        "a source line under the table": _PLAIN + "\r\nSource: case system, run 1 April 2026\r\n",
    }
    return {name_file("asb", fault, ".csv"): text.encode() for fault, text in made.items()}


def make_headers() -> dict[str, bytes]:
    """Column names that are missing, renamed, doubled, or not where they should be."""
    title = [["Anti-social behaviour reports", "", "", "", ""], ["Run on", "2026-04-01", "", "", ""], [""] * 5]
    aliased = rename(ASB, record_id="Reference", occurred_at="Incident Date", category="Incident type")
    other = rename(ASB, record_id="our number", occurred_at="when", category="what")
    made = {
        "header and no rows": ASB[:1],
        "totals row alone": [*ASB[:1], ["Total", "", "", "", "0"]],
        "title above the header": [*title, *ASB],
        "header far below": [*[["Guidance", "read this"]] * 60, *ASB],
        "no header": ASB[1:],
        "columns renamed": aliased,
        "columns renamed beyond recognition": other,
        "a column misspelt": rename(ASB, occurred_at="ocurred_at"),
        "a required column missing": drop(ASB, "category"),
        "columns in another order": [row[::-1] for row in ASB],
        "capitals and spaces in the header": [[f" {str(name).upper()} " for name in ASB[0]], *ASB[1:]],
        "duplicated header": add(ASB, "category", ["x"] * 6),
        "duplicated header of no column of ours": add(add(ASB, "notes", ["x"] * 6), "notes", ["y"] * 6),
        "two names of one column": add(ASB, "ward", ["E05014054"] * 6),
        "a column without a name": add(ASB, "", ["x"] * 6),
        "columns nobody asked for": add(ASB, "officer team", ["North"] * 6),
        "header again in the middle": [*ASB[:4], ASB[0], *ASB[4:]],
        "rows and columns swapped": [list(row) for row in zip(*ASB, strict=True)],
        "a total in the middle": [*ASB[:3], ["Total", "2", "", "", ""], *ASB[3:]],
        "a totals row": [*ASB, ["Total", "6", "", "", ""]],
        "counts and no records": [["ward_code", "Jan", "Feb"], ["E05014053", 3, 4], ["E05014054", 1, 2]],
    }
    return {name_file("asb", fault, ".csv"): write_csv(rows).encode() for fault, rows in made.items()}


def make_records() -> dict[str, bytes]:
    """What stands in the cells of records."""
    us = ["1/5/2026", "1/20/2026", "2/3/2026", "2/14/2026", "3/2/2026", "3/28/2026"]
    uk = ["05/01/2026", "20.1.26", "3 Feb 2026", "14-Feb-2026", "2nd March 2026", "28/03/2026 14:05"]
    impossible = ["2026-02-31", "31/02/2026", "########", "0", "next Tuesday", "01/01/1900"]
    old_wards = ["E05000026", "E05000027", "E05000028", "E05000029", "E05000030", "E05000031"]
    asb: dict[str, Rows] = {
        "month before day": change_column(ASB, "occurred_at", us),
        "British dates of every kind": change_column(ASB, "occurred_at", uk),
        "dates that are none": change_column(ASB, "occurred_at", impossible),
        "dates as Excel counts days": change_column(ASB, "occurred_at", ["46027", "46042.5", "46056"]),
        "dates to come": change(ASB, (6, "occurred_at", "2026-12-28")),
        "dates of another quarter": change(ASB, (1, "occurred_at", "2025-11-05"), (2, "occurred_at", "2025-12-05")),
        "only months as dates": change_column(ASB, "occurred_at", ["2026-01", "Jan 2026", "02/2026"]),
        "a month without rows": [row for row in ASB if "2026-02" not in str(row[1])],
        "records sent twice": [*ASB, *ASB[1:4]],
        "one number for every record": change(ASB, (0, "record_id", "1.23E+11")),
        "categories of another system": change(ASB, (1, "category", "ASB_NOISE"), (2, "category", "Other")),
        "categories in capitals": change(ASB, (1, "category", "NOISE"), (5, "category", " street  drinking ")),
        "old wards": change_column(ASB, "ward_code", old_wards),
        "ward names in place of codes": change_column(ASB, "ward_code", ["Abbey", "Alibon", "Village"]),
        "wards of another borough": change(ASB, (1, "ward_code", "E05000405"), (2, "ward_code", "E05013600")),
        "empty cells": change(ASB, (1, "category", ""), (2, "occurred_at", "N/A"), (3, "record_id", "NULL")),
        "spaces for cells": change(ASB, (1, "category", "   "), (2, "ward_code", "-")),
        "postcodes that are none": change(
            drop(ASB, "ward_code"), (1, "postcode", "RM99 9ZZ"), (2, "postcode", "RM8"), (3, "postcode", "n/k")
        ),
    }
    places = [
        *[(1, "longitude", "51.5452"), (1, "latitude", "0.1028"), (2, "longitude", "0"), (2, "latitude", "0")],
        *[(3, "latitude", ""), (4, "longitude", "0,1028")],
    ]
    las = {
        "coordinates swapped, zero or halved": change(LAS, *places),
        "records of elsewhere": change(LAS, (1, "longitude", "-1.5"), (2, "longitude", "-1.6")),
        "age bands made dates": change(LAS, (1, "age_band", "14-Oct"), (2, "age_band", "2026-10-14")),
        "other words for sex and yes": change(LAS, (1, "sex", "F"), (2, "sex", "unknown"), (3, "is_knife", "perhaps")),
        "clocks and zones": change(
            LAS, (5, "occurred_at", "2026-03-29T01:30"), (6, "occurred_at", "2026-03-28T23:30:00Z")
        ),
    }
    made = {("asb", fault): rows for fault, rows in asb.items()} | {("las", fault): rows for fault, rows in las.items()}
    made[("marac", "repeats said in other words")] = change(MARAC, (1, "is_repeat", "Repeat"), (2, "is_repeat", "Y"))
    made[("schools", "no suspensions this term")] = SCHOOLS[:1]
    return {name_file(feed, fault, ".csv"): write_csv(rows).encode() for (feed, fault), rows in made.items()}


def make_returns() -> dict[str, bytes]:
    """Indicator returns."""
    made = {
        "indicator of another partner": change(
            RETURNS, (1, "indicator", "youth_reoffending"), (2, "indicator", "NEET")
        ),
        "more than the denominator": change(RETURNS, (1, "numerator", "120")),
        "negative figures": change(RETURNS, (1, "numerator", "-7"), (2, "denominator", "-277")),
        "hidden and unknown figures": change(
            RETURNS, (1, "numerator", "<5"), (2, "numerator", "[c]"), (3, "numerator", "[x]")
        ),
        "percentages in place of counts": change(RETURNS, (1, "numerator", "6.1%"), (2, "numerator", "about 9")),
        "thousands with commas": change(RETURNS, (1, "denominator", "1,115"), (2, "denominator", "1 277")),
        "quarters in place of months": change(RETURNS, (1, "period_from", "Q4 2025/26"), (2, "period_to", "Mar")),
        "period ends before it starts": change(RETURNS, (1, "period_from", "2026-03"), (1, "period_to", "2026-01")),
        "periods as whole dates": change(
            RETURNS, (1, "period_from", "2026-01-01"), (1, "period_to", "2026-03-31"), (2, "period_from", "Jan-26")
        ),
        "periods in the middle of months": change(RETURNS, (1, "period_from", "2026-01-15")),
        "periods of another year": change(RETURNS, (1, "period_from", "2025-01"), (1, "period_to", "2025-03")),
        "no denominators": drop(RETURNS, "denominator"),
        "figures sent twice": [*RETURNS, RETURNS[1], [*RETURNS[2][:4], "10", "277"]],
        "areas by name": change(RETURNS, (1, "area_code", "Abbey"), (3, "area_code", "Barking and Dagenham")),
        "old wards": change(RETURNS, (1, "area_code", "E05000026")),
    }
    return {name_file("returns", fault, ".csv"): write_csv(rows).encode() for fault, rows in made.items()}


def make_police() -> dict[str, bytes]:
    """The publishers' three files."""
    spelt = rename(WARD, **{"202601": "2026-01", "202602": "Feb 2026", "202603": "Mar-26"})
    us_months = {f"2026-0{month}-01": f"{month}/1/2026" for month in (1, 2, 3)}
    made: dict[tuple[str, str], Rows] = {
        ("ward", "negative counts"): change(WARD, (1, "202601", "-3")),
        ("ward", "counts that are none"): change(
            WARD, (1, "202601", "2.5"), (2, "202602", "three"), (3, "202603", "99999")
        ),
        ("ward", "hidden counts"): change(WARD, (1, "202601", "<5"), (2, "202602", "*")),
        ("ward", "empty counts"): change(WARD, (1, "202602", "")),
        ("ward", "thousands with commas"): change(WARD, (3, "202601", "1,012")),
        ("ward", "old wards"): change_column(WARD, "WardCode", ["E05000026", "E05000027", "E05000026", "E05000027"]),
        ("ward", "months spelt otherwise"): spelt,
        ("ward", "months as first days"): rename(WARD, **{f"20260{m}": f"2026-0{m}-01" for m in (1, 2, 3)}),
        ("ward", "no months"): drop(WARD, "202601", "202602", "202603"),
        ("ward", "a month that is none"): rename(WARD, **{"202603": "202613"}),
        ("ward", "a month twice"): add(WARD, "Mar-26", ["2", "1", "11", "7"]),
        ("ward", "a month to come"): rename(WARD, **{"202603": "202612"}),
        ("ward", "a month left out"): drop(WARD, "202602"),
        ("ward", "a column of totals"): add(WARD, "Total", ["5", "3", "32", "25"]),
        ("ward", "rows sent twice"): [*WARD, WARD[1]],
        ("ward", "a totals row"): [*WARD, ["Total", "", "", "", "", "24", "20", "21"]],
        ("ward", "every borough"): [
            *WARD,
            ["ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "Elsewhere", "E05009317", "Newham", "9", "9", "9"],
            ["ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "Elsewhere", "E05009318", "Newham", "9", "9", "9"],
        ],
        ("ward", "a new category"): change(WARD, (1, "MinorText", "HATE ON BICYCLES")),
        ("knife", "negative counts"): change(KNIFE, (2, "count", "-20")),
        ("knife", "wards above their borough"): change(KNIFE, (1, "count", "3")),
        ("knife", "a measure nobody knows"): change(KNIFE, (1, "measure", "Arrests")),
        ("knife", "no refresh date"): drop(KNIFE, "refresh_date"),
        ("knife", "British dates"): [[_turn(cell) for cell in row] for row in KNIFE],
        ("knife", "month before day"): [[us_months.get(str(cell), cell) for cell in row] for row in KNIFE],
        ("knife", "old wards"): change(KNIFE, (2, "area_code", "E05000026"), (3, "area_code", "E05000027")),
        ("street", "rows of another month"): change(STREET, (1, "Month", "2026-01")),
        ("street", "no coordinates"): drop(STREET, "Longitude", "Latitude"),
        ("street", "coordinates swapped"): rename(STREET, Longitude="Latitude", Latitude="Longitude"),
        ("street", "a new crime type"): change(STREET, (1, "Crime type", "Cycling without care")),
        ("street", "another county"): change(STREET, (0, "Longitude", "-2.24"), (0, "LSOA code", "E01005207")),
        ("street", "places withheld"): change(STREET, (1, "Longitude", ""), (1, "Latitude", ""), (1, "LSOA code", "")),
    }
    return {name_file(feed, fault, ".csv"): write_csv(rows).encode() for (feed, fault), rows in made.items()}


def _turn(cell: object) -> object:
    year, *rest = str(cell).split("-")
    return "/".join([*rest[::-1], year]) if len(rest) == 2 else cell


def make_personal() -> dict[str, bytes]:
    """Files that say who a person is, all of it made up; the numbers are those set apart for tests and plays."""
    plain = drop(YJS, "person_id")
    made: dict[tuple[str, str], Rows] = {
        ("yjs", "names of children"): add(plain, "Surname", ["Doe", "Roe", "Poe"]),
        ("yjs", "dates of birth"): add(plain, "DOB", ["2010-01-31", "2009-02-28", "2012-03-31"]),
        ("yjs", "home addresses"): add(plain, "Home address", ["1 High Street", "2 High Street", "3 High Street"]),
        ("yjs", "NHS numbers"): add(plain, "NHS number", ["999 000 0018", "999 000 0026", "999 000 0034"]),
        ("yjs", "telephone numbers and e-mail"): add(
            add(plain, "Mobile no", ["020 7946 0000"] * 3), "E-mail", ["a@example.org"] * 3
        ),
        ("yjs", "names in place of record numbers"): change(plain, (1, "record_id", "DOE, Jane")),
        ("yjs", "ages in place of bands"): rename(
            change_column(plain, "age_band", ["15", "16 years", "210"]), age_band="age"
        ),
        ("yjs", "codes of people without a key"): YJS,
        ("marac", "names of victims"): add(MARAC, "victim name", ["x", "x", "x", "x"]),
    }
    return {name_file(feed, fault, ".csv"): write_csv(rows).encode() for (feed, fault), rows in made.items()}


def make_names() -> dict[str, bytes]:
    """Names that say too little, too much or the wrong thing."""
    return {
        "council_asb_2026-03_2026-01 - months the wrong way round.csv": _PLAIN.encode(),
        "council_asb_2026-13_2026-14 - months that are none.csv": _PLAIN.encode(),
        "council_asb - no months in the name.csv": _PLAIN.encode(),
        "Book1 - columns of many feeds.csv": _PLAIN.encode(),
        "Book2 - nothing of ours.csv": b"colour,size\r\nred,3\r\n",
        "minutes of the meeting.docx": b"PK\x03\x04 not much of a document",
        "council_returns_2026-01_2026-03 - records in place of returns.csv": _PLAIN.encode(),
        "council_asb_2026-01_2026-03 - returns in place of records.csv": write_csv(RETURNS).encode(),
        "MPS Ward Level Crime 2026-03 - a street file under another name.csv": write_csv(STREET).encode(),
    }
