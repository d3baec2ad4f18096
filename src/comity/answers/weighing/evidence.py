"""What is observed of a dyad up to a year: one standing per indicator, with how blurred and how old it is.

The last :data:`OBSERVED` observed years count, none of them more than :data:`OLDEST` years back. Years of
one indicator are no separate witnesses: their standings are averaged by precision, and the average is as
blurred as one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment import Alignment
from comity.alignment.opportunity import opportunity
from comity.answers.weighing.asymmetry import asymmetry_by_year
from comity.answers.weighing.likelihood import log_normal_ratio
from comity.answers.weighing.prediction import STATES, Level
from comity.answers.weighing.readings import ASYMMETRY, MODEL_READINGS, Readings

__all__ = ["Observation", "log_ratios", "observe"]

Array = npt.NDArray[np.float64]

#: Observed years that are averaged, and how far back they may lie.
OBSERVED, OLDEST = 3, 10
#: Variance of a standing from year to year, and what each year of age adds.
STRAYS, AGES = 0.15, 0.04
#: The normal quantile of the model's intervals.
REACH = 1.6448536269514722
#: The least share of dyads a value is taken to have.
RAREST = 0.002


@dataclass(frozen=True, slots=True)
class Observation:
    """One indicator of a dyad.

    Attributes
    ----------
    indicator, source
        Names.
    first, last
        First and last year averaged.
    value
        Mean over those years; of an indicator of few states the latest.
    standing
        Among all dyads, in standard deviations, in the direction of the value.
    noise
        Variance of what is not known about it.
    common
        Share of all dyads with the value, for an indicator of few states; else null.
    """

    indicator: str
    source: str
    first: int
    last: int
    value: float
    standing: float
    noise: float
    common: float | None = None

    @property
    def likely(self) -> float:
        """Where the dyad probably stands, given the blur."""
        return self.standing / (1.0 + self.noise)


def observe(found: Alignment, readings: Readings, year: int) -> list[Observation]:
    """Everything that the readings can be weighed by, in the order of their sources."""
    observed = []
    for source in readings.sources:
        for name in source.indicators:
            if name == ASYMMETRY:
                one = _asymmetry(found, source.key, year)
            elif name in MODEL_READINGS:
                one = _model_reading(found, source.key, name, year)
            else:
                one = _indicator(found, source.key, name, year)
            if one is not None:
                observed.append(one)
    return observed


def log_ratios(readings: Readings, observed: list[Observation]) -> Array:
    """Log of the likelihood under each reading over that for any dyad, (readings, observations)."""
    found = np.zeros((len(readings.readings), len(observed)))
    for j, seen in enumerate(observed):
        for i, reading in enumerate(readings.readings):
            told = reading.predicts.get(seen.indicator)
            if isinstance(told, Level):
                x, noise, mean, spread = (
                    np.array(v) for v in (seen.standing, seen.noise, told.mean, told.spread)
                )
                found[i, j] = log_normal_ratio(x, noise, mean, spread)
            elif told is not None and seen.common is not None:
                found[i, j] = np.log(max(told.get(seen.value, 0.0), RAREST) / seen.common)
    return found


def _indicator(found: Alignment, source: str, name: str, year: int) -> Observation | None:
    model, dyad = found.model, found.dyad
    if name not in model.layout.indicators:
        return None
    i, start = model.layout.indicators.index(name), model.calendar[0]
    stop = min(year - start + 1, len(dyad.blur))
    seen = np.flatnonzero(np.isfinite(dyad.blur[:stop, i]))
    seen = seen[seen >= year - start - OLDEST][-OBSERVED:]
    if not len(seen):
        return None
    toward = model.entries[i].toward
    last = int(seen[-1]) + start
    if name in STATES:
        value = float(dyad.values[seen[-1], i])
        group = _opportunity(found)[seen[-1]] if model.entries[i].contact else -1
        table = model.rankings[name, last, int(group)]
        at = np.flatnonzero(table.value == value * toward)
        # as shares of the dyads ranked, whatever a ranking counts in
        common = float((table.upto - table.below)[at[0]] / table.upto[-1]) if len(at) else 0.0
        return Observation(
            name, source, last, last, value, toward * float(dyad.scores[seen[-1], i]),
            float(dyad.blur[seen[-1], i]) + _stale(year, last), max(common, RAREST),
        )  # fmt: skip
    scores, noise = dyad.scores[seen, i], dyad.blur[seen, i] + STRAYS
    precision = 1.0 / noise
    return Observation(
        name, source, int(seen[0]) + start, last, float(dyad.values[seen, i].mean()),
        toward * float((scores * precision).sum() / precision.sum()),
        float(1.0 / precision.mean()) + _stale(year, last) - STRAYS,
    )  # fmt: skip


def _opportunity(found: Alignment) -> npt.NDArray[np.int8]:
    """Class of opportunity of the dyad in each year of the calendar."""
    a, b = found.dyad.a, found.dyad.b
    classes: npt.NDArray[np.int8] = opportunity(
        found.world, pl.DataFrame({"a": [a], "b": [b]}), found.model.calendar
    )[0]
    return classes


def _asymmetry(found: Alignment, source: str, year: int) -> Observation | None:
    rows = asymmetry_by_year(found.world, found.dyad.a, found.dyad.b, year - OLDEST, year)[
        -OBSERVED:
    ]
    if not rows:
        return None
    years, values, standings = zip(*rows, strict=True)
    return Observation(
        ASYMMETRY, source, years[0], years[-1], float(np.mean(values)), float(np.mean(standings)),
        _stale(year, years[-1]),
    )  # fmt: skip


def _model_reading(found: Alignment, source: str, name: str, year: int) -> Observation | None:
    if name in ("words", "deeds", "gap"):
        rows = found.gap().select("year", mean=name, low=f"{name}_low", high=f"{name}_high")
    else:
        rows = found.table().filter((pl.col("domain") == name) & (pl.col("indicators") > 0))
    rows = rows.drop_nulls("mean").filter(pl.col("year").is_between(year - OLDEST, year))
    if rows.is_empty():
        return None
    last = rows.sort("year").row(-1, named=True)
    deviation = (last["high"] - last["low"]) / (2 * REACH)
    mean = float(last["mean"])
    at = int(last["year"])
    return Observation(name, source, at, at, mean, mean, deviation**2 + AGES * (year - at))


def _stale(year: int, last: int) -> float:
    return STRAYS + AGES * (year - last)
