"""Fitted positions with their labels: tables, distances, predictions, a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from comity import states
from comity.errors import ComityError
from comity.measures.positions.sessions import FIRST_YEAR
from comity.measures.uncertainty import REACH

if TYPE_CHECKING:
    import altair as alt

    from comity.measures.positions.fitting import Estimate
    from comity.measures.positions.newton import Problem
    from comity.measures.positions.predict import Strength
    from comity.measures.positions.prediction import Prediction

__all__ = ["DISTANCE", "POSITIONS", "Positions", "position_table"]

Array = npt.NDArray[np.float64]

POSITIONS: dict[str, type[pl.DataType]] = {
    "state": pl.String, "year": pl.Int32, "session": pl.Int32, "mean": pl.Float64, "sd": pl.Float64,
    "q05": pl.Float64, "q95": pl.Float64, "votes": pl.Int64,
}  # fmt: skip
DISTANCE: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "n": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Positions:
    """Where states stand, session by session.

    Attributes
    ----------
    body, issue
        What was voted on: the body, and the issue the roll calls were limited to (``all``).
    states
        Keys, in the order of the panel's states.
    calls
        One row per roll call: resolution, date, year, session, topics, title and item, the number of
        its text (roll calls on the same text share one).
    problem, estimate
        The votes as laid out for the fit, and the fitted model.
    """

    body: str
    issue: str
    states: tuple[str, ...]
    calls: pl.DataFrame
    problem: Problem
    estimate: Estimate
    _found: dict[str, Strength] = field(default_factory=dict, init=False, repr=False, compare=False)

    def table(self) -> pl.DataFrame:
        """Positions: state, year, session, mean, sd, q05, q95, votes; one row per state and session.

        A session in which a member cast no vote has no row, though its position is carried through.
        """
        panel = self.problem.panel
        sd = np.empty(panel.positions)
        for block, covariance in zip(panel.blocks, self.estimate.covariance, strict=True):
            sd[block.where] = np.sqrt(np.diag(covariance))
        return position_table(
            pl.Series(self.states).gather(panel.state),
            self.sessions[panel.block],
            self.estimate.point.x,
            sd,
            panel.votes,
        )

    def items(self) -> pl.DataFrame:
        """Roll calls with their parameters, the most discriminating first.

        Returns
        -------
        DataFrame
            The columns of ``calls``, discrimination (positive: yes is the side of high positions),
            lower and upper (cut points), yes, abstain, no.
        """
        own = self.estimate.point.items[self.problem.panel.item_of_call]
        half = 0.5 * np.exp(own[:, 2])
        counted = self._counts()
        return self.calls.with_columns(
            discrimination=pl.Series(own[:, 0]),
            lower=pl.Series(own[:, 1] - half),
            upper=pl.Series(own[:, 1] + half),
            yes=pl.Series(counted[:, 0]),
            abstain=pl.Series(counted[:, 1]),
            no=pl.Series(counted[:, 2]),
        ).sort(pl.col("discrimination").abs(), "resolution", descending=[True, False])

    def distance(self, a: str, b: str) -> pl.DataFrame:
        """Distance of two states' positions by year, with its 90 % interval: a, b, year, value, low, high, n.

        The covariance of the two positions is taken into account; n is the smaller number of votes.
        """
        a, b = self._key(a), self._key(b)
        panel = self.problem.panel
        rows = []
        sessions = self.sessions
        for k, (block, covariance) in enumerate(
            zip(panel.blocks, self.estimate.covariance, strict=True)
        ):
            at = [np.flatnonzero(block.states == self.states.index(key)) for key in (a, b)]
            if any(found.size == 0 for found in at):
                continue
            i, j = int(at[0][0]), int(at[1][0])
            votes = int(panel.votes[block.where[[i, j]]].min())
            if not votes:
                continue
            x = self.estimate.point.x[block.where]
            reach = REACH * np.sqrt(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
            apart = abs(float(x[i] - x[j]))
            rows.append(
                (
                    a,
                    b,
                    FIRST_YEAR + int(sessions[k]),
                    apart,
                    max(0.0, apart - reach),
                    apart + reach,
                    votes,
                )
            )
        return pl.DataFrame(rows, schema=DISTANCE, orient="row")

    def predict(self, resolution: str, state: str) -> Prediction:
        """Chance of yes, abstain and no of a state on a roll call.

        Averaged over the uncertainty of its position of that session and of the roll call's item, both as
        fitted. Where the state voted on the same text in another roll call (a bridge), that vote is used
        too; the result names it. A vote that was itself fitted has helped to place both, and the result
        says so: to judge predictions, leave votes out of the fit.

        Raises
        ------
        UnknownName
            If no roll call of the fit has that id; the nearest are named.
        ComityError
            If the state is unknown (StateError, the nearest named), was no member at the time, or cast
            no vote at all.
        """
        from comity.measures.positions.prediction import predicted

        return predicted(self, resolution, self._key(state))

    @property
    def habit(self) -> Strength:
        """How two votes of a state on one text go together, positions given; found when first asked for."""
        if "habit" not in self._found:
            from comity.measures.positions.prediction import strength

            self._found["habit"] = strength(self)
        return self._found["habit"]

    def plot(self, *names: str) -> alt.LayerChart | alt.FacetChart:
        """Positions over time with their intervals; by default of six states."""
        from comity.measures.positions.picture import picture

        return picture(self.table(), [self._key(n) for n in names])

    def _key(self, name: str) -> str:
        key = states.resolve(name)
        if key not in self.states:
            raise ComityError(
                f"{states.name(key)} ({key}) casts no vote in the votes that were fitted"
            )
        return key

    @property
    def sessions(self) -> npt.NDArray[np.int64]:
        """Sessions in order, one per block of the panel."""
        return np.unique(self.calls["session"].to_numpy())

    def _counts(self) -> npt.NDArray[np.int64]:
        counts = np.zeros((self.calls.height, 3), dtype=np.int64)
        for block in self.problem.panel.blocks:
            for c in range(3):
                counts[block.calls, c] = (block.choices == c + 1).sum(axis=1)
        return counts


def position_table(
    keys: pl.Series,
    session: npt.NDArray[np.integer],
    mean: Array,
    sd: Array,
    votes: npt.NDArray[np.integer],
) -> pl.DataFrame:
    """The table of positions from its parts; sessions without a vote are left out."""
    frame = pl.DataFrame(
        {
            "state": keys, "year": session + FIRST_YEAR, "session": session, "mean": mean, "sd": sd,
            "q05": mean - REACH * sd, "q95": mean + REACH * sd, "votes": votes,
        }
    )  # fmt: skip
    return (
        frame.filter(pl.col("votes") > 0)
        .select([pl.col(c).cast(t) for c, t in POSITIONS.items()])
        .sort("state", "session")
    )
