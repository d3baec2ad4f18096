"""Scenario files: what is read, and what is refused with which help."""

from __future__ import annotations

import pytest

from comity.errors import DataError, UnknownName
from comity.simulate.scenario import Scenario

HEAD = 'name = "Test"\n'


def refused(text: str, kind: type[Exception] = DataError) -> str:
    with pytest.raises(kind) as caught:
        Scenario.parse(HEAD + text, file="test.toml")
    return str(caught.value)


def test_a_file_is_read(tmp_path):
    file = tmp_path / "one.toml"
    file.write_text(
        HEAD + 'baseline = 2023\n[[change]]\nkind = "close"\nfrom = "RUS"\nto = "CHN"\n'
        '[[change]]\nkind = "embargo"\nimporters = "EU"\nexporters = ["RUS"]\ncommodity = "gas"\n',
        encoding="utf-8",
    )
    found = Scenario.read(file)
    assert [change.kind for change in found.change] == ["close", "embargo"]
    assert found.change[0].origin == "RUS"
    assert found.change[1].importers == ["EU"]


def test_no_change_at_all_is_a_scenario():
    assert Scenario.parse(HEAD).change == ()


def test_an_unknown_key_is_told_with_its_line_the_nearest_and_the_allowed():
    said = refused('[[change]]\nkind = "cap"\nlink = "espo_1"\ncapasity = 3\n')
    assert "test.toml, line 5" in said
    assert "did you mean  capacity?" in said
    assert "link, from, to" in said


def test_an_unknown_key_at_the_top():
    said = refused('abot = "x"\n')
    assert "line 2" in said
    assert "about" in said


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ('kind = "cap"\nlink = "x1"\ncapacity = -1', "greater than or equal to 0"),
        ('kind = "cap"\nlink = "x1"\ncapacity = nan', "finite"),
        ('kind = "cap"\nlink = "x1"\ncapacity = true', "valid number"),
        ('kind = "close"', "from  and  to"),
        ('kind = "close"\nlink = "x1"\nfrom = "RUS"\nto = "CHN"', "one of the two"),
        ('kind = "build"\nfrom = "RUS"\nto = "CHN"', "commodity  and  capacity"),
        ('kind = "tariff"\nimporters = "CHN"\nexporters = "RUS"\ncommodity = "gas"', "amount"),
        ('kind = "demand"\nplace = "CHN"\ncommodity = "gas"', "percent"),
        ('kind = "demand"\nplace = "CHN"\ncommodity = "gas"\npercent = -120', "-100"),
        ('kind = "embargo"\nimporters = []\nexporters = "RUS"\ncommodity = "gas"', "at least 1"),
        ('kind = "embargo"\nimporters = "EU"\nexporters = "RUS"\ncommodity = "coal"', "'gas'"),
        ('kind = "payment_friction"\nbetween = [["RUS"]]\ncommodity = "gas"\npercent = 3', "least 2"),
        ('start = 2030\nend = 2029\nkind = "close"\nlink = "x1"', "lies after"),
        ('link = "x1"', "needs a kind"),
    ],
)  # fmt: skip
def test_what_no_change_can_be_is_refused(change, part):
    said = refused("[[change]]\n" + change + "\n")
    assert part in said
    assert "test.toml" in said


def test_an_unknown_kind_is_told_with_all_kinds():
    said = refused('[[change]]\nkind = "embargoes"\n', UnknownName)
    assert "did you mean  embargo" in said
    assert "shipping_ban" in said


def test_a_change_of_energy_has_no_sectors():
    said = refused('[[change]]\nkind = "tariff"\nsector = "machinery"\n')
    assert "trade_tariff" in said


@pytest.mark.parametrize("text", ["change = 3", "change = [3]", "x ="])
def test_what_is_no_scenario_is_refused(text):
    assert "test.toml" in refused(text + "\n")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        Scenario.read(tmp_path / "none.toml")


def test_changes_hold_in_their_own_years():
    scenario = Scenario.parse(
        HEAD + 'start = 2025\n[[change]]\nkind = "close"\nlink = "a1"\n'
        '[[change]]\nkind = "close"\nlink = "b1"\nstart = 2030\nend = 2035\n'
    )
    assert [len(scenario.in_force(year)) for year in (2024, 2026, 2030, 2036, None)] == [
        0,
        1,
        2,
        1,
        2,
    ]
