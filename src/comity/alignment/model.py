"""The fitted model: estimated once on all dyads, kept in small files, asked dyad by dyad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.catalog import CATALOG, Entry, values
from comity.alignment.estimation import estimate
from comity.alignment.field import SHARES, Field, smooth_field
from comity.alignment.files import load_parts, save_parts
from comity.alignment.opportunity import opportunity
from comity.alignment.panel import Panel, Rankings, build_panel, coverage, latent_domains
from comity.alignment.progress import Progress, silent
from comity.alignment.reading import readings
from comity.alignment.scores import score
from comity.alignment.structure import (
    DEEDS,
    WORDS,
    Layout,
    Parameters,
    StateSpace,
    layout_of,
    state_space,
)
from comity.alignment.years import Years, years_of
from comity.errors import CoverageError
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["LEAST_PER_SIDE", "Dyad", "Model", "both_sides", "fit"]

Array = npt.NDArray[np.float64]

#: Indicators each side of the gap needs in a year.
LEAST_PER_SIDE = 2


@dataclass(frozen=True, slots=True)
class Dyad:
    """The evidence on one dyad, as the model reads it.

    Attributes
    ----------
    a, b
        Keys, a < b.
    values, scores, blur : (years, n)
        As in :class:`~comity.alignment.panel.Panel`.
    """

    a: str
    b: str
    values: Array
    scores: Array
    blur: Array


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that is needed to read a dyad.

    Attributes
    ----------
    layout, parameters
        Of the state-space model.
    calendar
        Calendar years the model covers.
    used : (years, n)
        Indicators any dyad has in a year.
    rankings
        What turns a value into a score, by indicator, year and class.
    quantiles : (years, m, 201)
        Of the posterior means of the m readings among all dyads of a year.
    """

    layout: Layout
    parameters: Parameters
    calendar: range
    used: npt.NDArray[np.bool_]
    rankings: Rankings
    quantiles: Array
    _kept: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The indicators, in the order of the arrays."""
        return tuple(CATALOG[name] for name in self.layout.indicators)

    @property
    def space(self) -> StateSpace:
        """The matrices of a dyad."""
        if "space" not in self._kept:
            self._kept["space"] = state_space(self.layout, self.parameters)
        return self._kept["space"]  # type: ignore[return-value]

    @property
    def years(self) -> Years:
        """Which states are carried in which year."""
        if "years" not in self._kept:
            self._kept["years"] = years_of(self.used, self.layout.common)
        return self._kept["years"]  # type: ignore[return-value]

    def readings(self) -> tuple[tuple[str, ...], Array]:
        """Names and weights of what is read off the states."""
        return readings(self.layout, self.parameters)

    def percentile(self, mean: Array, reading: int) -> Array:
        """Share (0 … 100) of the dyads of each year below a mean; mean (years,), NaN where unknown."""
        found = np.full(mean.shape, np.nan)
        for t in np.flatnonzero(np.isfinite(mean)):
            found[t] = 100 * np.interp(mean[t], self.quantiles[t, reading], SHARES)
        return found

    def dyad(self, world: World, a: str, b: str) -> Dyad:
        """Measure and score one dyad of a world with the model's rankings."""
        return self.dyads(world, [(a, b)])[0]

    def dyads(self, world: World, pairs: Sequence[tuple[str, str]]) -> list[Dyad]:
        """Measure and score some dyads, each table read once for all of them."""
        frame = pl.DataFrame(
            [(min(pair), max(pair)) for pair in pairs], schema=["a", "b"], orient="row"
        )
        shape = (frame.height, len(self.calendar), self.layout.n)
        found, scores = np.full(shape, np.nan), np.zeros(shape)
        blur = np.full(shape, np.inf)
        scope = Scope(
            frozenset(frame["a"]), frozenset(frame["b"]), self.calendar[0], self.calendar[-1],
            values_only=True,
        )  # fmt: skip
        classes = opportunity(world, frame, self.calendar)
        rows = frame.with_row_index("row")
        for i, entry in enumerate(self.entries):
            known = values(world, entry, scope).join(rows, on=["a", "b"])
            ranked: list[tuple[int, int, Array, Array]] = []
            for d, year, value in known.select("row", "year", "value").rows():
                t = year - self.calendar[0]
                found[d, t, i] = value
                group = int(classes[d, t]) if entry.contact else -1
                table = self.rankings.get((entry.name, year, group))
                if table is not None:
                    toward = np.array([np.float32(value) * entry.toward], dtype=float)
                    ranked.append((d, t, *table.shares(toward)))
            if ranked:
                at_row, at_year, low, high = zip(*ranked, strict=True)
                at = (list(at_row), list(at_year), i)
                scores[at], blur[at] = score(np.concatenate(low), np.concatenate(high))
        return [
            Dyad(a, b, *(part[d] for part in (found, scores, blur)))
            for d, (a, b) in enumerate(frame.rows())
        ]

    def save(self, folder: Path, beside: tuple[str, ...] = ()) -> None:
        """Write ``model.json``, ``rankings.parquet`` and ``quantiles.parquet`` into a folder that exists.

        ``beside`` names further files in it that are to be known as this fit's.
        """
        save_parts(
            folder, self.layout, self.parameters, self.calendar, self.used, self.rankings, self.quantiles,
            beside,
        )  # fmt: skip

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Read what :meth:`save` wrote.

        Raises
        ------
        DataError
            If a file is missing, damaged, or not of a fit by this version.
        """
        return cls(*load_parts(folder))


def both_sides(layout: Layout, seen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether words and deeds each have enough indicators; seen (…, n)."""
    enough = [
        seen[..., layout.cost == side].sum(axis=-1) >= LEAST_PER_SIDE for side in (WORDS, DEEDS)
    ]
    both: npt.NDArray[np.bool_] = enough[0] & enough[1]
    return both


