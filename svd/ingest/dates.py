"""Dates as partners write them -> moments, each with the precision it was sent in and never a finer one."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from svd.ingest.words import number_words

EARLIEST = pd.Timestamp("2000-01-01")
PRECISIONS = ("minute", "day", "month")
_ZONE = "GB"
_LAST_ZONED = 9998
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_SERIAL = r"\d{5}(?:\.\d+)?"
_SERIALS, _SERIAL_DAY = (36_526, 73_050), pd.Timestamp("1899-12-30")
_TIME = r" \d\d?:[0-5]\d"
_UK_TIME = rf"\d\d?/\d\d?/\d{{4}}{_TIME}"
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_LONG = "january february march april may june july august september october november december sept"
_MONTH = rf"(?:{'|'.join([*_LONG.split(), *_NAMES.split()])})"
_FORMS = (
    (r"\d{4}-\d\d-\d\d", "%Y-%m-%d", "day"),
    (r"\d{4}-\d\d", "%Y-%m", "month"),
    (r"20\d\d(?:0[1-9]|1[0-2])", "%Y%m", "month"),
    (r"\d\d?/\d{4}", "%m/%Y", "month"),
    (rf"{_MONTH} \d{{4}}", "%b %Y", "month"),
    (_UK_TIME, "%d/%m/%Y %H:%M", "minute"),
    (r"\d\d?/\d\d?/\d{4}", "%d/%m/%Y", "day"),
    (rf"\d\d?/\d\d?/\d\d{_TIME}", "%d/%m/%y %H:%M", "minute"),
    (r"\d\d?/\d\d?/\d\d", "%d/%m/%y", "day"),
    (rf"\d\d? {_MONTH} \d{{4}}{_TIME}", "%d %b %Y %H:%M", "minute"),
    (rf"\d\d? {_MONTH} \d{{4}}", "%d %b %Y", "day"),
    (rf"\d\d? {_MONTH} \d\d{_TIME}", "%d %b %y %H:%M", "minute"),
    (rf"\d\d? {_MONTH} \d\d", "%d %b %y", "day"),
)
"""What a folded text may look like; day always before month, as in this country."""
_ISO_TIME = r"\d{4}-\d\d-\d\d[T ]\d\d:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
_ZONED = rf"{_ISO_TIME} ?(?:Z|[+-]\d\d:?\d\d)"
_FOLDS = (
    (r"(\d:[0-5]\d):[0-5]\d(?:[.,]\d+)?$", r"\1"),
    (r"^(\d\d?)[.](\d\d?)[.](\d\d)", r"\1/\2/\3"),
    (r"^(\d\d?)-(\d\d?)-(\d\d)", r"\1/\2/\3"),
    (r"^(\d\d?)(?:st|nd|rd|th)\b", r"\1"),
    (rf"^(\d\d?)[ -]({_MONTH})[ -](\d)", r"\1 \2 \3"),
    (rf"^({_MONTH})-(?:20)?(\d\d)$", r"\1 20\2"),
    (r",? +", " "),
)
"""Seconds dropped, and one mark between the parts of each kind of date."""
_PARTS = r"^(\d\d?)[/.-](\d\d?)[/.-](?:\d{4}|\d\d)\b"
_MONTHS = ((r"^(20\d\d)[/_. ](\d\d)$", r"\1-\2"), (rf"^({_MONTH})[ '’]*(?:20)?(\d\d)$", r"\1 20\2"))
"""Ways to write a month that only a heading or a period has."""
_FEW, _MOST_KNOWN = 2_000, 20_000
_known: dict[str, tuple[np.datetime64, int]] = {}
"""The dates read so far, and nothing that is none: files of a partnership name the same months and days."""
_ISO_DAY = r"^\d{4}-\d\d-(\d\d)\b"


def parse_moments(text: pd.Series) -> pd.DataFrame:
    """``moment`` and ``precision`` (minute, day or month) of each text, index kept; null: no date from 2000 on.

    Wall time of the United Kingdom; a time the clocks left out in spring, or midnight throughout, says the day alone.
    """
    is_iso, iso = _read_iso_minutes(text)
    moment = np.full(len(text), np.datetime64("NaT"), dtype="datetime64[us]")
    precision = np.full(len(text), PRECISIONS.index("minute"), dtype="int8")
    moment[is_iso] = iso
    if not is_iso.all():
        codes, unique = pd.factorize(text.array[~is_iso])
        found = _parse_unique(unique)
        moment[~is_iso], precision[~is_iso] = (said[codes] for said in found)
    with np.errstate(invalid="ignore"):
        is_date = moment >= EARLIEST.to_datetime64()
    moment[~is_date], precision[~is_date] = np.datetime64("NaT"), -1
    _coarsen(moment, precision)
    said = pd.Categorical.from_codes(precision, categories=pd.Index(PRECISIONS, dtype="str"))
    return pd.DataFrame({"moment": moment, "precision": said}, index=text.index)


def parse_months(text: pd.Series) -> pd.Series:
    """The first day of the month each text names, index kept: as a month or as its first or last day; null: none."""
    codes, words = number_words(text)
    folded = pd.Series([_fold_month(word) for word in words], dtype="str")
    moment = parse_moments(folded)["moment"].to_numpy()
    day, month = moment.astype("datetime64[D]"), moment.astype("datetime64[M]")
    is_first_or_last = (day == month) | (day + 1 == month + 1)
    months = np.where(is_first_or_last, month, np.datetime64("NaT")).astype("datetime64[us]")
    return pd.Series(months[codes], index=text.index, name=text.name)


def _fold_month(word: str) -> str:
    folded = word.strip().casefold()
    for pattern, new in _MONTHS:
        folded = re.sub(pattern, new, folded)
    return folded


def find_us_months(text: pd.Series) -> str | None:
    """A text that shows that ``text``, first days of months, puts the month first; None where nothing does."""
    texts = pd.Series(text.unique(), dtype="str").str.strip()
    parts = texts.str.extract(_PARTS).dropna().astype("float64")
    is_later = parts[0] > 1
    return texts[is_later.index[is_later][0]] if is_later.any() and (parts[1] == 1).all() else None


def find_us_order(text: pd.Series, has_real_dates: bool = False) -> str | None:
    """A text that shows that ``text`` puts the month first, None where nothing does.

    It does where some dates can only be month/day and none only day/month; and, ``has_real_dates`` being true of a
    workbook's column, where Excel made dates of all that could be and left as text all whose first part is over 12.
    """
    # The days alone: a large file has few of them, however many moments.
    openings = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(_as_arrow(text)), 0, 10).unique().to_pylist()
    parted = [(opening, int(parts[1]), int(parts[2])) for opening in openings if (parts := re.search(_PARTS, opening))]
    month_first = [opening for opening, first, second in parted if first <= 12 and 13 <= second <= 31]
    day_first = [opening for opening, first, second in parted if 13 <= first <= 31 and second <= 12]
    if month_first and not day_first:
        return _find_text(text, month_first[0])
    if not has_real_dates:
        return None
    days = [int(day[1]) for opening in openings if (day := re.search(_ISO_DAY, opening))]
    is_swapped = days and max(days) <= 12 and day_first and len(day_first) == len(parted)
    return _find_text(text, day_first[0]) if is_swapped else None


def _find_text(text: pd.Series, opening: str) -> str:
    return text[text.str.strip().str.startswith(opening)].iloc[0].strip()


def _as_arrow(text: pd.Series) -> pa.Array | pa.ChunkedArray:
    return pa.array(text.array.astype("str"), pa.large_string())


def _read_iso_minutes(text: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Which texts are as 2026-01-31T14:05, and the moment of each of these; none where one so long is no such moment.

    So large files come. Each text is read where it stands, as nearly all are different.
    """
    cells = _as_arrow(text)
    is_as_long = pc.fill_null(pc.equal(pc.binary_length(cells), 16), False)
    try:
        # Of texts of this length Arrow takes no others: each mark's place is fixed, and a zone is refused.
        moments = pc.cast(cells.filter(is_as_long), pa.timestamp("s"))
    except pa.ArrowInvalid:
        return np.zeros(len(text), dtype="bool"), np.array([], dtype="datetime64[us]")
    return is_as_long.to_numpy(zero_copy_only=False), moments.to_numpy(zero_copy_only=False)


