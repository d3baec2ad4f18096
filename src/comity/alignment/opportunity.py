"""Classes of opportunity: how near two states are, and whether one is a major power.

Neighbours and major powers quarrel, trade and exercise more than others do, whether friends or not.
An indicator that needs contact is therefore ranked among dyads of one class (cf. the politically relevant
dyads of Maoz & Russett 1993): by the shortest distance between borders, and by whether either state holds
at least a twentieth of the world's capabilities. Both are carried over years without data.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.measures.registry import series
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["CLASSES", "opportunity"]

#: Bounds in km between classes of distance, for dyads without a major power, and with one.
NEAR = (1.0, 150.0, 500.0, 1000.0, 2000.0)
NEAR_MAJOR = (1000.0,)
#: Share of world capabilities (CINC) that makes a major power.
MAJOR = 0.05
CLASSES = len(NEAR) + len(NEAR_MAJOR) + 2


def opportunity(world: World, dyads: pl.DataFrame, years: range) -> npt.NDArray[np.int8]:
    """Class of each dyad (columns a, b) in each year, (dyads, years)."""
    named = frozenset(dyads["a"]) | frozenset(dyads["b"])
    scope = Scope(named, named) if dyads.height < 100 else Scope()
    distances = series(world, "min_distance", scope).filter(pl.col("value").is_not_null())
    apart = _grid(dyads.with_row_index("row"), distances, ["a", "b"], years)
    cinc = world.rows("states", of="cinc").drop_nulls("value")
    states = pl.DataFrame({"state": sorted(named)}).with_row_index("row")
    power = np.nan_to_num(_grid(states, cinc.select("state", "year", "value"), ["state"], years))
    place = {state: i for i, state in enumerate(states["state"])}
    a = np.array([place[s] for s in dyads["a"]], dtype=np.intp)
    b = np.array([place[s] for s in dyads["b"]], dtype=np.intp)
    major = np.maximum(power[a], power[b]) >= MAJOR
    far = np.nan_to_num(apart, nan=np.inf)
    among_major = len(NEAR) + 1 + np.digitize(far, NEAR_MAJOR)
    found: npt.NDArray[np.int8] = np.where(major, among_major, np.digitize(far, NEAR)).astype(
        np.int8
    )
    return found


def _grid(
    rows: pl.DataFrame, values: pl.DataFrame, keys: list[str], years: range
) -> npt.NDArray[np.float64]:
    """Values (…, year, value) by row and year, the last known carried on and the first carried back."""
    grid = np.full((rows.height, len(years)), np.nan)
    found = values.join(rows, on=keys).filter(pl.col("year").is_between(years[0], years[-1]))
    grid[found["row"].to_numpy(), found["year"].to_numpy() - years[0]] = found["value"].to_numpy()
    for order in (range(1, len(years)), range(len(years) - 2, -1, -1)):
        step = order.step
        for t in order:
            empty = np.isnan(grid[:, t])
            grid[empty, t] = grid[empty, t - step]
    return grid