def fit(
    world: World,
    *,
    entries: Sequence[Entry] | None = None,
    panel: Panel | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> tuple[Model, Panel, Field]:
    """Fit the model to all dyads of a world.

    Parameters
    ----------
    entries
        Indicators to use; the whole catalogue by default. Those of a domain that is not latent are left out.
    panel
        The world already measured.
    seed
        Of the order in which dyads are drawn.
    progress
        Told what is being done, and which share of it is.

    Raises
    ------
    CoverageError
        If no domain has enough indicators to be latent.
    """
    panel = panel or build_panel(world, entries, progress=progress)
    domains = latent_domains(coverage(panel))
    if not domains:
        raise CoverageError(
            "no domain has three indicators that cover fifty states each: nothing to fit\n"
            "  see  comity indicators"
        )
    kept = np.array([i for i, entry in enumerate(panel.entries) if entry.domain in domains])
    layout = layout_of([panel.entries[i] for i in kept], domains)
    scores, blur = (np.ascontiguousarray(x[..., kept]) for x in (panel.scores, panel.blur))
    used: npt.NDArray[np.bool_] = np.asarray(np.isfinite(blur).any(axis=0))
    years = years_of(used, layout.common)
    parameters, _ = estimate(
        layout, years, scores, blur, panel.first, panel.last, seed=seed, progress=progress
    )
    names, weights = readings(layout, parameters)
    mean, deviation = smooth_field(
        state_space(layout, parameters), parameters.shares, years, weights, scores, blur,
        panel.first, panel.last, panel.exists, progress=progress,
    )  # fmt: skip
    field_of = Field(
        panel.dyads, panel.years, names, mean, deviation, both_sides(layout, np.isfinite(blur))
    )
    rankings = {key: table for key, table in panel.rankings.items() if key[0] in layout.indicators}
    model = Model(layout, parameters, panel.years, used, rankings, field_of.quantiles())
    return model, panel, field_of
