"""Which blocks of a page are its article, and what part each plays.

The article is where the prose is: from the root one goes down into the element that holds nearly all of it
(an element declared to be the article needs only half), leaving out what is marked as navigation, aside,
form or comment. An element with most of the prose is the article, whatever its class says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.bylines import is_byline
from comity.reading.datelines import is_date_line
from comity.reading.page import Block, Container, Page
from comity.reading.vocabulary import Section

__all__ = ["roles"]


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ASIDE = frozenset(
    ["nav", "aside", "footer", "menu", "dialog", "button", "label", "legend", "search"]
)
_ASIDE_ROLES = _names(
    "navigation complementary banner contentinfo search menu menubar dialog alertdialog toolbar "
    "form"
)
_MAYBE_ASIDE = frozenset(["header", "form", "address", "fieldset"])
#: Words of classes for what surrounds an article; of ids fewer, which are often made of a heading's words.
_ASIDE_WORDS = _names(
    "ad ads advert advertisement advertising aside author authors breadcrumb breadcrumbs byline "
    "comment comments consent cookie cookies date dateline disqus donate donation footer gdpr "
    "login masthead menu meta modal nav navbar navigation newsletter outbrain pager pagination "
    "paywall popular popup promo promoted recommendation recommended related reply respond "
    "share shares sharing sidebar signup social sponsor sponsored subscribe subscription "
    "taboola tag tags teaser teasers timestamp toolbar topics trending widget"
)
_ASIDE_IDS = _names(
    "#aside #breadcrumb #breadcrumbs #comments #cookie #cookies #disqus #footer #masthead #menu "
    "#nav #navbar #navigation #newsletter #outbrain #related #respond #sidebar #taboola"
)
_ASIDE_MARKS = _ASIDE_WORDS | _ASIDE_IDS
_CAPTION_WORDS = frozenset(["caption", "captions", "credit", "credits", "figcaption"])
_LEDE_WORDS = _names(
    "abstract dek excerpt intro lead lede standfirst strapline subhead subheadline subtitle summary"
)
_DECLARED = frozenset(["article", "main"])
_WHOLE = frozenset(["article", "main", "html", "body"])
_DECLARED_ROLES = frozenset(["main", "article", "articlebody"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "hgroup"])
_NEARLY_ALL = 0.8  # of the prose, in one element: the rest is around it
_PROSE, _SENTENCE, _NAME = 80, 25, 8  # characters at least
_CELLS = frozenset(["li", "td", "th", "dd"])
_HEADS = frozenset(["header", "hgroup"])
_STOPPED = re.compile(r"[.!?…][\"”’»)\]]{0,3}$")


@dataclass(slots=True)
class _Facts:
    """Of each container, its ancestors included: what it is part of, and how much prose it holds."""

    article: list[bool]
    aside: list[bool]
    caption: list[bool]
    heading: list[bool]
    prose: list[int]


def roles(page: Page, titles: Sequence[str]) -> list[Section | None]:
    """The part of each block; None where its words have to decide.

    Parameters
    ----------
    page
        As cut into blocks.
    titles
        What the page calls itself, the most reliable first.
    """
    facts = _facts(page)
    inside = _within(page.containers, _article(page.containers, facts))
    title = _title(page, facts, inside, titles)
    found: list[Section | None] = [_role(page, facts, inside, block) for block in page.blocks]
    if title is not None:
        found[title] = "title"
        _opening(page, facts, found, title)
    _late_ledes(found)
    _empty_headings(found)
    # A paragraph may still be a caption with its credit, or a line of the law: its words decide.
    return [
        None if r == "body" and _prose(b) else r for r, b in zip(found, page.blocks, strict=True)
    ]


def _facts(page: Page) -> _Facts:
    containers = page.containers
    own = _sums(containers, page.blocks, [_prose(block) for block in page.blocks])
    titled = _sums(
        containers, page.blocks, [containers[b.container].name == "h1" for b in page.blocks]
    )
    total = own[0]
    facts = _Facts([], [], [], [], own)
    for number, container in enumerate(containers):
        words, up = set(container.words), container.parent
        declared = container.name in _DECLARED
        hard = container.name in _ASIDE or container.role.lower() in _ASIDE_ROLES
        inner = up >= 0 and facts.article[up]
        facts.article.append(inner or declared)
        head = container.name == "header" and (inner or titled[number] > 0)
        soft = (container.name in _MAYBE_ASIDE and not head) or (
            container.name not in _WHOLE and bool(words & _ASIDE_MARKS)
        )
        most = total > 0 and own[number] > 0.5 * total
        facts.aside.append((up >= 0 and facts.aside[up]) or ((hard or soft) and not most))
        facts.caption.append(
            (up >= 0 and facts.caption[up])
            or container.name in ("figcaption", "caption")
            or (bool(words & _CAPTION_WORDS) and not most)
        )
        facts.heading.append((up >= 0 and facts.heading[up]) or container.name in _HEADINGS)
    kept = [0 if facts.aside[block.container] else _prose(block) for block in page.blocks]
    facts.prose = _sums(containers, page.blocks, kept)
    return facts


def _prose(block: Block) -> int:
    """Characters of a block that reads like a paragraph, else none."""
    if block.size < _PROSE or block.linked > 0.4 * block.size:
        return 0
    return block.size if _STOPPED.search(block.text.rstrip()) or block.size > 200 else 0


def _sums(
    containers: Sequence[Container], blocks: Sequence[Block], sizes: Sequence[int]
) -> list[int]:
    """Of each container, the sum over its blocks and those of the elements in it."""
    sums = [0] * len(containers)
    for block, size in zip(blocks, sizes, strict=True):
        sums[block.container] += size
    for number in range(len(containers) - 1, 0, -1):  # an element comes after those it is in
        sums[containers[number].parent] += sums[number]
    return sums


def _article(containers: Sequence[Container], facts: _Facts) -> int:
    """The container of the article; 0, the whole page, where none holds most of the prose."""
    best: dict[int, int] = {}
    for number in range(1, len(containers)):
        up = containers[number].parent
        if not facts.aside[number] and facts.prose[number] > facts.prose[best.get(up, 0)] * (
            up in best
        ):
            best[up] = number
    at, total = 0, facts.prose[0]
    declared = [
        number
        for number, container in enumerate(containers)
        if (container.name in _DECLARED or container.role.lower() in _DECLARED_ROLES)
        and 2 * facts.prose[number] > total
    ]
    if declared:
        at = declared[-1]
    while total and (child := best.get(at)) and facts.prose[child] >= _NEARLY_ALL * facts.prose[at]:
        if containers[child].name in ("p", "li", "td", "blockquote", "ul", "ol"):
            break
        at = child
    return at


def _within(containers: Sequence[Container], article: int) -> list[bool]:
    inside: list[bool] = []
    for number, container in enumerate(containers):
        inside.append(number == article or (container.parent >= 0 and inside[container.parent]))
    return inside


def _role(page: Page, facts: _Facts, inside: Sequence[bool], block: Block) -> Section | None:
    at = block.container
    if page.containers[at].name == "title" or facts.aside[at]:
        return "sidebar"
    if facts.caption[at]:
        return "caption" if inside[at] or facts.prose[0] == 0 else "sidebar"
    if not inside[at]:
        return "sidebar"
    if facts.heading[at] and block.size <= 300:
        return "heading"
    if block.linked > 0.7 * block.size and not _STOPPED.search(block.text.rstrip()):
        return "sidebar"
    if _LEDE_WORDS & set(page.containers[at].words):
        return "lede"
    stopped = block.size >= _SENTENCE and _STOPPED.search(block.text.rstrip())
    return "body" if stopped or _prose(block) or page.containers[at].name in _CELLS else None


def _title(page: Page, facts: _Facts, inside: Sequence[bool], titles: Sequence[str]) -> int | None:
    """The block of the article's title: the heading the page is called by, else its first of rank one."""

    def placed(n: int) -> tuple[bool, bool]:
        return not facts.aside[page.blocks[n].container], inside[page.blocks[n].container]

    called = [_plain(title[:500]) for title in titles]
    headings = [n for n, block in enumerate(page.blocks) if facts.heading[block.container]]
    named = [
        n for n in headings
        if _NAME < page.blocks[n].size <= 300 and (said := _plain(page.blocks[n].text))
        and any(said in title or (len(title) > _NAME and title in said) for title in called)
    ]  # fmt: skip
    if named:
        return max(named, key=lambda n: (*placed(n), page.blocks[n].size, -n))
    first = [n for n in headings if page.containers[page.blocks[n].container].name == "h1"]
    for n in sorted(first, key=placed, reverse=True):
        if page.blocks[n].size > _NAME:
            return n
    heads = [n for n, b in enumerate(page.blocks) if page.containers[b.container].name == "title"]
    return heads[0] if heads else None


