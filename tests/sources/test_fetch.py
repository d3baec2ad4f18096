"""Downloads against a server on this machine that truncates, stalls, refuses and resumes."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from comity.errors import DataError
from comity.sources import fetch as module
from comity.sources.fetch import download_folder, fetch
from comity.sources.reader import Download, File, Reader, Reading
from tests.tiny_world import source

BODY = os.urandom(300_000)
SHA256 = hashlib.sha256(BODY).hexdigest()


@dataclass
class Server:
    """What the server does with the next requests, in turn, and what it was asked.

    A step is a function of the handler; when none is left, the body is served whole, or the part asked
    for if the validator fits.
    """

    url: str = ""
    body: bytes = BODY
    etag: str = '"one"'
    steps: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("Range")
        if wanted and handler.headers.get("If-Range") == self.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(self.body):
                handler.send_response(416)
                handler.send_header("Content-Length", "0")
                handler.end_headers()
                return
            handler.send_response(206)
            place = f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"
            handler.send_header("Content-Range", place)
            self.send(handler, self.body[start:])
        else:
            handler.send_response(200)
            self.send(handler, self.body)

    def send(
        self, handler: BaseHTTPRequestHandler, body: bytes, *, length: int | None = None
    ) -> None:
        if self.etag:
            handler.send_header("ETag", self.etag)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    made = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(dict(self.headers))
            (made.steps.pop(0) if made.steps else made.serve)(self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        made.url = f"http://127.0.0.1:{running.server_port}/data/gifts.csv"
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        running.shutdown()
        thread.join()


def reader(*downloads: Download) -> Reader:
    return Reader(
        source("gifts"),
        (File("gifts", ("gifts.csv",), "gifts"),),
        lambda _: Reading({}, ()),
        downloads,
    )


def gifts(server: Server, sha256: str | None = SHA256, name: str = "gifts.csv") -> Reader:
    return reader(Download(server.url, name, sha256))


def broken_after(server: Server, count: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """Announce the whole body, send its beginning, hang up."""

    def step(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        server.send(handler, server.body[:count], length=len(server.body))

    return step


def answers(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def step(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return step


def kept(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_file_whole_and_checked(server, tmp_path):
    seen: list[tuple[str, int, int | None]] = []
    path = fetch(gifts(server), tmp_path, progress=lambda *step: seen.append(step))
    assert path == tmp_path / "gifts.csv"
    assert path.read_bytes() == BODY
    assert kept(tmp_path) == ["gifts.csv"]
    assert seen[-1] == ("gifts.csv", len(BODY), len(BODY))
    assert server.asked[0]["Accept-Encoding"] == "identity"


def test_what_is_there_is_not_downloaded_again(server, tmp_path):
    for _ in range(2):
        fetch(gifts(server), tmp_path)
    assert len(server.asked) == 1


def test_a_file_of_another_checksum_is_replaced(server, tmp_path):
    (tmp_path / "gifts.csv").write_text("old edition")
    assert fetch(gifts(server), tmp_path).read_bytes() == BODY


def test_it_lies_in_the_home_folder(server, own_home):
    assert (
        fetch(gifts(server)).parent == own_home / "downloads" / "gifts" == download_folder("gifts")
    )


def test_several_files_are_a_folder(server, tmp_path):
    two = reader(Download(server.url, "gifts.csv"), Download(server.url, "names.csv"))
    assert fetch(two, tmp_path) == tmp_path
    assert kept(tmp_path) == ["gifts.csv", "names.csv"]


class TestTransientFaults:
    def test_503_then_ok(self, server, tmp_path):
        server.steps = [answers(503, Retry_After="0"), answers(500), answers(429)]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY
        assert len(server.asked) == 4

    def test_503_for_ever(self, server, tmp_path):
        server.steps = [answers(503)] * 99
        with pytest.raises(
            DataError, match=r"5 attempts\): the server answers 503 Service Unavailable"
        ):
            fetch(gifts(server), tmp_path)
        assert len(server.asked) == module.ATTEMPTS
        assert kept(tmp_path) == []

    def test_a_truncated_body_is_resumed(self, server, tmp_path):
        server.steps = [broken_after(server, 98_304)]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY
        assert server.asked[1]["Range"] == "bytes=98304-"
        assert server.asked[1]["If-Range"] == '"one"'
        assert kept(tmp_path) == ["gifts.csv"]

    def test_truncated_again_and_again(self, server, tmp_path):
        server.etag = ""
        server.steps = [broken_after(server, 1000)] * 99
        with pytest.raises(DataError, match="cannot be downloaded"):
            fetch(gifts(server), tmp_path)
        assert not (tmp_path / "gifts.csv").exists()

    def test_the_next_run_resumes(self, server, tmp_path):
        server.steps = [broken_after(server, 49_160)] + [answers(503)] * 4
        with pytest.raises(DataError):
            fetch(gifts(server), tmp_path)
        assert kept(tmp_path) == ["gifts.csv.part", "gifts.csv.part.tag"]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY
        assert server.asked[-1]["Range"] == "bytes=49152-"
        assert kept(tmp_path) == ["gifts.csv"]

    def test_the_connection_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "FIRST_WAIT", 0.0)
        gone = reader(Download("http://127.0.0.1:9/gifts.csv", "gifts.csv"))
        with pytest.raises(DataError, match="the connection broke"):
            fetch(gone, tmp_path)

    def test_no_proxy_answers(self, server, tmp_path, monkeypatch):
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        with pytest.raises(DataError, match="proxy"):
            fetch(gifts(server), tmp_path)
        assert server.asked == []

    def test_a_proxy_is_used(self, server, tmp_path, monkeypatch):
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("HTTP_PROXY", server.url.rpartition("/data")[0])
        behind = reader(Download("http://localhost:9/gifts.csv", "gifts.csv", SHA256))
        assert fetch(behind, tmp_path).read_bytes() == BODY


class TestResuming:
    def test_another_edition_starts_anew(self, server, tmp_path):
        (tmp_path / "gifts.csv.part").write_bytes(b"x" * 1000)
        (tmp_path / "gifts.csv.part.tag").write_text('"zero"')
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY

    def test_a_server_that_ignores_ranges(self, server, tmp_path):
        def whole(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            server.send(handler, server.body)

        server.steps = [broken_after(server, 70_000), whole]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY

    def test_a_server_that_answers_another_range(self, server, tmp_path):
        def odd(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes 0-{len(BODY) - 1}/{len(BODY)}")
            server.send(handler, server.body)

        server.steps = [broken_after(server, 70_000), odd]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY

    def test_without_a_validator_it_starts_anew(self, server, tmp_path):
        server.etag = ""
        server.steps = [broken_after(server, 70_000)]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY
        assert "Range" not in server.asked[1]

    def test_a_weak_validator_does_not_do(self, server, tmp_path):
        server.etag = 'W/"one"'
        server.steps = [broken_after(server, 70_000)]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY
        assert "Range" not in server.asked[1]

    def test_a_part_longer_than_the_file(self, server, tmp_path):
        (tmp_path / "gifts.csv.part").write_bytes(BODY + b"more")
        (tmp_path / "gifts.csv.part.tag").write_text('"one"')
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY

    def test_interrupted_by_the_user(self, server, tmp_path):
        def stop(_: str, done: int, __: int | None) -> None:
            if done > 100_000:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetch(gifts(server), tmp_path, progress=stop)
        assert kept(tmp_path) == ["gifts.csv.part", "gifts.csv.part.tag"]
        assert fetch(gifts(server), tmp_path).read_bytes() == BODY
        assert "Range" in server.asked[1]


class TestLengths:
    def test_none_announced(self, server, tmp_path):
        def bare(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(server.body)

        server.steps = [bare]
        seen: list[int | None] = []
        path = fetch(gifts(server), tmp_path, progress=lambda _, __, total: seen.append(total))
        assert path.read_bytes() == BODY
        assert set(seen) == {None}

    def test_none_announced_and_truncated(self, server, tmp_path):
        def bare(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(server.body[:1000])

        server.steps = [bare]
        with pytest.raises(DataError, match="SHA-256"):
            fetch(gifts(server), tmp_path)
        assert kept(tmp_path) == []

    def test_without_end(self, server, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "LARGEST_FILE", 100_000)
        with pytest.raises(DataError, match="larger than"):
            fetch(gifts(server), tmp_path)
        assert not (tmp_path / "gifts.csv").exists()


class TestRefusals:
    def test_a_wrong_checksum(self, server, tmp_path):
        with pytest.raises(DataError, match="its SHA-256 is not 000") as refusal:
            fetch(gifts(server, "0" * 64), tmp_path)
        assert kept(tmp_path) == []
        assert "https://example.org" in str(refusal.value)
        assert "comity data add gifts PATH" in str(refusal.value)

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_not_there_is_not_asked_again(self, server, tmp_path, status):
        server.steps = [answers(status)]
        with pytest.raises(DataError, match=f"the server answers {status}"):
            fetch(gifts(server), tmp_path)
        assert len(server.asked) == 1
        assert kept(tmp_path) == []

    def test_a_web_page_instead(self, server, tmp_path):
        server.steps = [answers(200, Content_Type="text/html; charset=utf-8")]
        with pytest.raises(DataError, match="a web page"):
            fetch(gifts(server, None), tmp_path)
        assert kept(tmp_path) == []

    @pytest.mark.parametrize(
        "url", ["http://example.org/x.csv", "ftp://example.org/x", "file:///x", "x"]
    )
    def test_an_address_that_is_not_encrypted(self, tmp_path, url):
        with pytest.raises(DataError, match="not an https address"):
            fetch(reader(Download(url, "gifts.csv")), tmp_path)

    def test_sent_elsewhere_without_encryption(self, server, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "_LOCAL", ("127.0.0.1",))
        server.steps = [answers(302, Location=server.url.replace("127.0.0.1", "localhost"))]
        with pytest.raises(DataError, match=r"http://localhost.* is not an https address"):
            fetch(gifts(server), tmp_path)

    def test_a_zip_that_is_none(self, server, tmp_path):
        with pytest.raises(DataError, match="did not give a whole zip file"):
            fetch(gifts(server, None, "gifts.zip"), tmp_path)
        assert kept(tmp_path) == []

    def test_a_zip(self, server, tmp_path):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("gifts.csv", "a\n")
        server.body = packed.getvalue()
        assert fetch(gifts(server, None, "gifts.zip"), tmp_path).read_bytes() == server.body

    def test_no_stable_address(self, tmp_path):
        with pytest.raises(DataError) as refusal:
            fetch(reader(), tmp_path / "new")
        assert str(refusal.value) == (
            "source gifts has no stable public address to fetch from\n"
            "  get it at  https://example.org\n"
            "  then  comity data add gifts PATH"
        )
        assert not (tmp_path / "new").exists()
