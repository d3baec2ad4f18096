"""Many sectors with input–output links: a counterfactual at the size of WIOD, and how cost grows.

The tables are made up, with the size and the skew of real ones: 44 states × 35 sectors, most trade at home,
sizes over three orders of magnitude. Each counterfactual starts cold. A round of the equations multiplies S
tables of N × N and N tables of S × S, so its arithmetic is S N² + N S²; the growth shown is processor time
against that. The peer is the same system of equations given to SciPy's hybrid Powell method, on a table small
enough for it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import root

from benchmarks.timing import clock, peak_gigabytes, repeated, report
from comity.simulate.trade.caliendo_parro import SectorEquilibrium, sector_equilibrium
from comity.simulate.trade.caliendo_parro_economy import Array, Economy, economy
from comity.simulate.trade.caliendo_parro_system import System
from comity.simulate.trade.input_output_files import read_table

STATES, SECTORS = 44, 35
#: Sizes between which growth is read: sectors at 44 states, states at 35 sectors.
MORE_SECTORS = (35, 70, 140, 280)
MORE_STATES = (44, 88, 176, 352)


def shares(states: int, sectors: int, seed: int = 0) -> tuple[Array, Array, Array, Array]:
    """Trade shares (S, N, N), input shares (N, S, S), value added shares (N, S), final use (S, N)."""
    random = np.random.default_rng(seed)
    size = random.lognormal(0, 1.5, states)
    near = 0.02 * random.lognormal(0, 0.7, (states, states)) + np.eye(states)
    pull = size * random.lognormal(0, 1, (sectors, states))
    share = pull[:, :, None] * near
    share /= share.sum(axis=1, keepdims=True)
    inputs = random.dirichlet(np.full(sectors, 0.5), size=(states, sectors)).transpose(0, 2, 1)
    added = random.uniform(0.3, 0.6, (states, sectors))
    final = random.dirichlet(np.ones(sectors), size=states).T * size * 1e5
    return share, inputs * (1 - added)[:, None, :], added, final


def made_up(states: int, sectors: int, seed: int = 0) -> Economy:
    """An economy at rest, made of its shares: no (N, S, N, S) table is needed."""
    share, inputs, added, final = shares(states, sectors, seed)
    spending = final
    for _ in range(400):
        output = np.einsum("sin,sn->si", share, spending)
        new = np.einsum("nsk,kn->sn", inputs, output) + final
        if np.abs(new / spending - 1).max() < 1e-15:
            break
        spending = new
    output = np.einsum("sin,sn->si", share, spending)
    earned = (added.T * output).sum(axis=0)
    spent = final.sum(axis=0)
    return Economy(
        theta=np.random.default_rng(seed).uniform(2, 10, sectors),
        share=share,
        tariff=np.ones_like(share),
        expenditure=spending,
        output=output,
        value_added_share=added.T,
        input_share=inputs,
        final_share=final / spent,
        value_added=earned,
        final_expenditure=spent,
        tariff_revenue=np.zeros(states),
        imbalance=spent - earned,
    )


def sanctions(states: int, sectors: int) -> Array:
    """Half of the states stop all trade with the first, both ways."""
    cost = np.ones((sectors, states, states))
    senders = slice(1, states // 2)
    cost[:, 0, senders] = cost[:, senders, 0] = np.inf
    return cost


def cases(base: Economy) -> dict[str, Callable[[], SectorEquilibrium]]:
    """The counterfactuals timed."""
    s, n = base.sectors, base.states
    embargo = sanctions(n, s)
    control = np.ones((s, n, n))
    control[: s // 5, 1 : n // 2, 0] = np.inf
    isolated = np.ones((s, n, n))
    isolated[:, 0, 1:] = isolated[:, 1:, 0] = np.inf
    tariff = np.where(np.eye(n, dtype=bool), 1.0, 1.25) * np.ones((s, 1, 1))
    members = np.isin(np.arange(n), np.arange(1, n // 2))
    return {
        "tariffs of 25 % everywhere": lambda: sector_equilibrium(base, tariff=tariff),
        "embargo by half of the world": lambda: sector_equilibrium(base, embargo),
        "embargo, burden shared": lambda: sector_equilibrium(base, embargo, coalition=members),
        "export control on a fifth of sectors": lambda: sector_equilibrium(base, control),
        "cut off from all": lambda: sector_equilibrium(base, isolated),
        "embargo, deficits in proportion": lambda: sector_equilibrium(
            base, embargo, imbalance="proportional"
        ),
    }


def timed(base: Economy) -> dict[str, object]:
    """Seconds, rounds and residual of each case."""
    figures: dict[str, object] = {}
    for name, work in cases(base).items():
        found = work()
        figures[name] = {
            "seconds": round(repeated(work), 4),
            "rounds": found.iterations,
            "residual": float(f"{found.residual:.1e}"),
        }
    return figures


def processor(work: Callable[[], object], times: int = 3) -> float:
    """Least processor seconds of several runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def growth(sizes: list[tuple[int, int]]) -> dict[str, object]:
    """Processor seconds at sizes (states, sectors), and their growth against the arithmetic of the tables."""
    seconds, sums, rounds = [], [], []
    for states, sectors in sizes:
        base, cost = made_up(states, sectors), sanctions(states, sectors)
        rounds.append(sector_equilibrium(base, cost).iterations)
        seconds.append(processor(lambda b=base, c=cost: sector_equilibrium(b, c)))  # type: ignore[misc]
        sums.append(sectors * states**2 + states * sectors**2)
    exponent = np.polyfit(np.log(sums), np.log(seconds), 1)[0]
    return {
        "states × sectors": [f"{n} × {s}" for n, s in sizes],
        "processor_seconds": [round(t, 3) for t in seconds],
        "rounds": rounds,
        "nanoseconds_per_product": [
            round(1e9 * t / k, 1) for t, k in zip(seconds, sums, strict=True)
        ],
        "exponent_of_time_in_products": round(float(exponent), 2),
    }


