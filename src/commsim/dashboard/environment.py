"""What Solara reads from the environment when it is loaded; hence set before, and nowhere else.

Solara alone would report its use to a company's server, show a banner, keep files in the user's home, load every
extension of the user's notebooks into the page, and fetch missing scripts from the internet. All of it is turned off
here. What it must write goes into a private folder, removed when the process ends.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import site
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from commsim.errors import InputError

INSTALL = 'pip install "commsim[dashboard]"'
PACKAGES = ("solara", "ipyvue", "ipyvuetify", "starlette", "uvicorn")
ASSETS = ("requirejs@2.3.6", "echarts@5.4.0", "@widgetti")
"""Folders that the shipped scripts and fonts must have for the page to work without the internet."""

EXTENSIONS = ("jupyter-vue", "jupyter-vuetify")
"""Notebook extensions the page consists of; others of the user's are not loaded."""

CULL_VARIABLE = "SOLARA_KERNEL_CULL_TIMEOUT"
CULL_AFTER = "10m"
"""How long a visitor whose connection broke may take to come back."""

MOST_PAGES_OF_ONE_BROWSER = 20


def missing_packages() -> tuple[str, ...]:
    """Return the packages the dashboard needs that are not installed; loads none of them."""
    return tuple(name for name in PACKAGES if name not in sys.modules and importlib.util.find_spec(name) is None)


def check_installed() -> Path:
    """Return the folder of the shipped scripts and fonts.

    Raises:
        InputError: a package, or the scripts, are not installed.
    """
    missing = missing_packages()
    if missing:
        raise InputError(f"the dashboard needs {', '.join(missing)}, not installed; install it with: {INSTALL}")
    for folder in _asset_folders():
        if all((folder / name).is_dir() for name in ASSETS):
            return folder
    raise InputError(
        "the dashboard needs the scripts and fonts of solara-assets, to work without the internet, not installed;"
        f" install them with: {INSTALL}"
    )


def _asset_folders() -> Iterator[Path]:
    roots = [sys.prefix, site.getuserbase(), sys.base_prefix]
    for root in dict.fromkeys(roots):
        yield Path(root) / "share" / "solara" / "cdn"


@cache
def private_folder() -> Path:
    """Return the private folder, made when first asked for."""
    made = Path(tempfile.mkdtemp(prefix="commsim-dashboard-"))
    # What the libraries register that write there, they register later, and so it is done before this.
    atexit.register(remove_private_folder)
    return made


def remove_private_folder() -> None:
    """Remove the private folder; done by itself where the process ends in the usual way."""
    shutil.rmtree(private_folder(), ignore_errors=True)


def prepare(app: str, assets: Path) -> None:
    """Set the environment for Solara; no other of its variables stays, so that every start is the same.

    Args:
        app: module of the page, or ``module:Component``.
        assets: folder of the shipped scripts and fonts.

    Raises:
        RuntimeError: Solara is loaded already, and would not notice.
    """
    if "solara" in sys.modules:
        raise RuntimeError("solara is loaded already: its settings can no longer be set")
    private = private_folder()
    cull = os.environ.get(CULL_VARIABLE, CULL_AFTER)
    for name in [name for name in os.environ if name.upper().startswith("SOLARA_")]:
        del os.environ[name]
    os.environ |= {
        "SOLARA_APP": app,
        "SOLARA_HOME": str(private / "solara"),
        "SOLARA_MODE": "production",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
        "SOLARA_THEME_LOADER": "plain",  # the other one shows links to another site
        "SOLARA_THEME_SHOW_BANNER": "false",
        "SOLARA_THEME_TITLE": "commsim",
        "SOLARA_ASSETS_PROXY": "true",
        "SOLARA_ASSETS_PROXY_CACHE_DIR": str(assets),
        "SOLARA_ASSETS_CDN": "http://nowhere.invalid/",  # a name that can exist nowhere
        "SOLARA_SESSION_SECRET_KEY": os.urandom(32).hex(),  # lint: allow luck-outside-draws because it is a secret
        "SOLARA_SESSION_HTTP_ONLY": "true",
        "SOLARA_KERNEL_MAX_PER_SESSION": str(MOST_PAGES_OF_ONE_BROWSER),
        CULL_VARIABLE: cull,
        "IPYTHONDIR": str(private / "ipython"),
        "JUPYTER_CONFIG_DIR": str(private / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
    }
    (private / "solara").mkdir()
