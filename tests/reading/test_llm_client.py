"""An endpoint that misbehaves: every answer is bounded in size, time and number of tries."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib

import pytest

from comity.reading import llm_client
from comity.reading.llm import Tally, read_with_llm
from comity.reading.llm_client import EndpointError, Garbled, ask
from comity.reading.llm_settings import LlmSettings
from comity.reading.plain_text import document
from tests.reading.stand_in import completion, raw, record, says, served

TEXT = "Visit\n\nRussia sent its minister to China in May.\n"
GOOD = completion('{"records": []}')


@pytest.fixture
def endpoint():
    with served() as stand_in:
        yield stand_in


def settings(endpoint, **stated):
    return LlmSettings(
        endpoint.url, "small", **{"backoff": 0.0, "timeout": 5.0, "tries": 3} | stated
    )


def read(endpoint, **stated):
    tally = Tally()
    return read_with_llm(
        document(TEXT, name="a.txt"), settings(endpoint, **stated), tally=tally
    ), tally


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_endpoint_is_asked_again(endpoint, status):
    endpoint.then(
        raw(b"busy", status, Retry_After="0"),
        raw(b"busy", status),
        says([record("Russia sent its minister to China")]),
    )
    found, tally = read(endpoint)
    assert len(found) == 1
    assert (len(endpoint.asked), tally.retried) == (3, 2)


def test_there_is_an_end_to_asking(endpoint):
    endpoint.then(raw(b"busy", 503))
    with pytest.raises(EndpointError, match="503, in 3 tries"):
        read(endpoint)
    assert len(endpoint.asked) == 3


def test_waits_are_bounded(endpoint, monkeypatch):
    waited = []
    monkeypatch.setattr(llm_client.time, "sleep", waited.append)
    endpoint.then(raw(b"", 429, Retry_After="999999"), raw(b"", 429, Retry_After="x"), raw(GOOD))
    ask(settings(endpoint, backoff=1.0), {})
    assert waited[0] == llm_client.LONGEST_WAIT
    assert 1.0 <= waited[1] <= 3.0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_told_once_without_the_key(endpoint, status):
    endpoint.then(raw(b"no model for sk-secret\x1b[31m", status))
    with pytest.raises(EndpointError, match=str(status)) as problem:
        ask(settings(endpoint, key="sk-secret"), {})
    assert "sk-secret" not in str(problem.value)
    assert "\x1b" not in str(problem.value)
    assert len(endpoint.asked) == 1


def test_a_closed_endpoint_is_not_asked_for_the_next_document(endpoint):
    endpoint.then(raw(b"who are you", 401))
    tally = Tally()
    for _ in range(3):
        with pytest.raises(EndpointError, match="401"):
            read_with_llm(document(TEXT, name="a.txt"), settings(endpoint), tally=tally)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused(endpoint, status):
    with served() as elsewhere:
        elsewhere.then(raw(GOOD))
        endpoint.then(raw(b"", status, Location=elsewhere.url + "/chat/completions"))
        with pytest.raises(EndpointError, match="nothing was sent there"):
            ask(settings(endpoint, key="sk-secret"), {})
        assert not elsewhere.asked
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"not json", b"[]", b"{}", b"null", b"3", b'{"choices": []}', b'{"choices": [{}]}',
        b'{"choices": [{"message": {"content": null}}]}', b'{"choices": [{"message": {"content": [1]}}]}',
        b'{"choices": {"0": 1}}', b"\xff\xfe\x00{", b"[" * 200_000, GOOD[:-20], b"1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_completion_is_garbled(endpoint, body):
    endpoint.then(raw(body))
    with pytest.raises(Garbled):
        ask(settings(endpoint), {})
    assert len(endpoint.asked) == 3


@pytest.mark.parametrize(
    "content",
    ["", "Sure! Here you are:", "{", '{"records": {}}', '{"records": [', '[{"quote": "x"}]',
     '{"records": NaN}',
     "[" * 100_000, '{"records": [' + "9" * 10_000 + "]}", "x" * 500_000],
)  # fmt: skip
def test_a_garbled_passage_is_counted_and_left(endpoint, content):
    endpoint.then(says(content))
    found, tally = read(endpoint)
    assert (found, tally.failed) == ([], 1)
    assert len(endpoint.asked) == 2  # once more, not for ever
    _, again = read(endpoint)
    assert again.cached == 0  # and it is not kept


def test_an_answer_in_a_fence_is_read(endpoint):
    endpoint.then(
        says(
            "```json\n"
            + json.dumps({"records": [record("Russia sent its minister to China")]})
            + "\n```"
        )
    )
    assert len(read(endpoint)[0]) == 1


@pytest.mark.parametrize(
    "usage",
    [None, {}, {"prompt_tokens": -4, "completion_tokens": "many"}, [1], {"prompt_tokens": True}],
)
def test_strange_counts_of_tokens_count_nothing(endpoint, usage):
    endpoint.then(
        raw(
            json.dumps(
                {"choices": [{"message": {"content": '{"records": []}'}}], "usage": usage}
            ).encode()
        )
    )
    _, tally = read(endpoint)
    assert (tally.tokens_in, tally.tokens_out, tally.uncounted) == (0, 0, 1)


def slowly(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def slow_head(handler):
    for letter in b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 200:
        handler.wfile.write(bytes([letter]))
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler):
    time.sleep(2)


@pytest.mark.parametrize("answer", [silent, slowly, slow_head])
def test_a_slow_answer_is_given_up(endpoint, answer):
    """Also where each byte comes in time and the whole never would."""
    endpoint.then(answer)
    with pytest.raises(EndpointError, match=r"no answer within 0\.3 s, in 2 tries"):
        ask(settings(endpoint, timeout=0.3, tries=2), {})


def test_a_slow_first_answer_is_made_good_by_the_next(endpoint):
    endpoint.then(slowly, raw(GOOD))
    assert ask(settings(endpoint, timeout=2.0), {}).tries == 2


def test_an_answer_that_breaks_off_is_asked_for_again(endpoint):
    endpoint.then(raw(GOOD[:30], Content_Length=str(len(GOOD))), raw(GOOD))
    assert ask(settings(endpoint), {}).tries == 2


def chunked(parts, end=b"0\r\n\r\n"):
    def go(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in parts:
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(end)

    return go


def test_an_answer_in_chunks(endpoint):
    endpoint.then(chunked([GOOD[:7], GOOD[7:50], GOOD[50:]]))
    assert ask(settings(endpoint), {}).content == '{"records": []}'


def test_chunks_that_break_off(endpoint):
    endpoint.then(chunked([GOOD[:40]], end=b"ffff\r\nabc"), raw(GOOD))
    assert ask(settings(endpoint), {}).tries == 2


def test_an_endless_answer_is_cut(endpoint, monkeypatch):
    monkeypatch.setattr(llm_client, "LARGEST", 200_000)

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 10_000)

    endpoint.then(endless)
    with pytest.raises(EndpointError, match="longer than 200,000 bytes"):
        ask(settings(endpoint), {})
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_answer_is_unpacked_within_bounds(endpoint, pack):
    kind = "gzip" if pack is gzip.compress else "deflate"
    endpoint.then(
        raw(pack(GOOD), Content_Encoding=kind), raw(pack(b" " * 50_000_000), Content_Encoding=kind)
    )
    assert ask(settings(endpoint), {}).content == '{"records": []}'
    with pytest.raises(EndpointError, match="unpacks to more than"):
        ask(settings(endpoint), {})


def test_odd_packing(endpoint):
    endpoint.then(raw(b"junk", Content_Encoding="gzip"))
    with pytest.raises(Garbled, match="unpacked"):
        ask(settings(endpoint, tries=1), {})
    endpoint.answers[:] = [raw(GOOD, Content_Encoding="br")]
    with pytest.raises(EndpointError, match="not asked for"):
        ask(settings(endpoint), {})


def test_a_passage_refused_for_itself_does_not_end_the_reading(endpoint):
    endpoint.then(raw(b"content filter", 400))
    found, tally = read(endpoint)
    assert (found, tally.failed, tally.closed) == ([], 1, None)


def test_nobody_there():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    with pytest.raises(EndpointError, match="cannot be reached"):
        ask(LlmSettings(url, "m", backoff=0.0, tries=2, timeout=2.0), {})


def test_what_is_no_http(endpoint):
    def noise(handler):
        handler.wfile.write(b"\x00\x01\x02 nothing of the kind\r\n\r\n")

    endpoint.then(noise)
    with pytest.raises(EndpointError, match="breaks off"):
        ask(settings(endpoint, tries=1), {})


def test_a_proxy_is_asked_for_a_tunnel_only(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    connection = llm_client._connection(LlmSettings("https://models.example/v1", "m", key="k"))
    assert (connection.host, connection.port, connection._tunnel_host) == (
        "127.0.0.1",
        9,
        "models.example",
    )
    own = llm_client._connection(LlmSettings("https://127.0.0.1/v1", "m", key="k"))
    assert own._tunnel_host is None
