"""How the columns of every table read to people: a plain name, the kind of value, and what the name leaves unsaid."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from pandas.api import types

Kind = Literal["text", "number", "year", "month", "date", "flag", "status"]


@dataclass(frozen=True)
class ColumnForm:
    """The plain name of a column, the kind of its values, and a sentence for the notes where the name needs one."""

    title: str
    kind: Kind = "text"
    meaning: str = ""


_LIMIT = "By chance alone the true figure lies between the two limits 95 times in 100."
_WIDE_LIMIT = "By chance alone the true figure lies between the two 99.8% limits 998 times in 1,000."
_FORMS = {
    "indicator": ColumnForm("Indicator"),
    "five_d": ColumnForm("Five D"),
    "kind": ColumnForm("Kind of violence"),
    "offence": ColumnForm("Category"),
    "period": ColumnForm("Period"),
    "month": ColumnForm("Month", "month", "The month, or the first month of a longer period."),
    "ward_code": ColumnForm(
        "Area code", meaning="The code of the Office for National Statistics for the ward or area."
    ),
    "ward_name": ColumnForm("Area"),
    "count": ColumnForm("Count", "number"),
    "denominator": ColumnForm("Out of", "number", "The residents, or the cases, the count is divided by."),
    "denominator_year": ColumnForm("Residents of", "year", "The year in which the residents were counted."),
    "value": ColumnForm("Figure", "number", "The count, rate, percentage or mean; its unit stands in the same row."),
    "lower": ColumnForm("Lower limit", "number", _LIMIT),
    "upper": ColumnForm("Upper limit", "number", _LIMIT),
    "lower_998": ColumnForm("Lower 99.8% limit", "number", _WIDE_LIMIT),
    "upper_998": ColumnForm("Upper 99.8% limit", "number", _WIDE_LIMIT),
    "unit": ColumnForm("Unit"),
    "source": ColumnForm("Source"),
    "extract": ColumnForm("Extract", meaning="The file the figure was read from, named as it was sent."),
    "definition": ColumnForm("Definition", meaning="The version of the definition of serious violence in use."),
    "status": ColumnForm("Status", "status"),
    "is_complete": ColumnForm("Whole period", "flag", "No: the newest extract ends inside the period."),
    "is_provisional": ColumnForm("Provisional", "flag", "Yes: it holds months that the source may still revise."),
    "is_synthetic": ColumnForm("Synthetic", "flag", "Yes: made up for demonstration, about no real person or event."),
    "compared": ColumnForm("Against the area", meaning="Higher and lower are said only where chance is unlikely."),
    "judgement": ColumnForm("What it means"),
    "leaning": ColumnForm("What it would mean", meaning="What the difference means, or would if it is one."),
    "benchmark": ColumnForm("Held against", "number", "The area's figure for the events that have a known ward."),
    "funnel": ColumnForm("In the funnel", meaning="Above and below are said only outside the 99.8% limits."),
    "funnel_judgement": ColumnForm("What the funnel means"),
    "rank": ColumnForm("Place", "number", "The place of the figure among the wards, 1 being the highest."),
    "rank_low": ColumnForm("Place from", "number", "The ward's place lies between the two 95 times in 100."),
    "rank_high": ColumnForm("Place to", "number", "The ward's place lies between the two 95 times in 100."),
    "places": ColumnForm("Places it could hold", meaning="95 times in 100; 1st is the highest figure, not the best."),
    "period_before": ColumnForm("Period before"),
    "count_before": ColumnForm("Count before", "number"),
    "value_before": ColumnForm("Figure before", "number"),
    "difference": ColumnForm("Difference", "number"),
    "difference_lower": ColumnForm("Difference, lower limit", "number", _LIMIT),
    "difference_upper": ColumnForm("Difference, upper limit", "number", _LIMIT),
    "p": ColumnForm("Chance (p)", "number", "A change is called rising or falling only below 0.0027."),
    "verdict": ColumnForm("Change"),
    "reason": ColumnForm("Why not tested"),
    "centre": ColumnForm("Mean of limits", "number", "The mean of the months that fixed the control limits."),
    "limit_low": ColumnForm("Lower control limit", "number", "A month below it stands out."),
    "limit_high": ColumnForm("Upper control limit", "number", "A month above it stands out."),
    "target": ColumnForm("Target", "number", "The level of a month that the figure is held against."),
    "earlier": ColumnForm("Same month before", meaning="The figures of the same month in the three years before."),
    "year_1_before": ColumnForm("A year before", "number", "The same month of the year before."),
    "year_2_before": ColumnForm("Two years before", "number", "The same month two years before."),
    "year_3_before": ColumnForm("Three years before", "number", "The same month three years before."),
    "signal": ColumnForm("Signal", meaning="Whether the month stands out, which way, and what that means."),
    "months_without": ColumnForm(
        "Months without before it", "number", "Whole months without an event since the last month that had one."
    ),
    "group": ColumnForm("Group"),
    "share": ColumnForm("Share, %", "number", "Of those out of whom it is, in per cent."),
    "share_lower": ColumnForm("Share from, %", "number", _LIMIT),
    "share_upper": ColumnForm("Share to, %", "number", _LIMIT),
    "share_against": ColumnForm(
        "Held against, %", "number", "The share of residents, or half, the share is held against."
    ),
    "residents": ColumnForm("Residents", "number", "Residents of that age, as the census counted them."),
    "rate": ColumnForm("Rate per 1,000", "number", "For every 1,000 residents of that age, over the period."),
    "rate_lower": ColumnForm("Rate from", "number", _LIMIT),
    "rate_upper": ColumnForm("Rate to", "number", _LIMIT),
    "received_on": ColumnForm("Received on", "date"),
    "edition": ColumnForm("Edition", "month"),
    "period_from": ColumnForm("From", "month"),
    "period_to": ColumnForm("To", "month"),
}


def forms_of(frame: pd.DataFrame, columns: Iterable[str] = ()) -> dict[str, ColumnForm]:
    """The form of each of ``columns`` (none given: all of the frame's), in their order."""
    return {name: _FORMS.get(name) or _infer_form(name, frame[name]) for name in columns or frame.columns}


def _infer_form(name: str, values: pd.Series) -> ColumnForm:
    words = name.removeprefix("is_").removeprefix("has_").replace("_", " ").strip()
    return ColumnForm(words[:1].upper() + words[1:], _infer_kind(values))


def _infer_kind(values: pd.Series) -> Kind:
    if types.is_bool_dtype(values):
        return "flag"
    if types.is_datetime64_any_dtype(values):
        return "date"
    return "number" if types.is_numeric_dtype(values) else "text"
