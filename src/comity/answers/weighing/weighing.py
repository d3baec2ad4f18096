"""Rival readings of a relation against the evidence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment import Alignment, Model, alignment
from comity.answers.weighing.evidence import Observation, log_ratios, observe
from comity.answers.weighing.likelihood import shares, tempered, weigh_ratio
from comity.answers.weighing.readings import Readings, load_readings
from comity.answers.weighing.result import RELIABILITIES, Weighing
from comity.errors import CoverageError
from comity.states import resolve
from comity.world.world import World

__all__ = ["weigh", "weigh_observed"]

Array = npt.NDArray[np.float64]


def weigh(
    world: World, a: str, b: str, year: int = 2023, *, readings: Readings | None = None,
    model: Model | None = None,
) -> Weighing:  # fmt: skip
    """Weigh rival readings of a dyad by the evidence up to a year.

    Parameters
    ----------
    readings
        What to weigh; by default the readings that ship (:func:`load_readings`).
    model
        What scores the evidence; by default the fit that belongs to the world.

    Raises
    ------
    ComityError
        For an unknown state, or twice the same.
    CoverageError
        If the two were not states together in that year, or nothing is observed.
    """
    found = alignment(world, a, b, model=model)
    readings = readings or load_readings()
    years = found.table()["year"]
    if year not in years:
        raise CoverageError(
            f"{found.dyad.a} and {found.dyad.b} cannot be weighed in {year}: the model covers them in "
            f"{years[0]}–{years[-1]}\n  name a year with  --year"
        )
    observed = observe(found, readings, year)
    if not observed:
        raise CoverageError(
            f"nothing that the readings speak of is covered for {found.dyad.a} and {found.dyad.b} in {year}\n"
            f"  see what is:  comity measure {found.dyad.a} {found.dyad.b}"
        )
    return weigh_observed(readings, observed, resolve(a), resolve(b), year, found)


def weigh_observed(
    readings: Readings, observed: list[Observation], a: str, b: str, year: int,
    found: Alignment | None = None,
) -> Weighing:  # fmt: skip
    """Weigh readings by observations at hand."""
    ratios = log_ratios(readings, observed)
    keys = [s.key for s in readings.sources]
    source = np.array([keys.index(o.source) for o in observed], dtype=np.intp)
    declared = np.array([s.reliability for s in readings.sources])[source]
    weights = tempered(weigh_ratio(ratios, declared), source)
    changes: list[tuple[str, str | None, Array]] = [
        (f"without {s.label}", s.key, weights[:, source != k].sum(axis=1))
        for k, s in enumerate(readings.sources)
        if (source == k).any()
    ]
    changes += [
        (
            f"reliability {r:g} of all", None,
            tempered(weigh_ratio(ratios, np.full(len(observed), r)), source).sum(axis=1),
        )
        for r in RELIABILITIES
    ]  # fmt: skip
    rows = []
    for change, key, total in changes:
        order = np.argsort(-total, kind="stable")
        told = bool(np.any(total))
        rows.append(
            (
                change, key, readings.readings[int(order[0])].key if told else None,
                float(shares(total)[order[0]]), float(total[order[0]] - total[order[1]]),
                float(total[order[0]]),
            )
        )  # fmt: skip
    schema = {
        "change": pl.String, "source": pl.String, "leading": pl.String, "share": pl.Float64,
        "lead": pl.Float64, "over": pl.Float64,
    }  # fmt: skip
    sensitivity = pl.DataFrame(rows, schema=schema, orient="row")
    return Weighing(a, b, year, readings, tuple(observed), weights, sensitivity, found)
