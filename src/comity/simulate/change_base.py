"""What every change of a scenario has in common: years, a note, and the engine that answers it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = ["Actors", "Amount", "ChangeBase", "Engine", "Key", "Keys", "Year"]

#: Models a scenario can be asked of.
Engine = Literal["energy", "trade"]


def _several(value: object) -> object:
    """One name where several may stand."""
    return [value] if isinstance(value, str) else value


Key = Annotated[str, Field(min_length=2, max_length=60)]
Keys = Annotated[list[Key], BeforeValidator(_several)]
Actors = Annotated[list[Key], BeforeValidator(_several), Field(min_length=1, max_length=250)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1900, le=2100)]


class ChangeBase(BaseModel):
    """One change, as written in a scenario file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    #: Which model answers it.
    engine: ClassVar[Engine] = "energy"

    #: Years in which the change holds; those of the scenario where left out.
    start: Year | None = None
    end: Year | None = None
    #: Why, or where the figure comes from: printed, not computed with.
    note: Annotated[str, Field(max_length=1000)] = ""
