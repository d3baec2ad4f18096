"""One question to an endpoint, one bounded answer: a deadline, tries, no redirects."""

from __future__ import annotations

import json
import random
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from comity.errors import DataError, shown
from comity.reading.llm_settings import LlmSettings, is_loopback

__all__ = ["Answer", "EndpointError", "Garbled", "ask"]

#: Bytes of an answer, on the wire and unpacked.
LARGEST = 4 * 1024**2
LONGEST_WAIT = 60.0
_AGAIN = frozenset([408, 409, 425, 429, 500, 502, 503, 504, 529])
#: Of the endpoint itself rather than of one question.
_FINAL = frozenset([401, 402, 403, 404, 405])


class EndpointError(DataError):
    """An endpoint that cannot be reached or refuses; ``final`` where asking on is of no use."""

    def __init__(self, message: str, *, final: bool = True) -> None:
        super().__init__(message)
        self.final = final


class Garbled(DataError):
    """An answer that came and is none: no JSON, no completion."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said.

    Attributes
    ----------
    content
        Its words; only ever parsed as records.
    cut
        Whether it ran out of tokens.
    tokens_in, tokens_out
        As the endpoint counts them; None where it does not.
    tries
        How many requests it took.
    """

    content: str
    cut: bool = False
    tokens_in: int | None = None
    tokens_out: int | None = None
    tries: int = 1


class _Again(Exception):
    """Worth another try, after ``wait`` seconds where the endpoint says so."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def ask(settings: LlmSettings, body: Mapping[str, object]) -> Answer:
    """Send one request, again where that may help, and return what the model said.

    Raises
    ------
    EndpointError
        Where it cannot be reached, refuses, redirects, or fails in every try.
    Garbled
        Where the answer of the last try is no completion.
    """
    data = json.dumps(body, ensure_ascii=True).encode("ascii")
    why = ""
    for number in range(1, settings.tries + 1):
        try:
            return _completion(_post(settings, data), number)
        except _Again as problem:
            why = str(problem)
            if number < settings.tries:
                time.sleep(_pause(settings, number, problem.wait))
        except Garbled:
            if number == settings.tries:
                raise
    tries = f"{settings.tries} tr{'y' if settings.tries == 1 else 'ies'}"
    raise EndpointError(f"{_where(settings)}: {why}, in {tries}")


def _pause(settings: LlmSettings, number: int, stated: float | None) -> float:
    if stated is not None:
        return min(stated, LONGEST_WAIT)
    spread = 0.5 + random.random()  # noqa: S311 - so that readers side by side do not knock in step
    return min(settings.backoff * 2.0 ** (number - 1) * spread, LONGEST_WAIT)


def _where(settings: LlmSettings) -> str:
    return (
        f"{settings.address.hostname}{f':{settings.address.port}' if settings.address.port else ''}"
    )


def _post(settings: LlmSettings, data: bytes) -> bytes:
    """The body of a good answer."""
    headers = {
        "Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity",
        "User-Agent": "comity", "Connection": "close",
    }  # fmt: skip
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    connection = _connection(settings)
    deadline = time.monotonic() + settings.timeout
    watch: threading.Timer | None = None
    try:
        connection.connect()
        watch = threading.Timer(max(deadline - time.monotonic(), 0.01), _hang_up, [connection.sock])
        watch.daemon = True
        watch.start()
        connection.request(
            "POST", f"{settings.address.path.rstrip('/')}/chat/completions", data, headers
        )
        response = connection.getresponse()
        status, body = response.status, _body(response)
    except TimeoutError:
        raise _Again(f"no answer within {settings.timeout:g} s") from None
    except ssl.SSLCertVerificationError as problem:
        raise EndpointError(
            f"{_where(settings)}: its certificate does not hold ({problem.verify_message})"
        ) from None
    except (HTTPException, OSError, ValueError) as problem:
        if time.monotonic() >= deadline:
            raise _Again(f"no answer within {settings.timeout:g} s") from None
        raise _Again(
            f"cannot be reached or breaks off ({_scrubbed(settings, _told(problem))})"
        ) from None
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()
    if time.monotonic() >= deadline:
        raise _Again(f"no answer within {settings.timeout:g} s")
    _judge(settings, status, response, body)
    return body


def _told(problem: BaseException) -> str:
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _connection(settings: LlmSettings) -> HTTPConnection:
    """Straight to the endpoint, or through the tunnel of a proxy the environment names; never elsewhere."""
    address = settings.address
    host, timeout = address.hostname or "", settings.timeout
    if address.scheme == "http":
        return HTTPConnection(host, address.port, timeout=timeout)
    proxy = getproxies().get("https")
    if proxy and not is_loopback(host) and not proxy_bypass(host):
        through = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        tunnel = HTTPSConnection(through.hostname or "", through.port or 8080, timeout=timeout)
        tunnel.set_tunnel(host, address.port or 443)
        return tunnel
    return HTTPSConnection(host, address.port, timeout=timeout)


def _body(response: HTTPResponse) -> bytes:
    """All of a body, or an error where it is too long or too short."""
    parts, length = [], 0
    while chunk := response.read(65536):
        parts.append(chunk)
        length += len(chunk)
        if length > LARGEST:
            raise EndpointError(f"the answer is longer than {LARGEST:,} bytes", final=False)
    stated = response.getheader("Content-Length", "")
    if stated.isdecimal() and length < int(stated):
        raise _Again("the answer breaks off")
    packed = response.getheader("Content-Encoding", "identity").strip().lower()
    if packed in ("", "identity"):
        return b"".join(parts)
    if packed not in ("gzip", "x-gzip", "deflate"):
        raise EndpointError(
            f"the answer is packed as {shown(packed)}, which was not asked for", final=False
        )
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = unpacking.decompress(b"".join(parts), LARGEST + 1)
    except zlib.error:
        raise Garbled("the answer cannot be unpacked") from None
    if len(plain) > LARGEST:
        raise EndpointError(f"the answer unpacks to more than {LARGEST:,} bytes", final=False)
    return plain


def _judge(settings: LlmSettings, status: int, response: HTTPResponse, body: bytes) -> None:
    """Nothing for a good status; what is wrong, otherwise."""
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        to = urlsplit(response.getheader("Location", "")).hostname or "another address"
        raise EndpointError(
            f"{_where(settings)} sends the request on to {shown(to)}; nothing was sent there\n"
            "  where that is right, make it the address of the endpoint"
        )
    said = _scrubbed(settings, body[:2000].decode("utf-8", "replace"))
    if status in _AGAIN:
        wait = response.getheader("Retry-After", "")
        raise _Again(
            f"answers {status}", float(wait) if wait.isdecimal() and len(wait) < 7 else None
        )
    raise EndpointError(
        f"{_where(settings)} answers {status}: {shown(said, width=200)}", final=status in _FINAL
    )


def _scrubbed(settings: LlmSettings, text: str) -> str:
    """Words of the endpoint, which may repeat the key, without it."""
    return text.replace(settings.key, "[key]") if settings.key else text


def _completion(body: bytes, tries: int) -> Answer:
    try:
        told = json.loads(body.decode("utf-8"))
        choice = told["choices"][0]
        content = choice["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise Garbled("the answer is no chat completion") from None
    if not isinstance(content, str):
        raise Garbled("the answer says nothing")
    usage = told.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Answer(
        content, choice.get("finish_reason") == "length",
        _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")), tries,
    )  # fmt: skip


def _count(value: object) -> int | None:
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
        else None
    )
