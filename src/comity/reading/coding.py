"""What a chain of verbs and the noun of its object come to: an action, how it is put, where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.reading.clauses import Clause, trimmed
from comity.reading.lexicon import NEEDING, Noun, Verb, verbs
from comity.reading.modality import Manner, manner, modified, put
from comity.reading.tagging import Token
from comity.reading.vocabulary import FORMS, QUADS
from comity.reading.word_classes import word_class, word_classes

__all__ = ["Code", "chained", "coded", "of_noun", "opposite"]


@dataclass(slots=True)
class Code:
    """An action before or after modality; ``last`` is the number of the last word that carries it."""

    action: str = "NONE"
    polarity: int = 0
    form: str = "statement"
    domain: str = ""
    symmetric: bool = False
    standing: bool = False
    role: str = "plain"
    last: int = -1


def senses(words: list[Token], at: int) -> tuple[Verb, ...]:
    """Senses of the verb whose first word is number ``at``, phrasal ones first."""
    table = verbs()
    found: list[Verb] = []
    for verb, _ in words[at].verbs:
        rest = verb.split()[1:]
        if rest and rest != [w.low for w in words[at + 1 : at + 1 + len(rest)]]:
            continue
        found += table[verb]
    return tuple(found)


def chained(words: list[Token], one: Clause, two: Clause) -> bool:
    """Whether a verb takes the next one as its complement ("hope to sign", "helped Iran to build")."""
    head, other = one.group.head, two.group
    if (
        other.kind not in ("infinitive", "gerund")
        or other.first - head > 7
        or two.kind == "reduced"
    ):
        return False
    between = words[head + 1 : other.first]
    if any(
        w.tag in (",", ";", ":", "-", "S", "C", "(", ")", '"') and w.low != "as" for w in between
    ):
        return False
    if other.kind == "gerund" and any(
        w.tag in ("N", "X", "D", "G") and w.low not in _readies() and w.low != "no" for w in between
    ):
        return False
    found = senses(words, head)
    if not any("@verb" in s.objects or s.role in ("ask", "threat", "force") for s in found):
        acts = any(s.role == "act" and not s.objects for s in found)
        return not acts and _ready(words, head, other.first)
    noun, _, _ = _object(words, head + 1, other.first, "")
    return (
        noun is None
        or noun.role not in ("act", "tie")
        or any(s.role in ("ask", "cause") for s in found)
    )


@cache
def _readies() -> dict[str, str]:
    """Words that take an infinitive ("ready to", "no intention of"), with the role of a verb like them."""
    return {
        word: name.removeprefix("ready: ")
        for name, words in word_classes().items()
        if name.startswith("ready: ")
        for word in words
    }


def _ready(words: list[Token], head: int, end: int) -> bool:
    return any(w.low in _readies() for w in words[head:end])


def _role(words: list[Token], clause: Clause, other: Clause) -> tuple[str, Verb | None]:
    """Role of a verb towards the verb it takes."""
    head = clause.group.head
    for sense in senses(words, head):
        if "@verb" in sense.objects or sense.role in ("ask", "threat", "force"):
            return sense.role, sense
    for word in words[head : other.group.first]:
        if word.low in _readies():
            return _readies()[word.low], None
    return "try", None


def _object(words: list[Token], start: int, end: int, role: str) -> tuple[Noun | None, int, bool]:
    """The noun of an act or tie that is the object in a stretch: the head of its first phrase.

    Also its place, and whether less of it is meant ("a suspension of …").
    """
    best: tuple[Noun | None, int, bool] = (None, -1, False)
    for at in range(start, end):
        word = words[at]
        if word.tag == "C" and at == start:
            break
        if word.tag in (",", ";", ":", "-", "(", "V", "M", "H", "R", "T") or (
            word.low in word_class("circumstance") and at > start
        ):
            if (
                word.tag == ","
                and best[0] is None
                and at + 1 < end
                and words[at + 1].tag in ("A", "N")
            ):
                continue
            break
        if word.tag in ("P", "I") and at > start + (words[start].tag in ("W", "A")):
            if best[0] is not None or (word.low != "of" or words[at - 1].low not in word_class("partitive")):
                break
        noun = word.noun
        if noun is None or word.tag == "X":
            continue
        if (
            noun.role in ("less", "more")
            and best[0] is None
            and at + 1 < end
            and words[at + 1].low in ("of", "to", "in")
        ):
            inner, place, less = _object(words, at + 2, end, role)
            if inner is not None:
                return inner, place, less ^ (noun.role == "less")
        if noun.action.startswith("ASSAULT") and at + 1 < end and words[at + 1].tag == "N":
            continue
        if noun.role in ("act", "tie", "role") and word.tag == "N" and not _possessor(words, at):
            best = (noun, at, False)
        elif noun.role == "quality" and best[0] is None and role in ("copula", "light", "view"):
            best = (noun, at, False)
    return best


def _possessor(words: list[Token], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].tag == "G"


def of_noun(noun: Noun) -> Code:
    """Code of a noun by itself."""
    return Code(
        noun.action, noun.polarity, noun.form or "statement", noun.domain, noun.symmetric,
        "state" in noun.kind, noun.role,
    )  # fmt: skip


def opposite(code: Code) -> Code:
    """Code of less of an act: cooperation cut is a sanction, conflict eased a retreat."""
    quad = QUADS.get(code.action.partition(":")[0])
    if quad in (1, 2):
        code.action, code.polarity, code.form = "SANCTION:discontinue", -1, "abandoned"
    elif quad is not None:
        code.action, code.polarity, code.form = "RETREAT", 1, "abandoned"
    else:
        code.polarity = -code.polarity
    code.symmetric = False
    return code


def _fits(words: list[Token], sense: Verb, clause: Clause, end: int) -> bool:
    """Whether the words around a verb are those its sense asks for."""
    after = words[clause.group.head + 1 : end]
    reach = 14 if sense.role == "view" else 4
    if sense.particles and not any(w.low in sense.particles for w in after[:reach]):
        return False
    if sense.kind == "alone" and after and after[0].tag in ("D", "A", "X", "#", "N", "G"):
        return False
    if not sense.objects:
        return True
    if any(w.low in sense.objects for w in after[:12]):
        return True
    if clause.subject is not None:
        passive = "B" in clause.group.shape or clause.kind == "reduced"
        subject = {
            w.low if passive else "^" + w.low for w in words[clause.subject[0] : clause.subject[1]]
        }
        if subject & sense.objects:
            return True
    if "@name" in sense.objects:
        return _named(after)
    return (
        "@place" in sense.objects
        and _moves(words, clause)
        and any(
            w.tag == "X" and (at == 0 or after[at - 1].tag in ("P", "X", "D", "A"))
            for at, w in enumerate(after[:5])
        )
    )


def _moves(words: list[Token], clause: Clause) -> bool:
    """Whether the subject can travel: no thing, tie or act."""
    if clause.subject is None or clause.subject[0] >= clause.subject[1]:
        return False
    last = words[clause.subject[1] - 1]
    return last.noun is None


def _named(after: list[Token]) -> bool:
    """Whether the object that opens a stretch is a name ("the United States", "Iran")."""
    for at, word in enumerate(after[:6]):
        if word.tag == "X":
            following = after[at + 1].tag if at + 1 < len(after) else ""
            if following not in ("G", "N", "A", "X"):
                return True
        elif word.tag not in ("D", "A", "W", "C"):
            return False
    return False


#: Acts on an act that its noun tells again ("signed a treaty", "rejected the demand").
_TAKING = frozenset(["SUPPORT", "REJECT", "AGREE", "CONCEDE", "REQUEST", "RETREAT"])


def _own(
    words: list[Token], clause: Clause, used: set[int], top: Clause
) -> tuple[Code, Verb | None]:
    """Code of a clause's own verb and object."""
    head, end = clause.group.head, min(clause.last, clause.group.head + 16)
    found = senses(words, head)
    copula = words[head].tag == "B"
    if not found and not copula:
        return _fallen(words, clause, end, used, top), None
    if copula:
        return _being(words, clause, end, used, top), None
    for sense in found:
        if "@verb" in sense.objects or not _fits(words, sense, clause, end):
            continue
        last = head + sense.verb.count(" ")
        start = last + 1
        if sense.role == "view":
            start = next((n + 1 for n in range(last + 1, end) if words[n].low == "as"), last + 1)
        noun, place, less = None, -1, False
        if sense.role in NEEDING or sense.role in ("cause", "refuse"):
            noun, place, less = _object(words, start, end, sense.role)
        if noun is None and sense.role in NEEDING and not sense.action != "NONE":
            passive = (
                clause.subject if "B" in clause.group.shape or clause.kind == "reduced" else None
            )
            noun, place, less = _object(words, *passive, "light") if passive else (None, -1, False)
            if noun is None or noun.role not in ("act", "tie"):
                if (
                    sense.role in ("more", "less")
                    and (goods := _goods(words, start, end, sense.role)) is not None
                ):
                    return goods, sense
                continue
        if noun is not None:
            return _through(sense, noun, place, used, less), sense
        if sense.action == "NONE" and not sense.polarity and not sense.objects:
            return _fallen(words, clause, end, used, top), sense
        thing, where, _ = _object(words, start, end, "")
        if thing is not None and thing.role == "act" and sense.action.partition(":")[0] in _TAKING:
            used.add(where)
        return Code(
            sense.action, sense.polarity, sense.form or "statement", sense.domain, sense.symmetric,
            sense.kind == "state", sense.role, last,
        ), sense  # fmt: skip
    return _fallen(words, clause, end, used, top), None


