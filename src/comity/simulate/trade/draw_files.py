"""The draws of trade of an ensemble, kept in its folder: ``trade-00040.npz`` holds draws 40 to 59.

A file appears when it is complete, and always holds all of its draws, so that a run that was stopped, or is
asked for more draws, goes on with the same figures.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from comity.errors import ComityError
from comity.simulate.trade.centred import centred
from comity.simulate.trade.changes import Array, Step
from comity.simulate.trade.draws import TOGETHER, drawn, uncertain
from comity.simulate.trade.figures import Figures, Told
from comity.simulate.trade.market import VARIANT, TradeCase

__all__ = ["draw_trade", "fingerprint", "read_trade"]

NAMES = tuple(Figures.__slots__)


def fingerprint(case: TradeCase, of: Sequence[Step]) -> str:
    """What the draws depend on besides the question: the model, the matrix, its errors, costs, elasticity."""
    seen = hashlib.sha256((VARIANT + centred.__module__).encode())
    for array in (case.trade, case.matrix.log_sd):
        seen.update(np.ascontiguousarray(array).tobytes())
    seen.update(repr([row[:4] for row in uncertain(of)]).encode())
    return seen.hexdigest()


def draw_trade(
    folder: Path, case: TradeCase, of: Sequence[Step], what: Told, seed: int, draws: int,
    tell: Callable[[int], None],
) -> None:  # fmt: skip
    """Make the draws that are not there; ``tell`` hears how many are."""
    for first in range(0, draws, TOGETHER):
        file = _file(folder, first)
        if _read(file, what) is None:
            found, failed = _batch(case, of, what, seed, first)
            part = file.with_name(f".{file.name}.{os.getpid()}.npz")
            np.savez(part, failed=np.array(failed, dtype=np.str_), **found)  # type: ignore[arg-type]
            part.replace(file)
        tell(min(first + TOGETHER, draws))


def _batch(
    case: TradeCase, of: Sequence[Step], what: Told, seed: int, first: int
) -> tuple[dict[str, Array], list[str]]:
    """Figures of a file's draws, and for each the reason why it has none; those are NaN."""
    numbers = range(first, first + TOGETHER)
    try:
        found = drawn(case, of, what, seed, numbers)
        return _small({name: getattr(found, name) for name in NAMES}), [""] * TOGETHER
    except ComityError:
        rows: list[Figures | None] = []
        failed = []
        for number in numbers:
            try:
                rows.append(drawn(case, of, what, seed, [number]))
                failed.append("")
            except ComityError as problem:
                rows.append(None)
                failed.append(str(problem))
    known = next((row for row in rows if row is not None), None)
    if known is None:
        raise ComityError(
            f"no draw of {first} to {first + TOGETHER - 1} has an answer: {failed[0]}"
        )
    joined = {
        name: np.concatenate(
            [
                np.full_like(getattr(known, name), np.nan) if r is None else getattr(r, name)
                for r in rows
            ]
        )
        for name in NAMES
    }
    return _small(joined), failed


def _small(figures: dict[str, Array]) -> dict[str, Array]:
    return {name: values.astype(np.float32) for name, values in figures.items()}


def read_trade(
    folder: Path, what: Told, draws: int
) -> tuple[dict[str, Array], tuple[tuple[int, str], ...]]:
    """Figures of the draws (D, …) that have an answer, and numbers and reasons of those without."""
    parts: list[dict[str, Array]] = []
    failed: list[tuple[int, str]] = []
    for first in range(0, draws, TOGETHER):
        held = _read(_file(folder, first), what)
        if held is None:
            raise ComityError(f"{_file(folder, first)} is gone or damaged; run the ensemble again")
        count = min(TOGETHER, draws - first)
        why = held.pop("failed")[:count]
        good = [i for i in range(count) if not why[i]]
        failed += [(first + i, str(why[i])) for i in range(count) if why[i]]
        parts.append({name: values[good] for name, values in held.items()})
    return {name: np.concatenate([part[name] for part in parts]) for name in NAMES}, tuple(failed)


def _file(folder: Path, first: int) -> Path:
    return folder / f"trade-{first:05d}.npz"


def _read(file: Path, what: Told) -> dict[str, Array] | None:
    """A file's arrays; null where it is missing, damaged, or of other figures."""
    try:
        with file.open("rb") as stream, np.load(stream) as held:
            found = {name: held[name] for name in (*NAMES, "failed")}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    fits = (
        found["before"].shape == (TOGETHER, len(what.exporter))
        and found["diverted"].shape == (TOGETHER, len(what.side))
        and found["failed"].shape == (TOGETHER,)
    )
    return found if fits else None
