"""Whether a coalition's senders sanction the target already, and what they reach on trade before that.

The trade of a year bears the sanctions then in force, so that what a coalition could still do on it is not
what it could do at first. Cases in force are the yearly counts of the Global Sanctions Data Base that the
world holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from comity.answers.coalition_case import Case
from comity.answers.coalition_members import Party, party, target_of
from comity.answers.coalition_reach import Reach, reached
from comity.answers.pressure_onsets import stored_counts
from comity.answers.trade_ground import Ground
from comity.errors import ComityError, CoverageError
from comity.world.world import World

__all__ = ["Earlier", "Standing", "standing"]

#: A year with this share of the cases or fewer is one before the sanctions, or before most of them.
FEW = 0.5


@dataclass(frozen=True, slots=True)
class Earlier:
    """A coalition on the trade of a year with fewer of its sanctions.

    Attributes
    ----------
    year, cases
        The year, and the pairs of a case and a sender in force then.
    reach
        What the coalition does on its trade.
    """

    year: int
    cases: int
    reach: Reach


@dataclass(frozen=True, slots=True)
class Standing:
    """Sanctions that a coalition's senders have in force on its target already.

    Attributes
    ----------
    observed
        Year of the counts: that of the matrix, or the last one counted.
    senders
        Keys of the members with a case in force.
    cases
        How many pairs of a case and a sender that is.
    before
        The last year of trade with at most half as many, and the last with none; one where they are the same,
        none where no such year is held.
    """

    observed: int
    senders: tuple[str, ...]
    cases: int
    before: tuple[Earlier, ...] = ()

    def told(self) -> dict[str, object]:
        """Plain values by name."""
        return {
            "senders": list(self.senders), "observed": self.observed, "cases": self.cases,
            "before": [
                {"year": each.year, "cases": each.cases, **each.reach.told()} for each in self.before
            ],
        }  # fmt: skip


def standing(
    world: World, base: Ground, target: str, who: Party, draws: int,
    earlier: Callable[[int], tuple[Ground, Sequence[str]]] | None = None,
) -> Standing | None:  # fmt: skip
    """What is in force already; null where nothing is, or nothing is known of it.

    Parameters
    ----------
    base
        Of the answer: its year is asked about.
    earlier
        The ground of another year, and the senders as they were named; none: no other year is looked at.
    """
    try:
        counts, _ = stored_counts(world)
    except CoverageError:
        return None
    first, last = int(counts["year"].min()), int(counts["year"].max())  # type: ignore[arg-type]
    year = min(base.matrix.year, last)
    mine = counts.filter((pl.col("b") == target) & pl.col("a").is_in(who.members))
    now = mine.filter(pl.col("year") == year)
    if now.is_empty():
        return None
    found = Standing(year, tuple(sorted(now["a"].unique())), int(now["value"].sum()))
    if earlier is None:
        return found
    by_year = dict(mine.group_by("year").agg(pl.col("value").sum()).iter_rows())
    held = {before: int(by_year.get(before, 0)) for before in range(first, year)}
    made: list[Earlier] = []
    for most in (FEW * found.cases, 0):
        at = max((before for before, cases in held.items() if cases <= most), default=None)
        if at is None or at in [each.year for each in made]:
            continue
        try:
            ground, senders = earlier(at)
            key = target_of(ground.matrix, target)
            case = Case.of(ground, key, party(ground.matrix, key, senders))
        except ComityError:  # no matrix of that year, or no such coalition in it
            continue
        made.append(Earlier(at, held[at], _reach(case, draws)))
    return replace(found, before=tuple(made))


def _reach(case: Case, draws: int) -> Reach:
    """What a coalition does at a go, with intervals and without its members' values."""
    found = []
    for each in [case.ground.central, *case.ground.draws(draws)]:
        loss = 1 - case.together(each)
        found.append(reached(loss[0], loss[1, case.t], case.t, case.inside, case.spent(each)))
    return Reach.of(case.ground, case.t, case.inside, found[0], np.array(found[1:]).reshape(-1, 6))
