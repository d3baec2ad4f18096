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
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.answers.coalition_members import Party, party, target_of
from comity.answers.comply_case import Stage
from comity.answers.comply_search import THREATS, Search, search
from comity.answers.comply_tables import hubs_of, path_of, removed, states_of
from comity.answers.trade_ground import Amount, Ground, ground
from comity.errors import ComityError
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["MARGIN", "Compliance", "comply"]

Array = NDArray[np.float64]
Members = NDArray[np.bool_]

#: What a hub adds to the price of goods that pass: Hong Kong on goods from China (Feenstra & Hanson 2004).
MARGIN = 0.24
#: Draws behind shares of draws and intervals: each asks every third state.
DRAWS = 20


@dataclass(frozen=True, slots=True)
class Compliance:
    """Who complies under a threat, and what that does.

    Attributes
    ----------
    target, year, party
        Whom sanctions are against, when, and the senders.
    ground, threat, margin, draws
        Matrix, elasticity and cost; the secondary cost; the hub's margin; draws behind intervals.
    states
        Third states: key, name, complies (in the equilibrium reached from nobody complying),
        complies_from_all (reached from everybody complying), share_of_draws (in which complying is its best
        answer to that equilibrium), gain (by complying rather than not, a share of its real expenditure, at
        that equilibrium), gain_low, gain_high, threshold (the threat at which it turns; null where it has
        not at the largest), threshold_low, threshold_high (the two threats of the path it lies between),
        loss and loss_musd (of real expenditure, against the world without sanctions),
        trade_target_musd, trade_senders_musd (observed, both ways). Largest trade with the target first.
    path
        threat, compliers, turned (keys that comply now and did not before), target_loss, trade_left (share of
        the target's observed trade with others), removed_musd (what the compliers' trade with it lost against
        the same threat's absence), at_rest.
    hubs
        By threat (0: none, nobody complies): third states that do not comply, and whose imports from senders
        and exports to the target both grow against the world without sanctions; their observed values,
        changes (goods passing included), passed_musd (more goods of sanctioning states going through it,
        both ways), earned_musd (margin on them). Most passing first.
    target_loss, target_loss_alone, target_loss_all
        Of real expenditure: with the compliers, with the senders alone, with everybody.
    removed_musd
        Trade between target and compliers that compliance removes.
    equilibria_differ, at_rest
        Whether the two ends of the search came to different sets, and whether both came to rest.
    """

    target: str
    year: int
    party: Party
    ground: Ground
    threat: float
    margin: float
    draws: int
    states: pl.DataFrame
    path: pl.DataFrame
    hubs: pl.DataFrame
    target_loss: Amount
    target_loss_alone: Amount
    target_loss_all: Amount
    removed_musd: Amount
    equilibria_differ: bool
    at_rest: bool

    def table(self) -> pl.DataFrame:
        """One row per third state."""
        return self.states.with_columns(
            target=pl.lit(self.target), year=pl.lit(self.year, pl.Int32), threat=pl.lit(self.threat)
        )

    def told(self) -> dict[str, object]:
        """Everything, as plain values: what ``--json`` writes."""
        complies = self.states.filter("complies")["key"].to_list()
        from_all = self.states.filter("complies_from_all")["key"].to_list()
        return {
            "target": self.target,
            "year": self.year,
            "senders": list(self.party.members),
            "named": list(self.party.named),
            "left_out": list(self.party.left_out),
            "secondary": self.threat,
            "margin": self.margin,
            "unit": "shares of real expenditure; *_musd in million USD of the year",
            "compliers": complies,
            "compliers_from_all": from_all,
            "equilibria_differ": self.equilibria_differ,
            "at_rest": self.at_rest,
            **self.target_loss.told("target_loss"),
            **self.target_loss_alone.told("target_loss_senders_alone"),
            **self.target_loss_all.told("target_loss_everybody"),
            **self.removed_musd.told("removed_musd"),
            "states": self.states.to_dicts(),
            "path": self.path.to_dicts(),
            "hubs": self.hubs.to_dicts(),
            "draws": self.draws,
            **self.ground.told(),
        }

    def verdict(self) -> str:
        """Who complies and what it removes."""
        from comity.answers.comply_words import verdict

        return verdict(self)

    def plot(self) -> alt.VConcatChart:
        """Compliers and the target's loss as the threat tightens; where the largest partners turn."""
        from comity.answers.comply_words import picture

        return picture(self)


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
    for what, value, most in (("threat", secondary, 10.0), ("margin", margin, 10.0)):
        if not 0 <= value <= most:
            raise ComityError(
                f"a {what} of {value:g}: expected a share from 0 to {most:g}, as 0.1 for 10 %"
            )
    if not 0 <= draws <= 1_000:
        raise ComityError(f"{draws} draws: expected 0 (no intervals) to 1,000")
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
            "every economy of the matrix is among the senders: no third state is left to comply or not"
        )
    stage = Stage.of(base.central, t, inside, third, margin)
    steps = len(THREATS) + 2 + draws
    tell = progress or _silent
    found = search(stage, secondary, lambda done: tell(done * (len(THREATS) + 2) / steps))
    drawn = _Drawn([], [], [], [], [])
    for i, each in enumerate(base.draws(draws)):
        drawn.keep(Stage.of(each, t, inside, third, margin), found)
        tell((len(THREATS) + 3 + i) / steps)
    return _made(key, who, base, found, drawn, draws)


def _silent(done: float) -> None:
    del done


@dataclass(slots=True)
class _Drawn:
    """What each draw found at the equilibrium of the centre."""

    gains: list[Array]
    with_compliers: list[float]
    alone: list[float]
    everybody: list[float]
    removed: list[float]

    def keep(self, stage: Stage, found: Search) -> None:
        joined = found.least.joined
        self.gains.append(stage.gain(found.threat)(joined))
        loss = stage.losses(_three(joined), found.threat)[:, stage.target]
        for values, value in zip(
            (self.with_compliers, self.alone, self.everybody), loss, strict=True
        ):
            values.append(float(value))
        self.removed.append(removed(stage, joined, found.threat))


def _three(joined: Members) -> Members:
    return np.array([joined, np.zeros_like(joined), np.ones_like(joined)])


def _made(
    key: str, who: Party, base: Ground, found: Search, drawn: _Drawn, draws: int
) -> Compliance:
    stage, joined = found.stage, found.least.joined
    at = stage.outcome(joined, found.threat)
    loss = stage.losses(_three(joined), found.threat)[:, stage.target]
    drawn_losses = (drawn.with_compliers, drawn.alone, drawn.everybody)
    with_compliers, alone, everybody = (
        Amount.of(value, np.array(some)) for value, some in zip(loss, drawn_losses, strict=True)
    )
    return Compliance(
        target=key, year=base.matrix.year, party=who, ground=base, threat=found.threat,
        margin=stage.ways.margin, draws=draws,
        states=states_of(base, found, at, np.array(drawn.gains)), path=path_of(base, found),
        hubs=hubs_of(base, found), target_loss=with_compliers, target_loss_alone=alone,
        target_loss_all=everybody,
        removed_musd=Amount.of(removed(stage, joined, found.threat), np.array(drawn.removed)),
        equilibria_differ=bool((joined != found.most.joined).any()),
        at_rest=found.least.at_rest and found.most.at_rest,
    )  # fmt: skip
