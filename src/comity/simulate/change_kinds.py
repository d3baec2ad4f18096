"""What a scenario may change: one small model per kind of change, as written in a scenario file.

Every kind says which keys it takes; anything else is refused when the file is read. Quantities are per year
(gas in bcm, crude oil in Mt), money per unit is USD per 1000 m³ of gas and USD per t of crude oil. Kinds
that change trade in all goods are in :mod:`comity.simulate.trade.trade_kinds`; those here need a commodity,
a link or a passage.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from comity.simulate.change_base import Actors, Amount, ChangeBase, Key, Keys
from comity.simulate.trade import trade_kinds as trade
from comity.simulate.trade.trade_kinds import TRADE_KINDS

__all__ = [
    "ELSEWHERE", "KINDS", "Build", "Cap", "Change", "Close", "Demand", "Discount", "Embargo", "Friction",
    "LinkChange", "Passage", "PriceCap", "Scale", "ShippingBan", "Supply", "Tariff",
]  # fmt: skip

Commodity = Literal["gas", "crude_oil"]
#: How a commodity travels; ``sea`` is a tanker or an LNG carrier.
Means = Literal["pipeline", "sea", "rail"]

#: Names that are no kind, and what to write instead.
ELSEWHERE = {
    "coalition": "a coalition is no change of its own: name a bloc as the senders of  trade_sanctions",
    "sanction": "sanctions on trade are  trade_sanctions, on payments  financial_friction",
    "sanctions": "sanctions on trade are  trade_sanctions, on payments  financial_friction",
    "financial_sanction": "sanctions on banks and payments are  financial_friction",
    "arms_embargo": "arms are no goods of the trade table; nothing here would move",
}


class LinkChange(ChangeBase):
    """A change of a link: by its id, or by where it leads from and to."""

    link: Keys = Field(default_factory=list)
    origin: Key | None = Field(default=None, alias="from")
    to: Key | None = None
    by: Means | None = None
    commodity: Commodity | None = None

    @model_validator(mode="after")
    def _named(self) -> LinkChange:
        if bool(self.link) == bool(self.origin and self.to):
            raise ValueError('name the link by  link = "id"  or by  from  and  to, one of the two')
        return self


class Build(LinkChange):
    """A link that comes to operate: one the world knows (planned, idle, destroyed) or a new one."""

    kind: Literal["build"]
    capacity: Amount | None = None
    cost: Amount | None = None
    name: Annotated[str, Field(max_length=200)] = ""
    via: Keys = Field(default_factory=list)

    @model_validator(mode="after")
    def _complete(self) -> Build:
        if not self.link and (self.capacity is None or self.commodity is None):
            raise ValueError("a link that is new needs  commodity  and  capacity")
        if len(self.link) > 1:
            raise ValueError("one link per build: write a [[change]] for each")
        return self


class Close(LinkChange):
    """A link that carries nothing any more."""

    kind: Literal["close"]


class Cap(LinkChange):
    """A link that carries at most this much a year, whatever it carried before."""

    kind: Literal["cap"]
    capacity: Amount


class Scale(LinkChange):
    """A link whose capacity is multiplied."""

    kind: Literal["scale"]
    factor: Amount


class _Trade(ChangeBase):
    importers: Actors
    exporters: Actors
    commodity: Commodity
    by: Means | None = None


class Embargo(_Trade):
    """Importers take nothing from exporters (directly), or by one means of transport only."""

    kind: Literal["embargo"]
    #: Importers or links left out: exemptions.
    exempt: Keys = Field(default_factory=list)
    #: Share of the trade that ends: 1 is all of it.
    share: Annotated[float, Field(gt=0, le=1)] = 1.0


class Tariff(_Trade):
    """A duty the importers collect: percent of the price in the baseline, or USD per unit."""

    kind: Literal["tariff"]
    percent: Amount | None = None
    amount: Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Tariff:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give  percent  or  amount, one of the two")
        return self


class PriceCap(ChangeBase):
    """Buyers that pay a seller at most a price; others pay for carriage without the buyers' services."""

    kind: Literal["price_cap"]
    buyers: Actors
    seller: Key
    commodity: Commodity = "crude_oil"
    price: Amount
    #: What carriage outside the coalition's services costs more, per unit.
    surcharge: Amount = 0.0


class ShippingBan(ChangeBase):
    """Ships and insurance of some states are closed to exporters: carriage by sea costs more."""

    kind: Literal["shipping_ban"]
    exporters: Actors
    commodity: Commodity
    surcharge: Amount
    importers: Keys = Field(default_factory=list)


class Friction(ChangeBase):
    """Paying each other costs more: a share of the price is lost between two groups of states."""

    kind: Literal["payment_friction"]
    between: Annotated[list[Actors], Field(min_length=2, max_length=2)]
    commodity: Commodity
    percent: Annotated[float, Field(ge=0, le=100)]


class _Shock(ChangeBase):
    place: Key
    commodity: Commodity
    percent: Annotated[float, Field(ge=-100, le=1000)] | None = None
    level: Annotated[float, Field(allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _one(self) -> _Shock:
        if (self.percent is None) == (self.level is None):
            raise ValueError(
                "give  percent  (a change) or  level  (the new quantity), one of the two"
            )
        return self


class Demand(_Shock):
    """Buyers of a state or place want more or less at any price."""

    kind: Literal["demand"]


class Supply(_Shock):
    """A state or place can produce more or less at any cost."""

    kind: Literal["supply"]


class Passage(ChangeBase):
    """A strait or canal that ships cannot use, or pay more to use; all ships, or those of some exporters."""

    kind: Literal["passage"]
    passage: Key
    exporters: Keys = Field(default_factory=list)
    commodity: Commodity | None = None
    #: Per unit, instead of being lost: risk premium, convoy, ice class.
    surcharge: Annotated[float, Field(allow_inf_nan=False)] | None = None


class Discount(ChangeBase):
    """What a buyer takes off the price it pays a seller: percent of the baseline's price, or USD per unit."""

    kind: Literal["discount"]
    buyer: Key
    seller: Key
    commodity: Commodity
    by: Means | None = None
    percent: Annotated[float, Field(ge=0, le=100)] | None = None
    amount: Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Discount:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give  percent  or  amount, one of the two")
        return self


Change = Annotated[
    Build | Close | Cap | Scale | Embargo | Tariff | PriceCap | ShippingBan | Friction | Demand | Supply
    | Passage | Discount
    | trade.TradeEmbargo | trade.TradeSanctions | trade.ExportControl | trade.TradeTariff
    | trade.FinancialFriction | trade.JoinBloc | trade.LeaveBloc | trade.TradeAgreement
    | trade.CorridorCost,
    Field(discriminator="kind"),
]  # fmt: skip

#: The model of each kind, by the name it has in a file.
KINDS: dict[str, type[ChangeBase]] = {
    "build": Build, "close": Close, "cap": Cap, "scale": Scale, "embargo": Embargo, "tariff": Tariff,
    "price_cap": PriceCap, "shipping_ban": ShippingBan, "payment_friction": Friction, "demand": Demand,
    "supply": Supply, "passage": Passage, "discount": Discount, **TRADE_KINDS,
}  # fmt: skip
