"""What a sentence tells in passing: who somebody is to somebody, and who armed or backs whom.

"Belarus, a Russian ally", "Iran-backed fighters": no verb says it, and it is told as a fact.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from comity.reading.actions import Predicate
from comity.reading.document import Sentence
from comity.reading.drafts import Draft
from comity.reading.lexicon import verb_forms
from comity.reading.mentions import Mention
from comity.reading.named import Named
from comity.reading.who import Sides

__all__ = ["asides"]

#: Participles behind a hyphen, and what they say: action, form, domain.
_BACKED = {
    "trained": ("AID", "delivered", "military"), "armed": ("AID", "delivered", "military"),
    "equipped": ("AID", "delivered", "military"), "supplied": ("AID", "delivered", "military"),
    "funded": ("AID", "delivered", "finance"), "financed": ("AID", "delivered", "finance"),
    "sponsored": ("AID", "delivered", "diplomatic"), "backed": ("SUPPORT", "supported", "diplomatic"),
    "supported": ("SUPPORT", "supported", "diplomatic"), "allied": ("SUPPORT", "supported", "military"),
}  # fmt: skip
_HYPHENED = re.compile(rf"-({'|'.join(_BACKED)})\s+((?:[a-z]+\s+){{0,2}})")
_BY = re.compile(rf"\s+({'|'.join(_BACKED)})\s+by\s+(?:the\s+)?")
_ROLES = {
    "ally": ("SUPPORT", 1), "partner": ("SUPPORT", 1), "friend": ("SUPPORT", 1), "enemy": ("NONE", -1),
    "foe": ("NONE", -1), "rival": ("NONE", -1), "adversary": ("NONE", -1),
}  # fmt: skip
_ADJECTIVE = re.compile(r"\s*,\s+(?:an?|the|another|its|one)\s+(?:[a-z-]+\s+){0,3}")
_ROLE = re.compile(rf"\s+(?:[a-z-]+\s+){{0,2}}({'|'.join(_ROLES)})\b")


def asides(named: Named, sentence: Sentence) -> list[Draft]:
    """Drafts of what a sentence tells in passing."""
    text = named.text
    found: list[Draft] = []
    here = named.within((sentence.start, sentence.end))
    for one, two in pairwise(here):
        backed = _HYPHENED.fullmatch(text, one.end, two.start)
        if backed and not _acts(backed[2]):
            found.append(
                _draft(
                    one,
                    two,
                    one.start,
                    _phrase_end(text, two.end, sentence.end),
                    *_BACKED[backed[1]],
                )
            )
        elif backed := _BY.fullmatch(text, one.end, two.start):
            found.append(_draft(two, one, one.start, two.end, *_BACKED[backed[1]]))
        elif _ADJECTIVE.fullmatch(text, one.end, two.start) and (
            role := _ROLE.match(text, two.end)
        ):
            action, polarity = _ROLES[role[1]]
            found.append(
                _draft(
                    one,
                    two,
                    one.start,
                    role.end(),
                    action,
                    "occurred",
                    "diplomatic",
                    polarity,
                    mutual=True,
                )
            )
        elif _TARGETED.fullmatch(text, one.end, two.start) and _SANCTIONS.search(
            text, one.start, two.start
        ):
            group = named.groups(named.within((two.start, sentence.end)))[0]
            actors = tuple(dict.fromkeys(a for m in group for a in m.actors))
            both = replace(two, actors=actors, end=group[-1].end)
            found.append(
                _draft(
                    one,
                    both,
                    one.start,
                    both.end,
                    "SANCTION:discontinue",
                    "sanctioned",
                    "sanctions",
                    -1,
                )
            )
        elif _RUNS.fullmatch(text, one.end, two.start) and (
            line := _LINE.search(text, max(sentence.start, one.start - 40), one.start)
        ):
            start = text.rfind(" ", 0, line.start()) + 1
            found.append(
                _draft(
                    one, two, start, two.end, "COOPERATE", "built", "infrastructure", mutual=True
                )
            )
    return found


#: "Western sanctions targeting …": they stand, whatever else the sentence tells.
_SANCTIONS = re.compile(r"\b(?:sanctions|embargo|tariffs)\b", re.IGNORECASE)
_TARGETED = re.compile(
    r"\s*(?:sanctions|embargo|tariffs)?\s+(?:targeting|against|(?:imposed|slapped|levied"
    r"|placed)\s+(?:up)?on|aimed\s+at|directed\s+at)\s+(?:the\s+|both\s+)?",
    re.IGNORECASE,
)
#: What runs from one state to the other.
_RUNS = re.compile(r"\s+to\s+(?:the\s+)?")
_LINE = re.compile(
    r"\b(?:pipeline|railway|railroad|rail line|cable|corridor|highway|power line|route)s?\s+(?:(?:that"
    r"|which)\s+)?(?:goes|runs?|running|leads?|leading|stretches)?\s*from\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _acts(words: str) -> bool:
    """Whether a verb in the past is among some words ("rebels seized"): the phrase ends before it."""
    known = verb_forms()
    return any("d" in kinds for word in words.split() for _, kinds in known.get(word, ()))


def _phrase_end(text: str, end: int, limit: int) -> int:
    following = re.compile(r"\s+[a-z]+\b").match(text, end, limit)
    return following.end() if following else end


def _draft(
    one: Mention, two: Mention, start: int, end: int, action: str, form: str, domain: str, polarity: int = 1,
    *, mutual: bool = False,
) -> Draft:  # fmt: skip
    predicate = Predicate(
        start, end, start, end, action, None, "present", "none", False, False, form,
        "deed", polarity, domain, mutual, (one.start, one.end), (two.start, two.end), "noun",
    )  # fmt: skip
    targets = tuple(a for a in two.actors if a not in one.actors)
    return Draft(
        predicate,
        Sides(one.actors, targets, mutual and len(one.actors) == len(targets) == 1, 2, True),
        start,
        end,
        "relation",
    )
