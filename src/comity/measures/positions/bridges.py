"""Which resolutions come back: matches of titles between sessions.

The Assembly votes again, year after year, on texts that hardly change. Two roll calls of different
sessions are matched if each is the other's nearest in the words of its title, near enough, and clearly
nearer than the runner-up. A match runs to the most recent session that has one, at most ``reach``
sessions back, since biennial items skip one. Votes on amendments and single paragraphs are left alone:
their titles name the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used

__all__ = ["chains", "key_words", "matches"]

Ints = npt.NDArray[np.intp]
_Table: TypeAlias = "scipy.sparse.csr_array"

_SYMBOL = re.compile(r"^\s*[A-Z]+(?:/[A-Z]+)*/[\w /.-]{1,16}?:\s*")
_DOCUMENT = re.compile(r"\(?\bA/[\w./]*\)?|\[[^\]]*\]|\([^)]*\)")
_ADOPTED = re.compile(r":?\s*(draft )?resolution\s*/?\s*(adopted by.*)?$", re.IGNORECASE)
_PART = re.compile(
    r"\b(paragraphs?|preambular|operative|amendments?|amend|words|separate vote|motion|sub-?paragraph|"
    r"the (acting )?president\b.*:|agenda item|inclusion|adjourn\w*|p\.? ?[po]\.?|[po]p ?\d+)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-z]+")
#: Question mark (for a lost apostrophe), apostrophes and the soft hyphen do not part a word.
_APOSTROPHES = dict.fromkeys(map(ord, "?'\u2019\u00ad"))
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "its",
        "of",
        "on",
        "or",
        "the",
        "their",
        "to",
        "with",
        "which",
        "that",
        "this",
        "these",
        "all",
        "other",
        "adopt",
        "approve",
        "approving",
        "adopts",
        "affirms",
        "reaffirms",
        "calls",
        "requests",
        "resolution",
        "draft",
        "resol",
        "res",
        "rev",
        "committee",
        "ad",
        "hoc",
        "political",
        "special",
        "power",
        "comm",
        "whole",
        "question",
        "report",
        "general",
        "assembly",
        "united",
        "nations",
        "un",
        "session",
    ]
)


def key_words(title: str | None) -> frozenset[str]:
    """The words of a title that tell it from others; empty if it names none, or a part of a text."""
    if not title:
        return frozenset()
    return _words_of(_SYMBOL.sub("", title).strip())


@lru_cache(maxsize=1 << 14)  # a text that returns has the same title but for its symbol
def _words_of(text: str) -> frozenset[str]:
    if "resolution" in text.lower():
        text = _ADOPTED.sub("", text)
    if _PART.search(text):
        return frozenset()
    text = _DOCUMENT.sub(" ", text)
    words = _LETTERS.findall(text.lower().translate(_APOSTROPHES))
    return frozenset(_stem(w) for w in words if w not in _EMPTY and len(w) > 1)


def matches(
    titles: Sequence[str | None],
    session: Ints,
    *,
    reach: int = 3,
    life: int = 10,
    near: float = 0.8,
    margin: float = 0.1,
    choices: npt.NDArray[np.int8] | None = None,
    agreed: float = 0.75,
) -> list[tuple[int, int]]:
    """Pairs of roll calls on the same text, the earlier first.

    Parameters
    ----------
    titles, session : (calls,)
        Title and session of each roll call.
    reach
        Sessions to look back.
    near
        Least share of words two titles have in common, of the words either has (Jaccard).
    margin
        By how much the second nearest must be further.
    choices : (calls, states), optional
        The votes; a title under which too many states changed their vote is not the same text.
    agreed
        Least share of the states voting on both that must have voted the same.
    """
    words = [key_words(title) for title in titles]
    usable = np.array([len(w) >= 2 for w in words])
    number: dict[str, int] = {}
    for w in words:
        for word in sorted(w):
            number.setdefault(word, len(number))
    of_session = {t: np.flatnonzero((session == t) & usable) for t in np.unique(session)}
    tables = {t: _table([words[i] for i in rows], number) for t, rows in of_session.items()}
    cast = None if choices is None else choices != 0

    def alike(a: int, b: int) -> bool:
        return _same_votes(choices, cast, a, b) >= agreed

    pairs = []
    origin: dict[int, int] = {}
    for t, rows in of_session.items():
        waiting = np.ones(rows.size, dtype=bool)
        for back in range(1, reach + 1):
            earlier = of_session.get(t - back)
            if earlier is None or not earlier.size or not waiting.any():
                continue
            for i, j in _mutual(tables[t], tables[t - back], near, margin):
                a, b = int(earlier[j]), int(rows[i])
                start = origin.get(a, a)
                if (
                    waiting[i]
                    and session[b] - session[start] <= life
                    and alike(b, a)
                    and (start == a or alike(b, start))
                ):
                    origin[b] = start
                    pairs.append((int(earlier[j]), int(rows[i])))
                    waiting[i] = False
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def chains(pairs: Sequence[tuple[int, int]], calls: int) -> Ints:
    """Item of each roll call (calls,): the first of the chain of pairs it belongs to."""
    first = np.arange(calls)

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = int(first[i])
        return i

    for pair in pairs:
        low, high = sorted(root(i) for i in pair)
        first[high] = low
    return np.array([root(i) for i in range(calls)], dtype=np.intp)


def _mutual(here: _Table, there: _Table, near: float, margin: float) -> list[tuple[int, int]]:
    """Rows of two word tables that are each other's nearest."""
    common = (here @ there.T).toarray()
    either = here.sum(axis=1)[:, None] + there.sum(axis=1)[None, :] - common
    share = common / np.maximum(either, np.float32(1.0))
    rows, columns = np.arange(share.shape[0]), np.arange(share.shape[1])
    nearest, back = share.argmax(axis=1), share.argmax(axis=0)
    best = share[rows, nearest]
    # the runner-up of a row and of a column: the largest once the nearest is taken out
    second, second_back = share.copy(), share
    second[rows, nearest] = 0.0
    second_back[back, columns] = 0.0
    rival = np.maximum(second.max(axis=1), second_back.max(axis=0)[nearest])
    mutual = (best >= near) & (back[nearest] == rows) & (best - rival >= margin)
    return [(int(i), int(nearest[i])) for i in np.flatnonzero(mutual)]


def _same_votes(
    choices: npt.NDArray[np.int8] | None, cast: npt.NDArray[np.bool_] | None, a: int, b: int
) -> float:
    if choices is None or cast is None:
        return 1.0
    both = cast[a] & cast[b]
    voted = int(np.count_nonzero(both))
    return np.count_nonzero(both & (choices[a] == choices[b])) / voted if voted else 0.0


def _table(words: list[frozenset[str]], number: dict[str, int]) -> _Table:
    """Which words (columns) each title (rows) has."""
    columns = [number[word] for w in words for word in w]
    start = np.concatenate([[0], np.cumsum([len(w) for w in words])]).astype(np.intp)
    held = np.ones(len(columns), dtype=np.float32)
    return scipy.sparse.csr_array((held, columns, start), shape=(len(words), len(number)))


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
