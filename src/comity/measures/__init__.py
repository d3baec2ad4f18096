"""What a world says: tallies and similarity, shares, and the registry of indicators."""

from comity.measures import (
    alliance_similarity,
    conflict,
    deeds,
    geography,
    organisations,
    trade,
    un_positions,
    un_similarity,
)
from comity.measures.registry import INDICATORS, Indicator, get, series
from comity.measures.scope import Scope

__all__ = [
    "INDICATORS",
    "Indicator",
    "Scope",
    "alliance_similarity",
    "conflict",
    "deeds",
    "geography",
    "get",
    "organisations",
    "series",
    "trade",
    "un_positions",
    "un_similarity",
]
