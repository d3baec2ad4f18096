"""What stands for actors named elsewhere: "both countries", "it", "he", "the partnership".

Resolved by recency, number and place in the sentence, with the pair a document is about as the last resort.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from comity.reading.aliases import Word, words
from comity.reading.anaphora import NUMBERS, Phrase, phrase_at
from comity.reading.antecedents import Memory, states_of
from comity.reading.document import Document, Sentence
from comity.reading.epithets import POINTERS, epithet_at
from comity.reading.grammar_words import words_after
from comity.reading.mention import Mention, group_at
from comity.reading.titles_of_office import SAYING, is_office

__all__ = ["focus_pair", "resolved"]

#: Names after a phrase that are looked at.
_SOON = 3
_MAIN = ("title", "lede", "heading", "body")


def resolved(
    document: Document, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> tuple[Mention, ...]:
    """The named mentions with those that stand for them, in order.

    Parameters
    ----------
    named
        Mentions by sentence.
    """
    focus = focus_pair(document.text, sentences, named)
    main, asides = Memory(document.text, focus), dict[int, Memory]()
    found: list[Mention] = []
    for number, (sentence, known) in enumerate(zip(sentences, named, strict=True)):
        if sentence.section in _MAIN:
            memory = main
        else:
            memory = asides.setdefault(sentence.part, Memory(document.text, ()))
        memory.begin(number)
        said = words(document.text, sentence.start, sentence.end)
        found += _walked(document.text, said, list(known), memory)
    return tuple(found)


def focus_pair(
    text: str, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> tuple[str, ...]:
    """The two states a document names together most often; empty where no pair stands out."""
    counts: Counter[tuple[str, ...]] = Counter()
    for sentence, known in zip(sentences, named, strict=True):
        if sentence.section not in _MAIN:
            continue
        weight = 1 if sentence.section == "body" else 3
        acting = [mention for mention in known if mention.role == "actor"]
        states = sorted({key for mention in acting for key in states_of(mention.actors)})
        if len(states) <= 6:
            counts.update(dict.fromkeys(combinations(states, 2), weight))
        at = 0
        while at < len(acting):
            first, last = group_at(text, acting, at)
            group = sorted(
                {key for mention in acting[first:last] for key in states_of(mention.actors)}
            )
            if len(group) == 2:
                counts[tuple(group)] += 2 * weight
            at = max(last, at + 1)
    best = counts.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] == best[0][1]):
        return ()
    return best[0][0]


def _walked(text: str, said: list[Word], known: list[Mention], memory: Memory) -> list[Mention]:
    """One sentence, word by word: names are remembered, what stands for them is resolved."""
    starts = {mention.start: number for number, mention in enumerate(known)}
    taken = _words_of(said, known)
    found: list[Mention] = []
    grouped = -1
    at = 0
    while at < len(said):
        epithet = epithet_at(text, said, at)
        if epithet is not None or said[at].form in POINTERS:
            memory.to_come = _to_come(known, said[at].end)
        called = memory.called(epithet.actors) if epithet is not None else ()
        if epithet is not None and called:
            end = said[at + epithet.count - 1].end
            found.append(Mention(said[at].start, end, called, "coreference"))
            memory.remember(found[-1:], said, at)
            at += epithet.count
            continue
        number = starts.get(said[at].start)
        if number is not None:
            known[number] = _of_office(_counted(text, said, at, known[number], memory), memory)
            found.append(known[number])
            if number >= grouped:
                first, grouped = group_at(text, known, number)
                memory.remember(known[first:grouped], said, at)
        if at in taken:
            at += 1
            continue
        phrase = phrase_at(text, said, at, taken)
        if phrase is None:
            at += 1
            continue
        mention = _mention(said, at, phrase, memory)
        if mention is not None:
            found.append(mention)
            memory.remember([mention], said, at)
        at += phrase.count
    return found


def _to_come(known: list[Mention], at: int) -> frozenset[str]:
    """Whom a sentence names by name soon after a place: whatever stands there means somebody else."""
    first = bisect_left(known, at, key=lambda mention: mention.start)
    return frozenset(
        actor for m in known[first : first + _SOON] if m.role == "actor" for actor in m.actors
    )


def _counted(text: str, said: list[Word], at: int, mention: Mention, memory: Memory) -> Mention:
    """Some members of a bloc are those last told of: "the three BRICS members"."""
    number = NUMBERS.get(said[at - 1].form, 0) if at else 0
    behind = words_after(said, mention.end, 2)
    if number < 2 or mention.kind != "organisation" or not behind:
        return mention
    last = behind[-1] if behind[0].form == "member" else behind[0]
    if last.form not in ("members", "countries", "states", "nations", "economies"):
        return mention
    meant = memory.many(number)
    between = text[mention.end : last.start]
    if not meant or any(mark in between for mark in ",.;:()"):
        return mention
    return replace(mention, end=last.end, actors=meant, kind="coreference")


def _of_office(mention: Mention, memory: Memory) -> Mention:
    """A minister of no state named is one of the state the text was telling of."""
    if mention.kind != "person" or mention.person is None:
        return mention
    actors = memory.served(mention.person, official=is_office(mention.office or ""))
    return replace(mention, actors=actors, kind="leader") if actors else mention


def _words_of(said: list[Word], known: list[Mention]) -> set[int]:
    """Numbers of the words that mentions cover; both are in order of their place."""
    taken, at = set[int](), 0
    for mention in known:
        while at < len(said) and said[at].start < mention.start:
            at += 1
        while at < len(said) and said[at].start < mention.end:
            taken.add(at)
            at += 1
    return taken


def _mention(said: list[Word], at: int, phrase: Phrase, memory: Memory) -> Mention | None:
    start, end = said[at + phrase.skip].start, said[at + phrase.count - 1].end
    kind = "pronoun" if phrase.pronoun else "coreference"
    if phrase.what == "person":
        following = said[at + phrase.count].form if at + phrase.count < len(said) else ""
        person = memory.person(other=phrase.other, speaks=following in SAYING)
        if person is None:
            return None
        return Mention(start, end, person.actors, "pronoun", person.person, "actor", person.office)
    actors = memory.meant(phrase, said, at)
    if not actors:
        return None
    return Mention(start, end, actors, "pronoun" if kind == "pronoun" else "coreference")
