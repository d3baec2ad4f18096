"""Phrases that can name a speaker: "Institute director Ann Lee", "many experts", "a ministry statement"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from comity.reading.reporting import SpeakerWord, speaker_words, speech_words

__all__ = ["HIDDEN", "MOST", "Phrase", "Word", "phrase_at", "phrases", "words"]

#: Stands for what is quoted, so that no word inside a quotation is taken for the frame around it.
HIDDEN = "\x01"
_TOKEN = re.compile(
    HIDDEN + r"+|(?:[^\W\d_]\.){2,}|(?:Dr|Mr|Ms|Mrs|Prof|Gen|Sen|Col|[A-Z])\.(?=\s)"
    r"|[^\W_]+(?:[-’'‑&][^\W_]+)*|[^\s" + HIDDEN + "]"
)
#: Particles that are written to a name with a hyphen.
_PARTICLE = re.compile(r"^(?:[ae]l|a[dnrstz]|ash|e[dnrst]|bin|ben|ibn)[-‑](?=[A-Z])")
_ONE = (
    ["one", "of", "them"],
    ["one", "of", "these"],
    ["two", "of", "them"],
    ["another", "of", "them"],
)
#: Words of a sentence that are looked at: what is longer is no prose.
MOST = 600
_LONGEST = 30
#: Words that may stand in a name of an institution.
_INNER = frozenset(["the", "of", "and", "for", "a", "an", "&", "on", "in"])


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a mark, or a quotation (``hidden``)."""

    start: int
    end: int
    text: str
    low: str

    @property
    def hidden(self) -> bool:
        """Whether it stands for a quotation."""
        return self.text.startswith(HIDDEN)

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is ("Falih", "al-Falih")."""
        bare = _PARTICLE.sub("", self.text)
        return bare[0].isupper() and self.low not in speech_words("opener")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase for a speaker: words ``first`` to ``last`` (exclusive).

    Attributes
    ----------
    kind
        ``pronoun``, ``person`` (any name, of a state or an outlet too), ``common`` (analysts), ``body``
        (ministry) or ``paper`` (statement).
    name, title, apposition
        Where the name stands, and what introduces it before and behind; word numbers, the last exclusive.
    head
        The word for a role or body.
    """

    first: int
    last: int
    kind: str
    name: tuple[int, int] | None = None
    title: tuple[int, int] | None = None
    apposition: tuple[int, int] | None = None
    head: SpeakerWord | None = None


def words(masked: str, start: int, end: int, most: int = MOST) -> list[Word]:
    """Words and marks of ``masked[start:end]``, at most ``most``; offsets are into ``masked``."""
    return [
        Word(m.start(), m.end(), m.group(), m.group().replace("’", "'").replace("‑", "-").lower())
        for m in islice(_TOKEN.finditer(masked, start, end), most)
    ]


def phrases(said: list[Word]) -> list[Phrase]:
    """Phrases for speakers in a sentence, in order, not overlapping."""
    found, at = [], 0
    while at < len(said):
        phrase = phrase_at(said, at)
        if phrase is None:
            at += 1
            continue
        found.append(phrase)
        at = max(phrase.last, at + 1)
    return found


def phrase_at(said: list[Word], first: int) -> Phrase | None:
    """The longest speaker's phrase that begins at word ``first``; None where none does."""
    if said[first].low in ("he", "she", "they", "who"):
        return Phrase(first, first + 1, "pronoun")
    at = first + (said[first].low in speech_words("determiner"))
    run, head = _run(said, first, at)
    if run == at:
        return _some(said, first)
    begin = _name(said, at, run)
    if begin < run and (begin == at or said[begin - 1].low not in speech_words("link") | {"the"}):
        return _person(said, first, begin, run, head)
    if head is None:
        return None
    role = _role(said[head])
    assert role is not None
    kind = {"role": "common", "body": "body", "paper": "paper"}[role.kind]
    named = _named_behind(said, run) if kind == "common" and not role.plural else None
    if named is not None:
        last = named[1] + (named[1] < len(said) and said[named[1]].text == ",")
        return Phrase(first, last, "person", named, (first, run), None, role)
    return Phrase(first, run, kind, None, (first, run), None, role)


def _some(said: list[Word], first: int) -> Phrase | None:
    """People without a noun: "some", "many", "others", also of a place ("many in Oslo"); one of them."""
    if [w.low for w in said[first : first + 3]] in _ONE:
        return Phrase(
            first, first + 3, "common", None, None, None, SpeakerWord("role", "other", False)
        )
    if said[first].low not in ("some", "many", "most", "others", "few"):
        return None
    stop = first + 1
    if stop + 1 < len(said) and said[stop].low in ("in", "of", "at") and _links(said, stop + 1):
        stop = _run(said, stop + 1, stop + 1)[0]
    people = SpeakerWord("role", "other", True)
    return Phrase(first, stop, "common", None, (first, stop), None, people)


def _role(word: Word) -> SpeakerWord | None:
    low, known = word.low, speaker_words()
    return known.get(low) or known.get(low.rpartition("-")[2])


