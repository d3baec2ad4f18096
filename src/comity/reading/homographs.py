"""Words that can be a verb or a noun ("supplies", "visits"), decided from what stands around them."""

from __future__ import annotations

from comity.reading.closed_phrases import is_year
from comity.reading.tagging import Token
from comity.reading.verb_signs import asked, ends_aside, finite_beside, past_ahead
from comity.reading.word_classes import word_class

__all__ = ["settle"]

_NOMINAL = frozenset(["N", "X", "?"])
_NAMELIKE = frozenset(["N", "X", ")", '"', "#"])


def settle(found: list[Token]) -> None:
    """Tag each word that is still undecided."""
    for at, token in enumerate(found):
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < len(found) else None
        _small(found, at, before, after)
        if token.tag != "?":
            continue
        back = at - 1
        while back >= 0 and found[back].tag in ("W", "!"):
            back -= 1
        token.tag = _decided(found, at, back)
    if not any(token.tag in ("V", "B", "H", "M", "U") for token in found):
        _rescue(found)


def _small(found: list[Token], at: int, before: Token | None, after: Token | None) -> None:
    """Tag "'s", "to", "that", a dash between names, an adverb that is a verb here."""
    token = found[at]
    if token.tag in ("A", "W", "P") and before is not None:
        helped = ("b" in token.form and before.tag in ("I", "M")) or (
            token.tag == "P" and before.tag in ("B", "H") and set("gn") & set(token.form)
        )
        given = token.tag == "P" and "n" in token.form and after is not None and after.tag == "P"
        phrasal = (
            token.tag == "A" and "d" in token.form and before.tag in ("N", "X", "O")
            and after is not None and after.tag == "P"
        )  # fmt: skip
        token.tag = "V" if helped or given or phrasal else token.tag
    if after is None:
        return
    if token.tag == "N" and not token.form and after.tag in ("D", "O") and _modal(found, at):
        token.tag, token.form = "V", "b"
    elif token.low == "no" and after.low == "longer":
        token.tag = "!"
    elif token.low == "to":
        token.tag = "I" if _infinitive(found, at + 1) else "P"
    elif token.low == "that" and (before is None or before.tag in ("P", "C", '"')):
        verbal = after.tag in ("B", "H", "M", "U") or "s" in after.form
        noun = after.tag in ("N", "A") or (before is None and _noun(after))
        token.tag = "O" if verbal else "D" if noun else "T"
    elif before is None:
        return
    elif token.tag == "-" and before.tag == after.tag == "X":
        token.tag = "C"
    elif token.tag == "G" and before.low in word_class("subject pronoun") | {"that", "what"}:
        token.tag = "B" if token.low == "'s" else "M" if token.low == "'d" else "G"


def _modal(found: list[Token], at: int) -> bool:
    """Whether a modal verb behind its subject stands before a word ("will never price")."""
    back = at - 1
    while back >= 0 and found[back].tag in ("W", "!"):
        back -= 1
    return back > 0 and found[back].tag == "M" and found[back - 1].tag in ("N", "X", "O", "R", "T")


def _infinitive(found: list[Token], at: int) -> bool:
    """Whether "to" before a word opens an infinitive."""
    while at < len(found) and found[at].tag in ("W", "!"):
        at += 1
    if at == len(found):
        return False
    word = found[at]
    if word.tag in ("B", "H", "U") or (word.tag == "?" and "b" in word.form):
        return True
    owned = at + 1 < len(found) and found[at + 1].tag in ("D", "O")
    return owned and word.tag in ("A", "W", "P") and "b" in word.form


def _decided(found: list[Token], at: int, back: int) -> str:
    """Tag of an undecided word; ``back`` is the last word before it that is no adverb."""
    token, form = found[at], found[at].form
    tag = found[back].tag if back >= 0 else ""
    after = found[at + 1] if at + 1 < len(found) else None
    if tag in ("I", "M", "U", "B", "H"):
        return _helped(token, tag)
    if tag == "#" and is_year(found[back].low):
        tag = "N"
    if tag in ("D", "G", "#") or (tag == "A" and back == at - 1):
        return _described(token, found[back], after)
    if "g" in form:
        return _gerund(found, at, back, tag, after)
    if tag == "P":
        return "A" if "n" in form and after is not None and after.tag in _NOMINAL else "N"
    if "d" in form or "n" in form:
        return _past(found, at, back, after)
    if tag in ("O", "R", "T") or (back >= 0 and found[back].low in word_class("subject pronoun")):
        content = tag == "T" and found[back - 1].tag not in ("N", "X")
        helped = after is not None and after.tag in ("M", "H")
        return "N" if helped or (content and token.noun and "s" not in form) else "V"
    if tag in _NAMELIKE:
        return _present(found, at, back, after)
    return _joining(found, at, back, after)


def _stands_alone(token: Token, before: Token, after: Token | None) -> bool:
    """Whether "this" before a word is the subject of it, not its determiner ("this occurred")."""
    if before.low in word_class("this") and "s" in token.form:
        return True
    if before.low not in word_class("this") | word_class("these") or "d" not in token.form:
        return False
    return after is None or after.tag in ("D", "X", "O", "P", "T", ".", ",", "S", "W")


def _helped(token: Token, tag: str) -> str:
    """Tag of a word after "to", a modal verb, do, be or have."""
    form = token.form
    if tag in ("I", "M", "U"):
        return "V" if "b" in form or not (token.noun or "g" not in form) else "N"
    if tag == "H" and form == "g":
        return "A"
    return "V" if set("dng") & set(form) else "N"


