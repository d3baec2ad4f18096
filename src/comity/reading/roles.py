"""Whether a name in its place means someone who acts, the ground they act on, or a part of another name."""

from __future__ import annotations

import re

from comity.reading.aliases import Alias, Role, Word
from comity.reading.grammar_words import seated
from comity.reading.people import ALSO_NAMES
from comity.reading.titles_of_office import title_at

__all__ = ["role_of"]

#: Nouns whose name a state's name opens ("Moscow State University", "Russian Academy of Sciences").
_HEADS_AFTER = frozenset(
    ["university", "institute", "college", "school", "academy", "sea", "ocean", "strait", "straits",
     "gulf", "bay", "times", "post", "daily", "tribune", "herald", "journal", "street", "avenue",
     "square", "airport", "hotel", "museum", "cup", "olympics", "games", "airlines", "airways",
     "foundation", "railway", "pipeline", "stream", "corridor", "canal", "bridge", "route", "conference",
     "forum", "convention", "protocol", "accord", "accords", "agreement", "treaty", "declaration",
     "communique", "doctrine", "consensus", "syndrome", "spring", "summer", "review", "quarterly",
     "network", "center", "centre", "theatre", "theater", "opera", "ballet", "marathon", "exchange",
     "award", "prize", "express", "memorandum", "channel", "peninsula", "plain", "desert", "island"]
)  # fmt: skip
#: Nouns whose name a state's name closes ("University of Haifa", "Battle of Kursk").
_HEADS_BEFORE = frozenset(
    ["university", "institute", "college", "school", "academy", "sea", "gulf", "strait", "bay", "battle",
     "treaty", "siege", "peace", "congress", "museum", "duke", "archbishop", "bishop", "patriarch",
     "times", "isle", "voice", "convention", "treaties", "port", "cape"]
)  # fmt: skip
_IN = frozenset(
    ["in", "inside", "across", "within", "throughout", "near", "outside", "around", "off", "amid"]
)
#: What one has in somebody: "trust in Moscow" is about Moscow.
_TOWARDS = frozenset(
    ["trust", "confidence", "interest", "faith", "belief", "invest", "invested", "invests", "investing",
     "investment", "investments", "distrust", "mistrust", "partner", "partners", "ally", "friend",
     "stake", "hope"]
)  # fmt: skip
_TOPICS = frozenset(
    ["war", "wars", "conflict", "crisis", "question", "issue", "issues", "settlement", "invasion",
     "peace", "front", "theatre", "theater", "file", "problem", "cease-fire", "ceasefire", "quagmire",
     "debacle", "campaign"]
)  # fmt: skip
_PLACED = frozenset(
    ["places", "regions", "areas", "cities", "hotspots", "spots", "theatres", "issues", "topics",
     "questions", "matters", "crises", "conflicts", "flashpoints"]
)  # fmt: skip
#: What one has about something ("an understanding on Syria").
_ABOUT = frozenset(
    ["understanding", "understandings", "position", "positions", "stance", "stances", "view", "views",
     "talks", "negotiations", "policy", "policies", "deal", "statement", "statements", "resolution",
     "resolutions", "question", "issue", "discussions", "consultations", "summit", "conference",
     "opinion", "vote", "debate", "rhetoric"]
)  # fmt: skip
_POWER_OVER = frozenset(
    ["advantage", "victory", "edge", "leverage", "influence", "power", "hold", "superiority"]
)
_NO_ACTOR = ("-speaking", "-born", "-educated", "-language", "-style", "-speakers")
_BASED = ("-based", "-related", "-occupied")
_SUFFIX = re.compile(r"[-‐‑][a-z]+")


def role_of(
    text: str, said: list[Word], at: int, count: int, alias: Alias, before: Role | None
) -> Role:
    """The role of an alias of ``count`` words that begins with the word ``at``.

    Parameters
    ----------
    before
        Role of the mention joined to this one by *and* or a comma, if any.
    """
    suffix = _SUFFIX.match(text, said[at + count - 1].end)
    tail = suffix.group().replace("‑", "-").replace("‐", "-") if suffix is not None else ""
    if (
        alias.role == "part_of_name"
        or tail.startswith(_NO_ACTOR)
        or _in_longer_name(text, said, at, count)
        or _of_a_person(text, said, at, count)
        or (before == "part_of_name" and alias.kind == "adjective")
    ):
        return "part_of_name"
    if tail.startswith(_BASED) or _is_ground(text, said, at, count, alias, before):
        return "place"
    return "actor"


