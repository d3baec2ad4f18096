"""Signs around a word that it is a verb: what came before it, what waits for one, what follows."""

from __future__ import annotations

from comity.reading.tagging import Token

__all__ = ["asked", "ends_aside", "finite_beside", "past_ahead"]

_FINITE = frozenset("VBHMU")
#: A subject and the aside behind it have no more words than this.
_REACH = 40


def ends_aside(found: list[Token], comma: int) -> bool:
    """Whether a comma ends an aside behind a subject without a verb yet ("Oman, which left, supports")."""
    begin = max(0, comma - _REACH)
    starts = [n for n in range(begin, comma) if found[n].tag in (";", ":", "-", '"', "(", "T", "S")]
    first = starts[-1] + 1 if starts else begin
    opened = next((n for n in range(first, comma) if found[n].tag == ","), None)
    if opened is None or found[first].tag in ("P", "W", "#") or opened == first:
        return False
    if any(token.tag in _FINITE for token in found[first:opened]):
        return False
    inside = found[opened + 1 : comma]
    verbal = inside[0].tag == "R" or (
        inside[0].tag == "P" and any(t.tag == "R" for t in inside[:2])
    )
    described = inside[0].tag == "V" and bool(set("gn") & set(inside[0].form))
    if verbal or described:
        return any(token.tag in _FINITE for token in inside)
    return inside[0].tag == "D" and not any(token.tag in _FINITE for token in inside)


def past_ahead(found: list[Token], at: int) -> bool:
    """Whether a verb in the past may follow before any mark or joiner."""
    for token in found[at + 1 : at + 20]:
        if token.tag in (",", ";", ":", "-", "(", ")", "R", "T", "S", "C", '"'):
            return False
        if token.tag == "?" and "d" in token.form:
            return True
    return False


def finite_beside(found: list[Token], at: int, step: int) -> bool:
    """Whether a finite verb stands on one side of a word, before any mark or joiner."""
    other = at + step
    while 0 <= other < len(found) and abs(other - at) < 25:
        token = found[other]
        if token.tag in (",", ";", ":", "-", "(", ")", "R", "T", "S", "C", '"'):
            return False
        if token.tag in ("B", "H", "M", "U"):
            return True
        if step < 0 and token.tag == "V" and "g" not in token.form:
            return True
        if step > 0 and token.tag == "?":
            clear = token.form == "d" or (token.form == "dn" and found[other - 1].tag == "W")
            if clear:
                return True
        other += step
    return False


def asked(found: list[Token], at: int) -> bool:
    """Whether an auxiliary verb stands before the phrase that ends at ``at`` ("did Oman", "nor may they")."""
    first = max(0, at - 12)
    while at > first and found[at].tag in ("N", "X", "D", "A", "G", "C", "P"):
        at -= 1
    if found[at].tag not in ("U", "M"):
        return False
    return at == 0 or found[at - 1].tag in (",", ";", ":", "-", '"', "R", "C", "W", "!", "S")
