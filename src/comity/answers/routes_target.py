"""Whether corridors can carry a trade, and which link binds first.

Tonnes of oil and of goods are loaded on the corridors that operate, cheapest first and as much as goes, by a
linear program in which corridors that use one port, canal or railway share its capacity, both directions
together. A second program scales the trade, its composition kept, until something binds.

Each question is put eight ways, which span the answer: the nameplate to the whole trade, or what is spare to
the trade that would be added; only corridors whose every limit is known, or also those known to carry *at
most* so much; heavy or light goods. Corridors of which no limit is known stand apart and carry nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.optimize import linprog

from comity.answers.routes_need import Trade, trade_of
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.answers.routes import Corridor, Routes
    from comity.answers.routes_links import State

__all__ = ["Load", "Target", "answer", "load"]

CARGO = ("oil", "goods")
COLUMNS: dict[str, type[pl.DataType]] = {
    "capacity": pl.String, "corridors": pl.String, "goods_density": pl.Float64, "usd": pl.Float64,
    "need_oil": pl.Float64, "need_goods": pl.Float64, "carried_oil": pl.Float64, "carried_goods": pl.Float64,
    "shortfall": pl.Float64, "carries_usd": pl.Float64, "binds": pl.String,
}  # fmt: skip
#: A tonne carried is worth more than any freight: first as much as goes, then cheaply.
WORTH = 1e6


@dataclass(frozen=True, slots=True)
class Load:
    """What a set of corridors carries of a need.

    Attributes
    ----------
    carried
        Million tonnes by corridor and cargo.
    scale
        How many times the need could be carried, its composition kept.
    binds
        Links that stand in the way of more, at that scale.
    """

    carried: Mapping[tuple[str, str], float]
    scale: float
    binds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The answer, put eight ways, or four where the present trade is not held.

    Attributes
    ----------
    dollars
        The trade asked about, a year.
    trade
        What is held of the dyad's trade now.
    frame
        capacity (``nameplate`` or ``spare``), corridors (``known`` or ``known and at most``), goods_density
        (USD a tonne), usd (to be carried), need and carried in Mt by cargo, shortfall (Mt), carries_usd (at
        which trade something binds, of the same composition), binds (links, separated by ``;``). Carried and
        what follows are null where no corridor of the kind is left: not covered, which is not nothing.
    loading
        corridor, cargo, tonnes (Mt): nameplate, known corridors, heavy goods, cheapest first.
    apart
        Names of corridors of which no limit is known, or that do not operate.
    """

    dollars: float
    trade: Trade
    frame: pl.DataFrame
    loading: pl.DataFrame
    apart: tuple[str, ...]

    def table(self) -> pl.DataFrame:
        """One row per way of putting the question."""
        return self.frame


def answer(found: Routes, dollars: float, density: tuple[float, float] | None) -> Target:
    """Put the question to the corridors of ``found``."""
    trade = trade_of(found.world, found.a, found.b, found.year, density)
    rows: list[dict[str, object]] = []
    loading: list[dict[str, object]] = []
    bases = {"nameplate": dollars}
    if trade.dollars is not None and dollars > trade.dollars:
        bases["spare"] = dollars - trade.dollars
    for basis, amount in bases.items():
        for strict in (True, False):
            for heavy in (True, False):
                need = trade.tonnes(amount, heavy=heavy)
                caps = {x: _cap(s, basis, heavy) for x, s in found.links.items()}
                usable = [c for c in found.corridors if _usable(c, caps, strict)]
                limits = {
                    x: cap if cap is not None else _cap(found.links[x], "nameplate", heavy)
                    for x, cap in caps.items()
                }
                done = load(usable, need, {x: v for x, v in limits.items() if v is not None})
                carried = {
                    c: sum(v for (_, cargo), v in done.carried.items() if cargo == c)
                    if done
                    else 0.0
                    for c in CARGO
                }
                rows.append(
                    {
                        "capacity": basis, "corridors": "known" if strict else "known and at most",
                        "goods_density": trade.density[0 if heavy else 1], "usd": amount,
                        "need_oil": need["oil"], "need_goods": need["goods"],
                        "carried_oil": carried["oil"] if done else None,
                        "carried_goods": carried["goods"] if done else None,
                        "shortfall": max(0.0, sum(need.values()) - sum(carried.values())) if done else None,
                        "carries_usd": done.scale * amount if done else None,
                        "binds": (";".join(done.binds) or None) if done else None,
                    }
                )  # fmt: skip
                if done and basis == "nameplate" and strict and heavy:
                    loading = [
                        {"corridor": k, "cargo": c, "tonnes": v}
                        for (k, c), v in done.carried.items()
                        if v > 1e-9
                    ]
    apart = [c.path.name for c in found.corridors if c.covered == "unknown" or not c.open]
    schema = {"corridor": pl.String, "cargo": pl.String, "tonnes": pl.Float64}
    return Target(
        dollars, trade, pl.DataFrame(rows, schema=COLUMNS), pl.DataFrame(loading, schema=schema),
        tuple(dict.fromkeys(apart)),
    )  # fmt: skip


