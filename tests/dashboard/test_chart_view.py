"""The shells of the charts: what they are given reaches the browser, and every text they show can be translated."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

import solara

import commsim.dashboard
from commsim.dashboard import chart_view
from commsim.dashboard.words import Say

FOLDER = Path(commsim.dashboard.__file__).parent
STATIC = FOLDER / "static"
COMPONENTS = {
    "curves": (chart_view.Curves, {"series": {"months": 1}}),
    "figures": (chart_view.Figures, {"figures": {"columns": [], "values": {}}, "first_year": 2013}),
    "fan": (chart_view.Fan, {"fan": None}),
    "response": (chart_view.Response, {"response": None}),
    "difference": (chart_view.Difference, {"difference": None}),
}
IMPORT = re.compile(r'^import .* from "\./([\w.]+)";$', re.MULTILINE)
TEXT = re.compile(r'\btext\(\s*"([^"]+)"')


def modules():
    """Return the modules of the charts without comments: those their shells load, and what these import."""
    waiting = [f"{name}.js" for name in COMPONENTS]
    found = {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            source = (STATIC / name).read_text(encoding="utf-8")
            found[name] = re.sub(r"/\*\*.*?\*/", "", source, flags=re.DOTALL)
            waiting += IMPORT.findall(found[name])
    return found


def test_the_labels_are_exactly_the_texts_that_the_modules_show():
    shown = {text for source in modules().values() for text in TEXT.findall(source)}
    assert len(shown) > 30
    assert shown == set(chart_view.LABELS)


def test_no_text_is_passed_to_the_speaker_but_as_a_literal():
    """Else a text could be shown that no catalogue knows."""
    for name, source in modules().items():
        calls = re.findall(r"\btext\((?!\))", source)
        assert len(calls) == len(TEXT.findall(source)), name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_keep_their_placeholders_and_say_their_language(language):
    labels = chart_view.labels(Say(language))
    assert labels["@language"] == language
    for text in chart_view.LABELS:
        assert sorted(re.findall(r"{\w+}", labels[text])) == sorted(re.findall(r"{\w+}", text)), text


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_hands_what_it_was_given_to_the_browser(name):
    component, given = COMPONENTS[name]
    labels = chart_view.labels(Say("en"))
    box, rc = solara.render(component(**given, labels=labels), handle_error=False)
    (widget,) = box.children
    for prop, value in {**given, "labels": labels}.items():
        shown = getattr(widget, prop)
        assert (json.loads(shown) if isinstance(shown, bytes) else shown) == value
    rc.close()


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_shell_follows_every_prop_and_loads_a_class_that_exists(name):
    shell = (FOLDER / "vue" / f"{name}.vue").read_text(encoding="utf-8")
    _, given = COMPONENTS[name]
    for prop in (*given, "labels"):
        assert re.search(rf"^    {prop}\(\) {{", shell, re.MULTILINE), f"{prop} is not watched"
        assert f"this.{prop}" in shell, f"{prop} is not shown"
    module = re.search(r'\["([\w.]+)", "plain.js"\]', shell)
    view = re.search(r"const \[{ (\w+) }, { plain }\] = await", shell)
    assert module is not None
    assert view is not None
    assert f"export class {view[1]} " in (STATIC / module[1]).read_text(encoding="utf-8")


def test_what_is_packed_keeps_every_digit_and_refuses_what_json_does_not_know():
    values = {"a": [0.1 + 0.2, None, 5e-324], "b": "物业费"}
    assert json.loads(chart_view.packed(values)) == values
    with pytest.raises(ValueError, match="not JSON compliant"):
        chart_view.packed([float("nan")])


def test_every_name_that_a_module_imports_is_exported_where_it_is_said_to_be():
    taken = re.compile(r'^import {([^}]+)} from "\./([\w.]+)";$', re.MULTILINE)
    found = modules()
    pairs = [
        (name.strip(), source)
        for text in found.values()
        for names, source in taken.findall(text)
        for name in names.split(",")
    ]
    assert len(pairs) > 40
    for name, source in pairs:
        assert re.search(rf"^export (?:async )?(?:const|function|class) {name}\b", found[source], re.MULTILINE), (
            name,
            source,
        )


def test_no_module_makes_markup_out_of_text_or_names_another_host():
    risky = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    for name, source in modules().items():
        assert not risky.search(source), name
        hosts = set(re.findall(r"https?://([\w.]+)", source)) - {"www.w3.org"}
        assert not hosts, name
