"""The estate view, the clock and the twin view: what is declared, what ships, and that every text is a label."""

import ast
import re
import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("solara", reason='the dashboard is not installed: pip install "commsim[dashboard]"')

from commsim.dashboard import estate_view
from commsim.dashboard.pack import VERSION, pack_bytes, unpack
from commsim.dashboard.words import LANGUAGES, Say

FOLDER = Path(estate_view.__file__).parent
SHELLS = ("estate.vue", "player.vue", "twin.vue")
MODULES = (
    "blocks.js",
    "buildings.js",
    "card.js",
    "colours.js",
    "dom.js",
    "estate.js",
    "household.js",
    "legend.js",
    "marks.js",
    "network.js",
    "pack.js",
    "player.js",
    "scenery.js",
    "twin.js",
    "words.js",
)
NOT_PROPS = {"data", "template", "methods", "events", "css", "components"}
"""Names that ipyvue keeps for itself."""
SAID = re.compile(r"""\b(?:say|note)\(\s*(?:"([^"]+)"|'([^']+)')""")


def text_of(name: str) -> str:
    return (FOLDER / ("vue" if name.endswith(".vue") else "static") / name).read_text(encoding="utf-8")


def props_of(shell: str) -> set[str]:
    """Return the arguments of the function that declares a shell."""
    tree = ast.parse(Path(estate_view.__file__).read_text(encoding="utf-8"))
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and f"vue/{shell}" in ast.dump(function):
            return {argument.arg for argument in function.args.args}
    raise AssertionError(f"nothing declares {shell}")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", [*SHELLS, *MODULES, "estate.css"])
def test_every_file_of_the_view_ships(name: str) -> None:
    assert len(text_of(name)) > 500 or name == "words.js"


@pytest.mark.parametrize("shell", SHELLS)
def test_every_prop_is_read_by_its_shell_and_none_has_a_name_of_ipyvue(shell: str) -> None:
    props = props_of(shell)
    assert not props & NOT_PROPS
    text = text_of(shell)
    unread = {
        name
        for name in props
        if not name.startswith("event_") and f"this.{name}" not in text and not re.search(rf'="{name}"', text)
    }
    assert unread == set()


@pytest.mark.parametrize("shell", ["estate.vue", "twin.vue"])
def test_a_changed_prop_is_shown(shell: str) -> None:
    watched = set(re.findall(r"^    (\w+)\(\) \{ this\.refresh\(\); \},$", text_of(shell), re.MULTILINE))
    assert watched == {name for name in props_of(shell) if not name.startswith("event_")}


def test_a_shell_can_be_made_into_a_widget() -> None:
    element = estate_view.EstateView(pack=b"1234", labels={"pays": "pays"})
    assert element.kwargs["pack"] == b"1234"
    assert estate_view.PlayerBar(months=12, first_year=2013, run="k", labels={}).kwargs["months"] == 12
    twin = estate_view.TwinView(pack_a=b"", pack_b=b"", titles=["a", "b"], since=b"")
    assert twin.kwargs["titles"] == ["a", "b"]


