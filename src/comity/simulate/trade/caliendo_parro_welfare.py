"""What a change of welfare is made of (Caliendo & Parro 2015, eq. 15).

With π̂ the change of the share a sector buys at home, the real wage is exactly::

    ln ŵ/P̂ = − Σ_s α_s/θ_s ln π̂_s                          final goods from elsewhere
              − Σ_s α_s/θ_s (1 − γ_s)/γ_s ln π̂_s            inputs from elsewhere, in every round
              − Σ_s α_s/γ_s Σ_k γ_ks ln P̂_k/P̂_s            inputs that became dear or cheap beside the good

and welfare adds what income gains on wages: tariff revenue, the deficit, transfers. In one sector without
inputs only the first remains: the formula of Arkolakis, Costinot & Rodríguez-Clare (2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.simulate.trade.caliendo_parro import SectorEquilibrium
from comity.simulate.trade.caliendo_parro_economy import Array, Economy

__all__ = ["WelfareParts", "welfare_parts"]


@dataclass(frozen=True, slots=True)
class WelfareParts:
    """Log changes, (N,) each; they add up to the log of ``real_expenditure``.

    The first three are NaN for a state that buys nothing at home, or pays no value added, in a sector its
    people use: the formula cannot be read there.
    """

    final_goods: Array
    inputs: Array
    linkages: Array
    other_income: Array


def welfare_parts(economy: Economy, found: SectorEquilibrium) -> WelfareParts:
    """Where each state's gain or loss comes from.

    Holds where nothing was done to trade inside a state; elsewhere use ``real_expenditure`` as it is.
    """
    home = np.arange(economy.states)
    own = economy.share[:, home, home]
    new = found.share[:, home, home]
    used = economy.final_share > 0
    gamma = economy.value_added_share
    readable = (~used | ((own > 0) & (new > 0) & (gamma > 0))).all(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(
            used, -economy.final_share / economy.theta[:, None] * np.log(new / own), 0.0
        )
        log_price = np.log(found.price)
        spread = np.matmul(log_price.T[:, None, :], economy.input_share)[:, 0, :].T
        spread -= (1 - gamma) * log_price
        linkages = -np.where(used, economy.final_share / gamma * spread, 0.0).sum(axis=0)
        inputs = np.where(used, gain * (1 - gamma) / gamma, 0.0).sum(axis=0)
    return WelfareParts(
        final_goods=np.where(readable, gain.sum(axis=0), np.nan),
        inputs=np.where(readable, inputs, np.nan),
        linkages=np.where(readable, linkages, np.nan),
        other_income=np.log(found.real_expenditure / found.real_wage),
    )
