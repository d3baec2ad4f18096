"""What a file of groups may say: the pydantic models behind ``load_groups``."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from comity.states.period import period, written_date

__all__ = ["GroupTable"]

_Key = Annotated[str, StringConstraints(min_length=2, max_length=32)]


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    state: _Key
    start: str | None = None
    end: str | None = None

    @field_validator("start", "end")
    @classmethod
    def _is_date(cls, value: str | None) -> str | None:
        return written_date(value)

    @model_validator(mode="after")
    def _in_order(self) -> _State:
        if self.start and self.end and period(self.start)[0] > period(self.end)[1]:
            raise ValueError("the end lies before the start")
        return self


class GroupTable(BaseModel):
    """One ``[KEY]`` table of a file of groups."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    about: Annotated[str, StringConstraints(max_length=5000)] = ""
    union: list[_Key] = Field(default_factory=list)
    states: list[_Key | _State] = Field(default_factory=list)
    without: list[_Key] = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_somebody(self) -> GroupTable:
        if not self.union and not self.states:
            raise ValueError("a group needs union or states")
        return self
