"""The guard alone, around an application that says what reached it."""

from __future__ import annotations

import asyncio
import json

import pytest

pytest.importorskip("starlette", reason="the dashboard is not installed")

from commsim.dashboard.guard import MOST_ADDRESS_CHARS, MOST_BODY_BYTES, Guard, Names, names_of

NEAR = Names(frozenset({"localhost"}), near_only=True)
FAR = Names(frozenset({"localhost", "classroom"}), near_only=False)
HOST = "127.0.0.1:8765"
OURS = f"http://{HOST}"


async def echo(scope, receive, send):
    """Tell path and headers of a request; accept a connection and say all that is said until it is closed."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message.get("text"), "bytes": message.get("bytes")})
        return
    size = 0
    while True:
        message = await receive()
        size += len(message["body"])
        if not message.get("more_body"):
            break
    told = {"path": scope["path"], "headers": sorted(name.decode() for name, _ in scope["headers"]), "size": size}
    await send({"type": "http.response.start", "status": 200, "headers": [(b"X-Frame-Options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


def scope_of(kind, path, method, headers, query=b"", client="10.0.0.7"):
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return {
        "type": kind,
        "path": path,
        "method": method,
        "headers": raw,
        "query_string": query,
        "client": (client, 50_000),
    }


def ask(guard=None, path="/", method="GET", host=HOST, headers=(), query=b"", parts=(b"",)):
    """Return status, headers and body of the answer to a request."""
    pairs = [*([("host", host)] if host is not None else []), *headers]
    sent = []
    bodies = [{"type": "http.request", "body": part, "more_body": at < len(parts) - 1} for at, part in enumerate(parts)]

    async def receive():
        return bodies.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run((guard or Guard(echo, NEAR))(scope_of("http", path, method, pairs, query), receive, send))
    given = [name.lower() for name, _ in sent[0]["headers"]]
    assert len(given) == len(set(given)), "a header was sent twice, and a browser may take either"
    begun = {name.decode().lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], begun, b"".join(message.get("body", b"") for message in sent[1:])


class Visit:
    """A visitor's connection, held open until it is let go."""

    def __init__(self, guard, host=HOST, origin=OURS, client="10.0.0.7", path="/jupyter/api/kernels/a/channels"):
        headers = [("host", host), *([("origin", origin)] if origin is not None else [])]
        self.sent = []
        self._messages = asyncio.Queue()
        self._messages.put_nowait({"type": "websocket.connect"})
        scope = scope_of("websocket", path, "GET", headers, client=client)
        self._task = asyncio.ensure_future(guard(scope, self._messages.get, self._send))

    async def _send(self, message):
        self.sent.append(message)

    async def answer(self):
        while not self.sent:
            await asyncio.sleep(0)
        return self.sent[0]["type"].removeprefix("websocket."), self.sent[0].get("code")

    def say(self, **words):
        self._messages.put_nowait({"type": "websocket.receive"} | words)

    async def leave(self):
        self._messages.put_nowait({"type": "websocket.disconnect"})
        await self._task


def connect(**words):
    async def one():
        visit = Visit(Guard(echo, words.pop("names", NEAR)), **words)
        answer = await visit.answer()
        await visit.leave()
        return answer

    return asyncio.run(one())


ACCEPTED, REFUSED = ("accept", None), ("close", 1008)


@pytest.mark.parametrize("host", [HOST, "localhost", "LOCALHOST:1", "localhost.:8765", "[::1]:8765", "127.9.9.9"])
def test_this_machine_is_answered_under_its_own_names(host):
    assert ask(host=host)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.5:8765",
        "0.0.0.0:8765",
        "localhost, evil.example",
        "localhost@evil.example",
        "localhost/",
        "[::1",
        "localhost:port",
        "a" * 5000,
        "classroom",
    ],
)
def test_a_name_that_is_not_this_machines_is_not_answered(host):
    status, headers, body = ask(host=host)
    assert status == 421
    assert b"path" not in body
    assert (host or "evil") not in headers["content-security-policy"]


@pytest.mark.parametrize("host", ["192.168.1.5:8765", "classroom:8765", "[fe80::1]:8765", "localhost"])
def test_a_server_open_to_others_answers_to_its_name_and_to_numbers(host):
    assert ask(Guard(echo, FAR), host=host)[0] == 200


@pytest.mark.parametrize("host", ["0.0.0.0:8765", "evil.example", "192.168.1.5.nip.io"])
def test_a_server_open_to_others_answers_to_no_other_name(host):
    assert ask(Guard(echo, FAR), host=host)[0] == 421


def test_the_names_are_those_of_the_address_it_listens_on(monkeypatch):
    monkeypatch.setattr("commsim.dashboard.guard.socket.gethostname", lambda: "Lab-PC.school.example")
    assert names_of("127.0.0.1", "127.0.0.1") == Names(frozenset({"localhost", "127.0.0.1"}), near_only=True)
    open_to_all = names_of("0.0.0.0", "0.0.0.0")
    assert not open_to_all.near_only
    assert {"lab-pc.school.example", "lab-pc.local"} <= open_to_all.names
    assert not names_of("lab.example", "10.1.2.3").near_only


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", "file://", "http://[", HOST]
)
def test_a_connection_from_another_site_is_refused(origin):
    assert connect(origin=origin) == REFUSED


