"""The text of each page of a PDF, taken out in a process of its own that can be stopped.

Run as a script: the file comes on standard input, a JSON object goes to standard output, with ``pages``
(a text each) or ``refused`` (why not). A PDF is a program for a page, and may be written to need all memory
or all time; here it can have only so much of both, and fail only for itself. Imports nothing of Comity.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

__all__ = ["main", "pages"]

MOST_PAGES = 2_000
MOST_OBJECTS = 1_000_000
MOST_CHARACTERS = 10_000_000
MOST_MEMORY = 1_500_000_000  # bytes of address space
MOST_SECONDS = 90  # of processor time, should nobody be left to stop it


def pages(data: bytes) -> dict[str, Any]:
    """``pages`` of a PDF, or why it is ``refused``."""
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        return _pages(data)
    except DependencyError:
        why = "encrypted in a way that is not read: save it without its password"
    except (LimitReachedError, MemoryError):
        why = "decompresses to far more than an article: not read"
    except RecursionError:
        why = "a broken PDF, its parts lead in a circle: save it anew, or save its text"
    except PyPdfError as problem:
        why = f"a broken PDF ({str(problem)[:120].rstrip('.')}): save it anew, or save its text"
    except Exception:  # noqa: BLE001  what a broken file does to its reader is not to be foreseen
        why = "a broken PDF: save it anew, or save its text"
    return {"refused": why}


def _pages(data: bytes) -> dict[str, Any]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"refused": "encrypted: save it without its password"}
    if sum(len(table) for table in reader.xref.values()) > MOST_OBJECTS:
        return {"refused": f"more than {MOST_OBJECTS:,} objects, no article: not read"}
    if (count := len(reader.pages)) > MOST_PAGES:
        return {"refused": f"{count:,} pages; at most {MOST_PAGES:,} are read: split it"}
    found: list[str] = []
    for page in reader.pages:
        found.append(page.extract_text())
        if sum(map(len, found)) > MOST_CHARACTERS:
            return {"refused": f"more than {MOST_CHARACTERS:,} characters of text: split it"}
    return {"pages": found}


def main() -> None:
    """Read standard input, within limits of memory and time where the system has them."""
    try:
        import resource
    except ImportError:  # Windows: the caller's clock alone
        pass
    else:
        for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
            try:
                hard = resource.getrlimit(kind)[1]
                bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
                resource.setrlimit(kind, (bound, hard))
            except (OSError, ValueError):  # a system that has the name but not the limit
                continue
    try:
        answer = pages(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"refused": "needs more memory than an article does: not read"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
