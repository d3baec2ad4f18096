"""How sure is a scenario's answer: many draws of the parameters, intervals on every figure.

    found = ensemble(world, Scenario.read("power-of-siberia-2.toml"), draws=1000, seed=7)
    found.table()          # 5 %, median and 95 % of every figure on both sides, and of its change

Energy draws costs of carriage, elasticities and conduct; trade draws the elasticity of trade, the estimated
costs and the matrix. Both sides of a draw have the same parameters, so that the interval of a change is that
of what the scenario does, not of what is uncertain in both alike. Each draw is written to a folder as it
finishes; a run that was stopped goes on where it was, with the same figures whatever the number of processes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import polars as pl

from comity.errors import ComityError, DataError
from comity.simulate.changes import concerns
from comity.simulate.distributions import Parameter, drawn, parameters
from comity.simulate.draw import Asked, draw_rows
from comity.simulate.draw_folder import DrawFolder, basis, question
from comity.simulate.draw_intervals import intervals
from comity.simulate.draw_market import prototype
from comity.simulate.energy.places import COMMODITIES
from comity.simulate.run import simulate
from comity.simulate.scenario import Scenario
from comity.simulate.trade.draw_files import draw_trade, fingerprint, read_trade
from comity.simulate.trade.draw_part import trade_part
from comity.simulate.trade.draw_rows import trade_intervals
from comity.world.world import World

__all__ = ["Ensemble", "ensemble", "link_intervals"]

#: An ensemble of which a larger share of draws has no equilibrium says nothing.
MOST_FAILED = 0.1
MOST_DRAWS = 100_000
#: Libraries that would start threads of their own in every process.
THREADS = (
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS",
)  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The answer of an ensemble.

    Attributes
    ----------
    scenario, year, seed, cournot
        What was asked; with ``cournot`` large exporters hold back to a degree that is drawn.
    draws, failed
        Draws with an answer, and numbers and reasons of those without.
    parameters
        What was drawn, from which range.
    rows
        table, the columns that name a figure as one text (``what``), commodity, measure, unit, then
        baseline, baseline_low, baseline_high, scenario, …, change, … (median and 90 % interval), and
        ``rises`` and ``falls``: shares of draws in which the scenario raises and lowers it.
    folder
        Where the draws are.
    """

    scenario: Scenario
    year: int
    seed: int
    cournot: bool
    draws: int
    failed: tuple[tuple[int, str], ...]
    parameters: tuple[Parameter, ...]
    rows: pl.DataFrame
    folder: Path

    def table(self) -> pl.DataFrame:
        """Every figure with its intervals, the largest change of each table first."""
        return self.rows