def _parse_unique(texts: ExtensionArray) -> tuple[np.ndarray, np.ndarray]:
    """Each text's moment and the number of its precision; of a few, only those that no file before held are read."""
    if len(texts) > _FEW:
        return _read_texts(pd.Series(texts, dtype="str"))
    # Taken out before anything is read: another file's reading may clear them meanwhile.
    said = {text: told for text in texts if (told := _known.get(text))}
    fresh = [text for text in texts if text not in said]
    if fresh:
        moments, precisions = _read_texts(pd.Series(fresh, dtype="str"))
        read = dict(zip(fresh, zip(moments, precisions, strict=True), strict=True))
        said |= read
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update({text: told for text, told in read.items() if not np.isnat(told[0])})
    each = [said[text] for text in texts]
    moments = np.array([moment for moment, _ in each], dtype="datetime64[us]")
    return moments, np.array([precision for _, precision in each], dtype="int8")


def _read_texts(text: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    moment = np.full(len(text), np.datetime64("NaT"), dtype="datetime64[us]")
    precision = np.full(len(text), -1, dtype="int8")
    left = text.str.strip()
    for read in (_read_times, _read_zoned, _read_serials, _read_forms):
        if left.empty:
            break
        for found, name in read(left):
            moment[found.index] = found.to_numpy("datetime64[us]").astype("datetime64[m]")
            precision[found.index] = PRECISIONS.index(name)
            left = left.drop(found.index)
    return moment, precision


def _read_times(text: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    """The two forms in which large files come, read before any text is folded."""
    if _may_match(text, _ISO_TIME):
        iso = text[text.str.fullmatch(_ISO_TIME)]
        plain = iso.str.slice(0, 16).str.replace("T", " ", regex=False)
        yield pd.to_datetime(plain, format="%Y-%m-%d %H:%M", errors="coerce"), "minute"
        text = text.drop(iso.index)
    if _may_match(text, _UK_TIME):
        found = text[text.str.fullmatch(_UK_TIME)]
        yield pd.to_datetime(found, format="%d/%m/%Y %H:%M", errors="coerce"), "minute"


def _may_match(text: pd.Series, pattern: str) -> bool:
    """Whether any of a few texts may be of that form; of many it is not asked, as looking twice would take longer."""
    return len(text) > _FEW or any(isinstance(cell, str) and re.search(pattern, cell) for cell in text)


def _read_zoned(text: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    if not _may_match(text, _ZONED):
        return
    found = text[text.str.fullmatch(_ZONED)].str.replace(",", ".", regex=False)
    moment = pd.to_datetime(found, format="ISO8601", utc=True, errors="coerce")
    moment = moment.mask(moment.dt.year > _LAST_ZONED)  # beyond it the language itself has no local time
    yield moment.dt.tz_convert(_ZONE).dt.tz_localize(None), "minute"


def _read_serials(text: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    """Days since the end of 1899, as Excel counts them where a cell lost its format."""
    if not _may_match(text, _SERIAL):
        return
    days = pd.to_numeric(text[text.str.fullmatch(_SERIAL)]).astype("float64")
    days = days[days.between(*_SERIALS)]
    for is_whole, name in ((True, "day"), (False, "minute")):
        chosen = days[(days % 1 == 0) == is_whole]
        yield _SERIAL_DAY + pd.to_timedelta((chosen * 86_400).round(), unit="s"), name


def _read_forms(text: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    folded = text.str.casefold()
    for pattern, new in (fold for fold in _FOLDS if _may_match(folded, fold[0])):
        folded = folded.str.replace(pattern, new, regex=True)
    for pattern, form, name in _FORMS:
        if folded.empty:
            return
        found = folded[folded.str.fullmatch(pattern)] if _may_match(folded, pattern) else ()
        if len(found):
            # %b knows a month by three letters only.
            short = found.str.replace(r"([a-z]{3})[a-z]+", r"\1", regex=True) if "%b" in form else found
            yield pd.to_datetime(short, format=form, errors="coerce"), name
            folded = folded.drop(found.index)


def _coarsen(moment: np.ndarray, precision: np.ndarray) -> None:
    """Leave the day alone where the time says nothing: midnight in every row, or an hour the clocks left out."""
    minute, day = PRECISIONS.index("minute"), PRECISIONS.index("day")
    is_timed = precision == minute
    time = moment.view("int64") % _DAY
    if (time[is_timed] == 0).all():
        precision[is_timed] = day
        return
    # Here the clocks have always gone forward at one.
    at_one = np.flatnonzero(is_timed & (time // _HOUR == 1))
    there = pd.DatetimeIndex(moment[at_one]).tz_localize(_ZONE, nonexistent="NaT", ambiguous=False)
    gone = at_one[there.isna()]
    moment[gone] -= time[gone].astype("timedelta64[us]")
    precision[gone] = day


def start_month(moments: pd.Series) -> pd.Series:
    """The first day of each moment's month."""
    months = moments.to_numpy("datetime64[us]").astype("datetime64[M]").astype("datetime64[us]")
    return pd.Series(months, index=moments.index, name=moments.name)


def list_months(first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    """The first day of every month from ``first`` to ``last``, both included."""
    return pd.date_range(first, last, freq="MS").astype("datetime64[us]")


def name_runs(months: pd.DatetimeIndex) -> list[str]:
    """Unbroken runs of sorted ``months`` as '2025-02' or '2025-02 to 2025-04'."""
    number = pd.Series(months.year * 12 + months.month, index=months)
    runs = number.groupby((number.diff() != 1).cumsum())
    ends = [(run.index[0], run.index[-1]) for _, run in runs]
    return [f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}" for first, last in ends]
