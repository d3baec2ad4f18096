"""Readings weighed for one dyad: shares, what contradicts the leading reading, what it hangs on.

Readings are *separated* if the leading one

1. is at least three times as likely as the next (:data:`LEAD`),
2. fits at least ten times as well as an arbitrary dyad would (:data:`OVER`): if the observations had nothing
   to do with the dyad, that would happen to a reading at most one time in ten (Markov's inequality), and
3. stays in the lead whichever single source is left out.

Otherwise the evidence does not separate them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment import Alignment, Model
from comity.answers.weighing.case import Case
from comity.answers.weighing.evidence import Observation
from comity.answers.weighing.likelihood import shares
from comity.answers.weighing.mechanisms import mechanism_table
from comity.answers.weighing.prediction import STATES, Level, level_of
from comity.answers.weighing.readings import ASYMMETRY, MODEL_READINGS, Readings
from comity.errors import CoverageError
from comity.measures.registry import Evidence, get
from comity.measures.scope import Scope

__all__ = ["LEAD", "OVER", "RELIABILITIES", "Weighing"]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

#: Log likelihood by which the leading reading is ahead of the next, and of an arbitrary dyad.
LEAD, OVER = log(3.0), log(10.0)
#: Reliabilities that all sources are set to, one after the other.
RELIABILITIES = (0.5, 0.8, 1.0)
#: A weight below this says nothing.
SILENT = 0.05
SILENCE = "says nothing"
#: Weights no further apart favour two readings alike.
TIE = 0.01
#: A reading so much less likely than the leading one is out of the running, wherever the lead goes.
FAR = log(20.0)


@dataclass(frozen=True, slots=True)
class Weighing:
    """Readings weighed for one dyad and year.

    Attributes
    ----------
    a, b, year
        Keys, in the order asked, and the year.
    readings
        What was weighed.
    observed
        The n observations.
    weights : (readings, n)
        Of evidence, natural logarithms, against an arbitrary dyad; reliability and correlation are in them.
    sensitivity
        change, source (null where no source is left out), leading, share, lead, over; one row per change.
    found
        The alignment the observations were taken from; null where they were given.
    """

    a: str
    b: str
    year: int
    readings: Readings
    observed: tuple[Observation, ...]
    weights: Array
    sensitivity: pl.DataFrame
    found: Alignment | None = None

    @property
    def order(self) -> Index:
        """Places of the readings, the likeliest first."""
        found: Index = np.argsort(-self.weights.sum(axis=1), kind="stable")
        return found

    @property
    def leading(self) -> str:
        """Key of the likeliest reading."""
        return self.readings.readings[int(self.order[0])].key

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the evidence does not separate the readings; empty if it does."""
        total = self.weights.sum(axis=1)[self.order]
        names = [self.readings.readings[int(i)].name for i in self.order]
        said = []
        if total[0] - total[1] < LEAD:
            said.append(
                f"“{names[0]}” is {np.exp(total[0] - total[1]):.1f} times as likely as “{names[1]}”; "
                "3 would do"
            )
        if total[0] < OVER:
            said.append(
                f"“{names[0]}” fits {np.exp(total[0]):.2g} times as well as an arbitrary dyad would; "
                "10 would do"
            )
        flips = self.sensitivity.filter(
            pl.col("source").is_not_null() & pl.col("leading").ne_missing(self.leading)
        )
        name_of = {r.key: r.name for r in self.readings.readings}
        said += [
            f"{change} “{name_of[key]}” leads" if key else f"{change} nothing is left"
            for change, key in flips.select("change", "leading").rows()
        ]
        return tuple(said)

    @property
    def separated(self) -> bool:
        """Whether the evidence separates the leading reading from the others."""
        return not self.doubts

    def table(self) -> pl.DataFrame:
        """Readings by share.

        Returns
        -------
        DataFrame
            a, b, year, reading, name, share, low, high (least and largest share when any one source is left
            out), log_ratio (log likelihood against an arbitrary dyad), separated.
        """
        total = self.weights.sum(axis=1)
        drops = self._dropped()
        apart = shares(np.column_stack([total, *drops.values()]))
        rows = [
            (
                self.a, self.b, self.year, self.readings.readings[int(i)].key,
                self.readings.readings[int(i)].name, float(apart[i, 0]), float(apart[i].min()),
                float(apart[i].max()), float(total[i]), self.separated,
            )
            for i in self.order
        ]  # fmt: skip
        names = [
            "a",
            "b",
            "year",
            "reading",
            "name",
            "share",
            "low",
            "high",
            "log_ratio",
            "separated",
        ]
        return pl.DataFrame(rows, schema=names, orient="row").with_columns(
            pl.col("year").cast(pl.Int32)
        )

    def rows(self) -> pl.DataFrame:
        """Observations, those that contradict the leading reading first.

        Returns
        -------
        DataFrame
            indicator, source, first, last (years averaged), value, standing (where the dyad probably stands,
            in standard deviations among dyads), level (that in a word), expected (by the leading reading),
            verdict (contradicts, supports, says nothing), weight (log, under the leading reading against an
            arbitrary dyad), rather (the readings it favours most, joined by ``;``), and the weight under
            every reading.
        """
        keys = [r.key for r in self.readings.readings]
        lead = keys.index(self.leading)
        told = self.readings.readings[lead].predicts
        rows = []
        for j, seen in enumerate(self.observed):
            weight, each = float(self.weights[lead, j]), self.weights[:, j]
            rather = ";".join(k for k, w in zip(keys, each, strict=True) if w > each.max() - TIE)
            expected = _expected(seen.indicator, told.get(seen.indicator))
            verdict = (
                SILENCE if abs(weight) < SILENT else "supports" if weight > 0 else "contradicts"
            )
            rows.append(
                (
                    seen.indicator, seen.source, seen.first, seen.last, seen.value, seen.likely,
                    level_of(seen.likely), expected, verdict, weight, rather, *map(float, each),
                )
            )  # fmt: skip
        schema: dict[str, type[pl.DataType]] = {
            "indicator": pl.String, "source": pl.String, "first": pl.Int32, "last": pl.Int32,
            "value": pl.Float64, "standing": pl.Float64, "level": pl.String, "expected": pl.String,
            "verdict": pl.String, "weight": pl.Float64, "rather": pl.String,
            **dict.fromkeys(keys, pl.Float64),
        }  # fmt: skip
        rank = {"contradicts": 0, "supports": 1, SILENCE: 2}
        return pl.DataFrame(rows, schema=schema, orient="row").sort(
            pl.col("verdict").replace_strict(rank, return_dtype=pl.Int8),
            -pl.col("weight").abs(),
        )

    def mechanisms(self) -> pl.DataFrame:
        """The mechanisms the texts name, as far as this dyad can test them.

        Returns
        -------
        DataFrame
            mechanism, name, status (supported, contradicted, undecided, not covered), said, predicts, text.
        """
        return mechanism_table(self.case)[0]

    @property
    def far(self) -> tuple[str, ...]:
        """Readings, in words, that are less than a twentieth as likely as the leading one."""
        total = self.weights.sum(axis=1)
        return tuple(
            self.readings.readings[int(i)].name for i in self.order if total.max() - total[i] > FAR
        )

    @property
    def case(self) -> Case:
        """What the mechanisms are tested on."""
        if self.found is None:
            raise CoverageError("observations given by hand have no world to test mechanisms on")
        return Case(self.found, self.a, self.b, self.year, self.readings)

    @property
    def leading_name(self) -> str:
        """The likeliest reading in words."""
        return self.readings.readings[int(self.order[0])].name

    def not_covered(self) -> tuple[str, ...]:
        """Indicators the readings speak of that no source covers for the dyad in these years."""
        seen = {o.indicator for o in self.observed}
        return tuple(n for s in self.readings.sources for n in s.indicators if n not in seen)

    def evidence(self) -> list[Evidence]:
        """The rows of the world behind the observations."""
        if self.found is None:
            return []
        opened: list[Evidence] = []
        for seen in self.observed:
            scope = Scope.dyad(self.a, self.b, seen.first, seen.last)
            for name in _registered(self.found.model, seen.indicator):
                opened += get(name).evidence(self.found.world, scope)
        return opened

    def _dropped(self) -> dict[str, Array]:
        """Log likelihoods without each source that was observed."""
        source = np.array([o.source for o in self.observed])
        return {
            s.key: self.weights[:, source != s.key].sum(axis=1)
            for s in self.readings.sources
            if s.key in source
        }


def _expected(indicator: str, told: Level | dict[float, float] | None) -> str:
    if told is None:
        return "not predicted"
    if isinstance(told, Level):
        return told.words
    name_of = {value: name for name, value in STATES[indicator].items()}
    return ", ".join(f"{name_of[value]} {chance:.0%}" for value, chance in told.items())


def _registered(model: Model, indicator: str) -> tuple[str, ...]:
    if indicator == ASYMMETRY:
        return ("export_share", "import_share")
    if indicator in MODEL_READINGS:
        return tuple(dict.fromkeys(n for e in model.entries for n in e.of))
    return next(e.of for e in model.entries if e.name == indicator)
