"""Rival readings of a relation against the evidence: shares, what contradicts the leader, what it hangs on.

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

from comity.alignment import Alignment, Model, alignment
from comity.answers.weighing.evidence import Observation, log_ratios, observe
from comity.answers.weighing.likelihood import shares, tempered, weigh_ratio
from comity.answers.weighing.prediction import Level, level_of
from comity.answers.weighing.readings import ASYMMETRY, MODEL_READINGS, Readings, load_readings
from comity.errors import CoverageError
from comity.measures.registry import Evidence, get
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["LEAD", "OVER", "Weighing", "weigh", "weigh_observed"]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

#: Log likelihood by which the leading reading is ahead of the next, and of an arbitrary dyad.
LEAD, OVER = log(3.0), log(10.0)
#: Reliabilities that all sources are set to, one after the other.
RELIABILITIES = (0.5, 0.8, 1.0)
#: A weight below this says nothing.
SILENT = 0.05
SINGLE = "says nothing"


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
            pl.col("source").is_not_null() & (pl.col("leading") != self.leading)
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
            arbitrary dyad), rather (the reading it favours most), and the weight under every reading.
        """
        keys = [r.key for r in self.readings.readings]
        lead = keys.index(self.leading)
        told = self.readings.readings[lead].predicts
        rows = []
        for j, seen in enumerate(self.observed):
            weight = float(self.weights[lead, j])
            verdict = (
                SINGLE if abs(weight) < SILENT else "supports" if weight > 0 else "contradicts"
            )
            rows.append(
                (
                    seen.indicator, seen.source, seen.first, seen.last, seen.value, seen.likely,
                    level_of(seen.likely), _expected(told.get(seen.indicator)), verdict, weight,
                    keys[int(self.weights[:, j].argmax())], *map(float, self.weights[:, j]),
                )
            )  # fmt: skip
        schema: dict[str, type[pl.DataType]] = {
            "indicator": pl.String, "source": pl.String, "first": pl.Int32, "last": pl.Int32,
            "value": pl.Float64, "standing": pl.Float64, "level": pl.String, "expected": pl.String,
            "verdict": pl.String, "weight": pl.Float64, "rather": pl.String,
            **dict.fromkeys(keys, pl.Float64),
        }  # fmt: skip
        rank = {"contradicts": 0, "supports": 1, SINGLE: 2}
        return pl.DataFrame(rows, schema=schema, orient="row").sort(
            pl.col("verdict").replace_strict(rank, return_dtype=pl.Int8),
            -pl.col("weight").abs(),
        )

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
    first, second = found.dyad.a, found.dyad.b
    return weigh_observed(readings, observed, first, second, year, found)


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


def _expected(told: Level | dict[float, float] | None) -> str:
    if told is None:
        return "not predicted"
    if isinstance(told, Level):
        return told.words
    return ", ".join(f"{value:g}: {chance:.0%}" for value, chance in told.items())


def _registered(model: Model, indicator: str) -> tuple[str, ...]:
    if indicator == ASYMMETRY:
        return ("export_share", "import_share")
    if indicator in MODEL_READINGS:
        return tuple(dict.fromkeys(n for e in model.entries for n in e.of))
    return next(e.of for e in model.entries if e.name == indicator)
