"""Mechanisms as data: what each predicts that the world can test, and what is found for a dyad."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import polars as pl
from pydantic import BaseModel, ConfigDict, model_validator

from comity.answers.weighing.case import NOT_COVERED, Case, Finding
from comity.answers.weighing.findings import TESTS

__all__ = ["Mechanism", "load_mechanisms", "mechanism_table"]


class Mechanism(BaseModel):
    """One mechanism that a text names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    text: str
    predicts: str
    test: str | None = None
    needs: str | None = None

    @model_validator(mode="after")
    def _is_tested_or_says_why_not(self) -> Mechanism:
        if (self.test is None) == (self.needs is None):
            raise ValueError("a mechanism names its test, or what it would need, and not both")
        if self.test is not None and self.test not in TESTS:
            raise ValueError(f'"{self.test}" is no test; there are {", ".join(TESTS)}')
        return self

    def on(self, case: Case) -> Finding:
        """What is found for a dyad."""
        if self.test is None:
            return Finding(NOT_COVERED, f"needs {self.needs}", pl.DataFrame())
        return TESTS[self.test](case)


@cache
def load_mechanisms() -> dict[str, Mechanism]:
    """The mechanisms that ship, by key."""
    text = (files("comity") / "data" / "hypotheses" / "mechanisms.toml").read_text(encoding="utf-8")
    return {key: Mechanism.model_validate(table) for key, table in tomllib.loads(text).items()}


def mechanism_table(case: Case) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """All mechanisms on a dyad: key, name, status, said, predicts, text; and the rows each rests on."""
    lines, rows = [], {}
    for key, mechanism in load_mechanisms().items():
        found = mechanism.on(case)
        lines.append(
            (key, mechanism.name, found.status, found.said, mechanism.predicts, mechanism.text)
        )
        rows[key] = found.rows
    names = ["mechanism", "name", "status", "said", "predicts", "text"]
    return pl.DataFrame(lines, schema=names, orient="row"), rows
