"""What an ensemble draws: costs of carriage, elasticities, and the conduct of sellers, each from its range.

Every parameter has a triangular distribution over its compiled range, with the central value as its mode.
A draw's number, the seed and the parameter's name fix its value: neither the number of draws, nor that of
processes, nor which other parameters are drawn makes a difference. Conversions of units and output over the
nameplate of plants stay as they are, as do the observed quantities.

Conduct is drawn for exporters of gas alone. With market power in crude oil the solver did not reach the
certainty asked of it (a gap of 1e-6) in half of the draws tried: gaps were 1e-6 to 5e-6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.costs import table
from comity.simulate.energy.places import Commodity

__all__ = ["CARRIAGE", "Parameter", "conduct_name", "drawn", "parameters"]

#: Costs that add up to the cost of an arc; those of pipelines grow with the detour.
CARRIAGE: Mapping[Commodity, tuple[str, ...]] = {
    "gas": (
        "pipe_gas", "pipe_gas_home", "pipe_gas_entry", "liquefaction", "lng_shipping", "lng_port",
        "regasification",
    ),
    "crude_oil": ("pipe_oil", "tanker_fixed", "tanker", "overland_oil"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: triangular between ``low`` and ``high`` with its mode at ``value``.

    Attributes
    ----------
    name
        As in the compiled table; conduct is ``conduct_gas_RUS``.
    record
        Where the range is from.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    record: str

    def at(self, share: float) -> float:
        """The value below which a share of the distribution lies."""
        width = self.high - self.low
        if width <= 0:
            return self.value
        left = (self.value - self.low) / width
        if share < left:
            return float(self.low + np.sqrt(share * width * (self.value - self.low)))
        return float(self.high - np.sqrt((1 - share) * width * (self.high - self.value)))


def parameters(commodities: Sequence[Commodity], *, cournot: bool = False) -> tuple[Parameter, ...]:
    """The parameters drawn for some markets; with ``cournot`` also the conduct of large exporters."""
    names = ["detour"]
    for commodity in commodities:
        names += CARRIAGE[commodity]
        names += [f"demand_elasticity_{commodity}", f"supply_elasticity_{commodity}"]
    known = table()
    found = [
        Parameter(n, known[n].value, known[n].low, known[n].high, known[n].unit, known[n].record)
        for n in names
    ]
    if cournot:
        rows = read_table("energy_conduct", numbers=("value", "low", "high"))
        found += [
            Parameter(
                conduct_name(row["commodity"], row["seller"]), row["value"], row["low"], row["high"],
                "0 price taker, 1 Cournot", row["record"],
            )
            for row in rows.iter_rows(named=True)
            if row["commodity"] in commodities
        ]  # fmt: skip
    return tuple(found)


def conduct_name(commodity: Commodity, seller: str) -> str:
    """``conduct_gas_RUS``."""
    return f"conduct_{commodity}_{seller}"


def drawn(of: Sequence[Parameter], seed: int, draw: int) -> dict[str, float]:
    """The parameters of one draw."""
    return {
        each.name: each.at(
            float(np.random.default_rng([seed, draw, crc32(each.name.encode())]).random())
        )
        for each in of
    }
