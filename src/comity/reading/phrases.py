"""Phrases that can name a speaker: "Institute director Ann Lee", "many experts", "a foreign ministry statement"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.reading.reporting import SpeakerWord, speaker_words

__all__ = ["HIDDEN", "Phrase", "Word", "phrase_at", "words"]

#: Stands for what is quoted, so that no word inside a quotation is taken for the frame around it.
HIDDEN = "\x01"
_TOKEN = re.compile(
    HIDDEN
    + r"+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-’'‑&][^\W_]+)*(?:(?<=\bDr)\.|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bMrs)\.|"
    r"(?<=\bProf)\.|(?<=\bGen)\.|(?<=\bSen)\.|(?<=\b[A-Z])\.(?=\s))?|[^\s" + HIDDEN + "]"
)
#: Words that open a sentence with a capital and name nobody.
_OPENERS = frozenset(
    """a about according after against all also although amid among an and another any as at because before both
    but by despite due during each earlier either even finally first for from further furthermore hence how
    however if in indeed instead it its last later like many meanwhile moreover most much neither nevertheless
    no nonetheless nor not now of on once one only or other others our over perhaps second several she since so
    some still such that the their then there therefore these they this those though through thus to today under
    unlike until unless we what when where whether which while who why with without yesterday yet you he his her
    i my yes monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december additionally similarly overall recently currently today economically
    militarily diplomatically politically officially publicly privately speaking asked""".split()
)
_DETERMINERS = frozenset(
    """a an the some many several most other few two three both one another numerous various certain these those
    his her their its this""".split()
)
_QUALITIES = frozenset(
    """quite very senior junior former foreign deputy prime associate assistant chief top leading independent local
    political military defence defense economic security energy presidential vice state special research visiting
    retired unnamed anonymous well-placed high-ranking high-level official national regional international
    prominent veteran renowned distinguished non-resident nonresident principal executive managing general interior
    finance trade oil gas central public policy intelligence nuclear new old then then-foreign opposition ruling
    government ministry parliamentary congressional industry market bank company party embassy army navy acting
    joint royal federal global strategic financial legal technical academic expert adjunct emeritus lead founding
    first second long-time longtime outgoing incoming permanent unidentified major different different key""".split()
)
_LINKS = frozenset(["of", "for", "at", "in", "from", "with", "on", "to", "and"])
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "du",
        "di",
        "la",
        "le",
        "ten",
    ]
)
_HONORIFICS = frozenset(["mr", "mrs", "ms", "dr", "prof", "gen", "sen", "sir", "lord", "lady", "mr.", "mrs.", "ms.", "dr.", "prof.", "gen.", "sen."])  # fmt: skip
_LONGEST = 30
#: Forms that are verbs of saying whatever stands around them: no apposition runs over one.
_SAID = frozenset(
    "said says told tells adds argued argues explained explains noted warned thinks thought believes believed insisted stressed".split()
)


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
        """Whether it is written as a name is."""
        return self.text[0].isupper() and self.low not in _OPENERS


def words(masked: str, start: int, end: int) -> list[Word]:
    """Words and marks of ``masked[start:end]``; offsets are into ``masked``."""
    return [
        Word(m.start(), m.end(), m.group(), m.group().replace("’", "'").replace("‑", "-").lower())
        for m in _TOKEN.finditer(masked, start, end)
    ]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase for a speaker: words ``first`` to ``last`` (exclusive).

    ``kind`` is pronoun, person, common (analysts), body (ministry), paper (statement), or name (of a state or
    an outlet). ``name`` are the words of the person's name, ``role`` those before it and behind it that
    introduce the person; word numbers, both ends, the last exclusive.
    """

    first: int
    last: int
    kind: str
    name: tuple[int, int] | None = None
    title: tuple[int, int] | None = None
    apposition: tuple[int, int] | None = None
    head: SpeakerWord | None = None


def _role(word: Word) -> SpeakerWord | None:
    low = word.low.removesuffix("'s").removesuffix("'")
    known = speaker_words()
    return known.get(low) or known.get(low.rpartition("-")[2])


