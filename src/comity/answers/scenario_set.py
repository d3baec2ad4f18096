"""A set of scenarios as rows of one comparison; one that fails does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from comity import states
from comity.answers.scenario_effects import Effects, effects
from comity.answers.scenario_words import headline
from comity.errors import ComityError
from comity.simulate.run import DRAWS, simulate
from comity.simulate.scenario import Scenario
from comity.simulate.trade.market import NeedsTable
from comity.world.world import World

__all__ = ["FIGURES", "Answer", "answer_set", "scenario_files", "set_table"]

#: Figures of an answer, each with _low and _high; a and b are the two states looked at.
FIGURES = {
    "welfare_a": "real expenditure of a, percent",
    "welfare_b": "real expenditure of b, percent",
    "sells": "what a sells b, billion USD a year",
    "buys": "what a buys from b, billion USD a year",
    "alignment": "alignment of a and b, mechanical change, σ among dyads",
    "with_response": "the same with the response of past cases",
}
BILLION = 1000.0
Figure = tuple[float | None, float | None, float | None]
NONE: Figure = (None, None, None)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """One scenario of a set.

    Attributes
    ----------
    file
        Its name.
    status, reason
        ``answered``; ``skipped`` (it needs what was not given) or ``failed``, and why.
    name, about, expects, finds, year
        From the file; ``name`` is that of the file where it cannot be read.
    lines
        The answer in sentences.
    figures
        By the names of :data:`FIGURES`: value, low, high; null where the scenario does not tell.
    """

    file: str
    status: str
    name: str
    reason: str = ""
    about: str = ""
    expects: str = ""
    finds: str = ""
    year: int | None = None
    lines: tuple[str, ...] = ()
    figures: dict[str, Figure] = field(default_factory=dict)


def scenario_files(named: Iterable[str | Path]) -> list[Path]:
    """Scenario files: those named, and those in folders named.

    Raises
    ------
    ComityError
        Where there is none.
    """
    found: list[Path] = []
    for each in map(Path, named):
        found += sorted(each.glob("*.toml")) if each.is_dir() else [each]
    if not found:
        raise ComityError("no scenario: name files, or a folder with files that end in .toml")
    return list(dict.fromkeys(found))


def answer_set(
    world: World,
    files: Iterable[str | Path],
    *,
    dyad: tuple[str, str] = ("RUS", "CHN"),
    table: str | Path | None = None,
    draws: int = DRAWS,
    progress: Progress | None = None,
) -> list[Answer]:
    """Answers of scenarios in the order given.

    Parameters
    ----------
    dyad
        The two states whose figures are compared.
    table
        An input–output table, for scenarios with changes by sector; without it they are skipped.
    draws
        Behind the intervals of trade.
    progress
        Called before each with how many are done, how many there are, and its file.

    Raises
    ------
    StateError
        For a dyad that is none.
    """
    a, b = (states.resolve(name) for name in dyad)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    paths = [Path(file) for file in files]
    found = []
    for done, path in enumerate(paths):
        if progress is not None:
            progress(done, len(paths), path.name)
        found.append(_one(world, path, (a, b), table, draws))
    if progress is not None:
        progress(len(paths), len(paths), "")
    return found


def _one(
    world: World, path: Path, dyad: tuple[str, str], table: str | Path | None, draws: int
) -> Answer:
    try:
        scenario = Scenario.read(path)
    except ComityError as problem:
        return Answer(path.name, "failed", path.stem, str(problem))
    told = {
        "name": scenario.name, "about": scenario.about, "expects": scenario.expects,
        "finds": scenario.finds, "year": scenario.baseline,
    }  # fmt: skip
    by_sector = any(getattr(change, "sectors", []) for change in scenario.change)
    try:
        after = simulate(world, scenario, table=table if by_sector else None, draws=draws)
        of = effects(world, after, [dyad])
    except NeedsTable as problem:
        return Answer(path.name, "skipped", reason=str(problem).partition(":")[0], **told)  # type: ignore[arg-type]
    except ComityError as problem:
        return Answer(path.name, "failed", reason=str(problem), **told)  # type: ignore[arg-type]
    return Answer(
        path.name,
        "answered",
        lines=tuple(headline(of)),
        figures=_figures(of, dyad),
        **told,  # type: ignore[arg-type]
    )


def _figures(of: Effects, dyad: tuple[str, str]) -> dict[str, Figure]:
    a, b = dyad
    trade = of.outcome.trade
    found = dict.fromkeys(FIGURES, NONE)
    if trade is not None:
        for name, state in (("welfare_a", a), ("welfare_b", b)):
            found[name] = _first(
                trade.welfare.filter(pl.col("state") == state), "percent", "low", "high"
            )
        for name, seller, buyer in (("sells", a, b), ("buys", b, a)):
            rows = trade.trade.filter(
                (pl.col("exporter") == seller) & (pl.col("importer") == buyer)
            )
            found[name] = _scaled(_first(rows, "change", "low", "high"))
    overall = of.changes.filter(pl.col("domain") == "overall")
    found["alignment"] = _first(overall, "change", "low", "high")
    beside = of.response.filter(pl.col("domain") == "overall")
    names = ("with_response", "with_response_low", "with_response_high")
    found["with_response"] = _first(beside, *names)
    return found


def _first(rows: pl.DataFrame, *names: str) -> Figure:
    if rows.is_empty():
        return NONE
    row = rows.row(0, named=True)
    return row[names[0]], row[names[1]], row[names[2]]


def _scaled(figure: Figure) -> Figure:
    value, low, high = (None if x is None else x / BILLION for x in figure)
    return value, low, high


def set_table(answers: Iterable[Answer]) -> pl.DataFrame:
    """One row a scenario: file, name, status, reason, year, then each figure with its ends."""
    schema: dict[str, type[pl.DataType]] = {
        "file": pl.String, "name": pl.String, "status": pl.String, "reason": pl.String, "year": pl.Int32,
    }  # fmt: skip
    for name in FIGURES:
        schema |= {name: pl.Float64, f"{name}_low": pl.Float64, f"{name}_high": pl.Float64}
    rows = [
        (x.file, x.name, x.status, x.reason or None, x.year,
         *(end for name in FIGURES for end in x.figures.get(name, NONE)))
        for x in answers
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
