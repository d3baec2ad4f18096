"""Counterfactuals of a user's input–output table: changes by name in, changes by name out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from comity.errors import DataError, UnknownName
from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.caliendo_parro_after import without_imbalances
from comity.simulate.trade.caliendo_parro_economy import Array, Economy, economy
from comity.simulate.trade.caliendo_parro_solve import one_way
from comity.simulate.trade.caliendo_parro_system import Imbalance, Stranded
from comity.simulate.trade.cost_effects import elasticity as elasticity_of_trade
from comity.simulate.trade.gravity import SolveError
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.sectors_outcome import SectorOutcome

__all__ = ["SectorChange", "balanced", "calibrated", "sector_counterfactual"]


@dataclass(frozen=True, slots=True)
class SectorChange:
    """One change of what trade costs.

    Attributes
    ----------
    exporters, importers
        States; empty means all. Trade inside a state is never touched.
    sectors
        Of the table; empty means all.
    cost
        Factor on the cost of trade: 1.1 is a tenth dearer, ``inf`` stops it (embargo, export control).
    tariff
        Added to the importer's tariff, in shares of the price: 0.25 is 25 points. Negative takes off.
    both_ways
        Whether the same holds for trade in the other direction.
    """

    exporters: tuple[str, ...] = ()
    importers: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    cost: float = 1.0
    tariff: float = 0.0
    both_ways: bool = field(default=False)

    def __post_init__(self) -> None:
        """Refuse what is no cost and no tariff."""
        if not self.cost > 0:
            raise DataError(f"the cost of trade changes by a factor above 0, not {self.cost:g}")
        if not (np.isfinite(self.tariff) and -1 < self.tariff < 1000):
            raise DataError(f"a tariff is a share of the price (0.25), not {self.tariff:g}")


def calibrated(
    table: InputOutputTable,
    *,
    theta: float | Mapping[str, float] | None = None,
    tariff: Array | None = None,
) -> Economy:
    """The economy whose equilibrium the table is.

    Parameters
    ----------
    theta
        Elasticity of trade: one number, or by sector (all sectors of the table). None: the
        project's default, :func:`comity.simulate.trade.cost_effects.elasticity`, in every sector.
    tariff : (S, N, N), optional
        Tariff factors of the year, where the user has them.

    Raises
    ------
    DataError, UnknownName
        Sectors missing or unknown; a state without value added or final use.
    """
    if theta is None or isinstance(theta, int | float):
        elasticity: Array | float = elasticity_of_trade().value if theta is None else float(theta)
    else:
        for name in theta:
            _places((name,), table.sectors, "sector")
        missing = [name for name in table.sectors if name not in theta]
        if missing:
            raise DataError(f"no elasticity for {len(missing)} sector(s): {', '.join(missing[:8])}")
        elasticity = np.array([float(theta[name]) for name in table.sectors])
    for what, amount in (
        ("value added", table.value_added.sum(axis=1)),
        ("final use", table.final.sum(axis=(0, 1))),
    ):
        if (amount <= 0).any():
            raise DataError(
                f"{table.source or 'the table'}: {table.states[int(amount.argmin())]} has no {what}"
            )
    return economy(table.intermediate, table.final, theta=elasticity, tariff=tariff)


def balanced(
    table: InputOutputTable, calibration: Economy, *, theta: float | None = None, tolerance: float = 1e-12
) -> Economy:  # fmt: skip
    """The table's economy with every state spending what it earns: the base of embargoes and sanctions.

    A state that is cut off has nobody to lend its surplus to: were the surplus kept, or let go together with
    the trade, the change would count as income what has nothing to do with what trade is worth.

    Parameters
    ----------
    calibration
        Of this table.
    theta
        Elasticity of trade in all sectors; None: that of the calibration. The balanced world depends on it.

    Raises
    ------
    SolveError
        Where no such economy is found, with the state the search is stuck on.
    """
    if theta is not None:
        calibration = replace(calibration, theta=np.full(calibration.sectors, theta))
    try:
        return without_imbalances(calibration, tolerance=tolerance)
    except SolveError as problem:
        stuck = table.states[problem.stuck] if 0 <= problem.stuck < len(table.states) else "?"
        raise SolveError(
            f"{table.source or 'the table'}: no world without trade imbalances is found: stuck on {stuck}\n"
            f"  {problem}",
            residual=problem.residual, stuck=problem.stuck,
        ) from None  # fmt: skip


def sector_counterfactual(
    table: InputOutputTable,
    changes: Sequence[SectorChange],
    *,
    theta: float | Mapping[str, float] | None = None,
    imbalance: Imbalance = "additive",
    coalition: Sequence[str] = (),
    calibration: Economy | None = None,
    tolerance: float = 1e-11,
) -> SectorOutcome:
    """What changes of trade costs and tariffs do to everyone in the table.

    Parameters
    ----------
    changes
        Applied together; cost factors multiply, tariffs add up.
    theta
        See :func:`calibrated`; ignored where a calibration is given.
    imbalance
        See :func:`comity.simulate.trade.caliendo_parro.sector_equilibrium`.
    coalition
        States that pay each other until all lose the same share of real expenditure.
    calibration
        Of this table, to be used again in many counterfactuals.

    Raises
    ------
    UnknownName
        A state or sector that is not in the table.
    DataError
        A user left without any supplier.
    SolveError
        No equilibrium, with the state and sector the search is stuck on.
    """
    rest = calibrated(table, theta=theta) if calibration is None else calibration
    if rest.share.shape[:2] != (len(table.sectors), len(table.states)):
        raise DataError("the calibration is not of this table")
    cost, tariff = _changed(table, rest, changes)
    members = np.zeros(rest.states, dtype=bool)
    members[list(_places(coalition, table.states, "state"))] = True
    if len(coalition) == 1 or len(set(coalition)) != len(coalition):
        raise DataError("a coalition that shares its burden has at least two members, each once")
    try:
        found = sector_equilibrium(
            rest, cost, tariff=tariff, imbalance=imbalance, coalition=members, tolerance=tolerance
        )
    except Stranded as problem:
        raise _named(table, problem, rest) from None
    except SolveError as problem:
        raise _stuck(table, problem, rest, cost) from None
    return SectorOutcome(
        table=table,
        economy=rest,
        equilibrium=found,
        basis=_basis(
            table, rest, imbalance, coalition, default=theta is None and calibration is None
        ),
    )


def _places(names: Sequence[str], known: Sequence[str], what: str) -> list[int]:
    """Positions of names; a name that is not in the table is refused with its neighbours."""
    places = []
    for name in names:
        if name not in known:
            raise UnknownName.among(f"{what} in the table", name, known)
        places.append(known.index(name))
    return places


def _changed(
    table: InputOutputTable, rest: Economy, changes: Sequence[SectorChange]
) -> tuple[Array, Array]:
    """Cost factors and tariff factors after all changes, (S, N, N) each."""
    s, n = rest.sectors, rest.states
    cost, tariff = np.ones((s, n, n)), rest.tariff.copy()
    foreign = ~np.eye(n, dtype=bool)
    for change in changes:
        sender = np.zeros(n, dtype=bool)
        target = np.zeros(n, dtype=bool)
        sector = np.zeros(s, dtype=bool)
        for chosen, names, known, what in (
            (sender, change.exporters, table.states, "state"),
            (target, change.importers, table.states, "state"),
            (sector, change.sectors, table.sectors, "sector"),
        ):
            chosen[_places(names, known, what) if names else slice(None)] = True
        pairs = np.outer(sender, target)
        if change.both_ways:
            pairs |= pairs.T
        cells = sector[:, None, None] & (pairs & foreign)[None]
        cost[cells] *= change.cost
        tariff[cells] += change.tariff
    if (tariff <= 0).any():
        raise DataError("tariffs taken off exceed the price: a factor falls to zero or below")
    return cost, tariff


def _named(table: InputOutputTable, problem: Stranded, rest: Economy) -> DataError:
    """The refusal of a change after which somebody has nobody to trade with."""
    state = table.states[problem.state]
    if problem.sector < 0:
        return DataError(f"{state} would have no buyer left, not even at home")
    sources = rest.share[problem.sector, :, problem.state]
    some = ", ".join(table.states[int(i)] for i in np.argsort(-sources)[:3] if sources[i] > 0)
    return DataError(
        f"{state} would have no supplier left of {table.sectors[problem.sector]} (now from {some}), and "
        "makes none: spending on a sector cannot fall to nothing in this model\n"
        "  leave one source open, or use a finite cost"
    )


def _stuck(table: InputOutputTable, problem: SolveError, rest: Economy, cost: Array) -> SolveError:
    """The refusal of a change without an equilibrium."""
    state, weight = table.states[problem.stuck], table.value_added[problem.stuck]
    alone = [name for name, one in zip(table.states, one_way(rest.share, cost), strict=True) if one]
    if np.isnan(problem.residual):
        why = (
            f"{state} would owe more than it earns: its trade surplus is larger than its income\n"
            '  use imbalance="proportional", or a smaller change'
        )
    else:
        why = (
            f"no equilibrium: stuck on {state}, whose value added is {problem.residual:.1e} off, most of it "
            f"in sector {table.sectors[int(weight.argmax())]}\n  "
        )
        why += (
            f"{', '.join(alone[:5])} could trade in one direction only, which no wage brings into balance: "
            "stop both directions, or neither"
            if alone
            else 'try imbalance="proportional", a smaller change, or a finite cost'
        )
    return SolveError(why, residual=problem.residual, stuck=problem.stuck)


def _basis(
    table: InputOutputTable,
    rest: Economy,
    imbalance: str,
    coalition: Sequence[str],
    *,
    default: bool,
) -> dict[str, object]:
    """What the result rests on: model, elasticity, closure, data."""
    return {
        "model": "Caliendo & Parro (2015), exact changes",
        "elasticity from": elasticity_of_trade().citation if default else "the caller",
        "elasticity": dict(zip(table.sectors, rest.theta.tolist(), strict=True)),
        "imbalance": imbalance,
        "burden shared by": list(coalition),
        "table": table.source or None,
        "year": table.year,
        "unit": table.unit,
        "states": len(table.states),
        "sectors": len(table.sectors),
        "notes": list(table.notes),
        "interval": "none: one table and one elasticity; vary theta for the spread it brings",
    }
