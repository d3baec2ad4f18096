"""What stands between two economies: the regressors of the gravity prior.

All are symmetric and known without any trade figure: distances of capitals and of borders, a land border,
languages, past rule, and the international organisations both belong to.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.simulate.trade.matrix_economies import economies
from comity.world.world import World

__all__ = ["FEATURES", "distances", "pair_features"]

Array = NDArray[np.float64]

FEATURES = (
    "distance", "distance_squared", "border_distance", "contiguity", "language", "language_not_english",
    "colony", "common_ruler", "soviet", "yugoslav", "organisations",
)  # fmt: skip
#: Land borders of economies that are no members of the state system (Factbook).
LAND = (("CHN", "HKG"), ("CHN", "MAC"), ("ESP", "GIB"), ("MAF", "SXM"))
EARTH = 6371.0
#: Two capitals are taken to be at least this far apart (km).
NEAREST = 10.0
#: Where the square of the log distance has its least value: the log of about 3,000 km.
MIDDLE = 8.0
#: A pair with no figure of borders or of organisations gets what the other regressors predict.
FEWEST = 50


def pair_features(world: World, states: tuple[str, ...], year: int) -> dict[str, Array]:
    """The regressors between N economies, in the order of :data:`FEATURES`.

    Parameters
    ----------
    world, states, year
        A source whose coverage ended before the year is read in its last one.

    Returns
    -------
    dict
        Name → (N, N), finite everywhere.
    """
    known = [economies()[state] for state in states]
    far = distances(states)
    spoken = [economy.languages for economy in known]
    ruler = [economy.ruler for economy in known]
    log = np.log(far)
    made = {
        "distance": log,
        "distance_squared": (log - MIDDLE) ** 2,
        "contiguity": _contiguity(world, states, year),
        "language": _pairs(lambda i, j: bool(spoken[i] & spoken[j]), len(states)),
        "language_not_english": _pairs(
            lambda i, j: bool((spoken[i] & spoken[j]) - {"English"}), len(states)
        ),
        "colony": _pairs(lambda i, j: ruler[i] == states[j] or ruler[j] == states[i], len(states)),
        "common_ruler": _pairs(lambda i, j: ruler[i] != "" and ruler[i] == ruler[j], len(states)),
        "soviet": _pairs(
            lambda i, j: all("RUS" in (states[k], ruler[k]) for k in (i, j)), len(states)
        ),
        "yugoslav": _pairs(lambda i, j: ruler[i] == ruler[j] == "YUG", len(states)),
    }
    borders = np.log1p(_ties(world, "min_distance", states, year) / 100)
    made["border_distance"] = _completed(borders, [log, made["contiguity"]])
    shared = np.log1p(_ties(world, "shared_igos", states, year))
    made["organisations"] = _completed(shared, list(made.values()))
    return {name: made[name] for name in FEATURES}


def distances(states: tuple[str, ...]) -> Array:
    """(N, N) kilometres between capitals along great circles."""
    known = economies()
    lat = np.radians([known[s].lat for s in states])
    lon = np.radians([known[s].lon for s in states])
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return np.maximum(2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1))), NEAREST)


def _pairs(holds: object, size: int) -> Array:
    made = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1, size):
            made[i, j] = made[j, i] = float(holds(i, j))  # type: ignore[operator]
    return made


def _standing(world: World, kind: str, year: int) -> pl.DataFrame:
    """Ties of a kind in the year, or in the last one that its sources cover."""
    covered = [c.last for _, c in world.covering("ties", kind) if c.subject == kind]
    year = min(year, max(covered, default=year))
    first, last = (pl.col(c).str.slice(0, 4).cast(pl.Int32) for c in ("start", "end"))
    return world.rows("ties", first <= year, last.is_null() | (last >= year), of=kind)


def _ties(world: World, kind: str, states: tuple[str, ...], year: int) -> Array:
    """(N, N) values of a tie; NaN where none is stated."""
    place = {state: n for n, state in enumerate(states)}
    made = np.full((len(states), len(states)), np.nan)
    rows = _standing(world, kind, year).filter(
        pl.col("a").is_in(states) & pl.col("b").is_in(states)
    )
    for a, b, value in rows.select("a", "b", "value").iter_rows():
        made[place[a], place[b]] = made[place[b], place[a]] = value
    return made


def _contiguity(world: World, states: tuple[str, ...], year: int) -> Array:
    place = {state: n for n, state in enumerate(states)}
    made = np.zeros((len(states), len(states)))
    rows = _standing(world, "contiguity", year).filter(pl.col("depth") == 1)
    for a, b in [*rows.select("a", "b").iter_rows(), *LAND]:
        if a in place and b in place:
            made[place[a], place[b]] = made[place[b], place[a]] = 1.0
    return made


def _completed(table: Array, by: list[Array]) -> Array:
    """Missing cells as least squares on other regressors predicts them (the mean, where few are known)."""
    off = ~np.eye(len(table), dtype=bool)
    known, gaps = off & ~np.isnan(table), off & np.isnan(table)
    made = np.nan_to_num(table)
    if gaps.any():
        design = np.stack([np.ones_like(table), *by], axis=-1)
        if known.sum() >= FEWEST:
            slope, *_ = np.linalg.lstsq(design[known], table[known], rcond=None)
            made[gaps] = design[gaps] @ slope
        elif known.any():
            made[gaps] = table[known].mean()
    return made
