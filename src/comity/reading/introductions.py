"""What a text says of a speaker: "director of the Institute of X at Y", "China's foreign minister"."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from comity.reading.reporting import speaker_words, speech_words
from comity.states.spoken import bloc_name, state_name
from comity.states.system import spells

__all__ = ["Introduction", "introduction", "place_of"]

Standing = Literal["official", "expert", "media", "unnamed", "other"]

_WORD = re.compile(r"[^\W_]+(?:[-’'‑&.][^\W_]+)*")
_LINK = re.compile(r"\s*,?\s*(?:of|at|in|for|with|from|on|to)\s+(?:the\s+)?", re.IGNORECASE)
_LED = re.compile(r"\s*(?:of|at|from|with)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_HEADING = re.compile(
    r"^who (?:has )?(?:heads|headed|leads|led|directs|directed|runs|chairs)\s+(?:the\s+)?"
)
_OFFICE = re.compile(r"\s+(?:of|for)\s+(\w+)(?=\s*,|\s*$|\s+of\b|\s+for\b)")
_FIRST = re.compile(
    r"^(?:an?|the|his|her|their|its|who is|currently|also|quite|very)\s+", re.IGNORECASE
)
_WITHIN = re.compile(r"\s*,?\s+(?:at|in)\s+(?:the\s+)?(?=[A-Z])")
_ASIDE = re.compile(r",\s+(?:an?|the|which|who|and|based|where)\b.*", re.DOTALL)
_ENDED = re.compile(r"\b(?:former|ex|late|retired|one-time|onetime|then)\b", re.IGNORECASE)
_HEADS = frozenset(
    ["president", "king", "queen", "emperor", "sultan", "emir", "leader", "chancellor", "premier"]
)
#: Those who study, wherever: an analyst at the Andes Council speaks for no state.
_STUDYING = frozenset(
    ["academic", "analyst", "economist", "fellow", "historian", "lecturer", "professor", "pundit",
     "researcher", "scholar", "scientist", "student"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Introduction:
    """Role, institution, and whom the person speaks for."""

    role: str
    affiliation: str
    side: str | None
    standing: Standing


def place_of(actor: str) -> str:
    """Name of a state or bloc as it stands in an affiliation: "Russia", "United States"."""
    name = state_name(actor) if actor in spells() else _groups().get(actor) or bloc_name(actor)
    return name.removeprefix("the ")


@cache
def _groups() -> dict[str, str]:
    """Names of the actors that are no states."""
    table = resources.files("comity") / "data" / "reading" / "actors.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["key"]: row["name"] for row in rows}


def introduction(text: str, actors: Sequence[str]) -> Introduction | None:
    """What a title or apposition says; None where it holds no role.

    Parameters
    ----------
    text
        "director of the Institute of X at Y University", "Chinese Foreign Minister".
    actors
        States and organisations mentioned in it, in order.
    """
    plain = (
        _LINK.sub("", " ".join(text.split()).strip(" ,.;()"), count=1) if _LED.match(text) else text
    )
    plain = " ".join(plain.split()).strip(" ,.;()")
    plain = _HEADING.sub("head of ", plain)
    while (cut := _FIRST.sub("", plain)) != plain:
        plain = cut
    known = speaker_words()
    heads = [
        m for m in _WORD.finditer(plain)
        if (word := known.get(_bare(m.group()))) is not None and word.kind == "role"
    ]  # fmt: skip
    if not heads:
        return _of_body(plain, actors)
    head = heads[0]
    for each in heads[1:]:
        if not plain[head.end() : each.start()].strip():
            head = each
    role, rest = plain[: head.end()].strip(), plain[head.end() :]
    body, role = _led(role)
    named = _OFFICE.match(rest)
    if named is not None and named.group(1).lower() in speech_words("department"):
        role, rest = role + rest[: named.end()], rest[named.end() :]
    link = _LINK.match(rest)
    institution = ""
    if link is not None and any(m.group()[0].isupper() for m in _WORD.finditer(rest, link.end())):
        institution = _institution(rest[link.end() :])
    elif link is not None and not body:
        role = plain.split(",")[0]
    institution = institution or body
    standing = known[_bare(head.group())].standing
    bodies = {
        word.standing
        for m in _WORD.finditer(institution)
        if (word := known.get(m.group().lower())) and word.kind == "body"
    }
    scholar = standing == "expert" and "expert" in bodies
    studies = scholar or _bare(head.group()) in _STUDYING
    if "official" in bodies and standing != "media" and not studies:
        standing = "official"
    elif standing == "official" and bodies & {"expert", "media"}:
        standing = "expert"
    elif "media" in bodies:
        standing = "media"
    if _ENDED.search(plain[: head.start()]):
        standing = "expert"
    official = standing == "official" and bool(actors)
    return Introduction(
        role.lower() if official else role,
        _affiliation(role, institution, actors if official else ()),
        actors[0] if official else None,
        _standing(standing),
    )  # fmt: skip


def _led(role: str) -> tuple[str, str]:
    """The institution that stands before a role ("Baltic Institute director"), and the role."""
    found = list(_WORD.finditer(role))
    for match in reversed(found[:-1]):
        plain = _POSSESSIVE.sub("", match.group())
        word = speaker_words().get(plain.lower())
        if word is not None and word.kind == "body" and plain[0].isupper():
            return role[: match.start() + len(plain)], role[match.end() :].strip()
    return "", role


def _standing(word: str) -> Standing:
    for each in ("official", "expert", "media", "unnamed"):
        if word == each:
            return each
    return "other"


def _bare(word: str) -> str:
    low = word.lower().replace("’", "'").removesuffix("'s")
    return low if low in speaker_words() else low.rpartition("-")[2]


def _institution(text: str) -> str:
    """Name of an institution and of the one it belongs to, without what is said beside it."""
    text = _ASIDE.sub("", text).strip(" ,")
    parts = [text]
    while (cut := _WITHIN.search(parts[-1])) is not None:
        last = parts.pop()
        parts += [last[: cut.start()], last[cut.end() :]]
    return ", ".join(part.strip(" ,") for part in parts if part.strip(" ,"))


def _affiliation(role: str, institution: str, actors: Sequence[str]) -> str:
    if actors and (not institution or institution.lower() == place_of(actors[0]).lower()):
        own = _without_place(role).lower()
        place = place_of(actors[0])
        head = bool(_HEADS & set(own.split())) and not {"vice", "deputy", "prime"} & set(
            own.split()
        )
        state = actors[0] in spells()
        return f"Government of {place} ({own})" if state and not head else f"{place} ({own})"
    if not institution:
        return role[0].upper() + role[1:] if role[:1].isupper() else role
    own = " ".join(word if word.isupper() else word.lower() for word in role.split())
    return f"{institution}, {own}" if institution.endswith(")") else f"{institution} ({own})"


def _without_place(role: str) -> str:
    """A role without the state before it ("Russia’s", "Chinese")."""
    kept = role.split()
    while len(kept) > 1 and kept[0][0].isupper() and _bare(kept[0]) not in speaker_words() and (
        kept[0].lower() not in speech_words("rank")
    ):  # fmt: skip
        kept.pop(0)
    return " ".join(kept[1:] if len(kept) > 1 and kept[0].lower() == "new" else kept)


_BODIES = {
    "foreign ministry": "ministry of foreign affairs",
    "ministry of foreign affairs": "ministry of foreign affairs",
    "defence ministry": "ministry of defence", "defense ministry": "ministry of defence",
    "ministry of defence": "ministry of defence", "ministry of defense": "ministry of defence",
    "commerce ministry": "ministry of commerce", "energy ministry": "ministry of energy",
    "finance ministry": "ministry of finance", "government": "government", "kremlin": "president's office",
    "parliament": "parliament", "embassy": "embassy", "side": "government", "authorities": "government",
}  # fmt: skip


def _of_body(plain: str, actors: Sequence[str]) -> Introduction | None:
    """A ministry or a government that speaks for a state."""
    low = plain.lower()
    known = speaker_words()
    bodies = [
        word for m in _WORD.finditer(low) if (word := known.get(m.group())) and word.kind == "body"
    ]
    if not bodies:
        return None
    standing = bodies[-1].standing
    if standing != "official" or not actors:
        return Introduction("", plain, None, _standing(standing))
    if actors[0] not in spells():
        return Introduction("", plain, actors[0], "official")
    name = next((full for short, full in _BODIES.items() if short in low), "")
    return Introduction("", f"{place_of(actors[0])} ({name or low})", actors[0], "official")
