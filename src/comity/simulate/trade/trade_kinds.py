"""Changes of trade in general: one small model per kind, as written in a scenario file.

None of them takes a ``commodity``: that is what tells them from the kinds of the energy market. Those with
``sectors`` need an input–output table of the user's. States, blocs and groups are named by key, code or name;
a bloc is its members in the year in which the change begins.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from comity.simulate.change_base import Actors, ChangeBase, Engine, Keys

__all__ = [
    "TRADE_KINDS", "CorridorCost", "Direction", "ExportControl", "FinancialFriction", "JoinBloc", "LeaveBloc",
    "TradeAgreement", "TradeChange", "TradeEmbargo", "TradeSanctions", "TradeTariff",
]  # fmt: skip

#: Seen from the senders: what they sell to the target, what they buy from it, or both.
Direction = Literal["exports", "imports", "both"]
#: How much dearer: in percent of the price; a cost of more than a hundredfold is an embargo.
Dearer = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]


class TradeChange(ChangeBase):
    """A change that the trade engine answers."""

    engine: ClassVar[Engine] = "trade"
    #: Whether it is a sanction, to which past cases tell a response of alignment.
    sanction: ClassVar[bool] = False

    #: Sectors of the user's input–output table; all goods where left out.
    sectors: Keys = Field(default_factory=list)


class _Sent(TradeChange):
    """A measure that senders take against targets."""

    sanction: ClassVar[bool] = True

    senders: Actors
    targets: Actors
    direction: Direction = "both"
    #: Members of a group of senders or targets that stay out.
    exempt: Keys = Field(default_factory=list)


class TradeEmbargo(_Sent):
    """Trade stops: what senders sell to targets, buy from them, or both."""

    kind: Literal["trade_embargo"]


class TradeSanctions(_Sent):
    """Trade becomes dearer by what past sanctions are estimated to have cost, or by a percentage."""

    kind: Literal["trade_sanctions"]
    #: Which estimate: see ``comity.simulate.trade.cost_effects``.
    strength: Literal["complete", "broad", "partial", "financial"] | None = None
    percent: Dearer | None = None
    #: They end: trade becomes cheaper by as much.
    lifted: bool = False

    @model_validator(mode="after")
    def _one(self) -> TradeSanctions:
        if (self.strength is None) == (self.percent is None):
            raise ValueError(
                "give  strength  (complete, broad, partial, financial: estimated) or  percent, one of the two"
            )
        return self


class ExportControl(_Sent):
    """Senders stop selling some sectors' goods to targets, or make it dearer; needs an input–output table."""

    kind: Literal["export_control"]
    direction: Literal["exports"] = "exports"
    sectors: Annotated[Keys, Field(min_length=1)]
    #: How much dearer licences make them; trade stops where left out.
    percent: Dearer | None = None


class TradeTariff(TradeChange):
    """A duty in percent of the price at the exporter's door; the importer spends what it collects."""

    kind: Literal["trade_tariff"]
    importers: Actors
    exporters: Actors
    percent: Dearer
    exempt: Keys = Field(default_factory=list)


class FinancialFriction(TradeChange):
    """Paying each other costs more: estimated from past financial sanctions, or a percentage."""

    kind: Literal["financial_friction"]
    sanction: ClassVar[bool] = True

    between: Annotated[list[Actors], Field(min_length=2, max_length=2)]
    percent: Dearer | None = None
    #: It ends: trade becomes cheaper by as much.
    lifted: bool = False


class _Bloc(TradeChange):
    #: ``agreement``: a trade agreement; ``deep``: a bloc like the EU.
    depth: Literal["agreement", "deep"] = "agreement"


class JoinBloc(_Bloc):
    """States come into a trade bloc: trade with its members becomes cheaper, as estimated."""

    kind: Literal["join_bloc"]
    states: Actors
    bloc: Actors


class LeaveBloc(_Bloc):
    """States leave a trade bloc: trade with those who stay becomes dearer, as estimated."""

    kind: Literal["leave_bloc"]
    states: Actors
    bloc: Actors


class TradeAgreement(_Bloc):
    """All members of a group trade more cheaply with each other, as estimated from past agreements."""

    kind: Literal["trade_agreement"]
    members: Actors
    #: Members among which such an agreement is in force already: their trade with each other stays as it is.
    already: Annotated[list[Actors], Field(max_length=20)] = Field(default_factory=list)


class CorridorCost(TradeChange):
    """Carriage between two groups of states becomes dearer or, below zero, cheaper: percent of the price."""

    kind: Literal["corridor_cost"]
    between: Annotated[list[Actors], Field(min_length=2, max_length=2)]
    percent: Annotated[float, Field(ge=-50, le=10_000, allow_inf_nan=False)]
    name: Annotated[str, Field(max_length=200)] = ""


#: The model of each kind, by the name it has in a file.
TRADE_KINDS: dict[str, type[TradeChange]] = {
    "trade_embargo": TradeEmbargo, "trade_sanctions": TradeSanctions, "export_control": ExportControl,
    "trade_tariff": TradeTariff, "financial_friction": FinancialFriction, "join_bloc": JoinBloc,
    "leave_bloc": LeaveBloc, "trade_agreement": TradeAgreement, "corridor_cost": CorridorCost,
}  # fmt: skip
