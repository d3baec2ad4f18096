"""The application: its commands, and what happens to an error.

A problem the user can correct is printed without a traceback, and the exit code is 2.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from comity import __version__
from comity.cli.alignment import alignment
from comity.cli.bargain import bargain
from comity.cli.bottlenecks import bottlenecks
from comity.cli.brief import brief
from comity.cli.check import check
from comity.cli.coalition import coalition
from comity.cli.compare import compare
from comity.cli.comply import comply
from comity.cli.contrast import contrast
from comity.cli.data import data
from comity.cli.dependence import dependence
from comity.cli.ensemble import ensemble
from comity.cli.explain import explain
from comity.cli.fit import fit
from comity.cli.flows import flows
from comity.cli.gap import gap
from comity.cli.group import group
from comity.cli.measure import indicators, measure, rank
from comity.cli.positions import positions
from comity.cli.pressure import pressure
from comity.cli.read import read
from comity.cli.reading_score import reading_score
from comity.cli.routes import routes
from comity.cli.scenarios import scenarios
from comity.cli.sever import sever
from comity.cli.simulate import simulate
from comity.cli.stage import stage
from comity.cli.states import states
from comity.cli.trade_effects import trade_effects
from comity.cli.trade_matrix import trade_matrix
from comity.cli.weigh import weigh
from comity.errors import ComityError

app = typer.Typer(
    name="comity",
    help="Measure and explain alignment between states, with every number traced to its evidence.",
    epilog="Start with:  comity brief RUS CHN",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(brief)
app.command()(measure)
app.command()(rank)
app.command()(indicators)
app.command()(alignment)
app.command()(gap)
app.command()(explain)
app.command()(fit)
app.command()(group)
app.command()(compare)
app.command()(dependence)
app.command()(stage)
app.command()(weigh)
app.command()(check)
app.command()(contrast)
app.command()(simulate)
app.command()(scenarios)
app.command()(ensemble)
app.command()(flows)
app.command()(bottlenecks)
app.command()(bargain)
app.command()(routes)
app.command()(trade_effects)
app.command()(pressure)
app.command()(coalition)
app.command()(comply)
app.command()(sever)
app.command()(read)
app.command("reading-score")(reading_score)
app.command("trade-matrix")(trade_matrix)
app.add_typer(positions, name="positions")
app.add_typer(states, name="states")
app.add_typer(data, name="data")


def _version(*, value: bool) -> None:
    if value:
        typer.echo(f"comity {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(value=value),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; the entry point of ``comity``.

    Exit codes: 0 done; 1 the reader of our output has gone; 2 something the user can correct, said on
    standard error; 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal without “ or ▁ gets ? and no traceback
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except ComityError as error:
        _refuse(str(error))
    except BrokenPipeError:
        # the reader of our output has gone (head, a closed pager): not a fault of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _refuse(str(error))


def _refuse(message: str) -> None:
    typer.echo(f"comity: {message}", err=True)
    sys.exit(2)
