"""The one switch of the map, the ranking and the trend: rate, count, harm with and without homicide, cost, change."""

from typing import Literal

from svd.catalogue.declarations import Indicator
from svd.figures.harm.harm_findings import word_gravest
from svd.figures.harm.weighings import find_weighings
from svd.measures.question import Evidence, Question
from svd.store.selection import Selection
from svd.ui import choices, data

Way = Literal["rate", "count", "change"]
_FORMS = {
    "rate": "Rate",
    "proportion": "Percentage",
    "ratio": "Ratio",
    "count": "Number",
    "mean": "Mean",
    "weighed": "Harm",
}


def ask_way(
    evidence: Evidence, indicator: Indicator, selection: Selection, key: str, ways: tuple[Way, ...], first: Way
) -> tuple[Indicator, Way]:
    """The indicator, weighed where harm or cost is chosen, and which of its figures is asked for.

    ``ways`` are those offered beside the weighings it admits; ``first`` is chosen until another is. A weighed
    indicator's own figure, its harm, goes by the name of rate.
    """
    weighings = find_weighings(Question(evidence, indicator, selection, "borough"))
    is_weighed = indicator.calculation.form == "weighed"
    plain = {"rate": _FORMS[indicator.calculation.form], "count": "Count"}
    names = {way: words for way, words in plain.items() if way in ways and not (is_weighed and way == "rate")}
    names |= {words: words for words in weighings}
    names |= {"change": "Change"} if "change" in ways else {}
    start = next(iter(weighings)) if is_weighed else first
    way = choices.ask_way("Show as", key, names, first=start) if len(names) > 1 else next(iter(names))
    return (weighings[way], "rate") if way in weighings else (indicator, way)


def add_weighed(evidence: Evidence, indicator: Indicator, selection: Selection, subtitle: str) -> str:
    """The subtitle, and after it how much of a weighed sum its gravest offence is; as it was of what is not weighed.

    A subtitle that doesn't name the period is of more than that: then what is said of the offence names it.
    """
    if indicator.calculation.form != "weighed":
        return subtitle
    area = data.measure_harm(evidence, indicator.id, selection)
    said = word_gravest(area, evidence.catalogue.offences)
    if said and area["period"] not in subtitle:
        said = f"{said.removesuffix('.')} in {area['period']}."
    return f"{subtitle.removesuffix('.')}. {said}".strip()
