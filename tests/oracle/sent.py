"""The sample's files as they were sent, read by pandas alone; nothing of the product reads them.

Of the catalogue only what it declares is taken: which words mean which category, and whose a file is.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from tests.oracle.placing import Places

AGES = ("0-9", "10-14", "15-17", "18-24", "25-34", "35+")
_SEXES = ("female", "male", "other", "")
_FLAGS = {"yes": True, "no": False, "": None}
_NO_COUNT = 10_000
"""More offences of one kind than one ward can have in a month."""


@dataclass(frozen=True, eq=False)
class Feed:
    """One feed: ``rows`` that count, ``doubtful`` rows that would have counted could they be read, months received.

    ``rows``: month, ward ("" unknown), offence, measure, age, knife, domestic, count and file; of returns the row as it
    came. ``doubtful``: month, NaT where it can't be told. ``file``: the file that stands for each month. ``lists``: the
    offences and wards that each file lists any row of.
    """

    rows: pd.DataFrame
    doubtful: pd.DataFrame
    file: dict[pd.Timestamp, str]
    lists: dict[str, tuple[set[str], set[str]]]


def read_sent(folder: Path, catalogue: Catalogue, places: Places) -> dict[str, Feed]:
    """Every feed of the folder by its id."""
    received = pd.read_csv(folder / "received.csv", parse_dates=["received_on"]).set_index("file")["received_on"]
    found = {}
    for source in catalogue.sources.values():
        names = [name for name in received.index if any(fnmatch(name, pattern) for pattern in source.files)]
        if not names:
            continue
        read = _READERS[source.reader]
        parts = [read(_read(folder / name), name, received[name], source, catalogue, places) for name in names]
        # The newest file that covers a month stands for it; on the same day the one that ends last.
        order = sorted(range(len(parts)), key=lambda at: (received[names[at]], max(parts[at][2], default=pd.NaT)))
        file = {month: names[at] for at in order for month in parts[at][2]}
        found[source.id] = Feed(
            rows=_stand(parts, names, file, is_return=source.reader == "returns"),
            doubtful=pd.concat([part[1].assign(file=name) for part, name in zip(parts, names, strict=True)]),
            file=file,
            lists={
                name: (set(part[0].get("offence", [])), set(part[0].get("ward", [])) - {""})
                for part, name in zip(parts, names, strict=True)
            },
        )
    return found


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _stand(parts: list[tuple], names: list[str], file: dict, *, is_return: bool) -> pd.DataFrame:
    rows = pd.concat([part[0].assign(file=name) for part, name in zip(parts, names, strict=True)], ignore_index=True)
    return rows if is_return else rows[rows["month"].map(file) == rows["file"]].reset_index(drop=True)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()[:50].strip()


def _sort(words: pd.Series, source: Source, catalogue: Catalogue) -> pd.Series:
    """Our category for each of the sender's words; null where there is none."""
    meant, held = {}, set(words.map(_fold))
    for one in sorted(catalogue.categories, key=lambda one: bool(one.when_file_lacks)):
        lacks = not one.when_file_lacks or _fold(one.when_file_lacks) not in held
        if one.reader_or_source in (source.reader, source.id) and lacks:
            meant[_fold(one.text)] = one.offence
    return words.map(_fold).map(meant)


def _date(text: pd.Series) -> pd.Series:
    iso = pd.to_datetime(text, format="ISO8601", errors="coerce")
    is_iso = text.str.fullmatch(r"\d{4}-\d\d(-\d\d)?([T ]\d\d:\d\d)?")
    return iso.where(is_iso, pd.to_datetime(text, format="%d/%m/%Y %H:%M", errors="coerce"))


def _begin(moment: pd.Series) -> pd.Series:
    return moment.dt.to_period("M").dt.to_timestamp()


def _months(first: str, last: str) -> list[pd.Timestamp]:
    return list(pd.date_range(first, last, freq="MS"))


def _read_records(sent, name, received, source, catalogue, places) -> tuple:
    """Records: one that names nothing the feed can't hold, dated within the file's own months, and in the area."""
    text = sent.reindex(columns=[*sent.columns, *(set(_OWN) - set(sent.columns))], fill_value="")
    street = source.reader == "police_uk_street"
    if street:
        text = text.assign(**{new: text[old] for new, old in _STREET.items()})
    moment = _date(text["occurred_at"])
    ends = re.findall(r"\d{4}-\d\d", name)
    period = _months(ends[0], ends[-1])
    placed = places.place(text)
    late = moment >= received + pd.Timedelta(days=1)
    rows = pd.DataFrame(
        {
            "month": _begin(moment),
            "ward": placed["ward"],
            "offence": _sort(text["category"], source, catalogue),
            "age": text["age_band"],
            "sex": text["sex"],
            "knife": text["is_knife"].map(_FLAGS),
            "domestic": text["is_domestic"].map(_FLAGS),
            "repeat": text["is_repeat"].map(_FLAGS),
            "person": text["person_id"],
            "count": 1,
        }
    )
    good = rows["month"].notna() & rows["offence"].notna() & ~late & text["age_band"].isin([*AGES, ""])
    good &= text["sex"].isin(_SEXES) & ~placed["is_wrong"]
    for flag in ("is_knife", "is_domestic", "is_repeat"):
        good &= text[flag].isin(list(_FLAGS))
    again = pd.Series(False, index=text.index) if street else text["record_id"].duplicated()
    elsewhere = placed["is_outside"] | (rows["month"].notna() & ~rows["month"].isin(period))
    kept = rows[good & ~again & ~elsewhere].assign(measure="offences" if street else "records")
    doubtful = rows.loc[~good & ~again & ~elsewhere, ["month"]]
    months = period if source.are_empty_months_zero else sorted(set(rows.loc[~elsewhere & ~late, "month"].dropna()))
    if not street:
        repeats = kept[kept["repeat"].eq(True)].assign(measure="repeats")
        kept = pd.concat([kept, repeats])
    return kept, doubtful, [month for month in months if month in period]


