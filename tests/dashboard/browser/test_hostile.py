"""What a visitor must not be able to do: what is hostile is shown as text or refused, never executed or read."""

from __future__ import annotations

import base64
import zlib
from urllib.parse import quote

import pytest

from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
BASE = "extend: parking-meeting\nname: mine\n"
ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

FILES = {
    "script in a title": f"{BASE}title: {{en: '{SCRIPT}', zh: '{SCRIPT}'}}\n",
    "script in a question": f"{BASE}question: {{en: '{SCRIPT}', zh: '{SCRIPT}'}}\n",
    "script in a key": f"{BASE}'{SCRIPT}': 1\n",
    "script as a value": f"{BASE}months: '{SCRIPT}'\n",
    "a file of the host as network": f"{BASE}network: {{kind: file, file: /etc/passwd}}\n",
    "a path out as network": f"{BASE}network: {{kind: file, file: ../../../etc/passwd}}\n",
    "another file extended": "extend: ../../../etc/passwd\nname: mine\n",
    "an object of Python": "!!python/object/apply:os.system ['touch hacked']\n",
    "exploding aliases": ALIASES,
    "deep nesting": "a: " + "[" * 5000 + "]" * 5000,
    "a huge number": f"{BASE}months: 1{'0' * 5000}\n",
    "a huge estate": "extend: tianhu-garden\nname: mine\nestates: {main: {homes: 100000}}\n",
    "infinity": f"{BASE}start: {{fee_rate: .inf}}\n",
    "not a number": f"{BASE}start: {{fee_rate: .nan}}\n",
    "no text at all": "\x00\x01\x02",
    "templates": f"{BASE}title: {{en: '{{{{constructor.constructor(\"window.hacked=1\")()}}}}', zh: x}}\n",
}
SHOWN_AS_TEXT = {"script in a title": SCRIPT, "script in a question": SCRIPT, "templates": "{{constructor"}
LINKS = {
    "a path as scenario": "scenario=../../../etc/passwd",
    "a script as scenario": f"scenario={quote(SCRIPT)}",
    "a huge seed": f"seed={'9' * 4000}",
    "no number as seed": "seed=NaN",
    "a script as language": f"lang={quote(SCRIPT)}",
    "a script as view": f"view={quote(SCRIPT)}",
    "an unknown lever": "lever.constructor=1",
    "a huge lever": "lever.activated=1e309",
    "yaml as a value": f"set={quote('months:{a: [1, 2')}",
    "a path that is none": f"set={quote('__class__.__init__:1')}",
    "no upload": "u=%%%",
    "a bomb as upload": "u=" + quote(base64.urlsafe_b64encode(zlib.compress(b"a" * 30_000_000, 9)).decode()[:7000]),
    "an upload that is not kept": f"u_key={'0' * 64}",
    "many of all": "&".join(["set=x%3A1", "scenario=tianhu-garden", "seed=1"] * 200),
}


def test_there_are_as_many_hostile_inputs_as_promised():
    assert len(FILES) + len(LINKS) >= 25


def unharmed(page, name: str) -> None:
    """Check that nothing of the input ran or was read, and that the page still works."""
    assert page.evaluate("window.hacked") is None, name
    assert "root:" not in page.content(), name
    steps.go(page, "take")
    page.wait_for_selector("#cs-files")


def test_hostile_files_are_shown_as_text_or_refused(new_page):
    page = new_page("?scenario=parking-meeting")
    for name, text in FILES.items():
        steps.go(page, "pick")
        page.wait_for_selector(".cs-upload")
        before = steps.serial(page)
        page.locator(".cs-upload input[type=file]").first.set_input_files(
            {"name": "../../<b>x</b>.yaml", "mimeType": "text/plain", "buffer": text.encode()}
        )
        steps.after(page, before)
        if name in SHOWN_AS_TEXT:
            steps.drawn(page)
            assert SHOWN_AS_TEXT[name] in page.inner_text("#cs-main"), name
        else:
            assert 0 < len(steps.problem(page)) < 10_000, name
        unharmed(page, name)


def test_hostile_links_fall_back_and_say_so(new_page, served):
    page = new_page()
    for name, query in LINKS.items():
        page.goto(f"{served.url}?{query}")
        page.wait_for_selector("#commsim-state", state="attached")
        if name != "many of all":
            assert 0 < len(steps.problem(page)) < 10_000, name
        unharmed(page, name)
