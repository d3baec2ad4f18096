"""A world whose trade matrix of 2023 is a made-up one of nine economies; other years raise."""

from __future__ import annotations

import numpy as np

from comity.simulate.trade.matrix import TradeMatrix
from comity.world.world import World
from tests.tiny_world import tiny_world

STATES = ("ARM", "CHN", "DEU", "FRA", "IND", "KAZ", "RUS", "TUR", "USA")
#: Output, and how near the states are to Russia.
SIZE = (50, 30_000, 7_000, 5_000, 6_000, 400, 4_000, 1_500, 45_000)
NEAR = (9.0, 2.0, 1.5, 1.0, 1.0, 6.0, 1.0, 2.0, 0.3)
RUS = STATES.index("RUS")


def small_trade() -> np.ndarray:
    """(9, 9) in million USD: the more of it the larger and nearer two are; Russia in surplus."""
    size = np.array(SIZE, dtype=float)
    trade = 0.3 * np.outer(size, size) / size.sum()
    trade[RUS] *= np.array(NEAR) * 1.2
    trade[:, RUS] *= NEAR
    np.fill_diagonal(trade, size)
    return trade


def small_matrix(trade: np.ndarray | None = None) -> TradeMatrix:
    value = small_trade() if trade is None else trade
    off = ~np.eye(len(STATES), dtype=bool)
    log_sd = np.where(off, 0.3, 0.1)
    spread = np.exp(1.645 * log_sd)
    return TradeMatrix(
        2023, STATES, value, value / spread, value * spread, log_sd,
        np.where(off, 0, 2).astype(np.int8), ("made up",),
    )  # fmt: skip


def small_trade_world(trade: np.ndarray | None = None) -> World:
    full = tiny_world()
    world = World(
        {(table, name): part for table, name, part in full.parts()}, full.sources.values()
    )
    world.remember(("trade matrix", 2023), lambda: small_matrix(trade))
    return world
