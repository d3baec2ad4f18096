"""The embedded world with the compiled energy facts of this tree over it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from comity.sources.reader import READERS, read_source
from comity.world.provenance import Source
from comity.world.world import World

COMPILED = ("links", "energy", "prices", "contracts", "flows")


@cache
def energy_world() -> World:
    world = World.load()
    with TemporaryDirectory() as folder:
        for name in COMPILED:
            part, _ = read_source(READERS[f"compiled_{name}"], Path(folder))
            world = part.over(world)
    totals = world.states.filter(
        (pl.col("source") == "gem_gas") & pl.col("attribute").str.ends_with("_capacity")
    )
    if totals.filter(pl.col("year") == 2023).is_empty():
        # an embedded world from before totals by year: its last year stands in
        stand_in = totals.with_columns(year=pl.lit(2023, pl.Int32))
        source = Source("gem_gas", "GEM", "GEM 2024", "CC BY 4.0", "", "rows")
        world = world.with_rows("states", pl.concat([totals, stand_in]), source)
    return world
