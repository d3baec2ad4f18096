"""Words of a sentence and what each can be: a small tagger for English prose, rules and word lists only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.reading.lexicon import Noun, noun_forms, verb_forms

__all__ = ["Token", "tokens"]

# Classes of characters are disjoint where repeats meet: one pass, whatever the text.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:-\w+)*|\$?\d+(?:[.,]\d+)*(?:-\w+)*%?|\w+(?:[-‑'’]\w+)*|[^\w\s]"
)
_CLOSED = {
    "D": "the a an all both this these those his her its their our my your no any some each every another such what",
    "P": "of in on at by for with from about into onto over under between among against through during "
    "towards toward upon across around near behind beyond within without via per amid amidst alongside along "
    "like unlike despite including regarding concerning following outside inside throughout above below off up "
    "out down versus past besides beside",
    "C": "and or but nor & yet plus",
    "S": "while although though because since whereas unless until if when after before as once lest whenever "
    "whether so than",
    "R": "which who whom whose where why how",
    "T": "that",
    "O": "i you he she it we they me him us them himself itself themselves one there both others",
    "M": "will would can could may might must shall should 'll ll ca wo cannot ought",
    "B": "be is are was were been being am 're 'm",
    "H": "have has had having 've",
    "U": "do does did",
    "!": "not n't never neither",
    "I": "to",
    "W": "also already often always now then still just even only ever again soon here yesterday today tomorrow "
    "however therefore thus moreover meanwhile very more most much less least too so rather quite almost nearly "
    "further together instead perhaps maybe likely unlikely increasingly recently twice once long far well "
    "currently reportedly together monday tuesday wednesday thursday friday saturday sunday earlier later ago "
    "longer hardly barely scarcely",
    "A": "new joint bilateral military economic political strategic further own mutual common major key several "
    "many other first last next two three four more full formal closer close strong deep high recent possible "
    "potential diplomatic financial technological nuclear naval such same different various large larger "
    "important significant current recent persistent permanent prominent frequent urgent independent imminent consistent evident ancient violent transparent convenient efficient sufficient united certain own growing western eastern northern southern international global regional national "
    "foreign public severe direct massive huge fresh long ready willing able set eager due likely",
}  # fmt: skip
_TAG = {word: tag for tag, words in reversed(_CLOSED.items()) for word in words.split()}
_TAG |= dict.fromkeys(["of", "in", "on", "at", "by", "for", "with", "from", "against"], "P")
_SUBJECTS = frozenset(["i", "you", "he", "she", "it", "we", "they", "who", "which", "there"])
_SUFFIXES = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ship",
    "ance",
    "ence",
    "ity",
    "ism",
    "ist",
    "dom",
    "age",
    "ure",
)
_ADJECTIVES = (
    "ous",
    "ful",
    "ive",
    "ical",
    "able",
    "ible",
    "less",
    "-led",
    "-backed",
    "-trained",
    "-made",
)


@dataclass(slots=True)
class Token:
    """A word or mark; ``form`` is what a verb form can be (see :func:`comity.reading.lexicon.verb_forms`).

    ``tag`` is one of D (determiner), P (preposition), C (coordinator), S (subordinator), R (relative), T
    (that), O (pronoun), M (modal), B, H, U (be, have, do), ! (not), I (to), W (adverb), A (adjective), G (of
    possession), V (verb), N (noun), X (name), # (number), or the mark itself.
    """

    start: int
    end: int
    text: str
    low: str
    tag: str
    form: str = ""
    verbs: tuple[tuple[str, str], ...] = ()
    noun: Noun | None = None


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for match in _WORD.finditer(text, start, end):
        a, b = match.span()
        word = match.group().replace("’", "'").lower()
        if "'" in word and len(word) > 2:
            if word.endswith("n't"):
                found += [(a, b - 3), (b - 3, b)]
                continue
            tail = word.rfind("'")
            if tail > 0 and word[tail + 1 :] in ("s", "re", "ve", "ll", "m", "d"):
                found += [(a, a + tail), (a + tail, b)]
                continue
        found.append((a, b))
    return [pair for pair in found if pair[0] < pair[1]]


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of ``text[start:end]``, tagged."""
    nouns, verbs = noun_forms(), verb_forms()
    found: list[Token] = []
    pieces = _split(text, start, end)
    headline = _headline([text[a:b] for a, b in pieces])
    for a, b in pieces:
        word = text[a:b]
        low = word.replace("’", "'").replace("‑", "-").lower()
        token = Token(a, b, word, low, _TAG.get(low, ""))
        if token.tag == "W" and low.endswith("day") and found and found[-1].tag in ("P", "A", "D"):
            token.tag = "N"
            found.append(token)
            continue
        if low == "western" and word[0] == "W":
            token.tag = "X"
        if low in ("both", "all", "each") and found and found[-1].tag in ("N", "X", "O"):
            token.tag = "W"
        if token.tag and len(word) > 1 and word.isupper() and token.tag not in "!C":
            token.tag = "X"
        if token.tag in ("", "A", "W", "S", "P"):
            token.verbs = verbs.get(low, ())
            token.noun = nouns.get(low)
            token.form = "".join(sorted({kind for _, kinds in token.verbs for kind in kinds}))
        if not token.tag:
            token.tag = _guess(token, bool(found) and found[-1].tag not in '"“.:' and not headline)
        found.append(token)
    _joined_nouns(found)
    _settle(found)
    return found


