"""The section on treaties, blocs and meetings."""

from __future__ import annotations

import pytest

from comity import World
from comity.report.model import Chart, Grid, Note
from comity.report.sections.acts import base_name, events_between, moment, stands_for, written
from comity.report.sections.ties import ties
from comity.report.sections.timeline import Bar, Dot, Lane, draw
from comity.world.coverage import Coverage
from tests.report.small_worlds import HOSTILE, check_cited, rendered, subject, texts, world

PAIR = {"a": "CHN", "b": "RUS"}
TREATY = "Treaty of Good Neighbours"
SIGNED = {**PAIR, "kind": "consultation", "start": "2001-07-16", "end": "2002-02-27", "depth": 2.0,
          "name": f"{TREATY} (signed)", "commitment": "word", "domain": "military"}  # fmt: skip
IN_FORCE = {**SIGNED, "start": "2002-02-28", "end": None, "name": TREATY, "commitment": "deed"}
LABEL = {**PAIR, "kind": "partnership", "start": "2011-06", "end": None, "name": "Strategic partnership",
         "commitment": "word", "depth": None, "domain": "diplomatic"}  # fmt: skip
PACT = {**PAIR, "kind": "alliance", "start": "2001", "end": "2018", "depth": 2.0, "directed": False,
        "name": "consultation;nonaggression", "commitment": "word"}  # fmt: skip
VISIT = {**PAIR, "date": "2013-03-22", "action": "CONSULT", "mode": "visit", "name": "state visit",
         "commitment": "deed", "domain": "diplomatic", "parties": None, "end": None}  # fmt: skip
ALLIANCES = (Coverage("ties", "alliance", 1816, 2018, "system"),)
BLOCS = (Coverage("ties", "membership", 1949, 2026, "system"),)


def member(state: str, bloc: str, start: str, end: str | None = None) -> dict[str, object]:
    return {"a": state, "b": bloc, "kind": "membership", "start": start, "end": end, "name": bloc,
            "commitment": "deed"}  # fmt: skip


def small(*events: dict[str, object]) -> World:
    return world(
        ("ties", "atop", [PACT], ALLIANCES),
        ("ties", "compiled_treaties", [SIGNED, IN_FORCE, LABEL], ()),
        ("ties", "compiled_blocs", [member("RUS", "SCO", "2001-06-15"), member("CHN", "SCO", "2001-06-15"),
                                    member("RUS", "G8", "1997-06-20", "2014-03-24")], BLOCS),
        ("events", "ledger", [VISIT, *events], ()),
    )  # fmt: skip


def test_says_what_stands_between_the_two_and_cites_it():
    of = subject(small(), until=2025)
    section = ties(of)
    check_cited(section)
    said = texts(section)
    assert "In 2018, the last year coded" in said
    assert "neutrality or consultation, unbroken since 2001" in said
    assert f"{TREATY} (consultation, since 2002)" in said
    assert "Strategic partnership" in said
    assert "In 2025 both belonged to the Shanghai Cooperation Organisation (since 2001)" in said
    assert "left the G8 (2014)" in said


def test_one_row_a_treaty_from_signature_with_its_day_in_force():
    section = ties(subject(small(), until=2025))
    table = next(
        b for b in section.blocks if isinstance(b, Grid) and b.title.startswith("Treaties")
    )
    row = next(r for r in table.rows if r[2] == TREATY)
    assert row == ("16\u00a0Jul\u00a02001", "", TREATY, "consultation",
                   "deed, in force 28\u00a0Feb\u00a02002")  # fmt: skip
    coded = next(r for r in table.rows if r[2] == "Alliance as coded")
    assert coded[1] == "2018 or later"


def test_timeline_has_a_narrow_and_a_wide_drawing():
    chart = next(b for b in ties(subject(small(), until=2025)).blocks if isinstance(b, Chart))
    assert 'width="440"' in chart.svg
    assert 'width="940"' in chart.wide
    assert TREATY in chart.wide


def test_a_world_without_rows_gives_notes_only():
    section = ties(subject(world()))
    assert all(isinstance(b, Note) for b in section.blocks)
    assert "comity data add atop PATH" in texts(section)
    assert "comity data add cow_igo_shared PATH" in texts(section)


def test_names_of_sources_are_text_and_never_markup():
    of = subject(small({**VISIT, "date": "2014-05-20", "name": HOSTILE}), until=2025)
    shown = rendered(of, ties(of))
    assert HOSTILE not in shown
    assert "&lt;script&gt;alert" in shown


def test_an_act_told_twice_is_drawn_once():
    drill = {
        **VISIT,
        "date": "2018-09-11",
        "action": "COOPERATE",
        "mode": "exercise",
        "name": "Vostok",
    }
    held = world(
        ("events", "compiled_exercises", [drill], ()),
        ("events", "ledger", [{**drill, "name": "Vostok 2018"}, {**VISIT, "name": "visit (other source)"},
                              {**VISIT, "name": "visit"}], ()),
    )  # fmt: skip
    names = events_between(subject(held))["name"].to_list()
    assert names == ["visit", "Vostok"]


def test_parties_of_a_large_exercise_count_as_both():
    drill = {**VISIT, "a": "ARM", "b": "RUS", "action": "COOPERATE", "mode": "exercise",
             "parties": "RUS;ARM;CHN"}  # fmt: skip
    held = world(("events", "compiled_exercises", [drill], ()))
    assert events_between(subject(held)).height == 1
    assert events_between(subject(held, "CHN", "IND")).is_empty()


@pytest.mark.parametrize(
    ("actor", "state", "on", "expected"),
    [("EU", "DEU", "2022-02-23", True), ("EU", "GBR", "2022-02-23", False), ("UN", "DEU", "2020", False),
     ("DEU", "DEU", "2020", True), ("WLD", "DEU", "2020", False)],
)  # fmt: skip
def test_a_bloc_stands_for_its_members_of_the_day(actor, state, on, expected):
    assert stands_for(actor, state, on) is expected


def test_dates_of_any_precision_have_a_place():
    assert moment("2014") == 2014
    assert moment("2014", closing=True) == 2015
    assert moment("2014-07") == pytest.approx(2014.5)
    assert moment("2014-06", closing=True) == pytest.approx(2014.5)
    assert written("1992-12-18") == "18\u00a0Dec\u00a01992"
    assert written("1992") == "1992"
    assert base_name("Treaty (article 9) (signed)") == "Treaty"
    assert base_name("(signed)") == "(signed)"


def test_a_timeline_of_one_year_and_of_many_labels_stays_inside():
    lanes = [
        Lane("Bars", "red", bars=[Bar("a long name " * 9, [(2020.0, 2020.1, True)])] * 3),
        Lane("Dots", "blue", dots=[Dot(2020.5, HOSTILE, deed=False)] * 40, shape="triangle"),
    ]
    for width in (460, 940):
        drawn = draw(lanes, 2020, 2020, width=width)
        assert drawn.startswith("<svg")
        assert "<script" not in drawn


@pytest.mark.parametrize(
    ("a", "b", "since", "until"),
    [("RUS", "CHN", 1990, 2026), ("DDR", "CSK", 1970, 1970), ("TWN", "USA", 1990, 2026),
     ("PSE", "ISR", 1990, 2026), ("HKG", "CHN", 1990, 2026), ("TUV", "NRU", 1816, 2026),
     ("AUH", "DEU", 1900, 1914), ("DEU", "RUS", 2014, 2026)],
)  # fmt: skip
def test_embedded_world_any_dyad(a, b, since, until):
    section = ties(subject(World.load(), a, b, since, until))
    check_cited(section)
    assert section.blocks
