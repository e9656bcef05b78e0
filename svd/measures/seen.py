"""An indicator seen in another way, under a name of its own: its offences weighed by an index, or as a bare number."""

from collections.abc import Iterator

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.harm import WeightIndex, weights_of
from svd.errors import UserError

_MARK, _APART, _NUMBER = ":", "apart", "number"


def name_weighed(indicator: Indicator, index: WeightIndex, *, is_apart: bool = False) -> str:
    """The name under which ``find_indicator`` gives the indicator weighed by the index.

    ``is_apart``: without the offences that the index sets apart. An indicator that is weighed so already keeps its own.
    """
    if indicator.calculation.weights == index.id and not is_apart:
        return indicator.id
    return _MARK.join([indicator.id, index.id, *([_APART] if is_apart else [])])


def name_number(indicator: Indicator) -> str:
    """The name under which ``find_indicator`` gives the number of events that a rate is made of."""
    return f"{indicator.id}{_MARK}{_NUMBER}"


def name_own(name: str) -> str:
    """The id of the catalogue's indicator that ``name`` is another way to see, or is."""
    return name.split(_MARK)[0]


def find_indicator(catalogue: Catalogue, name: str) -> Indicator:
    """The indicator of that name: the catalogue's own, one of ``name_weighed`` or one of ``name_number``.

    UserError where there is none.
    """
    own, *rest = name.split(_MARK)
    if rest == [_NUMBER] and own in catalogue.indicators and catalogue.indicators[own].calculation.form == "rate":
        return _count(catalogue.indicators[own], name)
    index, way = [*rest, "", ""][:2]
    if own not in catalogue.indicators or (rest and index not in catalogue.indices) or way not in ("", _APART):
        known = ", ".join(sorted(catalogue.indicators))
        raise UserError(f"There is no indicator {name!r}.", f"Choose one of: {known}.")
    declared = catalogue.indicators[own]
    return _weigh(catalogue, declared, catalogue.indices[index], name, is_apart=bool(way)) if rest else declared


def _count(indicator: Indicator, name: str) -> Indicator:
    how = indicator.calculation.model_copy(update={"form": "count"})
    words = {
        "title": f"{indicator.title}: number",
        "denominator": "None: this is a count",
        "unit": "number of events",
    }
    return indicator.model_copy(update={"id": name, "is_headline": False, "calculation": how, **words})


def _weigh(catalogue: Catalogue, indicator: Indicator, index: WeightIndex, name: str, *, is_apart: bool) -> Indicator:
    leaves_out = index.sets_apart if is_apart else ()
    how = indicator.calculation.model_copy(
        update={"form": "weighed", "weights": index.id, "leaves_out": leaves_out, "per": index.per}
    )
    without = f"without {' and '.join(leaves_out)}" if leaves_out else ""
    # An indicator that is itself of harm has the word in its title.
    word = " ".join(filter(None, ["" if indicator.calculation.weights else index.kind, without]))
    is_plain_count = indicator.calculation.form == "count"
    words = {
        "title": f"{indicator.title}: {word}" if word else indicator.title,
        "short_title": f"{indicator.short_title}, {word}" if word else indicator.short_title,
        "numerator": f"{indicator.numerator}, each weighed by {index.weighs} ({index.title}, {index.edition})",
        "denominator": "Usual residents of all ages" if is_plain_count else indicator.denominator,
        "unit": index.unit,
        "caveats": (*indicator.caveats, *index.caveats, *_list_unweighed(catalogue, indicator, index)),
    }
    return indicator.model_copy(update={"id": name, "is_headline": False, "calculation": how, **words})


def _list_unweighed(catalogue: Catalogue, indicator: Indicator, index: WeightIndex) -> Iterator[str]:
    """What the index leaves out of the indicator's offences and why, as caveats: a sum without it is too low."""
    named, sent = set(indicator.calculation.offences), list_sent(catalogue, indicator)
    if "definition" in named:
        named = {name for definition in catalogue.definitions.values() for name in definition.offences}
    for entry in catalogue.left_out:
        out = [name for name in entry.offences if name in sent and (name in named or "all" in named)]
        if entry.index == index.id and out:
            titles = "; ".join(catalogue.offences[name].title for name in out)
            yield f"Not in the sum: {titles}; because {entry.reason}."


def list_weighed(catalogue: Catalogue, indicator: Indicator, offences: frozenset[str] | None, index: str) -> list[str]:
    """The offences the index weighs, in its order, of those the indicator counts; None counts all of its source."""
    weights = weights_of(catalogue, index)
    sent = list_sent(catalogue, indicator)
    counted = sent if offences is None else offences
    out = set(indicator.calculation.leaves_out)
    return [name for name in weights if name in counted and name in sent and name not in out]


def list_sent(catalogue: Catalogue, indicator: Indicator) -> frozenset[str]:
    """The categories that the indicator's source can send."""
    source = catalogue.sources[indicator.source]
    readers = (source.id, source.reader)
    return frozenset(category.offence for category in catalogue.categories if category.reader_or_source in readers)
