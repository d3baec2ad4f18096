"""The folder an ensemble's draws are kept in, so that a run that was stopped goes on where it was.

``ensemble.json`` says what question the draws answer; ``draw-00017.parquet`` is a draw,
``draw-00018.failed`` the reason why one has no answer. A file appears when it is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from comity.errors import DataError
from comity.simulate.distributions import Parameter
from comity.simulate.energy.market import Market
from comity.simulate.scenario import Scenario
from comity.world.world import World

__all__ = ["DrawFolder", "basis", "question"]

ABOUT = "ensemble.json"
#: Texts of a scenario that are not computed with.
WORDS = {"name", "about", "expects", "finds", "not_simulated", "dyads"}
#: Arrays of a market before calibration that tell one network from another.
BARE = ("site_node", "site_capacity", "tail", "head", "arc_cost", "arc_capacity", "arc_floor")
#: What differs, in words, by entry of the signature.
DIFFERENT = {
    "changes": "another scenario", "year": "another year", "seed": "another seed",
    "cournot": "another conduct of sellers", "parameters": "other ranges of parameters",
    "world": "another world",
}  # fmt: skip


def question(scenario: Scenario, year: int, seed: int, *, cournot: bool) -> dict[str, Any]:
    """What is asked of an ensemble."""
    return {
        "changes": scenario.model_dump(mode="json", by_alias=True, exclude=WORDS),
        "year": year,
        "seed": seed,
        "cournot": cournot,
    }


def basis(of: Sequence[Parameter], markets: Sequence[Market], world: World) -> dict[str, Any]:
    """What else its draws depend on."""
    seen = hashlib.sha256()
    for market in markets:
        for name in BARE:
            seen.update(np.ascontiguousarray(getattr(market, name)).tobytes())
    seen.update(world.links.write_csv().encode())
    return {
        "parameters": [[each.name, each.low, each.value, each.high] for each in of],
        "world": seen.hexdigest(),
    }


@dataclass(frozen=True, slots=True)
class DrawFolder:
    """A folder of draws."""

    path: Path

    def claim(self, told: dict[str, Any], *, anew: bool) -> None:
        """Make the folder, or go on with it.

        Raises
        ------
        DataError
            If it holds draws of another question, or files of another kind.
        """
        self.refuse(told, anew=anew)
        about = self.path / ABOUT
        if about.is_file() and not anew:
            return
        self.path.mkdir(parents=True, exist_ok=True)
        for pattern in ("draw-*.parquet", "draw-*.failed", "trade-*.npz"):
            for old in self.path.glob(pattern):
                old.unlink()
        self._put(about, json.dumps(told, indent=1).encode())

    def refuse(self, told: dict[str, Any], *, anew: bool) -> None:
        """As :meth:`claim`, of which it is the half that changes nothing; ``told`` may be a part."""
        about = self.path / ABOUT
        if about.is_file() and not anew:
            before = self.told()
            apart = [
                words
                for key, words in DIFFERENT.items()
                if key in told and before.get(key) != told[key]
            ]
            if apart:
                raise DataError(
                    f"{self.path} holds draws of {', '.join(apart)}\n"
                    "  give another folder with  --out, or throw them away with  --anew"
                )
        if self.path.exists() and not self.path.is_dir():
            raise DataError(f"{self.path} is a file; an ensemble needs a folder")
        if not about.is_file() and self.path.is_dir() and any(self.path.iterdir()):
            raise DataError(
                f"{self.path} is not empty and holds no ensemble\n  give another folder with  --out"
            )

    def told(self) -> dict[str, Any]:
        """What question the draws answer."""
        try:
            found = json.loads((self.path / ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise DataError(
                f"{self.path} holds no ensemble\n  make one with  comity ensemble FILE.toml"
            ) from None
        if not isinstance(found, dict) or not set(DIFFERENT) <= set(found):
            raise DataError(f"{self.path / ABOUT} is damaged; start anew with  --anew")
        return found

    def write(self, draw: int, rows: pl.DataFrame) -> None:
        """Keep a draw."""
        part = self.path / f".draw-{draw:05d}.{os.getpid()}"
        rows.with_columns(draw=pl.lit(draw, pl.Int32)).write_parquet(part)
        part.replace(self._file(draw))

    def write_failed(self, draw: int, why: str) -> None:
        """Keep the reason why a draw has no answer."""
        self._put(self.path / f"draw-{draw:05d}.failed", why.encode())

    def missing(self, draws: int) -> list[int]:
        """Numbers of the draws that are not there, or not readable."""
        done = {draw for draw, _ in self.failed(draws)}
        return [d for d in range(draws) if d not in done and not _readable(self._file(d))]

    def failed(self, draws: int) -> tuple[tuple[int, str], ...]:
        """Numbers and reasons of draws without an answer."""
        found = []
        for file in sorted(self.path.glob("draw-*.failed")):
            number = int(file.stem.partition("-")[2])
            if number < draws:
                found.append((number, file.read_text(encoding="utf-8")))
        return tuple(found)

    def highest(self) -> int:
        """How many draws there are: one more than the highest number up to which none is missing."""
        draws = 0
        while self._file(draws).is_file() or (self.path / f"draw-{draws:05d}.failed").is_file():
            draws += 1
        if draws < 2:
            raise DataError(f"{self.path} holds no two draws to make an interval of")
        return draws

    def read(self, draws: int) -> pl.DataFrame:
        """table, measure, key, baseline, scenario, draw: of all draws below a number."""
        files = [file for d in range(draws) if (file := self._file(d)).is_file()]
        return pl.scan_parquet(files).collect()

    def _file(self, draw: int) -> Path:
        return self.path / f"draw-{draw:05d}.parquet"

    def _put(self, file: Path, content: bytes) -> None:
        part = file.with_name(f".{file.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(file)


def _readable(file: Path) -> bool:
    """Whether a file is there and ends as a complete one does."""
    try:
        with file.open("rb") as stream:
            stream.seek(-4, os.SEEK_END)
            return stream.read() == b"PAR1"
    except OSError:
        return False
