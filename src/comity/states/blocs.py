"""Blocs, and who belonged to them when.

``start`` and ``end`` are the first and the last day (or month, or year) of a membership; ``end`` is null
while it lasts. A treaty bloc begins when the treaty enters into force; a withdrawal on a day makes
that day the last. Predecessors count: EU from the Coal and Steel Community of 1952, AU from the
Organisation of African Unity of 1963, CSTO from the Collective Security Treaty, in force in 1994.

``status`` is ``member``, ``associate`` (partners of BRICS, participants of the CIS without the charter),
``observer``, ``invited`` (Saudi Arabia in BRICS) or ``suspended``; a suspended member has a second
row beside its membership, for suspension does not end it (Armenia in the CSTO since 2024).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import polars as pl

from comity.errors import UnknownName
from comity.states.files import read
from comity.states.groups import Group, shipped_groups
from comity.states.period import On, period
from comity.states.system import exists, spells

__all__ = ["STATUSES", "blocs", "expand", "members", "memberships"]

STATUSES = ("member", "associate", "observer", "invited", "suspended")


def blocs() -> pl.DataFrame:
    """All memberships: bloc, member, start, end, status, source, note; dates as partial ISO text."""
    return read("blocs")


def members(
    bloc: str, on: On, *, status: Iterable[str] = ("member",), suspended: bool = True
) -> list[str]:
    """Keys of the states that belong to a bloc on a date, or at any time in a month or year.

    Parameters
    ----------
    status : statuses to include, of ``STATUSES``.
    suspended : whether members whose participation is suspended for the whole of ``on`` count.

    Raises
    ------
    UnknownName
        Where there is no such bloc or status.
    """
    rows = _rows()
    if bloc not in rows:
        raise UnknownName.among("bloc", str(bloc)[:200], rows)
    for wanted in (statuses := tuple(status)):
        if wanted not in STATUSES:
            raise UnknownName.among("status of membership", str(wanted), STATUSES)
    first, last = period(on)
    found, barred = set(), set()
    for member, held, start, end in rows[bloc]:
        if held in statuses and start <= last and end >= first:
            found.add(member)
        if held == "suspended" and start <= first and end >= last:
            barred.add(member)
    return sorted(found if suspended or "suspended" in statuses else found - barred)


def memberships(state: str, on: On | None = None) -> pl.DataFrame:
    """The rows of ``blocs()`` for one state, by date; with ``on``, those that hold then."""
    found = blocs().filter(pl.col("member") == state).sort("start", "bloc")
    if on is None:
        return found
    first, last = period(on)
    holds = [
        period(start)[0] <= last and (end is None or period(end)[1] >= first)
        for start, end in found.select("start", "end").iter_rows()
    ]
    return found.filter(pl.Series(holds, dtype=pl.Boolean()))


def expand(actor: str, on: On, groups: Mapping[str, Group] | None = None) -> list[str]:
    """The states an actor stands for on a date: its members, or itself.

    A bloc gives its members, a group (shipped, or of ``groups``) what its expression says, the world
    all states of the system, a place (``RUS.yamal``) its state; a state, economy or territory gives
    itself, whether or not it exists at the date.

    Raises
    ------
    UnknownName
        Where the actor is none of these: an organisation whose members are not held (UN, OSCE).
    """
    known = {**shipped_groups(), **(groups or {})}
    return sorted(_expand(actor, on, known, ()))


def _expand(actor: str, on: On, groups: Mapping[str, Group], above: tuple[str, ...]) -> set[str]:
    if actor in above:
        raise UnknownName(f"group {' in '.join((*above, actor))}: a group cannot contain itself")
    if actor in groups:
        return _of_group(groups[actor], on, groups, (*above, actor))
    if actor in _rows():
        return set(members(actor, on))
    if actor in spells() or actor in _others():
        return {actor}
    if actor == "WLD":
        return {state for state in spells() if exists(state, on)}
    state, dot, _ = actor.partition(".")
    if dot and state in spells():
        return {state}
    candidates = [*groups, *_rows(), *spells(), *_others(), "WLD"]
    raise UnknownName.among("actor with members", str(actor)[:200], candidates)


def _of_group(
    group: Group, on: On, groups: Mapping[str, Group], above: tuple[str, ...]
) -> set[str]:
    first, last = period(on)
    found = {
        member.state
        for member in group.states
        if member.holds(first, last) and (member.state not in spells() or exists(member.state, on))
    }
    for part in group.union:
        found |= _expand(part, on, groups, above)
    for part in group.without:
        found -= _expand(part, on, groups, above)
    return found


@cache
def _others() -> frozenset[str]:
    held = read("other_actors").filter(pl.col("kind").is_in(["economy", "territory"]))
    return frozenset(held["key"])


@cache
def _rows() -> dict[str, list[tuple[str, str, date, date]]]:
    found: dict[str, list[tuple[str, str, date, date]]] = {}
    for bloc, member, status, start, end in (
        blocs().select("bloc", "member", "status", "start", "end").iter_rows()
    ):
        last = period(end)[1] if end else date.max
        found.setdefault(bloc, []).append((member, status, period(start)[0], last))
    return found
