"""Indicator returns, the product's own format: a row an indicator, area and period, as the partner worked it out."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.ingest.columns import name_columns
from svd.ingest.dates import EARLIEST, list_months, parse_moments, parse_months
from svd.ingest.extract import Curated, ReadExtract, finish_extract, list_covered
from svd.ingest.numbers import parse_numbers
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender
from svd.ingest.reference import Reference
from svd.ingest.validate import Check, check_filled, check_understood, find_faults, sort_rows

_REQUIRED = ("indicator", "area_code", "period_from", "period_to", "numerator")
_KEYS = ["indicator", "area_code", "period_from", "period_to"]
_SUPPRESSED = r"\*|<\s*\d+|\[c\]|c"
_NOT_KNOWN = "[x]"
_SHARES = ("proportion", "mean")
_PERIOD = ("period_from", "period_to")
_NUMBERS = ("numerator", "denominator")


def read_returns(sender: Sender, sent: SentTable, reference: Reference) -> ReadExtract:
    """Returns, coverage a row each month of their periods; a numerator the sender hid is null and marked as hidden."""
    text, names = name_columns(sent, sender, (*_REQUIRED, "denominator"))
    declared = _find_indicators(sender, reference)
    rows = _read_rows(text, declared, reference)
    nobody = pd.Series(False, index=rows.index)
    found = sort_rows(rows, find_faults(text, rows, _list_checks(sender, declared)), nobody, text[["area_code"]])
    kept = found.kept
    by_month = _count_by_month(kept)
    months = pd.DatetimeIndex(by_month.index).sort_values()
    latest = kept["period_to"].max()
    curated = Curated(
        edition=sender.edition or (None if pd.isna(latest) else latest),
        months=list_covered(months, by_month, sender.received_on),
        placed_by=kept["ward_code"].isna().map({True: "unplaced", False: "ward"}),
        returns=kept,
    )
    return finish_extract(sender, sent, found, names, curated)


def _find_indicators(sender: Sender, reference: Reference) -> dict[str, Indicator]:
    """The indicators this source returns, by id."""
    return {
        indicator.id: indicator
        for indicator in reference.catalogue.indicators.values()
        if indicator.source == sender.source.id and indicator.calculation.basis == "returns"
    }


def _read_rows(text: pd.DataFrame, declared: Mapping[str, Indicator], reference: Reference) -> pd.DataFrame:
    indicator = text["indicator"].str.casefold()
    numerator, denominator = text["numerator"].str.casefold(), text["denominator"].str.casefold()
    ward = reference.find_wards(text["area_code"])
    months = {name: parse_months(text[name]) for name in _PERIOD}
    return pd.DataFrame(
        {
            "indicator": indicator.where(indicator.isin(list(declared))),
            "ward_code": ward,
            "is_area": ward.notna() | reference.names_area(text["area_code"]),
            **months,
            **{f"is_day_{name}": parse_moments(text[name])["moment"].notna() & months[name].isna() for name in months},
            "numerator": parse_numbers(numerator),
            "denominator": parse_numbers(denominator),
            "is_suppressed": numerator.str.fullmatch(_SUPPRESSED),
            "is_copy": text[_KEYS].apply(lambda column: column.str.casefold()).duplicated(),
        }
    )


def _list_checks(sender: Sender, declared: Mapping[str, Indicator]) -> list[Check]:
    forms = {name: indicator.calculation.form for name, indicator in declared.items()}
    first, last = sender.period_from or EARLIEST, sender.period_to or pd.Timestamp.max
    return [
        *check_filled(*_REQUIRED),
        check_understood("unknown_indicator", "indicator"),
        Check("unknown_ward", "area_code", lambda text, rows: (text != "") & ~rows["is_area"]),
        *(Check("part_of_month", name, lambda text, rows: rows[f"is_day_{text.name}"]) for name in _PERIOD),
        *(Check("bad_date", name, _is_no_date) for name in _PERIOD),
        Check("period_reversed", "period_to", lambda _, rows: rows["period_to"] < rows["period_from"]),
        Check("future_date", "period_to", lambda _, rows: rows["period_to"] > pd.Timestamp(sender.received_on)),
        Check("outside_period", "period_from", lambda _, rows: rows["period_from"] < first),
        Check("outside_period", "period_to", lambda _, rows: rows["period_to"] > last),
        *(Check("not_a_number", name, _is_not_number) for name in _NUMBERS),
        *(Check("negative_count", name, lambda text, rows: rows[text.name] < 0) for name in _NUMBERS),
        Check("missing_value", "denominator", lambda text, rows: (text == "") & _has_form(rows, forms, *_SHARES)),
        Check("over_denominator", "numerator", lambda _, rows: _is_over(rows, forms)),
        Check("duplicate_record", "indicator", lambda text, rows: (text != "") & rows["is_copy"]),
    ]


def _is_no_date(text: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return (text != "") & rows[text.name].isna() & ~rows[f"is_day_{text.name}"]


def _is_not_number(text: pd.Series, rows: pd.DataFrame) -> pd.Series:
    plain = text.str.casefold()
    is_withheld = plain.str.fullmatch(_SUPPRESSED) | (plain == _NOT_KNOWN)
    return (text != "") & rows[text.name].isna() & ~is_withheld


def _is_over(rows: pd.DataFrame, forms: Mapping[str, str]) -> pd.Series:
    return (rows["numerator"] > rows["denominator"]) & _has_form(rows, forms, "proportion")


def _has_form(rows: pd.DataFrame, forms: Mapping[str, str], *wanted: str) -> pd.Series:
    return rows["indicator"].map(forms).isin(wanted)


def _count_by_month(kept: pd.DataFrame) -> pd.Series:
    """How many rows of ``kept`` have each month in their period."""
    periods = kept.groupby(["period_from", "period_to"]).size()
    months = [pd.Series(rows, index=list_months(first, last)) for (first, last), rows in periods.items()]
    empty = pd.Series([], index=pd.DatetimeIndex([]), dtype="int64")
    return pd.concat(months).groupby(level=0).sum() if months else empty
