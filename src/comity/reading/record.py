"""A record: one event, quantity, relation or claim of a document, with the span it came from; JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from comity.errors import DataError, shown
from comity.reading.vocabulary import ACTIONS, DOMAINS, FORMS, Basis, Commitment, Kind, Section

__all__ = ["Record", "read_records", "write_records"]

_ACTORS = re.compile(r"[A-Z][A-Z0-9_.]{0,39}(;[A-Z][A-Z0-9_.]{0,39})*")
_LARGEST = 200_000_000
_Text = Annotated[str, Field(max_length=20_000)]


class Record(BaseModel):
    """One thing a document says.

    Attributes
    ----------
    id, doc
        Within the document set; name of the document's file.
    sentence
        The span itself: ``char_start`` to ``char_end`` of the file.
    kind
        ``event`` (dated or datable act), ``quantity`` (a figure), ``relation`` (a standing state of affairs),
        ``claim`` (what somebody holds to be so).
    source_actor, target_actor
        State keys, organisations or groups (``WEST``, ``BRICS``), several joined by ``;``.
    domain, action, form, word_or_deed
        See :mod:`comity.reading.vocabulary`.
    date, date_basis
        ISO 8601 of reduced precision, an interval ``A/B``, ``before A`` or ``after A``; whether the text
        states it.
    value, unit
        A figure, or its words where they are no figure (``several``).
    polarity
        1 aligning, −1 diverging, 0 neither: from source to target, or among the sources where ``symmetric``.
    speaker, affiliation
        Who says so; None where the document itself reports it.
    stance
        What a claim comes to, where a word for it is known.
    symmetric, hedged, negated
        Acts of all on all; said to be possible only; denied.
    section
        Part of the document.
    char_start, char_end, sent_start, sent_end
        Offsets (characters of the decoded file) of the span and of the sentence around it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=200)]
    doc: Annotated[str, Field(min_length=1, max_length=500)]
    sentence: _Text
    kind: Kind
    source_actor: str | None = None
    target_actor: str | None = None
    domain: str = "diplomatic"
    action: str = "NONE"
    date: str | None = None
    date_basis: Basis | None = None
    value: str | None = None
    unit: str | None = None
    polarity: Annotated[int, Field(ge=-1, le=1)] = 0
    word_or_deed: Commitment = "word"
    form: str = "statement"
    speaker: str | None = None
    affiliation: str | None = None
    stance: str | None = None
    symmetric: bool = False
    hedged: bool = False
    negated: bool = False
    section: Section = "body"
    note: _Text | None = None
    char_start: Annotated[int, Field(ge=0)]
    char_end: Annotated[int, Field(ge=0)]
    sent_start: Annotated[int, Field(ge=0)]
    sent_end: Annotated[int, Field(ge=0)]

    @field_validator("value", mode="before")
    @classmethod
    def _written(cls, value: object) -> object:
        """Figures are written as text, as ``3.5`` or ``several``."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return repr(value)

    @field_validator("source_actor", "target_actor")
    @classmethod
    def _actors(cls, value: str | None) -> str | None:
        if value is not None and not _ACTORS.fullmatch(value):
            raise ValueError("actors are upper-case keys joined by ';'")
        return value

    @model_validator(mode="after")
    def _sound(self) -> Record:
        for what, value, known in (
            ("domain", self.domain, DOMAINS), ("form", self.form, tuple(FORMS)),
            ("action", self.action.partition(":")[0], ACTIONS),
        ):  # fmt: skip
            if value not in known:
                raise ValueError(f"{what} {shown(value)} is none of {', '.join(known)}")
        if self.char_end < self.char_start or self.sent_end < self.sent_start:
            raise ValueError("a span ends before it starts")
        return self

    @property
    def actors(self) -> frozenset[str]:
        """All actors of both sides."""
        return frozenset(self.sources) | frozenset(self.targets)

    @property
    def sources(self) -> tuple[str, ...]:
        """Actors of the first side."""
        return tuple(self.source_actor.split(";")) if self.source_actor else ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Actors of the second side."""
        return tuple(self.target_actor.split(";")) if self.target_actor else ()


def read_records(path: str | Path) -> list[Record]:
    """Records of a JSON Lines file.

    Raises
    ------
    DataError
        If it cannot be read, or a line is no record: file, line, field and what was expected.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise DataError(f"{path}: larger than {_LARGEST:,} bytes, no file of records")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise DataError(f"{path}: cannot be read ({why})") from None
    found, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(Record.model_validate(json.loads(line)))
        except (json.JSONDecodeError, RecursionError) as wrong:
            problems.append(f"{path.name}, line {number}: not JSON ({wrong})")
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            field = ".".join(map(str, first["loc"]))
            said = first["msg"].removeprefix("Value error, ")
            problems.append(f"{path.name}, line {number}: {field + ': ' if field else ''}{said}")
    if problems:
        raise DataError(problems[0]) if len(problems) == 1 else DataError.many(problems)
    return found


def write_records(records: Iterable[Record], path: str | Path) -> None:
    """Write records as JSON Lines, whole or not at all."""
    path = Path(path)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as out:
            for record in records:
                out.write(record.model_dump_json() + "\n")
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise DataError(f"{path}: cannot be written ({problem.strerror})") from None
