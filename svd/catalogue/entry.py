"""What every entry of the catalogue shares: frozen, no unknown keys, ids of one form, texts that match."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def fold_text(text: str) -> str:
    """A partner's text as categories are matched: without regard to case or to how many spaces part its words."""
    return " ".join(text.split()).casefold()


class Declaration(BaseModel):
    """An entry of the catalogue: unknown keys are faults, and nothing changes it once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
