"""Provenance: where a row comes from and on what terms it may be used.

A :class:`Source` describes a data set once. Every row of every table names its source's key and a
``record``, which leads to a line of a file, an id, an address or a span of a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comity.world.coverage import Coverage

#: What of a source the embedded world may hold, by its licence.
Shipping = Literal["rows", "aggregates", "nothing"]


@dataclass(frozen=True, slots=True)
class Source:
    """One data set.

    Attributes
    ----------
    key
        Short name used in the ``source`` column.
    title, cite, licence, url
        For people: name, how to cite it, its terms in one line, its publisher's page.
    ships
        What of it the embedded world may hold.
    coverage
        What it covers, per table and subject.
    version
        Edition or release of the data at hand.
    files
        Names (and SHA-256) of the files that were read.
    notes
        What was left out or corrected on reading, and why.
    """

    key: str
    title: str
    cite: str
    licence: str
    url: str
    ships: Shipping = "nothing"
    coverage: tuple[Coverage, ...] = ()
    version: str = ""
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
