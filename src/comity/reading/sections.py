"""What part a paragraph plays: title, lede, heading, body, caption, or the page around the article.

Menus, shares, comments and teasers of other articles are ``sidebar``: nothing is read of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.bylines import biography, is_byline, is_name
from comity.reading.datelines import is_date_line
from comity.reading.document import Part
from comity.reading.interviews import is_guest_line, is_question
from comity.reading.masthead import is_signed
from comity.reading.sentences import sentence_spans
from comity.reading.vocabulary import Section

__all__ = ["Block", "sectioned"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, and the role its markup gives it."""

    start: int
    end: int
    hint: Section | None = None


_I = re.IGNORECASE
#: After these, what follows belongs to other articles or to readers.
_TAIL = re.compile(
    r"(?:(?:the )?(?:latest|recent|related|recommended|popular|trending|similar|more|other|most)"
    r"(?: (?:on|in|from|by) .{1,40}| (?:read|viewed|popular|content|news|posts?|articles?|stories|story"
    r"|topics|coverage"
    r"|publications?|analys[ei]s|videos?|headlines|updates|reading)(?: .{0,30})?)"
    r"|(?:you (?:may|might) (?:also )?(?:like|be interested in)|read (?:next|also)|see also"
    r"|further reading|editors?[’'] ?picks?"
    r"|don[’']t miss|what to read next|trending(?: now)?|recommended|must read|from our partners"
    r"|sponsored(?: content)?)\b.{0,40}"
    r"|(?:submit|leave|post|add|write) (?:a |your )?(?:comment|reply|response)s?\b.{0,40}|(?:\d{1,5} "
    r"|no )?(?:comments?|replies|responses)(?: \(\d+\))?"
    r"|join the (?:conversation|discussion)|[úu]ltimas publicaciones|publicaciones recientes"
    r"|articles? r[ée]cents?|neueste (?:beitr[äa]ge|artikel))\W*",
    _I,
)
#: One line of the page that is no article.
_PAGE = re.compile(
    r"(?:share|tweet|print|e-?mail|copy link|link copied|follow us|subscribe|sign (?:up|in)|log ?in"
    r"|register|newsletter|advertis\w+"
    r"|loading|menu|search|home|skip to|cookies?|accept|read more|read also|related|tags?|topics?"
    r"|categor(?:y|ies)|views?|source|brought to you"
    r"|published by|photo by|written by|edited by|facebook|twitter|youtube|instagram|telegram|whatsapp"
    r"|linkedin|download|donate|support us"
    r"|continue reading|click here|listen|watch(?: now)?|keywords|disclaimer|copyright|©|\(c\) \d{4}"
    r"|all rights reserved"
    r"|liked the story|back to top|next article|previous article|updated?|ad)\b[^.!?]{0,90}[.!?:]?",
    _I,
)
_LEGAL = re.compile(
    r"all rights reserved|any use of (?:the )?materials|hyperlink to|©|we use (?:our own )?cookies"
    r"|privacy policy|terms of (?:use|service)"
    r"|(?:views?|opinions?) expressed .{0,80}(?:author|columnist|contributor|writer|own)"
    r"|email address will not be published"
    r"|required fields are marked|share (?:it|this|the) .{0,30}(?:social|friends|article|story|post)"
    r"|share[- ]line"
    r"|sign up (?:for|to)|subscribe (?:to|now|for)|your email|republish"
    r"|do(?:es)? not necessarily reflect|follow us on"
    r"|this website uses|accept (?:all )?cookies|reporting by .{0,60}editing by|analytical materials of"
    r"|this article (?:was|is) (?:first |originally )?published",
    _I,
)
_CREDIT = re.compile(
    r"\((?:[^()]{0,60}(?:Reuters|AFP|AP\b|AP Photo|Getty|EPA|Shutterstock|Xinhua|TASS|Sputnik|Anadolu"
    r"|AA\b|Photo|Archive|Handout|File|Pool|Image|Wikimedia|Flickr)"
    r"[^()]{0,60})\)\s*$|(?:^|[\s/|])(?:Photo|Image|Credit|Picture|Photograph)s?(?: by| credit"
    r"| courtesy(?: of)?|:)[^.]{1,80}$"
    r"|^(?:FILE PHOTO|FILE -|FILE –|\[?(?:Photo|Image|Picture|Caption)\s*:)|/\s*(?:AFP|AP|Reuters"
    r"|Getty(?: Images)?|EPA|TASS|Xinhua)\s*$|Getty Images\s*$"
)  # fmt: skip
#: A paragraph about the author is among so many first or last ones.
_EDGE = 4
_STOPPED = re.compile(r"[.!?…:][)\]]?[”\"'’»)]{0,3}\s*\Z")


