"""The answers for one dyad: alignment by year and domain, the gap of words and deeds, what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from comity import states
from comity.alignment.explanation import Change, change
from comity.alignment.model import LEAST_PER_SIDE, Dyad, Model
from comity.alignment.reading import DEEDS_NAME, GAP, SHARED, WORDS_NAME
from comity.alignment.stored import fitted
from comity.alignment.structure import DEEDS, WORDS
from comity.alignment.volatility import NAMES as VOLATILITIES
from comity.alignment.volatility import smooth_mixture
from comity.errors import ComityError, CoverageError, UnknownName
from comity.measures.registry import Evidence, get
from comity.measures.scope import Scope
from comity.measures.spells import system_dyads
from comity.measures.uncertainty import REACH
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Alignment", "alignment", "change_between", "explain", "read"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How aligned two states are.

    Attributes
    ----------
    world, model
        What was read, and how.
    dyad
        The evidence, scored.
    frame
        a, b, year, domain (``overall`` and the latent domains), mean, low, high (90 %, in
        standard deviations among dyads), indicators (observed in the year that speak to the domain),
        percentile (among all dyads of the year). A dyad without any has the prior's mean and interval.
    sides
        a, b, year, words, deeds, gap with _low and _high, words_indicators, deeds_indicators; null unless
        each side has at least two indicators in the year.
    volatility
        Probability that the dyad is calm, ordinary or restless (:mod:`comity.alignment.volatility`).
    """

    world: World
    model: Model
    dyad: Dyad
    frame: pl.DataFrame
    sides: pl.DataFrame
    volatility: dict[str, float]

    def table(self) -> pl.DataFrame:
        """Alignment by year and domain."""
        return self.frame

    def gap(self) -> pl.DataFrame:
        """Words, deeds and their gap by year."""
        return self.sides

    def evidence(self, year: int | None = None, domain: str | None = None) -> list[Evidence]:
        """The rows behind the indicators, of one year or all, of one domain or all."""
        seen = np.isfinite(self.dyad.blur).any(axis=1)
        if not seen.any():
            return []
        first, last = (self.model.calendar[int(t)] for t in np.flatnonzero(seen)[[0, -1]])
        scope = Scope.dyad(self.dyad.a, self.dyad.b, year or first, year or last)
        names = dict.fromkeys(
            name
            for e in self.model.entries
            if domain in (None, "overall", e.domain)
            for name in e.of
        )
        return [rows for name in names for rows in get(name).evidence(self.world, scope)]

    def plot(
        self, since: int | None = None, until: int | None = None, domain: str | None = None
    ) -> alt.FacetChart:
        """Alignment over time with its interval, one panel per domain."""
        from comity.alignment.picture import by_domain

        rows = self.frame.filter(Scope(since=since, until=until).years())
        if domain is not None:
            rows = rows.filter(pl.col("domain") == domain)
        return by_domain(rows, f"Alignment of {self._names()}")

    def plot_gap(
        self, since: int | None = None, until: int | None = None
    ) -> alt.LayerChart | alt.FacetChart:
        """Words beside deeds over time, with their intervals."""
        from comity.alignment.picture import words_and_deeds

        rows = self.sides.filter(Scope(since=since, until=until).years())
        return words_and_deeds(rows, f"Words and deeds of {self._names()}")

    def _names(self) -> str:
        return f"{states.name(self.dyad.a)} and {states.name(self.dyad.b)}"


def alignment(world: World, a: str, b: str, *, model: Model | None = None) -> Alignment:
    """Alignment of two states in every year in which both were in the state system.

    Parameters
    ----------
    model
        What reads the evidence; by default the fit that belongs to the world
        (:func:`~comity.alignment.stored.fitted`).

    Raises
    ------
    ComityError
        For an unknown state, or twice the same.
    CoverageError
        If the two never were states together in the model's years.
    """
    a, b = states.resolve(a), states.resolve(b)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    if model is not None:
        return read(model, world, model.dyad(world, a, b))
    own, pair = fitted(world), (min(a, b), max(a, b))
    found: Alignment = world.remember(
        ("alignment", *pair), lambda: read(own, world, own.dyad(world, *pair))
    )
    return found


def read(model: Model, world: World, dyad: Dyad) -> Alignment:
    """Smooth the evidence on one dyad."""
    alive = _alive(model, dyad.a, dyad.b)
    names, weights = model.readings()
    mean, deviation = np.full((2, len(model.calendar), len(names)), np.nan)
    stop = int(alive[-1]) + 1
    years, probability = smooth_mixture(
        model.space, model.parameters.shares, model.years, dyad.scores[None, :stop],
        dyad.blur[None, :stop], alive[:1], weights,
    )  # fmt: skip
    for t, center, variance in years:
        mean[t], deviation[t] = center[0], np.sqrt(np.maximum(variance[0], 0.0))
    seen, layout = np.isfinite(dyad.blur), model.layout
    frames = []
    for m, name in enumerate(names):
        if name in (WORDS_NAME, DEEDS_NAME, GAP, SHARED):
            continue
        speaks = (
            layout.domain == layout.domains.index(name)
            if name in layout.domains
            else layout.domain >= 0
        )
        frames.append(
            _rows(dyad, model, alive).with_columns(
                domain=pl.lit(name),
                mean=mean[alive, m],
                low=mean[alive, m] - REACH * deviation[alive, m],
                high=mean[alive, m] + REACH * deviation[alive, m],
                indicators=seen[alive][:, speaks].sum(axis=1).astype(np.int64),
                percentile=model.percentile(mean[:, m], m)[alive],
            )
        )
    order = {name: i for i, name in enumerate(names)}
    frame = pl.concat(frames).sort("year", pl.col("domain").replace_strict(order))
    sides = _sides(model, dyad, alive, seen, names, mean, deviation)
    volatility = dict(zip(VOLATILITIES, probability[0].tolist(), strict=True))
    return Alignment(world, model, dyad, frame, sides, volatility)


