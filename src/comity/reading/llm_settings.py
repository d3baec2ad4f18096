"""Which language model reads, and where it is reached: nothing is assumed, all is configured."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from comity.errors import ComityError, shown

__all__ = ["Answers", "LlmSettings", "llm_settings"]

#: How the form of an answer is asked for: by schema, as any JSON object, or by words alone.
Answers = Literal["json_schema", "json_object", "text"]
ANSWERS: tuple[Answers, ...] = ("json_schema", "json_object", "text")
URL, MODEL, KEY = "COMITY_LLM_URL", "COMITY_LLM_MODEL", "COMITY_LLM_KEY"
PRICE_IN, PRICE_OUT, ANSWER = "COMITY_LLM_PRICE_IN", "COMITY_LLM_PRICE_OUT", "COMITY_LLM_ANSWERS"


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """A model behind an endpoint that speaks the chat completions of OpenAI.

    Attributes
    ----------
    url
        Up to ``/chat/completions``, which is added: ``https://host/v1``.
    model
        As the endpoint names it.
    key
        Sent as bearer token; never printed, never stored.
    timeout
        Seconds for one request, from the first byte sent to the last received.
    tries
        Of one request, at most.
    backoff
        Seconds before the second try, doubled before each further one.
    price_in, price_out
        Of a million tokens sent and received, in the currency of your choice; None: no cost is told.
    passage
        Characters of a passage, about.
    most_passages
        Of one document; a longer one is refused before anything is sent.
    persons
        Whether names of persons are replaced before sending.
    names
        Further words that are replaced before sending.
    answers
        How the form of an answer is asked for.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    tries: int = 4
    backoff: float = 1.0
    price_in: float | None = None
    price_out: float | None = None
    passage: int = 2500
    most_passages: int = 200
    persons: bool = False
    names: tuple[str, ...] = ()
    answers: Answers = "json_schema"

    def __post_init__(self) -> None:
        parts = _split(self.url)
        if not self.model.strip() or not self.model.isprintable():
            raise ComityError("no model named: set COMITY_LLM_MODEL to what the endpoint calls it")
        if self.key is not None and not (
            self.key.isascii() and self.key.isprintable() and " " not in self.key
        ):
            raise ComityError(
                "the key (COMITY_LLM_KEY) holds blanks or other characters no key has"
            )
        if self.key and parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            raise ComityError(
                f"the key would go unencrypted to {parts.hostname}\n  use an https address, or no key"
            )
        if self.timeout <= 0 or self.tries < 1 or self.backoff < 0 or self.passage < 200:
            raise ComityError(
                "timeout above 0, at least one try, passages of at least 200 characters"
            )
        if self.answers not in ANSWERS:
            raise ComityError(f"answers {shown(self.answers)} is none of {', '.join(ANSWERS)}")

    @property
    def address(self) -> SplitResult:
        """The endpoint, in parts."""
        return _split(self.url)


def llm_settings(environment: Mapping[str, str] | None = None, **stated: object) -> LlmSettings:
    """Settings from the environment; what is ``stated`` (and not None) goes before it.

    ``COMITY_LLM_URL`` and ``COMITY_LLM_MODEL`` must be set or stated; ``COMITY_LLM_KEY``,
    ``COMITY_LLM_PRICE_IN``, ``COMITY_LLM_PRICE_OUT`` and ``COMITY_LLM_ANSWERS`` may be.

    Raises
    ------
    ComityError
        Where no endpoint or no model is configured, or a setting is not what it should be.
    """
    env = os.environ if environment is None else environment
    given = {name: value for name, value in stated.items() if value is not None}
    for name, variable in (("url", URL), ("model", MODEL), ("key", KEY), ("answers", ANSWER)):
        if name not in given and env.get(variable, "").strip():
            given[name] = env[variable].strip()
    for name, variable in (("price_in", PRICE_IN), ("price_out", PRICE_OUT)):
        if name not in given and env.get(variable, "").strip():
            given[name] = _price(variable, env[variable])
    missing = [variable for name, variable in (("url", URL), ("model", MODEL)) if name not in given]
    if missing:
        raise ComityError(
            f"no language model is configured: {' and '.join(missing)} not set\n"
            "  nothing is sent anywhere without them; any endpoint of the OpenAI kind will do, as\n"
            "  COMITY_LLM_URL=http://127.0.0.1:11434/v1  COMITY_LLM_MODEL=NAME"
        )
    settings = LlmSettings(url=str(given.pop("url")), model=str(given.pop("model")))
    return replace(settings, **given)  # type: ignore[arg-type]


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _price(variable: str, text: str) -> float:
    try:
        price = float(text)
    except ValueError:
        price = -1.0
    if not 0 <= price < 1e6:
        raise ComityError(f"{variable} {shown(text)}: a price per million tokens, as 2.5")
    return price


def _split(url: str) -> SplitResult:
    wrong = ComityError(
        f"{shown(url.rpartition('@')[2])} is no address of an endpoint\n"
        "  write http(s)://host[:port]/path, without user, password, ? or #"
    )
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise wrong
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise wrong
    if "@" in parts.netloc:
        raise wrong
    return parts