def _is_ground(
    text: str, said: list[Word], at: int, count: int, alias: Alias, before: Role | None
) -> bool:
    if at and said[at - 1].form in ("former", "post", "ex") and alias.actors == ("SUN",):
        return True
    if alias.kind == "adjective":
        return False
    if alias.role == "place":
        return True
    end = said[at + count - 1].end
    possessive = text[end : end + 2] in ("'s", "’s") or text[end : end + 1] in ("'", "’")
    if possessive and alias.kind == "group":
        return _best_of(said, at + count)
    return not possessive and (
        _topic(text, said, at, count) or _inside(text, said, at) or before == "place"
    )


def _best_of(said: list[Word], at: int) -> bool:
    """Whether a region is only where somebody leads ("Africa’s second-largest economy")."""
    words = [word.form for word in said[at : at + 4] if word.form != "s"]
    return not _BEST.isdisjoint(words[:3])


_BEST = frozenset(
    ["most", "top", "leading", "largest", "biggest", "greatest", "strongest", "weakest", "richest",
     "wealthiest", "poorest", "smallest", "fastest", "oldest", "youngest", "newest", "longest", "busiest"]
)  # fmt: skip


def _in_longer_name(text: str, said: list[Word], at: int, count: int) -> bool:
    n = at + count
    while n < len(said) and n - at - count < 5:
        gap = text[said[n - 1].end : said[n].start]
        if gap not in (" ", "\xa0", "-") or not said[n].capital:
            break
        if said[n].form in _HEADS_AFTER:
            return not (said[n].capitals and said[at].capitals and len(said[at].form) > 3)
        if title_at(text, said, n) is not None:
            return False
        n += 1
    back = at - 1
    if back >= 0 and said[back].form == "the":
        back -= 1
    return (
        back >= 1
        and said[back].form == "of"
        and said[back - 1].capital
        and said[back - 1].form in _HEADS_BEFORE
        and text[said[back - 1].end : said[back].start] == " "
    )


def _of_a_person(text: str, said: list[Word], at: int, count: int) -> bool:
    """Michael Jordan, Jordan Smith, Paris Hilton."""
    if count != 1 or said[at].form not in ALSO_NAMES:
        return False
    if at > 0 and text[said[at - 1].end : said[at].start] == " ":
        prior = said[at - 1]
        if prior.capital and not prior.capitals and prior.form in _GIVEN_NAMES:
            return True
    after = at + 1
    return (
        after < len(said)
        and text[said[at].end : said[after].start] == " "
        and said[after].capital
        and not said[after].capitals
        and said[at].form in _GIVEN
        and title_at(text, said, after) is None
        and said[after].form not in _BODIES
    )


_GIVEN = frozenset(
    ["jordan", "chad", "paris", "sydney", "israel", "georgia", "london", "vienna", "kenya"]
)
_GIVEN_NAMES = frozenset(
    ["michael", "david", "john", "james", "george", "denzel", "robert", "vernon", "jack", "jim",
     "william", "tom", "mary", "anna", "peter", "paul", "thomas", "joseph", "isaac", "irving", "steve",
     "hans", "karl", "chris", "mark"]
)  # fmt: skip
_BODIES = frozenset(
    ["river", "valley", "army", "government", "ministry", "parliament", "foreign", "state", "city",
     "defence", "defense", "national", "security", "central", "bank", "armed", "air", "club", "and",
     "pact", "king"]
)  # fmt: skip


def _topic(text: str, said: list[Word], at: int, count: int) -> bool:
    """The Ukraine war, the Gaza ceasefire; not the Russia-Ukraine war, which names those who fight."""
    after = at + count
    if after >= len(said) or said[after].form not in _TOPICS:
        return False
    if text[said[after - 1].end : said[after].start] not in (" ", "\xa0"):
        return False
    return not (at and text[said[at - 1].end : said[at].start] in ("-", "‐", "‑", "–", "/"))


def _inside(text: str, said: list[Word], at: int) -> bool:
    back = at - 1
    while back >= 0 and said[back].form in (
        "the",
        "both",
        "eastern",
        "western",
        "northern",
        "southern",
        "central",
    ):
        back -= 1
    if back < 0 or any(mark in text[said[back].end : said[at].start] for mark in ",;:.()"):
        return False
    if said[back].form in _IN:
        return not (back and said[back - 1].form in _TOWARDS) and not seated(said, back)
    prior = said[back - 1].form if back else ""
    if said[back].form == "over":
        return prior not in _POWER_OVER
    if said[back].form in ("on", "about", "regarding") and prior in _ABOUT:
        return True
    if said[back].form == "like" and back and said[back - 1].form in _PLACED:
        return True
    return said[back].form == "as" and back > 1 and said[back - 2].form in _PLACED
