"""The economy a change leaves behind, and the one without trade deficits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.simulate.trade.caliendo_parro import SectorEquilibrium, sector_equilibrium
from comity.simulate.trade.caliendo_parro_economy import Economy

__all__ = ["economy_after", "without_imbalances"]


def economy_after(economy: Economy, found: SectorEquilibrium) -> Economy:
    """The economy at rest after a change: a further change of it is a change of the two together."""
    return replace(
        economy,
        share=found.share,
        tariff=found.tariff,
        expenditure=found.expenditure,
        output=found.output,
        value_added=found.value_added,
        final_expenditure=found.final_expenditure,
        tariff_revenue=found.tariff_revenue,
        imbalance=found.final_expenditure - found.value_added - found.tariff_revenue,
    )


def without_imbalances(economy: Economy, *, tolerance: float = 1e-12) -> Economy:
    """The economy in which every state spends what it earns, all else equal (Dekle, Eaton & Kortum 2008).

    What follows from a change of it is not mixed with what would follow from deficits.

    Raises
    ------
    SolveError
        Where no such economy is found.
    """
    after = economy_after(
        economy, sector_equilibrium(economy, imbalance="none", tolerance=tolerance)
    )
    balanced = after.value_added + after.tariff_revenue
    return replace(after, final_expenditure=balanced, imbalance=np.zeros(economy.states))
