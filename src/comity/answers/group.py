"""Is there a bloc, and against whom? Cohesion of a group, and its distance from a reference group.

*Cohesion* is the mean alignment over the dyads inside the group. *Distance* is minus the mean alignment
of its members with the states of the reference that are not members, so that larger is farther apart.
*Difference* is cohesion less the mean alignment across, that is cohesion plus distance: above zero, the
members are closer to one another than to the reference. All in standard deviations among dyads.

The model takes dyads as independent given its parameters; the variance of a mean is therefore the mean of
the dyads' posterior variances over their number. What moved all dyads of a state at once is not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity import states
from comity.alignment import alignment
from comity.alignment.stored import stored_field
from comity.answers.cohesion import GROUPS, SEED, Sets
from comity.answers.pairs import (
    FEW,
    Pair,
    Readings,
    informed_year,
    ordered_pair,
    readings,
)
from comity.errors import ComityError, CoverageError
from comity.measures.registry import Evidence
from comity.measures.scope import Scope
from comity.measures.uncertainty import REACH
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["AGAINST", "BESIDE", "Cohesion", "expanded", "group", "measured"]

AGAINST = ("G7", "EU")
BESIDE = ("NATO", "ASEAN", "BRICS")
#: Draws of the pairs' alignments, to say how surely the weakest is the weakest.
DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Cohesion:
    """How close the states of a group are to one another, and how far from a reference group.

    Attributes
    ----------
    world
        What was read.
    label, actors, against
        The group's name in tables (``CHN+IRN+RUS``), and the states and blocs named for it and for its
        reference.
    members, reference
        Members of either by year, where the group exists.
    inside
        Readings of the dyads inside.
    frame
        group, year, domain, members, reference, pairs, and each with its 90 % interval cohesion, distance and
        difference (whose ends are low and high). Null where the reference has no state that year.
    """

    world: World
    label: str
    actors: tuple[str, ...]
    against: tuple[str, ...]
    members: dict[int, frozenset[str]]
    reference: dict[int, frozenset[str]]
    inside: Readings
    frame: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """group, year, domain, cohesion, distance, difference, low, high (90 %, of the difference)."""
        return self.frame.select(
            "group", "year", "domain", "cohesion", "distance", "difference", "low", "high"
        )

    @property
    def year(self) -> int:
        """The latest year that enough indicators inform, or the last there is."""
        wanted, years = informed_year(self.world), sorted(self.members)
        return max((y for y in years if y <= wanted), default=years[-1])

    def pairs(self, year: int, domain: str = "overall") -> pl.DataFrame:
        """The dyads inside, weakest first.

        Returns
        -------
        DataFrame
            a, b, year, domain, mean, low, high, weakest: the probability (0 … 1) that this dyad is the
            weakest of all, from draws with a fixed seed.
        """
        chosen = _inside(self.members[self._held(year)])
        t, m = year - self.inside.years[0], self.inside.domains.index(domain)
        chosen = [p for p in chosen if np.isfinite(self.inside.mean[self.inside.place[p], t, m])]
        at = np.array([self.inside.place[p] for p in chosen], dtype=np.intp)
        mean, spread = self.inside.mean[at, t, m], np.sqrt(self.inside.variance[at, t, m])
        drawn = mean + spread * np.random.default_rng(SEED).standard_normal((DRAWS, len(at)))
        first = np.bincount(drawn.argmin(axis=1), minlength=len(at)) / DRAWS
        return pl.DataFrame(
            {
                "a": [a for a, _ in chosen], "b": [b for _, b in chosen], "year": year, "domain": domain,
                "mean": mean, "low": mean - REACH * spread, "high": mean + REACH * spread, "weakest": first,
            }
        ).sort("mean")  # fmt: skip

    def beside(
        self, year: int, blocs: Sequence[str] = BESIDE, *, groups: int = GROUPS
    ) -> pl.DataFrame:
        """The group among blocs and random groups (:func:`~comity.answers.group_beside.beside`)."""
        from comity.answers.group_beside import beside

        self._held(year)
        return beside(self, year, blocs, groups=groups)

    def words(self, year: int) -> pl.DataFrame:
        """domain, bloc, reference: the words earned in each domain (:mod:`~comity.answers.group_words`)."""
        from comity.answers.group_words import words

        self._held(year)
        return words(self, year)

    def evidence(self, year: int, domain: str | None = None) -> list[Evidence]:
        """The rows behind the dyads inside, of the weakest first; of the six weakest where there are more."""
        found: list[Evidence] = []
        for a, b in self.pairs(year).select("a", "b").head(FEW).iter_rows():
            one = self.inside.exact.get((a, b)) or alignment(self.world, a, b)
            found += one.evidence(year, domain)
        return found

    def verdict(self, year: int | None = None) -> str:
        """One sentence, in words of a fixed scale (:mod:`~comity.answers.group_words`)."""
        from comity.answers.group_words import verdict

        return verdict(self, self.year if year is None else self._held(year))

    def plot(self) -> alt.FacetChart:
        """Mean alignment inside and with the reference over time, with their intervals."""
        from comity.answers.group_words import picture

        return picture(self)

    def _held(self, year: int) -> int:
        if year not in self.members:
            first, last = min(self.members), max(self.members)
            raise CoverageError(f"{self.label} is not read in {year}; it is in {first}–{last}")
        return year


def group(
    world: World,
    members: Sequence[str],
    against: Sequence[str] = AGAINST,
    *,
    since: int | None = None,
    until: int | None = None,
    exact: bool | None = None,
) -> Cohesion:
    """Measure the cohesion of a group of states and its distance from a reference group.

    Parameters
    ----------
    members, against
        States, blocs or groups, by key or name; a bloc stands for its members at each year. Members are
        left out of the reference.
    since, until
        First and last year; all years of the model by default. A group of named states is read in the years
        in which all of them were states.
    exact
        Whether every dyad is read anew; by default where they are few, or the world is not the one that was
        fitted (:func:`~comity.answers.pairs.readings`).

    Raises
    ------
    StateError, UnknownName
        For a name that is no state, bloc or group whose members are known.
    CoverageError
        If the group, or its reference, exists in none of the years.
    """
    scope = Scope(since=since, until=until)
    actors, others = _actors(members), _actors(against)
    calendar = stored_field(world).years
    years = scope.overlap(calendar[0], calendar[-1])
    inner: dict[int, frozenset[str]] = {}
    outer: dict[int, frozenset[str]] = {}
    for year in years:
        alive = frozenset(states.keys(year))
        named = frozenset(a for a in actors if states.exists(a))
        belong = expanded(actors, year) & alive
        if named <= alive and len(belong) >= 2:
            inner[year] = belong
            outer[year] = (expanded(others, year) & alive) - belong
    if not inner:
        raise CoverageError(
            f"{'+'.join(actors)} is no group of two or more states in any year asked for; alignment is read "
            f"{calendar[0]}–{calendar[-1]}\n  name at least two states that existed together, or a bloc"
        )
    if not any(outer.values()):
        raise CoverageError(
            f"no state of {'+'.join(others)} is left to set the group against: all are members, or none "
            "existed\n  name another reference: --against USA,JPN"
        )
    inside = readings(world, sorted({p for m in inner.values() for p in _inside(m)}), exact=exact)
    across = readings(
        world,
        sorted({ordered_pair(a, b) for y in inner for a in inner[y] for b in outer[y]}),
        exact=exact,
    )
    label = "+".join(actors)
    rows: list[dict[str, object]] = []
    for year, belong in inner.items():
        pairs, beyond_it = _inside(belong), outer[year]
        between = [ordered_pair(a, b) for a in belong for b in beyond_it]
        within, beyond = _mean(inside, pairs, year), _mean(across, between, year)
        one = Sets(within[0], beyond[0], within[1], beyond[1])
        rows += [
            {
                "group": label, "year": year, "domain": domain, "members": len(belong),
                "reference": len(beyond_it), "pairs": len(pairs), **measured(one, m),
            }
            for m, domain in enumerate(inside.domains)
        ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=_FRAME)
    return Cohesion(world, label, actors, others, inner, outer, inside, frame)


_FRAME: dict[str, type[pl.DataType]] = {
    "group": pl.String, "year": pl.Int32, "domain": pl.String, "members": pl.Int64, "reference": pl.Int64,
    "pairs": pl.Int64,
    **dict.fromkeys(
        ("cohesion", "cohesion_low", "cohesion_high", "distance", "distance_low", "distance_high",
         "difference", "low", "high"), pl.Float64,
    ),
}  # fmt: skip


def _actors(names: Sequence[str]) -> tuple[str, ...]:
    """Keys of states and blocs, each once, in alphabetical order."""
    found = sorted({states.resolve_actor(name) for name in names})
    if not found:
        raise ComityError("no state or bloc is named: write for example  RUS CHN --against G7,EU")
    for key in found:
        if states.name(key) and not states.exists(key):
            states.expand(key, 2020)  # refuses what has no members that are known
    return tuple(found)


def expanded(actors: Sequence[str], year: int) -> frozenset[str]:
    """The states that some actors stand for in a year."""
    return frozenset().union(*(frozenset(states.expand(actor, year)) for actor in actors))


def _inside(members: frozenset[str]) -> list[Pair]:
    ordered = sorted(members)
    return [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :]]


def _mean(
    found: Readings, pairs: Sequence[Pair], year: int
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], ...]:
    """Mean over dyads and its variance, each (1, domains); NaN where there is no dyad."""
    at, t = [found.place[p] for p in pairs], year - found.years[0]
    mean, variance = found.mean[at, t], found.variance[at, t]
    known = np.isfinite(mean)
    n = known.sum(axis=0, keepdims=True).astype(np.float64)
    n[n == 0] = np.nan
    total = np.where(known, mean, 0.0).sum(axis=0, keepdims=True)
    spread = np.where(known, variance, 0.0).sum(axis=0, keepdims=True)
    return total / n, spread / n**2


def measured(one: Sets, m: int) -> dict[str, float | None]:
    """Cohesion, distance and difference of the first set with their intervals; None where NaN."""
    inside, across = one.inside[0, m], one.across[0, m]
    within, beyond = one.inside_variance[0, m], one.across_variance[0, m]
    found: dict[str, float | None] = {}
    for name, value, variance in (
        ("cohesion", inside, within),
        ("distance", -across, beyond),
        ("difference", inside - across, within + beyond),
    ):
        reach = REACH * float(np.sqrt(variance))
        prefix = "" if name == "difference" else f"{name}_"
        ends = {name: value, f"{prefix}low": value - reach, f"{prefix}high": value + reach}
        found |= {key: float(end) if np.isfinite(end) else None for key, end in ends.items()}
    return found
