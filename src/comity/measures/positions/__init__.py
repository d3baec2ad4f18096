"""Where states stand: dynamic, ordinal, bridged ideal points of a voting body."""

from comity.measures.positions.fit import fit, update
from comity.measures.positions.result import POSITIONS, Positions

__all__ = ["POSITIONS", "Positions", "fit", "update"]
