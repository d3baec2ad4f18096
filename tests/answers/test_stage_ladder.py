"""Ladder files: the shipped ones hold, a wrong one is refused with what is nearest."""

from __future__ import annotations

import pytest

from comity.answers.stage import stage
from comity.answers.stage_file import load_ladder, parse, shipped_ladders
from comity.answers.stage_names import check_names
from comity.errors import DataError, UnknownName
from comity.world import World

GOOD = """
key = "own"
title = "Own"
about = "a test"
source = "nobody"
[[stage]]
key = "one"
title = "one"
[[stage.criterion]]
key = "c"
title = "c"
rule = "r"
source = "s"
test = [{ table = "ties", kinds = ["alliance"] }]
"""


@pytest.fixture(scope="module")
def embedded() -> World:
    return World.load()


def test_the_shipped_ladders_use_names_that_exist(embedded):
    assert shipped_ladders() == ["korolev", "obligations"]
    for name in shipped_ladders():
        check_names(load_ladder(name), embedded)


def test_the_seven_criteria_in_three_stages():
    found = load_ladder("korolev")
    assert [(r.key, len(r.criterion)) for r in found.stage] == [
        ("low", 2),
        ("medium", 2),
        ("high", 3),
    ]
    assert all("secondary sources" in c.source for _, c in found.criteria())


def test_six_rungs_from_neutrality_to_mutual_defence():
    rungs = [r.key for r in load_ladder("obligations").stage]
    assert len(rungs) == 6
    assert (rungs[0], rungs[-1]) == ("neutrality", "mutual_defence")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("kinds =", "kind_s ="), 'has no key "kind_s"; did you mean  kinds'),
        (GOOD.replace('title = "Own"', 'titel = "Own"'), 'the top level has no key "titel"'),
        (GOOD.replace('rule = "r"\n', ""), "stage.1.criterion.1.rule: Field required"),
        (GOOD.replace('"ties"', '"tyes"'), "stage.1.criterion.1.test.1"),
        (GOOD.replace('kinds = ["alliance"]', "kinds = []"), "at least 1 item"),
        (GOOD + GOOD[GOOD.index("[[stage]]") :], "stage named twice: one"),
        (GOOD.replace('title = "one"', 'title = "one"\nneeds = 2'), "needs 2 of 1 criteria"),
        (GOOD + '[[fact]]\nkind = "k"\nname = "n"\nrecord = "r"\nstart = "2001"\n', "states or about a bloc"),
        (
            GOOD + '[[fact]]\nkind = "k"\nname = "n"\nrecord = "r"\nbloc = "NATO"\nstart = "then"\n',
            "a date is written 2014",
        ),
        ("key = ", "is not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place(wrong, told):
    with pytest.raises(DataError, match=r"own\.toml") as refused:
        parse(wrong, "own.toml")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace('"alliance"', '"aliance"'), "did you mean  alliance"),
        (
            GOOD.replace('table = "ties", kinds', 'sources = ["atopp"], table = "ties", kinds'),
            "did you mean  atop",
        ),
        (GOOD.replace('["alliance"]', '["membership"], blocs = ["NATOO"]'), "did you mean  NATO"),
        (
            GOOD.replace('table = "ties", kinds = ["alliance"]',
                         'table = "indicator", indicator = "unga_agrement", at_least = 0.5'),
            "did you mean  unga_agreement",
        ),
        (
            GOOD.replace('table = "ties", kinds = ["alliance"]', 'table = "events", modes = ["exercize"]'),
            "did you mean  exercise",
        ),
        (
            GOOD.replace('table = "ties", kinds = ["alliance"]', 'table = "flows", commodities = ["armss"]'),
            "did you mean  arms",
        ),
    ],
)  # fmt: skip
def test_a_name_that_does_not_exist_is_refused_with_the_nearest(embedded, wrong, told):
    with pytest.raises(UnknownName) as refused:
        stage(embedded, "RUS", "CHN", 2010, parse(wrong, "own.toml"))
    assert told in str(refused.value)


def test_no_such_ladder():
    with pytest.raises(UnknownName, match="did you mean  korolev"):
        load_ladder("korolew")


REACHED = [
    ("RUS", "CHN", 2023, "korolev", "medium", "medium"),
    ("USA", "GBR", 2023, "korolev", "high", "high"),
    ("USA", "JPN", 2023, "korolev", "medium", "medium"),
    ("FRA", "DEU", 2023, "korolev", "high", "high"),
    ("DDR", "RUS", 1975, "korolev", "low", "high"),  # exercises not covered
    ("IND", "PAK", 2023, "korolev", None, "medium"),
    ("USA", "IRN", 2010, "korolev", None, "low"),
    ("RUS", "CHN", 2023, "obligations", "consultation", "consultation"),
    ("USA", "GBR", 2023, "obligations", "mutual_defence", "mutual_defence"),
    ("USA", "JPN", 2010, "obligations", "guarantee", "guarantee"),  # ATOP: one side owes defence
    ("USA", "JPN", 2023, "obligations", "guarantee", "guarantee"),
    ("DDR", "RUS", 1975, "obligations", "mutual_defence", "mutual_defence"),
    ("USA", "IRN", 2010, "obligations", None, None),
    ("USA", "IRN", 2023, "obligations", None, "consultation"),
    ("IND", "RUS", 1975, "obligations", "consultation", "consultation"),
]


@pytest.mark.parametrize(("a", "b", "year", "ladder", "lowest", "highest"), REACHED)
def test_cases_a_scholar_would_check(embedded, a, b, year, ladder, lowest, highest):
    found = stage(embedded, a, b, year, ladder)
    assert (found.lowest, found.highest) == (lowest, highest)


def test_every_met_criterion_opens_its_rows(embedded):
    found = stage(embedded, "RUS", "CHN", 2023)
    evidence = found.evidence()
    met = [f.criterion.key for f in found.findings if f.status == "met"]
    assert sorted(evidence) == sorted(met)
    for tables in evidence.values():
        for rows in tables.values():
            assert rows["source"].null_count() == rows["record"].null_count() == 0
