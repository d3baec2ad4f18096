"""Questions that articles on one pair of states answer differently, and how a record answers them.

A record answers by its stance where it has one, else by its words. Most topics are yes or no; dependence is
one-sided or mutual. What a record presupposes counts as what it says: "the growing alliance has no effect"
answers that there is an alliance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.reading.record import Record

__all__ = ["TOPICS", "Topic", "answers"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A question with two answers.

    Attributes
    ----------
    key, question
        As written in tables, and in words.
    pro, con
        What the two answers are called.
    pro_stances, con_stances
        Stances that give them.
    words
        What a record must say to be on the topic by its words; None where only stances count.
    con_words
        Words with which it gives the second answer.
    thing
        Whether the question is if something exists, so that a denial must stand shortly before its name.
    """

    key: str
    question: str
    pro: str
    con: str
    pro_stances: frozenset[str]
    con_stances: frozenset[str]
    words: re.Pattern[str] | None = None
    con_words: re.Pattern[str] | None = None
    thing: bool = False


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


#: Characters before the name of a thing in which it is denied.
NEAR = 48
#: Denials; and an alliance of somebody else, which is not the one asked about.
_NOT = _any(
    r"no|not|nor|never|neither|so-called|non-?existent|without|short of|ephemeral|illusory|divided|hardly|"
    r"far from"
)
_OTHERS = re.compile(
    r"(?<!anti-)\b(Western|NATO|Atlantic|American|transatlantic|U\.?S\.?)(?:[ -]led)? allia",
    re.IGNORECASE,
)

#: What happens to a project that is not built.
_HALTED = (
    r"abandon\w*|reject\w*|inexpedient|cancel\w*|absence|lack|primitive|not exist|stall\w*|shelv\w*"
)

TOPICS = (
    Topic(
        "alliance", "Is it an alliance?", "yes", "no", frozenset({"alliance_yes"}),
        frozenset({"aligning_not_alliance", "no_formal_alliance", "no_alliance"}),
        _any(r"alliances?|(?:(?:an?|no|close|formal|natural|military|treaty) )ally|allies"), _NOT, thing=True,
    ),
    Topic(
        "closer", "Do they draw closer?", "yes", "no",
        frozenset({"aligning", "aligning_not_alliance", "aligning_without_trust", "bloc_formation"}),
        frozenset({"diverging", "fluctuating"}),
        _any(r"(?:clos|deep|strong)er|deepen\w*|strengthen\w*|diverg\w*|drift\w* apart|converg\w*"),
        _any(r"not|no longer|diverg\w*|divergent|apart|little progress|distanced?"),
    ),
    Topic(
        "trust", "Do they trust each other?", "yes", "no", frozenset(),
        frozenset({"distrust", "aligning_without_trust"}),
        _any(r"trust\w*|mistrust|suspici\w*|confidence|fears?|nervous|paranoia|wary"),
        _any(r"no|not|never|limited|lack\w*|distrust|mistrust|suspici\w*|fears?|nervous|paranoia|wary"),
    ),
    Topic(
        "dependence", "Who needs whom?", "one the other", "each other",
        frozenset({"dependence", "asymmetry", "lifeline"}), frozenset({"interdependence"}),
    ),
    Topic(
        "pressure", "Does outside pressure draw them together?", "yes", "no", frozenset(), frozenset(),
        re.compile(
            r"(?=.*\b(?:pressure|sanctions?|hostilit\w+|isolation|antagonism|confrontation)\b)"
            r"(?=.*\b(?:closer|align\w*|together|synergy|towards?|deepen\w*|reorientation|support)\b)",
            re.IGNORECASE | re.DOTALL,
        ),
        _any(r"not|no|never|nor"),
    ),
    Topic(
        "west", "Do they stand together against the West?", "yes", "no",
        frozenset({"common_adversary", "revisionism", "bloc_formation"}), frozenset(),
        _any(r"anti-?Western|against the West|opponents of the West"),
        _any(r"no|not|nonexistent|avoids?|refrain\w*|does not intend"), thing=True,
    ),
    Topic(
        "help", "Do they help each other when it costs?", "yes", "no",
        frozenset({"lifeline"}), frozenset({"transactional"}),
        _any(r"prepayment|strictly for cash|transactional|no intention of assist\w*|avoid supporting"),
        _any(r"prepayment|cash|transactional|no|not|avoid"),
    ),
    Topic(
        "sanctions", "Do sanctions lose their grip?", "yes", "no",
        frozenset({"sanctions_blunted"}), frozenset(),
        _any(r"(?:immune|susceptible|circumvent\w*|bypass\w*|exposing|evad\w*)"),
        _any(r"hardly|avoid exposing|not immune|refus\w+"),
    ),
    Topic(
        "project", "Will the common projects be built?", "yes", "no", frozenset({"project_will_happen"}),
        frozenset({"project_not_happening"}),
        re.compile(
            r"(?=.*\b(?:pipelines?|rail(?:way|road)s?|infrastructure|sea route|corridors?|routes?|ports?"
            r"|plants?|reactors?|terminals?|bridges?|projects?)\b)"
            rf"(?=.*\b(?:buil[dt]\w*|construct\w*|inaugurat\w*|finali[sz]\w*|launch\w*|complet\w*|finish\w*|"
            rf"{_HALTED})\b)",
            re.IGNORECASE | re.DOTALL,
        ),
        _any(rf"no|not|never|{_HALTED}"),
    ),
)  # fmt: skip


def answers(record: Record) -> Iterator[tuple[Topic, int]]:
    """Topics a record answers: 1 for the first answer, −1 for the second."""
    if record.kind == "quantity" or record.section == "sidebar":
        return
    for topic in TOPICS:
        if topic.key == "alliance" and _OTHERS.search(record.sentence):
            continue
        if record.stance in topic.con_stances:
            yield topic, -1
        elif record.stance in topic.pro_stances and not (
            # an axis or a united front is not yet an alliance
            topic.key == "alliance" and topic.words and not topic.words.search(record.sentence)
        ):
            yield topic, 1
        elif sign := _by_words(topic, record):
            yield topic, sign


def _by_words(topic: Topic, record: Record) -> int:
    """The answer by words alone; 0 where the record is not on the topic, or only asks."""
    if topic.words is None or record.form in ("conditional", "demand"):
        return 0
    told = topic.words.search(record.sentence)
    if told is None:
        return 0
    # of a thing, "no" stands before it: "the alliance has no effect" does not deny the alliance
    where = (
        record.sentence[max(0, told.start() - NEAR) : told.end()]
        if topic.thing
        else record.sentence
    )
    denied = bool(topic.con_words and topic.con_words.search(where))
    return -1 if denied or (record.negated and not topic.thing) else 1