def _joined_nouns(found: list[Token]) -> None:
    """Nouns of several words ("war games", "state of emergency"): their last word stands for all."""
    nouns = noun_forms()
    for at in range(1, len(found)):
        for wide in (2, 1):
            if wide <= at and found[at].tag not in ",.":
                noun = nouns.get(" ".join(token.low for token in found[at - wide : at + 1]))
                if noun is not None:
                    found[at].noun, found[at].tag, found[at].form = noun, "N", ""
                    for token in found[at - wide : at]:
                        token.tag, token.noun, token.form = "A", None, ""
                    break


def _headline(words: list[str]) -> bool:
    """Whether nearly all words of some length are capitalised, so that capitals say nothing."""
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.85 * len(long)


def _guess(token: Token, inside: bool) -> str:
    word, low = token.text, token.low
    if not (low[0].isalnum() or low[0] in "$'"):
        return '"' if word in "“”«»„" else "-" if word in "—–" else word
    if low in ("'s", "'", "'d"):
        return "G"
    if word[0].isdigit() or word[0] == "$":
        return "#"
    if (
        word[0].isupper()
        and (inside or not (token.form or token.noun))
        and not (word.isupper() and len(word) > 5)
    ):
        return "X"
    if token.form:
        return "?"
    if token.noun:
        return "N"
    if low.endswith("ly") and len(low) > 4:
        return "W"
    if low.endswith(_ADJECTIVES) and low not in _NOT_ADJECTIVES:
        return "A"
    if low.endswith(_SUFFIXES):
        return "N"
    if len(low) > 5 and low.endswith(("ize", "ify")):
        token.form = "b"
        return "?"
    if len(low) > 5 and low.endswith("ed"):
        token.form = "dn"
        return "?"
    if len(low) > 5 and low.endswith("ing"):
        token.form = "g"
        return "?"
    return "N"


def _settle(found: list[Token]) -> None:
    """Decide each word that can be a verb or a noun from what stands around it."""
    count = len(found)
    for at, token in enumerate(found):
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < count else None
        if (
            token.tag == "-"
            and after is not None
            and before is not None
            and before.tag == after.tag == "X"
        ):
            token.tag = "C"
        if token.tag == "G" and before is not None and before.low in _SUBJECTS | {"that", "what"}:
            token.tag = "B" if token.low == "'s" else "M" if token.low == "'d" else "G"
        elif token.low == "to" and after is not None:
            token.tag = "I" if _infinitive(found, at + 1) else "P"
        elif (
            token.low == "that"
            and after is not None
            and before is not None
            and before.tag in ("P", "V", "C")
        ):
            token.tag = "D" if after.tag in ("N", "A") and before.tag != "V" else "T"
        if (
            token.tag in ("A", "W", "P")
            and "b" in token.form
            and before is not None
            and before.tag in ("I", "M")
        ):
            token.tag = "V"
        if token.tag != "?":
            continue
        back = at - 1
        while back >= 0 and found[back].tag in ("W", "!"):
            back -= 1
        prior = found[back] if back >= 0 else None
        token.tag = _verbal(token, prior, after, at, back, found)
    if not any(token.tag in ("V", "B", "H", "M", "U") for token in found):
        _rescue(found)