def _goods(words: list[Token], start: int, end: int, role: str) -> Code | None:
    """Code of more or less of a good ("increased the gas sold to …"): trade."""
    for at in range(start, min(end, start + 6)):
        noun = words[at].noun
        if words[at].tag in ("P", ",", "V", "I"):
            return None
        if (
            noun is not None
            and words[at].tag == "N"
            and noun.role == "thing"
            and noun.domain in ("energy", "economic")
        ):
            code = Code("COOPERATE", 1, "traded", noun.domain, last=at)
            return opposite(code) if role == "less" else code
    return None


def _being(words: list[Token], clause: Clause, end: int, used: set[int], top: Clause) -> Code:
    """Code of what somebody is: an ally, part of a group, in a country."""
    head = clause.group.head
    for sense in verbs()["be"]:
        if sense.objects and _fits(words, sense, clause, min(end, head + 6)):
            return Code(
                sense.action, sense.polarity, sense.form, sense.domain, False, True, "act", head
            )
    noun, place, less = _object(words, head + 1, end, "copula")
    if noun is None:
        if _staying(words, clause, end):
            return Code("CONSULT:visit", 1, "meeting", "diplomatic", False, False, "act", head)
        return _fallen(words, clause, end, used, top)
    used.add(place)
    code = opposite(of_noun(noun)) if less else of_noun(noun)
    code.last = place
    return code


