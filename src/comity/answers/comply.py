"""Who complies: third states' best responses to the threat of secondary sanctions.

Every state that neither sanctions nor is the target weighs what trading on with the target is worth to
it, goods that it lets pass included, against what the senders' secondary sanctions would cost it. All
answer each other until nobody wants to move (:mod:`comity.simulate.trade.best_response`), once from a world
in which nobody complies and once from one in which all do: where the two differ, both are reported. As the
threat tightens, each search begins where the one before ended; the threat at which a state turns lies
between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity import states
from comity.answers.coalition_members import Party, party, target_of
from comity.answers.comply_already import Already, already
from comity.answers.comply_case import Stage
from comity.answers.comply_result import Compliance
from comity.answers.comply_search import THREATS, Search, search, turning
from comity.answers.comply_tables import hubs_of, path_of, removed, states_of
from comity.answers.trade_ground import Amount, Ground, ground
from comity.errors import ComityError
from comity.world.world import World

__all__ = ["DRAWS", "MARGIN", "Compliance", "comply"]

Array = NDArray[np.float64]
Members = NDArray[np.bool_]

#: What a hub adds to the price of goods that pass: Hong Kong on goods from China (Feenstra & Hanson 2004).
MARGIN = 0.24
#: Draws behind shares of draws and intervals: each asks every third state at several threats.
DRAWS = 50
#: The largest cost of secondary sanctions, and the largest margin, that is taken for meant.
LARGEST = 2.0


def comply(
    world: World,
    target: str,
    senders: Sequence[str],
    *,
    add: Sequence[str] = (),
    secondary: float = 0.1,
    year: int = 2023,
    cost: str = "complete",
    theta: float | None = None,
    margin: float = MARGIN,
    draws: int = DRAWS,
    progress: Callable[[float], None] | None = None,
) -> Compliance:
    """Which third states comply with sanctions under the threat of secondary ones.

    Parameters
    ----------
    target, senders, add, year, cost, theta
        As for :func:`~comity.answers.coalition.coalition`.
    secondary
        Ad-valorem cost on trade between senders and a state that does not comply: 0.1 is 10 %.
    margin
        What a hub adds to the price of goods that go through it, a share.
    draws
        Behind intervals; 0 for none.
    progress
        Told the share done.

    Raises
    ------
    ComityError
        For a threat or a margin that is none; as for a coalition.
    """
    for what, value in (("threat", secondary), ("margin", margin)):
        if not 0 <= value <= LARGEST:
            near = f"; for {value:g} % write {value / 100:g}" if LARGEST < value <= 200 else ""
            raise ComityError(
                f"a {what} of {value:g}: expected a share from 0 to {LARGEST:g}, as 0.1 for 10 %{near}"
            )
    if not 0 <= draws <= 1_000:
        raise ComityError(f"{draws} draws: expected 0 (no intervals) to 1,000")
    if "WLD" in {states.resolve_actor(name, year) for name in [*senders, *add]}:
        raise ComityError(
            "the world is among the senders: no third state is left to comply or not\n"
            "  name a coalition, as  --senders G7,EU ; its answer says what sanctions by everybody would cost"
        )
    from threadpoolctl import threadpool_limits

    # the tables are small: threads of linear algebra wait for each other more than they work
    with threadpool_limits(1):
        base = ground(world, year, cost=cost, theta=theta)
        matrix = base.matrix
        key = target_of(matrix, target)
        who = party(matrix, key, senders, add)
        t = matrix.index(key)
        inside = np.array([matrix.index(state) for state in who.members])
        others = sorted(set(range(len(matrix.states))) - {t, *inside.tolist()})
        third = np.array(others, dtype=np.int64)
        if not others:
            raise ComityError(
                "every economy of the matrix is among the senders: no third state is left to comply or not\n"
                "  name fewer, as  --senders G7,EU"
            )
        stage = Stage.of(base.central, t, inside, third, margin)
        steps = len(THREATS) + 2 + draws
        tell = progress or _silent
        found = search(stage, secondary, lambda done: tell(done * (len(THREATS) + 2) / steps))
        drawn = _Drawn([], [], [], [], [], [], [])
        for i, each in enumerate(base.draws(draws)):
            drawn.keep(Stage.of(each, t, inside, third, margin), found)
            tell((len(THREATS) + 3 + i) / steps)
        chosen = already(world, key, matrix.year, [matrix.states[i] for i in others])
        return _made(world, key, who, base, found, drawn, draws, chosen)


def _silent(done: float) -> None:
    del done


@dataclass(slots=True)
class _Drawn:
    """What each draw found at the equilibrium of the centre."""

    gains: list[Array]
    turns: list[Array]
    lost_musd: list[float]
    with_compliers: list[float]
    alone: list[float]
    everybody: list[float]
    removed: list[float]

    def keep(self, stage: Stage, found: Search) -> None:
        joined = found.least.joined
        self.gains.append(stage.gain(found.threat)(joined))
        self.turns.append(turning(stage, found))
        loss = stage.losses(_three(joined), found.threat)[:, stage.target]
        for values, value in zip(
            (self.with_compliers, self.alone, self.everybody), loss, strict=True
        ):
            values.append(float(value))
        self.lost_musd.append(float(loss[0] * stage.drawn.spending[stage.target]))
        self.removed.append(removed(stage, joined, found.threat))


def _three(joined: Members) -> Members:
    return np.array([joined, np.zeros_like(joined), np.ones_like(joined)])


def _made(
    world: World, key: str, who: Party, base: Ground, found: Search, drawn: _Drawn, draws: int,
    chosen: Already,
) -> Compliance:  # fmt: skip
    stage, joined = found.stage, found.least.joined
    at = stage.outcome(joined, found.threat)
    loss = stage.losses(_three(joined), found.threat)[:, stage.target]
    drawn_losses = (drawn.with_compliers, drawn.alone, drawn.everybody)
    with_compliers, alone, everybody = (
        Amount.of(value, np.array(some)) for value, some in zip(loss, drawn_losses, strict=True)
    )
    lost = Amount.of(loss[0] * stage.drawn.spending[stage.target], np.array(drawn.lost_musd))
    return Compliance(
        world=world, target=key, year=base.matrix.year, party=who, ground=base, threat=found.threat,
        margin=stage.ways.margin, draws=draws,
        states=states_of(base, found, at, np.array(drawn.gains), np.array(drawn.turns), chosen.why),
        path=path_of(base, found), hubs=hubs_of(base, found), target_loss=with_compliers,
        target_loss_alone=alone,
        target_loss_all=everybody, target_gdp=lost.over(base.gdp_of([stage.target])), already=chosen,
        removed_musd=Amount.of(removed(stage, joined, found.threat), np.array(drawn.removed)),
        equilibria_differ=bool((joined != found.most.joined).any()),
        at_rest=found.least.at_rest and found.most.at_rest,
    )  # fmt: skip
