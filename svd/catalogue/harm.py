"""What weighs an offence, as data/catalogue/harm.toml declares it: indices of harm and cost, and their weights."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from svd.catalogue.entry import Declaration, Id, Text

if TYPE_CHECKING:
    from svd.catalogue.load import Catalogue

_FILE = "harm.toml"


class WeightIndex(Declaration):
    """An index of harm or cost: what one of its weights is, and where all of them come from.

    ``per``: residents a figure is per. ``sets_apart``: offences that the second way of showing leaves out, because one
    of them can outweigh all else.
    """

    id: Id
    kind: Literal["harm", "cost"]
    title: Text
    weighs: Text
    unit: Text
    total_unit: Text
    per: int = Field(ge=1)
    is_default: bool = False
    edition: Text
    source: Text
    link: str = ""
    sets_apart: tuple[Id, ...] = ()
    caveats: tuple[Text, ...] = ()


class Weight(Declaration):
    """What one offence of our category weighs in an index.

    ``stands_for``: the publisher's offence the value is of. A proxy's category holds offences of other gravity too.
    ``is_confirmed`` is false where the value or its label has yet to be checked against the publisher's own list.
    """

    index: Id
    offence: Id
    value: float = Field(gt=0)
    stands_for: Text
    is_proxy: bool = False
    is_confirmed: bool = True
    note: str = ""


class LeftOut(Declaration):
    """Categories that an index doesn't weigh, and why: in the words that follow ``because``."""

    index: Id
    offences: tuple[Id, ...]
    reason: Text


def weights_of(c: "Catalogue", index: str) -> dict[str, float]:
    """The weights of the index by our offence."""
    return {weight.offence: weight.value for weight in c.weights if weight.index == index}


def default_index(c: "Catalogue", kind: str) -> WeightIndex | None:
    """The index used for harm or for cost until another is chosen; None where the area has none."""
    of_kind = [index for index in c.indices.values() if index.kind == kind]
    return next((index for index in of_kind if index.is_default), next(iter(of_kind), None))


def reason_left_out(c: "Catalogue", index: str, offences: Iterable[str]) -> str:
    """Why the index weighs none of the offences, each reason once; empty where none is given."""
    named = set(offences)
    return "; ".join(entry.reason for entry in c.left_out if entry.index == index and named & set(entry.offences))


def check_weights(c: "Catalogue") -> Iterator[str]:
    """What is wrong with the weights: a name nothing declares, an offence weighed twice, or weighed and left out."""
    for index in c.indices.values():
        yield from _unknown("index", index.id, "sets_apart", index.sets_apart, c.offences)
    for kind in {index.kind for index in c.indices.values()}:
        defaults = [index.id for index in c.indices.values() if index.kind == kind and index.is_default]
        if len(defaults) > 1:
            yield f"{_FILE}: {' and '.join(defaults)} are both the default of {kind}."
    seen = set()
    for weight in c.weights:
        yield from _unknown("weight", weight.offence, "index", [weight.index], c.indices)
        yield from _unknown("weight", weight.offence, "offence", [weight.offence], c.offences)
        if (weight.index, weight.offence) in seen:
            yield f"{_FILE}, weight {weight.offence!r}: {weight.index} weighs it twice."
        seen.add((weight.index, weight.offence))
    for entry in c.left_out:
        yield from _unknown("left_out", entry.index, "index", [entry.index], c.indices)
        yield from _unknown("left_out", entry.index, "offences", entry.offences, c.offences)
        both = [name for name in entry.offences if (entry.index, name) in seen]
        if both:
            yield f"{_FILE}, left_out {entry.index!r}: {', '.join(both)} has a weight there as well."


def _unknown(entry: str, name: str, key: str, named: Iterable[str], declared: Iterable[str]) -> Iterator[str]:
    missing = sorted(set(named) - set(declared))
    if missing:
        yield f"{_FILE}, {entry} {name!r}: {key} names {', '.join(missing)}, which nothing declares."
