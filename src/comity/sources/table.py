"""The sources as a table: what each is, and whether it is installed."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from comity.sources.reader import READERS
from comity.world.provenance import Source
from comity.world.store import MANIFEST, added_folder, embedded_folder, open_world

__all__ = ["sources"]

COLUMNS: dict[str, type[pl.DataType]] = {
    "source": pl.String, "title": pl.String, "licence": pl.String, "ships": pl.String,
    "first": pl.Int32, "last": pl.Int32, "installed": pl.String, "fetch": pl.Boolean, "url": pl.String,
}  # fmt: skip


def sources(world: Path | None = None) -> pl.DataFrame:
    """Every source with a reader or in the world, by key.

    Parameters
    ----------
    world
        The folder of a world; default: the embedded world and the one a person has added to.

    Returns
    -------
    DataFrame
        source, title, licence, ships (what of it the package may hold), first and last year covered
        (null where that depends on the file), installed (embedded, added, in this world, not), fetch
        (whether it has a stable address), url.
    """
    held: dict[str, tuple[str, Source]] = {}
    for how, folder in _worlds(world):
        if (folder / MANIFEST).is_file() or folder == world:
            held |= {key: (how, source) for key, source in open_world(folder).sources.items()}
    rows = []
    for key in sorted(READERS.keys() | held.keys()):
        reader = READERS.get(key)
        how, source = held[key] if key in held else ("not", READERS[key].source)
        first = min((c.first for c in source.coverage), default=None)
        last = max((c.last for c in source.coverage), default=None)
        fetched = reader is not None and bool(reader.downloads)
        rows.append(
            (key, source.title, source.licence, source.ships, first, last, how, fetched, source.url)
        )
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _worlds(world: Path | None) -> list[tuple[str, Path]]:
    if world is not None:
        return [("in this world", world)]
    return [("embedded", embedded_folder()), ("added", added_folder())]
