"""What both hindcasts share: the sanctions of a year as changes of trade costs, and the trade after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from comity.simulate.trade.cost_effects import cost_effect, elasticity
from comity.simulate.trade.estimation_samples import sanctions
from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.imbalances import carried, without_imbalances

#: Measures with a shipped estimate, by their column in the file of sanctions.
MEASURES = {
    "complete": "sanctions_trade_complete", "partial": "sanctions_trade_partial",
    "financial": "sanctions_financial", "arms": "sanctions_arms", "travel": "sanctions_travel",
}  # fmt: skip
PARTNERS = ("CHN", "IND", "TUR", "KAZ", "KGZ", "ARM")
DRAWS = 300
Dose = Mapping[str, np.ndarray]


def matrix(rows: pl.DataFrame, value: str, states: Sequence[str]) -> np.ndarray:
    at = {s: n for n, s in enumerate(states)}
    made = np.zeros((len(states), len(states)))
    for a, b, v in rows.select("exporter", "importer", value).iter_rows():
        if a in at and b in at:
            made[at[a], at[b]] = v
    return made


def imposed(data: Path, year: int, states: Sequence[str], *, new_cases: bool) -> Dose:
    """What is barred in a year and was not the year before; or what the cases that began in it bar."""
    if new_cases:
        now = sanctions(data, year, year, begun=year)[0]
        return {m: matrix(now, m, states) for m in MEASURES}
    now, before = (sanctions(data, y, y)[0] for y in (year, year - 1))
    return {m: matrix(now, m, states) - matrix(before, m, states) for m in MEASURES}


def predicted(trade: np.ndarray, dose: Dose, *, draws: int = DRAWS, seed: int = 1) -> np.ndarray:
    """(1 + draws, N, N) trade after: at the estimates, then with coefficients and elasticity drawn."""
    rng, made = np.random.default_rng(seed), []
    for draw in range(draws + 1):
        theta = float(elasticity().draw(rng)) if draw else elasticity().value  # type: ignore[arg-type]
        shift = moved(dose, rng if draw else None)
        even = without_imbalances(trade, theta=theta)  # as every answer on trade
        after = counterfactual(even, np.exp(-shift / theta), theta=theta).trade
        made.append(carried(trade, even, after))
    return np.array(made)


def moved(dose: Dose, rng: np.random.Generator | None = None) -> np.ndarray:
    """(N, N) shift of the logarithm of trade before markets answer: at the estimates, or one draw of them."""
    effects = {measure: cost_effect(name) for measure, name in MEASURES.items()}
    return np.sum(
        [
            (rng.normal(e.coefficient, e.se) if rng else e.coefficient) * dose[measure]
            for measure, e in effects.items()
        ],
        axis=0,
    )


def percent(ratio: float) -> float | None:
    return None if not np.isfinite(ratio) or ratio <= 0 else round(100 * (ratio - 1), 1)


def told(of: np.ndarray) -> dict[str, float | None]:
    low, high = np.nanquantile(of[1:], [0.05, 0.95])
    return {"model": percent(of[0]), "low": percent(low), "high": percent(high)}
