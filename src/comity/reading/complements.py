"""What is said: the quotation or clause that a verb of saying reports, before it or behind it."""

from __future__ import annotations

from comity.reading.lexicon import verb_forms
from comity.reading.phrases import Word
from comity.reading.reporting import Report, speech_words

__all__ = ["WINDOW", "Said", "ahead", "before", "ending"]

#: A span that is said, and whether it is a quotation.
Said = tuple[int, int, bool]

#: How many words a cue may be away from what is said.
WINDOW = 16
_BREAKS = frozenset([";", "—"])
_SUBORDINATE = frozenset(
    ["although", "though", "while", "whereas", "as", "when", "after", "since", "even"]
)
_NO_SUBJECT = frozenset(
    ["the", "a", "an", "of", "to", "its", "their", "that", "which", "who", "and", "or"]
)
_PAST = frozenset(
    ["got", "went", "came", "became", "took", "made", "gave", "saw", "sent", "lost", "began"]
)


def _low(said: list[Word], at: int) -> str:
    return said[at].low if 0 <= at < len(said) else ""


def ahead(said: list[Word], verb: int, report: Report, first: int) -> Said | None:
    """What follows a verb: a quotation, a clause with "that", or a bare clause.

    Parameters
    ----------
    said, verb, report
        Words of the sentence, the number of the verb, and what it can be.
    first
        Where the cue begins.
    """
    classes, after = report.classes, verb + 1
    says = classes & {"say", "quote", "that", "perform", "think", "show"}
    if not says or after >= len(said):
        return None
    bare = _bare(said, verb, first) if "bare" in classes else None
    if bare is not None and (
        said[after].capital or _low(said, after) in speech_words("determiner")
    ):
        return bare
    for at in range(after, min(after + WINDOW, len(said))):
        word = said[at]
        if word.hidden:
            led = at == after or _low(said, at - 1) in (",", ":", "—", "–", "-")
            return (word.start, word.end, True) if led else bare
        if word.low == "that" and says - {"quote"} and _low(said, at + 1) not in ("", "."):
            if _low(said, at - 1) in speech_words("link"):
                continue
            begin = min(at + 1 + (_low(said, at + 1) == ","), len(said) - 1)
            return said[begin].start, ending(said, first, begin, classes), False
        if word.text in ".;?!(" or (word.text == "," and not _hidden(said, at + 1)):
            break
    return bare


def _hidden(said: list[Word], at: int) -> bool:
    return at < len(said) and said[at].hidden


def _bare(said: list[Word], verb: int, first: int) -> Said | None:
    """A clause without "that": something stands before a finite verb."""
    head = said[verb + 1]
    if head.low in speech_words("no clause") or (head.low.endswith("ly") and not head.capital):
        return None
    for at in range(verb + 2, min(verb + 2 * WINDOW, len(said))):
        word = said[at]
        if word.text in ".;?!:" or word.hidden:
            break
        if (_finite(word) or _plural(said[at - 1], word)) and _low(said, at - 1) not in _NO_SUBJECT:
            return head.start, ending(said, first, verb + 1, frozenset()), False
    return None


def _finite(word: Word) -> bool:
    if word.low in speech_words("finite"):
        return True
    formed = word.low.endswith(("ed", "s")) or word.low in _PAST
    return formed and not word.capital and word.low in verb_forms()


def _plural(subject: Word, word: Word) -> bool:
    """Whether "sides oppose": a plural and a verb that agrees with it."""
    if not subject.low.endswith("s") or subject.low.endswith(("ss", "'s")) or word.capital:
        return False
    return any("b" in kinds for _, kinds in verb_forms().get(word.low, ()))


def ending(said: list[Word], first: int, begin: int, classes: frozenset[str]) -> int:
    """Where a clause that begins at word ``begin`` ends: with the sentence, without its full stop.

    An announcement ends where its consequence begins (", strengthening …"); a report inside "Although …, …"
    ends at the comma.
    """
    last = len(said)
    while last and said[last - 1].text in ".!?":
        last -= 1
    if "perform" in classes:
        for at in range(last - 1, begin, -1):
            if said[at].text == "," and _low(said, at + 1).endswith("ing"):
                last = at
                break
    if said[0].low in _SUBORDINATE and not any(word.text == "," for word in said[:first]):
        last = next((at for at in range(begin + 2, last) if said[at].text == ","), last)
    return said[last - 1].end if last > begin else said[begin].end


def before(said: list[Word], first: int) -> Said | None:
    """What stands before a cue that begins at word ``first``; None where it is no more than an adverbial."""
    last = first - 1
    while last >= 0 and said[last].text in ",—–":
        last -= 1
    if last < 0:
        return None
    begin = next((at + 1 for at in range(last - 1, -1, -1) if said[at].text in _BREAKS), 0)
    if said[last].hidden and all(word.hidden or word.text in ".,—" for word in said[begin:last]):
        return said[begin].start, said[last].end, True
    if last - begin < 2 and not said[last].hidden:
        return None
    return said[begin].start, said[last].end, False
