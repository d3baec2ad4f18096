"""What a page says about itself: title, date, author, publisher.

In order of trust: structured data (schema.org as JSON-LD), ``meta`` elements (Open Graph, Dublin Core,
plain), a ``time`` element, the ``title``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.reading.page import Page

__all__ = ["PageFacts", "page_facts", "shown_name", "stated_day"]

_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "article.published", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "citation_date", "pubdate", "publish-date", "publish_date", "publication_date", "date",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article:author_name", "byl", "dc.creator", "dcterms.creator",
    "citation_author", "parsely-author", "sailthru.author",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name")
_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "citation_title")
_ARTICLES = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_LONGEST_DATA = 500_000  # characters
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is stated; None and () where nothing is."""

    titles: tuple[str, ...] = ()
    date: str | None = None
    author: str | None = None
    publisher: str | None = None


def page_facts(page: Page) -> PageFacts:
    """What a page states about itself, in its head or its structured data."""
    metas: dict[str, str] = {}
    for meta in page.metas:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if meta.get("content", "").strip():
            metas.setdefault(name.lower(), meta["content"].strip())
    articles = sorted(
        _articles(page.data), key=lambda item: "webpage" in str(item.get("@type", "")).lower()
    )
    head = [b.text for b in page.blocks if page.containers[b.container].name == "title"][:1]
    titles = [
        *(item["headline"] for item in articles if isinstance(item.get("headline"), str)),
        *(metas[name] for name in _TITLES if name in metas),
        *head,
    ]
    days = [
        *(item.get("datePublished") for item in articles),
        *(metas.get(name) for name in _DATES),
        *(stated for stated, _ in page.times[:1]),
    ]
    authors: list[str | None] = [
        *(_names(item.get("author")) for item in articles),
        *(metas.get(n) for n in _AUTHORS),
        *page.authors[:1],
    ]
    publishers: list[str | None] = [
        *(_names(item.get("publisher")) for item in articles), *(metas.get(n) for n in _PUBLISHERS)
    ]  # fmt: skip
    return PageFacts(
        tuple(titles),
        next((day for stated in days if (day := stated_day(stated))), None),
        next((said for one in authors if (said := shown_name(one))), None),
        next((said for one in publishers if (said := shown_name(one))), None),
    )


def stated_day(stated: object) -> str | None:
    """A day, month or year at the head of a time stamp such as ``2024-05-21T09:30:00Z``, or None."""
    if not isinstance(stated, str):
        return None
    found = _DAY.search(stated[:60]) or _COMPACT.search(stated[:60])
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 1, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _articles(blocks: list[str]) -> Iterator[dict[str, Any]]:
    """Items of structured data that are articles or pages."""
    for written in blocks[:20]:
        if len(written) > _LONGEST_DATA:
            continue
        try:
            todo = [json.loads(written)]
        except (ValueError, RecursionError):
            continue
        for _ in range(500):  # items looked at; structured data of a page holds a few
            if not todo:
                break
            item = todo.pop(0)
            if isinstance(item, list):
                todo.extend(item[:50])
            elif isinstance(item, dict):
                if _ARTICLES.search(str(item.get("@type", ""))[:200]):
                    yield item
                todo.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def _names(item: object, depth: int = 0) -> str | None:
    if isinstance(item, str):
        return item
    if isinstance(item, dict) and isinstance(item.get("name"), str):
        return str(item["name"])
    if isinstance(item, list) and depth == 0:
        return ", ".join(name for one in item[:5] if (name := _names(one, 1))) or None
    return None


def shown_name(stated: object) -> str | None:
    """A name fit to be shown, and no address."""
    if not isinstance(stated, str) or "://" in stated:
        return None
    name = " ".join("".join(c if c.isprintable() else " " for c in stated).split())
    name = re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)
    return name if 1 < len(name) <= _LONGEST_NAME else None
