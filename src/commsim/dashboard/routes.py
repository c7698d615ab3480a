"""What the server answers: our files and Solara's, the page, and the connections of visitors; nothing else.

Must be imported after :mod:`commsim.dashboard.environment` has set the environment, since it loads Solara.

Files are answered from lists made at the start, so that no path a visitor makes up is ever looked for on the disk. This
matters most for the shipped scripts: Solara's own route fetches a missing one from the internet, and deletes a folder
that is asked for as if it were a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from solara.server import app as solara_app
from solara.server import server as solara_server
from solara.server import starlette as solara_web
from solara.server.kernel_context import PageStatus, VirtualKernelContext, contexts
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import Scope
from starlette.websockets import WebSocket

from commsim.dashboard.environment import EXTENSIONS
from commsim.dashboard.guard import POLICY_VIOLATED, TRY_LATER
from commsim.errors import InputError

MOST_VISITORS = 80
"""Open pages; each holds a thread and a few megabytes."""
ON_THE_WAY = 8
"""Pages that were let in and have not yet connected, at most, before connections are refused too."""

ECHARTS = "echarts@5.4.0/dist/echarts.js"
STATIC = Path(__file__).parent / "static"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ASSET = re.compile(r'"/_solara/cdn/([^"?]+)')
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_ENLARGEABLE = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_FITS = "<style>#loader-container .v-card { max-width: 94vw }</style>"
_FULL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>commsim</title>
<style>body{font:1.1rem/1.5 sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}</style>
<h1>The dashboard is full · 访问人数已满</h1>
<p>As many pages are open as this computer is meant to bear. Close one, or try again in a minute.</p>
<p>打开的页面已达到本机上限。请关闭一些页面，或稍后再试。</p></html>
"""


class Listed(solara_web.StaticFilesOptionalAuth):
    """Files of a list, each sent compressed and with what a browser needs to keep it.

    Attributes:
        files: path below the mount, with ``/`` -> file.
        caching: ``Cache-Control`` of every answer that Solara gives none.
    """

    def __init__(self, files: Mapping[str, Path], caching: str) -> None:
        super().__init__(directory=None)
        self.files = files
        self.caching = caching

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file of a path and its state, or an empty name and None."""
        file = self.files.get(path.replace(os.sep, "/"))
        if file is None:
            return "", None
        return str(file), file.stat()

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer a request for one file."""
        response: Response = await super().get_response(path, scope)
        response.headers.setdefault("cache-control", self.caching)
        return response


class Rooms:
    """Who may open a page, where so many at most may be open.

    Attributes:
        most: pages at most.
    """

    def __init__(self, most: int = MOST_VISITORS) -> None:
        self.most = most
        self._here: set[str] = set()

    def is_full(self) -> bool:
        """Return whether no more page can be opened, once those are closed whose visitors have gone."""
        while len(contexts) >= self.most:
            if not _close_one_left():
                return True
        return False

    async def page(self, request: Request) -> Response:
        """Answer with the page, or say that there is no room."""
        if self.is_full():
            headers = {"retry-after": "60", "cache-control": "no-store"}
            return HTMLResponse(_FULL, HTTPStatus.SERVICE_UNAVAILABLE, headers)
        response: Response = await solara_web.root(request)
        response.headers["cache-control"] = "no-store"
        if response.status_code == HTTPStatus.OK:
            response.body = _for_phones(bytes(response.body).decode()).encode()
            response.headers["content-length"] = str(len(response.body))
        return response

    async def connection(self, ws: WebSocket) -> None:
        """Serve one page of a visitor for as long as it is open."""
        kernel = ws.path_params["kernel_id"]
        sound = _ID.fullmatch(kernel) and _ID.fullmatch(ws.query_params.get("session_id", ""))
        known = contexts.get(kernel)
        if not sound or ws.path_params["name"] != "channels" or (known and not _owns(ws.cookies, known)):
            await ws.close(POLICY_VIOLATED)
        elif known is None and len(contexts.keys() | self._here) >= self.most + ON_THE_WAY:
            await ws.close(TRY_LATER)
        else:
            self._here.add(kernel)  # Solara knows it only once a thread has begun to serve it
            try:
                await solara_web.kernel_connection(ws)
            finally:
                self._here.discard(kernel)


