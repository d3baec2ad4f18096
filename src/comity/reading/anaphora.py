"""Words that stand for actors named elsewhere, and what each asks for: a pair, three, one, a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comity.reading.aliases import Word
from comity.reading.lexicon import verb_forms

__all__ = ["NUMBERS", "Phrase", "What", "phrase_at"]

What = Literal[
    "pair", "many", "plural", "one", "state", "body", "tie", "former", "latter", "person"
]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of ``count`` words, of which the first ``skip`` are left out of the mention.

    Attributes
    ----------
    what
        Asked for: a pair, ``number`` of actors, any plural, one actor, one state, an organisation, a tie
        between two, the first or the second of a pair, a person.
    other
        Whether it cannot mean the subject of its own sentence ("him").
    opens
        Whether it is a subject or object ("it", "they", "them"), rather than "its", "their".
    among
        Whether only states can be meant ("both countries") or groups too ("both sides").
    """

    count: int
    what: What
    number: int = 0
    skip: int = 0
    pronoun: bool = False
    other: bool = False
    opens: bool = False
    among: Literal["states", "any"] = "any"


NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_PLURAL = frozenset(
    ["states", "countries", "nations", "sides", "powers", "leaders", "capitals", "governments", "parties",
     "neighbours", "neighbors", "partners", "allies", "giants", "presidents", "rivals", "economies",
     "militaries", "armies", "peoples", "superpowers", "adversaries", "heavyweights", "ministers",
     "navies", "players", "regimes", "foes", "autocracies", "democracies", "republics", "members",
     "ministries", "parliaments", "delegations", "premiers", "monarchs", "belligerents", "diplomats",
     "chiefs", "counterparts", "negotiators", "autocrats", "strongmen", "chancellors"]
)  # fmt: skip
#: Organs that every state has one of, by two words.
_ORGANS = frozenset(
    [("central", "banks"), ("air", "forces"), ("armed", "forces"), ("intelligence", "services"),
     ("foreign", "offices"), ("security", "councils")]
)  # fmt: skip
_OF_STATES = frozenset(
    ["states", "countries", "nations", "capitals", "governments", "neighbours", "neighbors", "republics"]
)  # fmt: skip
_SINGULAR = frozenset(
    ["side", "country", "state", "party", "power", "nation", "leader", "partner", "government"]
)
_TIES = frozenset(
    ["partnership", "relationship", "alliance", "axis", "rapprochement", "friendship", "entente",
     "alignment", "bond", "tandem", "duo", "pairing", "marriage", "courtship"]
)  # fmt: skip
#: Ties only where pointed at ("this cooperation"): else they are whose the text says they are.
_POINTED = frozenset(
    ["cooperation", "collaboration", "proximity", "closeness", "convergence", "synergy", "tie-up",
     "coordination"]
)  # fmt: skip
_BILATERAL = frozenset(
    ["trade", "ties", "relations", "cooperation", "relationship", "partnership", "links", "exchanges",
     "contacts", "commerce", "agreements", "talks", "meeting", "summit"]
)  # fmt: skip
_BODIES = frozenset(
    ["bloc", "organisation", "organization", "grouping", "company", "firm", "corporation", "movement",
     "militia"]
)  # fmt: skip
#: Plurals that are more often somebody else.
_VAGUE = frozenset(
    ["members", "players", "economies", "leaders", "peoples", "ministers", "regimes", "democracies",
     "diplomats", "chiefs", "counterparts", "negotiators", "autocrats", "strongmen", "chancellors",
     "delegations", "ministries"]
)  # fmt: skip
_LANDS = frozenset(["country", "nation", "republic"])
_SETS = {"pair": 2, "duo": 2, "trio": 3, "triumvirate": 3, "quartet": 4}
#: What may stand before "country" where one already named is meant.
_DESCRIBED = frozenset(
    ["landlocked", "tiny", "small", "wealthy", "poor", "impoverished", "isolated", "secretive",
     "communist", "theocratic", "embattled", "mountainous", "desert", "sanctioned"]
)  # fmt: skip
_FUNCTION = frozenset(
    ["of", "in", "on", "at", "by", "for", "with", "to", "from", "and", "or", "but", "as", "than", "that",
     "which", "who", "is", "are", "was", "were", "be", "has", "have", "had", "will", "would", "can",
     "could", "may", "might", "do", "does", "did", "not", "between", "against", "into", "over", "under",
     "the", "a", "an", "it", "they", "their", "its", "his", "s"]
)  # fmt: skip
_AUXILIARY = frozenset(
    ["are", "were", "have", "had", "can", "could", "will", "would", "may", "might", "must", "should",
     "want", "wants", "share", "seek", "see", "view", "need", "know", "remain", "do", "did", "face",
     "oppose", "support", "agreed", "agree", "said", "signed", "is", "was", "has"]
)  # fmt: skip
_PLAIN = (
    {
        word: Phrase(1, "plural", pronoun=True, opens=word in ("they", "them"))
        for word in ("they", "them", "their", "theirs", "themselves")
    }
    | {
        word: Phrase(1, "person", pronoun=True, other=word == "him")
        for word in ("he", "she", "him", "his", "himself", "herself", "hers")
    }
    | {word: Phrase(1, "one", pronoun=True) for word in ("its", "itself")}
)
_EMPTY = frozenset(
    ["seems", "appears", "emerged", "turned", "turns", "follows", "takes", "took", "comes", "came",
     "happened", "remains", "rained", "matters", "hardly"]
)  # fmt: skip
_BE = frozenset(
    ["is", "s", "was", "be", "becomes", "became", "been", "would", "will", "may", "might", "could"]
)


