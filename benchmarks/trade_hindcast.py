"""The trade model against what happened: 2013 → 2014 on Correlates of War trade, 2021 → 2022 on shares.

Each time the base year's trade is taken as it was, the sanctions of the next year (Global Sanctions Data
Base) change its costs by the shipped estimates, and the general equilibrium says what moves. Nothing else
is told to the model: no oil price, no rouble, no harvest. 2014 is also the last year the estimates were
fitted on: they average over all sanctions since 1992, those of 2014 among them. 2022 is outside their sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.timing import clock, data_folder, report
from benchmarks.trade_hindcast_model import (
    DRAWS,
    MEASURES,
    PARTNERS,
    imposed,
    matrix,
    percent,
    predicted,
    told,
)
from benchmarks.trade_hindcast_shares import second_hindcast
from benchmarks.trade_hindcast_totals import given_totals
from comity.simulate.trade.cost_effects import cost_effect, elasticity
from comity.simulate.trade.estimation_samples import sanctioned_trade
from comity.simulate.trade.internal_trade import internal_trade
from comity.simulate.trade.matrix_totals import gdp
from comity.states import members
from comity.world.world import World

#: The sanctions of 2014 on trade and finance date from 31 July and 6 August: months of that year under them.
MONTHS = 5


def cow_matrix(data: Path, world: World, year: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Trade of a year with internal trade from output; states whose output is known."""
    rows = sanctioned_trade(data, first=year, last=year, zeros="left out")[0]
    output = dict(gdp(world, year).iter_rows())
    states = tuple(sorted((set(rows["exporter"]) & set(rows["importer"])) & set(output)))
    trade = matrix(rows, "trade", states)
    held = (trade.sum(axis=1) > 0) & (trade.sum(axis=0) > 0)
    states = tuple(s for s, keep in zip(states, held, strict=True) if keep)
    trade = trade[np.ix_(held, held)]
    made = np.array([output[s] for s in states])
    np.fill_diagonal(trade, internal_trade(made, trade.sum(axis=1)))
    return states, trade


def both_ways(tables: np.ndarray, at: int, others: Sequence[int]) -> dict[str, np.ndarray]:
    """Exports to, imports from and trade with some partners together: (...)."""
    sold, bought = (
        tables[..., at, others].sum(axis=-1), tables[..., others, at].sum(axis=-1)
    )  # fmt: skip
    return {"exports": sold, "imports": bought, "trade": sold + bought}


def first_hindcast(data: Path, world: World) -> dict[str, object]:
    """2013 → 2014."""
    states, before = cow_matrix(data, world, 2013)
    later = sanctioned_trade(data, first=2014, last=2014, zeros="left out")[0]
    after = matrix(later, "trade", states)
    dose = imposed(data, 2014, states, new_cases=False)
    with clock() as reading:
        tables = predicted(before, dose)
    part = predicted(before, {m: d * MONTHS / 12 for m, d in dose.items()})
    at = states.index("RUS")
    touched = sum(np.abs(d) for d in dose.values())
    calm = [n for n in range(len(states)) if n != at and touched[at, n] + touched[n, at] == 0]
    calm = [n for n in calm if min(before[at, n], after[at, n], before[n, at], after[n, at]) > 0]
    union = [states.index(s) for s in members("EU", "2014") if s in states]
    groups = {"EU": union, **{s: [states.index(s)] for s in PARTNERS if s in states}}
    for s in members("EU", "2014"):
        if s in states:
            groups[f"EU: {s}"] = [states.index(s)]
    base = {k: both_ways(before, at, calm)[k] for k in ("exports", "imports", "trade")}
    base_after = both_ways(after, at, calm)
    base_model = both_ways(tables, at, calm)
    found: dict[str, dict[str, object]] = {}
    for name, others in groups.items():
        was, became, model, months = (
            both_ways(t, at, others) for t in (before, after, tables, part)
        )
        found[name] = {}
        for side in ("exports", "imports", "trade"):
            seen = became[side] / was[side] if was[side] > 0 else np.nan
            # against Russia's trade with all states that no new sanction stands between
            relative = seen / (base_after[side] / base[side])
            ours = model[side] / was[side] if was[side] > 0 else np.full(len(tables), np.nan)
            apart = ours / (base_model[side] / base[side])
            found[name][side] = {
                "observed": percent(float(seen)), **told(ours),
                "observed_relative": percent(float(relative)),
                **{f"{k}_relative": v for k, v in told(apart).items()},
                "five_months": told(months[side] / was[side]) if was[side] > 0 else None,
                "million_usd_2013": round(float(was[side])),
            }  # fmt: skip
    noise = usual_change(data, states, at)
    return {
        "states": len(states), "seconds": round(reading.seconds, 2), "unsanctioned_partners": len(calm),
        "russia_with_unsanctioned": {k: percent(float(base_after[k] / base[k])) for k in base},
        "usual_yearly_change_of_a_partner_log": noise,
        "partners": found, "signs": signs(found), "all_partners": agreement(before, after, tables[0], at),
        "given_totals": given_totals(before, after, dose, at, groups, MONTHS / 12),
    }  # fmt: skip


