"""The words a record may use: kinds, domains, actions, forms, sections.

Actions are those of the PLOVER ontology (Open Event Data Alliance), as ``TYPE`` or ``TYPE:mode``; ``NONE``
where none fits.
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "ACTIONS", "DOMAINS", "FORMS", "KINDS", "QUADS", "SECTIONS", "WORLD_DOMAINS", "Basis", "Commitment",
    "Kind", "Section", "quad",
]  # fmt: skip

Kind = Literal["event", "quantity", "relation", "claim"]
Section = Literal["title", "lede", "heading", "body", "caption", "sidebar"]
Commitment = Literal["word", "deed"]
Basis = Literal["stated", "inferred"]

KINDS: tuple[Kind, ...] = get_args(Kind)
SECTIONS: tuple[Section, ...] = get_args(Section)

#: Domains of records, and the domain of a world's tables each counts to.
WORLD_DOMAINS = {
    "diplomatic": "diplomatic", "territorial/strategic": "diplomatic", "military": "military",
    "economic": "economic", "sanctions": "economic", "energy": "energy", "finance": "finance",
    "technology": "technology", "infrastructure": "infrastructure",
}  # fmt: skip
DOMAINS = tuple(WORLD_DOMAINS)

#: PLOVER event types by quad: verbal cooperation, material cooperation, verbal conflict, material conflict.
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
ACTIONS = (*QUADS, "SHARE", "NONE")

#: How a record's act stands: the finer form of ``word_or_deed``.
FORMS = {
    "opinion": "word", "statement": "word", "promise": "word", "plan": "word", "order": "word",
    "forecast": "word", "conditional": "word", "demand": "word", "meeting": "word", "signed": "word",
    "abandoned": "deed", "annexed": "deed", "built": "deed", "delivered": "deed", "deployed": "deed",
    "exercised": "deed", "fought": "deed", "joined": "deed", "occurred": "deed", "sanctioned": "deed",
    "supported": "deed", "traded": "deed", "voted": "deed", "withheld": "deed",
}  # fmt: skip


def quad(action: str) -> int | None:
    """1 … 4 of an action such as ``CONSULT:visit``; None for ``NONE``."""
    return QUADS.get(action.partition(":")[0])
