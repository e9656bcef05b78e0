"""How an indicator is worked out, as its entry in the catalogue declares it."""

from typing import Literal, Self

from pydantic import model_validator

from svd.catalogue.entry import Declaration, Id


class Calculation(Declaration):
    """How an indicator is worked out from the store.

    ``basis`` facts counts curated rows, returns takes the partner's own numerator and denominator, quality is worked
    out from what was received. ``offences`` may be ``all`` or ``definition`` (the selected definition of serious
    violence). ``residents`` left out means every age; ``quality_sources`` left out, every source that partners send.
    The form weighed is a rate whose events are weighed before they are added up, by the index that ``weights`` names;
    those that the index doesn't weigh, and those of ``leaves_out``, don't count. A proportion is a part of its whole;
    a ratio is of two counts of different things and may pass 100. ``is_stock``: a return is a level at the end of its
    period, which is never added up over periods; else it is a flow.
    """

    basis: Literal["facts", "returns", "quality"]
    form: Literal["rate", "count", "proportion", "ratio", "mean", "weighed"]
    offences: tuple[str, ...] = ()
    measure: Literal["offences", "positive_outcomes", "records", "repeats", ""] = ""
    denominator_measure: Literal["offences", "records", ""] = ""
    residents: tuple[str, ...] = ()
    per: int = 1
    ages: tuple[str, ...] = ()
    is_knife: bool | None = None
    is_domestic: bool | None = None
    quality: Literal["days_to_receipt", "completeness", "placed", "set_aside", "signals_reviewed", ""] = ""
    quality_sources: tuple[Id, ...] = ()
    weights: Id | Literal[""] = ""
    leaves_out: tuple[Id, ...] = ()
    is_stock: bool = False

    @model_validator(mode="after")
    def _check_basis(self) -> Self:
        """Refuse a calculation that lacks what its basis needs, so that none is found out only when it is asked for."""
        needed = {"facts": ("offences", "measure"), "quality": ("quality",), "returns": ()}[self.basis]
        if self.basis == "facts" and self.form in ("proportion", "ratio"):
            needed += ("denominator_measure",)
        if bool(self.weights) != (self.form == "weighed") or (self.weights and self.basis != "facts"):
            raise ValueError("what is weighed is of facts and names its weights, and nothing else has any")
        lacking = [key for key in needed if not getattr(self, key)]
        if lacking:
            raise ValueError(f"a calculation from {self.basis} needs {' and '.join(lacking)}")
        return self
