"""The police's public knife-crime file: the area and its wards in one table, each part of the whole its own row."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Area
from svd.ingest.sample.levels import Knife, Levels
from svd.ingest.sample.places import Places
from svd.ingest.sample.police import MADE_UP, SampleFile
from svd.ingest.sample.rhythms import expect_months

_SUBTYPES = {
    "all": ("Knife Crime", "Offences"),
    "all_positive": ("Knife Crime", "Positive Outcomes"),
    "injury": ("Knife Crime with Injury", "Offences"),
    "injury_positive": ("Knife Crime with Injury", "Positive Outcomes"),
    "robbery": ("Knife Crime with Injury (Personal Robbery)", "Offences"),
    "young": ("Knife Injury Victims (1-24)", "Offences"),
    "young_not_domestic": ("Knife Injury Victims (non DA 1-24)", "Offences"),
}


def write_knife_file(
    levels: Levels, places: Places, area: Area, names: dict[str, str], rng: np.random.Generator
) -> SampleFile:
    """Counts above zero only, as published; in some months the area has more than its wards together."""
    months = pd.period_range(levels.period.knife_from, levels.period.last, freq="M")
    wards = _draw_parts(levels.knife, months, places, levels, rng)
    borough = wards.groupby("month", as_index=False)[list(_SUBTYPES)].sum()
    unallocated = rng.binomial(3, levels.knife.unallocated, size=len(borough))
    borough["all"] += unallocated
    areas = pd.concat([borough.assign(ward_code=""), wards])
    long = areas.melt(["month", "ward_code"], list(_SUBTYPES), "part", "count")
    long = long[long["count"] > 0].sort_values(["month", "ward_code", "part"], kind="stable", ignore_index=True)
    until = months[-1].end_time.date()
    refreshed = until + timedelta(days=levels.received_after_days["mps_knife"])
    frame = _lay_out(long, refreshed, levels.knife, area, names)
    return SampleFile(f"{MADE_UP}MPS Monthly Crime Dashboard - knife crime.csv", "mps_knife", frame, until)


def _draw_parts(
    knife: Knife, months: pd.PeriodIndex, places: Places, levels: Levels, rng: np.random.Generator
) -> pd.DataFrame:
    """Each ward and month's offences and their parts, a part never larger than what it is part of."""
    by_month = expect_months(knife.a_year, months, levels.rhythm("even"), levels)
    drawn = rng.poisson(np.outer(by_month, places.share_wards(knife.spread))).ravel()
    parts = pd.DataFrame({"month": months.repeat(len(places.wards)), "ward_code": np.tile(places.wards, len(months))})
    parts["all"] = drawn
    parts["injury"] = rng.binomial(drawn, knife.injury)
    parts["robbery"] = rng.binomial(parts["injury"], knife.robbery_of_injury)
    parts["young"] = rng.binomial(parts["injury"], knife.young_of_injury)
    parts["young_not_domestic"] = rng.binomial(parts["young"], knife.not_domestic_of_young)
    parts["injury_positive"] = rng.binomial(parts["injury"], knife.positive_of_injury)
    others = rng.binomial(parts["all"] - parts["injury"], knife.positive)
    parts["all_positive"] = parts["injury_positive"] + others
    return parts


def _lay_out(long: pd.DataFrame, refreshed: date, knife: Knife, area: Area, names: dict[str, str]) -> pd.DataFrame:
    """The publisher's columns, with its slips: a space after ward codes, a suffix after some wards' names."""
    is_borough = long["ward_code"] == ""
    plain = long["ward_code"].map(names).fillna("")
    shown = plain + long["ward_code"].map(knife.suffixes).fillna("")
    years = long["month"].map(_name_financial_year)
    table = pd.DataFrame(
        {
            "month_year": long["month"].map(lambda month: f"{month}-01"),
            "area_type": np.where(is_borough, "Borough", "Safer Neighbourhood Teams"),
            "borough_snt": (area.short_name + " " + plain).where(~is_borough, area.short_name),
            "area_name": shown.where(~is_borough, area.short_name),
            "area_code": (long["ward_code"] + " ").where(~is_borough, area.code),
            "crime_type": "Knife Crime",
            "crime_subtype": long["part"].map(lambda part: _SUBTYPES[part][0]),
            "measure": long["part"].map(lambda part: _SUBTYPES[part][1]),
            "financial_year": "fy" + years,
            "fy_fyindex": years + "_01",
            "count": long["count"],
            "refresh_date": str(refreshed),
            "sheet": "MPS_MonthlyCrimeDashboard_Other",
        }
    )
    return table.astype(str)


def _name_financial_year(month: pd.Period) -> str:
    first = month.year if month.month >= 4 else month.year - 1
    return f"{first % 100:02d}-{(first + 1) % 100:02d}"
