"""Who may ask for what, decided before anything of Solara sees a request.

Concepts:
    Host: the name in the visitor's address bar. A page of another site can let its own name point to this machine (DNS
        rebinding) and would then be of the same origin; so only names of this machine are answered.
    Origin: the site whose page made the request. Visitors' connections, and all requests that change something, must
        come from a page of ours.
    content policy: told to the browser with every answer; it then refuses to load anything from elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commsim.dashboard.messages import is_sound

MOST_CONNECTIONS = 60
"""Pages one address may have open: a class behind one router."""
MOST_ADDRESS_CHARS = 16_000
"""Path and query together; a link of ours has at most 8,000 characters."""
MOST_BODY_BYTES = 64 * 1024
"""No request of the page has a body; uploads come through the connection."""

POLICY_VIOLATED, TRY_LATER = 1008, 1013

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9_.-]{1,253}))(?::[0-9]{1,5})?")
_FORWARDED = re.compile(rb"(?:x-)?script-name|forwarded|x-forwarded-.*")
_STEPS_OUT = re.compile(r"(?:^|/)\.\.?(?:/|$)")


@dataclass(frozen=True)
class Names:
    """The names under which this server answers.

    Attributes:
        names: in small letters.
        near_only: whether only this machine can reach the server; then no address but its own is a name of it.
    """

    names: frozenset[str]
    near_only: bool

    def accept(self, host: str) -> bool:
        """Return whether a request with this ``Host`` header is meant for this server."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = (found[1] or found[2]).lower().removesuffix(".")
        if name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        # A number cannot be let point elsewhere, so any address by which we were reached may stand there.
        return address.is_loopback or not (self.near_only or address.is_unspecified)


def names_of(host: str, bound: str) -> Names:
    """Return the names a server answers to.

    Args:
        host: what the user gave.
        bound: the address the server listens on.
    """
    near = ipaddress.ip_address(bound.partition("%")[0]).is_loopback
    names = {"localhost", host.lower()}
    if not near:
        own = socket.gethostname().lower()
        names |= {own, f"{own.partition('.')[0]}.local"}
    return Names(frozenset(names), near)


class Guard:
    """Refuses what is not meant for us; adds the policies to every answer.

    Attributes:
        app: answers what is let through.
        names: names under which the server answers.
        most_connections: pages one address may have open.
        sound_message: whether a page of ours can have said something; a connection ends where it cannot.
    """

    def __init__(
        self,
        app: ASGIApp,
        names: Names,
        most_connections: int = MOST_CONNECTIONS,
        sound_message: Callable[[str | bytes], bool] = is_sound,
    ) -> None:
        self.app = app
        self.names = names
        self.most_connections = most_connections
        self.sound_message = sound_message
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connection(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        host = headers.get("host", "")
        known = self.names.accept(host)
        sender = _Sender(send, policies(host if known else ""))
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await sender.refuse(*refusal)
            return
        body = _Body(receive)
        try:
            await self.app(_plain(scope), body, sender)
        except _TooLargeError:
            if sender.begun:
                raise
            await sender.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body of this request is too large")

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> tuple[HTTPStatus, str] | None:
        """Return why a request is refused, or None."""
        if not self.names.accept(headers.get("host", "")):
            told = "commsim does not answer to this name; start it with --host and the name to be used"
            return HTTPStatus.MISDIRECTED_REQUEST, told
        if not _sound(scope):
            return HTTPStatus.BAD_REQUEST, "this address is not sound"
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, "commsim answers to GET, HEAD and POST"
        if not _from_our_page(headers):
            return HTTPStatus.FORBIDDEN, "this request comes from a page that is not commsim's"
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > MOST_BODY_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body of this request is too large"
        return None

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        address = (scope.get("client") or ("",))[0]
        if (
            not self.names.accept(headers.get("host", ""))
            or "origin" not in headers
            or not _from_our_page(headers)
            or not _sound(scope)
        ):
            await refuse_connection(receive, send, POLICY_VIOLATED)
        elif self._open[address] >= self.most_connections:
            await refuse_connection(receive, send, TRY_LATER)
        else:
            self._open[address] += 1
            try:
                await self.app(_plain(scope), self._heard(receive, send), send)
            finally:
                self._open[address] -= 1
                if not self._open[address]:
                    del self._open[address]

    def _heard(self, receive: Receive, send: Send) -> Receive:
        """Return how the application hears a visitor: up to the first word that is not sound."""

        async def heard() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            said = message.get("text")
            if self.sound_message(message.get("bytes", b"") if said is None else said):
                return message
            await send({"type": "websocket.close", "code": POLICY_VIOLATED, "reason": ""})
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATED}

        return heard


def policies(host: str) -> dict[str, str]:
    """Return the headers that go with every answer.

    Vue and requirejs make functions from text, hence the two ``unsafe`` words; scripts still come from this host alone.

    Args:
        host: name and port under which the visitor reached us, or empty.
    """
    near = f" ws://{host} wss://{host}" if host else ""  # older Safari: 'self' does not hold for connections
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{near} data: blob:; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


async def refuse_connection(receive: Receive, send: Send, code: int) -> None:
    """Refuse a visitor's connection before it is made; the browser sees 403."""
    await receive()
    await send({"type": "websocket.close", "code": code, "reason": ""})


def _headers(scope: Scope) -> dict[str, str]:
    """Return the headers by name in small letters; of a name given twice, all values."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _plain(scope: Scope) -> Scope:
    """Return a request without the headers of a proxy: Solara would believe them, and tell all other visitors."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return {**scope, "headers": [pair for pair in headers if not _FORWARDED.fullmatch(pair[0].lower())]}


def _sound(scope: Scope) -> bool:
    """Return whether an address has no control characters, no steps out of a folder and a bearable length."""
    path: str = scope["path"]
    if len(path) + len(scope.get("query_string", b"")) > MOST_ADDRESS_CHARS:
        return False
    return path.isprintable() and "\\" not in path and "//" not in path and not _STEPS_OUT.search(path)


def _from_our_page(headers: Mapping[str, str]) -> bool:
    """Return whether a request was made by a page of this server, as far as the browser tells."""
    if "origin" in headers:
        try:
            origin = urlsplit(headers["origin"])
        except ValueError:
            return False
        return origin.scheme in ("http", "https") and origin.netloc.lower() == headers.get("host", "").lower()
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


class _TooLargeError(Exception):
    """A body has more bytes than it may have."""


class _Body:
    """Passes a request's body on, up to its limit."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_BODY_BYTES:
            raise _TooLargeError
        return message


class _Sender:
    """Sends an answer with the policies among its headers.

    Attributes:
        begun: whether an answer was begun.
    """

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self.begun = False
        self._send = send
        self._headers = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            ours = {name for name, _ in self._headers}
            kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in ours]
            message = {**message, "headers": [*kept, *self._headers]}
        await self._send(message)

    async def refuse(self, status: HTTPStatus, told: str) -> None:
        """Answer with a status and a line of text, and end the connection, whose body nobody reads."""
        text = f"{told}\n".encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(text)).encode()),
            (b"connection", b"close"),
        ]
        await self({"type": "http.response.start", "status": int(status), "headers": headers})
        await self._send({"type": "http.response.body", "body": text})