def test_the_modules_say_exactly_the_texts_that_are_declared() -> None:
    said = {first or second for name in (*MODULES, *SHELLS) for first, second in SAID.findall(text_of(name))}
    assert said == set(estate_view.LABELS)
    assert len(set(estate_view.LABELS)) == len(estate_view.LABELS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_keep_their_placeholders_in_every_language(language: str) -> None:
    labels = estate_view.labels(Say(language))
    assert set(labels) == set(estate_view.LABELS)
    for text, shown in labels.items():
        assert placeholders(shown) == placeholders(text), text


def test_labels_are_translated() -> None:
    assert estate_view.labels(Say("zh"))["vacant home"] != "vacant home"
    assert estate_view.labels(Say("en"))["vacant home"] == "vacant home"


def test_the_colours_offered_are_those_that_can_be_drawn() -> None:
    schemes = text_of("colours.js").partition("export const SCHEMES = {")[2].partition("\n};")[0]
    drawn = set(re.findall(r"^  (\w+): new ", schemes, re.MULTILINE))
    assert drawn == {*estate_view.COLOURS, "since"}


def test_the_browser_reads_the_version_of_packs_that_is_written() -> None:
    assert f"export const VERSION = {VERSION};" in text_of("pack.js")


@pytest.mark.parametrize("name", [*SHELLS, *MODULES])
def test_no_text_becomes_html_and_no_other_host_is_named(name: str) -> None:
    text = text_of(name)
    for risk in ("innerHTML", "outerHTML", "insertAdjacentHTML", "v-html", "eval(", "document.write"):
        assert risk not in text
    assert not re.search(r"https?:|//cdn", text)


@pytest.mark.parametrize("name", MODULES)
def test_modules_import_only_modules_beside_them_and_what_those_export(name: str) -> None:
    for names, source in re.findall(r"^import \{([^}]+)\} from \"([^\"]+)\";", text_of(name), re.MULTILINE):
        assert source.startswith("./")
        exported = set(re.findall(r"^export (?:const|class|function) (\w+)", text_of(source[2:]), re.MULTILINE))
        assert {one.strip() for one in names.split(",") if one.strip()} <= exported


# --- the modules in a browser

HOMES, MONTHS = 6, 4


def small_pack() -> tuple[bytes, dict[str, np.ndarray]]:
    """Return a pack of six homes in two buildings and four months, and its arrays; 0 knows 1 and 4, 5 is a shop."""
    by_month = np.arange(MONTHS * HOMES).reshape(MONTHS, HOMES)
    arrays = {
        "building": np.array([0, 0, 0, 1, 1, 1], np.uint16),
        "stairwell": np.array([0, 0, 1, 2, 2, 3], np.uint16),
        "floor": np.array([1, 2, 1, 1, 2, 1], np.uint16),
        "shop": np.array([0, 0, 0, 0, 0, 1], np.uint8),
        "member": np.array([0, 1, 0, 2, 0, 0], np.uint8),
        "tenure": np.array([0, 1, 2, 0, 0, 0], np.uint8),
        "kind": np.zeros(HOMES, np.uint8),
        "age": np.ones(HOMES, np.uint8),
        "net_x": np.linspace(100, 900, HOMES, dtype=np.float32),
        "net_y": np.linspace(900, 100, HOMES, dtype=np.float32),
        "tie_start": np.array([0, 2, 3, 3, 3, 4, 4], np.int32),
        "tie_other": np.array([1, 4, 0, 0], np.int32),
        "tie_trust": np.array([0.5, 0.25, 0.5, 0.25], np.float32),
        "flags": (by_month % 4).astype(np.uint8),
        **{name: (by_month * 10).astype(np.uint8) for name in ("trust", "self", "belonging", "norm")},
        "arrears": by_month.astype(np.uint8),
        "voice": (by_month % 5).astype(np.uint8),
        "service": np.linspace(0.2, 0.8, MONTHS, dtype=np.float32),
        "condition": np.linspace(0.9, 0.1, MONTHS, dtype=np.float32),
        "payee": np.array([0, 1, 2, 1], np.uint8),
        "committee": np.array([0, 0, 1, 1], np.uint8),
    }
    header = {"key": "small", "seed": 1, "n": HOMES, "months": MONTHS, "first_year": 2015, "estate": "main"}
    header |= {"buildings": 2, "stairwells": 2, "floors": 2}
    return pack_bytes(header, arrays), arrays


def at_home(page: Any) -> Any:
    """Wait for the page and return it without its own parts, so that nothing else moves the clock."""
    page.wait_for_load_state("load")
    page.evaluate("document.body.replaceChildren()")
    return page


def module(name: str) -> str:
    """Return the start of a script that has a module of the view as ``m`` and a place for it as ``root``."""
    return (
        f"const m = await import(new URL('commsim-static/{name}', document.baseURI));"
        "const {player} = await import(new URL('commsim-static/player.js', document.baseURI));"
        "const bytes = (list) => new Uint8Array(list).buffer;"
        "const until = async (true_) => { for (let n = 0; n < 600 && !true_(); n++)"
        "  await new Promise((done) => setTimeout(done, 20)); };"
    )


@pytest.mark.browser
@pytest.mark.parametrize("shift", [0, 3])
def test_the_browser_reads_every_array_of_a_pack_wherever_its_bytes_begin(page: Any, shift: int) -> None:
    blob, arrays = small_pack()
    read = at_home(page).evaluate(
        f"async ([list, shift]) => {{ {module('pack.js')}"
        "const view = new DataView(bytes([...Array(shift).fill(7), ...list]), shift);"
        "const {header, arrays} = m.decodeBlock(view);"
        "return [header.key, Object.fromEntries(Object.entries(arrays).map(([name, a]) => [name, [...a]]))]; }",
        [list(blob), shift],
    )
    assert read[0] == "small"
    assert read[1] == {name: array.ravel().tolist() for name, array in arrays.items()}


@pytest.mark.browser
def test_the_browser_refuses_a_pack_of_another_version_or_cut_short(page: Any) -> None:
    blob, _ = small_pack()
    script = (
        f"async (list) => {{ {module('pack.js')} try {{ m.decodePack(bytes(list)); return ''; }}"
        "catch (error) { return error.message; } }"
    )
    at_home(page)
    assert "version 9" in page.evaluate(script, list(blob.replace(b'"version":1', b'"version":9')))
    assert "ends at byte" in page.evaluate(script, list(blob[:-16]))
    assert page.evaluate(script, list(blob)) == ""


@pytest.mark.browser
def test_the_clock_stops_at_the_end_starts_over_and_keeps_the_month_of_another_run(page: Any) -> None:
    told = at_home(page).evaluate(
        f"async () => {{ {module('player.js')} const told = []; let calls = 0;"
        "const end = player.subscribe(() => { calls += 1; });"
        "player.pause(); player.setSpeed(8); player.setMonths(12); player.set(11); player.play();"
        "await until(() => !player.playing); told.push([player.month, player.playing]);"
        "player.play(); told.push([player.month, player.playing]);"
        "player.step(2); told.push([player.month < 9, player.playing]);"
        "player.set(10); player.setMonths(20); told.push(player.month); player.setMonths(6); told.push(player.month);"
        "player.set(-5); told.push(player.month); player.step(-1); told.push(player.month);"
        "end(); const before = calls; player.set(3); told.push(calls === before && calls > 0); return told; }"
    )
    assert told == [[12, False], [1, True], [True, False], 10, 6, 1, 1, True]


@pytest.mark.browser
def test_a_window_can_be_picked_with_the_pointer_and_with_the_keyboard(page: Any) -> None:
    blob, _ = small_pack()
    at_home(page)
    page.evaluate(
        f"async (list) => {{ {module('estate.js')} window.picked = []; player.pause(); player.set(1);"
        "const root = document.createElement('div'); root.id = 'here'; document.body.append(root);"
        "window.view = new m.EstateView(root, {onPick: (one) => window.picked.push(one)});"
        "view.set({pack: bytes(list), view: 'buildings', colour: 'pays'}); }",
        list(blob),
    )
    page.wait_for_selector("#here[data-key=small][data-month='1']")
    place = page.evaluate(
        "() => { const {x, y, w, h} = view.layout; const box = view.top.canvas.getBoundingClientRect();"
        "return [box.left + x[4] + w[4] / 2, box.top + y[4] + h[4] / 2]; }"
    )
    page.mouse.move(*place)
    page.wait_for_selector(".cse-card:not([hidden])")
    assert "Building 2, stairwell 1, floor 2" in page.inner_text(".cse-card")
    assert "1 acquaintances" in page.inner_text(".cse-card")
    page.mouse.click(*place)
    page.focus("canvas.cse-top")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('[aria-live=polite]').textContent.includes('floor 1')")
    page.keyboard.press("Enter")
    assert page.evaluate("window.picked") == [{"household": 4, "month": 1}, {"household": 3, "month": 1}]
    assert page.evaluate("commsimPlayer.month") == 1  # the arrows went to the window, not to the clock


@pytest.mark.browser
def test_a_pane_has_the_colour_of_its_state_in_the_month_of_the_clock(page: Any) -> None:
    blob, arrays = small_pack()
    at_home(page)
    seen = page.evaluate(
        f"async (list) => {{ {module('estate.js')} player.pause(); player.set(1);"
        "const root = document.createElement('div'); document.body.append(root);"
        "const view = new m.EstateView(root); const seen = []; view.set({pack: bytes(list), colour: 'pays'});"
        "for (const month of [1, 2, 4]) { player.set(month); await until(() => root.dataset.month === String(month));"
        "const {x, y, w, h} = view.layout, ratio = view.panes.ratio;"
        "seen.push([0, 2, 4, 5].map((home) => { const at = [x[home] + 0.2 * w[home], y[home] + 0.85 * h[home]];"
        "return [...view.panes.context.getImageData(at[0] * ratio, at[1] * ratio, 1, 1).data.slice(0, 3)]; })); }"
        "return seen; }",
        list(blob),
    )
    lit, dark = [0xF6, 0xC4, 0x45], [0x2F, 0x3B, 0x4C]
    pays = arrays["flags"] & 1
    assert seen == [[lit if pays[month - 1, home] else dark for home in (0, 2, 4, 5)] for month in (1, 2, 4)]


@pytest.mark.browser
def test_two_worlds_tell_how_many_windows_differ_in_payment(page: Any) -> None:
    blob, arrays = small_pack()
    other, _ = small_pack()
    flags = arrays["flags"].copy()
    flags[2, [0, 1, 3]] ^= 1
    head, _ = unpack(other)
    other = pack_bytes({k: v for k, v in head.items() if k not in ("version", "arrays")}, arrays | {"flags": flags})
    since = np.array([3, 3, 0, 3, 0, 0], np.uint16)
    block = pack_bytes({"key": "d"}, {"since": since, "pays_since": since})
    told = at_home(page).evaluate(
        f"async ([a, b, since]) => {{ {module('twin.js')} player.pause(); player.set(1);"
        "const root = document.createElement('div'); document.body.append(root); const view = new m.TwinView(root);"
        "view.set({packA: bytes(a), packB: bytes(b), since: bytes(since), titles: ['one', '<b>two</b>']});"
        "const told = [root.dataset.differing]; player.set(3); told.push(root.dataset.differing);"
        "told.push(root.querySelector('.cse-twin-count').textContent);"
        "told.push(root.querySelectorAll('.cse-twin-title')[1].innerText);"
        "root.querySelector('[data-mode=difference]').click(); told.push(root.dataset.mode);"
        "await until(() => view.third.root.dataset.month === '3'); told.push([...view.third.codes.to].map(Boolean));"
        "return told; }",
        [list(blob), list(other), list(block)],
    )
    assert told[:2] == ["0", "3"]
    assert told[2:5] == ["3 windows differ in payment this month", "<b>two</b>", "difference"]
    assert told[5] == [True, True, False, True, False, False]
