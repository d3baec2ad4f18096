"""A scenario: what changes, from when to when, and what is expected of it. Read from TOML.

.. code-block:: toml

    name = "Power of Siberia 2 built"
    about = "Gas of Yamal reaches northern China through Mongolia."
    baseline = 2023
    start = 2031

    [[change]]
    kind = "build"
    link = "power_of_siberia_2"
"""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from comity.errors import DataError, UnknownName, shown
from comity.simulate.change_kinds import ELSEWHERE, KINDS, Change
from comity.simulate.trade.clashes import clashes
from comity.simulate.trade.trade_kinds import TRADE_KINDS

__all__ = ["Scenario"]


def _joined(text: object) -> object:
    """A text of several lines as one."""
    return " ".join(text.split()) if isinstance(text, str) else text


_LARGEST = 1_000_000
_HEADER = re.compile(r"^\s*\[\[\s*change\s*\]\]")
_Text = Annotated[str, BeforeValidator(_joined), Field(max_length=5000)]
_Year = Annotated[int, Field(strict=True, ge=1900, le=2100)]


class Scenario(BaseModel):
    """A named set of changes.

    Attributes
    ----------
    name, about
        What it is called, and what happens in it.
    expects, finds
        What analyses expect, and what the model finds: for the reader, not computed with.
    baseline
        Year whose market the changes are made to.
    start, end
        First and last year in which they hold; open where left out.
    dyads
        Pairs whose alignment is to be read on both worlds, as ``RUS-CHN``.
    change
        The changes, in order.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    about: _Text = ""
    expects: _Text = ""
    finds: _Text = ""
    not_simulated: _Text = ""
    baseline: _Year = 2023
    start: _Year | None = None
    end: _Year | None = None
    dyads: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    change: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Scenario:
        for of in (self, *self.change):
            first, last = of.start or self.start, of.end or self.end
            if first is not None and last is not None and first > last:
                raise ValueError(f"start {first} lies after end {last}")
        return self

    @classmethod
    def read(cls, path: str | Path) -> Scenario:
        """A scenario file.

        Raises
        ------
        DataError
            If the file cannot be read or is no TOML, or says what no scenario can: every problem with its
            line, the nearest key, and the keys that are allowed.
        """
        path = Path(path)
        try:
            if path.stat().st_size > _LARGEST:
                raise DataError(f"{path}: larger than {_LARGEST:,} bytes, not a scenario")
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or problem
            raise DataError(f"{path}: cannot be read ({why})") from None
        return cls.parse(text, file=path.name)

    @classmethod
    def parse(cls, text: str, *, file: str = "scenario") -> Scenario:
        """A scenario from the text of a file; ``file`` is what messages call it."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            raise DataError(f"{file}: not a TOML file\n  {problem}") from None
        _refuse_kinds(table, text, file)
        try:
            found = cls.model_validate(table)
        except ValidationError as wrong:
            problems = [_told(error, text, file) for error in wrong.errors(include_url=False)]
            raise (
                DataError(problems[0]) if len(problems) == 1 else DataError.many(problems)
            ) from None
        for index, key, clash in clashes(found.change, found.years_of):
            raise DataError(f"{file}{_line(text, index, key)}: {clash}")
        return found

    def years_of(self, change: Change) -> tuple[int | None, int | None, int]:
        """First and last year of a change, open where none is given, and the year its names mean."""
        first = change.start or self.start
        return first, change.end or self.end, first or self.baseline

    def in_force(self, year: int | None = None) -> tuple[Change, ...]:
        """The changes that hold in a year; all of them where no year is given."""
        return tuple(
            change
            for change in self.change
            if year is None
            or (change.start or self.start or year) <= year <= (change.end or self.end or year)
        )


def _refuse_kinds(table: dict[str, Any], text: str, file: str) -> None:
    changes = table.get("change", [])
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        raise DataError(f"{file}{_line(text, None, 'change')}: write each change as  [[change]]")
    for i, change in enumerate(changes):
        kind = change.get("kind")
        where = f"{file}{_line(text, i, 'kind')}"
        if isinstance(kind, str) and kind in ELSEWHERE:
            raise DataError(f"{where}: no kind of change called {shown(kind)}\n  {ELSEWHERE[kind]}")
        energy = isinstance(kind, str) and kind in KINDS and KINDS[kind].engine == "energy"
        if energy and ("sector" in change or "sectors" in change):
            raise DataError(
                f"{where}: {kind} changes the market of gas or crude oil, which has no sectors\n"
                f"  changes of trade by sector are  {', '.join(TRADE_KINDS)}"
            )
        if energy and "commodity" not in change and f"trade_{kind}" in TRADE_KINDS:
            raise DataError(
                f"{where}: {kind} needs a  commodity, gas  or  crude_oil\n"
                f"  of all goods it is  trade_{kind}"
            )
        if kind is None:
            raise DataError(f"{where}: a change needs a kind, one of  {', '.join(KINDS)}")
        if kind not in KINDS:
            problem = UnknownName.among("kind of change", str(kind), KINDS)
            raise UnknownName(f"{where}: {problem}\n  the kinds are  {', '.join(KINDS)}")


def _told(error: Any, text: str, file: str) -> str:
    """One problem of validation: where, what, what is nearest, what is allowed."""
    place = [part for part in error["loc"] if part not in KINDS]
    index = place[1] if len(place) > 1 and place[0] == "change" else None
    key = str(place[2] if index is not None and len(place) > 2 else place[0] if place else "")
    where = f"{file}{_line(text, index, key)}"
    if error["type"] == "extra_forbidden":
        model: type[BaseModel] = Scenario if index is None else KINDS[error["loc"][2]]
        allowed = [field.alias or name for name, field in model.model_fields.items()]
        near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.5)
        hint = f"\n  did you mean  {near[0]}?" if near else ""
        return f"{where}: no key called {shown(key)}{hint}\n  the keys are  {', '.join(allowed)}"
    said = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        return f"{where}: the key {shown(key)} is missing"
    given = "" if isinstance(error["input"], dict) else f", not {shown(error['input'])}"
    named = f"{key}: " if key and key != "change" and given else ""
    return f"{where}: {named}{said[:1].lower()}{said[1:]}{given}"


def _line(text: str, index: int | None, key: str) -> str:
    """``, line 12``: of a key, or of the change it belongs to; empty where it cannot be told."""
    at, seen, change_line = -1 if index is None else None, -1, 0
    wanted = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=") if key else None
    for number, line in enumerate(text.splitlines(), start=1):
        if _HEADER.match(line):
            seen += 1
            if seen == index:
                change_line = number
        if wanted is not None and wanted.match(line) and seen == (at if index is None else index):
            return f", line {number}"
    return f", line {change_line}" if change_line else ""
