"""What a coalition of sanctions was found to do: figures, tables, words, picture, evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.answers.coalition_members import Party
from comity.answers.coalition_reach import Reach
from comity.answers.coalition_standing import Standing
from comity.answers.trade_amounts import Amount
from comity.answers.trade_evidence import trade_rows
from comity.answers.trade_ground import Ground
from comity.measures.registry import Evidence
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["MEMBERS", "OUTSIDERS", "Coalition"]

MEMBERS: dict[str, type[pl.DataType]] = {
    "key": pl.String, "name": pl.String, "loss": pl.Float64, "loss_low": pl.Float64,
    "loss_high": pl.Float64, "loss_musd": pl.Float64, "shapley": pl.Float64, "shapley_low": pl.Float64,
    "shapley_high": pl.Float64, "shapley_error": pl.Float64, "exact": pl.Boolean, "share": pl.Float64,
    "leaving": pl.Float64, "trade_musd": pl.Float64, "loss_gdp": pl.Float64,
}  # fmt: skip
OUTSIDERS: dict[str, type[pl.DataType]] = {
    "key": pl.String, "name": pl.String, "adds": pl.Float64, "adds_low": pl.Float64,
    "adds_high": pl.Float64, "loss": pl.Float64, "loss_musd": pl.Float64, "trade_musd": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coalition:
    """What a coalition does to its target, to its members, and who matters.

    Attributes
    ----------
    target, year, party
        Whom it is against, when, and who is in it.
    ground
        Matrix, elasticity and cost of sanctions.
    draws
        Behind the intervals.
    reach
        Losses of the target and of all senders together, as shares of real expenditure and of GDP and in
        million USD, what all the world could do, and the share of it.
    before_add
        The same without those whom ``add`` names; null where it names nobody.
    standing
        Sanctions of members on the target in force in the year already, and what the coalition does on trade
        before them; null where there are none, or none are known.
    members
        key, name, loss (of its own real expenditure, a share), loss_low, loss_high, loss_musd, shapley
        (what it adds to the target's loss, a share of real expenditure), shapley_low, shapley_high (from
        draws and sampling), shapley_error (standard error of sampling), exact, share (of the target's
        loss), leaving (what the target's loss would lack without it), trade_musd (with the target, both
        ways), loss_gdp (its own loss as a share of its GDP). The largest value first.
    outsiders
        key, name, adds (to the target's loss by joining), adds_low, adds_high (null but for the first ten),
        loss, loss_musd (its own, by joining), trade_musd. The most valuable first.
    """

    target: str
    year: int
    party: Party
    ground: Ground
    draws: int
    reach: Reach
    before_add: Reach | None
    standing: Standing | None
    members: pl.DataFrame
    outsiders: pl.DataFrame
    world: World = field(repr=False)

    @property
    def target_loss(self) -> Amount:
        """The target's, a share of its real expenditure."""
        return self.reach.target_loss

    @property
    def target_musd(self) -> Amount:
        """The same in million USD a year."""
        return self.reach.target_musd

    @property
    def sender_loss(self) -> Amount:
        """All senders' together, a share of their real expenditure."""
        return self.reach.sender_loss

    @property
    def global_loss(self) -> Amount:
        """The target's if the whole world took part."""
        return self.reach.global_loss

    @property
    def share_of_global(self) -> Amount:
        """The target's loss over that."""
        return self.reach.share_of_global

    @property
    def against(self) -> str:
        """Whose sanctions on whom, in which sectors: ``Sanctions on Russia by G7, EU in C19, 2020``."""
        of = self.ground.sectors
        inside = f" in {', '.join(of)}" if of else ""
        by = ", ".join(self.party.named)
        return f"Sanctions on {states.name(self.target)} by {by}{inside}, {self.year}"

    def table(self) -> pl.DataFrame:
        """One row per economy: role (target, member, outsider), and the columns of both tables."""
        target = pl.DataFrame(
            {
                "role": ["target"], "key": [self.target], "name": [states.name(self.target)],
                **{k: [v] for k, v in self.target_loss.told("loss").items()},
                "loss_musd": [self.target_musd.value],
            }
        )  # fmt: skip
        inside = self.members.select(pl.lit("member").alias("role"), pl.all())
        outside = self.outsiders.select(pl.lit("outsider").alias("role"), pl.all())
        order = ["role", *MEMBERS, "adds", "adds_low", "adds_high"]
        frame = pl.concat([target, inside, outside], how="diagonal_relaxed").select(order)
        return frame.with_columns(target=pl.lit(self.target), year=pl.lit(self.year, pl.Int32))

    def told(self) -> dict[str, object]:
        """Everything, as plain values: what ``--json`` writes."""
        return {
            "target": self.target,
            "year": self.year,
            **self.party.told(),
            "joining": list(self.party.joining),
            "unit": "shares of real expenditure, *_gdp of GDP; *_musd in million USD of the year",
            **self.reach.told(),
            "before_add": None if self.before_add is None else self.before_add.told(),
            "in_force_already": None if self.standing is None else self.standing.told(),
            "members": self.members.to_dicts(),
            "next": self.outsiders.to_dicts(),
            "draws": self.draws,
            **self.ground.told(),
        }

    def evidence(self) -> list[Evidence]:
        """Shares and totals behind the target's trade with the members; none for a table of the user's."""
        if self.ground.data:
            return []
        return trade_rows(self.world, self.target, self.party.members, self.year)

    def verdict(self) -> str:
        """What it does, in a few sentences."""
        from comity.answers.coalition_words import verdict

        return verdict(self)

    def plot(self) -> alt.HConcatChart:
        """Members by what they add and what it costs them; the most valuable outsiders beside them."""
        from comity.answers.coalition_words import picture

        return picture(self)
