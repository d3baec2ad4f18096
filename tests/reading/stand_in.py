"""A stand-in for an endpoint: a server on this machine that answers as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class StandIn:
    """What came in, and what goes out: ``answers`` in turn, the last of them for ever."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.url = ""

    def then(self, *answers: Callable[[BaseHTTPRequestHandler], None]) -> StandIn:
        self.answers += answers
        return self

    def passage(self, number: int = -1) -> dict[str, Any]:
        """The user message of a request."""
        return json.loads(self.asked[number]["messages"][1]["content"])


def completion(content: str, *, reason: str = "stop", usage: object = (100, 20)) -> bytes:
    told: dict[str, object] = {
        "choices": [{"message": {"content": content}, "finish_reason": reason}]
    }
    if isinstance(usage, tuple):
        told["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    elif usage is not None:
        told["usage"] = usage
    return json.dumps(told).encode()


def raw(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """This body, with its length stated unless the headers do."""

    def go(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        stated = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        stated |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in stated.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return go


def says(content: object, **how: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    """A completion; records are wrapped as the schema asks."""
    if isinstance(content, list):
        content = json.dumps({"records": content})
    return raw(completion(str(content), **how))


def record(quote: str, **fields: object) -> dict[str, object]:
    """A proposed record that is in order, but for what is stated."""
    return {
        "quote": quote, "kind": "event", "sources": ["RUS"], "targets": ["CHN"], "domain": "diplomatic",
        "action": "CONSULT:visit", "date": None, "date_basis": None, "value": None, "unit": None,
        "polarity": 1,
        "form": "meeting", "speaker": None, "affiliation": None, "symmetric": False, "hedged": False,
        "negated": False,
    } | fields  # fmt: skip


@contextmanager
def served() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stand_in.asked.append(json.loads(body))
            stand_in.headers.append(dict(self.headers))
            stand_in.paths.append(self.path)
            answer = stand_in.answers.pop(0) if len(stand_in.answers) > 1 else stand_in.answers[0]
            with suppress(OSError):  # the reader may have hung up
                answer(self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
