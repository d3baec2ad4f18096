"""Names of states and blocs as they stand in a sentence."""

from __future__ import annotations

from comity.states.system import name as plain

__all__ = ["bloc_name", "state_name"]

#: Names that take an article in a sentence.
_THE = {
    "USA", "GBR", "NLD", "PHL", "ARE", "DOM", "CAF", "COD", "COG", "GMB", "BHS", "MDV", "COM",
    "SYC", "SLB", "MHL", "VAT", "PAP", "SIC", "ANT", "ATF", "CCK", "COK", "CYM", "FLK", "FRO", "IOT", "MNP",
    "PCN", "TCA", "VGB", "VIR",
}  # fmt: skip
#: Initials that are spelt out in speech, and so take an article too.
_THE_BLOCS = {
    "AU", "CIS", "CSTO", "EAEU", "EU", "G7", "G8", "GCC", "LAS", "OAS", "PIF", "QUAD", "SCO", "WARSAW_PACT",
}  # fmt: skip


def state_name(key: str, on: int | None = None) -> str:
    """A state's name as it stands in a sentence: "Russia", "the United States"."""
    name = plain(key, on) if on is not None else plain(key)
    if name == "United States of America":
        name = "United States"
    return f"the {name}" if key in _THE and not name.lower().startswith("the ") else name


def bloc_name(key: str) -> str:
    """A bloc's short name as it stands in a sentence: "NATO", "the EU", "the Warsaw Pact"."""
    name = key.replace("_", " ").title() if "_" in key else key
    return f"the {name}" if key in _THE_BLOCS else name
