"""The server with a page of little: what it answers, what it refuses, and that nothing of the host is touched."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import secrets
import signal
import socket
import struct
import subprocess
import sys
import time
from urllib.parse import quote

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

from commsim.dashboard.environment import check_installed
from commsim.dashboard.serving import Address, listen
from commsim.errors import InputError
from tests.dashboard.served import ROOT, STUB, Served

ASSETS = check_installed()
COOKIE = "solara-session-id"
ACCEPTED = 101
_HEADER = {"msg_type": "kernel_info_request", "msg_id": "1", "session": "s", "username": "", "version": "5.2"}
ASKS_WHO = json.dumps(
    {"header": _HEADER, "parent_header": {}, "metadata": {}, "content": {}, "buffers": [], "channel": "shell"}
)


@pytest.fixture(scope="module")
def stub():
    with Served.with_page() as running:
        yield running
        assert running.faults() == []


def ask(server, path, method="GET", headers=None, body=None, host=None):
    """Send a request as it stands, without tidying its path; return status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host or f"127.0.0.1:{server.port}")
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


class Line:
    """One visitor's connection, as far as these tests need the protocol; made once the server knows the visitor."""

    def __init__(self, server, kernel=None, page=None, cookie="", origin=None, settles=True, **headers):
        self.kernel, self.page = kernel or secrets.token_hex(8), page or secrets.token_hex(8)
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        host = f"127.0.0.1:{server.port}"
        words = {
            "Host": host,
            "Origin": origin or f"http://{host}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
            "Cookie": f"{COOKIE}={cookie}",
        } | headers
        path = f"/jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}"
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in words.items())]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.status = int(self._socket.recv(65536).split(b" ", 2)[1])
        if self.status == ACCEPTED and settles:
            self.send(ASKS_WHO)
            assert self.hears(), "the server has nothing to say"

    def send(self, text):
        """Send a text message."""
        payload = text.encode()
        head = b"\x81\xff" + struct.pack(">Q", len(payload)) + b"\0\0\0\0"  # masked by nothing
        with contextlib.suppress(ConnectionError):
            self._socket.sendall(head + payload)

    def hears(self):
        """Return whether the server says something."""
        return bool(self._socket.recv(65536))

    def closed_with(self):
        """Return the code with which the server closes the connection."""
        received, found = b"", None
        with contextlib.suppress(ConnectionError):
            while not (found := re.search(rb"\x88.(..)", received, re.DOTALL)) and (part := self._socket.recv(65536)):
                received += part
        return struct.unpack(">H", found[1])[0] if found else None

    def leave(self):
        """End the connection without a word."""
        self._socket.close()


@pytest.fixture
def call():
    """Opens connections, as ``Line`` does, and ends them after the test."""
    opened = []

    def made(server, *words, **more):
        opened.append(Line(server, *words, **more))
        return opened[-1]

    yield made
    for line in opened:
        line.leave()


def test_the_page_carries_the_policies_and_a_cookie_that_scripts_cannot_read(stub):
    status, headers, body = ask(stub, "/?scenario=x")
    assert status == 200
    assert b"solara" in body
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert COOKIE in headers["set-cookie"]
    assert "httponly" in headers["set-cookie"].lower()
    assert "server" not in headers


def test_the_page_may_be_enlarged_on_a_phone(stub):
    body = ask(stub, "/")[2].decode()
    assert "width=device-width" in body
    assert "user-scalable=no" not in body
    assert "maximum-scale" not in body


def test_everything_the_page_names_is_there_and_is_ours(stub):
    body = ask(stub, "/")[2].decode()
    named = re.findall(r'(?:src|href)="([^"]+)"', body)
    assert len(named) > 5
    for path in named:
        assert re.match(r"/[^/]", path), path
        assert ask(stub, path)[0] == 200, path


