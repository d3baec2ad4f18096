"""Words that tell what a name is in its clause: who acts, who is acted on, whose people are meant."""

from __future__ import annotations

from bisect import bisect_left

from comity.reading.aliases import Word

__all__ = [
    "CAUSING",
    "OPENERS",
    "PACTS",
    "PEOPLE",
    "PREPOSITIONS",
    "SKIPPED",
    "is_plural_noun",
    "seated",
    "words_after",
]

#: After these a clause begins.
OPENERS = frozenset(
    ["and", "but", "while", "as", "because", "that", "which", "if", "when", "although", "though", "since",
     "whereas", "so", "or", "until", "unless", "whether", "after", "before", "where", "than", "yet",
     "then", "like"]
)  # fmt: skip
#: Verbs whose object does what follows ("allowing Iran to sell its oil").
CAUSING = frozenset(
    ["allow", "allows", "allowed", "allowing", "help", "helps", "helped", "helping", "enable", "enables",
     "enabled", "enabling", "force", "forces", "forced", "forcing", "push", "pushes", "pushed", "pushing",
     "cause", "causes", "caused", "causing", "lead", "leads", "led", "leading", "let", "lets", "letting",
     "make", "makes", "made", "leave", "leaves", "left", "leaving", "urge", "urged", "urges", "urging",
     "compel", "compels", "compelled", "compelling", "prompted", "prompting", "drove"]
)  # fmt: skip
PREPOSITIONS = frozenset(
    ["of", "in", "on", "at", "by", "for", "with", "to", "from", "against", "toward", "towards", "over",
     "between", "through", "via", "about", "among", "under", "into", "across", "near", "inside",
     "outside", "around", "amid"]
)  # fmt: skip
#: Those who act for a state, in the plural.
PEOPLE = frozenset(
    ["firms", "companies", "officials", "troops", "forces", "diplomats", "leaders", "experts", "analysts",
     "media", "elites", "authorities", "negotiators", "banks", "soldiers", "politicians", "businesses",
     "enterprises", "commentators", "lawmakers", "investors", "exporters", "importers", "buyers",
     "producers", "people", "citizens", "scientists", "representatives", "ministers", "delegations",
     "allies", "partners", "separatists", "refugees", "militants", "governments", "states", "countries",
     "nations", "organisations", "organizations", "refiners", "envoys", "strategists", "scholars",
     "observers", "policymakers", "generals", "warships", "hackers", "rulers", "traders",
     "lenders", "creditors", "engineers", "carmakers", "airlines", "utilities", "rebels", "workers",
     "executives", "oligarchs", "hardliners", "pilots", "vessels", "fishermen", "shipyards"]
)  # fmt: skip
SKIPPED = frozenset(["the", "a", "both", "even", "only", "also", "s"])
#: Organisations that are called alliances.
PACTS = frozenset(["NATO", "CSTO", "AUKUS", "WARSAW_PACT"])

#: Those who, in a capital or a state, are of it.
_SEATED = frozenset(
    ["authorities", "authority", "cabinet", "elite", "elites", "establishment", "government",
     "governments", "hardliners", "hawks", "lawmakers", "leaders", "leadership", "legislators",
     "legislature", "minister", "ministers", "ministries", "ministry", "opposition", "parliament",
     "policymakers", "politician", "politicians", "regime", "rulers", "senators"]
)  # fmt: skip


def seated(said: list[Word], at: int) -> bool:
    """Whether those in a place act for its state ("the opposition in Seoul"); ``at`` is the word "in"."""
    return said[at].form == "in" and at > 0 and said[at - 1].form in _SEATED


def words_after(said: list[Word], end: int, count: int) -> list[Word]:
    """The first words that begin at ``end`` or later."""
    first = bisect_left(said, end, key=lambda word: word.start)
    return said[first : first + count]


def is_plural_noun(word: Word) -> bool:
    """Whether a word looks like a plural noun that is no name."""
    said = word.form
    return (
        len(said) > 4
        and said.endswith("s")
        and not word.capital
        and not said.endswith(("ss", "us", "is", "ous"))
    )
