"""The fitted model: estimated once on all dyads, kept in two small files, asked dyad by dyad."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.catalog import CATALOG, Entry, values
from comity.alignment.estimation import estimate
from comity.alignment.field import SHARES, Field, smooth_field
from comity.alignment.opportunity import opportunity
from comity.alignment.panel import Panel, Rankings, build_panel, coverage, latent_domains
from comity.alignment.reading import readings
from comity.alignment.scores import Ranking
from comity.alignment.structure import (
    DEEDS,
    NONE,
    WORDS,
    Layout,
    Parameters,
    StateSpace,
    state_space,
)
from comity.alignment.years import Years, years_of
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["LEAST_PER_SIDE", "Dyad", "Model", "both_sides", "fit", "layout_of"]

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
    first, last
        First and last calendar year asked for or observed.
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
        a, b = min(a, b), max(a, b)
        shape = (len(self.calendar), self.layout.n)
        found, scores = np.full(shape, np.nan), np.zeros(shape)
        blur = np.full(shape, np.inf)
        scope = Scope.dyad(a, b, self.calendar[0], self.calendar[-1])
        classes = opportunity(world, pl.DataFrame({"a": [a], "b": [b]}), self.calendar)[0]
        for i, entry in enumerate(self.entries):
            for year, value in values(world, entry, scope).select("year", "value").rows():
                t = year - self.calendar[0]
                found[t, i] = value
                table = self.rankings.get(
                    (entry.name, year, int(classes[t]) if entry.contact else -1)
                )
                if table is not None:
                    score, spread = table.score(
                        np.array([np.float32(value) * entry.toward], dtype=float)
                    )
                    scores[t, i], blur[t, i] = score[0], spread[0]
        return Dyad(a, b, found, scores, blur)

    def save(self, folder: Path) -> None:
        """Write ``model.json``, ``rankings.parquet`` and ``quantiles.parquet``."""
        plain = {k: v.tolist() for k, v in asdict(self.parameters).items()}
        (folder / "model.json").write_text(
            json.dumps(
                {
                    "indicators": self.layout.indicators, "domains": self.layout.domains,
                    "first": self.calendar[0], "last": self.calendar[-1], "parameters": plain,
                    "used": {
                        name: [self.calendar[0] + int(t) for t in np.flatnonzero(self.used[:, i])]
                        for i, name in enumerate(self.layout.indicators)
                    },
                },
                indent=1,
            )
        )  # fmt: skip
        rows = [
            pl.DataFrame({"value": r.value, "below": r.below, "upto": r.upto}).with_columns(
                indicator=pl.lit(name), year=pl.lit(year, pl.Int16), group=pl.lit(group, pl.Int8)
            )
            for (name, year, group), r in self.rankings.items()
        ]
        pl.concat(rows).write_parquet(folder / "rankings.parquet", compression="zstd")
        np.save(folder / "quantiles.npy", self.quantiles.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> Model:
        """Read what :meth:`save` wrote."""
        plain = json.loads((folder / "model.json").read_text())
        calendar = range(plain["first"], plain["last"] + 1)
        used = np.zeros((len(calendar), len(plain["indicators"])), dtype=bool)
        for i, name in enumerate(plain["indicators"]):
            used[np.array(plain["used"][name], dtype=int) - calendar[0], i] = True
        rankings = {
            (str(key[0]), int(key[1]), int(key[2])): Ranking(
                *(part[column].to_numpy() for column in ("value", "below", "upto"))
            )
            for key, part in pl.read_parquet(folder / "rankings.parquet").partition_by(
                "indicator", "year", "group", as_dict=True
            ).items()
        }  # fmt: skip
        parameters = Parameters(**{k: np.array(v) for k, v in plain["parameters"].items()})
        layout = layout_of([CATALOG[name] for name in plain["indicators"]], plain["domains"])
        quantiles = np.load(folder / "quantiles.npy").astype(float)
        return cls(layout, parameters, calendar, used, rankings, quantiles)


def layout_of(entries: Sequence[Entry], domains: Sequence[str]) -> Layout:
    """Which indicator belongs where."""
    families = tuple(dict.fromkeys(e.family for e in entries if e.family))
    return Layout(
        tuple(e.name for e in entries), tuple(domains),
        np.array([list(domains).index(e.domain) for e in entries], dtype=np.intp),
        np.array([WORDS if e.cost == "declaratory" else DEEDS for e in entries], dtype=np.intp),
        families,
        np.array([families.index(e.family) if e.family else NONE for e in entries], dtype=np.intp),
    )  # fmt: skip


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
    """
    panel = panel or build_panel(world, entries)
    domains = latent_domains(coverage(panel))
    kept = np.array([i for i, entry in enumerate(panel.entries) if entry.domain in domains])
    layout = layout_of([panel.entries[i] for i in kept], domains)
    scores, blur = (np.ascontiguousarray(x[..., kept]) for x in (panel.scores, panel.blur))
    used: npt.NDArray[np.bool_] = np.asarray(np.isfinite(blur).any(axis=0))
    years = years_of(used, layout.common)
    parameters, _ = estimate(layout, years, scores, blur, panel.first, panel.last, seed=seed)
    names, weights = readings(layout, parameters)
    mean, deviation = smooth_field(
        state_space(layout, parameters),
        years,
        weights,
        scores,
        blur,
        panel.first,
        panel.last,
        panel.exists,
    )
    field_of = Field(
        panel.dyads, panel.years, names, mean, deviation, both_sides(layout, np.isfinite(blur))
    )
    rankings: Mapping[tuple[str, int, int], Ranking] = {
        key: table for key, table in panel.rankings.items() if key[0] in layout.indicators
    }
    model = Model(layout, parameters, panel.years, used, rankings, field_of.quantiles())
    return model, panel, field_of