def _rows(dyad: Dyad, model: Model, alive: npt.NDArray[np.intp]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "a": dyad.a,
            "b": dyad.b,
            "year": pl.Series([model.calendar[int(t)] for t in alive], dtype=pl.Int32),
        }
    )


def _sides(
    model: Model, dyad: Dyad, alive: npt.NDArray[np.intp], seen: npt.NDArray[np.bool_],
    names: Sequence[str], mean: npt.NDArray[np.float64], deviation: npt.NDArray[np.float64],
) -> pl.DataFrame:  # fmt: skip
    number = {
        side: seen[alive][:, model.layout.cost == side].sum(axis=1) for side in (WORDS, DEEDS)
    }
    enough = (number[WORDS] >= LEAST_PER_SIDE) & (number[DEEDS] >= LEAST_PER_SIDE)
    columns: dict[str, npt.NDArray[np.float64]] = {}
    for name in (WORDS_NAME, DEEDS_NAME, GAP):
        m = names.index(name)
        for suffix, shift in (("", 0.0), ("_low", -REACH), ("_high", REACH)):
            value = mean[alive, m] + shift * deviation[alive, m]
            columns[name + suffix] = np.where(enough, value, np.nan)
    return (
        _rows(dyad, model, alive)
        .with_columns(**columns)
        .fill_nan(None)
        .with_columns(
            words_indicators=number[WORDS].astype(np.int64),
            deeds_indicators=number[DEEDS].astype(np.int64),
        )
    )


def explain(found: Alignment, start: int, end: int, domain: str = "overall") -> pl.DataFrame:
    """What moved an answer between two years; domain may also be ``words``, ``deeds`` or ``gap``.

    Returns
    -------
    DataFrame
        indicator, year, value, score, weight, part; the parts sum to the change of the mean. Ordered by size.

    Raises
    ------
    CoverageError
        If the two were not both states in both years.
    """
    moved, sign = _moved(found, start, end, domain)
    model, dyad = found.model, found.dyad
    return pl.DataFrame(
        {
            "indicator": [model.layout.indicators[int(i)] for i in moved.indicator],
            "year": pl.Series([model.calendar[int(t)] for t in moved.year], dtype=pl.Int32),
            "value": dyad.values[moved.year, moved.indicator],
            "score": dyad.scores[moved.year, moved.indicator],
            "weight": sign * moved.weight[:, 0],
            "part": sign * moved.part[:, 0],
        }
    ).sort(pl.col("part").abs(), descending=True)


def change_between(
    found: Alignment, start: int, end: int, domain: str = "overall"
) -> tuple[float, float, float]:
    """The change of an answer between two years: its mean and 90 % interval.

    Narrower than the intervals of the two years suggest: what is uncertain in both alike is not in it.

    Raises
    ------
    CoverageError
        If the two were not both states in both years.
    """
    moved, sign = _moved(found, start, end, domain)
    mean = sign * float(moved.after[0] - moved.before[0])
    reach = REACH * float(moved.deviation[0])
    return mean, mean - reach, mean + reach


def _moved(found: Alignment, start: int, end: int, domain: str) -> tuple[Change, float]:
    """The change from the earlier year to the later, and -1 if asked the other way round."""
    model, dyad = found.model, found.dyad
    alive = _alive(model, dyad.a, dyad.b)
    places = [year - model.calendar[0] for year in (start, end)]
    if start == end or not set(places) <= set(alive.tolist()):
        raise CoverageError(
            f"no change of {dyad.a}-{dyad.b} from {start} to {end}: two different years are needed in which\n"
            f"  both were states ({model.calendar[int(alive[0])]}–{model.calendar[int(alive[-1])]})"
        )
    names, weights = model.readings()
    if domain not in names:
        raise UnknownName.among("domain", domain, names)
    stop = int(alive[-1]) + 1
    moved = change(
        model.space, model.parameters.shares, model.years, dyad.scores[:stop], dyad.blur[:stop],
        int(alive[0]), weights[[names.index(domain)]], min(places), max(places),
    )  # fmt: skip
    return moved, 1.0 if places[0] < places[1] else -1.0


def _alive(model: Model, a: str, b: str) -> npt.NDArray[np.intp]:
    """Places of the years in which both were states."""
    members = system_dyads(Scope.dyad(a, b), model.calendar)
    alive = np.sort(members["year"].to_numpy().astype(np.intp) - model.calendar[0])
    if not len(alive):
        raise CoverageError(
            f"{states.name(a)} ({a}) and {states.name(b)} ({b}) were never states together in "
            f"{model.calendar[0]}–{model.calendar[-1]}"
        )
    return alive
