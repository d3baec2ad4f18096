"""Where a text quotes: curly, straight and single marks, guillemets; nested, unbalanced, over paragraphs.

One pass over every paragraph with a stack of open marks. An apostrophe is no mark; a mark that stands where
the other one belongs ("framework,“ he said) is taken for what its place says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Quotation", "lines", "quotations"]

Span = tuple[int, int]

#: Family of every mark, and the side it opens or closes where its place leaves both open: 1, −1, 0 either.
_MARKS = {
    "“": ("double", 1), "”": ("double", -1), "„": ("double", 1), "‟": ("double", 1), '"': ("double", 0),
    "«": ("angle", 1), "»": ("angle", -1), "‘": ("single", 1), "’": ("single", -1), "‚": ("single", 1),
    "'": ("single", 0), "‹": ("angle1", 1), "›": ("angle1", -1),
}  # fmt: skip
_BEFORE_OPENING = frozenset("([{—–-/:,;“‘«\"'„")
_TERMINAL = frozenset(".!?…,")
_FEWEST = 4
_MANY = 9


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between marks, the marks included.

    Attributes
    ----------
    start, end
        Offsets into the text.
    direct
        Speech; else words only that are held at a distance (“anti-Western alliance”).
    depth
        0 outermost.
    closed
        Whether a closing mark was found in its paragraph.
    continued
        Whether the next paragraph carries it on.
    """

    start: int
    end: int
    direct: bool
    depth: int = 0
    closed: bool = True
    continued: bool = False


def lines(text: str) -> Iterator[Span]:
    """Lines of a text that are not blank, without the white space around them."""
    at = 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            yield start, start + len(body)
        at += len(line) + 1


def quotations(text: str, paragraphs: Iterable[Span] | None = None) -> tuple[Quotation, ...]:
    """Quotations of a text, in order of their start.

    Parameters
    ----------
    text, paragraphs
        Its paragraphs as spans; every line that is not blank where None. No quotation runs over the end of a
        paragraph: one that is not closed there ends there, ``continued`` where the next opens with a mark.
    """
    spans = list(lines(text) if paragraphs is None else paragraphs)
    found: list[Quotation] = []
    for number, (start, end) in enumerate(spans):
        following = spans[number + 1] if number + 1 < len(spans) else (0, 0)
        goes_on = following[1] > following[0] and _MARKS.get(text[following[0]], ("", -1))[1] >= 0
        found += _paragraph(text, start, end, goes_on)
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


@dataclass(slots=True)
class _Mark:
    at: int
    family: str
    side: int


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """Marks of a paragraph, every one with the side its place allows; apostrophes left out."""
    found = []
    for at in range(start, end):
        known = _MARKS.get(text[at])
        if known is None:
            continue
        family, side = known
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if family == "single" and side <= 0 and before.isalnum() and after.isalnum():
            continue
        if family == "single" and side <= 0 and after.isdigit() and not before.isalnum():
            continue
        opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
        closes = not before.isspace() and not after.isalnum()
        if text[at] == '"' and before.isdigit() and not closes:
            continue
        if opens and not closes:
            side = 1
        elif closes and not opens and text[at] not in "„‟‚":
            side = -1
        found.append(_Mark(at, family, side))
    return found


def _paragraph(text: str, start: int, end: int, goes_on: bool) -> list[Quotation]:
    marks = _marks(text, start, end)
    closers: dict[str, list[int]] = {}
    for mark in reversed(marks):
        seen = closers.setdefault(mark.family, [0])
        seen.append(seen[-1] + (mark.side <= 0) - (mark.side > 0))
    left = {family: len(counts) - 1 for family, counts in closers.items()}
    stack: list[_Mark] = []
    held: dict[str, int] = {}
    found: list[Quotation] = []

    def close(at: int, closed: bool) -> None:
        mark = stack.pop()
        held[mark.family] -= 1
        if mark.family == "single" and not closed:
            return
        carried = goes_on and not closed and at == end and not stack
        speech = _speech(text, (start, end), mark.at, at, closed)
        found.append(Quotation(mark.at, at, speech, len(stack), closed, carried))

    for mark in marks:
        balance = closers[mark.family][left[mark.family]]
        left[mark.family] -= 1
        is_open = held.get(mark.family, 0) > 0
        side = mark.side or (-1 if is_open else 1)
        if side > 0:
            if is_open and balance < held[mark.family] and not goes_on and mark.family != "single":
                while held[mark.family]:
                    close(mark.at, False)
            stack.append(mark)
            held[mark.family] = held.get(mark.family, 0) + 1
        elif is_open:
            if mark.family == "single" and balance > 1 and _possessive(text, mark.at, end):
                continue
            while stack[-1].family != mark.family:
                close(mark.at, False)
            close(mark.at + 1, True)
    while stack:
        close(end, False)
    return [q for q in found if q.end - q.start > 2]


def _possessive(text: str, at: int, end: int) -> bool:
    """Whether a mark after an s goes with the word that follows ("the states’ aims")."""
    return text[at - 1] == "s" and at + 2 < end and text[at + 1] == " " and text[at + 2].islower()


def _speech(text: str, paragraph: Span, opening: int, end: int, closed: bool) -> bool:
    """Whether what stands between marks is speech rather than words at a distance."""
    inner = text[opening + 1 : end - 1 if closed else end].strip()
    words = inner.split()
    if not words:
        return False
    before = text[max(paragraph[0], opening - 3) : opening].rstrip()
    led = opening == paragraph[0] or before.endswith((",", ":"))
    ended = inner[-1] in _TERMINAL or (end < paragraph[1] and text[end] == "," and len(words) > 2)
    if led and (ended or len(words) >= _FEWEST):
        return len(words) > 1 or ended
    if len(words) >= _MANY:
        return True
    if not words[0][0].isupper() or len(words) < _FEWEST:
        return False
    capitals = sum(word[0].isupper() for word in words)
    return 2 * capitals <= len(words)
