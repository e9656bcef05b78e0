"""The weights of harm and cost as tables for people: each with what it stands for, and what is left out, with why."""

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.harm import LeftOut, Weight, WeightIndex
from svd.catalogue.wording import word_number

EXACT, PROXY, UNCONFIRMED = "exact", "category proxy", "to be confirmed"
_NONE = "none"


def list_weights(catalogue: Catalogue, index: WeightIndex) -> pd.DataFrame:
    """A row a category that the index weighs, the heaviest first, then those it leaves out."""
    weights = sorted((each for each in catalogue.weights if each.index == index.id), key=lambda each: -each.value)
    rows = [_row(catalogue, weight) for weight in weights]
    for entry in catalogue.left_out:
        if entry.index == index.id:
            rows += _rows_left_out(catalogue, entry)
    return pd.DataFrame(rows)


def _row(catalogue: Catalogue, weight: Weight) -> dict[str, str]:
    whole = float(weight.value).is_integer()
    kind = [PROXY if weight.is_proxy else EXACT, *([] if weight.is_confirmed else [UNCONFIRMED])]
    return {
        "Category": catalogue.offences[weight.offence].title,
        "Weight": word_number(weight.value, 0 if whole else 1),
        "Stands for": weight.stands_for,
        "How well": ", ".join(kind),
        "Note": weight.note or _NONE,
    }


def _rows_left_out(catalogue: Catalogue, entry: LeftOut) -> list[dict[str, str]]:
    said = {"Weight": _NONE, "Stands for": _NONE, "How well": "left out", "Note": f"Because {entry.reason}."}
    return [{"Category": catalogue.offences[name].title, **said} for name in entry.offences]


def word_index(index: WeightIndex) -> str:
    """What the index's weights are, its edition, its source and what to bear in mind, in Markdown."""
    link = f" Published at: {index.link}" if index.link else ""
    caveats = "".join(f"\n- {caveat}" for caveat in index.caveats)
    return f"A weight is {index.weighs}. **Edition:** {index.edition}. **Source:** {index.source}.{link}\n{caveats}"
