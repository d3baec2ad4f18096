"""Clauses of sentences."""

from __future__ import annotations

import pytest

from comity.reading.clauses import clauses
from comity.reading.tagging import tokens


def cut(text: str) -> list[tuple[str, str]]:
    words = tokens(text, 0, len(text))
    return [
        (c.kind, text[words[c.first].start : words[c.last - 1].end])
        for c in clauses(words)
        if c.last > c.first
    ]


CASES = [
    ("Oman left and Iran stayed.", ["main", "main"]),
    ("Oman signed a pact and praised Iran.", ["main", "joined"]),
    ("Oman signed a pact, praising Iran.", ["main", "participle"]),
    ("While Oman waited, Iran signed.", ["subordinate", "main"]),
    ("Iran signed because Oman waited.", ["main", "subordinate"]),
    ("Oman said that Iran signed.", ["main", "content"]),
    ("Oman said Iran had signed.", ["main", "content"]),
    ("The pact that Oman signed failed.", ["relative", "main"]),
    ("The sanctions imposed by Oman hurt Iran.", ["reduced", "main"]),
    ("Iran, which borders Oman, signed.", ["relative", "main"]),
    ("Oman left after a visit, during which Iran signed.", ["main", "relative"]),
    ("Iran, whose army left, signed.", ["relative", "main"]),
    ("The port, built in May, is open.", ["reduced", "main"]),
    ("Oman, backed by Iran, attacked Yemen.", ["reduced", "main"]),
    ("Oman signed a pact, brokered by Iran.", ["main", "reduced"]),
    ("Firms responded by leaving Oman.", ["main", "participle"]),
    ("Trading with Oman is hard.", ["infinitive", "main"]),
    ("Talks held in Geneva failed.", ["reduced", "main"]),
    ("Iran left in 2022, so sharing data is hard.", ["main", "infinitive", "main"]),
    ("By arming Iraq, Iran angers Oman.", ["participle", "main"]),
    ("Oman will never price its oil in yuan.", ["main"]),
    ("They walked out of the police and courts.", ["main"]),
    ("Crews armed with knives and axes left.", ["reduced", "main"]),
    ("The plan to attack Oman and Iran failed.", ["infinitive", "main"]),
    ("Oman agreed to leave and Iran stayed.", ["main", "infinitive", "main"]),
    ("The pact that Oman signed in May led Iran to leave.", ["relative", "main", "infinitive"]),
    ("Iran, which had also left, declined.", ["relative", "main"]),
    ("Oman left a deal under which supplies may reach Iran.", ["main", "relative"]),
    ("Why would Iran support Oman?", ["main"]),
    ("Oman agreed to leave Iran and sell the port.", ["main", "infinitive", "infinitive"]),
    ("Did the army of Oman attack Iran?", ["main"]),
    ("Had Iran left, Oman would have stayed.", ["main", "main"]),
]


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_kinds_of_clauses(text, kinds):
    assert [kind for kind, _ in cut(text)] == kinds


def test_spans_are_minimal():
    found = dict(
        cut("In 2010, Iran and Oman signed a pact and held talks in Qom, while Iraq waited.")
    )
    assert found["main"] == "In 2010, Iran and Oman signed a pact"
    assert found["joined"] == "held talks in Qom"
    assert found["subordinate"] == "Iraq waited"


def test_an_interrupted_clause_is_whole():
    ((_, relative), (kind, main)) = cut("Iran, which borders Oman, signed a pact.")
    assert relative == "which borders Oman"
    assert (kind, main) == ("main", "Iran, which borders Oman, signed a pact")


SPANS = [
    ("Oman left, and the firm that helped Iran was sold.", "main", "Oman left"),
    ("Oman left, and the firm that helped Iran was sold.", "main", "the firm that helped Iran was sold"),
    ("Oman came for a visit, during which Iran signed.", "main", "Oman came for a visit"),
    ("Oman came for a visit, during which Iran signed.", "relative", "during which Iran signed"),
    ("It is said that trading with Oman is hard.", "main", "trading with Oman is hard"),
    ("Iran (as well as Oman) left.", "main", "Iran (as well as Oman) left"),
    ("Talks began, a week after Iran left.", "subordinate", "Iran left"),
    ("Talks began, a week after Iran left.", "main", "Talks began"),
    ("Oman is admired by Iran and increasingly trades with Iraq.", "main", "Oman is admired by Iran"),
    ("Iran met Oman, even though Iraq left.", "main", "Iran met Oman"),
    ("Iran supports Oman, however.", "main", "Iran supports Oman, however"),
    ("QOM (Wire) — The army, now larger, left.", "main", "The army, now larger, left"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "span"), SPANS)
