"""Three issues coded alike are one: the copies are not coded, and a note says so."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from comity.sources._copied_issues import without_copies

ALL = "disarmament;colonialism;economic"


def votes(*calls: tuple[int, str | None]) -> pl.DataFrame:
    rows = [(str(i), date(year, 12, 5), topics) for i, (year, topics) in enumerate(calls)]
    schema = {"resolution": pl.String, "date": pl.Date, "topics": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_copies_are_taken_out_and_told() -> None:
    frame = votes(*[(2020, ALL)] * 5, (2020, "middle_east"), (2020, None), (2018, ALL))
    found, notes = without_copies(frame)
    assert found["topics"].to_list() == ["disarmament"] * 5 + ["middle_east", None, ALL]
    assert [note.split(":")[0] for note in notes] == ["colonialism", "economic"]
    assert "2020" in notes[0]


def test_other_issues_of_a_copied_roll_call_stay() -> None:
    found, _ = without_copies(votes(*[(2020, f"nuclear;{ALL};human_rights")] * 6))
    assert set(found["topics"][0].split(";")) == {"nuclear", "disarmament", "human_rights"}


@pytest.mark.parametrize(
    "calls",
    [
        [(2020, ALL)] * 4,  # too few to tell from chance
        [(2020, ALL)] * 9 + [(2020, "colonialism")] + [(2020, "economic")],
        [(2020, ALL)] * 9 + [(2020, "disarmament")],
    ],
)
def test_issues_that_merely_overlap_are_left_alone(calls: list[tuple[int, str]]) -> None:
    frame = votes(*calls)
    found, notes = without_copies(frame)
    assert found.equals(frame)
    assert notes == []
