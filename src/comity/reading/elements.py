"""Elements of HTML: which break a line, which are not shown, which may be left open."""

from __future__ import annotations

import re

from comity.reading.markup import Tag

__all__ = ["BLOCKS", "ENDS", "UNSHOWN", "VOID", "class_words", "hidden", "may_be_hidden"]


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main "
    "menu nav ol optgroup p pre search section summary table tbody td tfoot th thead tr ul button "
    "label head title"
)  # fmt: skip
#: Not shown as text by a browser, or not as prose.
UNSHOWN = _names(
    "audio canvas datalist iframe math noembed noframes noscript object script select style svg "
    "template textarea video xmp"
)
VOID = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
#: A start tag that ends an element left open just above it.
ENDS = {
    "li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt"), "td": ("td", "th"), "th": ("td", "th"),
    "tr": ("td", "th", "tr"), "tbody": ("td", "th", "tr", "thead", "tbody"), "body": ("head",),
}  # fmt: skip
_HIDDEN_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE
)


def may_be_hidden(raw: str, tag: Tag) -> bool:
    """Whether it is worth reading the attributes of an inline element."""
    return tag.end - tag.start > len(tag.name) + 2 and (
        raw.find("hidden", tag.start, tag.end) > 0 or raw.find("none", tag.start, tag.end) > 0
    )


def hidden(facts: dict[str, str]) -> bool:
    """Whether an element with these attributes is not shown."""
    return ("hidden" in facts and facts["hidden"].lower() != "until-found") or bool(
        _HIDDEN_STYLE.search(facts.get("style", ""))
    )


def class_words(facts: dict[str, str]) -> tuple[str, ...]:
    """Words of an element's class and, after ``#``, of its id; ``main-nav`` and ``mainNav`` are two."""
    return tuple(
        mark + word.lower()
        for mark, key in (("", "class"), ("#", "id"))
        for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", facts.get(key, "")[:500])
    )