def _opening(page: Page, facts: _Facts, found: list[Section | None], title: int) -> None:
    """Between title and article: a standfirst, or who wrote it and when."""
    size = len(found)
    first = next(
        (n for n in range(title + 1, size) if found[n] == "body" and _prose(page.blocks[n])), size
    )
    lede = begun = False
    for n in range(title + 1, first):
        block = page.blocks[n]
        said = block.text.strip()
        if facts.aside[block.container] or found[n] in ("heading", "caption"):
            continue
        if is_byline(said) or is_date_line(said):
            found[n] = "sidebar"
        elif _LEDE_WORDS & set(page.containers[block.container].words) and len(said) > _SENTENCE:
            found[n] = "lede"
            lede = True
        elif first == size:
            begun = True
        elif _STOPPED.search(said):
            apart = page.containers[page.containers[block.container].parent].name in _HEADS
            found[n] = "lede" if apart and not lede else "body"
            lede, begun = lede or apart, begun or not apart
        else:
            found[n] = "sidebar"
    if first < size and not (lede or begun):
        found[first] = None  # it may be a standfirst itself: its words decide
    if page.containers[page.blocks[title].container].name != "title":
        for n in range(title):
            if found[n] is None:
                found[n] = "sidebar"


def _late_ledes(found: list[Section | None]) -> None:
    """What opens an article comes before it: later blocks of that class are its body."""
    bodies = 0
    for n, role in enumerate(found):
        bodies += role == "body"
        if role == "lede" and bodies > 1:
            found[n] = "body"


def _empty_headings(found: list[Section | None]) -> None:
    """A heading over what is no part of the article is none either."""
    following: Section | None = "sidebar"
    for n in range(len(found) - 1, -1, -1):
        if found[n] == "heading":
            if following == "sidebar":
                found[n] = "sidebar"
        else:
            following = found[n]


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()
