"""Who complies under a threat: what was found, as tables, plain values, words, picture, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.answers.coalition_members import Party
from comity.answers.comply_already import Already
from comity.answers.trade_evidence import trade_rows
from comity.answers.trade_ground import Amount, Ground
from comity.measures.registry import Evidence
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Compliance"]

#: Third states whose trade with the target is opened as evidence, the largest.
OPENED = 25


@dataclass(frozen=True, slots=True)
class Compliance:
    """Who complies under a threat, and what that does.

    Attributes
    ----------
    world
        What was read.
    target, year, party
        Whom sanctions are against, when, and the senders.
    ground, threat, margin, draws
        Matrix, elasticity and cost; the secondary cost; the hub's margin; draws behind intervals.
    states
        Third states: key, name, complies (in the equilibrium reached from nobody complying),
        complies_from_all (reached from everybody complying), share_of_draws (in which complying is its best
        answer to that equilibrium), gain (by complying rather than not, a share of its real expenditure, at
        that equilibrium), gain_low, gain_high, threshold (the threat at which it turns; null where it has
        not at the largest), threshold_low, threshold_high (5 and 95 % of the draws, the others as on the
        path; null beyond the largest threat), threshold_above, threshold_upto (the two threats of the path it
        lies between), loss and loss_musd (of real expenditure, against the world without sanctions),
        trade_target_musd, trade_senders_musd (observed, both ways), already (why it is not free to choose:
        it sanctions the target already or is at war with it; null otherwise). Largest trade with the target
        first.
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
    target_gdp
        The first as a share of GDP; null where that is not known.
    removed_musd
        Trade between target and compliers that compliance removes.
    already
        Which third states sanction the target already or are at war with it, and what that rests on.
    equilibria_differ, at_rest
        Whether the two ends of the search came to different sets, and whether both came to rest.
    """

    world: World
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
    target_gdp: Amount | None
    removed_musd: Amount
    already: Already
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
            **self.party.told(),
            "secondary": self.threat,
            "margin": self.margin,
            "unit": "shares of real expenditure; *_musd in million USD of the year",
            "compliers": complies,
            "compliers_from_all": from_all,
            "equilibria_differ": self.equilibria_differ,
            "at_rest": self.at_rest,
            **self.target_loss.told("target_loss"),
            **(
                self.target_gdp.told("target_loss_gdp")
                if self.target_gdp
                else {"target_loss_gdp": None}
            ),
            **self.target_loss_alone.told("target_loss_senders_alone"),
            **self.target_loss_all.told("target_loss_everybody"),
            **self.removed_musd.told("removed_musd"),
            "already": self.already.why,
            "already_basis": self.already.basis,
            "states": self.states.to_dicts(),
            "path": self.path.to_dicts(),
            "hubs": self.hubs.to_dicts(),
            "draws": self.draws,
            **self.ground.told(),
        }

    def free(self) -> pl.DataFrame:
        """The third states that are free to choose: neither at war with the target nor sanctioning it."""
        return self.states.filter(pl.col("already").is_null())

    def evidence(self) -> list[Evidence]:
        """Shares and totals behind the largest trade with the target; sanctions and wars of some of them."""
        largest = self.states["key"].head(OPENED).to_list()
        return [*trade_rows(self.world, self.target, largest, self.year), *self.already.rows]

    def verdict(self) -> str:
        """Who complies and what it removes."""
        from comity.answers.comply_words import verdict

        return verdict(self)

    def plot(self) -> alt.VConcatChart:
        """Compliers and the target's loss as the threat tightens; where the largest partners turn."""
        from comity.answers.comply_words import picture

        return picture(self)
