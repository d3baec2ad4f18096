"""Answers kept on disk, so that a passage is paid for once and a reading that broke off goes on."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from comity.errors import DataError
from comity.reading.llm_client import Answer
from comity.reading.llm_settings import LlmSettings

__all__ = ["cache_folder", "keep", "kept"]

_LARGEST = 8 * 1024**2


def cache_folder() -> Path:
    """Where answers are kept: ``COMITY_HOME/cache/llm``, or in the platform's cache folder."""
    if home := os.environ.get("COMITY_HOME"):
        return Path(home).expanduser() / "cache" / "llm"
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "comity" / "llm"


def _path(settings: LlmSettings, body: Mapping[str, object]) -> Path:
    """By endpoint and everything that is sent (passage, instructions, model); never by the key."""
    told = json.dumps([settings.url.rstrip("/"), body], sort_keys=True)
    name = hashlib.sha256(told.encode()).hexdigest()
    return cache_folder() / name[:2] / f"{name}.json"


def kept(settings: LlmSettings, body: Mapping[str, object]) -> Answer | None:
    """The answer to a request, if it was asked before; a file that is none is passed over."""
    path = _path(settings, body)
    try:
        if path.stat().st_size > _LARGEST:
            return None
        told = json.loads(path.read_text(encoding="utf-8"))
        content, cut = told["content"], bool(told["cut"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Answer(content, cut) if isinstance(content, str) else None


def keep(settings: LlmSettings, body: Mapping[str, object], answer: Answer) -> None:
    """Write an answer, whole or not at all; only the owner may read it.

    Raises
    ------
    DataError
        Where the folder cannot be written to: going on would pay for every passage again.
    """
    path = _path(settings, body)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(asdict(answer), out)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise DataError(f"{path.parent}: answers cannot be kept ({problem.strerror})") from None
