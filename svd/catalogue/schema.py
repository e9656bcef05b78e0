"""Every curated table and column, once: name, type, unit and meaning. Ingest writes them, the store reads them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a curated table; ``dtype`` is a pandas/Arrow type name and null always means not known."""

    name: str
    dtype: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A curated table, one Parquet file of the store."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def dtypes(self) -> dict[str, str]:
        return {column.name: column.dtype for column in self.columns}


_SOURCE = Column("source", "string", "the catalogue's source")
_EXTRACT = Column("extract", "string", "the file's name as sent")
_MONTH = Column("month", "datetime64[us]", "first day of the month")
_WARD = Column("ward_code", "string", "ONS ward code; null: in the area, but no ward known")

FACTS = Table(
    "facts",
    "a source, month, ward, offence, age band, flags and measure: the pre-counted cube every count is read from",
    (
        _SOURCE,
        _EXTRACT,
        _MONTH,
        _WARD,
        Column("offence", "string", "our offence category; 'unmapped' where the catalogue lacks the partner's word"),
        Column("age_band", "string", "0-9, 10-14, 15-17, 18-24, 25-34, 35+; null: not known or not sent"),
        Column("is_knife", "boolean", "knife-enabled; null: not sent"),
        Column("is_domestic", "boolean", "domestic abuse; null: not sent"),
        Column("measure", "string", "offences, positive_outcomes, records or repeats"),
        Column("count", "Int64", "events; null: the row that would have said was set aside"),
    ),
)

INCIDENTS = Table(
    "incidents",
    "an event of a record-level source",
    (
        _SOURCE,
        _EXTRACT,
        Column("row", "Int64", "row in the file as Excel numbers it, the header being 1"),
        Column("occurred_at", "datetime64[us]", "local time; null where only the month is known"),
        Column("time_precision", "string", "minute, day or month: never read a finer one than this"),
        _MONTH,
        Column("offence", "string", "our offence category"),
        _WARD,
        Column("placed_by", "string", "point, postcode, small_area, ward or unplaced"),
        Column("easting", "float64", "metres, EPSG:27700, as exactly as the contract allows; null: no point kept"),
        Column("northing", "float64", "metres, EPSG:27700, as exactly as the contract allows; null: no point kept"),
        Column("age_band", "string", "as in facts"),
        Column("sex", "string", "female, male, other; null: not sent"),
        Column("is_knife", "boolean", "knife-enabled; null: not sent"),
        Column("is_domestic", "boolean", "domestic abuse; null: not sent"),
        Column("is_repeat", "boolean", "repeat within 12 months; null: not sent"),
        Column("person_hash", "string", "keyed hash of the sender's code for the person; null: not sent"),
    ),
)

RETURNS = Table(
    "returns",
    "an indicator, area and period as a partner returned it",
    (
        _SOURCE,
        _EXTRACT,
        Column("indicator", "string", "the catalogue's indicator"),
        Column("period_from", "datetime64[us]", "first day of the first month"),
        Column("period_to", "datetime64[us]", "first day of the last month"),
        Column("ward_code", "string", "ONS ward code; null: the whole area"),
        Column("numerator", "float64", "null: suppressed by the sender, or not known"),
        Column("denominator", "float64", "null: a plain count"),
        Column("is_suppressed", "boolean", "true: the sender hid the numerator"),
    ),
)

COVERAGE = Table(
    "coverage",
    "a month of a source and the one extract whose figures stand for it",
    (
        _SOURCE,
        _MONTH,
        _EXTRACT,
        Column("rows", "Int64", "rows kept for the month"),
        Column("is_complete", "boolean", "false: the extract ends inside this month"),
    ),
)

PROBLEMS = Table(
    "problems",
    "a row set aside, or a warning about a file",
    (
        _SOURCE,
        Column("file", "string", "the file's name as sent"),
        Column("row", "Int64", "row in the file as Excel numbers it; null: the whole file"),
        Column("column", "string", "the column's name as sent; null: the whole row or file"),
        Column("value", "string", "the value as sent; 'not kept' where it could be personal"),
        Column("rule", "string", "short name of the rule that was broken"),
        Column("message", "string", "a plain sentence with the remedy"),
        Column("severity", "string", "set_aside (the row is not counted), warning or file (the whole file is refused)"),
        Column("rows", "Int64", "how many rows this entry sets aside: 1, or more where alike rows are listed once"),
    ),
)

EXTRACTS = Table(
    "extracts",
    "a file received, as the ledger keeps it",
    (
        _SOURCE,
        Column("partner", "string", "the catalogue's partner"),
        _EXTRACT,
        Column("sha256", "string", "of the file as sent"),
        Column("edition", "datetime64[us]", "first day of the month the edition belongs to: the newest one wins"),
        Column("received_on", "datetime64[us]", "day the file was received"),
        Column("period_from", "datetime64[us]", "first month covered"),
        Column("period_to", "datetime64[us]", "last month covered"),
        Column("rows_read", "Int64", "rows in the file"),
        Column("rows_kept", "Int64", "rows used"),
        Column("rows_set_aside", "Int64", "rows not used, each with its reason in problems"),
        Column("months_in_use", "Int64", "months for which this extract's figures stand"),
        Column("placed_by_point", "Int64", "rows kept that were placed by point; likewise below"),
        Column("placed_by_postcode", "Int64", ""),
        Column("placed_by_small_area", "Int64", ""),
        Column("placed_by_ward", "Int64", ""),
        Column("unplaced", "Int64", "rows kept with no ward: in the area's total only"),
        Column("fields_expected", "Int64", "cells the contract requires: rows read by required fields"),
        Column("fields_filled", "Int64", "of these, filled and valid"),
        Column("is_synthetic", "boolean", "made up for demonstration"),
        Column("status", "string", "used, superseded (newer editions cover all its months) or refused"),
    ),
)

TABLES = {table.name: table for table in (FACTS, INCIDENTS, RETURNS, COVERAGE, PROBLEMS, EXTRACTS)}
UNMAPPED = "unmapped"
"""The offence of a fact whose category, as sent, is not in the catalogue; its count is always null."""
NOT_KEPT = "not kept"
"""The value of a problem whose cell could say something about a person: it stands in the sender's file alone."""
INFORMATION = ("outside_area", "totals_row")
"""The rules under which a row is left out and nobody is at fault: it is of another area, or adds up those above it."""
AGE_BANDS = ("0-9", "10-14", "15-17", "18-24", "25-34", "35+")
RESIDENT_BANDS = ("0-9", "10-17", "18-24", "25-34", "35-49", "50-64", "65+")