def ensemble(
    world: World,
    scenario: Scenario,
    *,
    draws: int = 1000,
    seed: int = 7,
    cournot: bool = False,
    baseline: int | None = None,
    folder: str | Path,
    anew: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Intervals on every output of a scenario.

    Parameters
    ----------
    cournot
        Draw the conduct of large exporters too; otherwise all take prices as given.
    folder
        Where draws are kept. A folder with draws of the same question is gone on with.
    anew
        Throw away what is in the folder instead.
    workers
        Processes; by default one per core. Changes nothing but the time.
    progress
        Called with the draws done and asked for.

    Raises
    ------
    DataError
        For a number of draws out of range, and a folder that holds another ensemble or something else.
    ComityError
        As :func:`comity.simulate.run.simulate`; and where more than a tenth of the draws have no answer.
    """
    _check(draws, seed, workers)
    kept = DrawFolder(Path(folder))
    asks = question(
        scenario, scenario.baseline if baseline is None else baseline, seed, cournot=cournot
    )
    kept.refuse(asks, anew=anew)
    # refuses what cannot be met
    outcome = simulate(world, scenario, baseline=baseline, draws=0).outcome
    year = outcome.year
    changes = [change for change in scenario.in_force() if change.engine == "energy"]
    markets = [c for c in COMMODITIES if c in outcome.commodities]
    of = parameters(markets, cournot=cournot) if markets else ()
    trade = trade_part(world, scenario, year) if outcome.trade is not None else None
    if cournot and not any(each.name.startswith("conduct_") for each in of):
        raise DataError(
            f"market power is drawn for exporters of gas, of which {scenario.name} changes nothing\n"
            "  leave out  --cournot"
        )
    asked: list[Asked] = []
    for commodity in markets:
        made = prototype(world, commodity, year, of)
        mine = tuple(change for change in changes if concerns(change, made.case, world))
        asked.append(Asked(made, mine))
    told = basis(of, [each.prototype.bare for each in asked], world)
    if trade is not None:
        told["world"] += fingerprint(trade.case, trade.steps)
    kept.claim(asks | told, anew=anew)
    failed: tuple[tuple[int, str], ...] = ()
    parts: list[pl.DataFrame] = []
    tell = progress or _silent
    if trade is not None:
        draw_trade(
            kept.path, trade.case, trade.steps, trade.what, seed, draws,
            (lambda done: tell(done, draws)) if not asked else (lambda _: None),
        )  # fmt: skip
        figures, failed = read_trade(kept.path, trade.what, draws)
        parts.append(trade_intervals(trade.case.states, trade.what, figures))
        of = (*of, *trade.parameters())
    if asked:
        missing = kept.missing(draws)
        _draw_all(missing, draws, asked, of, seed, world, kept, workers, progress)
        failed = tuple(dict([*failed, *kept.failed(draws)]).items())
    if len(failed) > MOST_FAILED * draws:
        raise ComityError(
            f"{len(failed)} of {draws} draws have no equilibrium; the first: {failed[0][1]}"
        )
    if asked:
        parts.append(intervals(kept.read(draws), draws - len(kept.failed(draws))))
    rows = pl.concat(parts, how="vertical_relaxed") if parts else pl.DataFrame()
    return Ensemble(
        scenario, year, seed, cournot, draws - len(failed), failed, of, rows, Path(folder)
    )


def link_intervals(folder: str | Path, year: int | None = None) -> dict[str, tuple[float, float]]:
    """90 % intervals of the shadow price of each link in the baseline, from the draws in a folder.

    Raises
    ------
    DataError
        If the folder holds no draws, or those of another year.
    """
    kept = DrawFolder(Path(folder))
    told = kept.told()
    if year is not None and told["year"] != year:
        raise DataError(f"{folder} holds an ensemble of {told['year']}, not of {year}")
    draws = kept.highest()
    rows = intervals(
        kept.read(draws).filter(
            (pl.col("table") == "links") & (pl.col("measure") == "shadow_price")
        ),
        draws - len(kept.failed(draws)),
    )
    return {
        row["what"]: (row["baseline_low"], row["baseline_high"])
        for row in rows.drop_nulls("baseline_low").iter_rows(named=True)
    }


def _check(draws: int, seed: int, workers: int | None) -> None:
    if not 2 <= draws <= MOST_DRAWS:
        raise DataError(f"{draws} draws: an interval needs from 2 to {MOST_DRAWS:,}")
    if seed < 0:
        raise DataError(f"seed {seed} is below zero; any whole number from 0 will do")
    if workers is not None and workers < 1:
        raise DataError(f"{workers} processes: at least one is needed")


def _draw_all(
    missing: Sequence[int], draws: int, asked: Sequence[Asked], of: Sequence[Parameter], seed: int,
    world: World, kept: DrawFolder, workers: int | None, progress: Progress | None,
) -> None:  # fmt: skip
    done = draws - len(missing)
    tell = progress or _silent
    tell(done, draws)
    if not missing:
        return
    # the changes read the links of the world and nothing else of it
    links = World(
        {(table, name): part for table, name, part in world.parts() if table == "links"}, ()
    )
    job = (tuple(asked), tuple(of), seed, links, kept)
    count = min(workers or os.cpu_count() or 1, len(missing))
    with _one_thread_each(), ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_start, initargs=job
    ) as pool:  # fmt: skip
        with _without_main():  # processes start as work comes in
            waiting: set[Future[None]] = {pool.submit(_one, draw) for draw in missing}
        try:
            while waiting:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for each in finished:
                    each.result()
                done += len(finished)
                tell(done, draws)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _silent(_done: int, _total: int) -> None:
    pass


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes started within do not run the main script again, which may lack a guard against it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started within do one thing at a time; threads of their own would only wait."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


_JOB: list[tuple[tuple[Asked, ...], tuple[Parameter, ...], int, World, DrawFolder]] = []


def _start(
    asked: tuple[Asked, ...], of: tuple[Parameter, ...], seed: int, links: World, kept: DrawFolder
) -> None:
    """What a process needs for any draw."""
    _JOB[:] = [(asked, of, seed, links, kept)]


def _one(draw: int) -> None:
    asked, of, seed, links, kept = _JOB[0]
    try:
        kept.write(draw, draw_rows(asked, drawn(of, seed, draw), links))
    except ComityError as problem:
        kept.write_failed(draw, str(problem))
