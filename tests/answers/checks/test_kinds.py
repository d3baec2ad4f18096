"""Each kind of check: what agrees, what differs, and what is never held against a text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.answers.checks import (
    acts,
    alliance,
    balance,
    figures,
    membership,
    projects,
    sanctions,
    supplies,
    votes,
    wars,
)  # fmt: skip
from comity.answers.checks.case import AGREES, DIFFERS, OPEN
from tests.answers.checks.small import case


def quantity(text, value, unit, around, **fields):
    return case(text, around=around, kind="quantity", value=str(value), unit=unit, **fields)


@pytest.mark.parametrize(
    ("said", "value", "outcome"),
    [("$190 billion", 190e9, AGREES), ("$127 billion", 127e9, DIFFERS)],
)
def test_trade_of_a_stated_year(said, value, outcome):
    around = f"In 2022 trade between China and Russia reached {said}."
    found = figures.check(quantity(said, value, "USD", around, date="2022", date_basis="stated"))
    assert found.outcome == outcome
    assert "190 bn USD in 2022" in found.found
    assert found.sources == ("made_up_flows",)


def test_trade_of_a_year_nobody_published_is_not_covered():
    around = "In 2015 trade between China and Russia reached $64 billion."
    found = figures.check(
        quantity("$64 billion", 64e9, "USD", around, date="2015", date_basis="stated")
    )
    assert found.outcome == OPEN
    assert "not covered" in found.rule


def test_exports_are_not_held_against_trade_both_ways():
    around = "Russian exports to China came to $114 billion in 2022."
    found = figures.check(
        quantity("exports to China came to $114 billion", 114e9, "USD", around, date="2022")
    )
    assert found.outcome == AGREES
    assert "Russian exports" in found.found


def test_a_part_of_a_year_is_no_year():
    around = "Russia shipped 52.6 million tons of oil to China in 2023."
    found = figures.check(
        quantity("52.6 million tons of oil", 52.6e6, "tonnes", around, date="2023")
    )
    assert found.outcome == DIFFERS


@pytest.mark.parametrize(("rate", "outcome"), [(24.0, AGREES), (40.0, DIFFERS)])
def test_growth_against_its_two_levels(rate, outcome):
    around = f"Oil supplied to China rose by {rate:.0f}% in 2023."
    found = figures.check(
        quantity(f"rose by {rate:.0f}%", rate, "percent change", around, date="2023")
    )
    assert found.outcome == outcome
    assert "+24.1 %" in found.found


def test_a_target_is_held_against_targets():
    around = "Trade will grow to $300 billion by 2030."
    found = figures.check(
        quantity("$300 billion", 300e9, "USD", around, date="2030", date_basis="stated")
    )
    assert (found.outcome, "target" in found.rule) == (AGREES, True)


def test_arms_are_found_by_their_designation():
    around = "Iran has ordered 16 Su-35 fighters for 2027."
    found = figures.check(
        quantity(
            "16 Su-35 fighters",
            16,
            "aircraft",
            around,
            source_actor="UKR",
            target_actor="IRN",
            date="2027",
        )
    )
    assert found.outcome == AGREES


def test_membership_holds_at_the_date_of_the_text():
    text = "Iran is a member of BRICS"
    fields = {"source_actor": "IRN", "target_actor": "BRICS"}
    assert membership.check(case(text, dated="2024-06", **fields)).outcome == AGREES
    assert membership.check(case(text, dated="2022-06", **fields)).outcome == DIFFERS


def test_the_number_of_members():
    text = "BRICS, a group of two emerging economies"
    found = membership.check(case(text, dated="2021", source_actor="RUS;CHN", target_actor="BRICS"))
    assert (found.outcome, found.said) == (AGREES, "2 members of BRICS")


def test_a_project_still_proposed_decides_nothing():
    text = "the River Gate 2 pipeline may soon be inaugurated"
    assert projects.check(case(text, hedged=True, form="promise")).outcome == OPEN


def test_a_project_that_stalls_agrees_with_its_status():
    text = "there is no movement on constructing River Gate-2"
    found = projects.check(case(text, negated=True, form="withheld"))
    assert (found.outcome, "proposed" in found.found) == (AGREES, True)


@pytest.mark.parametrize(("dated", "outcome"), [("2025-12-07", AGREES), ("2026-01", AGREES)])
def test_an_abandoned_project(dated, outcome):
    assert projects.check(case("the Polar Railway was abandoned", dated=dated)).outcome == outcome


def test_a_longer_name_is_not_taken_for_a_shorter_one():
    text = "River Gate 2 will carry 50 billion cubic meters"
    found = projects.check(quantity("50 billion cubic meters", 50e9, "cubic metres", text))
    assert (found.outcome, "River Gate 2" in found.found) == (AGREES, True)


def test_states_on_the_way_of_a_link():
    text = "Mongolia, through which River Gate 2 is to pass"
    found = projects.check(case(text, source_actor="RUS", target_actor="MNG"))
    assert (found.outcome, found.found) == (AGREES, "River Gate 2 by way of Mongolia")


def test_a_meeting_and_one_that_no_row_tells():
    text = "Putin and Xi met in an online forum"
    there = case(text, kind="event", form="meeting", date="2021-12")
    assert acts.check(there).outcome == AGREES
    other = case(text, kind="event", form="meeting", date="2019-12")
    assert acts.check(other).outcome == OPEN


def test_signs_of_growth_are_no_signature():
    text = "Russia significantly increased its cooperation"
    assert acts.check(case(text, kind="event", date="2023")) is None


def test_sanctions_of_a_group_by_one_of_its_members():
    text = "the sanctions imposed by Western nations"
    found = sanctions.check(
        case(text, source_actor="WEST", target_actor="RUS", domain="sanctions", polarity=-1,
             form="sanctioned",
             date="2022")
    )  # fmt: skip
    assert (found.outcome, "Banks" in found.found) == (AGREES, True)


def test_a_war_in_its_year_and_in_another():
    fields = {
        "kind": "event",
        "target_actor": "UKR",
        "action": "ASSAULT",
        "form": "fought",
        "polarity": -1,
    }
    assert wars.check(case("Russia’s invasion of Ukraine", date="2022", **fields)).outcome == AGREES
    assert wars.check(case("Russia’s invasion of Ukraine", date="2011", **fields)).outcome == OPEN


def test_not_condemned_is_read_off_the_votes():
    text = "China has not condemned Russia’s actions"
    found = votes.check(case(text, source_actor="CHN", target_actor="RUS", negated=True))
    assert (found.outcome, "abstained" in found.found) == (AGREES, True)


@pytest.mark.parametrize(
    ("dated", "text", "outcome"),
    [
        ("2024", "Russia and China are an alliance", DIFFERS),
        ("2024", "there is no anti-Western alliance of Russia and China", AGREES),
        ("1960", "Russia and China are an alliance", AGREES),
    ],
)
def test_an_alliance_is_an_obligation_to_defend(dated, text, outcome):
    assert alliance.check(case(text, dated=dated, kind="claim")).outcome == outcome


def test_the_alliance_of_others_is_not_asked_about():
    text = "Russia and China challenge the Western alliance"
    assert alliance.check(case(text, kind="claim", stance="alliance_yes")) is None


def test_a_deficit_on_the_wrong_side():
    given = case("the trade balance has grown against Moscow", domain="economic", dated="2023")
    found = balance.check(given)
    assert (found.outcome, "114 bn USD" in found.found) == (DIFFERS, True)


def test_more_was_sold():
    text = "China increased its purchase of Russian oil"
    found = supplies.check(case(text, form="traded", date="2022/2023"))
    assert (found.outcome, "86.2 Mt in 2022 to 107 Mt in 2023" in found.found) == (AGREES, True)


def test_states_of_another_group_are_not_counted():
    text = "the two Mercosur countries and BRICS"
    assert membership.check(case(text, source_actor="RUS", target_actor="BRICS")) is None


@pytest.mark.parametrize(
    "text", ["Iran was invited to join BRICS", "Iran applied to join BRICS", "Iran may join BRICS"]
)
def test_an_invitation_is_no_membership(text):
    assert membership.check(case(text, source_actor="IRN", target_actor="BRICS")) is None


def test_who_never_belonged_cannot_have_left():
    fields = {"source_actor": "MNG", "target_actor": "BRICS"}
    found = membership.check(case("Mongolia withdrew from BRICS", **fields))
    assert (found.outcome, "in no row" in found.found) == (DIFFERS, True)
    stays = membership.check(case("Russia left BRICS", target_actor="BRICS"))
    assert stays.outcome == DIFFERS


def test_a_denial_of_sanctions_that_are_held():
    fields = {"source_actor": "USA", "target_actor": "RUS", "action": "SANCTION", "negated": True}
    text = "The United States has never imposed sanctions on Russia"
    assert sanctions.check(case(text, polarity=1, **fields)).outcome == DIFFERS
    other = fields | {"source_actor": "IRN"}
    assert (
        sanctions.check(
            case(text.replace("The United States", "Iran"), polarity=1, **other)
        ).outcome
        == OPEN
    )


def test_a_vote_told_is_held_against_the_vote():
    fields = {"kind": "event", "source_actor": "CHN", "target_actor": "RUS", "date": "2022-03"}
    told = "China {} a resolution that condemned Russia"
    assert votes.check(case(told.format("voted against"), **fields)).outcome == DIFFERS
    assert votes.check(case(told.format("abstained on"), **fields)).outcome == AGREES


def test_a_political_alliance_claims_no_treaty():
    found = alliance.check(case("Russia and China form a political alliance", kind="claim"))
    assert found.outcome == OPEN


def test_by_how_much_is_no_level():
    text = "In 2022 trade between Russia and China fell by about $190 billion."
    at = text.index("$")
    told = quantity(text[at:-1], 190e9, "USD", text, date="2022")
    moved = told.record.model_copy(update={"char_start": at, "char_end": len(text) - 1})
    assert figures.check(replace(told, record=moved)).outcome == OPEN


def test_what_was_delivered_is_no_capacity():
    text = "River Gate delivered 38 billion cubic meters in 2024"
    assert projects.check(quantity("38 billion cubic meters", 38e9, "cubic metres", text)) is None


def test_the_year_of_a_figure_is_not_the_one_it_is_held_against():
    text = "trade of $190 billion last year, up from 2021"
    found = figures.check(
        quantity("$190 billion", 190e9, "USD", text, date="2022", date_basis="inferred")
    )
    assert found.outcome == AGREES


def test_an_agreement_told_by_its_matter_is_no_other():
    fields = {"kind": "event", "form": "signed", "date": "2001-07-16"}
    rail = acts.check(case("Russia and China signed a railway agreement", **fields))
    assert (rail.outcome, "Treaty of Good" in rail.found) == (OPEN, True)
    plain = acts.check(case("Russia and China signed a treaty", **fields))
    assert plain.outcome == AGREES
