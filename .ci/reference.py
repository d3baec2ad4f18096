"""Write the parts of the reference pages that are made from the code; ``--check`` only compares.

A page keeps its hand-written text; what stands between the two marks is replaced.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parents[1] / "docs" / "reference"
BEGIN = "<!-- made from the code by .ci/reference.py: begin -->"
END = "<!-- made from the code by .ci/reference.py: end -->"


def tables() -> str:
    """One section per table of a world, one line per column."""
    from comity.world.schema import SCHEMAS

    lines = []
    for table, columns in SCHEMAS.items():
        lines += [f"## {table}", "", "| column | type | meaning |", "|---|---|---|"]
        for name, column in columns.items():
            known = f" One of {', '.join(f'`{v}`' for v in column.among)}." if column.among else ""
            must = " **Required.**" if column.required else ""
            meaning = column.meaning.replace("|", "\\|")
            lines.append(f"| `{name}` | {column.dtype} | {meaning}.{known}{must} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def indicators() -> str:
    """One section per domain, one line per indicator."""
    import comity.measures  # noqa: F401  registers them
    from comity.measures.registry import INDICATORS

    lines = []
    for domain in dict.fromkeys(i.domain for i in INDICATORS.values()):
        lines += [
            f"## {domain}",
            "",
            "| indicator | what | cost | direction | unit | n counts | source |",
            "|---|---|---|---|---|---|---|",
        ]
        for i in (i for i in INDICATORS.values() if i.domain == domain):
            direction = "a → b" if i.directed else "none"
            cells = (i.label, i.cost, direction, i.unit, i.counts or "–", i.cite)
            lines.append(f"| `{i.name}` | {' | '.join(c.replace('|', '/') for c in cells)} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def commands() -> str:
    """One section per command: its help, arguments and options."""
    import typer.main

    from comity.cli.app import app

    lines: list[str] = []
    _describe(typer.main.get_command(app), "comity", lines)
    return "\n".join(lines).rstrip()


def _describe(command: Any, path: str, lines: list[str]) -> None:
    """Add a command's section, or those of its subcommands."""
    subcommands = getattr(command, "commands", None)
    if subcommands is not None:
        for name, subcommand in subcommands.items():
            _describe(subcommand, f"{path} {name}", lines)
        return
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    names = " ".join(a.name.upper() + ("…" if a.nargs == -1 else "") for a in arguments)
    lines += [f"## {path}", "", "```sh", f"{path} {names} [OPTIONS]".replace("  ", " "), "```", ""]
    for paragraph in inspect.cleandoc(command.help or "").replace("\b\n", "").split("\n\n"):
        lead, colon, example = paragraph.partition(":")
        if colon and lead in {"Example", "Examples"}:
            lines += ["```sh", *(line.strip() for line in example.strip().splitlines()), "```", ""]
        else:
            lines += [paragraph, ""]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        for option in options:
            meaning = " ".join((option.help or "").split()).replace("|", "\\|")
            meaning += " **Required.**" if option.required else ""
            lines.append(f"| `{', '.join((*option.opts, *option.secondary_opts))}` | {meaning} |")
        lines.append("")


MADE: dict[str, Callable[[], str]] = {
    "tables.md": tables,
    "indicators.md": indicators,
    "commands.md": commands,
}


def filled(page: Path, made: str) -> str:
    """The page with ``made`` between its marks."""
    before, found, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise SystemExit(f"{page.name} lacks the marks of the part that is made from the code")
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"


def main() -> int:
    """Write or check every page; 1 if a checked page is out of date."""
    only_check = "--check" in sys.argv
    stale = []
    for name, make in MADE.items():
        page = PAGES / name
        text = filled(page, make())
        if text != page.read_text(encoding="utf-8"):
            stale.append(name)
            if not only_check:
                page.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'out of date, run .ci/reference.py' if only_check else 'written'}")
    return int(only_check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