def _run(said: list[Word], first: int, at: int) -> tuple[int, int | None]:
    """Where the words of a phrase end, and its last word for a role or body."""
    quality, link = speech_words("quality"), speech_words("link")
    run, head, linked = at, None, False
    while run < len(said) and run - first < _LONGEST:
        now = said[run]
        if now.hidden:
            break
        role = _role(now)
        if role is not None:
            head = head if linked and head is not None and role.kind != "role" else run
        elif now.low in speech_words("particle") and run > at and run + 1 < len(said):
            if not said[run + 1].capital:
                break
        elif now.low in link and head is not None and _links(said, run + 1):
            if not linked and head < run - 1 and said[run - 1].capital:
                break
            run += said[run + 1].low in speech_words("determiner")
            linked = True
        elif not (
            now.capital
            or now.low in quality
            or now.low in speech_words("honorific")
            or (linked and now.low in speech_words("topic"))
            or ("-" in now.low and now.text[0].isalnum() and not now.low.endswith("ly"))
        ):
            break
        run += 1
    trim = link | quality | speech_words("determiner")
    while (
        run > at
        and said[run - 1].low in trim - speech_words("topic")
        and _role(said[run - 1]) is None
    ):
        run -= 1
    return run, head if head is not None and head < run else None


def _links(said: list[Word], at: int) -> bool:
    """Whether what follows "of", "at", "for" … is a name, a body or a field."""
    if at < len(said) and said[at].low in speech_words("determiner"):
        at += 1
    for word in said[at : at + 3]:
        if word.capital or word.low in speech_words("topic") or _role(word) is not None:
            return True
        if word.low not in speech_words("quality"):
            return False
    return False


def _name(said: list[Word], at: int, run: int) -> int:
    """Where a person's name at the end of a phrase begins; ``run`` where there is none."""
    begin = run
    while begin > at:
        word = said[begin - 1]
        if not (word.capital or word.low in speech_words("particle")) or word.low.endswith("'s"):
            break
        if _role(word) is not None or word.low in speech_words("honorific"):
            break
        if (
            word.low in speech_words("department")
            and begin > at + 1
            and said[begin - 2].low in ("of", "for")
        ):
            break
        begin -= 1
    while begin < run and said[begin].low in speech_words("particle"):
        begin += 1
    return begin


def _person(said: list[Word], first: int, begin: int, run: int, head: int | None) -> Phrase:
    title = (first, begin) if begin > first else None
    behind = _behind(said, run)
    role = None if head is None else _role(said[head])
    return Phrase(first, behind[1] if behind else run, "person", (begin, run), title, behind, role)


def _named_behind(said: list[Word], run: int) -> tuple[int, int] | None:
    """The name in "China’s foreign minister, Wang Yi, …"."""
    if run + 2 >= len(said) or said[run].text != ",":
        return None
    stop = run + 1
    while stop < len(said) and said[stop].capital and _role(said[stop]) is None:
        stop += 1
    closed = stop >= len(said) or said[stop].text in ",.;)("
    if not closed or not 2 <= stop - run - 1 <= 4:
        return None
    return run + 1, stop


def _behind(said: list[Word], run: int) -> tuple[int, int] | None:
    """What introduces a name from behind: ", director of X,", "(director)", " of the Y"."""
    if run >= len(said):
        return None
    if said[run].low in ("of", "at", "from", "with") and _links(said, run + 1):
        stop = run + 1
        while stop < len(said) and (
            said[stop].capital or said[stop].low in _INNER or _role(said[stop]) is not None
        ):
            stop += 1
        return run, stop
    closing = {",": ",", "(": ")"}.get(said[run].text)
    if closing is None or not _introduces(said, run + 1):
        return None
    stop = run + 1
    while stop < len(said) and stop - run <= _LONGEST:
        word = said[stop]
        if word.hidden or word.text in ';:?!“”"' or (word.text == "." and stop + 1 >= len(said)):
            break
        if word.low in speech_words("said") and said[stop - 1].low != "who":
            return None
        if word.text == closing:
            if closing == "," and _goes_on(said, stop + 1):
                stop += 1
                continue
            return run, stop + 1
        stop += 1
    return (run, stop) if stop > run + 1 else None


def _goes_on(said: list[Word], after: int) -> bool:
    """Whether another apposition follows the first (", a British think-tank,")."""
    if after >= len(said):
        return False
    return said[after].low in ("a", "an") or (said[after].low == "the" and _introduces(said, after))


def _introduces(said: list[Word], at: int) -> bool:
    """Whether a word for a role stands near, before any verb could."""
    for word in said[at : at + 7]:
        if word.hidden or word.text in ",;:()":
            return False
        role = _role(word)
        if role is not None and role.kind == "role":
            return True
        if not (
            word.capital
            or word.low
            in speech_words("quality") | speech_words("determiner") | speech_words("topic")
            or word.low in ("of", "and", "who", "is")
            or "-" in word.low
            or role is not None
            or word.low.endswith("'s")
        ):
            return False
    return False
