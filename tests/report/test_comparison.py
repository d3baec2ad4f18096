"""The comparison strip: one year per measure, nulls that stay nulls, evidence for every value."""

from __future__ import annotations

import polars as pl

from comity.report.evidence import Book
from comity.report.model import Chart, Grid, Note, Sentence
from comity.report.sections.comparison import comparison
from comity.report.sections.strip import Cell, Strip, draw_narrow, draw_wide
from comity.report.subject import Subject
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import CELLS, conform
from comity.world.world import Part, World

OTHERS = (("USA", "GBR"), ("USA", "CHN"))
SHARES = Source(
    "shares", "Partner shares", "shares", "public domain", "", "rows",
    (Coverage("flows", "goods", 2010, 2023, "rows"),),
)  # fmt: skip
VOTES = Source(
    "votes",
    "Tallies",
    "votes",
    "CC0",
    "",
    "aggregates",
    (Coverage("votes", "UNGA", 1946, 2024, "rows"),),
)


def share(a: str, b: str, year: int, value: float) -> dict[str, object]:
    return {
        "a": a, "b": b, "year": year, "commodity": "goods", "measure": "share", "value": value,
        "unit": "percent", "reporter": a, "source": "shares", "record": f"{a} {b} {year}",
    }  # fmt: skip


def tally(a: str, b: str, year: int, same: int, opposite: int) -> dict[str, object]:
    return {
        **dict.fromkeys(CELLS, 0),
        "body": "UNGA", "year": year, "a": a, "b": b, "issue": "all", "yes_yes": same, "yes_no": opposite,
        "no_yes": 1, "no_no": 3, "source": "votes", "record": f"roll calls of {year}",
    }  # fmt: skip


def world(flows: list[dict[str, object]] = (), votes: list[dict[str, object]] = ()) -> World:  # type: ignore[assignment]
    parts = {}
    if flows:
        parts["flows", "shares"] = Part(conform(pl.DataFrame(flows), "flows").lazy())
    if votes:
        parts["votes", "votes"] = Part(pl.DataFrame(votes).lazy())  # no resolutions: tallies
    return World(parts, [SHARES, VOTES])


def subject(
    held: World, others: tuple[tuple[str, str], ...] = OTHERS, since: int = 1990
) -> Subject:
    return Subject(held, "RUS", "CHN", since, 2026, others, Book(held))


def grid(held: World) -> Grid:
    return next(b for b in comparison(subject(held)).blocks if isinstance(b, Grid))


def test_the_year_is_the_latest_with_most_dyads() -> None:
    held = world([
        share("RUS", "CHN", 2019, 14), share("USA", "GBR", 2019, 4), share("USA", "CHN", 2019, 8),
        share("RUS", "CHN", 2022, 21), share("USA", "GBR", 2022, 4), share("USA", "CHN", 2022, 8),
        share("RUS", "CHN", 2023, 33), share("USA", "GBR", 2023, 4),
    ])  # fmt: skip
    (row,) = grid(held).rows
    assert row[1:] == (
        "2022",
        "21\N{NO-BREAK SPACE}%",
        "4.0\N{NO-BREAK SPACE}%",
        "8.0\N{NO-BREAK SPACE}%",
    )


def test_a_year_with_the_dyad_itself_comes_first() -> None:
    held = world([
        share("RUS", "CHN", 2019, 14),
        share("USA", "GBR", 2022, 4), share("USA", "CHN", 2022, 8),
    ])  # fmt: skip
    (row,) = grid(held).rows
    assert row[1:] == ("2019", "14\N{NO-BREAK SPACE}%", "–", "–")


def test_exports_of_the_second_are_a_measure_of_their_own() -> None:
    (row,) = grid(world([share("CHN", "RUS", 2022, 3)])).rows
    assert row == (
        "The first’s share in the second’s exports",
        "2022",
        "3.0\N{NO-BREAK SPACE}%",
        "–",
        "–",
    )


def test_a_year_of_few_votes_is_passed_over() -> None:
    held = world(votes=[tally("CHN", "RUS", 2023, 60, 9), tally("CHN", "RUS", 2024, 2, 0)])
    assert {row[1] for row in grid(held).rows} == {"2023"}


def test_intervals_stand_beside_values() -> None:
    rows = grid(
        world(votes=[tally("CHN", "RUS", 2023, 60, 9), tally("GBR", "USA", 2023, 50, 30)])
    ).rows
    assert "[" in rows[0][2]
    assert rows[0][4] == "–"


def test_every_value_cites_evidence() -> None:
    held = world(
        [share("RUS", "CHN", 2022, 21)],
        [
            tally("CHN", "RUS", 2023, 60, 9), tally("CHN", "USA", 2023, 10, 60),
            tally("CHN", "GBR", 2023, 20, 60),
        ],
    )  # fmt: skip
    asked = subject(held)
    section = comparison(asked)
    for block in section.blocks:
        if isinstance(block, Grid):
            assert all(block.cells)
        elif isinstance(block, Sentence | Chart):
            assert block.evidence
    votes = next(e for e in asked.book.entries if "UN voting" in e.title)
    assert set(votes.tables[0][1]["b"]) == {"RUS", "USA"}, "CHN–GBR is no dyad compared"


def test_what_is_not_covered_is_a_note() -> None:
    section = comparison(subject(world()))
    assert len(section.blocks) == 1
    assert isinstance(section.blocks[0], Note)


def test_no_other_dyads_is_a_note() -> None:
    (note,) = comparison(subject(world([share("RUS", "CHN", 2022, 21)]), others=())).notes()
    assert "--compare" in note.text


def test_ended_and_strange_dyads_do_not_break_it() -> None:
    held = world([share("RUS", "CHN", 2022, 21)])
    for a, b, since, until in (
        ("DDR", "CSK", 1970, 1970),
        ("HKG", "TWN", 1990, 2026),
        ("TUV", "PSE", 1900, 1901),
    ):
        asked = Subject(held, a, b, since, until, OTHERS, Book(held))
        assert comparison(asked).blocks


def strip(name: str = "Russia") -> Strip:
    cells = (Cell("0.45", 0.45, 0.3, 0.6), Cell("–", None, None, None))
    return Strip(
        ((name, "China"), ("France", "Germany")),
        (("UN votes", "A", "2023"),),
        (cells,),
        ((0.0, 1.0),),
    )


def test_what_is_not_covered_has_no_dot() -> None:
    for svg in (draw_wide(strip()), draw_narrow(strip())):
        assert svg.count("<circle") == 1
        assert "nan" not in svg


def test_names_are_escaped_and_cut() -> None:
    for svg in (draw_wide(strip("<script>" * 30)), draw_narrow(strip("<script>" * 30))):
        assert "<script" not in svg
        assert "…" in svg