def _infinitive(found: list[Token], at: int) -> bool:
    """Whether "to" before a word opens an infinitive."""
    while at < len(found) and found[at].tag in ("W", "!"):
        at += 1
    return at < len(found) and (
        found[at].tag in ("B", "H", "U") or (found[at].tag == "?" and "b" in found[at].form)
    )


def _rescue(found: list[Token]) -> None:
    """In a sentence without a verb, let the first word that can be one be it ("Iran views Oman as …")."""
    for at, token in enumerate(found[1:-1], start=1):
        if token.tag == "N" and ("s" in token.form or "d" in token.form) and _opens(found[at + 1]):
            if found[at - 1].tag not in ("D", "A", "G", "P", "#"):
                token.tag = "V"
                return


def _verbal(
    token: Token, prior: Token | None, after: Token | None, at: int, back: int, found: list[Token]
) -> str:
    form, tag = token.form, prior.tag if prior else ""
    nominal = "N" if token.noun or "g" not in form else "V"
    if tag in ("I", "M", "U"):
        return "V" if "b" in form else nominal
    if tag == "H" and form == "g":
        return "A"
    if tag in ("B", "H"):
        return "V" if ("n" in form or "g" in form or "d" in form) else "N"
    if tag in ("D", "G", "#") or (tag == "A" and back == at - 1):
        if (
            ("n" in form or "g" in form)
            and not token.noun
            and after is not None
            and after.tag in ("N", "X", "?")
        ):
            return "A"
        return (
            "N"
            if "d" not in form and "n" not in form
            else "A"
            if after and after.tag in "NXA?"
            else "N"
        )
    if "g" in form:
        if (
            token.low in _LASTING
            and tag != "B"
            and after is not None
            and after.tag in ("N", "A", "?")
        ):
            return "A"
        if token.noun and (tag == "P" or (after is not None and after.low == "of")):
            return "N"
        if (
            token.noun
            and tag in ("N", "A")
            and any(t.tag in ("D", "G") for t in found[max(0, back - 3) : back + 1])
        ):
            return "N"
        return "V"
    if tag == "P":
        if "n" in form and after is not None and after.tag in ("N", "X", "?"):
            return "A"
        return "N"
    if "d" in form or "n" in form:
        if token.form == "b" or (not prior and after is not None and after.tag in ("N",)):
            return "A"
        return "V"
    if prior is not None and prior.low in _SUBJECTS:
        return "V"
    if tag in ("O", "R", "T"):
        return "V"
    known = token.noun is not None or token.low in _NOUNY
    if tag in ("N", "X", ")", '"', "#"):
        fits = ("s" in form and (prior is None or not _many(prior))) or (
            "b" in form and (prior is None or _many(prior) or _joined(found, back) or tag == ")")
        )
        fits = fits or (
            "b" in form and any(w.tag == "T" for w in found[max(0, at - 6) : at]) and _opens(after)
        )
        if not fits or (after is not None and after.low == "of"):
            return "N"
        if _finite(found, at, 1) or (
            _finite(found, back, -1) and not (tag == "X" and _opens(after))
        ):
            return "N"
        if not known:
            return "V"
        if after is not None and after.tag == "I":
            return "V" if _infinitive(found, at + 2) else "N"
        return "V" if _opens(after) and after is not None and after.tag not in "PW!" else "N"
    if tag in ("C", ",", "V", "S", "", "-"):
        if tag == "C" and back > 0 and found[back - 1].tag in ("N", "X", "A") and known:
            return (
                "V"
                if _opens(after) and not any(t.tag == "V" for t in found[at + 1 : at + 6])
                else "N"
            )
        return "V" if not known and tag not in ("", "V") else "N"
    return "N"


