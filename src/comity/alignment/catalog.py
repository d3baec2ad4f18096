"""The indicators of the alignment model: what each speaks to, and how it becomes one value per dyad and year.

One measure is taken of each tally of votes: kappa of all votes, agreement on five issues (nuclear votes are
nearly all votes on disarmament, r = 0.94, and left out). Measures of the same votes are a *family*: what a
session does to all of them at once is not taken for alignment. Lists of facts chosen by hand never enter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from comity.alignment.dyadic import both_ways, common_targets, shared_blocs, trade_listed
from comity.measures.registry import get, series
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["CATALOG", "Entry", "values"]

#: Fewer roll calls than this say nothing of a dyad-year.
LEAST_ROLL_CALLS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the model.

    Attributes
    ----------
    name, domain, cost
        As printed; cost is ``declaratory`` or ``material``.
    toward
        1 if a higher value means closer, -1 if farther apart.
    compute
        Columns a, b (a < b), year, value: one value for both directions. Not covered is not returned.
    unit, direction
        Unit of the value, and how two directions became one.
    of
        Registered indicators it is computed from, whose evidence it shares; their citation is its own.
    contact
        Whether it needs contact, so that dyads are ranked among those of like opportunity.
    family
        Records it shares with other indicators.
    alliances
        Whether it encodes alliances: left out where alliances are to be predicted.
    """

    name: str
    domain: str
    cost: str
    toward: int
    compute: Callable[[World, Scope], pl.DataFrame]
    unit: str
    direction: str = "undirected"
    of: tuple[str, ...] = ()
    contact: bool = False
    family: str = ""
    alliances: bool = False
    cites: tuple[str, ...] = field(default=())

    @property
    def cite(self) -> str:
        """Where its definition comes from."""
        return "; ".join([*dict.fromkeys(get(name).cite for name in self.of), *self.cites])


def values(world: World, entry: Entry, scope: Scope | None = None) -> pl.DataFrame:
    """The values of an indicator: a, b (a < b), year, value, none of them null."""
    frame = entry.compute(world, scope or Scope())
    return frame.select(
        "a", "b", pl.col("year").cast(pl.Int32), pl.col("value").cast(pl.Float64)
    ).filter(pl.col("value").is_not_null() & pl.col("value").is_finite())


def _registered(
    name: str, *, domain: str = "", least: int = 0, direction: str = "undirected", contact: bool = False,
    family: str = "", alliances: bool = False,
) -> Entry:  # fmt: skip
    """An indicator as registered; a directed one summed over both directions."""
    declared = get(name)

    def compute(world: World, scope: Scope) -> pl.DataFrame:
        frame = series(world, name, scope)
        if least:
            frame = frame.filter(pl.col("n") >= least)
        return both_ways(frame) if declared.directed else frame

    return Entry(
        name, domain or declared.domain, declared.cost, declared.closer, compute, declared.unit,
        direction, (name,), contact, family, alliances,
    )  # fmt: skip


def _votes(name: str) -> Entry:
    return _registered(name, least=LEAST_ROLL_CALLS, family="votes")


def _trade(side: str) -> Entry:
    name = f"{side}_share"

    def compute(world: World, scope: Scope) -> pl.DataFrame:
        return trade_listed(world, side, scope)  # type: ignore[arg-type]

    return Entry(
        name, "economic", "material", 1, compute, "share", "mean of both directions, both known",
        (name,), contact=True,
    )  # fmt: skip


def _blocs(kind: str, domain: str, *, alliances: bool = False) -> Entry:
    def compute(world: World, scope: Scope) -> pl.DataFrame:
        return shared_blocs(world, kind, scope)

    return Entry(
        f"shared_{kind}_blocs", domain, "declaratory", 1, compute, "blocs", of=("shared_blocs",),
        alliances=alliances,
    )  # fmt: skip


#: All indicators by name.
CATALOG: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        _votes("unga_kappa"),
        _votes("unga_agreement_middle_east"),
        _votes("unga_agreement_disarmament"),
        _votes("unga_agreement_human_rights"),
        _votes("unga_agreement_colonialism"),
        _votes("unga_agreement_economic"),
        _registered("shared_igos", alliances=True),
        _blocs("political", "diplomatic"),
        _registered("alliance_grade", alliances=True),
        _registered("alliance_kappa", alliances=True),
        _blocs("military", "military", alliances=True),
        _registered("joint_exercises", contact=True),
        _registered("disputes", contact=True),
        _registered("rivalry", contact=True),
        _registered("armed_conflict", contact=True),
        _blocs("economic", "economic"),
        _trade("export"),
        _trade("import"),
        _registered("sanctions", contact=True, direction="sum of both directions"),
        Entry(
            "shared_targets", "economic", "material", 1, common_targets, "states", of=("sanctions",),
        ),
    )
}  # fmt: skip
