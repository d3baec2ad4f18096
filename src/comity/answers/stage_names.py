"""The names a ladder uses, checked against what there is: a slip of the pen is refused, not unmet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from comity import measures, states
from comity.answers.stage_ladder import (
    EventTest,
    FlowTest,
    IndicatorTest,
    Ladder,
    Test,
    TieTest,
)
from comity.errors import UnknownName
from comity.world.schema import FLOW_MEASURES
from comity.world.world import World

__all__ = ["check_names"]

#: Kinds and acts the project's readers write, whether or not the world at hand holds any.
KINDS = frozenset({
    "alliance", "armed_conflict", "arms_cooperation", "associate", "basing", "consultation",
    "contiguity", "defense", "membership", "neutrality", "nonaggression", "observer", "offense",
    "partnership", "partnership_label", "payments", "rivalry", "shared_igos", "supply_contract",
    "suspension", "swap_line", "trade_agreement", "treaty_term",
})  # fmt: skip
ACTIONS = frozenset({
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "NONE",
    "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
})  # fmt: skip
MODES = frozenset({
    "agreement", "arms", "exercise", "patrol", "summit", "treaty", "troops", "visit",
})  # fmt: skip
COMMODITIES = frozenset({"arms", "goods"})
OBLIGATIONS = ("defense", "offense", "neutrality", "consultation", "nonaggression", "no obligation")


def check_names(ladder: Ladder, world: World) -> None:
    """Refuse kinds, acts, indicators, blocs, states and sources that do not exist.

    Raises
    ------
    UnknownName
        For the first of them, with the nearest names.
    """
    own = {f.kind for f in ladder.fact}
    for _, criterion in ladder.criteria():
        for test in (*criterion.test, *criterion.requires):
            _check(test, world, own)
    for fact in ladder.fact:
        _among("state", (*fact.states, *((fact.of,) if fact.of else ())), _states())
        _among("state", (a.state for a in fact.absent), _states())
        _among("bloc", (fact.bloc,) if fact.bloc else (), _blocs())
    for claim in ladder.coverage:
        _among("state", claim.states, _states())
        _among("kind of tie", claim.kinds, KINDS | own | _held(world, "ties", "kind"))
        named = [s for s in (claim.source, claim.continues) if s is not None]
        _among("source", named, _sources(world))


def _check(test: Test, world: World, own: set[str]) -> None:
    _among("source", test.sources, _sources(world))
    match test:
        case TieTest():
            _among("kind of tie", test.kinds, KINDS | own | _held(world, "ties", "kind"))
            _among("obligation", test.obligations, OBLIGATIONS)
            _among("bloc", test.blocs, _blocs())
            _among("source", (test.checked_by,) if test.checked_by else (), _sources(world))
        case EventTest():
            _among("action", test.actions, ACTIONS | _held(world, "events", "action"))
            _among("mode of event", test.modes, MODES | _held(world, "events", "mode"))
            _among("indicator", (test.counts,) if test.counts else (), measures.INDICATORS)
        case FlowTest():
            held = COMMODITIES | _held(world, "flows", "commodity")
            _among("commodity", test.commodities, held)
            _among("measure of a flow", test.measures, FLOW_MEASURES)
        case IndicatorTest():
            _among("indicator", (test.indicator,), measures.INDICATORS)


def _among(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = set(known)
    for name in names:
        if name not in known:
            raise UnknownName.among(what, name, known)


def _held(world: World, table: str, column: str) -> set[str]:
    """Values of a column, and the subjects that sources declare."""
    held: set[str] = world.remember(
        ("values", table, column),
        lambda: set(
            world.scan(table).select(pl.col(column).unique()).collect()[column].drop_nulls()  # type: ignore[arg-type]
        ),
    )
    return held


def _sources(world: World) -> set[str]:
    from comity.sources import READERS

    return {*world.sources, *READERS}


@cache
def _states() -> frozenset[str]:
    return frozenset(states.table()["state"].to_list())


@cache
def _blocs() -> frozenset[str]:
    return frozenset(states.blocs()["bloc"].to_list())
