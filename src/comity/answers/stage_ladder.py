"""Ladders: ordered criteria of depth, as a file states them.

A ladder is a TOML file: stages from shallow to deep, criteria in each, and for every criterion the
tests on tables and indicators that decide it. A file may also hold *facts* of its own (dated ties with
a record) and declare what silence about a kind of tie means. Two ladders ship with the package.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from comity.states.period import period, written_date

__all__ = [
    "MODELS",
    "CoverageClaim",
    "Criterion",
    "EventTest",
    "Fact",
    "FlowTest",
    "IndicatorTest",
    "Ladder",
    "Rung",
    "Test",
    "TieTest",
]

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Names = tuple[Annotated[str, Field(min_length=1, max_length=200)], ...]
Year = Annotated[int, Field(ge=1500, le=2500)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False, frozen=True)


class _Test(_Part):
    """What every test may say.

    ``silence``: whether a source that covers the dyad and the year, and holds nothing, decides that the
    criterion is not met (``none``) or nothing (``unknown``). ``since`` and ``until`` limit the years
    asked about to which the test applies.
    """

    sources: Names = ()
    silence: Literal["none", "unknown"] = "none"
    since: Year | None = None
    until: Year | None = None


class TieTest(_Test):
    """A tie in force on a day of the year.

    ``obligations``: one of these words is among the name's, as alliances state them; ``depth``: at
    least this deep; ``mutual``: both ways; ``blocs``: both are members of one of these; ``but_not``:
    not where the name holds one of these texts; ``checked_by``: a tie begun before this source's coverage
    ends counts only where that source, by its own test beside this one, found as much in its last year.
    """

    table: Literal["ties"]
    kinds: Annotated[Names, Field(min_length=1)]
    obligations: Names = ()
    depth: float | None = None
    mutual: bool = False
    blocs: Names = ()
    but_not: Names = ()
    checked_by: str | None = None


class EventTest(_Test):
    """Events in at least ``years`` of the last ``within`` years, the year asked for included.

    ``counts``: a registered indicator that counts such events by year, which tells of years with none.
    """

    table: Literal["events"]
    actions: Names = ()
    modes: Names = ()
    within: Annotated[int, Field(ge=1, le=100)] = 1
    years: Annotated[int, Field(ge=1, le=100)] = 1
    counts: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> EventTest:
        if not self.actions and not self.modes:
            raise ValueError("a test of events needs actions or modes")
        if self.years > self.within:
            raise ValueError("years cannot be more than within")
        return self


class FlowTest(_Test):
    """A flow above a value, either way, in one of the last ``within`` years."""

    table: Literal["flows"]
    commodities: Annotated[Names, Field(min_length=1)]
    measures: Names = ("level",)
    within: Annotated[int, Field(ge=1, le=100)] = 1
    above: float = 0.0


class IndicatorTest(_Test):
    """An indicator at or above a value, either way, in ``years`` of the last ``within`` years."""

    table: Literal["indicator"]
    indicator: Text
    at_least: float
    within: Annotated[int, Field(ge=1, le=100)] = 1
    years: Annotated[int, Field(ge=1, le=100)] = 1


Test = Annotated[TieTest | EventTest | FlowTest | IndicatorTest, Field(discriminator="table")]


class Criterion(_Part):
    """One criterion: met where any test finds a row and no necessary condition is known to fail."""

    key: Key
    title: Text
    rule: Text
    source: Text
    test: Annotated[tuple[Test, ...], Field(min_length=1)]
    requires: tuple[Test, ...] = ()


class Rung(_Part):
    """A stage: reached where at least ``needs`` of its criteria are met (default: all)."""

    key: Key
    title: Text
    needs: Annotated[int, Field(ge=1)] | None = None
    criterion: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _sound(self) -> Rung:
        if self.needs is not None and self.needs > len(self.criterion):
            raise ValueError(f"needs {self.needs} of {len(self.criterion)} criteria")
        return self

    @property
    def needed(self) -> int:
        """How many criteria make the stage."""
        return len(self.criterion) if self.needs is None else self.needs


class _Dated(_Part):
    start: str
    end: str | None = None

    @field_validator("start", "end")
    @classmethod
    def _is_date(cls, value: str | None) -> str | None:
        return written_date(value)


class Absence(_Dated):
    """A member's time outside what a fact says of its bloc."""

    state: str


class Fact(_Dated):
    """A dated tie the ladder itself states, with its record.

    ``states``: every two of them; with ``of``, each of them with that state; ``bloc``: every two
    members, while they are, but for those ``absent``.
    """

    kind: Key
    name: Text
    record: Text
    of: str | None = None
    states: tuple[str, ...] = ()
    bloc: str | None = None
    absent: tuple[Absence, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> Fact:
        if (self.bloc is None) == (not self.states):
            raise ValueError("a fact is about states or about a bloc: give one of the two")
        if self.of is None and self.bloc is None and len(self.states) < 2:
            raise ValueError("a fact is about two states at least")
        if self.end is not None and period(self.start)[0] > period(self.end)[1]:
            raise ValueError("the end lies before the start")
        return self


class CoverageClaim(_Part):
    """What silence about a kind of tie means: none, between two of ``states`` in these years.

    Without ``source`` it is about the ladder's own facts. ``states`` empty is every state. With
    ``continues`` the silence of ``source`` goes on from that of an earlier source: it counts only where
    the earlier one found nothing in the year before ``first``.
    """

    kinds: Annotated[Names, Field(min_length=1)]
    first: Year
    last: Year
    note: Text
    source: str | None = None
    states: tuple[str, ...] = ()
    continues: str | None = None


class Ladder(_Part):
    """An ordered set of criteria.

    ``cumulative``: a stage counts only where all stages below it are reached; otherwise the deepest
    stage whose criteria are met is the stage reached. ``facts_to``: the last year the ladder's own facts
    speak of; one without an end is in force until then.
    """

    key: Key
    title: Text
    about: Text
    source: Text
    cumulative: bool = True
    facts_to: Year | None = None
    stage: Annotated[tuple[Rung, ...], Field(min_length=1)]
    fact: tuple[Fact, ...] = ()
    coverage: tuple[CoverageClaim, ...] = ()

    @model_validator(mode="after")
    def _single(self) -> Ladder:
        for what, keys in (
            ("stage", [r.key for r in self.stage]),
            ("criterion", [c.key for _, c in self.criteria()]),
        ):
            twice = sorted({k for k in keys if keys.count(k) > 1})
            if twice:
                raise ValueError(f"{what} named twice: {', '.join(twice)}")
        if self.fact and self.facts_to is None:
            raise ValueError("a ladder with facts needs facts_to, the last year they speak of")
        return self

    def criteria(self) -> list[tuple[Rung, Criterion]]:
        """Every criterion with its stage, from shallow to deep."""
        return [(rung, criterion) for rung in self.stage for criterion in rung.criterion]


#: Every table a file of a ladder may hold.
MODELS: tuple[type[BaseModel], ...] = (
    Ladder, Rung, Criterion, TieTest, EventTest, FlowTest, IndicatorTest, Fact, Absence, CoverageClaim,
)  # fmt: skip
