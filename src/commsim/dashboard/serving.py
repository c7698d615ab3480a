"""The dashboard served: a socket, Solara behind a guard, and an orderly end.

Solara is loaded when :func:`build` is called, not before: it reads its settings from the environment as it is loaded.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import logging
import signal
import socket
import sys
import threading
import warnings
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from commsim.dashboard.environment import check_installed, prepare
from commsim.dashboard.guard import Guard, Names, names_of
from commsim.dashboard.results_roots import name_roots
from commsim.dashboard.warming import Warming
from commsim.errors import InputError

APP = "commsim.dashboard.app"
EVERYWHERE = ("0.0.0.0", "::")
"""Stand for every address of the machine."""
HOST, PORT = "127.0.0.1", 8765
MOST_MESSAGE_BYTES = 1024 * 1024
"""A message of a visitor's; an upload of 256 KiB comes in one."""
MOST_REQUESTS = 600
"""Requests and connections at the same time, of all visitors."""
GIVE_BACK_SECONDS = 10.0
LAST_SECONDS = 1
"""How long visitors' requests under way may take when the dashboard ends."""


@dataclass(frozen=True)
class Address:
    """Where the dashboard listens.

    Attributes:
        host: what the user gave.
        bound: the address the socket has.
        port: the port it has.
    """

    host: str
    bound: str
    port: int

    @property
    def names(self) -> Names:
        """The names it answers to."""
        return names_of(self.host, self.bound)

    @property
    def url(self) -> str:
        """The address to be opened in a browser of this machine."""
        host = self.host
        if self.bound in EVERYWHERE:
            host = "127.0.0.1" if self.bound == "0.0.0.0" else "::1"
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    def url_for_others(self) -> str | None:
        """Return the address for other computers of the network; None where they cannot come, or there is none."""
        if self.names.near_only:
            return None
        if self.bound not in EVERYWHERE:
            return self.url
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            try:
                line.connect(("192.0.2.1", 9))  # sends nothing; tells by which address one would go out
            except OSError:
                return None
            return f"http://{line.getsockname()[0]}:{self.port}/"


def listen(host: str, port: int) -> tuple[socket.socket, Address]:
    """Return a socket that listens, and where.

    Args:
        host: name or number of an address of this machine; ``0.0.0.0`` for all of them.
        port: 0 for any that is free.

    Raises:
        InputError: the port is taken or not allowed, or the address is not one of this machine.
    """
    if not 0 <= port <= 65535:
        raise InputError(f"--port {port}: a port is a whole number from 0 to 65535; 0 takes any that is free")
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(place[:2], family=family)
    except (socket.gaierror, UnicodeError):
        raise InputError(
            f"--host {host}: no such address; 127.0.0.1 is this machine alone, 0.0.0.0 all of it"
        ) from None
    except OSError as error:
        raise InputError(f"--host {host} --port {port}: {_why_not(error)}") from None
    bound = listening.getsockname()
    return listening, Address(host, bound[0], bound[1])


def _why_not(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "the port is taken, perhaps by another dashboard; give another, or --port 0 for any that is free"
    if error.errno == errno.EACCES:
        return "this user may not use the port; give one from 1024 to 65535"
    if error.errno == errno.EADDRNOTAVAIL:
        return "this is not an address of this machine; 127.0.0.1 is this machine alone, 0.0.0.0 all of it"
    return error.strerror or str(error)


def build(names: Names, assets: Path) -> ASGIApp:
    """Return the application, the page loaded, behind its guard; the environment must have been prepared.

    Args:
        names: under which the server answers.
        assets: folder of the shipped scripts and fonts.

    Raises:
        InputError: what the page needs is not installed.
    """
    from commsim.dashboard.routes import application  # noqa: PLC0415 (loads Solara, which reads the environment)

    # Solara warns that its cookie is meant for encrypted sites; this one is for a classroom.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    return Guard(application(assets), names)


class _Server(uvicorn.Server):
    """Says when visitors can come."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._begun()


def serve(
    host: str = HOST,
    port: int = PORT,
    *,
    opens_browser: bool = False,
    results: Sequence[Path] = (),
    app: str = APP,
    tell: Callable[[str], None] = print,
    warms: bool = True,
) -> None:
    """Serve the dashboard until it is stopped by Ctrl-C or ended by the system.

    Args:
        host: where to listen.
        port: where to listen; 0 for any that is free.
        opens_browser: whether to open the page in the user's browser.
        results: folders of this machine that visitors may open results from.
        app: module of the page, or ``module:Component``.
        tell: told line by line where the page is and what goes on.
        warms: whether to make the engine ready.

    Raises:
        InputError: the dashboard is not installed, or cannot listen there.
    """
    assets = check_installed()
    name_roots(results)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    listening, address = listen(host, port)
    warming = Warming(tell)
    with listening, _ends():
        prepare(app, assets)
        guarded = build(address.names, assets)

        def begun() -> None:
            tell(f"The dashboard is at {address.url}")
            if (others := address.url_for_others()) is not None:
                tell(f"Other computers of the network find it at {others}")
            tell("Stop it with Ctrl-C.")
            if opens_browser:
                threading.Thread(target=webbrowser.open, args=(address.url,), daemon=True).start()
            if warms:
                warming.begin()

        stopped = threading.Event()
        threading.Thread(target=_give_back, args=(stopped,), name="commsim-memory", daemon=True).start()
        try:
            _Server(_config(guarded, address), begun).run(sockets=[listening])
        except KeyboardInterrupt:
            pass  # the way to stop it
        finally:
            stopped.set()
            warming.stop()


def _config(app: ASGIApp, address: Address) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        backlog=256,
        date_header=False,
        h11_max_incomplete_event_size=64 * 1024,
        http="h11",
        limit_concurrency=MOST_REQUESTS,
        log_config=None,
        log_level="warning",
        loop="asyncio",
        proxy_headers=False,  # a visitor could otherwise claim to come from elsewhere
        server_header=False,
        timeout_graceful_shutdown=LAST_SECONDS,
        # Packing what goes to another process of the same machine would only take time.
        ws_per_message_deflate=not address.names.near_only,
        ws_max_size=MOST_MESSAGE_BYTES,
        ws_ping_timeout=60.0,  # a computer may be busy for a while, and so may a visitor's phone
    )


def _give_back(stopped: threading.Event) -> None:
    """Give memory back to the system now and then, once visitors have left.

    What a visitor's page held is freed when it goes, but the C library keeps freed memory for itself.
    """
    from solara.server.kernel_context import contexts  # noqa: PLC0415 (as in build)

    try:
        trim = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return  # another C library, which has no such call
    most = 0
    while not stopped.wait(GIVE_BACK_SECONDS):
        here = len(contexts)
        if here < most:
            gc.collect()
            trim(0)
            most = here
        most = max(most, here)


@contextmanager
def _ends() -> Iterator[None]:
    """Let the system's request to end do what Ctrl-C does, so that nothing is left behind."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        pass  # while the page was being loaded
    finally:
        signal.signal(signal.SIGTERM, before)