def test_spans_of_interrupted_clauses(text, kind, span):
    assert (kind, span) in cut(text)


INVERTED = [
    ("Did the army of Oman attack Iran?", "the army of Oman", ""),
    ("Nor does Oman trust Iran.", "Oman", "nor"),
    ("Only then could Iran and Oman sign the pact.", "Iran and Oman", ""),
    ("Had Iran left earlier, they would have stayed.", "Iran", "if"),
    ("Should Iran leave, they would stay.", "Iran", "if"),
    ("Should Iran leave?", "Iran", ""),
    ("Had Iran not left, they would have stayed.", "Iran", "if"),
    ("Did the army not leave?", "the army", ""),
    ("Iran had left.", "Iran", ""),
]


@pytest.mark.parametrize(("text", "subject", "opener"), INVERTED)
def test_a_subject_may_stand_between_the_verbs(text, subject, opener):
    words = tokens(text, 0, len(text))
    clause = clauses(words)[0]
    first, last = clause.subject
    assert text[words[first].start : words[last - 1].end] == subject
    assert clause.opener == opener


def test_subject_and_object_of_relative_clauses():
    def parts(text: str) -> tuple[str, str]:
        words = tokens(text, 0, len(text))
        clause = next(c for c in clauses(words) if c.kind == "relative")
        spans = (clause.subject, clause.object)
        first, second = (text[words[s[0]].start : words[s[1] - 1].end] if s else "" for s in spans)
        return first, second

    assert parts("Oman attacked Iran, which Iraq supports.") == ("Iraq", "Iran")
    assert parts("Oman met Iran, against which Iraq fought.") == ("Iraq", "Iran")
    assert parts("Oman met Iran, during which Iraq fought.") == ("Iraq", "")
    assert parts("Oman met Iran, whose army left.") == ("Iran, whose army", "")
    assert parts("Oman, which left, met Iran.") == ("Oman", "")
    assert parts("Oman and Iraq, which left, met Iran.") == ("Oman and Iraq", "")
    assert parts("The army of Oman that left met Iran.") == ("Oman", "")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Oman visits Iran .", "XVX."),
        ("Their visits ended .", "DNV."),
        ("Western sanctions targeting Iran failed .", "XNVXV."),
        ("Oman supports Iran .", "XVX."),
        ("Omani support for Iran grew .", "XNPXV."),
        ("They plan to trade with Iran .", "OVIVPX."),
        ("Trade with Iran halved .", "NPXV."),
        ("Iran’s growing ties worry Oman .", "XGANVX."),
        ("Oman met Iran on 4 May .", "XVXP#N."),
        ("On May 4 Oman may meet Iran .", "PN#XMVX."),
        ("May was quiet and may stay calm .", "NBNCMVN."),
        ("Oman agreed to close its port .", "XVIVDN."),
        ("Oman left as this occurred .", "XVSDV."),
        ("This means war .", "DVN."),
        ("These increased risks hurt .", "DANV."),
        ("Trade fell after 2019 .", "NVP#."),
        ("Since 2019 Oman has led .", "P#XHV."),
        ("After the war Oman left .", "SDNXV."),
        ("After the war , Oman left .", "PDN,XV."),
        ("Oman as well as Iran left .", "XCWWXV."),
        ("Oman left because of Iran .", "XVWPX."),
        ("The pact given in 2019 led Oman to leave .", "DNVP#VXIV."),
        ("They were given , given the war .", "OBV,PDN."),
        ("A lack of funding hurt .", "DNPNV."),
        ("They have since left .", "OHWV."),
        ("That plan has failed .", "DNHV."),
        ("They say that only agreed deliveries have come .", "OVTWANHV."),
        ("Iran needs income .", "XVN."),
        ("Iran , which left , supports Oman .", "X,RV,VX."),
        ("Iran , backed by Iraq , supplies gas .", "X,VPX,VN."),
        ("Iran , an ally , supports Oman .", "X,DN,VX."),
        ("Did Iran attack ? Yes !", "UXV.X."),
        ("Omani and allied troops have left .", "XCANHV."),
        ("May they agree .", "MOV."),
        ("Theresa May left .", "XXV."),
        ("Prime Minister Modi met President Trump .", "XXXVXX."),
        ("Oman cannot leave .", "XM!V."),
        ("Oman has yet to sign , yet Iran left .", "XH!IV,CXV."),
    ],
)
def test_words_that_can_be_verbs_or_nouns(text, tags):
    assert "".join(word.tag for word in tokens(text, 0, len(text))) == tags
