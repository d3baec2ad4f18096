"""Forms of English verbs and nouns: regular rules, and a table of the irregular verbs."""

from __future__ import annotations

__all__ = ["inflected", "plural"]

_VOWELS = "aeiou"
_IRREGULAR = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become; begin began begun;
bend bent; bet bet; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred;
bring brought; broadcast broadcast; build built; burst burst; buy bought; cast cast; catch caught; choose chose chosen;
cling clung; come came come; cost cost; creep crept; cut cut; deal dealt; dig dug; do did done; draw drew drawn;
drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled;
fly flew flown; forbid forbade forbidden; foresee foresaw foreseen; forget forgot forgotten; forgive forgave forgiven;
forsake forsook forsaken; freeze froze frozen; get got got|gotten; give gave given; go went gone; grow grew grown;
hang hung|hanged; have had; hear heard; hide hid hidden; hit hit; hold held; hurt hurt; keep kept; know knew known; lay laid;
lead led; leave left; lend lent; let let; lie lay lain; lose lost; make made; mean meant; meet met; mistake mistook mistaken;
outdo outdid outdone; overcome overcame overcome; oversee oversaw overseen; overtake overtook overtaken;
overthrow overthrew overthrown; pay paid; put put; quit quit; read read; rebuild rebuilt; retake retook retaken; ride rode ridden;
ring rang rung; rise rose risen; run ran run; say said; see saw seen; seek sought; sell sold; send sent; set set;
shake shook shaken; shed shed; shoot shot; show showed shown; shut shut; sing sang sung; sink sank sunk; sit sat; slay slew slain;
sleep slept; slide slid; speak spoke spoken; spend spent; split split; spread spread; stand stood; steal stole stolen;
stick stuck; strike struck struck|stricken; strive strove striven; swear swore sworn; swing swung; take took taken; teach taught;
tear tore torn; tell told; think thought; throw threw thrown; undercut undercut; undergo underwent undergone;
understand understood; undertake undertook undertaken; undo undid undone; uphold upheld; upset upset; wear wore worn;
win won; wind wound; withdraw withdrew withdrawn; withhold withheld; withstand withstood; write wrote written; resell resold;
"""  # fmt: skip
_PARTS = {row.split()[0]: row.split() for row in _IRREGULAR.split(";") if row.strip()}
#: Verbs of several syllables stressed on the last: their consonant doubles.
_DOUBLING = frozenset(
    [
        "admit",
        "commit",
        "permit",
        "submit",
        "omit",
        "emit",
        "transmit",
        "refer",
        "prefer",
        "defer",
        "infer",
        "confer",
        "occur",
        "incur",
        "recur",
        "deter",
        "abet",
        "rebut",
        "compel",
        "expel",
        "repel",
        "propel",
        "dispel",
        "control",
        "patrol",
        "rebel",
        "impel",
        "regret",
        "allot",
        "embed",
        "acquit",
    ]
)


def plural(noun: str) -> str:
    """Plural of a noun (of its last word)."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def _doubles(verb: str) -> bool:
    if verb in _DOUBLING:
        return True
    if (
        len(verb) < 3
        or verb[-1] in _VOWELS + "wxy"
        or verb[-2] not in _VOWELS
        or verb[-3] in _VOWELS
    ):
        return False
    return sum(a in _VOWELS and b not in _VOWELS for a, b in zip(verb, verb[1:], strict=False)) == 1


def inflected(verb: str) -> dict[str, str]:
    """Forms of a verb with what each can be: ``b``, ``s``, ``d`` (past), ``n`` (participle), ``g``."""
    stem = verb + verb[-1] if _doubles(verb) else verb.removesuffix("e")
    ing = verb + "ing" if verb.endswith(("ee", "ye", "oe")) else stem + "ing"
    if verb.endswith("ie"):
        ing = verb[:-2] + "ying"
    soft = verb.endswith("y") and verb[-2:-1] not in _VOWELS
    regular = verb[:-1] + "ied" if soft else stem + "ed"
    parts = _PARTS.get(verb)
    past = parts[1].split("|") if parts else [regular]
    participle = parts[2].split("|") if parts and len(parts) > 2 else past
    pairs = [
        (verb, "b"),
        (plural(verb) if not verb.endswith("o") else verb + "es", "s"),
        (ing, "g"),
    ]
    pairs += [(form, "d") for form in past] + [(form, "n") for form in participle]
    if verb == "have":
        pairs[1] = ("has", "s")
    found: dict[str, str] = {}
    for form, kind in pairs:
        found[form] = found.get(form, "") + kind
    return found
