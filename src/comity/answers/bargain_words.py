"""The sentence on who has the leverage in a bargain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity import states

if TYPE_CHECKING:
    from comity.answers.bargain import Bargain

__all__ = ["leverage"]

#: Losses within this ratio of each other are called even.
EVEN = 1.25
#: A loss below this share of the market price gives nobody leverage.
SMALL = 0.03


def leverage(found: Bargain) -> str:
    """Who would lose less without the trade, at the price of the market at rest."""
    fall = found.fallbacks
    seller, buyer = states.name(found.seller), states.name(found.buyer)
    if fall.buyer < fall.seller:
        return (
            f"There is nothing to bargain over: {seller} would get {fall.seller:,.0f} {found.unit} elsewhere "
            f"and {buyer} can have it for {fall.buyer:,.0f} elsewhere."
        )
    lost, dearer = fall.market - fall.seller, fall.buyer - fall.market
    goods = found.commodity.replace("_", " ")
    without = (
        f"without this trade {seller}'s {goods} would be worth {fall.seller:,.0f} {found.unit} at {buyer}'s "
        f"gate instead of {fall.market:,.0f}{_instead(found, to=True)}, and {buyer} "
        f"would pay {fall.buyer:,.0f}{_instead(found, to=False)}"
    )
    if max(lost, dearer) < SMALL * fall.market:
        return f"Neither has much leverage, as both have other partners: {without}."
    if lost > EVEN * dearer:
        return f"{buyer} has the leverage: {without}."
    if dearer > EVEN * lost:
        return f"{seller} has the leverage: {without}."
    return f"Neither has much leverage: {without}."


def _instead(found: Bargain, *, to: bool) -> str:
    where = found.fallbacks.next_market if to else found.fallbacks.next_supply
    if where is None:
        return ""
    if to:
        return " (most would stay at home)" if where == found.seller else (
            f" (most would go to {states.name(where)})"
        )  # fmt: skip
    return " (it would mostly do without)" if where == found.buyer else (
        f" (most would come from {states.name(where)})"
    )  # fmt: skip
