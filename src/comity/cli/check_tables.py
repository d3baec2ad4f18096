"""What ``comity check`` prints below the verdicts: sums, speakers, words and deeds, readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from comity.cli.tables import print_table

if TYPE_CHECKING:
    from comity.answers.check import Check

__all__ = ["print_deeds", "print_readings", "print_speakers", "print_sums"]


def print_sums(found: Check) -> None:
    """Arithmetic inside the text."""
    word = {True: "matches", False: "does not match", None: "implied"}
    rows = [(s.kind, s.words, word[s.agrees]) for s in found.sums]
    if rows:
        print_table("Arithmetic of the text", ("sum", "in words", ""), rows)


def print_speakers(found: Check) -> None:
    """Who speaks."""
    rows = [
        (
            r["speaker"], r["side"], str(r["statements"]), f"{r['share']:.0%}", str(r["closer"]),
            str(r["apart"]), r["leans"],
        )
        for r in found.speakers().iter_rows(named=True)
    ]  # fmt: skip
    columns = ("speaker", "for", "says", "share", "closer", "apart", "leans")
    print_table("Who speaks, and which way it leans", columns, rows, right=(2, 3, 4, 5))


def print_deeds(found: Check) -> None:
    """Words and deeds by pair."""
    rows = [
        (
            f"{r['a']}-{r['b']}", _both(r["words_closer"], r["words_apart"]),
            _both(r["deeds_closer"], r["deeds_apart"]), "" if r["year"] is None else str(r["year"]),
            *(_score(r[name]) for name in ("words", "deeds", "alignment")),
        )
        for r in found.deeds().iter_rows(named=True)
    ]  # fmt: skip
    if rows:
        columns = ("pair", "words told", "deeds told", "year", "words", "deeds", "alignment")
        print_table(
            "Words and deeds: as told, and in the world", columns, rows, right=(1, 2, 4, 5, 6)
        )


def print_readings(found: Check) -> None:
    """Which reading it supports, and what it leaves out."""
    if not found.dyads:
        return
    a, b = found.dyads[0]
    rows = [
        (
            r["name"], str(r["speaks_for"]), str(r["speaks_against"]),
            "" if r["world_share"] is None else _share(r["world_share"]),
        )
        for r in found.readings().iter_rows(named=True)
    ]  # fmt: skip
    columns = ("reading", "for", "against", "by the world")
    print_table(f"Which reading of {a}-{b} it supports", columns, rows, right=(1, 2, 3))
    out = [(r["label"], r["shows"]) for r in found.left_out().iter_rows(named=True)]
    if out:
        print_table("What it leaves out", ("evidence", "shows"), out)
    else:
        typer.echo("Of the kinds of evidence that weigh on it, none goes unmentioned.")


def _both(closer: int, apart: int) -> str:
    return f"+{closer} −{apart}"


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}".replace("-", "−")


def _share(share: float) -> str:
    return "< 1%" if share < 0.005 else "> 99%" if share > 0.995 else f"{share:.0%}"
