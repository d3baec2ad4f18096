"""Alignment of many dyads at once: exact where they are few, as stored where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from comity.alignment import Alignment, alignment, fitted
from comity.alignment.stored import FOLDER, STEP, stored_field
from comity.errors import CoverageError
from comity.measures.uncertainty import REACH
from comity.world.store import embedded_folder
from comity.world.world import World

__all__ = [
    "FEW",
    "Pair",
    "Readings",
    "as_fitted",
    "informed_year",
    "ordered_pair",
    "readings",
]

Array = npt.NDArray[np.float64]
Pair = tuple[str, str]

#: As many dyads are read exactly; of more, the stored readings are taken.
FEW = 6


@dataclass(frozen=True, slots=True)
class Readings:
    """Posterior means and variances of some dyads.

    Attributes
    ----------
    place
        Place of each dyad (a, b with a < b) on the first axis.
    years
        Calendar years of the second axis.
    domains
        Names of the third axis: ``overall`` and the latent domains.
    mean, variance : (dyads, years, domains)
        NaN where the two were not both states.
    exact
        The exact readings, by dyad; those that were taken from the store are not among them.
    """

    place: dict[Pair, int]
    years: range
    domains: tuple[str, ...]
    mean: Array
    variance: Array
    exact: dict[Pair, Alignment]


def ordered_pair(a: str, b: str) -> Pair:
    """The two in alphabetical order."""
    return (a, b) if a < b else (b, a)


def as_fitted(world: World) -> bool:
    """Whether the stored readings are of this very world: it has its own fit, or is the embedded one."""
    if world.parent is not None or not world.origin:
        return False
    own = Path(world.origin) / FOLDER / "model.json"
    return own.is_file() or Path(world.origin) == embedded_folder()


def readings(world: World, pairs: Sequence[Pair], *, exact: bool | None = None) -> Readings:
    """Read some dyads by all latent domains, in all years.

    Parameters
    ----------
    exact
        Whether to read each dyad anew; by default where there are at most :data:`FEW`, or where the world
        is not the one that was fitted, so that the stored readings would not be its own. A stored reading
        is within 0.05 of the exact one; the spread of that rounding is in the variance.
    """
    field = stored_field(world)
    model_domains = tuple(n for n in field.names if n != "gap")
    if exact is None:
        exact = len(pairs) <= FEW or not as_fitted(world)
    place = {pair: i for i, pair in enumerate(pairs)}
    shape = (len(pairs), len(field.years), len(model_domains))
    mean, variance = np.full(shape, np.nan), np.full(shape, np.nan)
    found: dict[Pair, Alignment] = {}
    if exact:
        for pair, i in place.items():
            try:
                one = alignment(world, *pair)
            except CoverageError:  # never states together
                continue
            found[pair] = one
            frame = one.table()
            t = frame["year"].to_numpy() - field.years[0]
            m = frame["domain"].replace_strict(
                {name: k for k, name in enumerate(model_domains)}
            ).to_numpy()  # fmt: skip
            mean[i, t, m] = frame["mean"].to_numpy()
            spread = (frame["high"].to_numpy() - frame["low"].to_numpy()) / (2 * REACH)
            variance[i, t, m] = spread**2
    elif pairs:
        rows = world.remember(
            "stored dyads", lambda: {pair: i for i, pair in enumerate(field.dyads.iter_rows())}
        )
        held = [(i, rows[pair]) for pair, i in place.items() if pair in rows]
        here, there = (np.array(side, dtype=np.intp) for side in zip(*held, strict=True))
        keep = [field.names.index(name) for name in model_domains]
        mean[here] = field.mean[there][..., keep]
        variance[here] = field.deviation[there][..., keep].astype(np.float64) ** 2 + STEP**2 / 3
    return Readings(place, field.years, model_domains, mean, variance, found)


def informed_year(world: World) -> int:
    """The latest year in which at least half of the model's indicators are held for any dyad.

    The last years of the calendar rest on few indicators, for sources end in different years.
    """
    model = fitted(world)
    many = 2 * model.used.sum(axis=1) >= model.used.shape[1]
    return model.calendar[int(np.flatnonzero(many)[-1]) if many.any() else -1]
