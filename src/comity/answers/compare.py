"""Dyads side by side in one year: alignment by domain, words against deeds, and what the indicators say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import polars as pl

from comity import states
from comity.alignment import Alignment, alignment
from comity.answers.pairs import informed_year
from comity.errors import ComityError, CoverageError
from comity.measures.registry import Evidence, get, series
from comity.measures.scope import Scope
from comity.measures.uncertainty import REACH
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.scenario_effects import Effects

__all__ = ["HEADLINE", "Comparison", "Raw", "compare"]

Dyad = tuple[str, str]
SIDES = ("words", "deeds", "gap")
#: Years before the one asked for in which an indicator is looked for.
LOOK_BACK = 20
#: Shared roll calls on which agreement must rest.
ENOUGH_VOTES = 20
COLUMNS: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "kind": pl.String, "measure": pl.String,
    "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "percentile": pl.Float64,
    "indicators": pl.Int64, "unit": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raw:
    """An indicator shown beside the model's answers, as it is.

    Attributes
    ----------
    indicator
        Its name.
    back
        Whether it is the second state's towards the first.
    least
        Fewest cases a value may rest on.
    """

    indicator: str
    back: bool = False
    least: int = 0

    @property
    def name(self) -> str:
        """Its name in the table: ``_back`` marks the second state's towards the first."""
        return f"{self.indicator}_back" if self.back else self.indicator