def _past(found: list[Token], at: int, back: int, after: Token | None) -> str:
    """Tag of a form in -ed: an adjective before a noun that has its own verb ("allied forces have")."""
    if after is None or not (after.tag == "N" or _noun(after)):
        return "V"
    behind_verb = (
        back > 0
        and back == at - 1
        and (found[back].tag == "V" or (found[back].tag == "X" and found[back - 1].tag == "V"))
    )
    if (back < 0 or behind_verb) and after.tag == "N":
        return "A"
    behind = found[at + 2].tag if at + 2 < len(found) else ""
    opens = found[back].tag in (",", "C", "S", "-", ";", ":", '"', "T")
    return "A" if opens and (behind in _AUXILIARIES or "d" not in found[at].form) else "V"


def _noun(token: Token) -> bool:
    """Whether an undecided word can be a noun."""
    return token.tag == "?" and (
        token.noun is not None or token.low in word_class("noun like a verb")
    )


_AUXILIARIES = frozenset("BHMU")


def _joining(found: list[Token], at: int, back: int, after: Token | None) -> str:
    """Tag of a base form or form in -s after a joiner or mark."""
    token, tag = found[at], found[back].tag if back >= 0 else ""
    known = token.noun is not None or token.low in word_class("noun like a verb")
    if tag == "C" and known and back > 0 and found[back - 1].tag in ("N", "X", "A"):
        verbs = any(other.tag == "V" for other in found[at + 1 : at + 6])
        return "V" if _opens(after) and not verbs else "N"
    if (
        tag == ","
        and (_opens(after) or (after is not None and after.tag in "N?"))
        and ends_aside(found, back)
    ):
        return "V"
    listed = tag == "C" and back > 0 and found[back - 1].tag == "N" and "s" in token.form
    if listed and (after is None or after.tag in ".;," or (after.tag == "?" and "d" in after.form)):
        return "N"
    if tag == "," and "b" in token.form and _opens(after) and any(t.tag == "U" for t in found[:at]):
        return "V"
    return "V" if tag in ("C", ",", "S", "-") and not known else "N"


def _described(token: Token, before: Token, after: Token | None) -> str:
    """Tag of a word after a determiner, possessive or adjective."""
    if _stands_alone(token, before, after):
        return "V"
    if not set("dn") & set(token.form):
        gerund = "g" in token.form and not token.noun
        return "A" if gerund and after is not None and after.tag in _NOMINAL else "N"
    return "A" if after is not None and after.tag in ("N", "X", "A", "?") else "N"


def _gerund(found: list[Token], at: int, back: int, tag: str, after: Token | None) -> str:
    """Tag of a form in -ing."""
    token = found[at]
    lasting = token.low in word_class("lasting") and tag != "B"
    if lasting and after is not None and after.tag in ("N", "A", "?"):
        return "A"
    if token.noun is None and token.low not in word_class("noun in -ing"):
        return "V"
    if tag == "P" or (after is not None and after.low == "of"):
        return "N"
    owned = any(other.tag in ("D", "G") for other in found[max(0, back - 3) : back + 1])
    free = tag == "X" and after is not None and after.tag in ("P", ".", ",")
    return "N" if owned and (tag in ("N", "A") or free) else "V"


def _present(found: list[Token], at: int, back: int, after: Token | None) -> str:
    """Tag of a base form or form in -s after a noun or name."""
    token, prior = found[at], found[back]
    form = token.form
    if "b" in form and asked(found, back):
        return "V"
    fits = ("s" in form and not _many(prior)) or (
        "b" in form and (_many(prior) or _pair(found, back) or prior.tag == ")")
    )
    said = any(other.tag == "T" for other in found[max(0, at - 6) : at])
    known = token.noun is not None or token.low in word_class("noun like a verb")
    fits = fits or ("b" in form and (said or not known) and _opens(after))
    if fits and token.low in word_class("saying"):
        return "V"
    if not fits or (after is not None and after.low == "of") or finite_beside(found, at, 1):
        return "N"
    if finite_beside(found, back, -1) and not (prior.tag == "X" and _opens(after)):
        return "N"
    if not known:
        return "V"
    if after is not None and after.tag == "I":
        return "V" if _infinitive(found, at + 2) else "N"
    if after is not None and prior.tag == "X" and "s" in form and after.tag in ("N", "A", "?"):
        head = "b" in after.form and at + 2 < len(found) and found[at + 2].tag == "D"
        return "N" if head or past_ahead(found, at) else "V"
    return "V" if after is not None and _opens(after) and after.tag not in "PW!" else "N"


def _many(token: Token) -> bool:
    """Whether a noun or name is a plural."""
    low = token.low
    if token.tag == "X":
        return low.endswith(("ians", "ans", "ese", "ers", "ists", "is", "sts", "ats", "rts", "nts"))
    return token.tag == "N" and low.endswith("s") and not low.endswith(("ss", "us"))


def _pair(found: list[Token], at: int) -> bool:
    """Whether the phrase that ends at ``at`` joins two names ("Iran and Oman")."""
    while at > 0 and found[at].tag in ("X", "A", "D", "N"):
        at -= 1
    return at > 0 and found[at].tag == "C" and found[at - 1].tag in ("X", "N")


def _opens(after: Token | None) -> bool:
    """Whether a word can open the object of a verb."""
    if after is None or after.low == "of":
        return False
    return after.tag in ("D", "X", "O", "T", "A", "#", "I", "W", "P", "!")


def _rescue(found: list[Token]) -> None:
    """In a sentence without a verb, let the first word that can be one be it ("Iran views Oman as …")."""
    for at, token in enumerate(found[1:-1], start=1):
        possible = token.tag == "N" and ("s" in token.form or "d" in token.form)
        if (
            possible
            and _opens(found[at + 1])
            and found[at - 1].tag not in ("D", "A", "G", "P", "#")
        ):
            token.tag = "V"
            return
