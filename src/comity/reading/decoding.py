"""Bytes of a file into its characters, or a clear refusal.

A byte order mark is a mark of the encoding and no character of the text; line ends stay as they are. Without
a mark the encoding is the one the file declares (HTML, feeds), else UTF-8; what is no UTF-8 is read as
Windows-1252, of which ISO 8859-1 is a part in practice (WHATWG, Encoding Standard, §4.2).
"""

from __future__ import annotations

import codecs
import re

from comity.errors import DataError

__all__ = ["check_text", "declared_encoding", "decode"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Encodings a file may declare. Python knows others that are not of files (``punycode``, ``unicode_escape``).
_DECLARABLE = re.compile(
    r"utf-?8|(iso-?)?8859-?\d{1,2}|latin-?\d|(us-)?ascii|(windows|cp|x-cp)-?125[0-8]|koi8-[ru]|macintosh"
    r"|gb(2312|k|18030)|big5(-hkscs)?|euc-(jp|kr)|shift[-_]jis|iso-2022-jp"
)
_WESTERN = re.compile(r"(iso-?)?8859-?1|latin-?1|(us-)?ascii|(windows|cp|x-cp)-?1252")
_KINDS = (
    (b"PK\x03\x04", "a zip archive or an office document: save it as text, HTML or PDF"),
    (b"\xd0\xcf\x11\xe0", "an office document: save it as text, HTML or PDF"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"{\\rtf", "rich text (RTF): save it as text, HTML or PDF"),
    (b"\x89PNG", "an image: Comity reads text, no pictures of it"),
    (b"\xff\xd8\xff", "an image: Comity reads text, no pictures of it"),
    (b"GIF8", "an image: Comity reads text, no pictures of it"),
)
_BROKEN = "�"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_META = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE
)
_XML = re.compile(
    rb"""<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""", re.IGNORECASE
)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page or a feed declares in its first 4,096 bytes."""
    head = data[:4096]
    found = _XML.search(head) or _META.search(head)
    return found[1].decode("ascii").lower() if found else None


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """The characters of a file.

    Parameters
    ----------
    data
        Of the whole file.
    name
        Of the file, for messages.
    declared
        Encoding the file states for itself; an unknown one counts as none.

    Raises
    ------
    DataError
        If it is empty or no text.
    """
    if not data.strip():
        raise DataError(f"{name}: empty, nothing to read")
    for magic, what in _KINDS:
        if data.startswith(magic):
            raise DataError(f"{name}: {what}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            break
    else:
        if b"\0" in data:
            raise DataError(
                f"{name}: holds NUL bytes, so no text; UTF-16 needs its byte order mark: save it as UTF-8"
            )
        text = _unmarked(data, declared)
    return check_text(text, name)


def check_text(text: str, name: str) -> str:
    """``text`` itself, where it is text and not empty."""
    if not text.strip():
        raise DataError(f"{name}: empty, nothing to read")
    odd = sum(1 for _ in _CONTROLS.finditer(text)) + text.count(_BROKEN)
    if "\0" in text or odd > max(8, len(text) // 50):
        raise DataError(f"{name}: binary content, no text: give a text, HTML, PDF or feed file")
    return text


def _unmarked(data: bytes, declared: str | None) -> str:
    known = declared if declared and _DECLARABLE.fullmatch(declared) else None
    if known and not _WESTERN.fullmatch(known) and known not in ("utf-8", "utf8"):
        try:
            return data.decode("gb18030" if known.startswith("gb") else known)
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if not known or not _WESTERN.fullmatch(known):
        # A cut or a slip in a file of UTF-8 is one broken character, and no reason to misread the rest.
        lenient = data.decode("utf-8", errors="replace")
        sound = sum(1 for _ in re.finditer(r"[^\x00-\x7f�]", lenient))
        if sound > 10 * lenient.count(_BROKEN):
            return lenient
    return _western(data)


def _western(data: bytes) -> str:
    """Windows-1252 with its five unassigned bytes as controls, as browsers have it."""
    return data.decode("cp1252", errors="comity.as_latin1")


def _as_latin1(problem: UnicodeError) -> tuple[str, int]:
    assert isinstance(problem, UnicodeDecodeError)
    return problem.object[problem.start : problem.end].decode("latin-1"), problem.end


codecs.register_error("comity.as_latin1", _as_latin1)
