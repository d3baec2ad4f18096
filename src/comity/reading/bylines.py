"""The line that says who wrote an article: "By A. Berg, Andes Daily", "Blog | 3 May | Dr A. Berg, Fellow"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.reading.aliases import alias_book, words
from comity.reading.datelines import is_date_line
from comity.reading.introductions import introduction
from comity.reading.lexicon import verb_forms
from comity.reading.people import name_at
from comity.reading.reporting import speaker_words

__all__ = ["HONORIFIC", "NAME", "Byline", "biography", "byline", "is_byline", "is_name"]

_LONGEST = 160
#: A full name as lines of a page write it.
NAME = r"[^\W\d_][\w’'.-]{0,30}(?: (?:(?:de|da|van|von|der|bin|al|el|la|le) ){0,2}[A-Z][\w’'.-]{0,30}){1,3}"
_LABEL = re.compile(
    r"(?:(?:an? |the )?(?:commentary|analysis|opinion|column|essay|note|guest post|op-ed|dispatch|report"
    r"|article|story|explainer|review|interview)(?: (?:piece|article))? )?by:?\s+"
    r"|(?:author|written by|text|words):?\s+",
    re.IGNORECASE,
)
HONORIFIC = re.compile(r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Amb|Ambassador)\.?\s+")
_NAMES = re.compile(rf"{NAME}(?: (?:and|&) {NAME})?")
_FOR = re.compile(r"\s+for\s+(?:the\s+)?(?=[A-Z])")
_FIELDS = re.compile(r"\s*[|•·/]\s*|\s+[–—-]\s+")
_ROLE = re.compile(
    r"(?:[\w’'-]+ ){0,4}?(?:researcher|analyst|expert|professor|fellow|correspondent|editor|director"
    r"|journalist|lecturer|scholar|columnist|reporter|adviser|advisor|specialist|economist|historian|commentator"
    r"|writer|scientist)\b",
    re.IGNORECASE,
)
#: Paragraphs that tell who the author is are no longer.
_PARAGRAPH = 500
_BIOGRAPHY = re.compile(
    rf"({NAME}) (?:is|was|works as|serves as) (?:currently )?(?:an?|the) ([^.;]{{4,160}}?)"
    r"(?=[.;]|,? (?:and|where|who) )"
)
#: Two capitals that head a page rather than name somebody.
_HEADINGS = frozenset(
    ["affairs", "analysis", "briefing", "business", "commentary", "conclusion", "contents", "editorial",
     "energy", "executive", "features", "guest", "home", "insight", "interview", "interviews",
     "introduction", "key", "latest", "news", "opinion", "outlook", "points", "policy", "politics",
     "post", "report", "reports", "research", "review", "security", "special", "staff", "summary",
     "takeaways", "top", "world"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs, and for whom or as what, where the line says so; ``labelled``: whether it begins "By"."""

    author: str
    role: str = ""
    outlet: str = ""
    labelled: bool = True

    @property
    def affiliation(self) -> str:
        """Outlet and role as an affiliation; empty where the line tells neither."""
        told = introduction(self.role, ()) if self.role else None
        if told is None or not told.role:
            return self.role or self.outlet
        if told.affiliation.lower() != self.role.lower():
            return told.affiliation
        return f"{self.outlet} ({self.role.lower()})" if self.outlet else self.role


def byline(line: str) -> Byline | None:
    """Who a line says wrote the article; None where it says something else."""
    if len(line) >= _LONGEST:
        return None
    label = _LABEL.match(line)
    fields = _FIELDS.split(line[label.end() if label else 0 :])
    told = [field.strip() for field in fields if field.strip() and not _is_date(field.strip())]
    if label:
        author, role = _signed(told[0]) if told else ("", "")
        return Byline(author, role or "".join(told[1:2])) if author else None
    dated = len(told) < len(fields)
    for field in sorted(told, key=lambda each: not _signed(each)[1]):
        author, role = _signed(field)
        styled = bool(_ROLE.match(role)) or (dated and HONORIFIC.match(field) is not None)
        if is_name(author) and (styled or (dated and not role)):
            outlet = next((other for other in told if other != field), "")
            return Byline(author, role, outlet, labelled=False)
    return None


def _is_date(field: str) -> bool:
    return is_date_line(field) and not _NAMES.match(field.partition(",")[0])


def _signed(field: str) -> tuple[str, str]:
    """Names at the head of a field, and what stands beside them: "A. Berg, B. Lee, Andes Daily"."""
    names, *rest = field.split(", ")
    named, *outlet = _FOR.split(HONORIFIC.sub("", names))
    if not _NAMES.fullmatch(named):
        return "", ""
    authors = [named]
    while rest and not outlet and _NAMES.fullmatch(rest[0]) and not _is_body(rest[0]):
        authors.append(rest.pop(0))
    beside = ", ".join([*outlet, *rest])
    return ", ".join(authors), "" if _is_date(beside) else beside


def _is_body(name: str) -> bool:
    """Whether a name in capitals is an institution's, or tells a role."""
    known = speaker_words()
    return any(word.form in known or word.text in known for word in words(name))


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article."""
    return byline(line) is not None


def biography(paragraph: str) -> Byline | None:
    """Whom a paragraph tells of ("Ane Berg is a fellow at …"), where that is all it does."""
    if len(paragraph) > _PARAGRAPH:
        return None
    told = _BIOGRAPHY.match(HONORIFIC.sub("", paragraph, count=1))
    if told is None or not _ROLE.match(told.group(2)):
        return None
    return Byline(told.group(1), told.group(2).rstrip(" ."))


def is_name(line: str) -> bool:
    """Whether a line is a person's name and nothing else."""
    if not 4 < len(line) < 60 or _FIELDS.search(line) or line.endswith((".", ",", ":", "?", "!")):
        return False
    line = HONORIFIC.sub("", line)
    said = words(line)
    return (
        len(said) > 1
        and said[-1].form not in verb_forms()
        and name_at(line, said, 0) == len(said)
        and not any(word.form in _HEADINGS for word in said)
        and not any(alias_book().longest(line, said, at) for at in range(len(said)))
    )
