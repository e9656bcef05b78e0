"""An indicator seen in another way: its offences weighed by an index of harm or cost, under a name of its own."""

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.harm import WeightIndex, weights_of
from svd.errors import UserError

_MARK, _APART = ":", "apart"


def name_weighed(indicator: Indicator, index: WeightIndex, *, is_apart: bool = False) -> str:
    """The name under which ``find_indicator`` gives the indicator weighed by the index.

    ``is_apart``: without the offences that the index sets apart. An indicator that is weighed so already keeps its own.
    """
    if indicator.calculation.weights == index.id and not is_apart:
        return indicator.id
    return _MARK.join([indicator.id, index.id, *([_APART] if is_apart else [])])


def find_indicator(catalogue: Catalogue, name: str) -> Indicator:
    """The indicator of that name, the catalogue's own or one of ``name_weighed``; UserError where there is none."""
    own, *rest = name.split(_MARK)
    index, way = [*rest, "", ""][:2]
    if own not in catalogue.indicators or (rest and index not in catalogue.indices) or way not in ("", _APART):
        known = ", ".join(sorted(catalogue.indicators))
        raise UserError(f"There is no indicator {name!r}.", f"Choose one of: {known}.")
    declared = catalogue.indicators[own]
    return _weigh(declared, catalogue.indices[index], name, is_apart=bool(way)) if rest else declared


def _weigh(indicator: Indicator, index: WeightIndex, name: str, *, is_apart: bool) -> Indicator:
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
        "caveats": (*indicator.caveats, *index.caveats),
    }
    return indicator.model_copy(update={"id": name, "is_headline": False, "calculation": how, **words})


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