def _cap(state: State, basis: str, heavy: bool) -> float | None:
    """The capacity that counts: the low one for heavy goods, the high one for light."""
    held = state.capacity if basis == "nameplate" else state.spare
    return held[0 if heavy else 1] if held is not None else None


def _usable(c: Corridor, caps: Mapping[str, float | None], strict: bool) -> bool:
    """Open, with some limit known; strictly, with every limit known on this basis."""
    if not c.open or c.covered == "unknown":
        return False
    return not strict or all(x is not None and caps.get(x) is not None for x in c.path.limits)


def load(
    corridors: Sequence[Corridor], need: Mapping[str, float], caps: Mapping[str, float]
) -> Load | None:
    """Load a need on corridors that share links; None where a cargo has no corridor to go by.

    Parameters
    ----------
    need
        Million tonnes by cargo.
    caps
        Million tonnes a year by link; links that are not named do not bind.

    Raises
    ------
    ComityError
        If the linear program is not solved.
    """
    pairs = [(c, cargo) for c in corridors for cargo in CARGO if cargo in c.path.cargo]
    wanted = {cargo: amount for cargo, amount in need.items() if amount > 0}
    pairs = [(c, cargo) for c, cargo in pairs if cargo in wanted]
    if not wanted or {cargo for _, cargo in pairs} != set(wanted):
        return None
    links = sorted({x for c, _ in pairs for x in c.path.limits if x is not None and x in caps})
    uses = np.array([[float(x in c.path.limits) for c, _ in pairs] for x in links])
    of = {g: np.array([float(cargo == g) for _, cargo in pairs]) for g in wanted}
    bound = np.array([caps[x] for x in links])
    freight = _freight([c for c, _ in pairs])
    first = linprog(
        freight - WORTH,
        A_ub=np.vstack([uses, *of.values()]),
        b_ub=np.concatenate([bound, list(wanted.values())]),
    )
    # the trade scaled until a link binds: one more variable, the scale
    second = linprog(
        np.append(np.zeros(len(pairs)), -1.0),
        A_ub=np.hstack([uses, np.zeros((len(links), 1))]),
        b_ub=bound,
        A_eq=np.array([np.append(row, -wanted[g]) for g, row in of.items()]),
        b_eq=np.zeros(len(wanted)),
    )
    for solved in (first, second):
        if not solved.success:
            raise ComityError(f"the loading of corridors was not solved: {solved.message}")
    binds = [x for x, price in zip(links, second.ineqlin.marginals, strict=True) if price < -1e-12]
    carried = {(c.path.id, g): float(v) for (c, g), v in zip(pairs, first.x, strict=True)}
    return Load(carried, float(second.x[-1]), tuple(binds))


def _freight(corridors: Sequence[Corridor]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Dollars a tonne: the middle of the range; corridors without come last, the shorter first."""
    known = [sum(c.per_tonne) / 2 for c in corridors if c.per_tonne is not None]
    after = max(known, default=0.0) + 1.0
    return np.array(
        [
            sum(c.per_tonne) / 2 if c.per_tonne is not None else after + c.path.km / 1e5
            for c in corridors
        ]
    )
