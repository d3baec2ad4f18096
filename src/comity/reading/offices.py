"""Who held which office when: ``leaders.csv``, asked by name, by surname and by office at a date.

Its column ``checked`` says which dates of a row were seen in its ``source``: ``both`` (the start alone of an
office that lasts), the ``start``, the ``end``, the ``year`` of them, or ``no``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.reading.aliases import Alias, Book, form, rows

__all__ = [
    "TITLES",
    "Office",
    "holder",
    "meant_by_surname",
    "name_book",
    "of_person",
    "surname_book",
]

#: What an office is called, and the offices of the table it can mean, the likeliest first.
TITLES: dict[str, tuple[str, ...]] = {
    "president": ("president",),
    "prime minister": ("prime minister",),
    "premier": ("prime minister", "premier"),
    "pm": ("prime minister",),
    "chancellor": ("chancellor",),
    "foreign minister": ("foreign minister", "secretary of state", "foreign policy chief"),
    "minister of foreign affairs": ("foreign minister",),
    "foreign affairs minister": ("foreign minister",),
    "external affairs minister": ("foreign minister",),
    "foreign secretary": ("foreign minister",),
    "top diplomat": ("foreign minister", "secretary of state", "foreign policy chief"),
    "chief diplomat": ("foreign minister", "secretary of state", "foreign policy chief"),
    "secretary of state": ("secretary of state",),
    "defence minister": ("defence minister", "defense secretary"),
    "defense minister": ("defence minister", "defense secretary"),
    "minister of defence": ("defence minister",),
    "defense secretary": ("defense secretary",),
    "defence secretary": ("defence minister", "defense secretary"),
    "secretary of defense": ("defense secretary",),
    "treasury secretary": ("treasury secretary",),
    "finance minister": ("finance minister",),
    "energy minister": ("energy minister",),
    "supreme leader": ("supreme leader",),
    "leader": (
        "supreme leader", "chancellor", "president", "prime minister", "general secretary", "first secretary",
        "chairman", "crown prince", "king", "leader", "secretary-general",
    ),
    "head of state": ("president", "king", "queen", "supreme leader", "head of state"),
    "head of government": ("prime minister", "chancellor", "president"),
    "king": ("king",), "queen": ("queen",), "crown prince": ("crown prince",), "pope": ("pope",),
    "shah": ("shah",), "emir": ("emir",), "pontiff": ("pope",),
    "secretary-general": ("secretary-general",), "secretary general": ("secretary-general",),
    "general secretary": ("general secretary",), "party leader": ("general secretary",),
    "commission president": ("commission president",), "council president": ("council president",),
    "foreign policy chief": ("foreign policy chief",),
    "high representative": ("foreign policy chief",),
    "director general": ("director general",), "director-general": ("director general",),
    "managing director": ("managing director",),
    "vice president": ("vice president",), "vice-president": ("vice president",),
    "chief executive": ("chief executive",), "ceo": ("chief executive",), "chief": ("chief executive",),
    "national security adviser": ("national security adviser",),
    "national security advisor": ("national security adviser",),
    "central bank governor": ("central bank head",), "central bank chief": ("central bank head",),
    "central bank head": ("central bank head",), "fed chair": ("central bank head",),
    "head": ("chief executive", "head"),
}  # fmt: skip
#: States led by their head of government, though they have a president.
_PREMIERS = frozenset(
    ["IND", "ITA", "ISR", "GRC", "CZE", "SVK", "EST", "POL", "PAK", "IRQ", "HUN", "ARM", "GEO", "FIN", "ETH"]
)  # fmt: skip
#: Surnames that many bear: meant only of someone in office at the date, or named in full before.
_SHARED = frozenset(
    ["abbas", "abe", "anand", "aoun", "bashir", "barak", "bolton", "cameron", "castro", "clinton",
     "conte", "costa", "deng", "franco", "hadi", "hu", "jiang", "jubeir", "kennedy", "kim", "lai", "lula",
     "maas", "mao", "marin", "meir", "monti", "nasser", "novak", "oli", "peres", "petro", "roh", "saleh",
     "santos", "sharon", "to", "trong", "tsai", "vance", "wang", "yi", "yoon", "zhou", "zeman", "chiang",
     "hague", "healey", "keating", "abbott", "payne", "prodi", "tito", "anwar", "miller", "mattis",
     "rasmussen", "waltz", "rusk", "haley", "trudeau", "akar", "macri", "sargsyan", "castro", "katz",
     "cardoso", "dixon", "blair", "munir", "zia"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """One person in one office; ``end`` is empty while it lasts. Dates are ISO 8601 of reduced precision."""

    person: str
    names: tuple[str, ...]
    surnames: tuple[str, ...]
    office: str
    actor: str
    start: str
    end: str

    def holds(self, date: str) -> bool:
        """Whether the office was held on a day of ``date``."""
        return self.start[: len(date)] <= date[: len(self.start)] and (
            not self.end or date[: len(self.end)] <= self.end[: len(date)]
        )


@cache
def _table() -> tuple[Office, ...]:
    found = []
    for row in rows("leaders"):
        names = tuple(row["person"].split(";"))
        surnames = tuple(row["surname"].split(";")) if row["surname"] else ()
        found.append(
            Office(
                names[0], names, surnames, row["office"], row["actor"], row["from"], row["to"]
            )
        )  # fmt: skip
    return tuple(found)


@cache
def _by_person() -> dict[str, list[Office]]:
    found: dict[str, list[Office]] = {}
    for office in _table():
        found.setdefault(office.person, []).append(office)
    return found


@cache
def _by_surname() -> dict[str, list[Office]]:
    found: dict[str, list[Office]] = {}
    for office in _table():
        for surname in office.surnames:
            found.setdefault(form(surname), []).append(office)
    return found


@cache
def name_book() -> Book:
    """Full names; an alias's ``spelling`` is the name, its ``actors`` hold the person."""
    book = Book()
    for office in _table():
        for name in office.names:
            book.add(Alias(name, (office.person,), "leader"))
    return book


@cache
def surname_book() -> Book:
    """Surnames that may stand alone; an alias's ``spelling`` is the surname."""
    book = Book()
    for office in _table():
        for surname in office.surnames:
            book.add(Alias(surname, (surname,), "leader"))
    return book


def of_person(person: str, date: str | None) -> Office | None:
    """A person's office at a date; the last before it where there was none then, else the last."""
    held = _by_person().get(person, [])
    return _nearest(held, date)


def _nearest(held: list[Office], date: str | None) -> Office | None:
    if not held:
        return None
    if date is None:
        return held[-1]
    then = [office for office in held if office.holds(date)]
    before = [office for office in held if office.start[: len(date)] <= date]
    return then[-1] if then else before[-1] if before else held[0]


def meant_by_surname(surname: str, date: str | None) -> Office | None:
    """Whom a surname alone means at a date; None where that is open."""
    known = _by_surname().get(form(surname), [])
    now = [office for office in known if date is not None and office.holds(date)]
    if now:
        return now[-1] if len({office.actor for office in now}) == 1 else None
    if form(surname) in _SHARED or len({office.actor for office in known}) != 1:
        return None
    return _nearest(known, date)


def holder(actor: str, title: str, date: str | None) -> Office | None:
    """Who holds the office called ``title`` of an actor at a date; None where not known."""
    if date is None:
        return None
    offices = TITLES.get(title, ())
    if title == "leader" and actor in _PREMIERS:
        offices = ("prime minister", *offices)
    for office in offices:
        for held in _table():
            if held.actor == actor and held.office == office and held.holds(date):
                return held
    return None
