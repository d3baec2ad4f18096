"""Forms of verbs and nouns; the tables of verbs and nouns."""

from __future__ import annotations

import pytest

from comity.reading.inflection import inflected, plural
from comity.reading.lexicon import noun_forms, verb_forms, verbs
from comity.reading.vocabulary import ACTIONS, DOMAINS, FORMS
from comity.reading.word_classes import rows


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("sign", {"sign", "signs", "signed", "signing"}),
        ("supply", {"supply", "supplies", "supplied", "supplying"}),
        ("cut", {"cut", "cuts", "cutting"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("stop", {"stop", "stops", "stopped", "stopping"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("visit", {"visit", "visits", "visited", "visiting"}),
        ("veto", {"veto", "vetoes", "vetoed", "vetoing"}),
        ("impose", {"impose", "imposes", "imposed", "imposing"}),
        ("reach", {"reach", "reaches", "reached", "reaching"}),
        ("commit", {"commit", "commits", "committed", "committing"}),
        ("deploy", {"deploy", "deploys", "deployed", "deploying"}),
        ("cancel", {"cancel", "cancels", "canceled", "cancelled", "canceling", "cancelling"}),
        ("fuel", {"fuel", "fuels", "fueled", "fuelled", "fueling", "fuelling"}),
        ("sail", {"sail", "sails", "sailed", "sailing"}),
        ("transfer", {"transfer", "transfers", "transferred", "transferring"}),
        ("quit", {"quit", "quits", "quitting"}),
    ],
)
def test_forms_of_verbs(verb, forms):
    assert set(inflected(verb)) == forms


def test_what_a_form_can_be():
    assert inflected("withdraw")["withdrew"] == "d"
    assert inflected("withdraw")["withdrawn"] == "n"
    assert set(inflected("cut")["cut"]) == set("bdn")


def test_plurals():
    assert [plural(n) for n in ("treaty", "embargo", "clash", "visit", "delay")] == [
        "treaties", "embargos", "clashes", "visits", "delays",
    ]  # fmt: skip


def test_rows_use_the_vocabulary():
    for senses in verbs().values():
        for sense in senses:
            assert sense.action.partition(":")[0] in ACTIONS, sense
            assert sense.form in {*FORMS, ""}, sense
            assert sense.domain in {*DOMAINS, ""}, sense
            assert sense.polarity in (-1, 0, 1), sense
    for noun in noun_forms().values():
        assert noun.action.partition(":")[0] in ACTIONS, noun
        assert noun.form in {*FORMS, ""}, noun
        assert noun.domain in {*DOMAINS, ""}, noun


def test_the_tables_are_broad():
    acting = [verb for verb, senses in verbs().items() if any(s.action != "NONE" for s in senses)]
    assert len(acting) > 500
    assert len({noun.noun for noun in noun_forms().values()}) > 350
    assert "sanctioned" in verb_forms()


def test_groups_of_objects_are_spelled_out():
    groups = {row["group"]: set(row["words"].split()) for row in rows("objects.csv")}
    assert list(groups) == sorted(groups)
    asked = {
        word[1:] for row in rows("verbs.csv") for word in row["object"].split() if word[0] == "@"
    }
    assert asked - set(groups) == {"crowd", "name", "place", "verb"}
    assert set(groups) <= asked
    curbs = next(v for v in verbs()["scrap"] if v.action == "RETREAT")
    assert curbs.objects == groups["curbs"]


def test_nouns_may_ask_for_a_word_behind_them():
    assert noun_forms()["measure"].before == {"against"}
    assert noun_forms()["measures"].before == {"against"}
    assert not noun_forms()["treaty"].before
