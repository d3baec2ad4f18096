"""The section on capabilities, exercises, arms and sanctions."""

from __future__ import annotations

import pytest

from comity import World
from comity.report.model import Chart, Grid, Note, Section
from comity.report.sections.military import military
from comity.world.coverage import Coverage
from tests.report.small_worlds import HOSTILE, check_cited, rendered, subject, texts, world

CINC = (Coverage("states", "cinc", 1816, 2022, "rows"),)
DRILLS = (Coverage("flows", "joint_exercises", 1980, 2010, "rows"),)
CASES = (Coverage("flows", "sanctions", 1950, 2022, "rows"),)
DRILL = {"date": "2018-09-11", "end": "2018-09-17", "a": "CHN", "b": "RUS", "action": "COOPERATE",
         "mode": "exercise", "name": "Vostok 2018", "value": 3200.0, "unit": "persons",
         "commitment": "deed", "domain": "military"}  # fmt: skip
ACT = {"date": "2022-02-25", "end": None, "a": "EU", "b": "RUS", "action": "SANCTION", "mode": "package",
       "name": "second package", "commitment": "deed"}  # fmt: skip


def cinc(state: str, year: int, value: float) -> dict[str, object]:
    return {"state": state, "year": year, "attribute": "cinc", "value": value, "unit": "share"}


def flow(
    a: str, b: str, year: int, commodity: str, value: float, **more: object
) -> dict[str, object]:
    return {"a": a, "b": b, "year": year, "commodity": commodity, "measure": "level", "value": value,
            "unit": "count", "reporter": None, "start": None, "end": None, "name": None, **more}  # fmt: skip


def charts(section: Section) -> list[str]:
    return [b.title for b in section.blocks if isinstance(b, Chart)]


def test_capabilities_are_compared_in_the_last_common_year():
    rows = [
        cinc("RUS", 1990, 0.12),
        cinc("CHN", 1990, 0.11),
        cinc("RUS", 2022, 0.04),
        cinc("CHN", 2022, 0.24),
    ]
    section = military(subject(world(("states", "cow_nmc", rows, CINC)), until=2025))
    check_cited(section)
    said = texts(section)
    assert "In 2022, China held 24.0\N{NO-BREAK SPACE}%" in said
    assert "6.0 times as much" in said
    assert "in 1990 it was 11.0\N{NO-BREAK SPACE}% against 12.0\N{NO-BREAK SPACE}%" in said
    assert charts(section) == ["Shares of world capability"]


def test_one_state_without_a_figure_is_said_not_guessed():
    section = military(
        subject(world(("states", "cow_nmc", [cinc("RUS", 2022, 0.04)], CINC)), until=2025)
    )
    check_cited(section)
    assert "for China the index has no figure" in texts(section)


def test_exercises_counted_and_exercises_named_are_told_apart():
    rows = [flow("CHN", "RUS", y, "joint_exercises", n) for y, n in ((2003, 1.0), (2005, 3.0))]
    later = [flow("CHN", "RUS", 2022, "joint_exercises", 6.0)]
    held = world(
        ("flows", "mme", rows, DRILLS), ("flows", "ledger", later, ()),
        ("events", "compiled_exercises", [DRILL], ()),
    )  # fmt: skip
    section = military(subject(held, until=2025))
    check_cited(section)
    said = texts(section)
    assert "In 1990–2010 the press reported 4 joint exercises" in said
    assert "at most 3 a year (2005)" in said
    assert "From 2011 on, sources name one exercise or patrol of the two" in said
    table = next(b for b in section.blocks if isinstance(b, Grid) and "Exercises" in b.title)
    assert table.rows[0][1:] == ("Vostok 2018", "exercise", "7", "3,200 persons")


def test_a_dyad_the_counts_do_not_list_is_not_called_zero():
    rows = [flow("IND", "USA", 2003, "joint_exercises", 1.0)]
    section = military(subject(world(("flows", "mme", rows, DRILLS)), until=2005))
    note = next(b for b in section.blocks if isinstance(b, Note) and "joint exercise" in b.text)
    assert "they list what the press reported" in note.text
    assert not charts(section)


