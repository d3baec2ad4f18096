"""What a set of senders does at a go: the target's loss, their own, and what the whole world could do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.answers.trade_amounts import Amount
from comity.answers.trade_ground import Ground

__all__ = ["Reach", "reached"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reach:
    """What some senders together do.

    Attributes
    ----------
    target_loss, sender_loss, global_loss
        Shares of real expenditure: of the target, of all senders together, and of the target if the whole
        world took part.
    target_musd, sender_musd
        The first two in million USD a year.
    target_gdp, sender_gdp
        The same as shares of GDP; null where GDP is not known.
    share_of_global
        target_loss over global_loss.
    """

    target_loss: Amount
    target_musd: Amount
    target_gdp: Amount | None
    sender_loss: Amount
    sender_musd: Amount
    sender_gdp: Amount | None
    global_loss: Amount
    share_of_global: Amount

    @classmethod
    def of(
        cls, base: Ground, target: int, senders: NDArray[np.int64], centre: Array, drawn: Array
    ) -> Reach:
        """From :func:`reached` at the centre (6,) and of each draw (D, 6)."""
        made = [Amount.of(centre[k], drawn[:, k]) for k in range(5)]
        loss, musd, own, own_musd, world = made
        some = drawn[np.isfinite(drawn[:, 5]), 5]
        return cls(
            loss, musd, musd.over(base.gdp_of([target])), own, own_musd,
            own_musd.over(base.gdp_of(senders)), world, Amount.of(centre[5], some),
        )  # fmt: skip

    def told(self) -> dict[str, object]:
        """Plain values by name."""
        found: dict[str, object] = {}
        for name, amount in (
            ("target_loss", self.target_loss), ("target_loss_musd", self.target_musd),
            ("target_loss_gdp", self.target_gdp), ("sender_loss", self.sender_loss),
            ("sender_loss_musd", self.sender_musd), ("sender_loss_gdp", self.sender_gdp),
            ("global_loss", self.global_loss), ("share_of_global", self.share_of_global),
        ):  # fmt: skip
            found |= {name: None} if amount is None else amount.told(name)
        return found


def reached(
    loss: Array, worst: float, target: int, senders: NDArray[np.int64], spending: Array
) -> Array:
    """The six figures of :class:`Reach` that are not of GDP, (6,), in its order.

    Parameters
    ----------
    loss : (N,)
        Of each state, a share of its real expenditure.
    worst
        The target's, if the whole world took part; where that is none, the share of it is NaN.
    spending : (N,)
        Million USD.
    """
    own = float((loss[senders] * spending[senders]).sum())
    share = loss[target] / worst if worst > 0 else np.nan
    hers = [loss[target], loss[target] * spending[target]]
    return np.array([*hers, own / spending[senders].sum(), own, worst, share])
