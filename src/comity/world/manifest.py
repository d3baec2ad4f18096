"""The manifest of a world on disk, validated on reading: it may come from anyone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from comity.world.coverage import Coverage, Scope
from comity.world.provenance import Shipping, Source
from comity.world.schema import PART_NAME, TableName

Name = Annotated[str, Field(pattern=PART_NAME)]
Year = Annotated[int, Field(ge=-9999, le=9999)]


class CoverageEntry(BaseModel):
    """A :class:`~comity.world.coverage.Coverage` as JSON."""

    model_config = ConfigDict(extra="forbid")

    table: TableName
    subject: str
    first: Year
    last: Year
    scope: Scope
    states: list[str] = []
    note: str = ""

    def to_coverage(self) -> Coverage:
        """The declaration itself."""
        return Coverage(**{**self.model_dump(), "states": frozenset(self.states)})


class SourceEntry(BaseModel):
    """A :class:`~comity.world.provenance.Source` as JSON."""

    model_config = ConfigDict(extra="forbid")

    key: Name
    title: str
    cite: str
    licence: str
    url: str
    ships: Shipping = "nothing"
    coverage: list[CoverageEntry] = []
    version: str = ""
    files: list[str] = []
    notes: list[str] = []

    @classmethod
    def of(cls, source: Source) -> SourceEntry:
        """The entry that describes a source."""
        fields = asdict(source)
        fields["coverage"] = [
            CoverageEntry(**{**asdict(c), "states": sorted(c.states)}) for c in source.coverage
        ]
        return cls(**{**fields, "files": list(source.files), "notes": list(source.notes)})

    def to_source(self) -> Source:
        """The source itself."""
        fields = self.model_dump(exclude={"coverage", "files", "notes"})
        return Source(
            **fields,
            coverage=tuple(c.to_coverage() for c in self.coverage),
            files=tuple(self.files),
            notes=tuple(self.notes),
        )


class PartEntry(BaseModel):
    """One Parquet file of the world."""

    model_config = ConfigDict(extra="forbid")

    table: TableName
    name: Name
    rows: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    constants: dict[str, str] = {}


class Manifest(BaseModel):
    """``world.json``."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    name: str = "world"
    parts: list[PartEntry]
    sources: list[SourceEntry]
    changes: list[str] = []