def test_arms_without_the_register_say_how_to_add_it_and_quote_the_facts():
    rows = [
        flow("RUS", "CHN", 2022, "arms", 23.0, measure="share", unit="percent", reporter="RUS",
             start="2018", end="2022"),
        flow("RUS", "CHN", 2013, "arms", 61.0, measure="share", unit="percent", reporter="CHN",
             start="2009", end="2013"),
        flow("RUS", "CHN", 2018, "arms", 1e9, measure="plan", unit="USD", name="S-400", commitment="word"),
    ]  # fmt: skip
    section = military(subject(world(("flows", "ledger", rows, ()))))
    check_cited(section)
    said = texts(section)
    assert "comity data add sipri_arms PATH" in said
    assert "China took 23\N{NO-BREAK SPACE}% of the arms Russia exported in 2018–2022." in said
    assert "Russia supplied 61\N{NO-BREAK SPACE}% of the arms China imported in 2009–2013." in said
    table = next(b for b in section.blocks if isinstance(b, Grid))
    assert table.rows[0] == ("2018", "RUS → CHN", "S-400", "1 bn USD", "ordered or planned", "word")


def test_arms_with_the_register_are_drawn_by_direction():
    rows = [flow("RUS", "CHN", y, "arms", 100.0, unit="million TIV") for y in (2001, 2002, 2003)]
    section = military(subject(world(("flows", "sipri_arms", rows, ()))))
    check_cited(section)
    assert "Russia delivered arms of 300 million TIV to China in 2001–2003." in texts(section)
    assert "comity data add sipri_arms" not in texts(section)
    assert charts(section) == ["Arms from Russia to China"]


def test_a_sanction_of_a_bloc_is_one_of_its_members_of_the_day():
    acts = [ACT, {**ACT, "a": "RUS", "b": "EU", "date": "2014-08-06", "name": "food embargo"},
            {**ACT, "mode": "waiver", "name": "no sanction"}]  # fmt: skip
    held = world(("events", "compiled_sanctions", acts, ()))
    german = military(subject(held, "DEU", "RUS", until=2025))
    check_cited(german)
    assert "1 of Germany (all by blocs it was in) and 1 of Russia" in texts(german)
    chinese = military(subject(held, until=2025))
    assert "none is a sanction of Russia against China" in texts(chinese)
    table = next(b for b in chinese.blocks if isinstance(b, Grid))
    assert table.rows[0][:3] == ("the European Union", "Russia", "1")


def test_cases_in_force_name_the_senders_of_the_last_year_counted():
    rows = [flow("USA", "RUS", y, "sanctions", 2.0, unit="cases") for y in (2020, 2022)]
    section = military(subject(world(("flows", "gsdb", rows, CASES)), until=2025))
    check_cited(section)
    assert "In force against Russia in 2022" in texts(section)
    assert "the United States (2); none of China" in texts(section)


def test_a_world_without_rows_gives_notes_only():
    section = military(subject(world()))
    assert all(isinstance(b, Note) for b in section.blocks)
    for command in ("cow_nmc", "mme", "sipri_arms", "gsdb"):
        assert f"comity data add {command} PATH" in texts(section)


def test_names_of_sources_are_text_and_never_markup():
    held = world(
        ("events", "ledger", [{**DRILL, "name": HOSTILE}, {**ACT, "name": HOSTILE}], ()),
        (
            "flows",
            "compiled_arms",
            [flow("RUS", "CHN", 2018, "arms", 4.0, name=HOSTILE, unit=HOSTILE)],
            (),
        ),
    )
    of = subject(held, until=2025)
    shown = rendered(of, military(of))
    assert HOSTILE not in shown
    assert "&lt;script&gt;alert" in shown


@pytest.mark.parametrize(
    ("a", "b", "since", "until"),
    [("RUS", "CHN", 1990, 2026), ("DDR", "CSK", 1970, 1970), ("TWN", "USA", 1990, 2026),
     ("PSE", "ISR", 1990, 2026), ("HKG", "CHN", 1990, 2026), ("TUV", "NRU", 1816, 2026),
     ("BEL", "PAP", 1816, 1900), ("FRA", "DEU", 2026, 2026)],
)  # fmt: skip
def test_embedded_world_any_dyad(a, b, since, until):
    section = military(subject(World.load(), a, b, since, until))
    check_cited(section)
    assert section.blocks
