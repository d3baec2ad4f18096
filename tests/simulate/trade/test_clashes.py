"""Trade changes that cannot be: one clear error, with the line."""

from __future__ import annotations

import pytest

from comity.errors import ComityError
from comity.simulate.scenario import Scenario

HEAD = 'name = "Test"\nbaseline = 2021\n[[change]]\n'
EMBARGO = 'kind = "trade_embargo"\nsenders = "EU"\ntargets = "RUS"\n'


def refused(text: str) -> str:
    with pytest.raises(ComityError) as caught:
        Scenario.parse(HEAD + text, file="t.toml")
    assert "t.toml" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('kind = "trade_embargo"\nsenders = "EU"\ntargets = "DEU"', 6, "Germany (DEU) is on both sides"),
        ('kind = "trade_embargo"\nsenders = "EU"\ntargets = "CSK"', 6, "was no state in 2021"),
        ('kind = "trade_embargo"\nsenders = "Atlantis"\ntargets = "RUS"', 5, "Atlantis"),
        ('kind = "trade_embargo"\nsenders = "EU"\ntargets = "RUS.yamal"', 6, "is a place"),
        ('kind = "trade_embargo"\nsenders = "EU"\ntarget = "RUS"', 6, "did you mean  targets?"),
        ('kind = "trade_tariff"\nimporters = "USA"\nexporters = "CHN"\npercent = -5', 7, "greater than 0"),
        ('kind = "trade_tariff"\nimporters = "USA"\nexporters = "CHN"\npercent = nan', 7, "finite"),
        ('kind = "corridor_cost"\nbetween = ["RUS", "IND"]\npercent = -100', 6, "or equal to -50"),
        ('kind = "trade_sanctions"\nsenders = "EU"\ntargets = "RUS"', 3, "strength"),
        ('kind = "join_bloc"\nstates = "RUS"\nbloc = "EAEU"', 5, "in EAEU already"),
        ('kind = "leave_bloc"\nstates = "RUS"\nbloc = "EU"', 5, "nothing to leave"),
        ('kind = "trade_agreement"\nmembers = "RUS"', 5, "two members"),
        ('kind = "financial_friction"\nbetween = ["EU", "DEU"]', 5, "both sides"),
        ('kind = "export_control"\nsenders = "EU"\ntargets = "RUS"', 3, "sectors"),
        ('kind = "embargo"\nimporters = "EU"\nexporters = "RUS"', 4, "trade_embargo"),
        ('kind = "coalition"', 4, "trade_sanctions"),
    ],
)  # fmt: skip
def test_one_change_that_cannot_be(text, line, part):
    said = refused(text)
    assert f"line {line}" in said, said
    assert part in said


def test_the_same_change_twice():
    said = refused(EMBARGO + "[[change]]\n" + EMBARGO + 'note = "again"\n')
    assert "line 8" in said
    assert "the same change as the first" in said


def test_a_tariff_on_trade_that_stops():
    said = refused(
        EMBARGO
        + '[[change]]\nkind = "trade_tariff"\nimporters = "DEU"\nexporters = "RUS"\npercent = 5'
    )
    assert "line 8" in said
    assert "a tariff on trade that the first change stops" in said


def test_they_may_follow_each_other():
    Scenario.parse(
        HEAD + EMBARGO + 'end = 2021\n[[change]]\nkind = "trade_tariff"\nimporters = "DEU"\n'
        'exporters = "RUS"\npercent = 5\nstart = 2022\n'
    )  # fmt: skip


def test_the_same_estimate_is_not_laid_on_twice():
    one = 'kind = "trade_sanctions"\nsenders = "{}"\ntargets = "RUS"\nstrength = "broad"\n'
    said = refused(one.format("EU") + "[[change]]\n" + one.format("DEU"))
    assert "bears the cost of sanctions_broad from the first change" in said
