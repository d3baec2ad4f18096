"""Where states stand: dynamic, ordinal, bridged ideal points of a voting body."""

from comity.measures.positions.fit import fit, update
from comity.measures.positions.result import POSITIONS, Positions
from comity.measures.positions.supplied import read_bridges

__all__ = ["POSITIONS", "Positions", "fit", "read_bridges", "update"]