@pytest.mark.parametrize(
    "path",
    [
        "/app",
        "/app.py",
        "/commsim-static",
        "/commsim-static/",
        "/commsim-static/missing.js",
        "/_solara/cdn/",
        "/_solara/cdn/echarts@5.4.0",
        "/_solara/cdn/echarts@5.4.0/dist",
        "/_solara/cdn/echarts@5.4.0/dist/missing.js",
        "/jupyter/nbextensions/",
        "/jupyter/nbextensions/jupyter-js-widgets/extension.js",
        "/jupyter/api/kernels/x",
        "/readyz",
        "/resourcez",
        "/static/public/x",
        "/static/__pycache__/x",
        "/static/solara_bootstrap.py",
        "/_solara/api/evict/x",
        "/favicon.ico",
        "/" + "a" * 3000,
        "/commsim-static/" + "a/" * 2000,
    ],
)
def test_what_is_not_there_is_not_found(stub, path):
    assert ask(stub, path)[0] in {404, 405}
    assert ask(stub, path, "HEAD")[0] in {404, 405}


MOUNTS = (
    "/commsim-static",
    "/_solara/cdn",
    "/jupyter/nbextensions",
    "/static",
    "/static/assets",
    "/_solara/api/close",
    "",
)
TRICKS = (
    "/../app.py",
    "/../../../../../../../../etc/passwd",
    "/%2e%2e/app.py",
    "/%2e%2e%2fapp.py",
    "/..%2fapp.py",
    "/%252e%252e/app.py",
    "/..\\app.py",
    "/..%5capp.py",
    "/%c0%ae%c0%ae/app.py",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/etc/passwd%00.js",
    "/%00",
    "/./app.py",
    "/C:/Windows/win.ini",
    "/file:///etc/passwd",
    "/" + quote(str(ROOT / "pyproject.toml"), safe=""),
    "/" + "%2e%2e%2f" * 1500 + "etc/passwd",
    "/" + "x" * 20_000,
)


@pytest.mark.parametrize("mount", MOUNTS)
def test_no_trick_with_a_path_reaches_a_file_of_the_host(stub, mount):
    for trick in TRICKS:
        status, _, body = ask(stub, mount + trick)
        assert status in {400, 404, 405, 414, 431}, trick
        assert len(body) < 200, trick
        assert b"root:" not in body
        assert b"import" not in body