def sectioned(text: str, blocks: Sequence[Block]) -> tuple[Part, ...]:
    """Parts of a document, one per block that is not blank."""
    said = [text[b.start : b.end] for b in blocks]
    roles: list[Section | None] = [b.hint for b in blocks]
    captions = _captions(said)
    for n in captions:
        roles[n] = roles[n] or "caption"
    _around(said, roles)
    first = next(
        (
            n for n, s in enumerate(said)
            if roles[n] in (None, "body", "lede") and _prose(s) and biography(s.strip()) is None
        ), None
    )  # fmt: skip
    if first is not None:
        _opening(said, roles, first)
    _biographies(said, roles)
    start = 0 if first is None else first
    for n in range(len(said)):
        if roles[n] is None:
            roles[n] = "heading" if n >= start and _heading(said, n) else "body"
    return tuple(
        Part(role or "body", block.start, block.end)
        for block, role in zip(blocks, roles, strict=True)
        if block.end > block.start
    )


def _biographies(said: Sequence[str], roles: list[Section | None]) -> None:
    """Mark paragraphs that tell who the author is: the first ones and the last."""
    for n, words in enumerate(said):
        edge = n < _EDGE or n >= len(said) - _EDGE
        if edge and roles[n] is None and biography(words.strip()) is not None:
            roles[n] = "sidebar"


def _prose(words: str) -> bool:
    count = words.count(" ") + 1
    return (count >= 10 and _STOPPED.search(words) is not None) or count >= 30


def _captions(said: Sequence[str]) -> set[int]:
    """Paragraphs with the credit of an agency, and their doubles."""
    found = {n for n, s in enumerate(said) if len(s) < 600 and _CREDIT.search(s)}
    for n in list(found):
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", said[n]).strip()
        for other in (n - 1, n + 1):
            if 0 <= other < len(said) and bare and said[other].strip() in (bare, said[n].strip()):
                found.add(other)
    for n in range(len(said) - 1):
        if said[n].strip() == said[n + 1].strip() and 20 < len(said[n]) < 400:
            found |= {n, n + 1}
    return found


def _around(said: Sequence[str], roles: list[Section | None]) -> None:
    """Mark the page around the article."""
    n, prose = 0, 0
    while n < len(said):
        words = said[n].strip()
        if roles[n] is None and prose >= 1 and len(words) < 90 and _TAIL.fullmatch(words):
            stop = _resumes(said, n + 1)
            for m in range(n, stop):
                roles[m] = "sidebar"
            n = stop
            continue
        if roles[n] is None and (
            (len(words) < 120 and _PAGE.fullmatch(words))
            or (len(words) < 400 and _LEGAL.search(words))
        ):
            roles[n] = "sidebar"
        elif roles[n] is None and _prose(words):
            prose += 1
        n += 1
    last = max((n for n, s in enumerate(said) if roles[n] is None and _prose(s)), default=-1)
    if last >= 0:
        for n in range(last + 1, len(said)):
            if roles[n] is None:
                roles[n] = "sidebar"


def _resumes(said: Sequence[str], start: int) -> int:
    """Where an article goes on after teasers: at the third of three paragraphs of prose in a row."""
    run = 0
    for n in range(start, len(said)):
        run = run + 1 if _prose(said[n]) and len(said[n]) > 200 else 0
        if run == 3:
            return n - 2
    return len(said)


def _menu(words: str) -> bool:
    """Whether a line before the article is an entry of a menu."""
    count = words.count(" ") + 1
    return count <= 2 or (count <= 5 and (words.islower() or words.isupper()))


def _opening(said: Sequence[str], roles: list[Section | None], first: int) -> None:
    """Title, standfirst and byline before the first paragraph; what is before those is page."""
    titles: list[int] = []
    asked = any(is_question(words) for words in said)
    n = first - 1
    while n >= 0 and roles[n] in (None, "title"):
        words = said[n].strip()
        if is_question(words):
            roles[n] = "body"
        elif _of_the_head(words, asked) or (n == first - 1 > 0 and is_name(words)):
            roles[n] = "sidebar"
        elif _menu(words) and not (n == 0 and words.count(" ") > 0):
            break
        else:
            titles.append(n)
        n -= 1
    for n in titles[-3:]:
        roles[n] = "title"
    for m in range(first):
        if roles[m] is None:
            roles[m] = "sidebar"
    after = first + 1
    while after < len(said) and (
        is_byline(said[after].strip()) or is_date_line(said[after].strip())
    ):
        roles[after] = "sidebar"
        after += 1
    alone = len(sentence_spans(said[first], 0, len(said[first]))) == 1 and len(said[first]) < 220
    goes_on = any(_prose(s) for s in said[first + 1 : first + 3])
    apart = not titles or after > first + 1 or is_signed(said[first])
    if roles[first] is None and goes_on and apart and (alone or is_signed(said[first])):
        roles[first] = "lede"


def _of_the_head(words: str, asked: bool) -> bool:
    """Whether a line says when, by whom or with whom, rather than what."""
    if is_date_line(words) or is_byline(words) or biography(words) is not None:
        return True
    return asked and is_guest_line(words)


def _heading(said: Sequence[str], n: int) -> bool:
    words = said[n].strip()
    if words.count(" ") >= 14 or len(words) > 120 or is_question(words):
        return False
    if words.endswith((".", ",", ";", "”", '"', "…")) or words[:1] in '“"-•*‘':
        return False
    return any(_prose(s) for s in said[n + 1 : n + 3])
