"""The police's monthly dashboard of knife crime: a row a month, area, subtype and measure."""

import pandas as pd

from svd.ingest.categories import map_categories
from svd.ingest.columns import name_columns
from svd.ingest.dates import find_us_months, parse_moments, start_month
from svd.ingest.extract import Curated, ReadExtract, finish_extract, list_covered
from svd.ingest.facts import add_unread, leave_unknown
from svd.ingest.numbers import parse_counts
from svd.ingest.problems import UnusableFileError, list_whole
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender
from svd.ingest.reference import Reference
from svd.ingest.validate import (
    Check,
    check_filled,
    check_understood,
    find_copies,
    find_faults,
    join_faults,
    sort_rows,
)

_FIELDS = (
    "month_year",
    "area_type",
    "area_code",
    "crime_subtype",
    "measure",
    "count",
    "borough_snt",
    "area_name",
    "refresh_date",
)
_MEASURES = {"offences": "offences", "positive outcomes": "positive_outcomes"}
_KEYS = ["month", "offence", "measure"]


def read_mps_knife(sender: Sender, sent: SentTable, reference: Reference) -> ReadExtract:
    """Facts (offences, positive_outcomes) by ward, and what the borough's own row holds beyond its wards."""
    text, names = name_columns(sent, sender, _FIELDS)
    _refuse_us_order(text["month_year"], names["month_year"], sent.name)
    rows = _read_rows(text, sender, reference)
    copies = find_copies(sent.frame, text["crime_subtype"])
    faults = find_faults(text, rows, _list_checks(sender))
    found = sort_rows(
        rows, join_faults(faults, copies), _find_outside(text, rows, reference), text[["area_code", "borough_snt"]]
    )
    months = pd.DatetimeIndex(rows.loc[~_is_future(rows, sender), "month"].dropna().unique()).sort_values()
    silenced = found.set_aside.drop(copies.index, errors="ignore")
    silenced = silenced.assign(month=silenced["month"].mask(_is_future(silenced, sender)))
    facts, warnings = _allocate(found.kept, silenced, sender)
    said = add_unread(silenced, sent.ragged)
    unknown = [leave_unknown(said, months, measure) for measure in _MEASURES.values()]
    refreshed = parse_moments(text["refresh_date"])["moment"].max()
    drawn_on = sender.received_on if pd.isna(refreshed) else min(sender.received_on, refreshed.date())
    edition = months.max() if pd.isna(refreshed) else start_month(pd.Series([refreshed]))[0]
    curated = Curated(
        edition=None if pd.isna(edition) else edition,
        months=list_covered(months, found.kept["month"].value_counts(), drawn_on),
        placed_by=found.kept["is_borough"].map({True: "unplaced", False: "ward"}),
        facts=pd.concat([facts, *(frame for frame in unknown if len(frame))]),
        warnings=warnings,
    )
    return finish_extract(sender, sent, found, names, curated)


def _read_rows(text: pd.DataFrame, sender: Sender, reference: Reference) -> pd.DataFrame:
    count, broken_rule = parse_counts(text["count"])
    return pd.DataFrame(
        {
            "month": start_month(parse_moments(text["month_year"])["moment"]),
            "is_borough": text["area_type"].str.casefold() == "borough",
            "ward_code": reference.find_wards(text["area_code"]),
            "offence": map_categories(text["crime_subtype"], sender.source, reference.catalogue),
            "measure": text["measure"].str.casefold().map(_MEASURES).astype("str"),
            "count": count,
            "broken_rule": broken_rule,
        }
    )


def _refuse_us_order(months: pd.Series, column: str, file: str) -> None:
    """Raise UnusableFileError where the first days of months put the month first: all would be read as January."""
    shown = find_us_months(months)
    if shown:
        message = f"{file}, column {column!r}: it looks as if the month comes first, as in {shown!r}."
        raise UnusableFileError("us_dates", message, "Write each month as 2026-01-01 or 01/01/2026.", column=column)


def _list_checks(sender: Sender) -> list[Check]:
    def breaks(rule: str) -> Check:
        return Check(rule, "count", lambda _, rows: (rows["broken_rule"] == rule).fillna(False))

    return [
        *check_filled("month_year", "area_code", "crime_subtype", "measure"),
        check_understood("bad_date", "month_year", "month"),
        Check("future_date", "month_year", lambda _, rows: _is_future(rows, sender)),
        Check(
            "unknown_ward",
            "area_code",
            lambda text, rows: (text != "") & ~rows["is_borough"] & rows["ward_code"].isna(),
        ),
        check_understood("unmapped_category", "crime_subtype", "offence"),
        check_understood("unmapped_category", "measure"),
        *(breaks(rule) for rule in ("missing_value", "not_a_number", "negative_count", "absurd_count")),
    ]


def _is_future(rows: pd.DataFrame, sender: Sender) -> pd.Series:
    return rows["month"] > pd.Timestamp(sender.received_on)


def _find_outside(text: pd.DataFrame, rows: pd.DataFrame, reference: Reference) -> pd.Series:
    """Rows of another borough or its wards; a ward's row names its borough before the ward."""
    short_name = reference.catalogue.area.short_name.casefold() + " "
    is_of_area = reference.names_area(text["area_code"]) | reference.names_area(text["area_name"])
    is_in_area = rows["ward_code"].notna() | text["borough_snt"].str.casefold().str.startswith(short_name)
    is_told = (text["area_code"] != "") | (text["borough_snt"] != "")
    return is_told & ~(is_of_area & rows["is_borough"]) & ~(is_in_area & ~rows["is_borough"])


def _allocate(
    kept: pd.DataFrame, set_aside: pd.DataFrame, sender: Sender
) -> tuple[pd.DataFrame, tuple[pd.DataFrame, ...]]:
    """FACTS rows of the wards and of what the borough has beyond them, and a warning where it has less.

    The borough's row is the total. Where it was set aside nothing can be said of what has no ward.
    """
    wards = kept[~kept["is_borough"]].groupby([*_KEYS, "ward_code"], as_index=False)["count"].sum()
    borough = kept[kept["is_borough"]].groupby(_KEYS)["count"].sum()
    unallocated = borough.sub(wards.groupby(_KEYS)["count"].sum(), fill_value=0)
    lost = set_aside[set_aside["is_borough"]]
    is_judged = ~unallocated.index.isin(pd.MultiIndex.from_frame(lost[_KEYS]))
    beyond = unallocated[is_judged & (unallocated > 0)].rename("count").reset_index()
    warnings = []
    for (month, offence, measure), difference in unallocated[is_judged & (unallocated < 0)].items():
        told = f"{offence}, {measure}, {month:%Y-%m}: {-difference} fewer"
        warnings.append(list_whole(sender.source.id, sender.name, "borough_below_wards", told, "count"))
    return pd.concat([wards, beyond], ignore_index=True), tuple(warnings)
