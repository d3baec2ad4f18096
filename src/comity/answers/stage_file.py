"""Ladders read from TOML: the shipped ones by name, a person's own from a file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from comity.answers.stage_ladder import MODELS, Ladder
from comity.errors import DataError, UnknownName, shown

__all__ = ["load_ladder", "parse", "shipped_ladders"]

_LARGEST = 1_000_000


def shipped_ladders() -> list[str]:
    """Names of the ladders that come with the package."""
    folder = resources.files("comity") / "data" / "ladders"
    return sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml"))


def load_ladder(ladder: str | Path) -> Ladder:
    """A shipped ladder by name, or one from a TOML file.

    Raises
    ------
    UnknownName
        Where it is neither.
    DataError
        Where the file is no TOML, or states something a ladder does not have; all problems are listed.
    """
    named = str(ladder)
    if isinstance(ladder, str) and named in shipped_ladders():
        place = resources.files("comity") / "data" / "ladders" / f"{named}.toml"
        return parse(place.read_text(encoding="utf-8"), f"{named}.toml")
    path = Path(ladder)
    if not path.is_file():
        see = "a ladder of your own is a TOML file: docs, How to, Write a ladder"
        raise UnknownName.among("ladder", named, shipped_ladders(), see=see)
    if path.stat().st_size > _LARGEST:
        raise DataError(f"{path.name} is too large to be a ladder")
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError:
        raise DataError(f"{path.name} is not UTF-8 text") from None


def parse(text: str, file: str) -> Ladder:
    """A ladder from the text of a TOML file."""
    try:
        return Ladder.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{file} is not TOML: {error}") from None
    except ValidationError as error:
        raise DataError.many([f"{file}: {line}" for line in _told(error)]) from None


def _told(error: ValidationError) -> Iterable[str]:
    problems = error.errors()
    for problem in problems:
        inside = (p["loc"][: len(problem["loc"])] for p in problems if p is not problem)
        if problem["type"] == "too_short" and problem["loc"] in inside:
            continue  # it is short because what it holds is wrong
        place = ".".join(str(p + 1) if isinstance(p, int) else p for p in problem["loc"])
        if problem["type"] == "extra_forbidden":
            key = str(problem["loc"][-1])
            yield _unknown(key, place)
        else:
            yield f"{place or 'ladder'}: {problem['msg'].removeprefix('Value error, ')}"


def _unknown(key: str, place: str) -> str:
    """A key no model has, with the nearest that some model has."""
    known = {name for model in MODELS for name in model.model_fields}
    hint = str(UnknownName.among("key", key, known)).split("\n")
    near = f"; {hint[1].strip()}" if len(hint) > 1 else ""
    where = place.rpartition(".")[0] or "the top level"
    return f"{where} has no key {shown(key)}{near}"