def usual_change(data: Path, states: Sequence[str], at: int) -> dict[str, float]:
    """Yearly log change of a partner's weight in Russia's trade 2010–2013: what a miss is held against."""
    years = [
        matrix(sanctioned_trade(data, first=y, last=y, zeros="left out")[0], "trade", states)
        for y in range(2010, 2014)
    ]
    moved = []
    for x, y in pairwise(years):
        a, b = x[at] + x[:, at], y[at] + y[:, at]
        held = (a > 100) & (b > 100)
        moved.append(np.log(b[held] / a[held]) - np.log(b[held].sum() / a[held].sum()))
    every = np.abs(np.concatenate(moved))
    return {
        "median": round(float(np.median(every)), 3),
        "p90": round(float(np.quantile(every, 0.9)), 3),
    }


def agreement(
    before: np.ndarray, after: np.ndarray, model: np.ndarray, at: int
) -> dict[str, float]:
    """Over Russia's partners with trade above 100 million USD: does the model say who gains and who loses?"""
    was, became, ours = (t[at] + t[:, at] for t in (before, after, model))
    held = (was > 100) & (became > 0)
    held[at] = False
    x, y = np.log(ours[held] / was[held]), np.log(became[held] / was[held])
    ranks = [np.argsort(np.argsort(v)) for v in (x, y)]
    weight = was[held]
    x, y = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    weighted = (weight * x * y).sum() / np.sqrt((weight * x * x).sum() * (weight * y * y).sum())
    return {
        "partners": int(held.sum()), "rank_correlation": round(float(np.corrcoef(*ranks)[0, 1]), 3),
        "correlation_weighted": round(float(weighted), 3),
    }  # fmt: skip


def signs(found: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """How many signs came out: of trade as it was, and beside Russia's trade with the unsanctioned."""
    made: dict[str, object] = {}
    union = [n for n in found if n.startswith("EU: ")]
    for label, names in (("asked for", ["EU", *PARTNERS]), ("EU members", union)):
        for side in ("trade", "exports", "imports"):
            for kind in ("", "_relative"):
                cells: dict[str, Mapping[str, float | None]] = {n: found[n][side] for n in names}  # type: ignore[misc]
                hits = {
                    name: bool(np.sign(cell[f"observed{kind}"]) == np.sign(cell[f"model{kind}"]))
                    for name, cell in cells.items()
                    if cell[f"observed{kind}"] is not None and cell[f"model{kind}"] is not None
                }
                made[f"{label}, {side}{kind.replace('_', ', ')}"] = {
                    "right": sum(hits.values()),
                    "of": len(hits),
                    "missed": [n for n, hit in hits.items() if not hit],
                }
    return made


def main() -> None:
    data, world = data_folder(), World.load()
    report(
        **{"2013_2014": first_hindcast(data, world), "2021_2022": second_hindcast(data, world)},
        draws=DRAWS, elasticity=elasticity().value,
        estimates={m: [cost_effect(n).coefficient, cost_effect(n).se] for m, n in MEASURES.items()},
    )  # fmt: skip


if __name__ == "__main__":
    main()