HEADLINE = (
    Raw("unga_agreement", least=ENOUGH_VOTES), Raw("unga_kappa", least=ENOUGH_VOTES), Raw("alliance_grade"),
    Raw("shared_blocs"), Raw("joint_exercises"), Raw("export_share"), Raw("export_share", back=True),
    Raw("sanctions"), Raw("sanctions", back=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some dyads in one year.

    Attributes
    ----------
    world
        What was read.
    year
        The year compared.
    dyads
        Keys of each dyad's two states, as asked.
    found
        The alignment of each.
    frame
        a, b, year, kind (``alignment``, ``sides`` or ``indicator``), measure, value, low, high,
        percentile (among all dyads, of alignment), indicators (observed in the year), unit. Null is not
        covered. The year of an indicator is the latest, up to 20 years before, in which most of the dyads are
        covered; ``export_share_back`` is b's towards a.
    """

    world: World
    year: int
    dyads: tuple[Dyad, ...]
    found: tuple[Alignment, ...]
    frame: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """One row per dyad and measure."""
        return self.frame

    def evidence(self, dyad: Dyad) -> list[Evidence]:
        """The rows of the year behind one of the dyads."""
        if dyad not in self.dyads:
            raise ComityError(f"{dyad[0]}-{dyad[1]} is not among the dyads compared")
        return self.found[self.dyads.index(dyad)].evidence(self.year)

    def separated(self, domain: str = "overall") -> pl.DataFrame:
        """Which of two dyads is more aligned, for every two of them.

        Returns
        -------
        DataFrame
            first, second (as ``RUS-CHN``; the first has the higher mean), difference, low, high (90 %, the
            two being independent), separated (whether that excludes zero).
        """
        rows = self.frame.filter((pl.col("kind") == "alignment") & (pl.col("measure") == domain))
        rows = rows.sort("value", descending=True)
        spread = (rows["high"] - rows["low"]) / (2 * REACH)
        names, mean = [f"{a}-{b}" for a, b in rows.select("a", "b").iter_rows()], rows["value"]
        lines = []
        for i, j in combinations(range(len(names)), 2):
            away, reach = mean[i] - mean[j], REACH * float(np.hypot(spread[i], spread[j]))
            lines.append((names[i], names[j], away, away - reach, away + reach, away - reach > 0))
        schema = {
            "first": pl.String, "second": pl.String, "difference": pl.Float64, "low": pl.Float64,
            "high": pl.Float64, "separated": pl.Boolean,
        }  # fmt: skip
        return pl.DataFrame(lines, schema=schema, orient="row")

    def verdict(self) -> str:
        """The dyads in order of overall alignment, with what the evidence does not separate."""
        pairs = self.separated()
        if pairs.is_empty():
            return ""
        apart = {(r["first"], r["second"]): r["separated"] for r in pairs.iter_rows(named=True)}
        names = list(dict.fromkeys([*pairs["first"].to_list(), pairs["second"][-1]]))
        text = str(names[0])
        for before, after in pairwise(names):
            text += f" {'>' if apart[before, after] else '≈'} {after}"
        return text

    def plot(self) -> alt.LayerChart | alt.FacetChart:
        """Means and intervals by domain, the dyads in colours."""
        import altair as alt

        rows = self.frame.filter(pl.col("kind") != "indicator").with_columns(
            dyad=pl.format("{}-{}", "a", "b")
        )
        order = rows["measure"].unique(maintain_order=True).to_list()
        base = alt.Chart(rows.filter(pl.col("value").is_not_null())).encode(
            y=alt.Y("measure:N", sort=order, title=None),
            yOffset=alt.YOffset("dyad:N", sort=[f"{a}-{b}" for a, b in self.dyads]),
            color=alt.Color("dyad:N", sort=[f"{a}-{b}" for a, b in self.dyads], title=None),
            tooltip=[
                "dyad:N",
                "measure:N",
                "value:Q",
                "low:Q",
                "high:Q",
                "percentile:Q",
                "indicators:Q",
            ],
        )
        bars = base.mark_rule().encode(x=alt.X("low:Q", title="σ among dyads"), x2="high:Q")
        points = base.mark_point(filled=True).encode(x="value:Q")
        title = f"Dyads side by side, {self.year}"
        return alt.layer(bars, points, title=title).properties(width=420, height=alt.Step(12))


@overload
def compare(world: World, others: World) -> Effects: ...


@overload
def compare(world: World, others: Sequence[Dyad], *, year: int | None = None) -> Comparison: ...


def compare(
    world: World, others: Sequence[Dyad] | World, *, year: int | None = None
) -> Comparison | Effects:
    """Set dyads side by side; or a world beside the one a scenario makes of it.

    Parameters
    ----------
    others
        Dyads: two states each, by key, code or name; a dyad named twice counts once. Or the world that
        :func:`comity.simulate` returned: then what the scenario changes is told.
    year
        Calendar year of dyads; by default the latest that enough indicators inform.

    Raises
    ------
    ComityError
        For an unknown state, a state with itself, or no dyad.
    CoverageError
        If the two of a dyad were not both states in the year.
    """
    if isinstance(others, World):
        from comity.answers.scenario_effects import effects

        return effects(world, others)
    dyads = others
    keys: dict[frozenset[str], Dyad] = {}
    for a, b in dyads:
        one = states.resolve(a), states.resolve(b)
        if one[0] == one[1]:
            raise ComityError(
                f"{states.name(one[0])} ({one[0]}) is named twice; a dyad needs two states"
            )
        keys.setdefault(frozenset(one), one)
    if not keys:
        raise ComityError("no dyad is named: write for example  RUS-CHN USA-GBR")
    chosen = tuple(keys.values())
    year = informed_year(world) if year is None else Scope(since=year).since or year
    found = tuple(alignment(world, *dyad) for dyad in chosen)
    rows = [
        row for dyad, one in zip(chosen, found, strict=True) for row in _modelled(one, dyad, year)
    ]
    rows += [row for raw in HEADLINE for row in _raw(world, raw, chosen, year)]
    order = {dyad: i for i, dyad in enumerate(chosen)}
    rows.sort(key=lambda row: order[row["a"], row["b"]])
    return Comparison(world, year, chosen, found, pl.DataFrame(rows, schema=COLUMNS))


def _modelled(found: Alignment, dyad: Dyad, year: int) -> list[dict[str, Any]]:
    """Alignment by domain, words, deeds and their gap."""
    table = found.table().filter(pl.col("year") == year)
    if table.is_empty():
        years = sorted(found.table()["year"].unique().to_list())
        raise CoverageError(
            f"{dyad[0]} and {dyad[1]} were not both states in {year}; their alignment is read "
            f"{years[0]}–{years[-1]}"
        )
    base = {"a": dyad[0], "b": dyad[1], "year": year, "unit": "σ among dyads"}
    rows = [
        base | {
            "kind": "alignment", "measure": r["domain"], "value": r["mean"], "low": r["low"],
            "high": r["high"], "percentile": r["percentile"], "indicators": r["indicators"],
        }
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    sides = found.gap().row(by_predicate=pl.col("year") == year, named=True)
    number = {side: sides[f"{side}_indicators"] for side in ("words", "deeds")}
    number["gap"] = sum(number.values())
    rows += [
        base | {
            "kind": "sides", "measure": side, "value": sides[side], "low": sides[f"{side}_low"],
            "high": sides[f"{side}_high"], "percentile": None, "indicators": number[side],
        }
        for side in SIDES
    ]  # fmt: skip
    return rows


def _raw(world: World, raw: Raw, dyads: Sequence[Dyad], year: int) -> list[dict[str, Any]]:
    """An indicator as it is, in the latest year in which most of the dyads are covered."""
    ways = {dyad: (dyad[1], dyad[0]) if raw.back else dyad for dyad in dyads}
    if not get(raw.indicator).directed:
        ways = {dyad: (min(dyad), max(dyad)) for dyad in dyads}
    named = frozenset(x for dyad in dyads for x in dyad)
    try:
        known = series(world, raw.indicator, Scope(named, named, year - LOOK_BACK, year))
    except CoverageError:
        known = pl.DataFrame(schema={name: COLUMNS[name] for name in ("a", "b", "year", "value")})
    wanted = pl.DataFrame(list(ways.values()), schema=["a", "b"], orient="row")
    known = known.filter(pl.col("value").is_not_null()).join(wanted, on=["a", "b"], how="semi")
    if raw.least and not known.is_empty():
        known = known.filter(pl.col("n").fill_null(0) >= raw.least)
    by_year = known.group_by("year").agg(dyads=pl.len()).sort("dyads", "year")
    at = int(by_year["year"][-1]) if not by_year.is_empty() else year
    values = {(r["a"], r["b"]): r for r in known.filter(pl.col("year") == at).iter_rows(named=True)}
    nothing: dict[str, Any] = {}
    return [
        {
            "a": dyad[0], "b": dyad[1], "year": at, "kind": "indicator", "measure": raw.name,
            "value": values.get(way, nothing).get("value"), "low": values.get(way, nothing).get("low"),
            "high": values.get(way, nothing).get("high"), "percentile": None, "indicators": None,
            "unit": get(raw.indicator).unit,
        }
        for dyad, way in ways.items()
    ]  # fmt: skip
