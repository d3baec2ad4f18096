"""2021 → 2022 on the partner shares that the Factbook states for both years, each known to half a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.trade_hindcast_model import MEASURES, PARTNERS, imposed, predicted, told
from comity.simulate.trade.matrix import trade_matrix
from comity.states import members
from comity.world.world import World


def shares(world: World, year: int) -> dict[tuple[str, str], dict[str, tuple[float, float]]]:
    """(reporter, side) → partner → lowest and highest share, per cent; "" bounds whoever is not listed."""
    rows = world.flows.filter(
        (pl.col("commodity") == "goods") & (pl.col("measure") == "share") & (pl.col("year") == year)
        & pl.col("source").str.contains("factbook") & pl.col("reporter").is_not_null()
    )  # fmt: skip
    made: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}
    for a, b, by, value in rows.select("a", "b", "reporter", "value").iter_rows():
        side, partner = ("exports", b) if by == a else ("imports", a)
        made.setdefault((by, side), {})[partner] = (value - 0.5, value + 0.5)
    for listed in made.values():
        # five partners are listed: the sixth has no more than the fifth
        listed[""] = (
            (0.0, min(high for _, high in listed.values())) if len(listed) >= 5 else (0.0, 100.0)
        )
    return made


def second_hindcast(data: Path, world: World) -> dict[str, object]:
    """2021 → 2022."""
    made = trade_matrix(world, 2021)
    states, before = made.states, made.value
    then, now = shares(world, 2021), shares(world, 2022)
    runs = {
        "sanctions that were not in force before": imposed(data, 2022, states, new_cases=False),
        "cases begun in 2022, as if nothing had been": imposed(data, 2022, states, new_cases=True),
    }
    newly = runs["cases begun in 2022, as if nothing had been"]
    hit = (newly["partial"] + newly["complete"] + newly["financial"] > 0).astype(float)
    at = states.index("RUS")
    only = np.zeros_like(hit)
    only[at], only[:, at] = hit[at], hit[:, at]
    runs["complete, between Russia and whoever began a case"] = {
        m: only if m == "complete" else np.zeros_like(hit) for m in MEASURES
    }
    tables = {name: predicted(before, dose, draws=200) for name, dose in runs.items()}
    rows: list[dict[str, object]] = []
    asked = {*PARTNERS, *members("EU", "2022")}
    for (reporter, side), listed in sorted(then.items()):
        if (reporter, side) not in now or reporter not in states:
            continue
        partners = (set(listed) | set(now[reporter, side])) - {""} if reporter == "RUS" else {"RUS"}
        for partner in sorted(partners & set(states)):
            x = listed.get(partner, listed[""])
            y = now[reporter, side].get(partner, now[reporter, side][""])
            if partner not in listed and partner not in now[reporter, side]:
                continue
            sign = 1 if y[0] >= x[1] else -1 if y[1] <= x[0] else 0
            r, p = states.index(reporter), states.index(partner)
            ours = {}
            for name, table in tables.items():
                both = np.concatenate([before[None], table])
                row = both[:, r, :] if side == "exports" else both[:, :, r]
                weight = row[:, p] / (row.sum(axis=1) - row[:, r])
                ours[name] = told(weight[1:] / weight[0])
            rows.append(
                {"reporter": reporter, "side": side, "partner": partner, "share_2021": x, "share_2022": y,
                 "sign": sign, "change_of_share_percent": ours}
            )  # fmt: skip
    seen = {(r["reporter"], r["partner"]) for r in rows if r["sign"]}
    seen |= {(b, a) for a, b in seen}
    untold = sorted(s for s in asked if ("RUS", s) not in seen)
    return {
        "base": "the project's own matrix of 2021", "dyads": rows, "cannot_be_told": untold,
        "signs": {
            name: {
                "asked for": told_signs([r for r in rows if asked & {r["reporter"], r["partner"]}], name),
                "others": told_signs([r for r in rows if not asked & {r["reporter"], r["partner"]}], name),
            }
            for name in runs
        },
        "shares_2019_and_2022": {s: longer(world, s) for s in ("TUR", "KAZ", "KGZ", "ARM", "IND")},
        "ledger_billion_usd": ledger(world),
    }  # fmt: skip


def longer(world: World, state: str) -> dict[str, object]:
    """Russia in a state's own list of partners three years apart: other causes than sanctions are in it."""
    found: dict[str, object] = {}
    for side in ("exports", "imports"):
        ends = [shares(world, y).get((state, side), {}).get("RUS") for y in (2019, 2022)]
        found[side] = [None if end is None else sum(end) / 2 for end in ends]
    return found


def told_signs(rows: Sequence[Mapping[str, object]], name: str) -> dict[str, object]:
    known = [r for r in rows if r["sign"]]
    right = [
        r for r in known
        if np.sign(r["change_of_share_percent"][name]["model"] or 0) == r["sign"]  # type: ignore[index]
    ]  # fmt: skip
    missed = [f"{r['reporter']} {r['side']}: {r['partner']}" for r in known if r not in right]
    return {"right": len(right), "of": len(known), "missed": missed}


def ledger(world: World) -> list[tuple[object, ...]]:
    """Stated trade of Russia with China and India in both years, billion USD: the sum of both directions."""
    rows = world.flows.filter(
        (pl.col("source") == "ledger") & (pl.col("commodity") == "goods") & (pl.col("measure") == "level")
        & pl.col("year").is_in([2021, 2022]) & (pl.col("unit") == "USD")
        & ((pl.col("a") == "RUS") | (pl.col("b") == "RUS"))
    )  # fmt: skip
    return rows.select("a", "b", "year", "start", pl.col("value") / 1e9, "directed").rows()