def test_a_path_of_all_bytes_is_refused_and_the_server_goes_on(stub):
    with socket.create_connection(("127.0.0.1", stub.port), timeout=30) as line:
        line.sendall(b"GET /" + bytes(range(128, 256)) + b"\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert line.recv(1000).split(b" ")[1] in {b"400", b"404"}
    assert ask(stub, "/")[0] == 200


def test_asking_for_a_folder_of_the_shipped_scripts_leaves_it_where_it_is(stub):
    folder = ASSETS / "echarts@5.4.0"
    before = sorted(path.name for path in folder.rglob("*"))
    for path in ("echarts@5.4.0", "echarts@5.4.0/", "echarts@5.4.0/dist", "requirejs@2.3.6", "@widgetti"):
        assert ask(stub, f"/_solara/cdn/{path}")[0] == 404
    assert sorted(path.name for path in folder.rglob("*")) == before
    assert (ASSETS / "requirejs@2.3.6").is_dir()


def test_shipped_scripts_are_sent_packed_and_kept_by_the_browser(stub):
    path = "/_solara/cdn/echarts@5.4.0/dist/echarts.js"
    status, headers, body = ask(stub, path, headers={"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "javascript" in headers["content-type"]
    assert "immutable" in headers["cache-control"]
    assert len(body) < (ASSETS / "echarts@5.4.0/dist/echarts.js").stat().st_size / 2
    assert ask(stub, path, headers={"Accept-Encoding": "gzip", "If-None-Match": headers["etag"]})[0] == 304


def test_our_scripts_are_asked_for_again_each_time_so_that_an_update_is_seen(stub):
    scripts = sorted((ROOT / "src/commsim/dashboard/static").glob("*.js"))
    if not scripts:
        pytest.skip("no scripts of ours yet")
    status, headers, body = ask(stub, f"/commsim-static/{scripts[0].name}")
    assert (status, body) == (200, scripts[0].read_bytes())
    assert headers["content-type"].split(";")[0] in {"text/javascript", "application/javascript"}
    assert headers["cache-control"] == "no-cache"
    assert ask(stub, f"/commsim-static/{scripts[0].name}", headers={"If-None-Match": headers["etag"]})[0] == 304


REFUSES_THE_NET = """
import socket, sys
from functools import partial

def connect(self, address):
    print("WENT OUT", address, flush=True)
    raise OSError("no way out")

def look_up(*words, **more):
    print("LOOKED UP", words[0], flush=True)
    return found(*words, **more)

socket.socket.connect = connect
found, socket.getaddrinfo = socket.getaddrinfo, look_up
from commsim.dashboard.serving import serve
serve("127.0.0.1", 0, app=sys.argv[1], warms=False, tell=partial(print, flush=True))
"""


def test_a_missing_script_is_not_fetched_from_the_internet():
    with Served((sys.executable, "-c", REFUSES_THE_NET, STUB)) as running:
        started = time.monotonic()
        assert ask(running, "/_solara/cdn/left-pad@1.3.0/index.js")[0] == 404
        assert ask(running, "/_solara/cdn/left-pad")[0] == 404
        assert ask(running, "/")[0] == 200
        assert time.monotonic() - started < 20
    assert "WENT OUT" not in running.text
    assert [line for line in running.lines if "LOOKED UP" in line and "127.0.0.1" not in line] == []


def test_another_name_is_not_answered(stub):
    status, _, body = ask(stub, "/", host="evil.example")
    assert status == 421
    assert b"solara" not in body


def test_a_large_body_is_refused_before_it_is_sent(stub):
    status, _, _ = ask(stub, "/_solara/api/close/x", "POST", {"Content-Length": str(10**9)})
    assert status == 413


def test_a_large_body_in_pieces_is_never_taken_in(stub):
    before = stub.resident_megabytes()
    with socket.create_connection(("127.0.0.1", stub.port), timeout=5) as line, contextlib.suppress(OSError):
        line.sendall(b"POST /_solara/api/close/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(64):
            line.sendall(b"100000\r\n" + b"x" * 2**20 + b"\r\n")
    assert stub.resident_megabytes() - before < 20
    assert ask(stub, "/")[0] == 200


def test_a_connection_of_another_site_is_refused(stub, call):
    assert call(stub, origin="http://evil.example").status == 403
    assert call(stub, origin="null").status == 403
    assert call(stub, Host="evil.example", Origin="http://evil.example").status == 403


@pytest.mark.parametrize("kernel", ["..%2f..%2fx", "%00", "a" * 65, "a*b", "a:b"])
def test_a_connection_under_a_name_that_is_none_is_refused(stub, kernel, call):
    assert call(stub, kernel).status == 403


def test_a_connection_without_the_number_of_its_page_is_refused(stub, call):
    assert call(stub, page="a b").status in {400, 403}
    assert call(stub, page="%00").status == 403
    assert call(stub, page="a&session_id=").status == 403


def test_a_page_is_forgotten_by_its_visitor_and_by_nobody_else(stub, call):
    mine = call(stub, cookie="mine")
    assert mine.status == 101
    assert call(stub, mine.kernel, cookie="other").status == 403
    assert call(stub, mine.kernel).status == 403
    place = f"/_solara/api/close/{mine.kernel}?session_id={mine.page}"
    assert ask(stub, place, "POST", {"Cookie": f"{COOKIE}=mine", "Origin": "http://evil.example"})[0] == 403
    for cookie in ("other", ""):
        assert ask(stub, place, "POST", {"Cookie": f"{COOKIE}={cookie}"})[0] == 204
    wrong_page = place.replace(mine.page, "other")
    assert ask(stub, wrong_page, "POST", {"Cookie": f"{COOKIE}=mine"})[0] == 204
    assert ask(stub, place.partition("?")[0], "POST", {"Cookie": f"{COOKIE}=mine"})[0] == 204
    again = call(stub, mine.kernel, cookie="mine")
    assert again.status == 101  # it was still there, and known to be mine
    assert ask(stub, place, "POST", {"Cookie": f"{COOKIE}=mine"})[0] == 204
    again.leave()
    mine.leave()


def test_a_message_that_is_too_large_ends_only_its_own_connection(stub, call):
    small, large = call(stub, cookie="a"), call(stub, cookie="b")
    large.send("x" * (2 * 1024 * 1024))
    assert large.closed_with() == 1009
    assert call(stub, small.kernel, cookie="a").status == 101


@pytest.mark.parametrize("said", ["hello", "{}", '["deep"' * 1000, ASKS_WHO.replace("kernel_info", "shutdown")])
def test_what_no_page_can_say_ends_only_its_own_connection(stub, call, said):
    good, bad = call(stub, cookie="a"), call(stub, cookie="b")
    bad.send(said)
    assert bad.closed_with() == 1008
    good.send(ASKS_WHO)
    assert good.hears()


def test_a_port_that_is_taken_is_said_and_not_silently_changed():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"--port {port}: the port is taken.* --port 0"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536, 10**30])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(InputError, match="from 0 to 65535"):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no such host", "nowhere.invalid", "a" * 300, "192.0.2.1"])
def test_an_address_that_is_not_this_machines_is_refused(host):
    with pytest.raises(InputError, match="address"):
        listen(host, 0)


@pytest.mark.parametrize(
    ("host", "bound", "url"),
    [
        ("localhost", "127.0.0.1", "http://localhost:80/"),
        ("0.0.0.0", "0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "::", "http://[::1]:80/"),
        ("::1", "::1", "http://[::1]:80/"),
        ("10.1.2.3", "10.1.2.3", "http://10.1.2.3:80/"),
    ],
)
def test_the_address_told_can_be_opened(host, bound, url):
    assert Address(host, bound, 80).url == url


def test_others_are_told_a_number_they_can_reach_and_only_where_they_can():
    assert Address("127.0.0.1", "127.0.0.1", 80).url_for_others() is None
    assert Address("10.1.2.3", "10.1.2.3", 80).url_for_others() == "http://10.1.2.3:80/"
    told = Address("0.0.0.0", "0.0.0.0", 80).url_for_others()
    assert told is None or re.fullmatch(r"http://(?!127\.)[0-9.]+:80/", told)  # None without a network


def test_a_server_open_to_others_answers_to_every_number_of_its(call):
    with Served.with_page(host="0.0.0.0") as running:
        assert running.url.startswith("http://127.0.0.1:")
        assert ask(running, "/")[0] == 200
        assert ask(running, "/", host="192.168.7.7:1")[0] == 200
        assert ask(running, "/", host="evil.example")[0] == 421
        assert call(running, cookie="a").status == ACCEPTED


def test_other_settings_of_solara_and_of_jupyter_are_not_taken_over(tmp_path, call):
    home = tmp_path / "home"
    config = home / ".jupyter" / "nbconfig"
    config.mkdir(parents=True)
    (config / "notebook.json").write_text('{"load_extensions": {"evil/main": true}}', encoding="utf-8")
    evil = home / ".local/share/jupyter/nbextensions/evil"
    evil.mkdir(parents=True)
    (evil / "main.js").write_text("alert(1)", encoding="utf-8")
    words = {
        "HOME": str(home),
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "true",
        "SOLARA_MODE": "development",
        "SOLARA_THEME_LOADER": "nonsense",
        "SOLARA_ROOT_PATH": "/elsewhere",
        "COMMSIM_CACHE_DIR": str(tmp_path / "cache"),
        "MPLCONFIGDIR": str(tmp_path / "mpl"),
    }
    before = sorted(home.rglob("*"))
    with Served.with_page(**words) as running:
        status, _, body = ask(running, "/")
        assert status == 200
        for word in (b"evil", b"elsewhere", b"solara.dev/static", b"mixpanel"):
            assert word not in body
        assert ask(running, "/jupyter/nbextensions/evil/main.js")[0] == 404
        line = call(running, cookie="a")
        assert line.status == 101
        line.leave()
    assert sorted(home.rglob("*")) == before
    assert running.faults() == []


def test_the_private_folder_is_gone_after_ctrl_c_and_after_a_request_to_end(tmp_path, call):
    for by in (signal.SIGINT, signal.SIGTERM):
        running = Served.with_page(TMPDIR=str(tmp_path))
        line = call(running, cookie="a")
        assert [path.name.startswith("commsim-dashboard-") for path in tmp_path.iterdir()] == [True]
        started = time.monotonic()
        assert running.stop(by) == 0
        assert time.monotonic() - started < 4.0  # 2 s on a machine with nothing else to do
        assert running.lines[-1] == "Stop it with Ctrl-C."
        assert list(tmp_path.iterdir()) == []
        line.leave()


def test_a_full_house_is_said_and_room_is_made_by_those_who_left(call):
    script = (
        "import sys\n"
        "from functools import partial\n"
        "from commsim.dashboard import serving\n"
        "def build(names, assets):\n"
        "    from commsim.dashboard import routes\n"
        "    routes.ON_THE_WAY = 0\n"
        "    return serving.Guard(routes.application(assets, 2), names)\n"
        "serving.build = build\n"
        "serving.serve('127.0.0.1', 0, app=sys.argv[1], warms=False, tell=partial(print, flush=True))\n"
    )
    with Served((sys.executable, "-c", script, STUB)) as running:
        first, second = call(running, cookie="a"), call(running, cookie="b")
        assert (first.status, second.status) == (101, 101)
        status, headers, body = ask(running, "/")
        assert status == 503
        assert headers["retry-after"] == "60"
        assert "已满" in body.decode()
        assert call(running, cookie="c").status == 403
        assert call(running, first.kernel, first.page, cookie="a").status == 101  # a known one comes back
        second.leave()
        end = time.monotonic() + 10
        while ask(running, "/")[0] != 200:
            assert time.monotonic() < end, "the place of the one who left is not given away"
            time.sleep(0.1)
        assert call(running, cookie="c").status == 101
    assert running.faults() == []


def test_a_script_that_was_not_shipped_is_said_at_the_start(tmp_path):
    for name in ("requirejs@2.3.6", "echarts@5.4.0", "@widgetti"):
        (tmp_path / name).mkdir()
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from commsim.dashboard import environment, serving\n"
        "environment.prepare(sys.argv[1], Path(sys.argv[2]))\n"
        "serving.build(serving.names_of('127.0.0.1', '127.0.0.1'), Path(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, STUB, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "InputError: the installed solara needs @widgetti/" in done.stderr
    assert "pip install --upgrade" in done.stderr


def test_solara_loaded_too_early_is_said():
    code = (
        "import solara\nfrom pathlib import Path\n"
        "from commsim.dashboard.environment import prepare\nprepare('x', Path())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "RuntimeError: solara is loaded already" in done.stderr
    assert "SOLARA_APP" not in os.environ


def test_our_files_are_listed_without_python_and_hidden_ones(tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from commsim.dashboard.environment import check_installed, prepare\n"
        "prepare(sys.argv[1], check_installed())\n"
        "from commsim.dashboard.routes import files_below\n"
        "print(sorted(files_below(Path(sys.argv[2]))))\n"
    )
    for name in ("a.js", "b/c.js", "b/secret.py", ".hidden", "b/.git/x", "__pycache__/y.pyc"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    words = [sys.executable, "-c", code, STUB, str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "['a.js', 'b/c.js']\n"