def phrase_at(text: str, said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    """The phrase that begins with the word ``at``; ``taken`` are words that names already have."""
    word = said[at].form
    if word in _PLAIN:
        return _PLAIN[word]
    if word == "it":
        return None if _says_nothing(said, at) else Phrase(1, "one", pronoun=True, opens=True)
    if word == "her":
        return Phrase(1, "person", pronoun=True, other=not _noun_follows(said, at))
    if word in ("each", "one", "either", "neither"):
        return _of_each(said, at)
    if word in ("both", "all"):
        return _of_both(text, said, at, taken) if word == "both" else _of_all(text, said, at, taken)
    if word in ("the", "this", "that", "these", "those", "such", "as", "bilateral"):
        return _determined(text, said, at, taken)
    return None


def _noun_after(
    text: str, said: list[Word], at: int, taken: set[int], nouns: frozenset[str], most: int
) -> int | None:
    """Where one of ``nouns`` stands after at most ``most`` adjectives."""
    for n in range(at + 1, min(at + most + 2, len(said))):
        gap = text[said[n - 1].end : said[n].start]
        if n in taken or any(mark in gap for mark in ".;:()\n") or said[n].form in _FUNCTION:
            return None
        if said[n].form in nouns or (said[n - 1].form, said[n].form) in _ORGANS:
            return n
    return None


def _of_each(said: list[Word], at: int) -> Phrase | None:
    pair = (said[at].form, _form(said, at + 1))
    if pair in (("each", "other"), ("one", "another")):
        return Phrase(2, "pair", pronoun=True)
    return Phrase(2, "pair") if pair[0] != "one" and pair[1] in _SINGULAR else None


def _of_all(text: str, said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    number = NUMBERS.get(_form(said, at + 1), 0)
    if number < 3:
        return None
    last = _noun_after(text, said, at + 1, taken, _PLURAL, 2)
    return Phrase(last - at + 1 if last is not None else 2, "many", number)


def _of_both(text: str, said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    following = _form(said, at + 1)
    last = _noun_after(text, said, at, taken, _PLURAL, 2)
    if last is not None:
        return Phrase(last - at + 1, "pair", among=_among(said[last]))
    if following == "of" and _form(said, at + 2) in ("them", "these", "those"):
        return Phrase(3, "pair", pronoun=True)
    if at + 1 in taken or (at + 2 in taken and following == "the"):
        return None
    before = said[at - 1].form if at else ""
    bare = following in _AUXILIARY or _stops(text, said, at)
    if bare or (before in ("they", "them", "we") and following not in _FUNCTION):
        return Phrase(1, "pair", pronoun=True)
    return None


def _determined(text: str, said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    word, following = said[at].form, _form(said, at + 1)
    if word == "bilateral":
        last = _noun_after(text, said, at, taken, _BILATERAL, 2)
        return Phrase(last - at + 1, "tie") if last is not None else None
    if following in NUMBERS and at + 1 not in taken:
        return _numbered(text, said, at, taken)
    if word == "as":
        return None
    if following in ("latter", "former"):
        after = _form(said, at + 2)
        acts = after.endswith("ed") or (after.endswith("s") and after in verb_forms())
        alone = acts or after in _FUNCTION or after in _AUXILIARY or _stops(text, said, at + 1)
        return Phrase(2, "latter" if following == "latter" else "former") if alone else None
    return _with_noun(said, at, taken) or _tie(text, said, at, taken)


def _numbered(text: str, said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    """The two countries, these three, as two major powers."""
    number = NUMBERS[said[at + 1].form]
    what: What = "pair" if number == 2 else "many"
    last = _noun_after(text, said, at + 1, taken, _PLURAL, 2)
    skip = 1 if said[at].form == "as" else 0
    if last is not None:
        return Phrase(last - at + 1, what, number, skip, among=_among(said[last]))
    bare = _form(said, at + 2) in _AUXILIARY or _stops(text, said, at + 1)
    return Phrase(2, what, number, pronoun=True) if bare and not skip else None


def _with_noun(said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    """These countries, the parties, that country, the bloc."""
    word, following = said[at].form, _form(said, at + 1)
    if at + 1 in taken:
        return None
    if word == "the" and following == "parties":
        return Phrase(2, "pair")
    if word == "the" and following in _SETS and _form(said, at + 2) != "of":
        number = _SETS[following]
        return Phrase(2, "pair") if number == 2 else Phrase(2, "many", number)
    if word in ("these", "those", "such", "the") and following in _PLURAL - _VAGUE:
        return Phrase(2, "plural")
    if word in ("these", "those", "such"):
        return None
    if following in ("country", "nation", "republic") or (following == "state" and word != "the"):
        return Phrase(2, "state")
    if following in _DESCRIBED and at + 2 not in taken and _form(said, at + 2) in _LANDS:
        return Phrase(3, "state")
    return Phrase(2, "body") if following in _BODIES else None


def _tie(text: str, said: list[Word], at: int, taken: set[int]) -> Phrase | None:
    """This partnership, the economic relationship, the growing anti-Western alliance."""
    for n in range(at + 1, min(at + 5, len(said))):
        if any(mark in text[said[n - 1].end : said[n].start] for mark in ',.;:()\n“"'):
            return None
        if n in taken:
            if said[n - 1].form in ("anti", "pro"):
                continue
            return None
        if said[n].form in _FUNCTION:
            return None
        if said[n].form in _TIES or (said[n].form in _POINTED and said[at].form != "the"):
            after = said[n + 1].form if n + 1 < len(said) else ""
            if after in ("between", "with", "of", "among"):
                return None
            named = [k for k in range(at, n) if k in taken]
            return Phrase(n - at + 1, "tie", skip=named[-1] + 1 - at if named else 0)
    return None


def _form(said: list[Word], at: int) -> str:
    return said[at].form if at < len(said) else ""


def _stops(text: str, said: list[Word], at: int) -> bool:
    """Whether a mark, or nothing, follows the word."""
    return at + 1 >= len(said) or text[said[at].end] in ",.;:?!’'"


def _among(noun: Word) -> Literal["states", "any"]:
    return "states" if noun.form in _OF_STATES else "any"


def _says_nothing(said: list[Word], at: int) -> bool:
    """It is clear that …, it seems, it emerged that …: the pronoun stands for nothing."""
    after = [word.form for word in said[at + 1 : at + 9]]
    if not after:
        return False
    if after[0] in _EMPTY:
        return True
    if at and said[at - 1].form in ("make", "makes", "made", "making", "find", "found", "consider"):
        return bool({"that", "to"} & set(after[:4]))
    if after[0] in _BE:
        return bool({"that", "to", "for", "if", "whether", "when"} & set(after[1:7]))
    return False


def _noun_follows(said: list[Word], at: int) -> bool:
    return at + 1 < len(said) and said[at + 1].form not in _FUNCTION