def _staying(words: list[Token], clause: Clause, end: int) -> bool:
    """Whether somebody is in a place for talks ("she was in Oman for a round of talks")."""
    after = words[clause.group.head + 1 : end]
    placed = any(
        w.low == "in" and at + 1 < len(after) and after[at + 1].tag == "X"
        for at, w in enumerate(after)
    )
    return placed and any(w.low in word_class("visiting") for w in after)


def _fallen(words: list[Token], clause: Clause, end: int, used: set[int], top: Clause) -> Code:
    """Code of a clause whose verb says nothing by itself: of the tie it is about."""
    head = clause.group.head
    noun, place, less = _object(words, head + 1, end, "")
    if noun is not None and noun.role == "tie":
        used.add(place)
    else:
        if clause.subject is None or top.kind in (
            "reduced",
            "participle",
            "infinitive",
            "relative",
        ):
            return Code(last=head)
        roles = {s.role for s in senses(words, head)}
        subject = trimmed(words, clause.subject)
        noun, place, less = _object(words, *subject, "") if subject else (None, -1, False)
        if (
            noun is None
            or noun.role == "role"
            or (noun.role != "tie" and not roles & {"more", "less"})
        ):
            return Code(last=head)
        used.add(place)
        less ^= "less" in roles
    code = opposite(of_noun(noun)) if less else of_noun(noun)
    code.standing, code.last = True, head
    return code


def _through(sense: Verb, noun: Noun, place: int, used: set[int], less: bool) -> Code:
    """Code of a verb through the noun of its object."""
    used.add(place)
    code = of_noun(noun)
    code.last = place
    if less ^ (sense.role == "less"):
        code = opposite(code)
        code.last = place
    elif sense.role == "refuse":
        code.action, code.form = "REJECT", "statement"
        code.polarity = -1 if noun.polarity >= 0 else 1
    elif sense.form and sense.role == "light":
        code.form = sense.form
    if sense.role == "view":
        code.form = "opinion"
    return code