def phrase_at(all_words: list[Word], first: int) -> Phrase | None:
    """The longest speaker's phrase that begins at word ``first``; None where none does."""
    count = len(all_words)
    word = all_words[first]
    if word.low in ("he", "she", "they", "who"):
        return Phrase(first, first + 1, "pronoun")
    at = first
    if word.low in _DETERMINERS:
        at += 1
    run = at
    head: int | None = None
    while run < count and run - first < _LONGEST:
        now = all_words[run]
        if now.hidden:
            break
        role = _role(now)
        if role is not None and (not now.low.endswith("'s")):
            head = run
        elif now.capital or now.low in _HONORIFICS or (now.low in _QUALITIES):
            pass
        elif now.low in _PARTICLES and run > at and run + 1 < count and all_words[run + 1].capital:
            pass
        elif "-" in now.low and now.text[0].isalnum() and not now.low.endswith("ly"):
            pass
        elif now.low in _LINKS and head is not None and _linked(all_words, run + 1):
            run += 1 if all_words[run + 1].low in _DETERMINERS else 0
        else:
            break
        run += 1
    while (
        run > at
        and all_words[run - 1].low in _LINKS | _QUALITIES | _DETERMINERS
        and _role(all_words[run - 1]) is None
    ):
        run -= 1
    if run == at:
        return None
    return _made(all_words, first, at, run, head)


def _linked(all_words: list[Word], at: int) -> bool:
    """Whether what follows "of", "at", "for" … is a name or a body."""
    if at < len(all_words) and all_words[at].low in _DETERMINERS:
        at += 1
    for word in all_words[at : at + 3]:
        if word.capital:
            return True
        if _role(word) is not None:
            return True
        if word.low not in _QUALITIES:
            return False
    return False


def _made(all_words: list[Word], first: int, at: int, run: int, head: int | None) -> Phrase | None:
    begin = run
    while begin > at:
        word = all_words[begin - 1]
        if not (word.capital or word.low in _PARTICLES) or word.low.endswith("'s"):
            break
        if _role(word) is not None or word.low in _HONORIFICS:
            break
        begin -= 1
    while begin < run and all_words[begin].low in _PARTICLES:
        begin += 1
    if begin < run and (begin == at or all_words[begin - 1].low not in _LINKS | {"the"}):
        title = (first, begin) if begin > first else None
        role = None if head is None else _role(all_words[head])
        behind = _behind(all_words, run)
        return Phrase(
            first,
            behind[1] if behind else run,
            "person",
            (begin, run),
            title,
            None if behind is None else behind,
            role,
        )
    if head is None:
        return None
    role = _role(all_words[head])
    assert role is not None
    kind = {"role": "common", "body": "body", "paper": "paper"}[role.kind]
    return Phrase(first, run, kind, None, (first, run), None, role)


def _behind(all_words: list[Word], run: int) -> tuple[int, int] | None:
    """What stands behind a name and introduces it: ", director of X,", "(director)", " of the Y"."""
    count = len(all_words)
    if run >= count:
        return None
    if all_words[run].low in ("of", "at", "from", "with") and _linked(all_words, run + 1):
        stop = run + 1
        while stop < count and (
            all_words[stop].capital or all_words[stop].low in ("the", "of", "and", "for", "a", "an", "&")
            or _role(all_words[stop]) is not None
        ):  # fmt: skip
            stop += 1
        return run, stop
    closing = {",": ",", "(": ")"}.get(all_words[run].text)
    if closing is None:
        return None
    start = stop = run + 1
    if not _introduces(all_words, start):
        return None
    while stop < count and stop - start < _LONGEST:
        word = all_words[stop]
        if (
            word.hidden
            or word.text in (";", ":", "?", "!", "“", "”", '"')
            or (word.text == "." and stop + 1 >= count)
        ):
            break
        if word.low in _SAID and all_words[stop - 1].low != "who":
            return None
        if word.text == closing:
            if closing == ",":
                after = stop + 1
                again = after < count and (
                    all_words[after].low in ("a", "an") or (all_words[after].low == "the" and _introduces(all_words, after))
                )  # fmt: skip
                if again:
                    stop += 1
                    continue
                return run, stop + 1
            return run, stop + 1
        stop += 1
    return (run, stop) if stop > start else None


def _introduces(all_words: list[Word], at: int) -> bool:
    """Whether a word for a role stands near, before any verb could."""
    for number in range(at, min(at + 7, len(all_words))):
        word = all_words[number]
        if word.hidden or word.text in ",;:()":
            return False
        role = _role(word)
        if role is not None and role.kind == "role":
            return True
        if not (
            word.capital or word.low in _QUALITIES | _DETERMINERS | {"of", "and", "who", "is"} or "-" in word.low
            or role is not None or word.low.endswith("'s")
        ):  # fmt: skip
            return False
    return False
