"""What is done in a sentence: one predicate per clause or noun of an act, coded with PLOVER."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.clauses import Clause, clauses
from comity.reading.lexicon import Noun, Verb, noun_forms, verbs
from comity.reading.modality import Manner, Modal, Tense, manner, modified, put, quad_of
from comity.reading.tagging import Token, tokens
from comity.reading.vocabulary import FORMS

__all__ = ["Predicate", "predicates"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Predicate:
    """An act, a tie or an evaluation, as a clause or a noun tells it.

    Attributes
    ----------
    start, end
        Of the words that carry it (verb and its object noun; the noun).
    clause_start, clause_end
        Of the minimal clause or noun phrase around it.
    action, quad
        PLOVER ``TYPE[:mode]`` after modality, ``NONE`` where none fits; its quad class.
    tense, modal, negated, hedged
        How it is put.
    form, word_or_deed, polarity, domain, symmetric
        As in :class:`comity.reading.record.Record`.
    source, target
        Where the subject and the object stand, by role, not by place: a passive's ``by`` is the source. The
        first actor in the span is its head.
    """

    start: int
    end: int
    clause_start: int
    clause_end: int
    action: str
    quad: int | None
    tense: Tense
    modal: Modal
    negated: bool
    hedged: bool
    form: str
    word_or_deed: str
    polarity: int
    domain: str
    symmetric: bool
    source: Span | None
    target: Span | None


@dataclass(slots=True)
class _Sense:
    action: str = "NONE"
    polarity: int = 0
    form: str = "statement"
    domain: str = ""
    symmetric: bool = False
    standing: bool = False
    role: str = "plain"
    last: int = 0  # number of the last word that carries it


_PRIORITY = (
    "energy",
    "finance",
    "technology",
    "military",
    "infrastructure",
    "sanctions",
    "economic",
    "territorial/strategic",
)


def predicates(text: str, sentence_start: int, sentence_end: int) -> tuple[Predicate, ...]:
    """Predicates of a sentence, in order of their place.

    Parameters
    ----------
    text, sentence_start, sentence_end
        The document's text, and where the sentence stands in it; spans returned are offsets into ``text``.
    """
    words = tokens(text, sentence_start, sentence_end)
    found: list[Predicate] = []
    used: set[int] = set()
    parts = clauses(words)
    skip = 0
    for number, clause in enumerate(parts):
        if number < skip:
            continue
        taken = [clause]
        while number + len(taken) < len(parts) and _chained(
            words, taken[-1], parts[number + len(taken)]
        ):
            taken.append(parts[number + len(taken)])
        skip = number + len(taken)
        found.append(_predicate(words, taken, used))
    for at, word in enumerate(words):
        if word.noun is not None and at not in used and word.tag in ("N", "X"):
            nominal = _nominal(words, at)
            if nominal is not None:
                found.append(nominal)
    return tuple(sorted(found, key=lambda p: (p.clause_start, p.start)))


def _chained(words: list[Token], one: Clause, two: Clause) -> bool:
    """Whether a verb takes the next one as its complement ("hope to sign", "helped Iran to build")."""
    if two.group.kind != "infinitive" and not (
        two.group.kind == "gerund" and two.group.first == one.group.head + 1
    ):
        return False
    return (
        two.group.first - one.group.head <= 5
        and not any(
            words[n].tag in (",", ";", ":", "-") for n in range(one.group.head, two.group.first)
        )
        and any(
            s.objects == {"@verb"} or s.role in ("cause", "light")
            for s in _senses(words, one.group.head)
        )
    )


def _senses(words: list[Token], at: int) -> tuple[Verb, ...]:
    """Senses of the verb whose first word is ``at``."""
    table = verbs()
    for verb, _ in words[at].verbs:
        rest = verb.split()[1:]
        if rest == [w.low for w in words[at + 1 : at + 1 + len(rest)]]:
            return table[verb]
    return ()


def _sense(
    words: list[Token], clause: Clause, verb_follows: bool
) -> tuple[Verb | None, Noun | None, int]:
    """Sense of a clause's verb, the noun of its object, and that noun's place."""
    head = clause.group.head
    end = min(clause.last, head + 10)
    noun, place = _object(words, head + 1, end)
    following = {w.low for w in words[head + 1 : end]}
    near = {w.low for w in words[head + 1 : head + 4]}
    for sense in _senses(words, head):
        if "@verb" in sense.objects:
            if verb_follows:
                return sense, noun, place
            continue
        if sense.objects and not sense.objects & following:
            continue
        if sense.particles and not sense.particles & near:
            continue
        return sense, noun, place
    return None, noun, place


def _object(words: list[Token], start: int, end: int) -> tuple[Noun | None, int]:
    """The first noun of an act or tie in a stretch, before a second preposition."""
    best: tuple[Noun | None, int] = (None, -1)
    for at in range(start, end):
        noun = words[at].noun
        if words[at].tag in (",", ";", ":"):
            break
        if noun is not None and words[at].tag == "N" and noun.role in ("act", "tie", "role"):
            if best[0] is not None and any(w.tag == "P" for w in words[best[1] + 1 : at]):
                break
            best = (noun, at)
    return best


def _of_noun(noun: Noun) -> _Sense:
    return _Sense(
        noun.action,
        noun.polarity,
        noun.form or "statement",
        noun.domain,
        noun.symmetric,
        noun.kind == "state",
        noun.role,
    )


def _coded(
    words: list[Token], clause: Clause, verb_follows: bool, used: set[int]
) -> tuple[_Sense, Verb | None]:
    sense, noun, place = _sense(words, clause, verb_follows)
    head = clause.group.head
    copula = words[head].tag == "B"
    if sense is None and not copula:
        return _Sense(last=head), None
    role = sense.role if sense else "light"
    if noun is not None and role in ("light", "more", "less", "view", "cause", "refuse"):
        coded = _of_noun(noun)
        used.add(place)
        coded.last = place
        if sense and role == "light" and sense.form:
            coded.form = sense.form
        if role == "less":
            if coded.polarity > 0:
                coded.action, coded.polarity, coded.form = "SANCTION:discontinue", -1, "abandoned"
            elif coded.polarity < 0:
                coded.action, coded.polarity, coded.form = "RETREAT", 1, "abandoned"
        return coded, sense
    if sense is None:
        return _Sense(last=head), None
    last = head + sense.verb.count(" ")
    return _Sense(
        sense.action, sense.polarity, sense.form or "statement", sense.domain, sense.symmetric,
        sense.kind == "state", sense.role, last,
    ), sense  # fmt: skip


def _predicate(words: list[Token], taken: list[Clause], used: set[int]) -> Predicate:
    first, main = taken[0], taken[-1]
    how = _manner(words, first)
    negated = how.negated
    for number, clause in enumerate(taken[:-1]):
        sense, _, _ = _sense(words, clause, True)
        role = sense.role if sense else ""
        if role == "refuse":
            negated = not negated
        elif role == "want":
            how = put(how, modal="wanted")
        elif role == "plan":
            how = put(how, modal="planned")
        if number and _manner(words, clause).negated:
            negated = not negated
    coded, sense = _coded(words, main, False, used)
    if len(taken) > 1 and _manner(words, main).negated:
        negated = not negated
    if sense is not None and sense.role == "refuse" and len(taken) == 1:
        negated = not negated
    determiner = words[main.group.head + 1].low if main.group.head + 1 < len(words) else ""
    negated ^= determiner in ("no", "neither", "not")
    if first.opener in ("if", "unless", "whether"):
        how = put(how, modal="conditional")
    how = put(how, negated=negated)
    action, polarity, form = modified(
        coded.action, coded.polarity, coded.form, how, standing=coded.standing
    )
    source, target = _sides(words, taken)
    begin, end = min(first.first, first.group.first), max(main.last, main.group.head + 1)
    return _built(words, (first.group.first, coded.last or main.group.head), (begin, end), action, how, form,
                  polarity, _domain(words, begin, end, coded), coded.symmetric, source, target)  # fmt: skip


def _manner(words: list[Token], clause: Clause) -> Manner:
    group = clause.group
    return manner(group.words, words[group.head].form, shape=group.shape)


def _sides(
    words: list[Token], taken: list[Clause]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    first, main = taken[0], taken[-1]
    head = main.group.head
    subject = _trimmed(words, first.subject)
    rest = (head + 1, main.last) if main.last > head + 1 else None
    passive = ("B" in main.group.shape and "n" in words[head].form) or (
        main.group.kind == "participle" or (main.kind == "reduced" and main.group.kind != "gerund")
    )
    if not passive:
        return subject, rest
    by = next((n for n in range(head + 1, main.last) if words[n].low == "by"), None)
    if by is None:
        return None if rest is None else rest, subject
    return (by + 1, main.last), subject


def _trimmed(words: list[Token], subject: tuple[int, int] | None) -> tuple[int, int] | None:
    """A subject without what stands before it ("In May, …")."""
    if subject is None:
        return None
    first, last = subject
    while first < last and words[first].tag in ("S", "C", "T", "W", ",", '"'):
        first += 1
    if first < last and words[first].tag == "P":
        comma = next((n for n in range(first, last) if words[n].tag == ","), None)
        if comma is not None and comma + 1 < last:
            first = comma + 1
    return (first, last) if first < last else None


def _nominal(words: list[Token], at: int) -> Predicate | None:
    """A noun of an act with arguments of its own ("Iran's purchase of Omani gas")."""
    noun = words[at].noun
    if noun is None or noun.role not in ("act", "tie", "role"):
        return None
    first = at
    while first > 0 and words[first - 1].tag in ("N", "X", "A", "D", "G", "#"):
        first -= 1
    last = at + 1
    source: tuple[int, int] | None = (
        (first, at) if any(words[n].tag == "X" for n in range(first, at)) else None
    )
    target: tuple[int, int] | None = None
    while last < len(words) and words[last].tag == "P" and words[last].low in _ARGUMENTS:
        stop = last + 1
        while stop < len(words) and words[stop].tag in ("N", "X", "A", "D", "G", "#", "C"):
            stop += 1
        if stop == last + 1:
            break
        if words[last].low in ("by", "from", "between", "among") and source is None:
            source = (last + 1, stop)
        elif target is None:
            target = (last + 1, stop)
        last = stop
    if not any(words[n].tag == "X" for n in range(first, last)):
        return None
    coded = _of_noun(noun)
    return _built(words, (at, at), (first, last), coded.action, Manner("past" if noun.role == "act" else "present"),
                  coded.form, coded.polarity, _domain(words, first, last, coded), coded.symmetric, source, target)  # fmt: skip


_ARGUMENTS = frozenset(
    ["of", "by", "with", "against", "on", "to", "from", "between", "among", "toward", "towards", "for", "over", "in"]
)


def _domain(words: list[Token], first: int, last: int, coded: _Sense) -> str:
    if coded.domain and coded.domain not in ("economic", "diplomatic"):
        return coded.domain
    things = {w.noun.domain for w in words[first:last] if w.noun is not None and w.noun.domain}
    names = noun_forms()
    things |= {names[w.low].domain for w in words[first:last] if w.noun is None and w.low in names}
    for domain in _PRIORITY:
        if domain in things:
            return domain
    return coded.domain or "diplomatic"


def _built(
    words: list[Token], core: tuple[int, int], around: tuple[int, int], action: str, how: Manner, form: str,
    polarity: int, domain: str, symmetric: bool, source: tuple[int, int] | None, target: tuple[int, int] | None,
) -> Predicate:  # fmt: skip
    def span(part: tuple[int, int] | None) -> Span | None:
        return (
            None
            if part is None or part[1] <= part[0]
            else (words[part[0]].start, words[part[1] - 1].end)
        )

    return Predicate(
        words[core[0]].start, words[max(core)].end, words[around[0]].start, words[around[1] - 1].end,
        action, quad_of(action), how.tense, how.modal, how.negated, how.hedged, form, FORMS[form], polarity,
        domain, symmetric, span(source), span(target),
    )  # fmt: skip