def _read_wards(sent, name, received, source, catalogue, places) -> tuple:
    """A column a month; what is no whole number from none to ten thousand does not count."""
    months = {column: pd.Timestamp(f"{column[:4]}-{column[4:]}") for column in sent.columns if column.isdigit()}
    sent = sent.rename(columns=str.lower)
    own = sent.assign(offence=_sort(sent["minortext"], source, catalogue))
    own = own[own["lookup_boroughname"] == catalogue.area.short_name].drop_duplicates()
    long = own.melt(["wardcode", "offence"], list(months), "column", "text", ignore_index=False)
    number = pd.to_numeric(long["text"], errors="coerce")
    bad = ~number.between(0, _NO_COUNT) | long["offence"].isna() | ~long["wardcode"].isin(places.wards)
    # A row with one bad cell is not used at all.
    is_bad = long.index.isin(long.index[bad])
    rows = long.assign(
        month=long["column"].map(months), count=number, ward=long["wardcode"], age="", measure="offences"
    )
    kept = rows.loc[~is_bad, ["month", "ward", "offence", "age", "measure", "count"]]
    return kept.assign(knife=None, domestic=None), rows.loc[is_bad, ["month"]], list(months.values())


def _read_knife(sent, name, received, source, catalogue, places) -> tuple:
    """The borough's own row is the total: what its wards do not add up to has no ward."""
    ward = sent["area_code"].str.strip()
    rows = pd.DataFrame(
        {
            "month": _date(sent["month_year"]),
            "ward": ward.where(ward.isin(places.wards), ""),
            "offence": _sort(sent["crime_subtype"], source, catalogue),
            "measure": sent["measure"].str.lower().str.replace(" ", "_"),
            "count": pd.to_numeric(sent["count"], errors="coerce"),
        }
    )
    is_borough = sent["area_type"] == "Borough"
    good = rows["count"].ge(0) & rows["offence"].notna() & (is_borough | (rows["ward"] != ""))
    keys = ["month", "offence", "measure"]
    wards = rows[good & ~is_borough]
    beyond = rows[good & is_borough].set_index(keys)["count"].sub(wards.groupby(keys)["count"].sum(), fill_value=0)
    lost = pd.MultiIndex.from_frame(rows.loc[~good & is_borough, keys])
    beyond = beyond[~beyond.index.isin(lost) & (beyond > 0)].reset_index().assign(ward="")
    kept = pd.concat([wards, beyond], ignore_index=True).assign(age="", knife=None, domestic=None)
    return kept, rows.loc[~good, ["month"]], sorted(set(rows["month"]))


def _read_returns(sent, name, received, source, catalogue, places) -> tuple:
    """A row an indicator, area and period; what the sender hides is no number, and is marked so."""
    declared = {one.id: one for one in catalogue.indicators.values() if one.source == source.id}
    hidden = sent["numerator"].isin(["*", "[c]"]) | sent["numerator"].str.match("<")
    rows = pd.DataFrame(
        {
            "indicator": sent["indicator"],
            "ward": sent["area_code"].where(sent["area_code"].isin(places.wards), ""),
            "period_from": pd.to_datetime(sent["period_from"], format="%Y-%m", errors="coerce"),
            "period_to": pd.to_datetime(sent["period_to"], format="%Y-%m", errors="coerce"),
            "numerator": pd.to_numeric(sent["numerator"], errors="coerce"),
            "denominator": pd.to_numeric(sent["denominator"], errors="coerce"),
            "hidden": hidden,
        }
    )
    form = rows["indicator"].map({key: one.calculation.form for key, one in declared.items()})
    good = form.notna() & rows["period_from"].notna() & rows["period_to"].notna()
    good &= (rows["numerator"].notna() | hidden) & ~((form == "proportion") & (rows["numerator"] > rows["denominator"]))
    kept = rows[good]
    months = {
        month
        for first, last in zip(kept["period_from"], kept["period_to"], strict=True)
        for month in _months(first, last)
    }
    return kept, rows.loc[~good, []].assign(month=pd.NaT), sorted(months)


_OWN = (
    "record_id",
    "occurred_at",
    "category",
    "longitude",
    "latitude",
    "easting",
    "northing",
    "postcode",
    "small_area",
)
_OWN += ("ward_code", "age_band", "sex", "is_knife", "is_domestic", "is_repeat", "person_id")
_STREET = {
    "occurred_at": "Month",
    "category": "Crime type",
    "longitude": "Longitude",
    "latitude": "Latitude",
    "small_area": "LSOA code",
}
_READERS = {
    "incidents": _read_records,
    "police_uk_street": _read_records,
    "mps_ward": _read_wards,
    "mps_knife": _read_knife,
    "returns": _read_returns,
}