def test_a_connection_of_our_page_is_accepted():
    assert connect() == ACCEPTED
    assert connect(origin=f"https://{HOST}") == ACCEPTED  # behind something that encrypts


def test_a_connection_without_origin_or_under_another_name_is_refused():
    assert connect(origin=None) == REFUSED
    assert connect(host="evil.example", origin="http://evil.example") == REFUSED


def test_a_connection_with_steps_out_of_the_folder_is_refused():
    assert connect(path="/jupyter/../x") == REFUSED


@pytest.mark.parametrize(
    "headers",
    [
        [("origin", "http://evil.example")],
        [("origin", "null")],
        [("sec-fetch-site", "cross-site")],
        [("sec-fetch-site", "same-site")],
        [("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")],
    ],
)
def test_a_post_of_another_site_is_refused(headers):
    assert ask(method="POST", headers=headers)[0] == 403


@pytest.mark.parametrize("headers", [[], [("origin", OURS)], [("sec-fetch-site", "same-origin")]])
def test_a_post_of_our_page_is_let_through(headers):
    assert ask(method="POST", headers=headers)[0] == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_no_other_method_is_answered(method):
    assert ask(method=method)[0] == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../x",
        "/a/..",
        "/a/./b",
        "/a\\b",
        "/..\\x",
        "/a\x00b",
        "/a\nb",
        "/a\x7f",
        "//etc/passwd",
        "/a\u202eb",
        "/\ud800",
    ],
)
def test_an_address_that_is_not_sound_is_refused(path):
    assert ask(path=path)[0] == 400


@pytest.mark.parametrize("path", ["/", "/commsim-static/estate.js", "/a..b", "/.../x", "/中文 文件"])
def test_a_sound_address_is_let_through(path):
    assert json.loads(ask(path=path)[2])["path"] == path


def test_a_very_long_address_is_refused():
    assert ask(path="/" + "a" * MOST_ADDRESS_CHARS)[0] == 400
    assert ask(query=b"a" * MOST_ADDRESS_CHARS)[0] == 400
    assert ask(query=b"a" * (MOST_ADDRESS_CHARS - 1))[0] == 200


@pytest.mark.parametrize("length", [str(MOST_BODY_BYTES + 1), "-1", "1e3", "9" * 30, "", "٣"])
def test_a_body_that_says_it_is_too_large_is_not_read(length):
    words = [("content-length", length.encode().decode("latin-1"))]
    status, headers, _ = ask(method="POST", headers=words, parts=())  # asking for a part would fail
    assert status == 413
    assert headers["connection"] == "close"


def test_a_body_that_does_not_say_its_size_is_read_up_to_the_limit():
    half = b"x" * (MOST_BODY_BYTES // 2)
    assert json.loads(ask(method="POST", parts=(half, half))[2])["size"] == MOST_BODY_BYTES
    assert ask(method="POST", parts=(half, half, b"x"))[0] == 413


def test_headers_of_a_proxy_do_not_reach_solara_which_would_believe_them():
    names = ["x-script-name", "script-name", "X-Forwarded-Host", "x-forwarded-proto", "X-Forwarded-For", "Forwarded"]
    told = json.loads(ask(headers=[(name, "//evil.example") for name in names] + [("x-other", "1")])[2])
    assert told["headers"] == ["host", "x-other"]


@pytest.mark.parametrize("path", ["/", "/../x"])
def test_every_answer_carries_the_policies(path):
    headers = ask(path=path)[1]
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["connect-src"].split() == ["'self'", f"ws://{HOST}", f"wss://{HOST}", "data:", "blob:"]
    assert "http" not in headers["content-security-policy"].replace(HOST, "")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"  # also where the application said otherwise
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("word", [{"text": "bad"}, {"bytes": b"bad"}, {"text": None, "bytes": b"bad"}])
def test_a_connection_ends_with_the_first_word_that_is_not_sound(word):
    async def visit():
        one = Visit(Guard(echo, NEAR, sound_message=lambda said: said in ("good", b"good")))
        one.say(text="good")
        one.say(bytes=b"good", text=None)
        one.say(**word)
        one.say(text="good")
        await one._task
        return [message.get("text") or message.get("bytes") or message["type"] for message in one.sent]

    assert asyncio.run(visit()) == ["websocket.accept", "good", b"good", "websocket.close"]


def test_one_address_may_have_so_many_pages_open_and_others_are_not_concerned():
    async def visits():
        guard = Guard(echo, NEAR, most_connections=2)
        first, second = Visit(guard), Visit(guard)
        assert await first.answer() == await second.answer() == ACCEPTED
        assert await Visit(guard).answer() == ("close", 1013)
        other = Visit(guard, client="10.0.0.8")
        assert await other.answer() == ACCEPTED
        await first.leave()
        again = Visit(guard)
        assert await again.answer() == ACCEPTED
        for visit in (second, other, again):
            await visit.leave()
        assert guard._open == {}

    asyncio.run(visits())
