"""The parts of the page: what a component uses it is given, its file is in the package, and a text stays a text."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

import ipyvuetify

from commsim.dashboard import parts
from commsim.dashboard.words import Say
from tests.dashboard.rendered import Rendered, widget_of

PACKAGE = files("commsim.dashboard")
SCRIPT = "<script>alert(1)</script>\" onload='x' & {{ 1 }}"
TAKEN = {"data", "template", "methods", "events", "css", "components", "close", "open", "keys", "comm", "layout"}
"""Names that an argument must not have, since widgets use them themselves."""

JAVASCRIPT = frozenset(
    re.findall(
        r"\w+",
        "true false null undefined typeof new in of if else return await async function const let instanceof this "
        "String Number Math Array Object Boolean Date JSON document window URL",
    )
)
STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
NAME = re.compile(r"(?<![\w.$])([A-Za-z_]\w*)")
KEY = re.compile(r"([{,]\s*)[A-Za-z_]\w*\s*:(?!:)")
LOOP = re.compile(r'v-for="\s*\(?([\w\s,]+?)\)?\s+(?:in|of)\s+([^"]*)"')


class Declared(NamedTuple):
    """A component as Python declares it."""

    function: str
    module: str
    values: frozenset[str]
    events: frozenset[str]


def declared():
    """Return the components of the dashboard by the path of their Vue file."""
    found = {}
    for folder in (PACKAGE, PACKAGE / "pages"):
        for file in folder.iterdir():
            if not file.name.endswith(".py"):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    for path in (_path_of(one) for one in node.decorator_list):
                        if path:
                            assert path not in found, f"{path} is declared twice"
                            found[path] = _declared(node, file.name)
    return found


def _path_of(decorator):
    if isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "component_vue":
        return ast.literal_eval(decorator.args[0])
    return None


def _declared(node, module):
    names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
    events = frozenset(name.removeprefix("event_") for name in names if name.startswith("event_"))
    return Declared(node.name, module, frozenset(name for name in names if not name.startswith("event_")), events)


COMPONENTS = declared()


def vue(path):
    """Return template and script of a Vue file."""
    text = (PACKAGE / path).read_text(encoding="utf-8")
    template = re.search(r"<template>(.*)</template>", text, re.DOTALL)[1]
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)[1]
    return template, re.sub(r"//[^\n]*", "", script)


def names_in(expression):
    return set(NAME.findall(KEY.sub(r"\1 ", STRINGS.sub(" ", expression)))) - JAVASCRIPT


def used_in_template(template):
    """Return the names that the expressions of a template use, but for those that loops bring in."""
    template = re.sub(r"<!--.*?-->", "", template, flags=re.DOTALL)
    looped = {name.strip() for names, _ in LOOP.findall(template) for name in names.split(",")}
    expressions = re.findall(r"\{\{(.*?)\}\}", template, re.DOTALL) + [over for _, over in LOOP.findall(template)]
    expressions += re.findall(r'\s(?::|@|v-(?!for|else[\s>]))[\w.:-]*="([^"]*)"', template)
    return set().union(*map(names_in, expressions)) - looped


def own_of(script):
    """Return the names that a component makes itself: state, computed values, methods, and what it notes on itself."""
    own = set(re.findall(r"this\.(\w+)\s*=(?!=)", script))
    for state in re.findall(r"data\(\)\s*\{\s*return \{(.*?)\};", script, re.DOTALL):
        own |= set(re.findall(r"(\w+):", state))
    for part in ("methods", "computed"):
        own |= set(re.findall(r"^    (?:async )?(\w+)\(", _section(script, part), re.MULTILINE))
    return own


def _section(script, name):
    found = re.search(rf"^  {name}: \{{\n(.*?)^  \}},", script, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def used_in_script(script):
    return set(re.findall(r"\bthis\.(?!\$)(\w+)", script))


@pytest.mark.parametrize("path", COMPONENTS)
def test_a_component_uses_what_it_is_given_or_makes_itself_and_nothing_else(path):
    template, script = vue(path)
    one = COMPONENTS[path]
    used = used_in_template(template) | used_in_script(script)
    there = one.values | one.events | own_of(script) | {"_uid"}
    assert used - there == set(), f"{path} uses what {one.module}:{one.function} does not declare"


@pytest.mark.parametrize("path", COMPONENTS)
def test_a_component_uses_everything_that_it_is_given_and_tells_every_event(path):
    template, script = vue(path)
    one = COMPONENTS[path]
    used = used_in_template(template) | used_in_script(script)
    used |= {name for name in one.values if re.search(rf"^    {name}\(\)", _section(script, "watch"), re.MULTILINE)}
    assert (one.values | one.events) - used == set()


@pytest.mark.parametrize("path", COMPONENTS)
def test_a_component_watches_only_what_there_is(path):
    _, script = vue(path)
    watched = set(re.findall(r"^    (\w+)\(", _section(script, "watch"), re.MULTILINE))
    assert watched - COMPONENTS[path].values - own_of(script) == set()


@pytest.mark.parametrize("path", COMPONENTS)
def test_no_argument_takes_the_name_of_something_that_widgets_have(path):
    one = COMPONENTS[path]
    assert (one.values | one.events) & TAKEN == set()
    assert one.values & one.events == set()
    assert (one.values | one.events) & {name for name in dir(ipyvuetify.VuetifyTemplate) if name != "children"} == set()


def test_the_checks_see_what_is_used():
    template = """<p v-for="(one, place) in many" :key="one.id" :class="{ 'cs-a': lit, open: shut }" @click="go(one)">
      {{ one.label || names['x'] }}<b v-if="a.b && !c" :title="d ? e : f" v-else-if="g"></b></p>"""
    assert used_in_template(template) == {"many", "lit", "shut", "go", "names", "a", "c", "d", "e", "f", "g"}
    script = """module.exports = {
  data() {
    return { h: 1 };
  },
  methods: {
    go() {
      this.k = this.j;
    },
  },
};"""
    assert own_of(script) == {"h", "go", "k"}
    assert used_in_script(script) == {"k", "j"}


def test_every_vue_file_has_its_component_and_every_component_its_file():
    there = {f"vue/{file.name}" for file in (PACKAGE / "vue").iterdir() if file.name.endswith(".vue")}
    assert set(COMPONENTS) == there
    assert len(there) > 15


def test_files_of_components_are_part_of_the_package_that_is_built():
    root = Path(__file__).parents[2]
    built = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert built["targets"]["wheel"] == {"packages": ["src/commsim"]}  # the whole folder, with nothing left out
    assert "exclude" not in built
    assert Path(str(PACKAGE / "vue")).relative_to(Path(str(files("commsim")))) == Path("dashboard/vue")
    # what git ignores is left out of the package too
    ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not [line for line in ignored if re.search(r"\.(vue|js|css|woff2?)$|^/?(vue|static|src)/?$", line.strip())]


def test_markup_is_put_into_the_page_nowhere_but_for_the_pictures_of_cards():
    ways = r"v-html|innerHTML|outerHTML|insertAdjacentHTML"
    raw = {path: re.findall(ways, "".join(vue(path))) for path in COMPONENTS}
    assert {path: found for path, found in raw.items() if found} == {"vue/cards.vue": ["v-html"]}


# --- headings, paragraphs, tables -------------------------------------------------------------------------------------

MADE = {
    "heading": lambda: parts.heading(2, SCRIPT),
    "paragraph": lambda: parts.paragraph(SCRIPT, "cs-hint"),
    "table": lambda: parts.table([SCRIPT, "b"], [[SCRIPT, SCRIPT], ["c", SCRIPT]], SCRIPT),
}


@pytest.mark.parametrize(("name", "times"), [("heading", 1), ("paragraph", 1), ("table", 5)])
def test_a_text_is_put_in_as_a_text(name, times):
    with Rendered(MADE[name]()) as page:
        widgets = page.widgets()
        assert [one for one in widgets if isinstance(one, str)].count(SCRIPT) == times
        elements = [one for one in widgets if not isinstance(one, str)]
        assert {type(one) for one in elements} == {ipyvuetify.Html}
        assert not any(hasattr(one, "unsafe_innerHTML") for one in elements)
        assert not any(SCRIPT in str(one.attributes) for one in elements)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_heading_is_of_its_level(level):
    with Rendered(parts.heading(level, "Fees")) as page:
        (found,) = page.tagged(tag=f"h{level}")
        assert found.children == ["Fees"]


def test_a_table_names_its_columns_and_rows():
    with Rendered(parts.table(["what", "now"], [["fee", "1"], ["trust", "2"]], "Figures")) as page:
        heads = page.tagged(tag="th")
        assert [(page.text_of(one), one.attributes["scope"]) for one in heads] == [
            ("what", "col"),
            ("now", "col"),
            ("fee", "row"),
            ("trust", "row"),
        ]
        assert [page.text_of(one) for one in page.tagged(tag="td")] == ["1", "2"]
        assert [page.text_of(one) for one in page.tagged(tag="caption")] == ["Figures"]
        assert [page.text_of(one) for one in page.tagged(tag="tr")] == ["what\nnow", "fee\n1", "trust\n2"]
    with Rendered(parts.table(["what"], [])) as page:
        assert page.tagged(tag="caption") == []


def test_a_choice_offers_its_values_in_the_language():
    pairs = [("pays", "who pays"), ("x", "no such text")]
    assert parts.chosen_from(pairs, Say("en")) == [
        {"value": "pays", "label": "who pays"},
        {"value": "x", "label": "no such text"},
    ]
    assert parts.chosen_from(pairs, Say("zh"))[0]["label"] == Say("zh").plain("who pays") != "who pays"


# --- downloads, and what is told --------------------------------------------------------------------------------------


def test_a_file_is_made_anew_each_time_it_is_asked_for_and_not_before():
    made = [b"one", b"two", None, b"two"]
    left = list(made)
    with Rendered(parts.Download("Save", "x.csv", "text/csv", lambda: left.pop(0))) as page:
        button = page.one(parts.DownloadButton)
        assert (button.file, button.serial, len(left)) == (b"", 0, 4)
        for count, wanted in enumerate(made, 1):
            button.vue_wanted(True)
            assert (button.file, button.serial) == (wanted or b"", count)
        assert (button.label, button.name, button.kind) == ("Save", "x.csv", "text/csv")


@pytest.mark.parametrize("path", [path for path, one in COMPONENTS.items() if one.module == "parts.py" and one.events])
def test_an_event_reaches_whoever_asked_for_it(path):
    one = COMPONENTS[path]
    for event in one.events:
        told = []
        given = {name: "" for name in one.values if name != "children"} | {f"event_{event}": told.append}
        with Rendered(getattr(parts, one.function)(**given)) as page:
            (widget,) = (found for found in page.widgets() if type(found) is widget_of(getattr(parts, one.function)))
            getattr(widget, f"vue_{event}")("this")
        assert told == ["this"]