def peer(states: int = 16, sectors: int = 12) -> dict[str, object]:
    """The same equations by SciPy's root finder, started at the same place."""
    base, cost = made_up(states, sectors), sanctions(states, sectors)
    system = System.of(base, cost, None, "additive", None, None)
    size = states * sectors

    def gaps(flat: Array) -> Array:
        log_wage, log_price = flat[:states], flat[states : states + size].reshape(sectors, states)
        spending = np.exp(flat[states + size :]).reshape(sectors, states) * base.expenditure
        wage = np.exp(log_wage)
        market = system.market(system.cost(log_wage, log_price))
        new = system.spend(wage, log_price, market, spending)
        excess = np.log(system.earned(system.sales(market, spending)) / (wage * base.value_added))
        excess[0] = np.log((wage * base.value_added).sum() / base.value_added.sum())
        return np.concatenate(
            [excess, (system.price(market) - log_price).ravel(), np.log(new / spending).ravel()]
        )

    with clock() as theirs:
        found = root(gaps, np.zeros(states + 2 * size), method="hybr", tol=1e-12)
    ours = repeated(lambda: sector_equilibrium(base, cost))
    mine = sector_equilibrium(base, cost)
    return {
        "states × sectors": f"{states} × {sectors}",
        "scipy_seconds": round(theirs.seconds, 3),
        "seconds": round(ours, 4),
        "ratio": round(theirs.seconds / ours, 1),
        "wages_apart": float(f"{np.abs(np.exp(found.x[:states]) - mine.wage).max():.1e}"),
    }


def reading(states: int = STATES, sectors: int = SECTORS) -> dict[str, object]:
    """Seconds to read a table of this size in the layout of OECD ICIO, and to calibrate it."""
    share, inputs, _, final = shares(states, sectors)
    base = made_up(states, sectors)
    bought = inputs * base.output.T[:, None, :]
    use = (share.transpose(1, 0, 2)[..., None] * bought.transpose(1, 0, 2)).reshape(
        states * sectors, -1
    )
    end = (share * final[:, None]).transpose(1, 0, 2).reshape(states * sectors, states)
    made = use.sum(axis=1) + end.sum(axis=1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [
        f"{letters[i // 26]}{letters[i % 26]}X_S{j:03d}"
        for i in range(states)
        for j in range(sectors)
    ]
    codes = list(dict.fromkeys(name.split("_")[0] for name in names))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2020_SML.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write(",".join(["V1", *names, *(f"{code}_HFCE" for code in codes), "OUT"]) + "\n")
            rows = [*np.c_[use, end, made]]
            none = np.zeros(states + 1)
            rows += [np.r_[made * 0, none], np.r_[made - use.sum(axis=0), none], np.r_[made, none]]
            for name, row in zip([*names, "TLS", "VA", "OUT"], rows, strict=True):
                file.write(name + "," + ",".join(f"{x:.6f}" for x in row) + "\n")
        with clock() as read:
            table = read_table(path)
        megabytes = path.stat().st_size / 1e6
    with clock() as calibrate:
        economy(table.intermediate, table.final, theta=5.0)
    return {
        "megabytes": round(megabytes, 1),
        "read_seconds": round(read.seconds, 2),
        "calibrate_seconds": round(calibrate.seconds, 3),
    }


def main() -> None:
    base = made_up(STATES, SECTORS)
    wiod = timed(base)
    table = reading()
    at_size = peak_gigabytes()
    report(
        wiod_size=wiod,
        slowest_seconds=max(case["seconds"] for case in wiod.values()),  # type: ignore[index]
        worst_residual=max(case["residual"] for case in wiod.values()),  # type: ignore[index]
        table_44_by_35=table,
        gigabytes_at_44_by_35=round(at_size, 3),
        growth_by_sectors=growth([(STATES, s) for s in MORE_SECTORS]),
        growth_by_states=growth([(n, SECTORS) for n in MORE_STATES]),
        icio_size_81_by_50=timed(made_up(81, 50)),
        scipy=peer(),
    )


if __name__ == "__main__":
    main()
