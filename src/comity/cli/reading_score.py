"""``comity reading-score``: how good a reading is, held against another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.options import Csv, Json, write_rows
from comity.cli.tables import print_table

__all__ = ["reading_score"]


def reading_score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSON Lines of a hand reading.")],
    predicted: Annotated[
        Path, typer.Argument(metavar="PREDICTED", help="JSON Lines of the reading to score.")
    ],
    errors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every missed, spurious and wrong record as CSV."),
    ] = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Score a reading against a hand reading: recall, precision, and the share of right fields.

    Records match where spans overlap and actors are the same; more actors on one side count half.

    Example:  comity reading-score gold.jsonl mine.jsonl --errors wrong.csv
    """
    from comity.errors import DataError
    from comity.reading.record import read_records
    from comity.reading.score import score

    found = score(read_records(gold), read_records(predicted))
    if errors is not None:
        try:
            found.errors.write_csv(errors)
        except OSError as problem:
            raise DataError(f"{errors}: cannot be written ({problem.strerror})") from None
    if write_rows(found.table(), csv=csv, json=json):
        return
    print_table(
        "Records matched", ("kind", "hand", "read", "matched", "recall", "precision", "F1"),
        [
            (r["group"], str(r["gold"]), str(r["predicted"]), f"{r['matched']:g}", _share(r["recall"]),
             _share(r["precision"]), _share(r["f1"]))
            for r in found.groups.iter_rows(named=True)
        ], right=range(1, 7),
    )  # fmt: skip
    print_table(
        "Fields right, of matched records", ("kind", "field", "n", "right", "share"),
        [
            (r["group"], r["field"], str(r["n"]), str(r["right"]), _share(r["share"]))
            for r in found.fields.iter_rows(named=True)
        ], right=(2, 3, 4),
    )  # fmt: skip
    counts = (
        found.errors.group_by("group", "error").len().sort("group", "len", descending=[False, True])
    )
    print_table(
        "Errors", ("kind", "error", "n"),
        [(group, what, str(n)) for group, what, n in counts.iter_rows()], right=(2,),
    )  # fmt: skip


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
