"""Readings as data: a TOML file of sources, readings and mechanisms, checked before it is used."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from comity.alignment import CATALOG
from comity.answers.weighing.prediction import STATES, Level, parse
from comity.errors import ComityError, DataError, UnknownName

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = [
    "ASYMMETRY", "MODEL_READINGS", "Reading", "Readings", "SourceOfEvidence", "indicators_known",
    "load_readings",
]  # fmt: skip

#: Who needs whom: how far the trade shares of two partners lie apart; not an indicator of the model.
ASYMMETRY = "dependence_asymmetry"
#: Readings of the alignment model that may be predicted instead of the indicators beneath them.
MODEL_READINGS = ("overall", "diplomatic", "military", "economic", "words", "deeds", "gap")
#: The file that ships.
SHIPPED = "readings.toml"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,60}$")]
Percent = Annotated[float, Field(ge=0, le=100)]


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: Text
    indicators: Annotated[list[Key], Field(min_length=1)]
    reliability: Annotated[float, Field(ge=0, le=1)]
    why: Text


class _Reading(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    statement: Text
    text: Text | None = None
    contradicted_by: Text
    predicts: Annotated[dict[Key, str | dict[Key, Percent]], Field(min_length=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Text
    source: Annotated[dict[Key, _Source], Field(min_length=1)]
    reading: Annotated[dict[Key, _Reading], Field(min_length=2)]


@dataclass(frozen=True, slots=True)
class SourceOfEvidence:
    """Indicators that rest on the same records, and how far they are trusted.

    Attributes
    ----------
    key, label
        As written and as printed.
    indicators
        Names.
    reliability
        Chance that an observation bears on the readings at all, 0 … 1.
    why
        Why it is no higher or lower.
    """

    key: str
    label: str
    indicators: tuple[str, ...]
    reliability: float
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a relation.

    Attributes
    ----------
    key, name, statement, text, contradicted_by
        In words; ``text`` is who reads it so.
    predicts
        By indicator: a level, or the chance (0 … 1) of each value of an indicator of few states.
    """

    key: str
    name: str
    statement: str
    text: str
    contradicted_by: str
    predicts: dict[str, Level | dict[float, float]]


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings that are weighed against each other."""

    title: str
    sources: tuple[SourceOfEvidence, ...]
    readings: tuple[Reading, ...]


def indicators_known() -> tuple[str, ...]:
    """Everything a reading can predict."""
    return (*CATALOG, ASYMMETRY, *MODEL_READINGS)


def load_readings(path: Path | str | None = None) -> Readings:
    """The readings of a file, or those that ship.

    Raises
    ------
    DataError, UnknownName
        If the file is not what it should be; all that is wrong in its form is named at once.
    """
    if path is None:
        return _shipped()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{Path(path).name} is not a text file in UTF-8") from error
    except OSError as error:
        raise ComityError(f"{path} cannot be read: {error.strerror}") from error
    return _read(text, Path(path).name)


@cache
def _shipped() -> Readings:
    folder = files("comity") / "data" / "hypotheses"
    return _read((folder / SHIPPED).read_text(encoding="utf-8"), SHIPPED)


def _read(text: str, name: str) -> Readings:
    try:
        table = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name} is not TOML: {error}") from error
    except ValidationError as error:
        raise DataError.many([f"{name}, {_place(e)}: {e['msg']}" for e in error.errors()]) from None
    place: dict[str, str] = {}
    for key, source in table.source.items():
        for indicator in source.indicators:
            if indicator not in indicators_known():
                raise UnknownName.among(
                    "indicator", indicator, indicators_known(), see=f"{name}, source.{key}"
                )
            if indicator in place:
                raise DataError(
                    f"{name}: {indicator} is in two sources, {place[indicator]} and {key}"
                )
            place[indicator] = key
    both = set(place) & set(MODEL_READINGS), set(place) - set(MODEL_READINGS)
    if all(both):
        raise DataError(
            f"{name}: {min(both[0])} is computed from indicators such as {min(both[1])}, and the same rows\n"
            "  would count twice; let a file predict either indicators or readings of the model"
        )
    sources = tuple(
        SourceOfEvidence(key, s.label, tuple(s.indicators), s.reliability, s.why)
        for key, s in table.source.items()
    )
    return Readings(
        table.title, sources,
        tuple(_reading(name, key, r, table.source, place) for key, r in table.reading.items()),
    )  # fmt: skip


def _place(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"]) or "the file"


def _reading(
    name: str, key: str, written: _Reading, sources: dict[str, _Source], place: dict[str, str]
) -> Reading:
    predicts: dict[str, Level | dict[float, float]] = {}
    own = {k: v for k, v in written.predicts.items() if k in place}
    for target, words in written.predicts.items():
        if target in own:
            continue
        if target not in sources:
            raise UnknownName.among(
                "indicator or source",
                target,
                [*place, *sources],
                see=f"{name}, reading.{key}.predicts",
            )
        for indicator in sources[target].indicators:
            predicts[indicator] = _predicted(
                f"{name}, reading.{key}.predicts.{target}", indicator, words
            )
    for target, words in own.items():
        predicts[target] = _predicted(f"{name}, reading.{key}.predicts.{target}", target, words)
    return Reading(
        key, written.name, written.statement, written.text or "", written.contradicted_by, predicts
    )


def _predicted(at: str, indicator: str, words: Any) -> Level | dict[float, float]:
    values = STATES.get(indicator)
    if isinstance(words, str):
        try:
            return parse(words)
        except ValueError as error:
            raise DataError(f"{at}: {error}") from None
    if values is None:
        raise DataError(
            f"{at}: only {', '.join(STATES)} is predicted by chances; write a level for {indicator}"
        )
    if set(words) != set(values) or abs(sum(words.values()) - 100) > 1e-6:
        raise DataError(
            f"{at}: the chances of {', '.join(values)} are to be given and to add up to 100"
        )
    return {values[state]: chance / 100 for state, chance in words.items()}
