"""Wards whose rates divide the events of many visitors by few residents: marked where named, with their counts."""

import pandas as pd

from svd.catalogue.declarations import Area, Indicator
from svd.figures.event_counts import word_events
from svd.measures.measure import PER_RESIDENT

MARK = "†"
"""Stands behind the name of such a ward wherever its rate is drawn, ranked or told."""
_RESTS = "few residents, many visitors"


def note_footfall(wards: pd.DataFrame, indicator: Indicator, area: Area) -> pd.DataFrame:
    """``wards`` with ``footfall``: what is to stand beside such a ward's rate, empty for all others."""
    notes = [
        _word_note(count, indicator) if code in area.footfall and indicator.calculation.form in PER_RESIDENT else ""
        for code, count in zip(wards["ward_code"], wards["count"], strict=True)
    ]
    return wards.assign(footfall=pd.Series(notes, wards.index, dtype=object))


def _word_note(count: float, indicator: Indicator) -> str:
    return "; ".join(filter(None, (word_events(count, indicator), _RESTS)))


def mark_name(name: str, note: str) -> str:
    """The ward's name, with MARK behind it where it has a note."""
    return f"{name} {MARK}" if note else name


def mark_names(wards: pd.DataFrame) -> pd.DataFrame:
    """``wards`` with MARK behind the names of those whose rates rest on few residents; as they are without notes."""
    if "footfall" not in wards:
        return wards
    names = [mark_name(*pair) for pair in zip(wards["ward_name"], wards["footfall"], strict=True)]
    return wards.assign(ward_name=pd.Series(names, wards.index, dtype=object))


def word_footfall(wards: pd.DataFrame, area: Area) -> str:
    """What MARK means for each of ``wards`` that has it, with its count and what draws visitors; empty where none."""
    if "footfall" not in wards:
        return ""
    noted = wards[wards["footfall"].astype(bool)]
    told = [
        f"{MARK} {name}: {note}. {area.footfall[code]}, so its rate says less of those who live there."
        for code, name, note in zip(noted["ward_code"], noted["ward_name"], noted["footfall"], strict=True)
    ]
    return " ".join(told)


def word_profile_footfall(name: str, reason: str) -> str:
    """The same before all rates of one ward, which stand with their counts in its table."""
    return f"{MARK} {name}: {_RESTS}. {reason}, so its rates say less of those who live there: read its counts too."
