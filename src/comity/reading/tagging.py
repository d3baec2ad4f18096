"""Words of a sentence and what each can be: a small tagger for English prose, rules and word lists only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from comity.reading.lexicon import Noun, noun_forms, verb_forms
from comity.reading.word_classes import word_class

__all__ = ["Token", "tokens"]

# Classes of characters are disjoint where repeats meet: one pass, whatever the text.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:-\w+)*|\$?\d+(?:[.,]\d+)*\w*(?:-\w+)*%?|\w+(?:[-‑'’]\w+)*|[^\w\s]"
)
#: Tags of the classes of closed words; the first one that holds a word counts.
_CLASSES = {
    "determiner": "D", "preposition": "P", "coordinator": "C", "subordinator": "S", "relative": "R",
    "pronoun": "O", "modal": "M", "be": "B", "have": "H", "do": "U", "not": "!", "adverb": "W",
    "adjective": "A",
}  # fmt: skip
_NOUN_ENDS = (
    "tion", "sion", "ment", "ness", "ship", "ance", "ence", "ity", "ism", "ist", "dom", "age", "ure",
)  # fmt: skip
_ADJECTIVE_ENDS = (
    "ous", "ful", "ive", "al", "ic", "ary", "able", "ible", "less", "-led", "-backed", "-trained", "-made",
)  # fmt: skip
_MARKS = {**dict.fromkeys("“”«»„", '"'), **dict.fromkeys("—–", "-"), **dict.fromkeys("?!…", ".")}


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


@cache
def _closed() -> dict[str, str]:
    """Tags of closed words."""
    found = {"that": "T", "to": "I"}
    for name, tag in _CLASSES.items():
        for word in word_class(name):
            found.setdefault(word, tag)
    return found


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of ``text[start:end]``, tagged."""
    from comity.reading.closed_phrases import phrased, without_verb
    from comity.reading.homographs import settle

    nouns, verbs, closed = noun_forms(), verb_forms(), _closed()
    found: list[Token] = []
    pieces = _split(text, start, end)
    headline = _headline([text[a:b] for a, b in pieces])
    for number, (a, b) in enumerate(pieces):
        word = text[a:b]
        low = word.replace("’", "'").replace("‑", "-").lower()
        before = found[-1].tag if found else ""
        after = text[slice(*pieces[number + 1])] if number + 1 < len(pieces) else ""
        token = Token(a, b, word, low, closed.get(low, ""))
        found.append(token)
        if token.tag:
            token.tag = _shifted(token, before, after)
        if word == "May" and _is_month(found, after, headline):
            token.tag = "X" if before == "X" else "N"
        if token.tag in ("", "A", "W", "S", "P"):
            token.verbs = verbs.get(low, ())
            token.noun = nouns.get(low)
            token.form = "".join(sorted({kind for _, kinds in token.verbs for kind in kinds}))
        if not token.tag:
            token.tag = _marked(token) or _guessed(
                token, before not in ("", '"', ".", ":") and not headline
            )
    phrased(found)
    _joined(found)
    settle(found)
    without_verb(found)
    return found


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of words and marks; "don't", "cannot" and "Iran's" are two words each."""
    found = []
    for match in _WORD.finditer(text, start, end):
        a, b = match.span()
        word = match.group().replace("’", "'").lower()
        cut = b - 3 if word == "cannot" else b
        if "'" in word and len(word) > 2:
            tail = word.rfind("'")
            if word.endswith("n't"):
                cut = b - 3
            elif tail > 0 and word[tail + 1 :] in ("s", "re", "ve", "ll", "m", "d"):
                cut = a + tail
        found += [pair for pair in ((a, cut), (cut, b)) if pair[0] < pair[1]]
    return found


def _shifted(token: Token, before: str, after: str) -> str:
    """Tag of a closed word where it stands: "on Monday", "the two both …", "US", "has yet to sign"."""
    low = token.low
    if low == "yet" and before in ("H", "B", "M", "U", "!"):
        return "!" if after == "to" else "W"
    if low == "since" and before == "H":
        return "W"
    if token.tag == "W" and low.endswith("day") and before in ("P", "A", "D"):
        return "N"
    if low == "western" and token.text[0] == "W":
        return "X"
    if len(token.text) > 1 and token.text.isupper() and token.tag not in "!C":
        return "X"
    if low in ("both", "all", "each") and before in ("N", "X", "O"):
        return "W"
    return token.tag


def _is_month(found: list[Token], after: str, headline: bool) -> bool:
    """Whether the last word, "May", is a month or a name: it is no verb within a sentence.

    It may be one where capitals say nothing, or at the beginning ("May they agree").
    """
    before = found[-2].tag if len(found) > 1 else ""
    if before in ("P", "#", "G", "A", "D") or after[:1].isdecimal():
        return True
    inside = before not in ("", '"', ".", ":", "-")
    return (
        not headline if inside else after in (",", "and", "to") or _closed().get(after) in _VERBAL
    )


#: Tags of words behind a month that is the subject ("May was …").
_VERBAL = frozenset("BHP")


def _marked(token: Token) -> str:
    """Tag of a mark, possessive or number; empty for a word."""
    low = token.low
    if not (low[0].isalnum() or low[0] in "$'"):
        return _MARKS.get(token.text, token.text)
    if low in ("'s", "'", "'d"):
        return "G"
    return "#" if low[0].isdigit() or low[0] == "$" else ""


def _guessed(token: Token, inside: bool) -> str:
    """Tag of an open word from its capital, the tables and its ending; ``?`` where a verb is possible."""
    word, low = token.text, token.low
    named = inside or not (token.form or token.noun)
    if word[0].isupper() and named and not (word.isupper() and len(word) > 5):
        return "X"
    if token.form or token.noun:
        return "?" if token.form else "N"
    if low.endswith("ly") and len(low) > 4:
        return "W"
    if low.endswith(_ADJECTIVE_ENDS) and low not in word_class("noun like an adjective"):
        return "A"
    if len(low) > 5 and not low.endswith(_NOUN_ENDS):
        ends = {"ize": "b", "ify": "b", "ing": "g", "ed": "dn"}
        token.form = ends.get(low[-3:], ends.get(low[-2:], ""))
    return "?" if token.form else "N"


def _joined(found: list[Token]) -> None:
    """Nouns of several words ("war games", "state of emergency"): their last word stands for all."""
    nouns = noun_forms()
    for at in range(1, len(found)):
        for wide in (2, 1):
            if wide > at:
                continue
            noun = nouns.get(" ".join(token.low for token in found[at - wide : at + 1]))
            if noun is not None:
                found[at].noun, found[at].tag, found[at].form = noun, "N", ""
                for token in found[at - wide : at]:
                    token.tag, token.noun, token.form = "A", None, ""
                break


def _headline(words: list[str]) -> bool:
    """Whether nearly all words of some length are capitalised, so that capitals say nothing.

    A full stop ends sentences, not headlines.
    """
    if words and words[-1] == ".":
        return False
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.85 * len(long)
