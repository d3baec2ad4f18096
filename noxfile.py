"""The project's tasks: ``nox -l`` lists them, ``nox -s tests`` runs one."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True

# The oldest releases the project says it works with; keep in step with pyproject.toml.
OLDEST = [
    "altair==5.5.0",
    "numpy==1.26.0",
    "polars==1.30.0",
    "pooch==1.8.0",
    "pydantic==2.7.0",
    "rich==13.7.0",
    "typer==0.15.1",
    "vl-convert-python==1.7.0",
]


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The test suite, as the README runs it."""
    session.install(".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """The test suite on the oldest dependencies the project accepts."""
    session.install(".[test]", *OLDEST)
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format and the direction of imports."""
    session.install("-e", ".[test]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    session.install("-e", ".[test]")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, into site/; ``nox -s docs -- serve`` shows it while writing."""
    session.install(".[docs]")
    session.run("zensical", *(session.posargs or ["build", "--strict", "--clean"]))


@nox.session
def reference(session: nox.Session) -> None:
    """Rewrite the reference pages that are made from the code."""
    session.install("-e", ".")
    session.run("python", ".ci/reference.py")


@nox.session
def build(session: nox.Session) -> None:
    """Wheel and source archive, into dist/."""
    session.install("build")
    session.run("python", "-m", "build")


@nox.session
def bench(session: nox.Session) -> None:
    """What is timed, against which peers: see benchmarks/README.md."""
    session.install("-e", ".[data]")
    session.run("python", "-m", "benchmarks", *session.posargs)