_NOT_ADJECTIVES = frozenset(
    "deal goal coal proposal approval arrival capital arsenal hospital survival removal disposal dismissal betrayal "
    "trial official material potential general withdrawal refusal renewal referral rival signal total festival "
    "journal metal animal criminal individual music public republic traffic topic critic logic fabric clinic panic "
    "arctic summary secretary military territory library boundary january february salary adversary anniversary "
    "commentary documentary dictionary initiative representative perspective motive objective executive archive "
    "cable table variable vehicle".split()
)
_LASTING = frozenset(
    "growing increasing rising mounting deepening ongoing existing emerging developing continuing remaining conflicting "
    "competing differing "
    "warring looming simmering evolving lasting falling declining shrinking expanding opposing prevailing".split()
)
_NOUNY = frozenset(
    [
        "plan",
        "plans",
        "view",
        "views",
        "move",
        "moves",
        "aim",
        "aims",
        "need",
        "needs",
        "use",
        "uses",
        "state",
        "states",
        "place",
        "places",
        "face",
        "faces",
        "work",
        "works",
        "claim",
        "claims",
        "report",
        "reports",
        "supply",
        "supplies",
        "export",
        "exports",
        "import",
        "imports",
        "deal",
        "deals",
        "cut",
        "cuts",
        "rise",
        "rises",
        "change",
        "changes",
        "interest",
        "interests",
        "increase",
        "increases",
        "decrease",
        "hope",
        "hopes",
        "fear",
        "fears",
        "limit",
        "limits",
        "force",
        "forces",
        "end",
        "ends",
        "back",
        "deposit",
        "start",
        "result",
        "results",
        "issue",
        "issues",
        "order",
        "orders",
        "offer",
        "offers",
        "fall",
        "falls",
        "drop",
        "drops",
        "push",
        "return",
        "step",
        "steps",
        "strike",
        "strikes",
        "vote",
        "votes",
        "market",
        "markets",
        "challenge",
        "challenges",
        "counter",
        "rival",
        "rivals",
        "partner",
        "partners",
        "head",
        "heads",
        "host",
        "hosts",
        "project",
        "projects",
        "fund",
        "funds",
        "finance",
        "look",
        "looks",
        "position",
        "positions",
        "share",
        "shares",
        "say",
        "impact",
        "benefit",
        "benefits",
        "link",
        "links",
        "cause",
        "causes",
        "control",
        "controls",
        "influence",
        "practice",
        "link",
        "tie",
        "ties",
        "lead",
        "leads",
    ]
)


def _finite(found: list[Token], at: int, step: int) -> bool:
    """Whether a finite verb stands on one side of a word, before any mark or joiner."""
    other = at + step
    while 0 <= other < len(found) and abs(other - at) < 25:
        token = found[other]
        if token.tag in ',;:-()RTSC"' and token.tag:
            return False
        if token.tag in ("B", "H", "M", "U") or (
            step < 0 and token.tag == "V" and "g" not in token.form
        ):
            return True
        if (
            step > 0
            and token.tag == "?"
            and (token.form == "d" or (token.form == "dn" and found[other - 1].tag == "W"))
        ):
            return True
        other += step
    return False


def _many(token: Token) -> bool:
    low, tail = token.low, ("ians", "ans", "ese", "ers", "ists", "is")
    if token.tag == "X":
        return low.endswith(tail)
    return low.endswith("s") and not low.endswith(("ss", "us")) and token.tag == "N"


def _joined(found: list[Token], at: int) -> bool:
    """Whether the phrase that ends at ``at`` joins two names ("Iran and Oman")."""
    return any(token.tag == "C" for token in found[max(0, at - 4) : at])


def _opens(after: Token | None) -> bool:
    """Whether a word can open the object of a verb."""
    return after is not None and (
        after.tag in ("D", "X", "O", "T", "A", "#", "I", "W", "P", "!") and after.low != "of"
    )