def coded(words: list[Token], taken: list[Clause], used: set[int]) -> tuple[Code, Manner]:
    """Code of a chain of verbs, after modality, and how it is put."""
    main = taken[-1]
    code, _ = _own(words, main, used, taken[0])
    if code.last < 0:
        code.last = main.group.head
    inner = _manner(words, main)
    how = inner
    operators: list[tuple[str, Verb | None, Manner]] = []
    for number in range(len(taken) - 1):
        role, sense = _role(words, taken[number], taken[number + 1])
        outer = _manner(words, taken[number])
        between = words[taken[number].group.head + 1 : taken[number + 1].group.first]
        if any(w.low == "no" for w in between):
            outer = put(outer, negated=not outer.negated)
        if role == "want" and any(w.tag in ("N", "X") and w.low not in _readies() for w in between):
            role = "ask"
        operators.append((role, sense, outer))
    negated = inner.negated ^ _denied(words, code, main)
    for role, sense, outer in reversed(operators):
        how = put(
            outer,
            hedged=outer.hedged or how.hedged,
            modal=outer.modal if outer.modal != "none" else how.modal,
        )
        code, how, negated = _under(role, sense, code, how, negated, words, taken[0])
        negated ^= outer.negated
    if taken[0].opener in ("if", "unless"):
        how = put(how, modal="conditional")
    how = put(how, negated=negated)
    if how.modal == "commanded" and not negated and not code.standing:
        if code.action != "NONE" or _someone(words, taken[0]):
            code.action, code.form = "REQUEST", "demand"
            code.polarity = min(code.polarity, 0)
            return code, how
    code.action, code.polarity, code.form = modified(
        code.action, code.polarity, code.form, how, standing=code.standing
    )
    return code, how


def _someone(words: list[Token], clause: Clause) -> bool:
    """Whether the subject of a clause is named."""
    return clause.subject is not None and any(
        w.tag == "X" for w in words[clause.subject[0] : clause.subject[1]]
    )


def _denied(words: list[Token], code: Code, main: Clause) -> bool:
    """Whether "no" stands before the object ("has no alliance with …")."""
    return any(
        w.low in ("no", "neither", "zero")
        for w in words[main.group.head + 1 : max(code.last, main.group.head) + 1]
    )


def _under(
    role: str,
    sense: Verb | None,
    code: Code,
    how: Manner,
    negated: bool,
    words: list[Token],
    first: Clause,
) -> tuple[Code, Manner, bool]:
    """Code of a verb under another one."""
    if role == "want":
        return code, put(how, modal="wanted"), negated
    if role == "plan":
        return code, put(how, modal="planned"), negated
    if role == "attempt" and FORMS[code.form] == "deed":
        code.form = "plan"
    if role == "promise":
        if code.action == "NONE":
            code.action, code.polarity, code.form = "AGREE", 1, "promise"
        return code, put(how, modal="planned"), negated
    if role == "refuse":
        code.polarity = 1 if code.polarity < 0 else -1
        code.action = "REJECT:meet" if code.action.startswith("CONSULT") else "REJECT"
        code.form = "withheld" if code.polarity > 0 else "statement"
        code.standing = True
        return code, how, False
    if role == "ask":
        code.action, code.form, code.symmetric = "REQUEST", "demand", False
        code.polarity = 0 if code.polarity >= 0 else -1
        return code, how, False
    if role == "threat":
        mode = ":violence" if code.action.startswith(("ASSAULT", "MOBILIZE")) else ""
        code.action, code.polarity, code.form, code.symmetric = (
            "THREATEN" + mode,
            -1,
            "statement",
            False,
        )
        return code, how, False
    if role == "force":
        code.action, code.polarity, code.form = "COERCE", -1, "occurred"
        return code, how, False
    if role == "cause" and sense is not None and sense.kind != "push":
        abstract = (
            first.subject is None
            or first.kind in ("participle", "relative")
            or words[first.subject[1] - 1].tag not in ("X", "O")
        )
        if sense.kind == "help" or abstract:
            code.action, code.polarity, code.form = "AID", 1, "opinion" if abstract else "delivered"
        else:
            code.action, code.polarity, code.form = sense.action, 1, sense.form
        code.symmetric = False
    return code, how, negated


def _manner(words: list[Token], clause: Clause) -> Manner:
    group = clause.group
    return manner(group.words, words[group.head].form, shape=group.shape)
