"""The gravity prior: what trade between two economies would be, before anything of the year is known."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.simulate.trade.matrix_economies import economies
from comity.world.world import World

__all__ = ["gravity_prior"]

Array = NDArray[np.float64]


def distances(states: tuple[str, ...]) -> Array:
    """(N, N) kilometres between capitals along great circles; at least 10."""
    known = economies()
    lat = np.radians([known[s].lat for s in states])
    lon = np.radians([known[s].lon for s in states])
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return np.maximum(2 * 6371.0 * np.arcsin(np.sqrt(np.clip(half, 0, 1))), 10.0)


def gravity_prior(world: World, states: tuple[str, ...], year: int) -> Array:
    """(N, N) log of trade relative to what the sizes of both alone would give."""
    del world, year
    return -1.2 * np.log(distances(states))
