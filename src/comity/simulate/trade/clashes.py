"""What trade changes cannot say together, and names that mean nobody: found before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from comity import states
from comity.errors import ComityError
from comity.simulate.change_base import ChangeBase
from comity.simulate.trade import trade_kinds as kinds
from comity.simulate.trade.changes import EVERYBODY, Step, Who, step_of

__all__ = ["clashes", "members", "names"]

#: Keys of a change that hold names of states, blocs and groups.
NAMED = (
    "senders", "targets", "exempt", "importers", "exporters", "states", "bloc", "members", "between",
    "already",
)  # fmt: skip
#: Sides of a change that must not share a state.
APART = (("senders", "targets"), ("importers", "exporters"))
Years = Callable[[Any], tuple[int | None, int | None, int]]
Problem = tuple[int, str, str]


def names(change: kinds.TradeChange) -> Iterator[tuple[str, str]]:
    """Key of the file and name, of all names in a change."""
    for key in NAMED:
        for value in getattr(change, key, ()):
            yield from ((key, name) for name in ([value] if isinstance(value, str) else value))


def members(change: kinds.TradeChange, year: int) -> dict[str, frozenset[str]]:
    """What each name in a change stands for in a year.

    Raises
    ------
    ComityError
        For a name that means nobody, or a state that was none in the year.
    """
    return {name: _meant(name, year) for _, name in names(change)}


def _meant(name: str, year: int) -> frozenset[str]:
    if "." in name:
        raise ComityError(
            f"{name} is a place; trade is between states: write  {name.partition('.')[0]}"
        )
    key = states.resolve_actor(name)
    if key == "WLD":
        return EVERYBODY
    found = frozenset(states.expand(key, str(year)))
    if found == {key} and states.exists(key) and not states.exists(key, year):
        raise ComityError(f"{states.name(key)} ({key}) was no state in {year}")
    if not found:
        raise ComityError(f"{name} has no members in {year}")
    return found


def clashes(changes: Sequence[ChangeBase], years: Years) -> Iterator[Problem]:
    """Problems of some changes, one by one: index of the change, key of the file, what is wrong."""
    mine = [(i, c) for i, c in enumerate(changes) if isinstance(c, kinds.TradeChange)]
    meant: dict[int, dict[str, frozenset[str]]] = {}
    for i, change in mine:
        known: dict[str, frozenset[str]] = {}
        for key, name in names(change):
            try:
                known[name] = _meant(name, years(change)[2])
            except ComityError as problem:
                yield i, key, str(problem)
                return
        meant[i] = known
        for key, problem_text in _alone(change, known):
            yield i, key, problem_text
            return
    yield from _repeated(changes)
    yield from _together(mine, meant, years)


def _alone(
    change: kinds.TradeChange, meant: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """What one change cannot say: a sender that is its target, a member that joins, nobody left."""

    def of(side: Sequence[str]) -> frozenset[str]:
        out = {k for name in getattr(change, "exempt", ()) for k in meant[name]}
        return frozenset(k for name in side for k in meant[name]) - out

    sides = [(a, b) for a, b in APART if hasattr(change, a)]
    pairs = [(b, of(getattr(change, a)), of(getattr(change, b))) for a, b in sides]
    if isinstance(change, kinds.FinancialFriction | kinds.CorridorCost):
        pairs = [("between", of(change.between[0]), of(change.between[1]))]
    for key, here, there in pairs:
        if both := sorted(here & there):
            yield key, f"{_told(both)} on both sides of {change.kind}"  # type: ignore[attr-defined]
    if isinstance(change, kinds.JoinBloc | kinds.LeaveBloc):
        inside, movers = of(change.bloc), of(change.states)
        if isinstance(change, kinds.JoinBloc) and (already := sorted(inside & movers)):
            yield "states", f"{_told(already)} in {', '.join(change.bloc)} already"
        if isinstance(change, kinds.LeaveBloc) and (strangers := sorted(movers - inside)):
            yield "states", f"{_told(strangers)} not in {', '.join(change.bloc)}: nothing to leave"
    if isinstance(change, kinds.TradeAgreement) and len(of(change.members)) < 2:
        yield "members", "an agreement needs two members"


def _told(keys: Sequence[str]) -> str:
    """``Germany (DEU) and France (FRA) are``."""
    told = [f"{states.name(key)} ({key})" if key != "WLD" else "the world" for key in keys[:3]]
    more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
    return f"{', '.join(told)}{more} {'is' if len(keys) == 1 else 'are'}"


def _repeated(changes: Sequence[ChangeBase]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for i, change in enumerate(changes):
        text = change.model_dump_json(exclude={"note"})
        if text in seen:
            yield i, "kind", f"the same change as the {_nth(seen[text] + 1)}: leave one out"
        seen.setdefault(text, i)


def _together(
    mine: Sequence[tuple[int, kinds.TradeChange]],
    meant: Mapping[int, Mapping[str, frozenset[str]]],
    years: Years,
) -> Iterator[Problem]:
    """A duty on trade that has stopped; the same estimate laid twice on the same trade."""
    everyone = {key for known in meant.values() for found in known.values() for key in found}
    if everyone >= EVERYBODY:
        everyone |= set(states.expand("WLD", str(max(years(c)[2] for _, c in mine))))
    axis = tuple(sorted(everyone - EVERYBODY))
    of = {i: step_of(change, Who(axis, meant[i])) for i, change in mine}
    for (i, one), (j, other) in combinations(mine, 2):
        both = of[i].pairs & of[j].pairs
        if not (both.any() and _meet(years(one), years(other)) and _same_goods(of[i], of[j])):
            continue
        a, b = (axis[k] for k in np.argwhere(both)[0])
        where = f"trade from {a} to {b}"
        if {np.isinf(of[i].factor), np.isinf(of[j].factor)} == {True, False} and (
            of[i].tariff or of[j].tariff
        ):
            duty, stop = (i, j) if of[i].tariff else (j, i)
            yield duty, "kind", f"a tariff on trade that the {_nth(stop + 1)} change stops: {where}"
        elif of[i].effect and (of[i].effect, of[i].sign) == (of[j].effect, of[j].sign):
            yield (
                j,
                "kind",
                (f"{where} bears the cost of {of[i].effect} from the {_nth(i + 1)} change already"),
            )


def _same_goods(one: Step, other: Step) -> bool:
    return not one.sectors or not other.sectors or bool(set(one.sectors) & set(other.sectors))


def _meet(
    one: tuple[int | None, int | None, int], other: tuple[int | None, int | None, int]
) -> bool:
    """Whether two spans of years have one in common."""
    first = max(one[0] or 0, other[0] or 0)
    return first <= min(one[1] or 9999, other[1] or 9999)


def _nth(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")
