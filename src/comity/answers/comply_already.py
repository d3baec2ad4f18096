"""Third states that have chosen: those that sanction the target already, or are at war with it.

Who would comply under a threat is a question about states that are free. One that has sanctions on the
target in force, or fights it, has answered it, and its trade is none that the threat would remove.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from comity.answers.pressure_onsets import stored_counts
from comity.errors import CoverageError, UnknownName
from comity.measures.registry import Evidence
from comity.states import expand
from comity.world.world import World

__all__ = ["SANCTIONS", "WAR", "Already", "already"]

#: What is said of a state.
SANCTIONS, WAR = "sanctions it already", "at war with it"
CONFLICT = "armed_conflict"
#: Depth of the tie where the governments face each other themselves; its level from 1,000 deaths a year.
FACING, LEVEL = 4, 2
RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class Already:
    """Who has chosen, and what that rests on.

    Attributes
    ----------
    why
        Key of the state, :data:`SANCTIONS` or :data:`WAR`.
    basis
        In words: what was looked at, or that nothing is held to look at.
    rows
        Cases, measures and ties it rests on.
    """

    why: dict[str, str]
    basis: str
    rows: list[Evidence] = field(default_factory=list)


def already(world: World, target: str, year: int, keys: Sequence[str]) -> Already:
    """Which of some states sanction a target in a year, or are at war with it."""
    looked: list[str] = []
    found: list[Evidence] = []
    why: dict[str, str] = {}
    counted = _counted(world, target, year)
    if counted is not None:
        held, last = counted
        looked.append(f"cases of the Global Sanctions Data Base in {last}")
        why |= dict.fromkeys(held["a"].to_list(), SANCTIONS)
        found.append(("flows", held))
    stated = _stated(world, target, year)
    if stated is not None:
        measures, senders = stated
        looked.append(f"dated measures up to {year}")
        why |= dict.fromkeys(senders, SANCTIONS)
        found.append(("events", measures))
    fought = _fought(world, target, year)
    if fought is not None:
        looked.append("wars between governments")
        for pair in fought.select("a", "b").rows():
            why |= dict.fromkeys(set(pair) - {target}, WAR)
        found.append(("ties", fought))
    kept = {key: why[key] for key in keys if key in why and key != target}
    # of a measure the sender can be a bloc: all of them are shown
    named = pl.col("a").is_in([target, *kept]) & pl.col("b").is_in([target, *kept])
    some = [(table, rows if table == "events" else rows.filter(named)) for table, rows in found]
    basis = (
        f"by {', '.join(looked)}"
        if looked
        else "not covered: this world holds no sanctions and no conflicts"
    )
    return Already(kept, basis, [(table, frame) for table, frame in some if not frame.is_empty()])


def _counted(world: World, target: str, year: int) -> tuple[pl.DataFrame, int] | None:
    """Yearly counts of cases against the target in the last year counted, up to the year asked for."""
    try:
        counts, _ = stored_counts(world)
    except CoverageError:
        return None
    held = counts.filter(pl.col("year") <= year)
    if held.is_empty():
        return None
    last = int(held["year"].max())  # type: ignore[arg-type]
    mine = (pl.col("b") == target) & (pl.col("year") == last) & (pl.col("value") > 0)
    return held.filter(mine), last


def _stated(world: World, target: str, year: int) -> tuple[pl.DataFrame, set[str]] | None:
    """Dated measures against the target that stand in the year, and the states behind them."""
    rows = world.rows(
        "events", pl.col("action").is_in(["SANCTION", "RETREAT"]) & (pl.col("source") != "gsdb")
    )
    if rows.is_empty():
        return None
    begun, ended = (pl.col(c).str.slice(0, 4).cast(pl.Int32, strict=False) for c in ("date", "end"))
    mine = rows.filter(
        (pl.col("b") == target) & (begun <= year) & (ended.is_null() | (ended >= year))
        & (pl.col("commitment").is_null() | (pl.col("commitment") == "deed"))
    ).sort("date", maintain_order=True)  # fmt: skip
    senders: set[str] = set()
    for sender, action, mode, date in mine.select("a", "action", "mode", "date").iter_rows():
        if action == "SANCTION" and mode != RELIEF:
            senders |= _members(sender, date)
        elif mode == RELIEF:
            senders -= _members(sender, date)
    return mine, senders


def _members(actor: str, date: str) -> set[str]:
    """The states an actor stands for; none for the world, or an organisation whose members are not held."""
    try:
        return set() if actor == "WLD" else set(expand(actor, date))
    except UnknownName:
        return set()


def _fought(world: World, target: str, year: int) -> pl.DataFrame | None:
    """Wars of the target's government with others in the year."""
    if not world.covering("ties", CONFLICT):
        return None
    first, last = (pl.col(c).str.slice(0, 4).cast(pl.Int32, strict=False) for c in ("start", "end"))
    return world.rows(
        "ties",
        (first <= year) & (last.is_null() | (last >= year)) & (pl.col("depth") >= FACING)
        & (pl.col("value") >= LEVEL) & ((pl.col("a") == target) | (pl.col("b") == target)),
        of=CONFLICT,
    )  # fmt: skip
