"""What a scenario may change: one small model per kind of change, as written in a scenario file.

Every kind says which keys it takes; anything else is refused when the file is read. Quantities are per year
(gas in bcm, crude oil in Mt), money per unit is USD per 1000 m³ of gas and USD per t of crude oil.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = [
    "KINDS", "NOT_YET", "Build", "Cap", "Change", "Close", "Demand", "Discount", "Embargo", "Friction",
    "LinkChange", "Passage", "PriceCap", "Scale", "ShippingBan", "Supply", "Tariff",
]  # fmt: skip

Commodity = Literal["gas", "crude_oil"]
#: How a commodity travels; ``sea`` is a tanker or an LNG carrier.
Means = Literal["pipeline", "sea", "rail"]

_Key = Annotated[str, Field(min_length=2, max_length=60)]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Actors = Annotated[list[_Key], BeforeValidator(_several), Field(min_length=1, max_length=250)]
_Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Year = Annotated[int, Field(ge=1900, le=2100)]

#: Kinds that belong to trade in general; the energy market cannot answer them.
NOT_YET = {
    "trade_embargo": "an embargo by sector",
    "trade_tariff": "a tariff by sector",
    "export_control": "an export control",
    "coalition": "a sanctions coalition",
    "arms_embargo": "an arms embargo",
    "financial_sanction": "a financial sanction",
}


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    #: Years in which the change holds; those of the scenario where left out.
    start: _Year | None = None
    end: _Year | None = None
    #: Why, or where the figure comes from: printed, not computed with.
    note: Annotated[str, Field(max_length=1000)] = ""


class LinkChange(_Base):
    """A change of a link: by its id, or by where it leads from and to."""

    link: Annotated[list[_Key], BeforeValidator(_several)] = Field(default_factory=list)
    origin: _Key | None = Field(default=None, alias="from")
    to: _Key | None = None
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
    capacity: _Amount | None = None
    cost: _Amount | None = None
    name: Annotated[str, Field(max_length=200)] = ""
    via: Annotated[list[_Key], BeforeValidator(_several)] = Field(default_factory=list)

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
    capacity: _Amount


class Scale(LinkChange):
    """A link whose capacity is multiplied."""

    kind: Literal["scale"]
    factor: _Amount


class _Trade(_Base):
    importers: _Actors
    exporters: _Actors
    commodity: Commodity
    by: Means | None = None


class Embargo(_Trade):
    """Importers take nothing from exporters (directly), or by one means of transport only."""

    kind: Literal["embargo"]
    #: Importers or links left out: exemptions.
    exempt: Annotated[list[_Key], BeforeValidator(_several)] = Field(default_factory=list)
    #: Share of the trade that ends: 1 is all of it.
    share: Annotated[float, Field(gt=0, le=1)] = 1.0


class Tariff(_Trade):
    """A duty the importers collect: percent of the price in the baseline, or USD per unit."""

    kind: Literal["tariff"]
    percent: _Amount | None = None
    amount: _Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Tariff:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give  percent  or  amount, one of the two")
        return self


class PriceCap(_Base):
    """Buyers that pay a seller at most a price; others pay for carriage without the buyers' services."""

    kind: Literal["price_cap"]
    buyers: _Actors
    seller: _Key
    commodity: Commodity = "crude_oil"
    price: _Amount
    #: What carriage outside the coalition's services costs more, per unit.
    surcharge: _Amount = 0.0


class ShippingBan(_Base):
    """Ships and insurance of some states are closed to exporters: carriage by sea costs more."""

    kind: Literal["shipping_ban"]
    exporters: _Actors
    commodity: Commodity
    surcharge: _Amount
    importers: Annotated[list[_Key], BeforeValidator(_several)] = Field(default_factory=list)


class Friction(_Base):
    """Paying each other costs more: a share of the price is lost between two groups of states."""

    kind: Literal["payment_friction"]
    between: Annotated[list[_Actors], Field(min_length=2, max_length=2)]
    commodity: Commodity
    percent: Annotated[float, Field(ge=0, le=100)]


class _Shock(_Base):
    place: _Key
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


class Passage(_Base):
    """A strait or canal that ships cannot use, or pay more to use; all ships, or those of some exporters."""

    kind: Literal["passage"]
    passage: _Key
    exporters: Annotated[list[_Key], BeforeValidator(_several)] = Field(default_factory=list)
    commodity: Commodity | None = None
    #: Per unit, instead of being lost: risk premium, convoy, ice class.
    surcharge: Annotated[float, Field(allow_inf_nan=False)] | None = None


class Discount(_Base):
    """What a buyer takes off the price it pays a seller: percent of the baseline's price, or USD per unit."""

    kind: Literal["discount"]
    buyer: _Key
    seller: _Key
    commodity: Commodity
    by: Means | None = None
    percent: Annotated[float, Field(ge=0, le=100)] | None = None
    amount: _Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Discount:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give  percent  or  amount, one of the two")
        return self


Change = Annotated[
    Build | Close | Cap | Scale | Embargo | Tariff | PriceCap | ShippingBan | Friction | Demand | Supply
    | Passage | Discount,
    Field(discriminator="kind"),
]  # fmt: skip

#: The model of each kind, by the name it has in a file.
KINDS: dict[str, type[_Base]] = {
    "build": Build, "close": Close, "cap": Cap, "scale": Scale, "embargo": Embargo, "tariff": Tariff,
    "price_cap": PriceCap, "shipping_ban": ShippingBan, "payment_friction": Friction, "demand": Demand,
    "supply": Supply, "passage": Passage, "discount": Discount,
}  # fmt: skip