def close(request: Request) -> Response:
    """Forget a page that its visitor closed; only whoever opened it can do so."""
    page = request.query_params.get("session_id", "")
    context = contexts.get(request.path_params["kernel_id"])
    if context is not None and _owns(request.cookies, context) and page in context.page_status:
        context.page_close(page)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def application(assets: Path, most_visitors: int = MOST_VISITORS) -> Starlette:
    """Return the server's application, the page loaded.

    Args:
        assets: folder of the shipped scripts and fonts.
        most_visitors: pages that may be open.

    Raises:
        InputError: the page needs a script that was not shipped.
    """
    # Else it would load all extensions of this user's notebooks into the page.
    vars(solara_server)["get_nbextension_names"] = lambda: [f"{name}/extension" for name in EXTENSIONS]
    solara_app.ensure_apps_initialized()
    shipped = files_below(assets)
    check_assets(shipped)
    rooms = Rooms(most_visitors)
    always = "public, max-age=31536000, immutable"
    extensions = {name: file for folder in EXTENSIONS for name, file in _extension_files(folder).items()}
    routes: list[BaseRoute] = [
        Route("/", rooms.page, methods=["GET"]),
        Route("/_solara/api/close/{kernel_id}", close, methods=["POST"]),
        WebSocketRoute("/jupyter/api/kernels/{kernel_id}/{name}", rooms.connection),
        Mount("/_solara/cdn", Listed(shipped, always)),  # each stands under its version
        Mount("/commsim-static", Listed(files_below(STATIC), "no-cache")),
        Mount("/jupyter/nbextensions", Listed(extensions, "no-cache")),
        Mount("/static/assets", Listed(files_below(solara_server.solara_static.parent / "assets"), "no-cache")),
        Mount("/static", Listed(files_below(solara_server.solara_static), "no-cache")),
    ]
    packed = Middleware(solara_web.SolaraGZipMiddleware, minimum_size=1000)
    made = Starlette(routes=routes, middleware=[packed], lifespan=solara_web.lifespan)
    made.router.redirect_slashes = False
    return made


def files_below(folder: Path) -> dict[str, Path]:
    """Return every file below a folder by its path there, with ``/``; without Python's own, and hidden ones."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            if not name.startswith(".") and not name.endswith((".py", ".pyc")):
                file = Path(place, name)
                found[file.relative_to(folder).as_posix()] = file
    return found


def check_assets(shipped: Mapping[str, Path]) -> None:
    """Check that everything the page will ask for at its start was shipped.

    Raises:
        InputError: a script was not shipped.
    """
    page = solara_server.read_root("/", "") or ""
    missing = sorted({ECHARTS, *_ASSET.findall(page)} - shipped.keys())
    if missing:
        raise InputError(
            f"the installed solara needs {', '.join(missing)}, which solara-assets does not have; install the versions"
            ' that fit with: pip install --upgrade "commsim[dashboard]"'
        )


def _extension_files(name: str) -> dict[str, Path]:
    """Return the files of a notebook extension, from the first folder that has it, as Solara chooses."""
    for folder in solara_server.nbextensions_directories:
        if (folder / name).is_dir():
            return {f"{name}/{path}": file for path, file in files_below(folder / name).items()}
    raise InputError(f"the notebook extension {name} is not installed; install it with: pip install commsim[dashboard]")


def _for_phones(page: str) -> str:
    """Return the page's frame with what Solara's lacks on a phone: it may be enlarged, and its sign of loading fits."""
    return _VIEWPORT.sub(_ENLARGEABLE, page).replace("</head>", f"{_FITS}</head>", 1)


def _owns(cookies: Mapping[str, str], context: VirtualKernelContext) -> bool:
    return bool(solara_server.get_session_id_cookie(cookies) == context.session_id)


def _close_one_left() -> bool:
    """Close the longest open page among those whose connection broke; return whether there was one."""
    for context in list(contexts.values()):
        states = list(context.page_status.values())
        if states and PageStatus.CONNECTED not in states:
            context.close(reason="cull")
            return True
    return False
