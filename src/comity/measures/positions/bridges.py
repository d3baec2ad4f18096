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

import numpy as np
import numpy.typing as npt

__all__ = ["chains", "key_words", "matches"]

Ints = npt.NDArray[np.intp]

_SYMBOL = re.compile(r"^\s*[A-Z]+(?:/[A-Z]+)*/[\w /.-]{1,16}?:\s*")
_DOCUMENT = re.compile(r"\(?\bA/[\w./]*\)?|\[[^\]]*\]|\([^)]*\)")
_ADOPTED = re.compile(r":?\s*(draft )?resolution\s*/?\s*(adopted by.*)?$", re.IGNORECASE)
_PART = re.compile(
    r"\b(paragraphs?|preambular|operative|amendments?|amend|words|separate vote|motion|sub-?paragraph|"
    r"the (acting )?president\b.*:|agenda item|inclusion|adjourn\w*|p\.? ?[po]\.?|[po]p ?\d+)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b\d+\w*\b|\b\w+(?:ieth|teenth|(?:fir|si|eigh)\w*st|second|third)\b(?= session)"
)
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
    text = _SYMBOL.sub("", title)
    text = _ADOPTED.sub("", text.strip())
    if _PART.search(text):
        return frozenset()
    text = _DOCUMENT.sub(" ", text)
    words = re.findall(r"[a-z]+", re.sub(r"[?'’­]", "", text.lower()))
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
                    and min(_same_votes(choices, b, c) for c in (a, start)) >= agreed
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


def _mutual(
    here: npt.NDArray[np.float32], there: npt.NDArray[np.float32], near: float, margin: float
) -> list[tuple[int, int]]:
    """Rows of two word tables that are each other's nearest."""
    common = here @ there.T
    either = here.sum(axis=1)[:, None] + there.sum(axis=1)[None, :] - common
    share = common / np.maximum(either, 1.0)
    found = []
    for i in range(share.shape[0]):
        j = int(share[i].argmax())
        best = share[i, j]
        if best < near or share[:, j].argmax() != i:
            continue
        rivals = max(_second(share[i]), _second(share[:, j]))
        if best - rivals >= margin:
            found.append((i, j))
    return found


def _same_votes(choices: npt.NDArray[np.int8] | None, a: int, b: int) -> float:
    if choices is None:
        return 1.0
    both = (choices[a] != 0) & (choices[b] != 0)
    return float((choices[a] == choices[b])[both].mean()) if both.any() else 0.0


def _second(values: npt.NDArray[np.float32]) -> float:
    return float(np.partition(values, -2)[-2]) if values.size > 1 else 0.0


def _table(words: list[frozenset[str]], number: dict[str, int]) -> npt.NDArray[np.float32]:
    table = np.zeros((len(words), len(number)), dtype=np.float32)
    for row, w in enumerate(words):
        table[row, [number[word] for word in w]] = 1.0
    return table


def _stem(word: str) -> str:
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
