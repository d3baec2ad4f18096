"""What a chain of verbs comes to ("refused to sign"): coded from the inside out, then put as it is put."""

from __future__ import annotations

from functools import cache

from comity.reading.clauses import Clause
from comity.reading.codes import Code, opposite
from comity.reading.lexicon import Verb
from comity.reading.modality import Manner, manner, modified, put
from comity.reading.senses import object_noun, senses
from comity.reading.tagging import Token
from comity.reading.verb_codes import own_code
from comity.reading.vocabulary import FORMS
from comity.reading.word_classes import word_classes

__all__ = ["chained", "coded"]


def chained(words: list[Token], one: Clause, two: Clause) -> bool:
    """Whether a verb takes the next one as its complement ("hope to sign", "helped Iran to build")."""
    head, other = one.group.head, two.group
    if (
        other.kind not in ("infinitive", "gerund")
        or other.first - head > 7
        or two.kind == "reduced"
    ):
        return False
    found = senses(words, head)
    wide = max((s.verb.count(" ") for s in found if "@verb" in s.objects), default=0)
    between = words[head + 1 + wide : other.first]
    if any(
        w.tag in (",", ";", ":", "-", "S", "C", "(", ")", '"') and w.low != "as" for w in between
    ):
        return False
    if other.kind == "gerund" and any(
        w.tag in ("N", "X", "D", "G") and w.low not in _readies() and w.low != "no" for w in between
    ):
        return False
    if not any("@verb" in s.objects or s.role in ("ask", "threat", "force") for s in found):
        acts = any(s.role == "act" and not s.objects for s in found)
        return not acts and _ready(words, head, other.first)
    noun, _, _ = object_noun(words, head + 1, other.first, "")
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
        taking = "@verb" in sense.objects and sense.role != "try"
        if taking or sense.role in ("ask", "threat", "force"):
            return sense.role, sense
    for word in words[head : other.group.first]:
        if word.low in _readies():
            return _readies()[word.low], None
    return "try", None


def coded(
    words: list[Token], taken: list[Clause], used: set[int], *, denied: bool = False
) -> tuple[Code, Manner]:
    """Code of a chain of verbs, after modality, and how it is put; ``denied`` by the clause around it."""
    main = taken[-1]
    code, own = own_code(words, main, used, taken[0])
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
        needs = sense is not None and sense.verb == "need"  # what for, not of whom
        wanted = ("X",) if needs else ("N", "X")
        if role == "want" and any(w.tag in wanted and w.low not in _readies() for w in between):
            role = "ask"
        operators.append((role, sense, outer))
    negated = inner.negated ^ _denied(words, code, main, own) ^ _nobody(words, taken[0]) ^ denied
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
    acts = code.action != "NONE" or _someone(words, taken[0])
    if how.modal == "commanded" and acts and not negated and not code.standing:
        code.action, code.form, code.polarity = "REQUEST", "demand", min(code.polarity, 0)
        return code, how
    code.action, code.polarity, code.form = modified(
        code.action, code.polarity, code.form, how, standing=code.standing
    )
    promised = any(sense is not None and sense.form == "promise" for _, sense, _ in operators)
    if promised and code.form == "plan":
        code.form = "promise"
    return code, how


def _someone(words: list[Token], clause: Clause) -> bool:
    """Whether the subject of a clause is named."""
    return clause.subject is not None and any(
        w.tag == "X" for w in words[clause.subject[0] : clause.subject[1]]
    )


def _nobody(words: list[Token], first: Clause) -> bool:
    """Whether the clause is denied before its verb ("nor …", "neither side …", "no state …")."""
    if first.opener == "nor":
        return True
    if first.subject is None or first.kind in ("reduced", "participle", "infinitive", "joined"):
        return False
    return words[first.subject[0]].low in ("neither", "no", "none", "nobody")


def _denied(words: list[Token], code: Code, main: Clause, own: Verb | None) -> bool:
    """Whether "no" stands before the object ("has no alliance with …"), and is no part of the verb."""
    wide = own.verb.count(" ") if own is not None else 0
    return any(
        w.low in ("no", "neither", "zero") and w.tag != "!"
        for w in words[main.group.head + 1 + wide : max(code.last, main.group.head) + 1]
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
    if role in ("want", "plan", "promise"):
        if role == "promise" and code.action == "NONE":
            code.action, code.polarity, code.form = "AGREE", 1, "promise"
        return code, put(how, modal="wanted" if role == "want" else "planned"), negated
    if role == "attempt" and FORMS[code.form] == "deed":
        code.form = "plan"
    if role == "refuse":
        if sense is not None and sense.kind == "soft" and code.action == "NONE":
            return code, how, not negated
        return _refused(code), how, False
    if role == "stop":
        return opposite(code), how, negated
    if role in ("ask", "threat", "force"):
        return _imposed(role, sense, code), how, False
    if role == "cause" and sense is not None and sense.kind != "push":
        _allowed(sense, code, words, first)
    return code, how, negated


def _refused(code: Code) -> Code:
    """Code of an act refused; of a conflict left be."""
    code.polarity = 1 if code.polarity < 0 else -1
    code.action = "REJECT:meet" if code.action.startswith("CONSULT") else "REJECT"
    code.form = "withheld" if code.polarity > 0 else "statement"
    code.standing = True
    return code


def _imposed(role: str, sense: Verb | None, code: Code) -> Code:
    """Code of an act asked for, threatened or forced on somebody."""
    code.symmetric = False
    if role == "ask":
        pressed = sense.polarity if sense is not None else 0
        code.action, code.form, code.polarity = "REQUEST", "demand", min(code.polarity, pressed, 0)
    elif role == "threat" and code.polarity > 0:
        code.action, code.form = "AGREE", "plan"
    elif role == "threat":
        violent = code.action.startswith(("ASSAULT", "MOBILIZE"))
        code.action = "THREATEN:violence" if violent else "THREATEN"
        code.polarity, code.form = -1, "statement"
    else:
        code.action, code.polarity, code.form = "COERCE", -1, "occurred"
    return code


def _allowed(sense: Verb, code: Code, words: list[Token], first: Clause) -> None:
    """Code of an act allowed or helped: yielding, by somebody; aid, where a thing makes it possible."""
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


def _manner(words: list[Token], clause: Clause) -> Manner:
    group = clause.group
    return manner(group.words, words[group.head].form, shape=group.shape)
